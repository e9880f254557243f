# shellcheck shell=bash
# Sourced by the scripts of this folder.
# shellcheck disable=SC2154 # they set `here`

repository=$(realpath "$here/../..")
build=$repository/build/fuzz

say() { printf 'fuzz: %s\n' "$*"; }

die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# choose_targets TARGET…: sets the array `targets` to these, or to all that have a corpus.
choose_targets() {
    local target
    targets=("$@")
    if ((!$#)); then
        mapfile -t targets < <(find "$here/corpus" -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | grep -vx can_fail | sort)
    fi
    for target in "${targets[@]}"; do
        [[ -e $here/$target.cpp ]] || die "there is no target $target"
    done
}

build_targets() {
    local log
    log=$(mktemp)
    (cd "$repository" && cmake --preset fuzz && cmake --build --preset fuzz) >"$log" 2>&1 || {
        tail -n 40 "$log" >&2
        die "the targets cannot be built (they need clang and libclang-rt-14-dev); all of it is in $log"
    }
    rm -f "$log"
}

fuzzer() { echo "$build/tests/fuzz/fuzz_$1"; }
