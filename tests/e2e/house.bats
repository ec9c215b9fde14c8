#!/usr/bin/env bats
# A manager and a resident, through the real programs.

load helper

setup_file() { prepare && start && furnish; }
teardown_file() { BATS_TEST_COMPLETED=1 clean; }

# issue 2: "a house manager can bring in the roster and the chores of a real house"
@test "a roster and a list of chores come in as spreadsheets have them" {
    as 0 house add demo "Demo House" --zone America/Los_Angeles \
        --beds up-1,up-2,up-3,up-4,down-1,down-2,down-3,down-4,attic-1,attic-2,attic-3,attic-4
    as 0 account roles maple/mike --grant manager --house demo
    run as 1001 --house demo person import tests/demo/roster.csv
    [ "$status" -eq 0 ]
    shows "12 rows were brought in."
    run as 1001 --house demo chore import tests/demo/chores.csv
    shows "20 rows were brought in."
    run as 1001 --house demo person list --json
    [ "$(jq '.people | length' <<<"$output")" -eq 12 ]
    as 0 account roles maple/mike --revoke manager --house demo
}

# issue 2: "all or nothing", "every fault with its line"
@test "a roster with faults says each with its line and brings nothing in" {
    printf 'handle,name,bed,moved in\nzed,Zed,a,2026-11-01\nyan,Yan,nowhere,2026-11-01\n' \
        >"$FOLDER/bad.csv"
    run as 1001 person import "$FOLDER/bad.csv"
    [ "$status" -eq 1 ]
    shows "bad.csv:2:"
    shows "bad.csv:3:"
    run as 1001 person show zed
    [ "$status" -eq 1 ]
}

# issue 2: 'assign them for a week, and a resident can check the week and say "done"'
@test "the manager assigns, the resident sees it and says done" {
    as 1001 chore assign dishes ann --on "fri,sat"
    run as 1002 week
    shows "dishes"
    run as 1002 done dishes
    [ "$status" -eq 0 ]
    shows "Thank you."
    run as 1002 week --json
    [ "$(jq -r '.assignments[0].state' <<<"$output")" = done ]
}

@test "a resident may not say that somebody else's chore is done" {
    as 1001 chore assign trash ben
    run as 1002 chore done trash ben
    [ "$status" -eq 1 ]
    shows "You may not do this."
}

# design, section 3: "Not there" and "you may not know" are the same
@test "another house reads as if it were not there" {
    run as 1002 --house oak week
    there=$output
    run as 1002 --house elm week
    [ "${there//oak/elm}" = "$output" ]
    [ "$status" -eq 1 ]
}

@test "somebody nobody knows may do nothing" {
    run as 2000 week
    [ "$status" -eq 1 ]
    run as 2000 house list
    case $output in *maple*) false ;; esac
}
