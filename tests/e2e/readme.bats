#!/usr/bin/env bats
# What README.md says to type works as it stands there, on any day.

load helper

teardown() { clean; }

# The commands below a heading, each behind the number of its block: what a manager types first is
# the operator's.
commands() {
    awk -v heading="## $1" '
        $0 == heading { inside = 1; next }
        /^## / { inside = 0 }
        inside && /^    / { if (!indented++) block++; sub(/ +# .*/, ""); print block $0; next }
        { indented = 0 }' README.md
}

kith() { "$KITH_BUILD/kith" --socket "$FOLDER/as/$CALLER" "$@"; }

# Types a line, and ends what would not end by itself when its first line has come. This machine has
# no user sam, and nobody reaches for the telephone.
type_line() {
    local line=${1//--uid sam/--uid 1001}
    printf '# as %s: %s\n' "$CALLER" "$line"
    case $line in
    "kith watch")
        coproc WATCH { exec "$KITH_BUILD/kith" --socket "$FOLDER/as/$CALLER" watch; }
        read -r -t 30 output <&"${WATCH[0]}"
        kill "$WATCH_PID"
        wait "$WATCH_PID" || true
        ;;
    "kith "* | kith)
        output=$(cd "$FOLDER" && eval "$line" <<<"+1 212 555 0101")
        ;;
    *) false ;;
    esac
    [ -n "$output" ]
    printf '%s\n' "$output"
}

# What has to be read of some of the commands.
holds() {
    case $1 in
    "kith week"*) shows dishes ;;
    kith) shows "dishes Wash the dishes" ;;
    "kith done dishes") shows "Thank you." ;;
    "kith need") shows "upstairs sink" ;;
    "kith me") shows "known as mike" ;;
    "kith audit verify") shows "The record is whole" ;;
    esac
}

# HEADING CALLER...: types what stands there, each block as one caller.
type_section() {
    local line block heading=$1 count=0
    shift
    mapfile -t typed < <(commands "$heading")
    for line in "${typed[@]}"; do
        block=${line%% *}
        CALLER=${!block}
        type_line "${line#*    }"
        holds "${line#*    }"
        count=$((count + 1))
    done
    [ "$count" -ge 7 ]
}

# A day at the house, from nothing to the end of README's second five minutes.
live() {
    prepare
    start "$1"
    printf 'handle,name,bed,moved in\nmike,Mike R.,up-2,2026-03-02\nben,Ben O.,down-1,2026-04-01\n' \
        >"$FOLDER/roster.csv"
    printf 'ann,Ann W.,,\n' >>"$FOLDER/roster.csv"
    printf 'handle,name\ndishes,Wash the dishes\n' >"$FOLDER/chores.csv"
    type_section "Five minutes as a manager" 0 1001
    as 0 account add person mike --uid 1002
    type_section "Five minutes as a resident" 1002
}

@test "README's ten minutes, typed on a Friday" { live 2026-11-27T17:00:00Z; }
@test "README's ten minutes, typed on a Sunday" { live 2026-11-29T17:00:00Z; }
@test "README's ten minutes, typed on a Monday" { live 2026-11-30T17:00:00Z; }
