# shellcheck shell=bash
# Sourced by the run scripts: slows a crash loop down. A process that dies is started again at once,
# but after three lives shorter than two seconds the next start waits 1, 2, 4, … at most 30 seconds.
# It waits here and not in a finish script, so that stopping the service need not wait too.

back_off() {
    local last_start=0 short_lives=0 delay
    if [[ -r back_off.state ]]; then read -r last_start short_lives <back_off.state; fi
    if ((EPOCHSECONDS - last_start <= 2)); then
        short_lives=$((short_lives + 1))
    else
        short_lives=0
    fi
    if ((short_lives > 3)); then
        delay=$((short_lives > 8 ? 30 : 1 << (short_lives - 4)))
        printf '{"level":"warn","event":"restart-delayed","service":"%s","short_lives":%d,"wait_s":%d}\n' \
            "${PWD##*/}" "$short_lives" "$delay"
        # Reading from a pipe nobody writes to is a wait without another process.
        read -r -t "$delay" <> <(:) || :
    fi
    echo "$EPOCHSECONDS $short_lives" >back_off.state
}
back_off
