# shellcheck shell=bash
# Sourced by ./daymark: how large things are, by the memory and the cores there are. Numbers in, numbers
# out: memory in MB. docs/operating.md says what an operator may want to know of it.

# ── What there is ────────────────────────────────────────────────────────────────────────────────────

# sizes_memory_mb [MEMINFO [LIMIT]]: that of the machine, or of the container we are in where it is less.
sizes_memory_mb() {
    local meminfo=${1:-/proc/meminfo} limit_file=${2:-/sys/fs/cgroup/memory.max} memory limit=max
    memory=$(awk '$1 == "MemTotal:" { print int($2 / 1024) }' "$meminfo")
    [[ ! -r $limit_file ]] || read -r limit <"$limit_file"
    if [[ $limit =~ ^[0-9]{1,18}$ ]] && ((limit / 1048576 < memory)); then
        memory=$((limit / 1048576))
    fi
    echo "$memory"
}

sizes_cores() { nproc; }

# ── PostgreSQL's memory ──────────────────────────────────────────────────────────────────────────────

readonly shared_buffers_least_mb=128 shared_buffers_greatest_mb=8192 cache_least_mb=256

# A quarter, as PostgreSQL's manual has it. Beyond the greatest value the kernel's cache does as well, and
# every checkpoint has more to look through.
sizes_shared_buffers_mb() { sizes_within $(($1 / 4)) $shared_buffers_least_mb $shared_buffers_greatest_mb; }

# What the kernel usually caches files with. It is not taken, only what the planner may count on.
sizes_effective_cache_mb() { sizes_within $(($1 / 2)) $cache_least_mb; }

# sizes_within NUMBER LEAST [GREATEST]
sizes_within() {
    local number=$1
    ((number >= $2)) || number=$2
    [[ -z ${3:-} ]] || ((number <= $3)) || number=$3
    echo "$number"
}

# ── Threads, and the sessions they have ──────────────────────────────────────────────────────────────

readonly web_threads_least=32 web_threads_for_core=16 web_threads_greatest=64 # the workers take no more
readonly pool_processes=2 auth_readers=1 shared_sessions=4 jobs_sessions=1 people_sessions=20

# sizes_web_threads CORES: of each of the two processes. Threads wait most of the time, and what waits
# at the same moment goes to the database together: the more threads, the less each request costs. 32 are
# enough for two cores.
sizes_web_threads() { sizes_within $(($1 * web_threads_for_core)) $web_threads_least $web_threads_greatest; }

# sizes_connections WEB AUTH BULK: PostgreSQL's max_connections for so many threads of each process. A session
# for each thread, also for the one of an auth worker that reads while the others hash, and those that the
# threads of a web worker share (mood::Lister, mood::Recorder); those of the jobs; half as many again for
# restarts, where one process of each pool may begin before PostgreSQL has noticed that its predecessor is
# dead; and some for people, backups and monitoring.
sizes_connections() {
    local sessions
    sessions=$((pool_processes * ($1 + $2 + auth_readers + $3 + shared_sessions) + jobs_sessions))
    echo $((sessions + (sessions + 1) / 2 + people_sessions))
}

# sizes_threads VALUE USUAL: what a variable says, or the usual number where it says nothing. What is no number
# of threads is counted like the usual one: the worker says what is wrong with it, and does not start.
sizes_threads() {
    if [[ $1 =~ ^[1-9][0-9]?$ ]]; then echo "$1"; else echo "$2"; fi
}
