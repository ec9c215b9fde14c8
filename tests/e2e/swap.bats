#!/usr/bin/env bats
# Chores that go from one to another, through the real programs. The clock goes forward from test to
# test.

load helper

setup_file() {
    prepare && start && furnish
    as 1001 chore assign dishes ann --on fri,sat,sun >/dev/null
    as 1001 chore assign trash ben --on sat >/dev/null
}
teardown_file() { BATS_TEST_COMPLETED=1 clean; }

# The clock goes on to that moment, and what is due on the way is done.
advance() { as 0 call Test.Advance "{\"to\":\"$1\"}" >/dev/null; }

# issue 3: "Swaps: offered to one or to all, accepted, recorded with who had it first."
@test "what is offered to one is theirs when they take it, and who had it first stays written" {
    run as 1002 swap offer dishes --to ben
    [ "$status" -eq 0 ]
    shows "Dishes on Fri 27 Nov is offered to Ben. It is yours until they take it."
    run as 1002 week
    grep -Eq "Fri 27 Nov.*ann planned" <<<"$output"
    run as 1003 swap accept dishes ann
    [ "$status" -eq 0 ]
    shows "Dishes on Fri 27 Nov is yours now, by 9 pm. Ann hears that you took it."
    run as 1004 week --all
    grep -Eq "Fri 27 Nov 9 pm dishes ben planned +ann" <<<"$output"
    run as 1003 chore story dishes
    shows "mike given to ann"
    shows "ben  swapped to ben"
}

# issue 3: "what I offered or was offered"
@test "today tells what I offered and what I was offered" {
    as 1002 swap offer dishes
    run as 1002
    shows "You have offered dishes of Sat 28 Nov to anybody."
    as 1003 swap offer trash --to cat
    run as 1004
    shows "Ann offers dishes of Sat 28 Nov, due 9 pm, to anybody."
    shows "Ben offers trash of Sat 28 Nov, due 8 pm, to you. To take it: kith swap accept trash ben --on 2026-11-28"
    run as 1002
    fails grep -q trash <<<"$output"
    run as 1001 swap list
    shows "trash  Take out the trash ben  cat"
    run as 1004 today --json
    [ "$(jq -r '[.offers[] | select(.forMe) | .chore] | sort | join(" ")' <<<"$output")" = "dishes trash" ]
}

@test "what today prints as the way to take it takes it" {
    local line
    line=$(as 1004 | sed -n 's/.*To take it: kith \(swap accept trash .*\)/\1/p')
    # shellcheck disable=SC2086  # words
    run as 1004 $line
    [ "$status" -eq 0 ]
    shows "Trash on Sat 28 Nov is yours now, by 8 pm."
}

# issue 3: "a swap with oneself, a swap accepted twice"
@test "nobody swaps with themself, and a swap is accepted once" {
    run as 1002 swap offer dishes --on sun --to ann
    [ "$status" -eq 1 ]
    shows "A swap takes two, so name somebody else."
    run as 1004 swap accept trash ben
    [ "$status" -eq 1 ]
    shows "You have taken trash of Sat 28 Nov already: it is yours."
}

@test "what is declined stays where it was, and no reason is asked for" {
    as 1002 swap offer dishes --on sun --to cat
    run as 1004 swap decline dishes ann --on sun
    [ "$status" -eq 0 ]
    shows "You need not say why."
    run as 1004 swap accept dishes ann --on sun
    [ "$status" -eq 1 ]
    shows "was declined. It would have to be offered again."
    run as 1002 week
    grep -Eq "Sun 29 Nov.*ann planned" <<<"$output"
}

# issue 3: "missed (by the clock, after due time and grace)"
@test "an offer ends with its chore's time, and who offered it has it to the end" {
    advance 2026-11-29T02:00:00Z # Saturday, 9 pm
    run as 1003 swap list
    fails grep -q "Sat 28 Nov" <<<"$output"
    run as 1003 swap accept dishes ann --on sat
    [ "$status" -eq 1 ]
    shows "The time for dishes on Sat 28 Nov is over"
    advance 2026-11-29T03:30:00Z
    run as 1002 week
    grep -Eq "Sat 28 Nov.*ann missed" <<<"$output"
    # Ben took Friday's: it is his to miss, and Ann's week does not have it.
    run as 1003 week
    grep -Eq "Fri 27 Nov.*ben missed" <<<"$output"
}

@test "all of it stands in the record, which is whole, and in what the house holds about one" {
    run as 1002 me
    shows "You offered dishes of 27 November 2026 to somebody on 27 November 2026: it was accepted."
    shows "it was over before anybody answered."
    run as 1002 audit list
    shows "Swap.Accept"
    run as 1002 audit verify
    [ "$status" -eq 0 ]
}
