# shellcheck shell=bash
# Sourced by ./daymark: what every room of ops/ uses. Talks to the person, waits for conditions, and
# runs things as the user that the service belongs to.

# Debian keeps the server's programs (initdb, postgres, pg_isready) out of the usual PATH, and sbin is
# missing from a plain user's.
export PATH=/usr/lib/postgresql/15/bin:$PATH:/usr/sbin:/sbin

readonly poll_pause_s=0.1

say() { printf 'daymark: %s\n' "$*"; }
warn() { printf 'daymark: %s\n' "$*" >&2; }

# Each argument is a line of its own.
die() {
    printf 'daymark: %s\n' "$1" >&2
    shift
    (($# == 0)) || printf '         %s\n' "$@" >&2
    exit 1
}

is_root() { ((EUID == 0)); }

# wait_until SECONDS COMMAND…: true as soon as the command succeeds, false when the time is over.
wait_until() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < deadline)) || return 1
        sleep "$poll_pause_s"
    done
}

# The service never runs as root: where root starts it, it belongs to this system user.
service_user() {
    if is_root; then echo daymark; else id -un; fi
}

# The words before a command that is to run as the service's user; `exec` takes them too.
if is_root; then
    readonly service_prefix=(setpriv --reuid=daymark --regid=daymark --init-groups --inh-caps=-all --)
else
    readonly service_prefix=(env)
fi
as_service() { "${service_prefix[@]}" "$@"; }
