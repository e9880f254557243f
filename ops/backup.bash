# shellcheck shell=bash
# Sourced by ./daymark: backups of the database, and how one takes the place of what is there. A backup is
# pg_dump's custom format, of one moment, and counts only once it was restored: into a PostgreSQL of its own
# (the trial), where each table must have the same rows.
# shellcheck disable=SC2154 # ./daymark and ops/state.bash set the names used here

readonly backup_database=daymark           # what the workers use
readonly backup_incoming=daymark_incoming  # what a restore fills, before it is used
readonly backup_replaced=daymark_replaced  # what a restore replaces, until it is in a file

readonly backup_daily_s=86400

# ── Making one ───────────────────────────────────────────────────────────────────────────────────────

# backup_make FILE: of the database that libpq's variables name. FILE must not exist, and appears whole. Every step
# says what becomes of a failure, because `set -e` means nothing where the caller asks.
backup_make() (
    file=$(realpath --canonicalize-missing -- "$1")
    [[ ! -e $file ]] || die "there is a file of this name: $file" "a backup never overwrites one; choose another name"
    unfinished='' work=$(mktemp --directory) || die "no temporary folder can be made"
    # Without the unfinished file's name there is none yet.
    # shellcheck disable=SC2016 # expanded at the end
    backup_at_exit 'rm -rf "$work" ${unfinished:+"$unfinished"}'
    unfinished=$(umask 077 && mktemp "$file.unfinished.XXXXXX") || die "the backup cannot be written there"
    DAYMARK_DUMP=$unfinished DAYMARK_DIGEST=$work/dumped psql_quiet --file="$sql/backup/dump.sql" ||
        die "the database could not be dumped (the answer is above)" "there is no backup"
    [[ $(tail -n 1 "$work/dumped") == whole ]] || die "pg_dump failed (its answer is above)" "there is no backup"
    sed -i '$d' "$work/dumped" || die "there is no backup"
    backup_try "$unfinished" >"$work/restored" || die "the backup could not be restored (the answer is above)" "there is no backup"
    diff "$work/dumped" "$work/restored" >"$work/difference" ||
        die "the backup is not what the database had; there is none" "tables, their rows, and the sum of these rows' hashes:" "$(<"$work/difference")"
    sync "$unfinished" || die "the backup cannot be written to the disk"
    mv --no-clobber --no-target-directory "$unfinished" "$file" || die "the backup cannot be given its name"
    [[ ! -e $unfinished ]] || die "there is a file of this name now: $file"
    sync "$(dirname "$file")" || die "the backup's name cannot be written to the disk: $file"
    say "$file has $(stat --format=%s "$file" | numfmt --to=iec --suffix=B): accounts $(backup_rows accounts "$work/dumped")," \
        "entries $(backup_rows entries "$work/dumped"). Restored on trial: all $(wc -l <"$work/dumped") tables are equal"
)

# backup_at_exit COMMAND: also where a signal ends this shell.
backup_at_exit() {
    # shellcheck disable=SC2064 # now
    trap "$1" EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    trap 'exit 129' HUP
}

backup_rows() { sed -n "s/^$1|\([0-9]*\)|.*/\1/p" "$2"; }

# backup_try FILE: restores it into a cluster of its own and writes the digest of that. Without fsync, because
# what is in it is thrown away.
backup_try() (
    # A backup that is killed must not leave its lock to a PostgreSQL.
    exec 7>&-
    backup_end_trials
    user=$(database_user) trial=$(mktemp --directory "$state/trial.XXXX") || die "no folder for the trial can be made"
    # shellcheck disable=SC2016 # expanded at the end
    backup_at_exit 'backup_end_trial "$trial"'
    chown "$user:" "$trial" || die "the folder $trial cannot be made"
    cd / || die "there is no root folder"
    answer=$(as_database initdb --pgdata="$trial/postgres" --username=postgres --encoding=UTF8 --locale=C.UTF-8 \
        --auth-local=trust --no-sync --no-instructions 2>&1) || die "initdb failed:" "$answer"
    as_database nice -n 10 pg_ctl start --silent --wait --pgdata="$trial/postgres" --log="$trial/log" --options="\
        -c listen_addresses= -c port=1 -c unix_socket_directories=$trial -c fsync=off -c full_page_writes=off \
        -c synchronous_commit=off -c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=4GB \
        -c autovacuum=off -c maintenance_work_mem=256MB" >&2 ||
        die "the PostgreSQL of the trial did not start: $(as_database tail "$trial/log")"
    unset "${!PG@}"
    export PGHOST=$trial PGPORT=1 PGUSER=postgres PGDATABASE=postgres PGREQUIREPEER=$user
    backup_load "$1" postgres && psql_quiet --file="$sql/backup/digest.sql"
)

