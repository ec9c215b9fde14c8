#!/usr/bin/env bats
# Room inspections, through the real programs: a house says what it looks at, somebody looks, and
# those whose room it was read it and answer.

load helper

setup_file() {
    prepare && start && furnish
    as 1001 inspection item add bed-made "The bed is made" >/dev/null
    as 1001 inspection item add floor "The floor is clear" >/dev/null
    as 1001 inspection item add no-food "No food lies about" >/dev/null
}

teardown_file() { BATS_TEST_COMPLETED=1 clean; }

# issue 3: "room inspections with items (pass, fail, note)"
@test "what passed, what failed and a note stand item by item" {
    run as 1001 inspection record a --fail floor --pass bed-made \
        --note "floor: Socks everywhere." --note "no-food: The cupboard is locked."
    [ "$status" -eq 0 ]
    shows "Inspection 1 of a on Fri 27 Nov: 1 passed, 1 failed."
    run as 1002 inspection show 1
    shows "Inspection 1: a (Ann's) on Fri 27 Nov, put down by Mike"
    shows "bed-made The bed is made    pass"
    shows "floor    The floor is clear fail   Socks everywhere."
    shows "no-food  No food lies about unseen The cupboard is locked."
}

@test "a housemate sees the kitchen and not the room" {
    as 1001 inspection record kitchen --shared --fail no-food >/dev/null
    run as 1003 --json inspection list
    [ "$(jq -r '[.inspections[].room] | join(" ")' <<<"$output")" = kitchen ]
    run as 1003 inspection show 1
    [ "$status" -eq 1 ]
    hidden=$output
    run as 1003 inspection show 99
    [ "${hidden//1/99}" = "$output" ]
}

@test "whose room it is hears that somebody looked, and no more" {
    coproc WATCH { exec "$KITH_BUILD/kith" --socket "$FOLDER/as/1002" watch --after 0 2>&1; }
    local pid=$WATCH_PID line=
    while [[ $line != *"your room"* ]]; do
        read -r -t 30 line <&"${WATCH[0]}"
    done
    kill "$pid"
    wait "$pid" || true
    [ "$line" = "Fri 27 Nov, noon  Somebody looked at your room, a, on 27 November 2026. What was noted is there for you to read: kith inspection list" ]
}

@test "a resident answers once, and the answer stays when the inspection is replaced" {
    run as 1002 inspection answer 1 floor "They were Ben's."
    [ "$status" -eq 0 ]
    run as 1002 inspection answer 1 floor "All of them."
    [ "$status" -eq 1 ]
    shows "You have answered floor already, and that stands."
    run as 1001 inspection record a --rest-passed --instead-of 1 --why "So they were."
    [ "$status" -eq 0 ]
    run as 1001 inspection show 1
    shows "stands instead of it."
    shows "They were Ben's."
    run as 1002 me
    shows "by mike. 1 passed, 1 failed; inspection 3 stands instead of it."
    shows "You answered to floor in inspection 1: They were Ben's."
}

@test "nobody looks at their own room" {
    as 1001 office appoint coordinator ben >/dev/null
    run as 1003 inspection record b --rest-passed
    [ "$status" -eq 1 ]
    shows "Nobody looks at their own room, and b is yours. Ask somebody else who runs the chores."
    run as 1003 inspection record a --rest-passed
    [ "$status" -eq 0 ]
    as 1001 office end coordinator >/dev/null
}

@test "a slip of the hand does not show the house what is somebody's" {
    as 0 house add-beds --house maple up-1 >/dev/null
    run as 1001 inspection record up1 --pass floor
    [ "$status" -eq 1 ]
    shows 'There is no bed "up1" here. A room that everybody shares, such as the kitchen, is put down with --shared. Did you mean up-1?'
    run as 1001 inspection record Up-1 --shared --pass floor
    [ "$status" -eq 1 ]
    shows "A bed is somebody's room, and nobody shares it."
}

@test "a note that is no note is told how one is typed" {
    run as 1001 inspection record a --fail floor --note "socks everywhere"
    [ "$status" -eq 2 ]
    shows "An item, a colon, and what is to be said of it, in quotes"
    run as 1001 inspection record a --fail floor --note "sock: everywhere"
    [ "$status" -eq 1 ]
    shows 'There is no inspection item "sock" here.'
}

@test "notes and answers stand in no file in the clear" {
    fails grep -qaE "Socks everywhere|They were Ben|So they were" "$FOLDER/kith.db" "$FOLDER/kith.db-wal"
}

@test "what was found is there after a restart, and the record is whole" {
    stop
    start
    run as 1002 inspection show 1
    shows "Socks everywhere."
    run as 1002 audit verify
    shows "The record is whole"
}
