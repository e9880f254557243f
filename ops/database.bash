# shellcheck shell=bash
# Sourced by ./daymark: the database. Either a PostgreSQL cluster of our own in the state folder, on a
# unix socket only, or whatever DATABASE_URL names.
# shellcheck disable=SC2154 # ./daymark and ops/state.bash set the names used here

database_is_ours() { [[ -z ${DATABASE_URL:-} ]]; }

# ── Our own cluster ──────────────────────────────────────────────────────────────────────────────────

# Makes the cluster if there is none. Under another name first: what an interrupted initdb leaves
# must not look like a cluster.
database_make_cluster() {
    local unfinished=$state/postgres.new user version
    user=$(database_user)
    if [[ -e $state/postgres ]]; then
        database_take_over_cluster "$user"
        version=$(as_database cat "$state/postgres/PG_VERSION") || die "there is no database in $state/postgres (the answer is above)"
        [[ $version == 15 ]] || die "the database in $state/postgres was made by PostgreSQL $version, but this is 15"
        return
    fi
    say "making the database in $state/postgres"
    rm -rf "$unfinished"
    install -d -m 0700 -o "$user" -g "$(id -gn "$user")" "$unfinished"
    (cd / && as_database initdb --pgdata="$unfinished" --username=postgres --encoding=UTF8 --locale=C.UTF-8 \
        --data-checksums --auth-local=peer --auth-host=reject --no-instructions) >"$state/initdb.log" 2>&1 ||
        die "initdb failed; what it said is in $state/initdb.log"
    mv "$unfinished" "$state/postgres"
    rm -f "$state/initdb.log"
}

# Earlier versions had one system user for everything. The folder itself comes first: from then on the other
# user cannot reach what is in it.
database_take_over_cluster() {
    [[ $(stat --format=%U "$state/postgres") != "$1" ]] || return 0
    chown --no-dereference "$1" "$state/postgres"
    chown --recursive --no-dereference -P "$1" "$state/postgres"
}

# The configuration is ours, not the cluster's: it is rendered anew at every start.
database_configure() {
    local memory
    memory=$(sizes_memory_mb)
    sed -e "s|@STATE@|$state|g" \
        -e "s|@MAX_CONNECTIONS@|$(sizes_connections "$(service_web_threads)" "$(service_auth_threads)" "$(service_bulk_threads)")|" \
        -e "s|@SHARED_BUFFERS_MB@|$(sizes_shared_buffers_mb "$memory")|" \
        -e "s|@EFFECTIVE_CACHE_MB@|$(sizes_effective_cache_mb "$memory")|" \
        "$repository/ops/postgres.conf" >"$state/conf/postgres.conf"
    printf '%s\n' '# Who may be whom is in pg_ident.conf. No passwords: the kernel says who is asking.' \
        'local all all peer map=daymark' >"$state/conf/pg_hba.conf"
    database_say_who_may_be_whom >"$state/conf/pg_ident.conf"
}

database_say_who_may_be_whom() {
    local person role
    echo '# Whoever administers the service may be any of the three roles, the workers theirs alone.'
    for person in $(printf '%s\n' "$(database_user)" root | sort -u); do
        for role in postgres daymark_owner daymark_worker; do
            echo "daymark $person $role"
        done
    done
    ! is_root || echo "daymark $(service_user) daymark_worker"
}

database_answers() { PGHOST=$run PGPORT=5432 PGDATABASE=postgres PGUSER=postgres pg_isready --quiet; }

# database_as_superuser OPTION…: psql, in no journal's database.
database_as_superuser() {
    PGHOST=$run PGPORT=5432 PGUSER=postgres PGDATABASE=postgres PGREQUIREPEER=$(database_user) psql_quiet "$@"
}

database_exists() { [[ -n $(database_as_superuser --command="select datname from pg_database where datname = '$1'") ]]; }

# database_rename OLD NEW: ends the sessions that it has. PostgreSQL lets nobody in while it waits for their end.
database_rename() {
    local renaming
    database_as_superuser --command="alter database $1 rename to $2" &
    renaming=$!
    while kill -0 "$renaming" 2>/dev/null; do
        database_as_superuser --output=/dev/null --command="select pg_terminate_backend(pid) from pg_stat_activity where datname = '$1'" || :
        sleep "$poll_pause_s"
    done
    wait "$renaming" || die "the database $1 could not be renamed (the answer is above)"
}

