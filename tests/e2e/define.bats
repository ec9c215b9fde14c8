#!/usr/bin/env bats
# What a chore is, as people type it: said, read, changed, ended; and taken from house to house as
# a table.

load helper

setup_file() { prepare && start && furnish; }

teardown_file() { BATS_TEST_COMPLETED=1 clean; }

# issue 3: "A chore has a handle, a name, an area, instructions as a checklist, effort points, a
# schedule, a due time, how long before that it may be done, how many people it takes, a rotation,
# and who looks at it afterwards."
@test "all that a chore is can be typed, and every resident reads it" {
    run as 1001 chore add bath "Clean the bath" --area up --schedule "every 2 weeks on sat" \
        --starts 2026-12-05 --due 6pm --window 2h --effort 3 --people 2 --rotation round-robin \
        --hold 2 --holders ann,ben --looked-at-by housemate --list deep-clean \
        --instructions $'Scrub.\nRinse.'
    [ "$status" -eq 0 ]
    run as 1004 chore show bath
    [ "$status" -eq 0 ]
    shows "When             every 2 weeks on Saturday, from Sat 5 Dec on"
    shows "Next             Sat 5 Dec, Sat 19 Dec, Sat 2 Jan 2027"
    shows "Not earlier than 2 hours before"
    shows "Whose turn       round-robin: one after the other, for 2 weeks each"
    shows "Whose            ann and ben"
    shows "Looked at by     whoever runs the chores, or any other resident"
    shows "                 2. Rinse."
}

# issue 3: "Daily, weekly and deep-clean lists"
@test "chores are on the list they are named for, or on that of their schedule" {
    as 1001 chore add lawn "Mow the lawn" --schedule sat >/dev/null
    run as 1002 chore list --daily --json
    [ "$(jq -r '[.chores[].handle] | join(" ")' <<<"$output")" = "dishes trash" ]
    run as 1002 chore list --weekly --json
    [ "$(jq -r '[.chores[].handle] | join(" ")' <<<"$output")" = "lawn" ]
    run as 1002 chore list --list deep
    shows "bath  Clean the bath up    every 2 weeks on Saturday 6 pm      3      2 round-robin ann and ben deep-clean"
    fails grep dishes <<<"$output"
}

# issue 3: "Bad input: a chore for nobody, a schedule that never occurs"
@test "a chore for nobody and one that never comes round are not added" {
    run as 1001 chore add fix Fix --rotation fixed
    [ "$status" -eq 1 ]
    shows "a chore with the rotation fixed wants holders, people who live here."
    run as 1001 chore add fix Fix --rotation fixed --holders dan
    [ "$status" -eq 1 ]
    shows "dan does not live here, so it cannot be theirs."
    run as 1001 chore add fix Fix --schedule "daily until 2026-11-01"
    [ "$status" -eq 1 ]
    shows 'With the schedule "daily until 2026-11-01" it would come round on no day.'
    run as 1001 chore show fix
    [ "$status" -eq 1 ]
}

@test "what has been given out is due when the chore is from now on" {
    as 1001 chore assign dishes ann --on today..+2d >/dev/null
    as 1002 done dishes >/dev/null
    run as 1001 chore change dishes --due 7pm
    [ "$status" -eq 0 ]
    shows "Done by          7 pm"
    run as 1002 week --json
    [ "$(jq -r '[.assignments[].dueAt[11:16]] | join(" ")' <<<"$output")" = "21:00 19:00 19:00" ]
}

# issue 3: "with skipped, moved and extra dates"
@test "days are left out, moved and added, and that is taken back" {
    as 1001 chore skip trash mon >/dev/null
    as 1001 chore move trash 2026-12-03 --to 2026-12-04 >/dev/null
    as 1001 chore extra trash 2026-12-05 >/dev/null
    run as 1002 chore show trash
    shows "Next             Fri 4 Dec, Sat 5 Dec, Mon 7 Dec, Thu 10 Dec and Mon 14 Dec"
    shows "Mon 30 Nov left out"
    shows "Thu 3 Dec  moved    Fri 4 Dec"
    shows "Sat 5 Dec  added"
    as 1001 chore restore trash mon >/dev/null
    as 1001 chore restore trash 2026-12-04 >/dev/null
    as 1001 chore restore trash 2026-12-05 >/dev/null
    run as 1002 chore show trash
    shows "Next             Mon 30 Nov, Thu 3 Dec, Mon 7 Dec, Thu 10 Dec and Mon 14 Dec"
    fails grep "not as the schedule" <<<"$output"
}

