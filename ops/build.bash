# shellcheck shell=bash
# Sourced by ./daymark: builds the program with a CMake preset and installs it. Says nothing where
# there is nothing to do, and shows the compiler's words only when it fails.
# shellcheck disable=SC2154 # ./daymark and ops/state.bash set the names used here

# Where a preset is built: in the repository, or where that cannot be written to, in the person's cache.
build_folder() {
    local preset=$1
    if [[ -n ${DAYMARK_BUILD:-} ]]; then
        realpath --canonicalize-missing "$DAYMARK_BUILD"
    elif build_is_ours "$repository/build/$preset"; then
        echo "$repository/build/$preset"
    else
        echo "${XDG_CACHE_HOME:-$HOME/.cache}/daymark/build/$preset"
    fi
}

build_is_ours() {
    local folder=$1
    while [[ ! -e $folder ]]; do folder=${folder%/*}; done
    # What another user built may be unwritable file by file, which the folder's mode does not tell.
    [[ -w $folder && ( ! -e $1/CMakeCache.txt || -O $1/CMakeCache.txt ) ]]
}

# build_program PRESET: up to date when it returns.
build_program() {
    local preset=$1 folder log
    folder=$(build_folder "$preset")
    mkdir -p "$folder"
    log=$folder/daymark-build.log
    build_configure "$preset" "$folder" "$log"
    cmake --build "$folder" --parallel "$(nproc)" 2>&1 | tee "$log" | build_show_progress "$preset" ||
        build_failed "the build failed" "$log"
}

# Reads what ninja says. Only real work is worth a word: looking for new files is not.
build_show_progress() {
    local line step='^\[([0-9]+)/([0-9]+)\] ' is_working=no
    while IFS= read -r line; do
        [[ $line =~ $step && $line != *'] Re-'* ]] || continue
        if [[ $is_working == no ]]; then
            is_working=yes
            say "building (preset $1; the first time takes some minutes)"
        fi
        [[ ! -t 1 ]] || printf '\r         %d of %d' "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
    done
    [[ $is_working == no || ! -t 1 ]] || echo
}

build_configure() {
    local preset=$1 folder=$2 log=$3 fresh=()
    if [[ -e $folder/build.ninja ]]; then
        [[ $repository/CMakePresets.json -nt $folder/CMakeCache.txt ]] || build_moved "$folder" || return 0
        # A folder that came along from elsewhere is of no use to CMake.
        ! build_moved "$folder" || fresh=(--fresh)
    fi
    (cd "$repository" && cmake --preset "$preset" -B "$folder" "${fresh[@]}") >"$log" 2>&1 ||
        build_failed "cmake could not prepare the build (preset $preset)" "$log"
    touch "$folder/CMakeCache.txt"
}

build_moved() {
    ! grep --quiet --fixed-strings --line-regexp "CMAKE_HOME_DIRECTORY:INTERNAL=$repository" "$1/CMakeCache.txt"
}

build_failed() {
    tail -n 40 "$2" >&2
    die "$1; everything it said is in $2"
}

# build_install PRESET PREFIX: the folder is made anew, so that nothing of an older version stays.
build_install() {
    local folder prefix=$2 log
    folder=$(build_folder "$1")
    log=$folder/daymark-install.log
    rm -rf "$prefix"
    # Readable for the service's user, whatever umask the person likes.
    (umask 022 && cmake --install "$folder" --prefix "$prefix") >"$log" 2>&1 ||
        build_failed "the program could not be installed into $prefix" "$log"
}
