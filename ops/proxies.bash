# shellcheck shell=bash
# Sourced by ./daymark and by nginx's container: the proxies in front of nginx whose word about the
# client counts. From DAYMARK_TRUSTED_PROXIES, addresses and ranges with spaces or commas between them.

# Sets proxies_ranges.
proxies_split() {
    IFS=$', \t\n' read -r -d '' -a proxies_ranges <<<"$1" || :
}

# proxies_check LIST: dies with the first one that is none, before anything is started.
proxies_check() {
    local range proxies_ranges
    proxies_split "$1"
    for range in "${proxies_ranges[@]}"; do
        proxies_is_range "$range" ||
            die "DAYMARK_TRUSTED_PROXIES must list addresses and ranges like 192.0.2.7, 10.0.0.0/8 or fd00::/8, not: $range"
    done
}

proxies_is_range() {
    local address=${1%%/*} bits_max=32
    [[ $address != *:* ]] || bits_max=128
    if [[ $1 == */* ]]; then
        [[ ${1#*/} =~ ^(0|[1-9][0-9]{0,2})$ ]] && ((${1#*/} <= bits_max)) || return 1
    fi
    if ((bits_max == 32)); then proxies_is_v4 "$address"; else proxies_is_v6 "$address"; fi
}

proxies_is_v4() {
    local byte='(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
    [[ $1 =~ ^$byte\.$byte\.$byte\.$byte$ ]]
}

# Eight groups of hexadecimal digits, where one :: stands for at least one group of zeros.
proxies_is_v6() {
    local group='[0-9a-fA-F]{1,4}' colons
    [[ $1 =~ ^(($group:)*$group)?(::)?(($group:)*$group)?$ ]] || return 1
    colons=${1//[!:]/}
    if [[ $1 == *::* ]]; then
        [[ ${1/::/} != *::* ]] && ((${#colons} <= 7 + $([[ $1 == ::* || $1 == *:: ]] && echo 1 || echo 0)))
    else
        ((${#colons} == 7))
    fi
}

# proxies_for_nginx LIST: what nginx includes. From everybody else the two headers change nothing.
proxies_for_nginx() {
    local range proxies_ranges
    proxies_split "$1"
    echo "# Written at the start, from DAYMARK_TRUSTED_PROXIES."
    echo "real_ip_header X-Forwarded-For;"
    echo "real_ip_recursive on;"
    for range in "${proxies_ranges[@]}"; do echo "set_real_ip_from $range;"; done
    # By the address that the connection itself comes from.
    # shellcheck disable=SC2016 # nginx's variables
    echo 'geo $realip_remote_addr $is_trusted_proxy {'
    echo "  default no;"
    for range in "${proxies_ranges[@]}"; do echo "  $range yes;"; done
    echo "}"
}
