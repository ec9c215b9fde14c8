#!/usr/bin/env bats
# Every record that a resolved issue has left (tests/store) opens in this version, and has all it
# had: what was written, what was sealed, who may what, and a chain that verifies.

load helper

setup() { :; }
teardown() { clean; }

# A daemon on a copy of the record in tests/store/NAME.
open_kept() {
    prepare
    rm "$FOLDER/masterkey"
    cp "tests/store/$1/kith.db" "tests/store/$1/keys.db" "tests/store/$1/masterkey" "$FOLDER"
    chmod 600 "$FOLDER/kith.db" "$FOLDER/keys.db"
    chmod 400 "$FOLDER/masterkey"
    start
}

# design, section 5: "a database made by each resolved issue is kept [...] and upgraded in make check"
@test "the walls: a house of the second issue" {
    open_kept walls
    run as 0 audit verify
    [ "$status" -eq 0 ]
    shows "The record is whole"
    run as 1002 week --json
    [ "$(jq -c '[.assignments[] | [.chore, .on, .state]]' <<<"$output")" = \
        '[["dishes","2026-11-27","done"],["dishes","2026-11-28","planned"]]' ]
    run as 1002 me
    shows "+1 212 555 0101"
    shows "All dry."
    shows "Mind the pans."
    run as 1001 office list
    shows "coordinator ben"
    run as 1003 chore list
    shows "trash"
    run as 1007 person list
    fails shows ann
    run tests/e2e/terminal "PIN: " 271828 "> " exit -- \
        "$KITH_BUILD/kith" --socket "$FOLDER/as/1100" login cat
    shows "You are logged in."
    # And it goes on.
    as 1002 done dishes --on 2026-11-28
    as 1001 person change ann --phone "+1 212 555 0199"
    run as 0 audit verify
    [ "$status" -eq 0 ]
}
