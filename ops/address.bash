# shellcheck shell=bash
# Sourced by ./daymark: the address and port that nginx listens on, checked before anything is started.

address_check() {
    if ! [[ $2 =~ ^[1-9][0-9]{0,4}$ ]] || (($2 > 65535)); then
        die "--port must be a number from 1 to 65535, not: $2"
    fi
    address_hex "$1" >/dev/null || die "--listen must be an address of this machine like 127.0.0.1, 0.0.0.0 or ::1, not: $1"
    # nginx never runs as root here.
    local lowest
    lowest=$(cat /proc/sys/net/ipv4/ip_unprivileged_port_start 2>/dev/null || echo 1024)
    (($2 >= lowest)) || die "port $2 is for root alone on this machine, and nginx runs as a plain user" \
        "choose a port from $lowest on, and put what owns port $2 in front of it"
}

# address_url SCHEME ADDRESS PORT: as a URL of this machine: all addresses include the loopback one.
address_url() {
    case $2 in
    0.0.0.0) echo "$1://127.0.0.1:$3" ;;
    ::) echo "$1://[::1]:$3" ;;
    *:*) echo "$1://[$2]:$3" ;;
    *) echo "$1://$2:$3" ;;
    esac
}

# Whether nobody but this machine can come to it.
address_is_loopback() { [[ $1 == 127.* || $1 == ::1 ]]; }

# address_listen ADDRESS PORT [CERTIFICATE KEY]: what nginx includes. Without a certificate: plain HTTP.
address_listen() {
    echo "# Written at the start."
    echo "listen $(address_for_nginx "$1"):$2${3:+ ssl} backlog=4096;"
    [[ -z ${3:-} ]] || printf '%s\n' "ssl_certificate $3;" "ssl_certificate_key $4;" "include tls.conf;"
}

# The form nginx wants: an IPv6 address in brackets.
address_for_nginx() {
    case $1 in
    *:*) echo "[$1]" ;;
    *) echo "$1" ;;
    esac
}

# An IPv4 address as the kernel's tables have it; "v6" for an IPv6 one; fails for anything else.
address_hex() {
    local byte
    if [[ $1 =~ ^[0-9a-fA-F:]*:[0-9a-fA-F:.]*$ ]]; then
        echo v6
    elif [[ $1 =~ ^([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})$ ]]; then
        for byte in "${BASH_REMATCH[@]:1}"; do
            ((10#$byte <= 255)) || return 1
        done
        printf '%02X%02X%02X%02X\n' "${BASH_REMATCH[4]}" "${BASH_REMATCH[3]}" "${BASH_REMATCH[2]}" "${BASH_REMATCH[1]}"
    else
        return 1
    fi
}

# Reads the kernel's tables, because trying to connect would miss what listens on another address.
address_check_free() {
    local wanted port_hex local_address connection_state
    wanted=$(address_hex "$1")
    port_hex=$(printf %04X "$2")
    while read -r _ local_address _ connection_state _; do
        [[ $connection_state == 0A && ${local_address##*:} == "$port_hex" ]] || continue # 0A: listening
        if address_overlaps "$wanted" "${local_address%:*}"; then
            die "port $2 is already in use on this machine; choose another one with --port"
        fi
    done < <(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null)
}

# Two listeners get in each other's way where they have the same address or one has all of them.
address_overlaps() {
    local wanted=$1 taken=$2 all_v4=00000000 all_v6=00000000000000000000000000000000
    case $wanted in
    v6) ((${#taken} == 32)) ;;
    "$all_v4") [[ ${#taken} == 8 || $taken == "$all_v6" ]] ;;
    *) [[ $taken == "$wanted" || $taken == "$all_v4" || $taken == "$all_v6" || $taken == *"FFFF0000$wanted" ]] ;;
    esac
}
