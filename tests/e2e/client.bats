#!/usr/bin/env bats
# What people type and what they read: exit codes, help, prefixes, dates, JSON, long lists, other
# computers, completion, and what a terminal is sent.

load helper

setup_file() {
    prepare && start && furnish
    mkdir "$FOLDER/bin"
    ln -s "$ROOT/tests/e2e/fake-ssh" "$FOLDER/bin/ssh"
    ln -s "$KITH_BUILD/kith" "$FOLDER/bin/kith"
    as 1001 chore assign dishes ann --on fri,sat >/dev/null
    export FAKE_SSH_LOG=$FOLDER/ssh.log
}

teardown_file() { BATS_TEST_COMPLETED=1 clean; }

teardown() {
    [ ! -e "$FOLDER/stand-in.pid" ] || tests/e2e/end "$(cat "$FOLDER/stand-in.pid")" TERM
    rm -f "$FOLDER/stand-in.pid" "$FOLDER/stand-in"
}

# kith where no daemon is.
nowhere() { "$KITH_BUILD/kith" --socket "$FOLDER/nobody" "$@"; }

# A daemon that answers what it is told to: METHOD ANSWER...; and kith asking it.
pretend() { tests/e2e/stand-in "$FOLDER/stand-in" "$FOLDER/stand-in.pid" "$@" 3>&-; }
ask() { "$KITH_BUILD/kith" --socket "$FOLDER/stand-in" "$@"; }

# kith on another computer, which is this one, where ssh logs in as UID.
far() {
    FAKE_SSH_SOCKET=$FOLDER/as/$1 PATH=$FOLDER/bin:$PATH "$KITH_BUILD/kith" "${@:2}"
}

# --- Exit codes and help ----------------------------------------------------------------------

# issue 2: "exit codes"
@test "0 is done, 1 refused, 2 no command, 3 no daemon" {
    run as 1002 week
    [ "$status" -eq 0 ]
    run as 1002 chore assign dishes ben
    [ "$status" -eq 1 ]
    run as 1002 chore assign dishes
    [ "$status" -eq 2 ]
    run nowhere week
    [ "$status" -eq 3 ]
}

@test "without a daemon it says which socket, and how to start it" {
    run nowhere done dishes
    [ "$status" -eq 3 ]
    shows "The daemon at $FOLDER/nobody cannot be reached."
    shows "systemctl start kithd.socket"
}

@test "a daemon that hangs up, or speaks something else, is not reached" {
    pretend org.kith.Chore.List "hang up" org.kith.House.List nonsense
    run ask chore list
    [ "$status" -eq 3 ]
    shows "It hung up."
    run ask house list
    [ "$status" -eq 3 ]
    shows "does not speak kith's language"
}

@test "what goes wrong is said on the standard error alone" {
    [ -z "$(as 1002 wek 2>/dev/null)" ]
    [ -z "$(as 1002 chore assign dishes ben 2>/dev/null)" ]
    [ -z "$(nowhere week 2>/dev/null)" ]
    run as 1002 week
    [ "$output" = "$(as 1002 week 2>/dev/null)" ]
}

@test "an answer that cannot be written is not done" {
    run bash -c '"$1" --socket "$2" week >/dev/full' - "$KITH_BUILD/kith" "$FOLDER/as/1002"
    [ "$status" -eq 1 ]
    shows "The answer could not be written."
}

# issue 2: "help", "`crisis.txt`"; design.md section 9: "it prints without the daemon too"
@test "help begins with whom to call, and needs no daemon" {
    crisis=$(head -n 1 etc/crisis.txt)
    [ -n "$crisis" ]
    for words in help --help "help chore" "chore --help" "help chore assign" "chore assign -h" \
        "help week"; do
        # shellcheck disable=SC2086  # several words
        run nowhere $words
        [ "$status" -eq 0 ]
        [ "${lines[0]}" = "$crisis" ]
    done
    run nowhere help nonsense
    [ "$status" -eq 2 ]
    shows "$crisis"
    shows 'There is no "nonsense".'
    run nowhere help chore assign
    shows "chore assign CHORE PERSON [--on DATES] [--note TEXT]"
    shows "Days, such as fri, mon,wed,fri, mon..fri or next week."
}

