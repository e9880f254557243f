# shellcheck shell=bash
# Sourced by ./daymark: what an operator does to one account of a running service.
# shellcheck disable=SC2154 # ./daymark and ops/state.bash set the names used here

# account_set_role USERNAME ROLE
account_set_role() {
    local username
    state_need_running
    database_as_owner
    username=$(DAYMARK_USERNAME=$1 DAYMARK_ROLE=$2 psql_quiet --file="$sql/admin/set_role.sql") ||
        die "the role was not changed (the database's answer is above)"
    [[ -n $username ]] || die "there is no account with the username $1"
    case $2 in
    admin) say "$username is an administrator now" ;;
    member) say "$username is an ordinary member now" ;;
    esac
}

# account_set_password USERNAME: the new password comes from the terminal, or as one line on stdin.
account_set_password() {
    local username password hash
    state_need_running
    database_as_owner
    password=$(account_ask_password "$1") || exit 1
    hash=$(printf '%s\n' "$password" | DAYMARK_USERNAME=$1 "$app/bin/daymark-hash-password") || die "the password was not changed"
    username=$(DAYMARK_USERNAME=$1 DAYMARK_PASSWORD_HASH=$hash psql_quiet --file="$sql/admin/set_password.sql") ||
        die "the password was not changed (the database's answer is above)"
    [[ -n $username ]] || die "there is no account with the username $1"
    say "$username has a new password and is signed out everywhere"
}

account_ask_password() {
    local password again
    if [[ ! -t 0 ]]; then
        IFS= read -r password || [[ -n $password ]] || die "the new password is expected as one line"
    else
        IFS= read -r -s -p "New password for $1: " password && echo >&2
        IFS= read -r -s -p "Once more: " again && echo >&2
        [[ $password == "$again" ]] || die "the two are not the same; nothing was changed"
    fi
    printf '%s' "$password"
}
