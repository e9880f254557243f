# shellcheck shell=bash
# Sourced by ./daymark: fills a running service with a lively account and many others. Goes through the
# HTTP API alone, so that streaks, percentiles and all else that follows from entries is the service's
# own work. What the accounts have lived through is made by ops/demo.d/histories.
# shellcheck disable=SC2154 # ./daymark and ops/state.bash set the names used here

readonly demo_lanes=4       # accounts made at a time: as many passwords as the service hashes at a time
readonly demo_patience_s=60 # for how long a request is repeated when the service says "later"
readonly demo_names_max=100 # names tried for an account: marlowe, marlowe2, …

# demo_fill SEED OTHERS
demo_fill() {
    local seed=$1 others=$2 username password begin=$SECONDS
    state_need_running
    demo_site=$(<"$state/url")
    demo_folder=$(mktemp -d)
    trap 'rm -rf "$demo_folder"' EXIT
    "$repository/ops/demo.d/histories" "$seed" "$others" "$(date +%s)" "$demo_folder" ||
        die "the histories could not be made (the reason is above)"
    mapfile -t demo_accounts <"$demo_folder/accounts"

    say "making a lively account and $others others in $demo_site (seed $seed)"
    password=$(demo_make_password)
    # First and alone: what is wrong with it would be wrong with each of the others.
    demo_make 0 "$password" >"$demo_folder/counts"
    username=$demo_username
    demo_run_lanes | demo_count || exit 1
    say "that took $((SECONDS - begin)) s"
    demo_tell "$username" "$password"
}

# ── One account ──────────────────────────────────────────────────────────────────────────────────────

# Letters and digits, so that it can be pasted anywhere.
demo_make_password() { head -c 64 /dev/urandom | base64 --wrap=0 | tr -d '+/=' | cut -c 1-20; }

# demo_ask CURL-ARGUMENT…: sets demo_status and demo_answer. Each account (`number`) has its own session.
demo_ask() {
    local jar=$demo_folder/$number.cookies answer=$demo_folder/$number.answer
    : >"$answer"
    # curl waits as Retry-After says.
    demo_status=$(curl --silent --show-error --insecure --noproxy '*' --max-time 300 --cookie "$jar" --cookie-jar "$jar" \
        --retry 100 --retry-max-time "$demo_patience_s" --output "$answer" --write-out '%{http_code}' "$@") ||
        die "the service at $demo_site could not be asked (what curl said is above)"
    demo_answer=$(<"$answer")
}

# demo_refused WHAT
demo_refused() {
    local detail='it did not say why'
    [[ $demo_answer != *'"code":"sign-up-closed"'* ]] ||
        die "sign-up is closed in this service, and the demo's people sign up like everybody else" \
            "start the service with DAYMARK_SIGNUP=open for as long as that takes"
    [[ ! $demo_answer =~ \"detail\":\"([^\"]*)\" ]] || detail=${BASH_REMATCH[1]}
    [[ ! $demo_answer =~ \"errors\":\[(.{1,500}) ]] || detail+=" ${BASH_REMATCH[1]%]\}}"
    die "$1 was refused with status $demo_status: $detail"
}

# demo_make NUMBER PASSWORD: stays signed in, and prints how many entries the account has.
demo_make() {
    local number=$1 username language zone starts
    read -r username language zone starts <<<"${demo_accounts[number]}"
    demo_sign_up "$username" "$language" "$zone" "$starts" "$2"
    demo_import
    ((number > 0)) || demo_add_tasks
}

# Signs up under the name wanted or, where it is taken, with a number behind it. What is the first free
# one for the lively account is likely to be so for the others.
demo_sign_up() {
    local username=$1 language=$2 zone=$3 starts=$4 password=$5 name body=$demo_folder/$number.json
    local attempt=${demo_attempt:-1}
    for (( ; attempt <= demo_names_max; attempt++)); do
        name=$username
        ((attempt == 1)) || name+=$attempt
        # In a file, because everybody can read a program's arguments.
        printf '{"username":"%s","password":"%s","language":"%s","time_zone":"%s","day_starts_at":%d}' \
            "$name" "$password" "$language" "$zone" "$starts" >"$body"
        demo_ask --header 'Content-Type: application/json' --data-binary "@$body" "$demo_site/signup"
        case $demo_status in
        201)
            demo_username=$name
            demo_attempt=${demo_attempt:-$attempt}
            return
            ;;
        409) ;;
        *) demo_refused "signing up $name" ;;
        esac
    done
    die "the name $username is taken, and each with a number up to $demo_names_max behind it too"
}