# --- Words ------------------------------------------------------------------------------------

# issue 2, design.md section 9: "unique prefixes accepted"
@test "the beginning of a word is enough where only one begins so" {
    run as 1001 ch as dishes ben --on mon
    [ "$status" -eq 0 ]
    shows "Dishes on Mon 30 Nov is now Ben's."
    run as 1002 pers li
    shows "HANDLE"
    run as 0 acc add k --uid 1 --house nowhere
    shows 'There is no house "nowhere" here.'
}

@test "where several words begin so they are all named" {
    run as 1002 w
    [ "$status" -eq 2 ]
    shows '"w" may be one of these: week, watch.'
    run as 1002 chore a
    [ "$status" -eq 2 ]
    shows '"a" may be one of these: assign, add.'
}

# issue 2, design.md section 9: "never from or into the safety words `in`, `out`, `reach`,
# `answer`"
@test "no slip leads into a safety word, and none of them means something else" {
    for word in in out reach answer; do
        run as 1002 "$word"
        [ "$status" -eq 2 ]
        [ "${lines[0]}" = "kith: There is no \"$word\". \`kith help\` shows what there is." ]
    done
    for slip in rea reac answ ot inn reech anwser; do
        run as 1002 "$slip"
        [ "$status" -eq 2 ]
        shows "There is no \"$slip\""
        for word in in out reach answer; do
            case $output in *"$word?"*) false ;; esac
        done
    done
    # `o` begins `out` too, but can only mean `office`; and `i` nothing but `inspection`.
    run as 1002 o list
    [ "$status" -eq 0 ]
    shows "Nobody holds an office now."
    run as 1002 i items
    [ "$status" -eq 0 ]
    shows "Nothing is looked at yet."
}

# issue 2: "suggestions"
@test "what is nearest is suggested: verbs, options, chores, people, offices" {
    run as 1002 wek
    shows 'There is no "wek". Did you mean week?'
    run as 1001 chore asign dishes ann
    shows 'There is no "asign". Did you mean assign?'
    run as 1001 chore assign dishes ann --nte x
    shows 'There is no option --nte here. Did you mean --note?'
    run as 1002 done dishs
    [ "$status" -eq 1 ]
    shows 'There is no chore "dishs" here. Did you mean dishes?'
    run as 1002 done dish
    [ "$status" -eq 1 ]
    shows 'There is no chore "dish" here. Did you mean dishes?'
    run as 1001 person contact mikee
    shows 'There is no person "mikee" here. Did you mean mike?'
}

# issue 2, design.md section 9: "Dates as people say them", at the daemon's clock: Friday 27
# November 2026, noon
@test "dates are read as people say them" {
    while read -r n said meant; do
        as 1001 chore add "day-$n" "A chore of one day" >/dev/null
        run as 1001 chore assign "day-$n" cat --on "${said//_/ }"
        echo "$said: $output"
        [ "$status" -eq 0 ]
        shows " ${meant//_/ }"
    done <<'DATES'
1 today on_Fri_27_Nov
2 tomorrow on_Sat_28_Nov
3 fri on_Fri_27_Nov
4 friday on_Fri_27_Nov
5 next_fri on_Fri_4_Dec
6 mon on_Mon_30_Nov
7 27_nov on_Fri_27_Nov
8 2026-12-31 on_Thu_31_Dec
9 +3d on_Mon_30_Nov
10 in_2_weeks on_Fri_11_Dec
11 mon,wed on_Mon_30_Nov_and_Wed_2_Dec
12 sat..mon on_Sat_28_Nov,_Sun_29_Nov_and_Mon_30_Nov
13 next_week on_Mon_30_Nov,_Tue_1_Dec,_Wed_2_Dec,_Thu_3_Dec,_Fri_4_Dec,_Sat_5_Dec_and_Sun_6_Dec
DATES
    [ "$(as 1001 chore list --json | jq '.chores | map(select(.handle | test("^day-"))) | length')" \
        -eq 13 ]
    for said in nevr "31 feb" "2026-02-29" "" "fri,,sat"; do
        run as 1001 chore assign dishes cat --on "$said"
        [ "$status" -eq 2 ]
        shows "\"$said\" will not do for --on DATES."
    done
    run as 1002 week --of "last fri"
    shows "Ann's week, Mon 16 Nov to Sun 22 Nov"
    run as 1002 week --of "next week"
    shows "Ann's week, Mon 30 Nov to Sun 6 Dec"
    run as 1001 chore assign dishes cat --on next week
    [ "$status" -eq 2 ]
    shows 'Several words belong in quotes: --on "next week"'
    for date in "next" LAST "in"; do
        run as 1002 done dishes --on "$date"
        [ "$status" -eq 2 ]
        shows 'Several words belong in quotes, as in "next fri".'
    done
}

