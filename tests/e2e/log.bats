#!/usr/bin/env bats
# The house log, and what the house needs or finds broken, as people type them.

load helper

setup_file() {
    prepare && start && furnish
    as 1001 office appoint coordinator ben >/dev/null
    printf '271828\n' >"$FOLDER/pin"
    as 1001 account pin ann --from-file "$FOLDER/pin" >/dev/null
}

teardown_file() { BATS_TEST_COMPLETED=1 clean; }

# --- What the house needs ---------------------------------------------------------------------

# issue 3: "`kith need "toilet paper"`, `kith broken "upstairs sink"`: listed until someone writes
# what was done, with age."
@test "what is needed and broken is listed with its age until somebody writes what was done" {
    run as 1002 need "toilet paper"
    [ "$status" -eq 0 ]
    shows "On the list, number 1: toilet paper"
    as 0 call Test.Advance '{"to":"2026-11-29T17:00:00Z"}'
    run as 1003 broken "upstairs sink"
    [ "$status" -eq 0 ]
    shows "On the list as broken, number 2: upstairs sink"
    as 0 call Test.Advance '{"to":"2026-11-30T18:00:00Z"}'
    run as 1004 need
    [ "${lines[0]}" = "NUMBER KIND   WHAT          AGE    SAID BY" ]
    [ "${lines[1]}" = "     2 broken upstairs sink 1 day  ben" ]
    [ "${lines[2]}" = "     1 need   toilet paper  3 days ann" ]
    run as 1004 need "done" 1 "bought 24 rolls"
    [ "$status" -eq 0 ]
    shows "Off the list: toilet paper. Thank you."
    run as 1002 need
    fails grep "toilet paper" <<<"$output"
    shows "upstairs sink"
    run as 1002 need list --done
    shows "toilet paper ann     bought 24 rolls cat Mon 30 Nov, 1 pm 3 days"
}

@test "what is on the list is not put there twice, nor seen to twice" {
    run as 1002 broken "Upstairs SINK"
    [ "$status" -eq 1 ]
    shows "That is on the list already, as number 2."
    run as 1002 need "done" 1 "bought more"
    [ "$status" -eq 1 ]
    shows "Number 1 was seen to on Mon 30 Nov. If it is needed or broken again, say it again."
    run as 1002 need "toilet paper"
    [ "$status" -eq 0 ]
}

@test "the next word decides whether a verb is meant or something that is needed" {
    run as 1002 need --house maple list
    shows "upstairs sink"
    run as 1002 need li
    shows "upstairs sink"
    run as 1002 need lsit
    [ "$status" -eq 2 ]
    shows "Did you mean kith need list? If not: kith need add lsit"
    run as 1002 need -- list
    [ "$status" -eq 0 ]
    shows "On the list, number 4: list"
    run as 1002 need add lint
    [ "$status" -eq 0 ]
    shows "On the list, number 5: lint"
}

@test "what is needed can be said at the shared computer" {
    run tests/e2e/terminal "PIN: " 271828 "ann> " 'need "dish soap"' "ann> " need "ann> " exit -- \
        "$KITH_BUILD/kith" --socket "$FOLDER/as/1100" login ann
    [ "$status" -eq 0 ]
    shows "On the list, number 6: dish soap"
    run as 1002 need --json
    [ "$(jq -r '.needs[0] | [.text, .saidBy, .kind] | join(" ")' <<<"$output")" = \
        "dish soap ann need" ]
}

@test "an operator, another house and who has left see nothing of it" {
    run as 0 need --house maple
    [ "$status" -eq 1 ]
    fails grep "sink" <<<"$output"
    run as 1007 need
    [ "$status" -eq 0 ]
    shows "Nothing is needed or broken."
    run as 1007 need "done" 2 "gone"
    [ "$status" -eq 1 ]
    shows "The house has no number 2 on its list. \`kith need\` shows what it has."
    run as 1005 need
    [ "$status" -eq 1 ]
}

# --- The house log ----------------------------------------------------------------------------

# issue 3: "the house log for the next shift (dated, amend-only, never about health)."
@test "one shift writes to the next, which amends nothing of it but its own" {
    run as 1001 note "The boiler man comes at nine."
    [ "$status" -eq 0 ]
    shows "In the house log for the next shift, as number 1."
    shows "anybody's health stays out of it."
    run as 1003 note
    shows "1 Mon 30 Nov, 1 pm mike The boiler man comes at nine."
    run as 1003 note amend 1 "He does not come." --because "I think so."
    [ "$status" -eq 1 ]
    shows "Somebody else wrote number 1."
    as 0 call Test.Advance '{"to":"2026-12-01T17:00:00Z"}'
    run as 1001 note amend 1 "He comes at ten." --because "He called."
    [ "$status" -eq 0 ]
    run as 1003 note
    [ "${lines[1]}" = "     1 Mon 30 Nov, 1 pm mike He comes at ten. yes" ]
    run as 1003 note show 1
    shows "1 Mon 30 Nov, 1 pm mike The boiler man comes at nine."
    shows "2 Tue 1 Dec, noon  mike He comes at ten.              He called."
    run as 1003 note list --on yesterday
    shows "He comes at ten."
    run as 1003 note list --on today
    shows "Nothing was written in the house log on that day."
}

@test "a lone - asks for the note, says what belongs in it, and no history keeps it" {
    run tests/e2e/terminal "on a line of its own):" "Two keys are missing." "missing." ^D -- \
        "$KITH_BUILD/kith" --socket "$FOLDER/as/1003" note -
    [ "$status" -eq 0 ]
    shows "never anything about anybody's health."
    shows "as number 2."
    run as 1001 note
    shows "ben  Two keys are missing."
}

@test "what stands in the log is in no file, and whoever wrote it sees who has read it" {
    fails grep -la "keys are missing" "$FOLDER"/*.db "$FOLDER"/*.db-wal
    run as 1003 me
    shows "You wrote in the house log on 1 December 2026, as number 2: Two keys are missing."
    shows "mike       Note.List"
}

@test "residents and operators have no part in the log" {
    for uid in 1002 0; do
        for words in "note --house maple" "note show 1 --house maple" "note quiet --house maple"; do
            # shellcheck disable=SC2086  # several words
            run as "$uid" $words
            [ "$status" -eq 1 ]
            shows "You may not do this"
            fails grep -E "boiler|keys" <<<"$output"
        done
    done
}

@test "a long log is read from its end, a piece at a time" {
    for number in $(seq 3 24); do
        as 1001 note "All quiet, $number." >/dev/null
    done
    run as 1003 note
    [ "${#lines[@]}" -eq 22 ]
    shows "Older ones: kith note list --after 5"
    run as 1003 note list --after 5 --json
    [ "$(jq -c '[.notes[].noteId]' <<<"$output")" = "[4,3,2,1]" ]
}