demo_import() {
    if [[ ! -e $demo_folder/$number.csv ]]; then
        echo 0
        return
    fi
    demo_ask --header 'Content-Type: text/csv' --data-binary "@$demo_folder/$number.csv" "$demo_site/mood/import"
    [[ $demo_status == 200 && $demo_answer =~ \"imported\":([0-9]+) ]] ||
        demo_refused "the import of the account $demo_username"
    echo "${BASH_REMATCH[1]}"
}

# What the account wants to do today, some of it done.
demo_add_tasks() {
    local mark title note site=$demo_site body=$demo_folder/$number.json
    while IFS='|' read -r mark title note; do
        [[ $mark != '#'* && -n $title ]] || continue
        title=${title# } title=${title% } note=${note# }
        [[ -n $note ]] && note="\"$note\"" || note=null
        printf '{"title":"%s","note":%s}' "$title" "$note" >"$body"
        demo_ask --header 'Content-Type: application/json' --data-binary "@$body" "$site/task"
        [[ $demo_status == 201 && $demo_answer =~ \"id\":\"([0-9]+)\" ]] ||
            demo_refused "the task $title of the account $demo_username"
        [[ $mark == x* ]] || continue
        demo_ask --request PATCH --header 'Content-Type: application/json' --data-binary '{"done":true}' \
            "$site/task/${BASH_REMATCH[1]}"
        [[ $demo_status == 200 ]] || demo_refused "finishing the task $title of the account $demo_username"
    done <"$repository/ops/demo.d/tasks"
}

demo_sign_out() { demo_ask --request POST "$demo_site/logout"; }

# ── All of them ──────────────────────────────────────────────────────────────────────────────────────

# demo_lane FIRST: makes every fourth account or so. Their passwords are kept nowhere.
demo_lane() {
    local number
    for ((number = $1; number < ${#demo_accounts[@]}; number += demo_lanes)); do
        demo_make "$number" "$(demo_make_password)"
        demo_sign_out
    done
}

# Prints what the lively account's making and the lanes print.
demo_run_lanes() {
    local first lanes=()
    cat "$demo_folder/counts"
    # Ctrl-C does not reach what runs in the background.
    trap 'kill "${lanes[@]}" 2>/dev/null || :; wait' EXIT
    for ((first = 1; first <= demo_lanes; first++)); do
        demo_lane "$first" &
        lanes+=($!)
    done
    for first in "${lanes[@]}"; do
        wait -n || exit 1
    done
}

# Reads how many entries each account has.
demo_count() {
    local accounts=0 entries=0 count
    while read -r count; do
        accounts=$((accounts + 1))
        entries=$((entries + count))
        [[ ! -t 1 ]] || printf '\r         %d accounts, %d entries' "$accounts" "$entries"
    done
    [[ ! -t 1 ]] || printf '\r'
    say "made $accounts accounts with $entries entries"
}

# demo_tell USERNAME PASSWORD: what the service says of the lively account, and how to sign in to it.
demo_tell() {
    local number=0 username=$1 password=$2 others='' text='its own words are not understood'
    demo_ask "$demo_site/mood?limit=1"
    [[ $demo_status == 200 ]] || demo_refused "reading the lively account's journal"
    [[ ! $demo_answer =~ \"percentile\":([0-9.]+),\"compared_with\":([0-9]+) ]] ||
        others=", longer than any that ${BASH_REMATCH[1]} % of the ${BASH_REMATCH[2]} others ever had"
    [[ ! $demo_answer =~ \"streak\":([0-9]+),\"longest_streak\":([0-9]+) ]] ||
        text="a streak of ${BASH_REMATCH[1]} days$others; the longest was ${BASH_REMATCH[2]}"
    demo_sign_out
    cat <<END

  $demo_site
  username  $username
  password  $password
            $text

  curl -s -b '' -o /dev/null -H 'Content-Type: application/json' -d '{"username": "$username", "password": "$password"}' $demo_site/login --next -s -b '' '$demo_site/mood?limit=3'

END
}