@test "what is done or undone is of days that have been, unless the year is typed" {
    as 1001 chore assign trash cat --on "last mon,mon" >/dev/null
    run as 1004 done trash --on mon
    shows "It is too late for trash on Mon 23 Nov: a day is closed at noon of the next."
    run as 1001 chore done trash cat --on mon
    shows "Trash on Mon 23 Nov is done. Thank you."
    run as 1001 chore undo trash cat --on monday
    shows "Trash on Mon 23 Nov is open again."
    run as 1001 chore done trash cat --on mon
    shows "Trash on Mon 23 Nov is done. Thank you."
    run as 1001 chore undo trash cat --on 2026-11-23
    [ "$status" -eq 0 ]
    run as 1004 done trash --on tue
    [ "$status" -eq 1 ]
    run as 1004 done trash --on 2026-11-30
    shows "Trash on Mon 30 Nov is done. Thank you."
    run as 1002 help done
    shows "fri (the last one)"
}

@test "times are read as people say them" {
    while read -r handle said meant; do
        as 1001 chore add "$handle" "A chore by $said" --due "$said" >/dev/null
        run as 1001 chore list --json
        [ "$(jq -r ".chores[] | select(.handle == \"$handle\") | .dueTime" <<<"$output")" = \
            "$meant" ]
    done <<'TIMES'
evening 9pm 21:00
same 21:00 21:00
half 9:30pm 21:30
lunch noon 12:00
night 25:00 25:00
end midnight 24:00
TIMES
    run as 1001 chore add late "Late" --due 26:99
    [ "$status" -eq 2 ]
    shows "A time is like 21:00, 9pm"
}

@test "today is the house's day, whatever the clock here says" {
    as 0 house add tokyo "Tokyo House" --zone Asia/Tokyo >/dev/null
    as 0 person add kenji "Kenji" --house tokyo >/dev/null
    as 0 account add person kenji --uid 2000 --house tokyo >/dev/null
    run as 2000
    shows "Welcome, Kenji. You do not live here now."
    as 0 account roles tokyo/kenji --grant manager --house tokyo >/dev/null
    run env TZ=Pacific/Honolulu "$KITH_BUILD/kith" --socket "$FOLDER/as/2000"
    shows "Kenji, today is Sat 28 Nov."
    run as 2000 chore add futon "Air the futon"
    run as 2000 person admit kenji
    run as 2000 chore assign futon kenji --json
    [ "$status" -eq 0 ]
    run as 2000 week --json
    [ "$(jq -r '.assignments[0].on' <<<"$output")" = 2026-11-28 ]
    as 0 account disable "$(as 0 account list --json |
        jq '.accounts[] | select(.uid == 2000) | .accountId')" >/dev/null
}

