# shellcheck shell=bash
# Sourced by ./daymark: which Debian packages are needed for what, and how they get here. Installs only
# what is missing, and never starts or configures anything of Debian's own.

# One package a line, with the reason where the name does not say it.
packages_for() {
    case $1 in
    build)
        echo g++
        echo cmake
        echo ninja-build
        echo pkg-config
        echo libfcgi-dev
        echo libsoci-dev
        echo libboost-dev # headers that SOCI's own include
        echo libpq-dev
        echo libssl-dev
        echo libsodium-dev
        echo libutf8proc-dev
        echo libfmt-dev
        echo rapidjson-dev
        echo libcsv-dev
        echo prometheus-cpp-dev
        echo libdata-password-zxcvbn-perl # passwords by how common they are
        ;;
    page)
        echo nodejs          # builds the web page, and runs its tests
        echo npm
        ;;
    run)
        echo s6              # starts the processes and keeps them running
        echo execline        # small programs that s6's command line is made of
        echo nginx
        echo postgresql-15
        echo tzdata          # the time zones an account may choose
        echo curl            # asks /readyz
        echo openssl         # reads nginx's certificate
        ;;
    test)
        echo libboost-test-dev
        echo jq
        echo shellcheck
        echo procps          # pgrep: which processes a service has
        echo libyaml-cpp-dev
        echo libcurl4-openssl-dev
        echo libfaketime     # programs whose clock is wrong
        echo libpcre2-dev    # patterns as JSON Schema has them
        echo chromium        # opens the web page
        echo clang-format
        echo clang-tidy
        echo python3         # tests what ./daymark bench works out
        ;;
    bench)
        echo wrk
        echo python3
        ;;
    esac
}

# packages_install PURPOSE…: makes sure that everything for these purposes is installed.
packages_install() {
    local purpose missing=()
    for purpose; do
        mapfile -t -O "${#missing[@]}" missing < <(packages_missing "$purpose")
    done
    ((${#missing[@]})) || return 0

    if is_root; then
        (packages_apt "${missing[@]}") || exit 1
    elif command -v sudo >/dev/null && packages_may_sudo; then
        sudo bash -c "$(declare -f packages_apt packages_update packages_hold_services packages_keep_disabled packages_say); packages_apt \"\$@\"" \
            daymark "${missing[@]}" || packages_ask_for "${missing[@]}"
    else
        packages_ask_for "${missing[@]}"
    fi
    packages_check "$@"
}

packages_missing() {
    local package
    while read -r package; do
        packages_is_installed "$package" || echo "$package"
    done < <(packages_for "$1")
}

packages_is_installed() {
    [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) == installed ]] ||
        packages_is_provided "$1"
}

# Another package can bring this one along, as a newer nodejs than Debian's does with npm.
packages_is_provided() {
    grep --quiet --extended-regexp "^installed .*, $1( \\([^)]*\\))?," \
        <<<"$(dpkg-query --show --showformat='${db:Status-Status} , ${Provides},\n')"
}

# sudo may ask for the password where there is somebody to ask.
packages_may_sudo() {
    [[ -t 0 ]] || sudo --non-interactive true 2>/dev/null
}

packages_ask_for() {
    die "some Debian packages are missing, and installing them needs root. Please run:" \
        "apt-get update && apt-get install --yes --no-install-recommends $*"
}

packages_check() {
    local purpose missing=()
    for purpose; do
        mapfile -t -O "${#missing[@]}" missing < <(packages_missing "$purpose")
    done
    ((${#missing[@]} == 0)) || die "these packages are still missing after the installation: ${missing[*]}"
}

# ── Below: what runs as root, also through sudo. Uses nothing from other files. ──

packages_say() { printf 'daymark: %s\n' "$*"; }

packages_apt() {
    local log packages_lock_timeout_s=300
    log=$(mktemp)
    packages_hold_services
    packages_say "installing $# Debian packages: $*"
    if ! { packages_update &&
        DEBIAN_FRONTEND=noninteractive apt-get install --quiet --yes --no-install-recommends \
            --option DPkg::Lock::Timeout="$packages_lock_timeout_s" "$@"; } >"$log" 2>&1 </dev/null; then
        tail -n 25 "$log" >&2
        packages_say "apt-get failed; everything it said is in $log" >&2
        return 1
    fi
    rm -f "$log"
    packages_keep_disabled "$@"
}

# A fresh Debian updates itself in its first minutes. apt-get waits for others' lock when it installs,
# but not when it updates its lists; and that lock is of a kind (fcntl) that no shell can wait for. So it
# is tried again, once a second.
packages_update() {
    local deadline=$((SECONDS + packages_lock_timeout_s)) said
    until said=$(LC_ALL=C apt-get update --quiet 2>&1); do
        printf '%s\n' "$said"
        [[ $said == *'Could not get lock'* ]] && ((SECONDS < deadline)) || return 1
        sleep 1
    done
}

# We want the programs, not Debian's own nginx on port 80 and PostgreSQL on port 5432: Debian asks
# /usr/sbin/policy-rc.d before it starts a service. An existing one is left alone; ours says no for
# these two, and only for as long as this process lives.
packages_hold_services() {
    [[ ! -e /usr/sbin/policy-rc.d ]] || return 0
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    local owner=$BASHPID # in the here-document it would be the pid of cat
    cat >/usr/sbin/policy-rc.d <<EOF
#!/bin/sh
# Made by "daymark run" while it installs packages. May be removed.
[ -d /proc/$owner ] || exit 0
case \$1 in nginx* | postgresql*) exit 101 ;; esac
EOF
    chmod 0755 /usr/sbin/policy-rc.d
}

# … and they should not come up at the next boot either, if it was us who brought them here.
packages_keep_disabled() {
    local package
    [[ -d /run/systemd/system ]] || return 0
    for package; do
        case $package in
        nginx) systemctl --quiet disable nginx.service ;;
        postgresql-15) systemctl --quiet disable postgresql.service ;;
        esac
    done
}
