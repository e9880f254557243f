# shellcheck shell=bash
# Sourced by whatever starts nginx, which sends its messages through here: they quote what the client
# sent, with its query, its Referer and any bytes. This leaves of it only who asked whom, and in place
# of what is not printable ASCII a question mark.

nginx_log() {
    trap '' QUIT # which is for nginx, and may go to all of its group; there is more to write until it ends
    LC_ALL=C exec sed --unbuffered --regexp-extended \
        -e 's|, request: ".*(, upstream: "fastcgi://unix:[A-Za-z0-9_./-]+:").*|\1|' \
        -e 's|, request: ".*||' \
        -e 's/[^ -~]/?/g'
}