# backup_end_trial FOLDER: initdb may still be at work in that of a backup that was killed.
backup_end_trial() {
    ! as_database test -e "$1/postgres/postmaster.pid" ||
        as_database pg_ctl stop --silent --mode=immediate --pgdata="$1/postgres" >/dev/null 2>&1 || :
    rm -rf "$1" 2>/dev/null || rm -rf "$1" || :
}

# Of backups that were killed.
backup_end_trials() {
    local trial
    for trial in "$state"/trial.*; do
        [[ ! -d $trial ]] || backup_end_trial "$trial"
    done
}

# backup_load FILE DATABASE: into an empty database, whose objects belong to whoever asks. Without extensions,
# which are the server's (pg_stat_statements), and without rights, which may be of roles that it does not have.
backup_load() {
    pg_restore --list "$1" | backup_select -v 'EXTENSION|COMMENT - EXTENSION|ACL|DEFAULT ACL|SCHEMA - public|COMMENT - SCHEMA' |
        backup_load_listed "$@" --exit-on-error --no-privileges --jobs="$(nproc)"
}

# backup_load_rights FILE DATABASE: false if some could not be given, for want of their role.
backup_load_rights() { pg_restore --list "$1" | backup_select '' 'ACL|DEFAULT ACL' | backup_load_listed "$@"; }

# backup_select OPTION KINDS: lines of pg_restore's list.
backup_select() { grep --extended-regexp ${1:+"$1"} "^[0-9]+; [0-9]+ [0-9]+ ($2) " || :; }

# backup_load_listed FILE DATABASE OPTION…: what the list on stdin has.
backup_load_listed() {
    nice -n 10 pg_restore --no-password --no-owner --use-list=/dev/stdin --dbname="$2" "${@:3}" "$1" >&2
}

# One at a time: they have the trial and the names of databases in common.
backup_lock() {
    [[ -O $state ]] || die "the service in $state belongs to another user; try with sudo"
    (umask 077 && : >>"$state/backup.lock")
    exec 7<>"$state/backup.lock"
    flock --nonblock 7 || die "another backup or restore is at work in $state"
}

# ── One a day ────────────────────────────────────────────────────────────────────────────────────────

# backup_daily_make FOLDER KEEP: one more, named by its time; then only the KEEP newest ones are left.
backup_daily_make() {
    local file
    backup_make "$1/$(backup_daily_name)" || return 1
    while read -r file; do
        rm "$file" || return 1
    done < <(backup_daily_list "$1" | head --lines=-"$2")
}

backup_daily_name() { date --utc +daymark-%Y-%m-%dT%H%M%SZ; }

# backup_daily_list FOLDER: the oldest first. Only what has a name as we give it: the rest is somebody else's.
backup_daily_list() {
    find "$1" -maxdepth 1 -type f -regextype posix-extended \
        -regex '.*/daymark-[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}Z' | LC_ALL=C sort
}

# backup_daily_is_due FOLDER: names of days to come, from a clock that was wrong, say nothing.
backup_daily_is_due() {
    local limit newest
    limit="$1/$(backup_daily_name)"
    newest=$(backup_daily_list "$1" | LC_ALL=C awk -v limit="$limit" '$0 <= limit' | tail -n 1 |
        sed -E 's/.*daymark-(.*)T(..)(..)(..)Z/\1 \2:\3:\4 UTC/')
    [[ $newest ]] && newest=$(date --date="$newest" +%s 2>/dev/null) || return 0
    (($(date +%s) - newest >= backup_daily_s))
}

# What is wanted of a state folder, over restarts: the folder, and how many are kept. ops/back_up_daily reads it.
backup_daily_remember() {
    printf '%s\n' "$1" "$2" >"$state/conf/backup_daily.new"
    mv "$state/conf/backup_daily.new" "$state/conf/backup_daily"
}
backup_daily_forget() { rm -f "$state/conf/backup_daily"; }