@test "kith alone tells nobody to type what they may not" {
    as 0 account roles maple/dan --grant alumnus --house maple >/dev/null
    for uid in 0 1005; do
        run as "$uid"
        [ "$status" -eq 0 ]
        shows Welcome
        steps=$(grep -o 'kith [a-z ]*$' <<<"$output")
        [ "$(wc -l <<<"$steps")" -ge 3 ]
        while read -r _ words; do
            # shellcheck disable=SC2086  # several words
            as "$uid" $words >/dev/null
        done <<<"$steps"
    done
    as 0 account roles maple/dan --revoke alumnus --house maple >/dev/null
}

# --- JSON and long lists -----------------------------------------------------------------------

# issue 2: "`--json`"
@test "every list is JSON where that is asked for" {
    while read -r uid list words; do
        # shellcheck disable=SC2086  # several words
        run as "$uid" $words --json
        [ "$status" -eq 0 ]
        [ "${#lines[@]}" -eq 1 ]
        jq -e ".$list | arrays" <<<"$output" >/dev/null
    done <<'LISTS'
1002 assignments today
1002 assignments week
1001 assignments chore week
1002 facts me
1001 chores chore list
1001 people person list
1001 people person list --former
1001 stays person show ann
0 houses house list
1002 beds house show
1001 terms office list --ended
0 accounts account list
1001 terms account roles
1001 entries audit list
0 checkpoints audit checkpoints
1001 methods server methods
1002 roles server hello
LISTS
    run as 1001 -j person list
    [ "$(jq -r '.people[0].handle' <<<"$output")" = ann ]
}

# kith(1): "Lists are printed whole."
@test "a list longer than a page is fetched whole" {
    {
        echo handle,name
        for n in $(seq 120); do echo "p$n,Person $n"; done
    } >"$FOLDER/people.csv"
    as 1007 person import "$FOLDER/people.csv" >/dev/null
    run as 1007 person list --former --json
    [ "$(jq '.people | map(select(.handle | test("^p[0-9]+$"))) | length' <<<"$output")" -eq 120 ]
    [ "$(jq '.people | map(.handle) | unique | length' <<<"$output")" -ge 121 ]
    [ "$(jq 'has("next")' <<<"$output")" = false ]
    run as 1007 person list --former
    [ "${#lines[@]}" -eq 122 ]
    {
        echo handle,name
        for n in $(seq 120); do echo "c$n,Chore $n"; done
    } >"$FOLDER/chores.csv"
    as 1007 chore import "$FOLDER/chores.csv" >/dev/null
    run as 1007 chore list --json
    [ "$(jq '.chores | length' <<<"$output")" -eq 120 ]
    run as 1007 chore list
    [ "${#lines[@]}" -eq 121 ]
}

@test "a list that people page through says how to go on, up to its end" {
    words="audit list --limit 20"
    seen=0
    for _ in $(seq 100); do
        # shellcheck disable=SC2086  # several words
        run as 0 $words
        [ "$status" -eq 0 ]
        seen=$((seen + $(grep -c '^ *[0-9]' <<<"$output")))
        words=$(sed -n 's/^There is more: kith //p' <<<"$output")
        [ -n "$words" ] || break
        words="$words --limit 20"
    done
    [ -z "$words" ]
    run as 0 audit list --limit 500 --json
    [ "$(jq '.entries | length' <<<"$output")" -eq "$seen" ]
}

# --- Another computer -------------------------------------------------------------------------

# issue 2, design.md section 9: "`kith -H HOST ...` runs the same verbs through `ssh HOST kith
# bridge`"
@test "-H runs the same verbs on another computer" {
    here=$(as 1002 week)
    run far 1002 -H house week
    [ "$status" -eq 0 ]
    [ "$output" = "$here" ]
    [ "$(tail -n 1 "$FAKE_SSH_LOG")" = "-T -- house kith bridge" ]
    run far 1001 --json --host=house chore list
    jq -e '.chores | length >= 2' <<<"$output" >/dev/null
    run far 1007 -H house person list --former
    [ "${#lines[@]}" -eq 122 ]
    run far 1002 -H house chore assign dishes ben
    [ "$status" -eq 1 ]
    shows "You may not do this."
}

