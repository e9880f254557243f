# shellcheck shell=bash
# Sourced by the run scripts of what may take its time: it gets the processor where nobody else wants it.

# s6 gives each service a session of its own. Where Linux schedules by sessions (autogroup, as on most
# desktops and servers), a process's nice value says nothing beyond its session: the session needs one
# too. Linux takes one such change in a tenth of a second, of all users together, and refuses the others.
give_way() {
    local -r niceness=10 attempts_max=100
    local attempt
    renice --priority "$niceness" $$ >/dev/null
    [[ -w /proc/self/autogroup ]] || return 0
    for ((attempt = 0; attempt < attempts_max; ++attempt)); do
        if echo "$niceness" 2>/dev/null >/proc/self/autogroup; then return 0; fi
        # Reading from a pipe nobody writes to is a wait without another process.
        read -r -t 0.1 <> <(:) || :
    done
}

# Of two cores or more, leaves half to everybody else. Whoever is woken on a core where something
# computes without a pause waits until that one's turn is over, however low its claim is.
leave_half_of_the_cores() {
    local ranges range core cores=() kept
    IFS=, read -ra ranges <<<"$(sed -n 's/^Cpus_allowed_list:[[:space:]]*//p' /proc/self/status)"
    for range in "${ranges[@]}"; do
        for ((core = ${range%-*}; core <= ${range#*-}; ++core)); do cores+=("$core"); done
    done
    ((${#cores[@]} >= 2)) || return 0
    kept=("${cores[@]:(${#cores[@]} + 1) / 2}")
    taskset --cpu-list --pid "$(IFS=, && echo "${kept[*]}")" $$ >/dev/null
}