# ── Putting one in the place of what is there ────────────────────────────────────────────────────────

# backup_restore FILE REPLACE: REPLACE is `yes` where what is there may be replaced. Until the last moment the
# service goes on with what it has; then it answers 503 while that is put into a file.
backup_restore() {
    local file=$1 accounts before=''
    [[ ! -e $state/secrets/database_url ]] || die "DATABASE_URL names a server of your own: restore there with pg_restore (docs/operating.md#backups)"
    pg_restore --list "$file" >/dev/null 2>&1 || die "this is not a backup, or not a whole one: $file"
    database_put_name_back
    # Of a restore that was killed when all but this was done. Without the other one it may be the only journal.
    ! database_exists "$backup_database" || database_as_superuser --command="drop database if exists $backup_replaced" 2>/dev/null || die "the database $backup_replaced cannot be dropped"
    accounts=$(backup_count_accounts "$backup_database") || exit 1
    ((accounts == 0)) || [[ $2 == yes ]] ||
        die "there is a journal already (accounts: $accounts); nothing was changed" "--replace makes a backup of it first, and then puts this one in its place"

    (umask 077 && mkdir -p "$state/backups") || die "what is there cannot be backed up first"
    backup_at_exit backup_take_back
    backup_fill_incoming "$file"
    database_rename "$backup_database" "$backup_replaced"
    # Counted again: until now people could sign up.
    accounts=$(backup_count_accounts "$backup_replaced") || exit 1
    if ((accounts > 0)); then
        [[ $2 == yes ]] || die "somebody has signed up meanwhile"
        before=$state/backups/before-restore-$(date --utc +%Y%m%dT%H%M%SZ)
        (database_as_owner_of "$backup_replaced" && backup_make "$before") || die "what is there could not be backed up first"
    fi
    database_rename "$backup_incoming" "$backup_database"
    # What they remember of the catalogue is the other database's.
    service_restart "${service_workers[@]}" jobs
    wait_until 60 service_is_ready "$(<"$state/url")" || die "the service is not ready with it; the log tells why: $state/log/current"
    trap - EXIT
    database_as_superuser --command="drop database $backup_replaced"
    say "restored from $file${before:+; what was there before is in $before}"
}

# backup_count_accounts DATABASE
backup_count_accounts() {
    database_as_superuser --dbname="$1" --command='select count(*) from accounts' || die "the journal cannot be counted (the answer is above)"
}

# backup_fill_incoming FILE: the database that is to be used, complete and checked.
backup_fill_incoming() {
    local wrong
    database_as_superuser --command="drop database if exists $backup_incoming" \
        --command="create database $backup_incoming owner daymark_owner template template0" 2>/dev/null ||
        die "no database can be made for it"
    (
        database_as_owner_of "$backup_incoming"
        backup_load "$1" "$backup_incoming" || die "the backup could not be restored (the answer is above)"
        backup_load_rights "$1" "$backup_incoming" || warn "some rights could not be given (the answer is above)"
        psql_quiet --file="$sql/backup/database_rights.sql" || die "its rights could not be given (the answer is above)"
        "$sql/migrate" || die "the backup could not be migrated (the answer is above)"
        wrong=$(psql_quiet --field-separator=': ' --file="$sql/backup/wrong_figures.sql") || die "the backup could not be checked (the answer is above)"
        [[ -z $wrong ]] || die "figures in the backup do not fit its rows:" "$wrong"
    ) || exit 1
    database_as_superuser --dbname="$backup_incoming" --command='vacuum (analyze)' || die "the database could not be tidied (the answer is above)"
}

# On the way out of a restore that failed.
backup_take_back() {
    local status=$?
    trap '' INT TERM HUP PIPE
    trap - EXIT
    set +e
    if database_exists "$backup_replaced"; then
        ! database_exists "$backup_database" || database_rename "$backup_database" "$backup_incoming"
        database_rename "$backup_replaced" "$backup_database"
        service_restart "${service_workers[@]}" jobs
    fi
    database_as_superuser --command="drop database if exists $backup_incoming" 2>/dev/null
    warn "the journal is as it was"
    exit "$status"
}