@test "-H says what to try where nobody answers, and never calls a host that is an option" {
    run far 1002 -H away week
    [ "$status" -eq 3 ]
    shows "The daemon on away cannot be reached. Try: ssh away kith status"
    : >"$FAKE_SSH_LOG"
    for host in -oProxyCommand=date -x ""; do
        run far 1002 -H "$host" week
        [ "$status" -eq 3 ]
        shows "No computer is called \"$host\"."
    done
    [ ! -s "$FAKE_SSH_LOG" ]
    # A name of this computer's users says nothing about those of another.
    run far 0 -H house account add operator --uid root
    [ "$status" -eq 2 ]
    shows "For another computer give the user's number"
}

@test "the bridge passes bytes both ways, and what was asked is answered before it ends" {
    calls='{"method":"org.kith.Server.Hello"}\0{"method":"org.kith.Account.Add","parameters":'
    calls="$calls"'{"kind":"operator","uid":7000}}\0{"method":"org.kith.Nope.Nope"}\0'
    # shellcheck disable=SC2059  # the NULs
    printf "$calls" | as 0 bridge | tr '\0' '\n' >"$FOLDER/answers"
    [ "$(wc -l <"$FOLDER/answers")" -eq 3 ]
    [ "$(jq -r '.parameters.account' <<<"$(sed -n 1p "$FOLDER/answers")")" != null ]
    [ "$(jq -r '.parameters.accountId' <<<"$(sed -n 2p "$FOLDER/answers")")" -gt 7 ]
    [ "$(jq -r .error <<<"$(sed -n 3p "$FOLDER/answers")")" = org.varlink.service.InterfaceNotFound ]
    # A hundred accounts in one breath; the list of them is longer than a page.
    printf '{"method":"org.kith.Account.Add","parameters":{"kind":"operator","uid":%d}}\0' \
        $(seq 7001 7110) | as 0 bridge | tr '\0' '\n' | grep -c accountId | grep -qx 110
    run as 0 account list --json
    [ "$(jq '.accounts | map(.accountId) | unique | length' <<<"$output")" -ge 117 ]
}

# --- Any method --------------------------------------------------------------------------------

# issue 2, design.md section 9: "`kith call METHOD JSON` for anything"
@test "call takes any method, short or whole, and prints its answer as it comes" {
    run as 1002 call Chore.Week '{"house":"maple","person":"ann"}'
    [ "$status" -eq 0 ]
    [ "$(jq -r '.assignments[0].chore' <<<"$output")" = dishes ]
    [ "$output" = "$(as 1002 call org.kith.Chore.Week '{"house":"maple","person":"ann"}')" ]
    run as 1002 call org.varlink.service.GetInfo
    [ "$(jq -r '.interfaces | index("org.kith.Chore") != null' <<<"$output")" = true ]
    for json in '[]' '{"a":1,"a":2}' 'nonsense' '{} {}'; do
        run as 1002 call Chore.Week "$json"
        [ "$status" -eq 2 ]
        shows "The parameters are one JSON object"
    done
    run as 1002 call Event.Watch
    [ "$status" -eq 1 ]
    shows "Add --more."
    run as 1002 call Chore.Week '{"house":"maple","new":1}'
    [ "$status" -eq 1 ]
    shows "The daemon does not take new."
    run as 1001 call Chore.Assign '{"chore":"Dishes","person":"ann"}'
    shows "chore: a handle has small letters only. Try: dishes"
}

@test "call --more prints each answer on a line, until it is interrupted" {
    coproc WATCH { exec "$KITH_BUILD/kith" --socket "$FOLDER/as/1002" call Event.Watch '{"after":0}' \
        --more; }
    read -r -t 30 first <&"${WATCH[0]}"
    jq -e '.events | length > 0' <<<"$first" >/dev/null
    as 1002 done dishes >/dev/null
    read -r -t 30 next <&"${WATCH[0]}"
    [ "$(jq -r '.events[0].kind' <<<"$next")" = chore-done ]
    kill "$WATCH_PID"
    wait "$WATCH_PID" || true
}

