# shellcheck shell=bash
# Sourced by the checks.

die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# sources ROOT FOLDER…: the C++ files below these folders of ROOT, fixtures left out.
sources() {
    local root=$1
    shift
    (cd "$root" && find "$@" -path tests/checks/fixtures -prune -o -name '*.[ch]pp' -print | sort)
}

# folders ROOT FOLDER…: those of the folders that are there; a fixture has only some.
folders() {
    local root=$1 folder found=()
    shift
    for folder; do
        [[ ! -e $root/$folder ]] || found+=("$folder")
    done
    ((${#found[@]})) || die "nothing to look at in $root"
    printf '%s\n' "${found[@]}"
}

# Versions differ in what they want, so there is one: Debian 12's.
want_version_14() {
    [[ $("$1" --version) =~ version\ 14\. ]] || die "$1 is not version 14, which this check is written for"
}
