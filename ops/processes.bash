# shellcheck shell=bash
# Sourced by ./daymark: the processes. s6 starts each of them, and starts it again when it dies; see
# ops/s6/ for what each one is. s6 itself runs in a session of its own, so that Ctrl-C reaches
# the launcher alone, which then ends everything in the right order.
# shellcheck disable=SC2154 # ./daymark and ops/state.bash set the names used here

readonly service_workers=(web-1 web-2 auth-1 auth-2 bulk-1 bulk-2)
readonly execline=/usr/lib/execline/bin

# ── Start ────────────────────────────────────────────────────────────────────────────────────────────

# service_lay_out ADDRESS PORT: the folders that s6 looks after, and nginx's configuration.
service_lay_out() {
    local worker names=(log "${service_workers[@]}" jobs nginx)
    ! database_is_ours || names+=(postgres)
    service_allow_connections
    cp -r "$repository/ops/s6" "$app/s6"
    chmod -R go+rX "$app/s6"
    service_configure_nginx "$1" "$2"

    rm -rf "$services" "$run"
    rm -f "$state/nginx/nginx.pid"
    install -d -m 0750 -o "$(service_user)" -g "$(id -gn "$(service_user)")" "$services" "$run"
    # The service's user makes them, because s6 keeps its own files in them.
    for worker in "${names[@]}"; do
        as_service cp -r "$app/s6/$(service_kind "$worker")" "$services/$worker"
        # Nothing starts by itself but the log: the launcher knows the order.
        [[ $worker == log ]] || as_service touch "$services/$worker/down"
    done
    as_service mkfifo -m 0600 "$run/log"
}

# nginx holds a connection each for thousands of people, and one to a worker.
service_allow_connections() {
    local wanted=32768 possible
    possible=$(ulimit -H -n)
    [[ $possible == unlimited ]] || ((possible >= wanted)) || wanted=$possible
    ulimit -S -n "$wanted"
}

# web-2 is a worker; the others are what they are called.
service_kind() {
    case $1 in
    web-* | auth-* | bulk-*) echo worker ;;
    *) echo "$1" ;;
    esac
}

service_configure_nginx() {
    local folder=$state/conf/nginx
    rm -rf "$folder"
    cp -r "$app/share/daymark/nginx" "$folder"
    sed -i -e "s|@LISTEN@|$(address_for_nginx "$1"):$2|g" -e "s|@SOCKETS@|$run|g" -e "s|@SHARE@|$app/share/daymark|g" "$folder/nginx.conf"
    # Readable for the service's user, whatever umask the person likes.
    (umask 022 && proxies_for_nginx "${DAYMARK_TRUSTED_PROXIES:-}" >"$folder/trusted_proxies.conf")
    (cd / && as_service nginx -e stderr -t -q -p "$state/nginx/" -c "$folder/nginx.conf") ||
        die "nginx does not accept its configuration in $folder (its answer is above)"
}

# Starts s6 with the sockets of the three pools. They are bound here, once, and every worker inherits
# them: as long as s6 lives, a request waits in the backlog where no worker is there to take it.
service_start_supervisor() {
    local environment
    mapfile -t environment < <(service_environment)
    (
        exec 8>>"$state/services.lock"
        flock --nonblock 8 || die "processes of an earlier run are still alive in $state"
        cd /
        # The log's pipe is open for reading too, so that writing to it never fails.
        exec </dev/null 1<>"$run/log" 2>&1 9>&-
        exec "${service_prefix[@]}" setsid env --ignore-environment "${environment[@]}" \
            s6-ipcserver-socketbinder -b 4096 -a 0660 "$run/web.sock" "$execline/fdmove" 3 0 \
            s6-ipcserver-socketbinder -b 4096 -a 0660 "$run/auth.sock" "$execline/fdmove" 4 0 \
            s6-ipcserver-socketbinder -b 4096 -a 0660 "$run/bulk.sock" "$execline/fdmove" 5 0 \
            "$execline/redirfd" -r 0 /dev/null \
            s6-svscan -t 0 "$services"
    ) &
    supervisor=$!
    wait_until 10 service_is_supervised ||
        die "s6 did not start; what it said is in $state/log/current"
}

service_is_supervised() {
    local name
    for name in "$services"/*/; do
        as_service s6-svok "$name" || return 1
    done
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
        as_service rm "$services/$name/down"
        as_service s6-svc -u "$services/$name"
    done
}

# service_wait WHAT SECONDS COMMAND…: until the command succeeds. Gives up as soon as something has
# died three times, rather than let the person wait for nothing.
service_wait() {
    local what=$1 deadline=$((SECONDS + $2)) name
    shift 2
    until "$@"; do
        for name in "$services"/*/; do
            (($(as_service s6-svdt "$name" | wc -l) < 3)) || service_failed "$(basename "$name") does not stay alive"
        done
        kill -0 "$supervisor" 2>/dev/null || service_failed "s6 has ended"
        ((SECONDS < deadline)) || service_failed "$what is not ready after waiting long"
        sleep "$poll_pause_s"
    done
}

service_failed() {
    warn "$1. The last lines of $state/log/current:"
    grep --invert-match restart-delayed "$state/log/current" | tail -n 15 | cut -c 1-400 >&2 || :
    exit 1
}

service_is_ready() { curl --silent --fail --max-time 2 --output /dev/null --noproxy '*' "$1/readyz"; }

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
    # Where s6-svscan itself was killed, the processes below it do not hear of it.
    for name in "$services"/*/; do
        as_service s6-svc -xd "$name" 2>/dev/null || :
    done
    wait_until 10 state_has_no_services || service_sweep
}

# service_down SECONDS NAME…: asks, waits. Services that are not supervised are no concern here.
service_down() {
    local seconds=$1 name folders=()
    shift
    for name; do
        ! as_service s6-svok "$services/$name" 2>/dev/null || folders+=("$services/$name")
    done
    ((${#folders[@]})) || return 0
    for name in "${folders[@]}"; do
        # Should its supervisor die now, it must not be started again.
        as_service touch "$name/down"
        as_service s6-svc -d "$name" || :
    done
    as_service s6-svwait -D -t $((seconds * 1000)) "${folders[@]}" || warn "still alive after $seconds s: ${folders[*]##*/}"
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
