#!/usr/bin/env bats
# Who is away or excused, and when somebody is at work, as people type it.

load helper

setup_file() {
    prepare && start && furnish
    as 1001 office appoint coordinator ben >/dev/null
    printf '271828\n' >"$FOLDER/pin"
    as 1001 account pin ann --from-file "$FOLDER/pin" >/dev/null
}

teardown_file() { BATS_TEST_COMPLETED=1 clean; }

# issue 3: "Away, exempt (with dates; the reason is seen by the person and whoever granted it,
# everyone else reads *away* or *excused*)"
@test "who goes away says until when, and the house reads no more than that" {
    run as 1002 away --from sat --until sun --reason "my sister's wedding"
    [ "$status" -eq 0 ]
    shows "You are away from Sat 28 Nov to Sun 29 Nov. If you come back before: kith back"
    run as 1003 absence add exempt cat --until +2w --reason "a bad back"
    [ "$status" -eq 0 ]
    shows "Why, only Cat and you can read: kith absence show 2"
    for uid in 1001 1002 1003 1004; do
        run as "$uid" absence list
        [ "${lines[1]}" = "     2 cat excused Fri 27 Nov Fri 11 Dec" ]
        [ "${lines[2]}" = "     1 ann away    Sat 28 Nov Sun 29 Nov" ]
        fails grep -E "wedding|bad back" <<<"$output"
    done
    run as 1003 absence show 2
    shows "Why         a bad back"
    shows "Cat can see that you looked."
    run as 1001 absence show 2
    [ "$status" -eq 1 ]
    shows "Why is for cat to read, and for whoever put it down; nobody else does."
    run as 1004 me
    shows "Excused from chores, from 27 November 2026 to 11 December 2026, put down by ben on 27 \
November 2026: a bad back"
    shows "ben        Absence.Show"
    fails grep -la "wedding\|bad back" "$FOLDER"/*.db "$FOLDER"/*.db-wal "$FOLDER/log"
}

@test "a reason can be asked for, at the shared computer too" {
    run tests/e2e/terminal "PIN: " 271828 "ann> " "away --from 2026-12-20 --until 2026-12-22 \
--reason -" "on a line of its own):" "Home for a while." "while." ^D "ann> " exit -- \
        "$KITH_BUILD/kith" --socket "$FOLDER/as/1100" login ann
    [ "$status" -eq 0 ]
    shows "only they and whoever puts it down can read it."
    shows "You are away from Sun 20 Dec to Tue 22 Dec."
    run as 1002 absence show 3
    shows "Why         Home for a while."
}

# issue 3: "absence is never `missed`"
@test "what falls due while somebody is away is not missed, and back is back" {
    as 1001 chore assign dishes ann --on sat,sun,mon
    run as 1002 back
    [ "$status" -eq 1 ]
    shows "ann is not away today."
    as 0 call Test.Advance '{"to":"2026-11-29T17:00:00Z"}'
    run as 1002 back
    [ "$status" -eq 0 ]
    shows "Welcome back. You may be given chores again from today on."
    as 0 call Test.Advance '{"to":"2026-12-01T17:00:00Z"}'
    run as 1002 week --of 2026-11-28
    shows "Sat 28 Nov 9 pm dishes ann excused"
    shows "Sun 29 Nov 9 pm dishes ann missed"
    run as 1002 absence list
    fails grep "ann  *away  *Sat 28 Nov" <<<"$output"
}

@test "whoever runs the chores puts days right, of everybody but themself" {
    run as 1003 away cat --from -3d --until yesterday
    [ "$status" -eq 0 ]
    shows "Cat is away from Sat 28 Nov to Mon 30 Nov."
    run as 1003 away --from -3d
    [ "$status" -eq 1 ]
    shows "somebody else who runs the chores can put down the days before."
    run as 1003 absence add exempt
    [ "$status" -eq 1 ]
    shows "Nobody excuses themself."
    run as 1004 absence end 2
    [ "$status" -eq 1 ]
    shows "Whoever runs the chores excused you, and ends it too. Ask them."
    run as 1001 absence end 2 --on fri
    [ "$status" -eq 0 ]
    shows "Cat's last day excused is Fri 4 Dec now."
    run as 1003 absence add exempt cat --from fri
    [ "$status" -eq 1 ]
    shows "cat is excused then already, from Fri 27 Nov to Fri 4 Dec. End that first: kith absence"
    run as 1003 absence add exempt cat --from sat
    [ "$status" -eq 0 ]
}

@test "that one need not do one chore is between few" {
    run as 1003 absence add exempt ann --chore dishes
    [ "$status" -eq 0 ]
    shows "Ann need not do dishes from Tue 1 Dec on."
    run as 1004 absence list ann
    fails grep dishes <<<"$output"
    for uid in 1001 1002 1003; do
        run as "$uid" absence list ann
        shows "dishes"
    done
}

# issue 3: "Work schedules: days and hours when a person cannot."
@test "hours at work are one's own, and for whoever runs the chores" {
    run as 1002 absence hours add mon-fri 10pm 6am
    [ "$status" -eq 0 ]
    shows "You cannot do chores Mon-Fri, 10 pm to 6 am of the next day, from Tue 1 Dec on."
    run as 1003 absence hours add sat 9am noon ann --until +2w
    [ "$status" -eq 0 ]
    shows "Ann cannot do chores Sat, 9 am to noon, from Tue 1 Dec to Tue 15 Dec."
    run as 1002 absence hours --json
    [ "$(jq -c '[.hours[] | [.weekdays[0], .fromTime, .untilTime, .until]]' <<<"$output")" = \
        '[["monday","22:00","30:00",null],["saturday","09:00","12:00","2026-12-15"]]' ]
    run as 1004 absence hours list ann
    [ "$status" -eq 1 ]
    run as 1003 absence hours end 1
    shows "From today on these hours of Ann's are free."
    run as 1002 absence hours
    [ "${#lines[@]}" -eq 2 ]
    run as 1002 absence hours ann
    [ "$status" -eq 2 ]
}

@test "an operator, another house and who has left see nothing of it" {
    run as 0 absence list --house maple
    [ "$status" -eq 1 ]
    run as 1007 absence list
    [ "$status" -eq 0 ]
    shows "Nobody is away or excused, now or later."
    run as 1007 absence end 1
    [ "$status" -eq 1 ]
    shows "There is no absence number 1."
    run as 1005 absence list
    [ "$status" -eq 1 ]
    run as 1001 away dan
    [ "$status" -eq 1 ]
    shows "dan does not live here, so no chores are planned for them anyway."
}