# Where a restore was killed between taking the name from one database and giving it to the other.
database_put_name_back() {
    ! database_exists "$backup_replaced" || database_exists "$backup_database" || {
        database_rename "$backup_replaced" "$backup_database"
        warn "the journal has its name back, which a restore that was broken off had taken"
    }
}

# The owner may make roles and nothing else: migrations run as it, people's data belongs to it.
database_make_owner() {
    database_as_superuser <<'SQL'
select 'create role daymark_owner login createrole' where not exists (select from pg_roles where rolname = 'daymark_owner')
\gexec
select 'create database daymark owner daymark_owner' where not exists (select from pg_database where datname = 'daymark')
\gexec
SQL
}

# ── Either ───────────────────────────────────────────────────────────────────────────────────────────

# Sets libpq's variables for the owner of the tables, from the running service's state folder.
database_as_owner() {
    if [[ -e $state/secrets/database_url ]]; then
        # This version's: the service may have been started by another one.
        # shellcheck source=sql/connection.bash
        DATABASE_URL=$(<"$state/secrets/database_url") source "$repository/sql/connection.bash"
    else
        unset "${!PG@}"
        export PGHOST=$run PGPORT=5432 PGUSER=daymark_owner PGDATABASE=daymark PGREQUIREPEER
        PGREQUIREPEER=$(database_user)
    fi
    export PGCLIENTENCODING=UTF8 PGCONNECT_TIMEOUT=${PGCONNECT_TIMEOUT:-10}
}

# database_as_owner_of DATABASE: of another one of our own cluster.
database_as_owner_of() {
    database_as_owner
    PGDATABASE=$1
}

psql_quiet() {
    psql --no-psqlrc --no-password --quiet --no-align --tuples-only --set=ON_ERROR_STOP=1 "$@"
}

# Remembers where the database is, for ./daymark admin and the like.
database_remember() {
    if database_is_ours; then
        rm -f "$state/secrets/database_url"
    else
        (umask 077 && printf '%s' "$DATABASE_URL" >"$state/secrets/database_url")
    fi
}

# What the workers need to reach the database: libpq's variables, without the owner's name and
# password. As NAME=VALUE lines.
database_worker_environment() {
    (
        database_as_owner
        unset PGUSER PGPASSWORD PGPASSFILE PGOPTIONS PGAPPNAME PGCONNECT_TIMEOUT PGCLIENTENCODING
        env | grep '^PG'
    )
    database_is_ours || echo "DAYMARK_DATABASE_PASSWORD_FILE=$(database_password_file)"
}

# ── A server of one's own ────────────────────────────────────────────────────────────────────────────

database_check_url() {
    (database_as_owner && psql_quiet --command=select) ||
        die "the database that DATABASE_URL names cannot be used (its answer is above)"
}

database_password_file() { echo "${DAYMARK_DATABASE_PASSWORD_FILE:-$state/secrets/worker_password}"; }

# Makes sure that daymark_worker can log in. Its password is made once and kept; the person may bring
# one instead (DAYMARK_DATABASE_PASSWORD_FILE), which is then never changed here.
database_let_worker_in() {
    local file
    file=$(database_password_file)
    if [[ -z ${DAYMARK_DATABASE_PASSWORD_FILE:-} && ! -s $file ]]; then
        (umask 077 && head -c 32 /dev/urandom | base64 --wrap=0 | tr '+/' '-_' | tr -d '=' >"$file.new")
        ! is_root || chown daymark: "$file.new"
        mv "$file.new" "$file"
    fi
    as_service test -r "$file" || die "the user $(service_user) cannot read the password of daymark_worker in $file"
    if database_worker_enters; then return; fi

    if [[ -z ${DAYMARK_DATABASE_PASSWORD_FILE:-} ]] && database_set_worker_password "$file" && database_worker_enters; then
        say "the role daymark_worker has a new password, kept in $file"
    else
        die "the role daymark_worker cannot log in, and this user may not set its password. An administrator must run, in psql:" \
            "    \\password daymark_worker" "with the password in $file"
    fi
}

database_worker_enters() {
    (
        database_as_owner
        PGUSER=daymark_worker PGPASSWORD=$(<"$(database_password_file)") psql_quiet --command=select
    ) 2>/dev/null
}

# \password sends a hash that psql makes, so the password is in no server's log. It asks the terminal
# first, hence the session without one.
database_set_worker_password() {
    local password
    password=$(<"$1")
    (database_as_owner && printf '%s\n%s\n' "$password" "$password" |
        setsid --wait psql --no-psqlrc --no-password --quiet --set=ON_ERROR_STOP=1 \
            --command='\password daymark_worker') >/dev/null 2>&1
}
