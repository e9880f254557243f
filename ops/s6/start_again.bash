# shellcheck shell=bash
# Sourced by the finish scripts, last. s6 waits a whole second before it starts what has died; here a
# crash loop is slowed down by back_off, so anything else may start at once. It is too early now, s6
# is still waiting for this script: somebody else has to ask when it has ended.
if [[ ! -e down ]]; then # which says that it is not wanted any more
    # s6 tells a finish script how it ended: the status, or 256 and the signal.
    printf '{"level":"warning","event":"process-died","service":"%s","status":%d,"signal":%d}\n' "${PWD##*/}" "$1" "$2"
    {
        if s6-svwait -D -t 1000 . && [[ ! -e down ]]; then s6-svc -u .; fi
    } &
fi