# issue 2, design.md section 4: "Clients print unknown errors, enum values and event kinds as
# they come"
@test "a newer daemon's errors, states and events are printed as they come" {
    pretend org.kith.Chore.List '{"error":"org.kith.Moon.Full","parameters":{"phase":4}}' \
        org.kith.Chore.Week '{"parameters":{"from":"2026-11-23","until":"2026-11-29",
            "assignments":[{"assignmentId":1,"chore":"dishes","name":"x","person":"mike",
            "on":"2026-11-27","dueAt":"2026-11-27T21:00:00-05:00","state":"swapped"}]}}' \
        org.kith.Event.Watch '{"continues":true,"parameters":{"events":[{"eventId":1,
            "at":"2026-11-27T12:00:00-05:00","kind":"moon-full","text":""}]}}' \
        '{"parameters":{"events":[]}}'
    run ask chore list
    [ "$status" -eq 1 ]
    shows 'org.kith.Moon.Full {"phase":4}'
    run ask week
    [ "$status" -eq 0 ]
    shows swapped
    run ask watch
    [ "$status" -eq 0 ]
    shows moon-full
}

# issue 2, design.md section 4: "an unknown method reads 'the daemon is older than this client'"
@test "a method the daemon does not know reads as an older daemon, or as no method at all" {
    pretend org.kith.Office.List '{"error":"org.varlink.service.InterfaceNotFound",
        "parameters":{"interface":"org.kith.Office"}}'
    for words in "chore list" "office list"; do
        # shellcheck disable=SC2086  # several words
        run ask $words
        [ "$status" -eq 1 ]
        shows "The daemon is older than this client, and does not know this yet."
    done
    run as 1002 call org.kith.Chore.Nope
    [ "$status" -eq 1 ]
    shows "The daemon knows no method org.kith.Chore.Nope."
}

# issue 2, design.md section 9: "Errors: what, why, what to do next"
@test "a parameter that will not do is told with what would" {
    run as 1001 chore add Dishes "Wash up"
    [ "$status" -eq 1 ]
    shows "HANDLE: a handle has small letters only. Try: dishes"
    run as 1001 chore assign dishes Ann
    shows "PERSON: a handle has small letters only. Try: ann"
    run as 1001 chore add 2nd "Wash up"
    [ "$status" -eq 1 ]
    shows "HANDLE: this will not do (what people type, such as dishes)."
    shows "It begins with a letter and has only a-z, 0-9 and -, at most 32."
    run as 1001 chore add heavy "Heavy" --effort 1000
    shows "--effort NUMBER: this will not do (how heavy it is; 1 where absent)."
    shows "It is a number, 1..100."
    run as 1002 done dishes --note "$(printf 'x%.0s' $(seq 201))"
    shows "--note TEXT: this will not do (a word to go with it)."
    shows "It is one line of at most 200 letters."
    run as 1001 chore add odd "$(printf 'O\033[2Jdd')"
    shows "NAME: this will not do (what people read, such as Wash the dishes)."
    case $output in *$'\033'*) false ;; esac
}

# --- Completion --------------------------------------------------------------------------------

# What the bash function offers for the words typed so far, the last of them unfinished.
offered() {
    # shellcheck disable=SC2016  # for the shell that completes
    KITH_SOCKET=$SOCKET PATH=$FOLDER/bin:$PATH bash --norc -c '
        . client/completion/kith.bash
        [ "$(complete -p kith)" = "complete -o default -F _kith kith" ] || exit 1
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        _kith
        printf "%s\n" "${COMPREPLY[@]}"' - kith "$@"
}

