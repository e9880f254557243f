# shellcheck shell=bash
# Sourced by ./daymark: the state folder, which is everything that a service keeps.
#
#   lock            held by the launcher, whose process id is in it
#   services.lock   held by every process of the service: free means that none is left
#   url             where it answers, once it does
#   secrets/        database_url, worker_password              (readable for their owner only)
#   app/            the installed program
#   conf/           rendered configuration: PostgreSQL's and nginx's
#   postgres.d/     further settings for PostgreSQL: *.conf, by whoever operates it
#   postgres/       the database cluster
#   run/            sockets, and the pipe that all print into
#   services/       what s6 looks after, and services-db/ for PostgreSQL
#   nginx/          nginx's temporary files
#   trial.*/        a PostgreSQL that a backup is restored into, while one is made
#   backups/        what restores have replaced
#   log/            what all print: `current` and nine older files
#
# Where root starts the service, root owns the folder itself and what is to be read (app, conf, secrets), the
# system user `daymark-db` the cluster, and `daymark` the rest. Root opens no file below a folder of theirs:
# they could make it a link to any file of the machine.
# shellcheck disable=SC2034 # the other rooms use these names

state_default() {
    if is_root; then
        echo /var/lib/daymark
    else
        echo "${XDG_STATE_HOME:-$HOME/.local/state}/daymark"
    fi
}

# state_choose DIR: sets the state folder ('' for the usual one) and the names below it.
state_choose() {
    state=$(realpath --canonicalize-missing -- "${1:-${DAYMARK_STATE:-$(state_default)}}")
    app=$state/app
    sql=$app/share/daymark/sql
    run=$state/run
    services=$state/services
    database_services=$state/services-db
    readonly state app sql run services database_services
}

state_check_name() {
    # It is written into configuration files of several programs, each with its own idea of quoting.
    [[ $state =~ ^[A-Za-z0-9/._+~@,=-]+$ ]] ||
        die "the state folder's name may have letters, digits and / . _ + ~ @ , = - only: $state" "choose another one with --state"
    local longest=$run/.s.PGSQL.5432.lock
    ((${#longest} <= 107)) ||
        die "the state folder's path is too long by $((${#longest} - 107)) bytes: a unix socket in it may have 107 bytes" \
            "$state" "choose a shorter one with --state"
}

# Makes the folder and, for root, the users it belongs to.
state_prepare() {
    local user folder
    ! is_root || state_make_users
    user=$(service_user)
    mkdir -p "$state" 2>/dev/null || die "the state folder cannot be made: $state" "choose another one with --state"
    [[ -O $state ]] || die "the state folder belongs to $(stat --format=%U "$state"): $state" "run as that user, or choose another one with --state"
    # The service's user goes through it to its own folders; nobody can list it.
    chmod 0711 "$state"
    as_service test -x "$state" || die "the system user daymark cannot enter the state folder: $state" \
        "one of the folders above it is closed to others; choose another one with --state"
    install -d -m 0755 "$state/conf" "$state/postgres.d"
    install -d -m 0711 "$state/secrets" # each file in it is readable for its owner only
    for folder in nginx log; do
        install -d -m 0750 -o "$user" -g "$(id -gn "$user")" "$state/$folder"
    done
}

# One launcher at a time: of two that are started at once on a new machine both would make them.
state_make_users() {
    local make=(useradd --system --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin)
    (
        umask 077
        exec 9>/run/daymark-users.lock
        flock 9
        getent passwd daymark >/dev/null || "${make[@]}" --user-group daymark || die "the system user daymark could not be made"
        getent passwd daymark-db >/dev/null || "${make[@]}" --gid daymark daymark-db || die "the system user daymark-db could not be made"
    ) || exit 1
}

# Anew, because sockets of an earlier run are of no use. Both users make theirs in it; with the sticky bit
# neither can put another one in its place.
state_make_run_folder() {
    rm -rf "$run"
    if is_root; then
        install -d -m 1770 -o root -g daymark "$run"
    else
        install -d -m 0700 "$run"
    fi
}

# One launcher at a time. The lock ends with the process, however it ends.
state_lock() {
    # For nobody else: whoever can read a file can lock it.
    (umask 077 && : >>"$state/lock")
    chmod 0600 "$state/lock"
    exec 9<>"$state/lock"
    flock --nonblock 9 || die "another ./daymark run is using this state folder (process $(state_launcher)): $state" \
        "stop it with: ./daymark stop --state $state" "or choose another one with --state and --port"
    echo $$ >"$state/lock"
}

state_launcher() { cat "$state/lock"; }

state_has_launcher() { ! state_has_no_launcher; }
state_has_no_launcher() { flock --nonblock --shared "$state/lock" true; }

# Whether any process of the service lives, with a launcher or without.
state_has_services() { [[ -e $state/services.lock ]] && ! flock --nonblock --shared "$state/services.lock" true; }

state_has_no_services() { ! state_has_services; }

state_need_running() {
    if [[ ! -e $state/url ]] || state_has_no_services; then
        die "no service is running in the state folder $state" \
            "start it with ./daymark run, or name its folder with --state (a service that root started: use sudo)"
    fi
}