@test "a retired chore is gone from the lists, and can be read and had back" {
    as 1001 chore retire lawn >/dev/null
    run as 1002 chore list
    fails grep lawn <<<"$output"
    run as 1002 chore list --retired
    shows "lawn  Mow the lawn every Saturday 9 pm      1 Fri 27 Nov"
    run as 1002 chore show lawn
    shows "Retired          Fri 27 Nov"
    as 1001 chore resume lawn >/dev/null
    run as 1002 chore list
    shows lawn
}

# issue 3: "CSV import and export." What is exported, brought into an empty house and exported again
# is the same to the byte. A spreadsheet runs nothing of it.
@test "a table of chores comes back byte by byte from an empty house" {
    as 1001 chore add odd $'=HYPERLINK("x"), "so"' --area "-2; +3" --schedule "last sat" \
        --instructions $'@home\n  "Twice."\n' --due 25:00 --window 1h30 >/dev/null
    as 1001 chore add byhand "When asked" --rotation volunteer --looked-at-by nobody >/dev/null
    as 1001 chore add weeks "Three weeks" --schedule "FREQ=DAILY;INTERVAL=21;COUNT=9" \
        --starts 2026-10-01 --effort 100 >/dev/null
    as 1001 chore change bath --clear holders >/dev/null
    as 0 house add elm "Elm House" --zone America/New_York --beds a
    as 0 person add eve "Eve" --house elm
    as 0 account add person eve --uid 2000 --house elm
    as 0 account roles eve --grant manager --house elm
    as 1001 chore export >"$FOLDER/maple.csv"
    [ "$(wc -l <"$FOLDER/maple.csv")" -gt 8 ]
    grep -q "^odd,\"'=HYPERLINK(" "$FOLDER/maple.csv"
    run as 2000 chore import "$FOLDER/maple.csv"
    [ "$status" -eq 0 ]
    shows "7 rows were brought in."
    as 2000 chore export >"$FOLDER/elm.csv"
    cmp "$FOLDER/maple.csv" "$FOLDER/elm.csv"
    # Nor is anything lost that the table does not show.
    as 1001 chore export --format json | jq -S '.chores' >"$FOLDER/maple.json"
    as 2000 chore export --format json | jq -S '.chores' >"$FOLDER/elm.json"
    diff <(grep -v startsOn "$FOLDER/maple.json") <(grep -v startsOn "$FOLDER/elm.json")
}

@test "holders are in the table by their handles, and must live where it is brought in" {
    as 1001 chore add pets "Feed the cat" --rotation fixed --holders cat,ann --people 2 >/dev/null
    as 1001 chore export >"$FOLDER/pets.csv"
    grep -q '^pets,.*,"cat,ann",coordinator' "$FOLDER/pets.csv"
    run as 1007 chore import "$FOLDER/pets.csv" --dry-run
    [ "$status" -eq 1 ]
    shows 'holders: There is no person "cat" here.'
}

# issue 3: "200 chores in a house of one"
@test "a house of one has two hundred chores" {
    {
        echo "name,schedule,list"
        for number in $(seq 200); do
            echo "Chore $number,daily,weekly"
        done
    } >"$FOLDER/many.csv"
    as 1007 person admit olga
    run as 1007 chore import "$FOLDER/many.csv"
    [ "$status" -eq 0 ]
    run as 1007 chore list --weekly --json
    [ "$(jq '.chores | length' <<<"$output")" -eq 200 ]
}

@test "a resident, an operator and another house's manager change nothing of it" {
    for uid in 1002 0 1007; do
        for words in "change dishes --effort 9" "retire dishes" "resume dishes" "skip dishes sat" \
            "move dishes sat --to 2026-12-01" "extra byhand sat" "restore dishes sat"; do
            # shellcheck disable=SC2086  # several words
            run as "$uid" chore $words --house maple
            [ "$status" -eq 1 ]
        done
    done
    run as 1002 chore show dishes --json
    [ "$(jq -c '[.chore.effort, .exceptions]' <<<"$output")" = "[1,[]]" ]
}
