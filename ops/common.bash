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

# What the service wrote, for a terminal: control characters may be commands for it.
printable() { LC_ALL=C tr -c '\n\t[:print:]\200-\377' '?'; }

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

# Nothing runs as root: where root starts the service, PostgreSQL belongs to one system user and all else to
# another, so that whoever gets into a worker is not the database's superuser.
service_user() {
    if is_root; then echo daymark; else id -un; fi
}
database_user() {
    if is_root; then echo daymark-db; else id -un; fi
}

# The words before a command that is to run as one of them; `exec` takes them too. Neither gains privileges.
if is_root; then
    readonly service_prefix=(setpriv --reuid=daymark --regid=daymark --init-groups --inh-caps=-all --no-new-privs --)
    readonly database_prefix=(setpriv --reuid=daymark-db --regid=daymark --init-groups --inh-caps=-all --no-new-privs --)
    # A terminal can be told to type: a process of theirs must not have root's.
    readonly no_terminal=(setsid --wait)
else
    readonly service_prefix=(env) database_prefix=(env) no_terminal=()
fi
as_service() { "${no_terminal[@]}" "${service_prefix[@]}" "$@" </dev/null; }
as_database() { "${no_terminal[@]}" "${database_prefix[@]}" "$@" </dev/null; }
