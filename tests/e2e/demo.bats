#!/usr/bin/env bats
# make demo: what it shows, and that nothing of it stays.

load helper

# A tree that is closed to everybody else, as a strict umask makes it.
setup() {
    FOLDER=$(mktemp -d "${TMPDIR:-/tmp}/kith-e2e-XXXXXX")
    chmod 755 "$FOLDER"
    umask 077
    mkdir -p "$FOLDER/tree/tests" "$FOLDER/demo"
    chmod 755 "$FOLDER/demo"
    cp -r tests/demo tests/e2e "$FOLDER/tree/tests"
    ln -s "$KITH_BUILD" "$FOLDER/tree/build"
}

teardown() {
    local pid
    for pid in $(left); do tests/e2e/end "$pid" KILL; done
    rm -rf "$FOLDER"
}

# The processes that have to do with the demo's folder.
left() { grep -lsf <(echo "$FOLDER/demo") /proc/[0-9]*/cmdline | cut -d/ -f3; }

# What it does with a daemon whose clock stands there: demo TIME
demo() {
    cd "$FOLDER/tree" || return 1
    TMPDIR=$FOLDER/demo KITH_BUILD=$FOLDER/tree/build tests/demo/run --clock "$1" 3>&-
}

# How many weeks it shows to the manager.
weeks() { grep -c '^The week, ' <<<"$output"; }

# issue 2: "brings in CSV files [...], assigns a week, marks some done, shows what the manager and a
# resident see, and says how to go on playing with it"
@test "the demo shows the manager's house and the resident's, and goes as it says" {
    run demo "$CLOCK"
    [ "$status" -eq 0 ]
    shows "12 rows were brought in."
    shows "20 rows were brought in."
    shows "kim    Kim Zhao      resident attic-4"
    shows "Dishes is now Mike's on Fri 27 Nov, Sat 28 Nov,"
    shows "Fri 27 Nov 9 pm     dishes        mike done"
    shows "Thu 3 Dec  9 pm     dishes        mike planned"
    [ "$(weeks)" -eq 2 ]
    if [ "$(id -u)" -eq 0 ]; then
        shows "Ann, today is Fri 27 Nov."
        shows "Counters on Fri 27 Nov is done. Thank you."
        shows "Your telephone number is (408) 555-0102."
        case $(grep '^kith' <<<"$output") in
        "kith: You may not do this."*) ;;
        *) false ;;
        esac
    fi
    shows "The record is whole"

    cd "$FOLDER/tree"
    eval "$(grep '^    export KITH_SOCKET=' <<<"$output")"
    eval "$(grep '^    kith house show' <<<"$output")" >"$FOLDER/house"
    grep -q "Maple House" "$FOLDER/house"
    eval "$(grep 'kith week --all$' <<<"$output" | grep -v '^\$')" >"$FOLDER/week"
    grep -q "^The week, " "$FOLDER/week"
    fails grep -E "Sanitizer|runtime error:" "$FOLDER"/demo/*/log
    [ -n "$(left)" ]
    eval "${lines[-1]}"
    [ -z "$(left)" ]
    [ -z "$(ls "$FOLDER/demo")" ]
}

@test "on a Monday the demo shows the one week once" {
    run demo 2026-11-30T17:00:00Z
    [ "$status" -eq 0 ]
    [ "$(weeks)" -eq 1 ]
}

@test "a demo that does not come to its end says why and leaves nothing" {
    # Before anybody of the roster has moved in.
    run demo 2020-01-01T17:00:00Z
    [ "$status" -eq 1 ]
    shows "roster.csv:2: Moved in: That day is still to come."
    [ -z "$(left)" ]
    [ -z "$(ls "$FOLDER/demo")" ]
    run demo "no time"
    [ "$status" -eq 1 ]
    shows "kithd: not understood: no time"
    [ -z "$(ls "$FOLDER/demo")" ]
}