# issue 2: "completion that knows handles"
@test "completion knows nouns, verbs, options, choices and handles" {
    SOCKET=$FOLDER/as/1001
    [ "$(offered cho)" = chore ]
    [ "$(offered we)" = week ]
    [ "$(offered chore as)" = assign ]
    [ "$(offered chore assign dis)" = dishes ]
    [ "$(offered chore assign dishes an)" = ann ]
    [ "$(offered chore assign dishes ann --n)" = --note ]
    [ "$(offered chore assign dishes ann --on to | sort | xargs)" = "today tomorrow" ]
    [ "$(offered chore assign dishes ann --on = tom)" = tomorrow ]
    [ "$(offered person leave ann --ended-by ho)" = house ]
    [ "$(offered --house ma)" = maple ]
    [ "$(offered person move ann "" | sort | xargs)" = "a b c d" ]
    [ "$(offered ch as dis)" = dishes ]
    run offered chore ""
    shows import
    # More than a page holds, in the house that is named.
    SOCKET=$FOLDER/as/1007
    [ "$(offered --house oak chore done c12 | sort | xargs)" = "c12 c120" ]
}

@test "completion says nothing where nothing answers, and never asks another computer" {
    SOCKET=$FOLDER/nobody
    [ -z "$(offered chore assign dis)" ]
    [ "$(offered chore as)" = assign ]
    run nowhere complete -- chore assign dis
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    : >"$FAKE_SSH_LOG"
    SOCKET=$FOLDER/as/1001
    [ -z "$(offered -H house chore assign dis)" ]
    [ ! -s "$FAKE_SSH_LOG" ]
    # Where one may not look nothing is offered, nor said.
    run as 2000 complete -- person show a
    [ "$status" -eq 0 ]
    [ -z "$output" ]
}

@test "completion writes nothing" {
    before=$(as 0 status --json | jq .auditSequence)
    SOCKET=$FOLDER/as/1001
    for noun in chore person house office account audit event server; do
        for verb in $(offered "$noun" ""); do
            offered "$noun" "$verb" "" >/dev/null
            offered "$noun" "$verb" - >/dev/null
        done
    done
    [ "$(as 0 status --json | jq .auditSequence)" -eq "$before" ]
}

# --- The terminal ------------------------------------------------------------------------------

# design, section 9: "`NO_COLOR`"
@test "bold headings only on a terminal, and never with NO_COLOR" {
    kith=("$KITH_BUILD/kith" --socket "$FOLDER/as/1002" week)
    run env -u NO_COLOR tests/e2e/terminal -- "${kith[@]}"
    shows $'\033[1m'
    run env NO_COLOR= tests/e2e/terminal -- "${kith[@]}"
    shows $'\033[1m'
    run env NO_COLOR=1 tests/e2e/terminal -- "${kith[@]}"
    shows dishes
    case $output in *$'\033'*) false ;; esac
    run env -u NO_COLOR "${kith[@]}"
    shows dishes
    case $output in *$'\033'*) false ;; esac
}

@test "on a terminal the days of a week stand side by side, where there is room" {
    run tests/e2e/terminal -- "$KITH_BUILD/kith" --socket "$FOLDER/as/1002" week
    shows "Mon 23 Tue 24 Wed 25 Thu 26 Fri 27 Sat 28 Sun 29"
    run tests/e2e/terminal --columns 50 -- "$KITH_BUILD/kith" --socket "$FOLDER/as/1002" week
    shows "DAY        BY   CHORE  WHO STATE"
}

# Whether a terminal would do anything but print what is there.
acts() {
    LC_ALL=C grep -qP '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]' <<<"$1"
}

