# shellcheck shell=bash
# Sourced by ./daymark: the processes. s6 starts each of them, and starts it again when it dies; see
# ops/s6/ for what each one is. There is one s6 for PostgreSQL and one for the rest, because each belongs to
# another user. They run in sessions of their own, so that Ctrl-C reaches the launcher alone, which then ends
# everything in the right order.
# shellcheck disable=SC2154 # ./daymark and ops/state.bash set the names used here

readonly service_workers=(web-1 web-2 auth-1 auth-2 bulk-1 bulk-2)
readonly execline=/usr/lib/execline/bin
readonly queue_max=4096 # connections that wait for a pool; nginx.conf lets fewer clients in

# ── Start ────────────────────────────────────────────────────────────────────────────────────────────

# service_lay_out ADDRESS PORT PEM: the folders that s6 looks after, and nginx's configuration.
service_lay_out() {
    local name
    service_allow_connections
    rm -rf "$app/s6"
    cp -r "$repository/ops/s6" "$app/s6"
    chmod -R go+rX "$app/s6"
    service_configure_nginx "$@"

    rm -rf "$services" "$database_services"
    rm -f "$state/nginx/nginx.pid"
    install -d -m 0750 -o "$(service_user)" -g "$(id -gn "$(service_user)")" "$services"
    install -d -m 0700 -o "$(database_user)" -g "$(id -gn "$(database_user)")" "$database_services"
    # Their user makes them, because s6 keeps its own files in them.
    while read -r name; do
        as_keeper "$name" cp -r "$app/s6/$(service_kind "$name")" "$(service_folder "$name")"
        # Nothing starts by itself but the log: the launcher knows the order.
        [[ $name == log ]] || as_keeper "$name" touch "$(service_folder "$name")/down"
    done < <(service_names)
    state_make_run_folder
    as_service mkfifo -m 0660 "$run/log"
}

service_names() {
    printf '%s\n' log "${service_workers[@]}" jobs nginx
    ! database_is_ours || echo postgres
}

service_folder() {
    if [[ $1 == postgres ]]; then echo "$database_services/$1"; else echo "$services/$1"; fi
}

# as_keeper NAME COMMAND…: as the user whose process it is.
as_keeper() {
    if [[ $1 == postgres ]]; then as_database "${@:2}"; else as_service "${@:2}"; fi
}

# nginx holds a connection each for thousands of people, and one to a worker.
service_allow_connections() {
    local wanted=32768 possible
    possible=$(ulimit -H -n)
    [[ $possible == unlimited ]] || ((possible >= wanted)) || wanted=$possible
    ulimit -S -n "$wanted"
    ((queue_max <= $(</proc/sys/net/core/somaxconn))) ||
        warn "net.core.somaxconn is below $queue_max: fewer requests can wait for a worker"
}

# web-2 is a worker; the others are what they are called.
service_kind() {
    case $1 in
    web-* | auth-* | bulk-*) echo worker ;;
    *) echo "$1" ;;
    esac
}

# service_configure_nginx ADDRESS PORT [PEM]
service_configure_nginx() {
    local folder=$state/conf/nginx
    rm -rf "$folder"
    cp -r "$app/share/daymark/nginx" "$folder"
    sed -i -e "s|@SOCKETS@|$run|g" -e "s|@SHARE@|$app/share/daymark|g" "$folder/nginx.conf"
    # Readable for the service's user, whatever umask the person likes.
    (
        umask 022
        address_listen "$1" "$2" ${3:+"$3" "$3"} >"$folder/listen.conf"
        proxies_for_nginx "${DAYMARK_TRUSTED_PROXIES:-}" >"$folder/trusted_proxies.conf"
    )
    # It opens /dev/stderr, which has to be its user's.
    # shellcheck disable=SC2016 # the inner shell's
    (cd / && as_service bash -c 'exec nginx "$@" 2> >(exec cat >&2)' nginx \
        -e stderr -t -q -p "$state/nginx/" -c "$folder/nginx.conf") ||
        die "nginx does not accept its configuration in $folder (its answer is above)"
}

# Starts s6 with the sockets of the three pools. They are bound here, once, and every worker inherits
# them: as long as s6 lives, a request waits in the backlog where no worker is there to take it.
service_start_supervisors() {
    local environment
    mapfile -t environment < <(service_environment)
    # For nobody else: whoever can read a file can lock it.
    (umask 077 && : >>"$state/services.lock")
    chmod 0600 "$state/services.lock"
    exec 8>>"$state/services.lock"
    flock --nonblock 8 || die "processes of an earlier run are still alive in $state"
    service_supervise "${service_prefix[@]}" setsid env --ignore-environment "${environment[@]}" \
        "$execline/redirfd" -u 1 "$run/log" "$execline/fdmove" -c 2 1 \
        s6-ipcserver-socketbinder -b "$queue_max" -a 0660 "$run/web.sock" "$execline/fdmove" 3 0 \
        s6-ipcserver-socketbinder -b "$queue_max" -a 0660 "$run/auth.sock" "$execline/fdmove" 4 0 \
        s6-ipcserver-socketbinder -b "$queue_max" -a 0660 "$run/bulk.sock" "$execline/fdmove" 5 0 \
        "$execline/redirfd" -r 0 /dev/null \
        s6-svscan -t 0 "$services" &
    supervisors=($!)
    if database_is_ours; then
        service_supervise "${database_prefix[@]}" setsid env --ignore-environment "${environment[@]}" \
            "$execline/redirfd" -u 1 "$run/log" "$execline/fdmove" -c 2 1 \
            s6-svscan -t 0 "$database_services" &
        supervisors+=($!)
    fi
    exec 8>&-
    wait_until 10 service_is_supervised_or_gone || :
    service_is_supervised || die "s6 did not start; what it said is above or in $state/log/current"
}

