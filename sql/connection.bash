# shellcheck shell=bash
# Sourced by what talks to the database with psql: turns DATABASE_URL into libpq's own variables,
# because a URL with a password in it must not be on a command line. Without DATABASE_URL the
# variables are left as they are.

use_database_url() {
    local url=$1 hosts host names=() ports=() parameter name
    local form='^postgres(ql)?://(([^@/?#]*)@)?([^/?#]*)(/([^?#]*))?(\?([^#]*))?$'
    if ! [[ $url =~ $form ]]; then
        echo "DATABASE_URL is not understood; it must look like postgresql://user:password@host:5432/database" >&2
        return 1
    fi
    local person=${BASH_REMATCH[3]} authority=${BASH_REMATCH[4]} database=${BASH_REMATCH[6]} query=${BASH_REMATCH[8]}
    unset "${!PG@}" # nothing from the environment may mix with the URL

    [[ -z $person ]] || set_from_url PGUSER "${person%%:*}"
    [[ $person != *:* ]] || set_from_url PGPASSWORD "${person#*:}"
    [[ -z $database ]] || set_from_url PGDATABASE "$database"

    IFS=, read -r -a hosts <<<"$authority"
    for host in "${hosts[@]}"; do
        if [[ $host =~ ^\[(.*)\](:([0-9]*))?$ || $host =~ ^([^:]*)(:([0-9]*))?$ ]]; then
            names+=("${BASH_REMATCH[1]}")
            ports+=("${BASH_REMATCH[3]:-5432}")
        else
            echo "DATABASE_URL names a host that is not understood: $host" >&2
            return 1
        fi
    done
    if ((${#names[@]})); then
        set_from_url PGHOST "$(IFS=, && echo "${names[*]}")"
        set_from_url PGPORT "$(IFS=, && echo "${ports[*]}")"
    fi

    IFS='&' read -r -a query <<<"$query"
    for parameter in "${query[@]}"; do
        name=$(url_parameter_variable "${parameter%%=*}") || return 1
        set_from_url "$name" "${parameter#*=}"
    done
}

set_from_url() {
    local value=${2//\\/\\\\}
    printf -v value %b "${value//%/\\x}"
    export "$1=$value"
}

url_parameter_variable() {
    case $1 in
    host) echo PGHOST ;;
    hostaddr) echo PGHOSTADDR ;;
    port) echo PGPORT ;;
    dbname) echo PGDATABASE ;;
    user) echo PGUSER ;;
    password) echo PGPASSWORD ;;
    options) echo PGOPTIONS ;;
    application_name) echo PGAPPNAME ;;
    connect_timeout) echo PGCONNECT_TIMEOUT ;;
    channel_binding) echo PGCHANNELBINDING ;;
    target_session_attrs) echo PGTARGETSESSIONATTRS ;;
    gssencmode) echo PGGSSENCMODE ;;
    # By name, so that a typing error in one does not leave TLS out in silence.
    sslmode | sslrootcert | sslcert | sslkey | sslcrl | sslcrldir | sslsni | sslcompression) echo "PG${1^^}" ;;
    ssl_min_protocol_version) echo PGSSLMINPROTOCOLVERSION ;;
    ssl_max_protocol_version) echo PGSSLMAXPROTOCOLVERSION ;;
    *)
        echo "DATABASE_URL has a parameter that is not known here: $1" >&2
        return 1
        ;;
    esac
}

if [[ -n ${DATABASE_URL:-} ]]; then
    use_database_url "$DATABASE_URL" || exit 1
fi