# issue 2, design.md section 9: what comes from the daemon cannot act on the terminal
@test "control characters in the data reach no terminal" {
    acts $'\033[2J' && acts $'a\u202eb' && acts $'\u009b'
    evil='a\u001b[2Jb\u0007c\u007fd\u009b31me\u202ef\u000dg'
    pretend org.kith.Person.List '{"parameters":{"people":[{"handle":"'"$evil"'","name":"'"$evil"'",
            "roles":["'"$evil"'"]}]}}' \
        org.kith.Person.Contact '{"parameters":{"phone":"'"$evil"'"}}' \
        org.kith.Person.Me '{"parameters":{"facts":[{"topic":"'"$evil"'","text":"'"$evil"'"}],
            "readers":[]}}' \
        org.kith.House.Show '{"parameters":{"handle":"m","name":"'"$evil"'","zone":"'"$evil"'",
            "addedAt":"'"$evil"'","beds":[]}}' \
        org.kith.Chore.Week '{"parameters":{"from":"2026-11-23","until":"2026-11-29","assignments":
            [{"assignmentId":1,"chore":"'"$evil"'","name":"x","person":"'"$evil"'",
            "on":"2026-11-27","dueAt":"2026-11-27T21:00:00-05:00","state":"'"$evil"'"}]}}' \
        org.kith.Event.Watch '{"parameters":{"events":[{"eventId":1,
            "at":"'"$evil"'","kind":"x","text":"'"$evil"'"}]}}' \
        org.kith.Chore.Add '{"error":"org.kith.Moon.Full","parameters":{"message":"'"$evil"'"}}' \
        org.kith.Chore.List '{"error":"org.kith.Moon.'"$evil"'","parameters":{"x":"'"$evil"'"}}'
    for words in "person list" "person contact x" me "house show" week watch "chore add x y" \
        "chore list" "--json person list" "complete -- person show a" "call Person.List" \
        "complete -- nonsense"; do
        # shellcheck disable=SC2086  # several words
        run ask $words
        if acts "$output"; then false; fi
        # shellcheck disable=SC2086
        run tests/e2e/terminal -- "$KITH_BUILD/kith" --socket "$FOLDER/stand-in" $words
        if acts "${output//$'\r'/}"; then false; fi
    done
    run ask person list
    shows '\u001b[2J'
    run ask --json person list
    [ "$(jq -r '.people[0].handle' <<<"$output")" = "$(printf '%b' "$evil")" ]
    # Nor does what was typed.
    run ask "$(printf '\033[2J')"
    if acts "$output"; then false; fi
}

# --- Days to come ------------------------------------------------------------------------------

# The clock is set forward here, so this comes last.
@test "on Monday at half past midnight what is due on Sunday at 25:00 is still open" {
    as 1001 chore add lock-up "Check the doors" --due 25:00 >/dev/null
    as 1001 chore assign lock-up ben --on sun,mon >/dev/null
    as 0 call Test.Advance '{"to":"2026-11-30T05:30:00Z"}' >/dev/null
    run as 1003
    shows "Ben, today is Mon 30 Nov."
    [ "$(grep -c lock-up <<<"$output")" -eq 2 ]
    shows "Mon 1 am"
    run as 1003 done lock-up
    shows "Lock-up on Sun 29 Nov is done. Thank you."
    run as 1003
    [ "$(grep -c lock-up <<<"$output")" -eq 1 ]
    as 1003 undo lock-up >/dev/null
    as 0 call Test.Advance '{"to":"2026-11-30T06:01:00Z"}' >/dev/null
    run as 1003
    [ "$(grep -c lock-up <<<"$output")" -eq 1 ]
}

# design, section 4: "Dates people type are resolved with *that* now and zone"
@test "who manages two houses types the days of the one they mean" {
    stop
    CLOCK=2026-11-28T01:30:00Z start
    as 0 account roles maple/mike --grant manager --house oak
    run as 1001 today --house maple
    [ "$status" -eq 0 ]
    shows "today is Fri 27 Nov."
    run as 1001 chore assign dishes ben --on today --house maple
    [ "$status" -eq 0 ]
    shows "Dishes on Fri 27 Nov is now Ben's."
    run as 0 office appoint president maple/cat --from today
    [ "$status" -eq 0 ]
    shows "is president from Fri 27 Nov on."
}