# Becomes the command. It opens the log's pipe itself, as its own user, for reading too: then writing to it
# never fails.
service_supervise() {
    trap - INT TERM HUP EXIT
    cd /
    exec "$@" </dev/null
}

service_is_supervised() {
    local name
    while read -r name; do
        as_keeper "$name" s6-svok "$(service_folder "$name")" || return 1
    done < <(service_names)
}

# The environment of every process of the service: what we decide, what Daymark's own variables say,
# and what sanitizers want to know. Nothing else of the person's.
service_environment() {
    echo "PATH=/usr/lib/postgresql/15/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
    echo "HOME=$state"
    echo LANG=C.UTF-8
    echo TZ=UTC
    env | grep -E '^(DAYMARK_[A-Z_]+|[AUTL]+SAN_OPTIONS)=' | grep -Ev '^DAYMARK_(STATE|BUILD|WEB_THREADS)=' || :
    database_worker_environment
    echo "DAYMARK_WEB_THREADS=${DAYMARK_WEB_THREADS:-$(service_web_threads)}"
    echo "DAYMARK_STATE=$state"
}

# How many threads each process of a pool has, as ops/s6/worker/run has it.
service_web_threads() { sizes_threads "${DAYMARK_WEB_THREADS:-}" "$(sizes_web_threads "$(sizes_cores)")"; }
service_auth_threads() { sizes_threads "${DAYMARK_AUTH_THREADS:-}" 2; }
service_bulk_threads() { sizes_threads "${DAYMARK_BULK_THREADS:-}" 2; }

# Says that a service is wanted from now on.
service_up() {
    local name
    for name; do
        as_keeper "$name" rm "$(service_folder "$name")/down"
        as_keeper "$name" s6-svc -u "$(service_folder "$name")"
    done
}

# service_restart NAME…: each ends with the requests that it has, and is started again. All of one user.
service_restart() {
    local name
    for name; do
        as_keeper "$name" s6-svc -r "$(service_folder "$name")"
    done
}

service_is_supervised_or_gone() { ! service_has_supervisors || service_is_supervised; }

service_has_supervisors() {
    local pid
    for pid in "${supervisors[@]}"; do
        kill -0 "$pid" 2>/dev/null || return 1
    done
}

# service_wait WHAT SECONDS COMMAND…: until the command succeeds. Gives up as soon as something has
# died three times, rather than let the person wait for nothing.
service_wait() {
    local what=$1 deadline=$((SECONDS + $2)) name
    shift 2
    until "$@"; do
        while read -r name; do
            (($(as_keeper "$name" s6-svdt "$(service_folder "$name")" | wc -l) < 3)) || service_failed "$name does not stay alive"
        done < <(service_names)
        service_has_supervisors || service_failed "s6 has ended"
        ((SECONDS < deadline)) || service_failed "$what is not ready after waiting long"
        sleep "$poll_pause_s"
    done
}

service_failed() {
    warn "$1. The last lines of $state/log/current:"
    as_service cat "$state/log/current" | grep --invert-match restart-delayed | tail -n 15 | cut -c 1-400 | printable >&2 || :
    exit 1
}

# The certificate is for the name that people use, and not for this machine's own address.
service_is_ready() { curl --silent --fail --insecure --max-time 2 --output /dev/null --noproxy '*' "$1/readyz"; }

# ── Stop ─────────────────────────────────────────────────────────────────────────────────────────────

# Ends everything in the order that lets running requests finish: who takes requests, who works on
# them, what those need. Then whatever is left. Works with and without a launcher.
service_stop() {
    local name
    rm -f "$state/url"
    service_down 25 nginx
    service_down 25 "${service_workers[@]}" jobs
    service_down 120 postgres
    as_service s6-svscanctl -t "$services" 2>/dev/null || :
    as_database s6-svscanctl -t "$database_services" 2>/dev/null || :
    # Where s6-svscan itself was killed, the processes below it do not hear of it.
    while read -r name; do
        as_keeper "$name" s6-svc -xd "$(service_folder "$name")" 2>/dev/null || :
    done < <(service_names)
    wait_until 10 state_has_no_services || service_sweep
}

# service_down SECONDS NAME…: asks, waits. Services that are not supervised are no concern here. All of one user.
service_down() {
    local seconds=$1 keeper=$2 name folder folders=()
    shift
    for name; do
        folder=$(service_folder "$name")
        ! as_keeper "$keeper" s6-svok "$folder" 2>/dev/null || folders+=("$folder")
    done
    ((${#folders[@]})) || return 0
    for folder in "${folders[@]}"; do
        # Should its supervisor die now, it must not be started again.
        as_keeper "$keeper" touch "$folder/down"
        as_keeper "$keeper" s6-svc -d "$folder" || :
    done
    as_keeper "$keeper" s6-svwait -D -t $((seconds * 1000)) "${folders[@]}" || warn "still alive after $seconds s: ${folders[*]##*/}"
}

# Every process of the service has services.lock open, whoever started it.
service_sweep() {
    local signal pids
    for signal in TERM KILL; do
        mapfile -t pids < <(find /proc/[0-9]*/fd -lname "$state/services.lock" 2>/dev/null | cut -d/ -f3 | sort -u)
        ((${#pids[@]} == 0)) || kill -"$signal" "${pids[@]}" 2>/dev/null || :
        ! wait_until 10 state_has_no_services || return 0
    done
    die "some processes of the service in $state do not end"
}
