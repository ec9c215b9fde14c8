#!/usr/bin/env bats
# People: a roster as a house keeps it, moving in, moving out and coming back, and what each may
# read about themselves.

load helper

setup_file() { prepare && start && furnish; }
teardown_file() { BATS_TEST_COMPLETED=1 clean; }

# Writes a roster; \n and the like are understood.
roster() { printf '%b' "$1" >"$FOLDER/roster.csv"; }

import() { as 1001 person import "$FOLDER/roster.csv" "$@"; }

# --- The roster --------------------------------------------------------------------------------

# issue 2: "header names in any order, UTF-8 with or without BOM, quoted fields, CRLF"
@test "a roster comes in as a spreadsheet writes it" {
    roster '\0357\0273\0277Moved In,NAME, Handle ,bed,PHONE,emergency name,Emergency_Phone,Agreement signed\r\n'
    printf '%s\r\n' '11/1/2026,"Zed ""Zap"", Jr.",zed,c,"(212) 555-0199",  Bo Ünal  ,"556",2026-11-02' \
        ',Yan Y.,yan,,,,,' >>"$FOLDER/roster.csv"
    run import
    [ "$status" -eq 0 ]
    shows "2 rows were brought in."
    run as 1001 --json person show zed
    [ "$(jq -r .name <<<"$output")" = 'Zed "Zap", Jr.' ]
    [ "$(jq -r '.stays[0] | [.movedInOn, .bed, .agreementSignedOn] | join(" ")' <<<"$output")" = \
        "2026-11-01 c 2026-11-02" ]
    run as 1001 --json person contact zed
    [ "$(jq -r '[.phone, .emergencyName, .emergencyPhone] | join("; ")' <<<"$output")" = \
        "(212) 555-0199; Bo Ünal; 556" ]
    # Who has no day and no bed is known, and does not live here yet.
    run as 1001 --json person show yan
    [ "$(jq '.stays | length' <<<"$output")" -eq 0 ]
}

@test "without a BOM, with other line ends and with semicolons it is the same" {
    roster 'bed;name;handle;moved in\nd;Wim W.;wim;2026-11-03\n'
    run import
    [ "$status" -eq 0 ]
    shows "1 row was brought in."
    run as 1001 --json person show wim
    [ "$(jq -r '.stays[0].bed' <<<"$output")" = d ]
}

# issue 2: "CSV files shaped like what houses keep today"
@test "a roster under a house's own headers, without handles, comes in" {
    as 1001 house add-beds room-3 >/dev/null
    roster 'First Name,Last Name,Room,Move-in date,Phone number,Emergency contact,Emergency contact phone,Rent\n'
    printf '%s\n' 'María,Lopez,Room 3,03/04/2026,555-0110,Rosa,555-0160,700' \
        'Maria,Long,,5/6/2026,,,,650' 'Ann,Hill,,,,,,' >>"$FOLDER/roster.csv"
    run import
    [ "$status" -eq 1 ]
    shows 'Column 8, "Rent", has a name that is not known.'
    shows "A column that is not to come in is left out with --ignore COLUMN,..."
    run import --ignore rent --dry-run
    [ "$status" -eq 0 ]
    shows "María Lopez will be maria."
    shows "Maria Long will be maria-l."
    shows "Ann Hill will be ann-h."
    shows "03/04/2026 was read as Wed 4 Mar 2026, the month first."
    run import --ignore rent
    [ "$status" -eq 0 ]
    shows "María Lopez is maria."
    shows "Ann Hill is ann-h."
    shows "3 rows were brought in."
    run as 1001 --json person show maria
    [ "$(jq -r '.name + ": " + (.stays[0] | [.movedInOn, .bed] | join(" "))' <<<"$output")" = \
        "María Lopez: 2026-03-04 room-3" ]
    run as 1001 --json person contact maria
    [ "$(jq -r '[.phone, .emergencyName, .emergencyPhone] | join("; ")' <<<"$output")" = \
        "555-0110; Rosa; 555-0160" ]
}

@test "the same roster does not come in twice, and nor does a name within it" {
    roster 'name,moved in\nPat Doe,2026-11-03\nQa,\n'
    run import
    [ "$status" -eq 0 ]
    roster 'name,moved in\n pat  DOE ,2026-11-03\nQb,\nQb,\n'
    run import --dry-run
    [ "$status" -eq 1 ]
    shows "$FOLDER/roster.csv:2: name: Pat Doe is here already, as pat. Leave the row out, or give another person a handle of their own."
    shows "$FOLDER/roster.csv:4: name: Qb stands in line 3 already. Leave the row out,"
    roster 'name,handle\nPat Doe,pat-2\n'
    run import --dry-run
    [ "$status" -eq 0 ]
}

@test "a list of chores under a house's own headers comes in" {
    printf '%s\n' 'Chore,Frequency,Due by,Points,Location,Notes' \
        'Wash the windows,every 2 weeks on sat,3pm,3,upstairs,With a cloth.' >"$FOLDER/chores.csv"
    run as 1001 chore import "$FOLDER/chores.csv"
    [ "$status" -eq 0 ]
    shows "Wash the windows is wash-the-windows."
    run as 1001 --json chore list
    [ "$(jq -r '.chores[] | select(.handle == "wash-the-windows") |
        [.name, .schedule, .dueTime, .effort, .area] | join("; ")' <<<"$output")" = \
        "Wash the windows; every 2 weeks on Saturday; 15:00; 3; upstairs" ]
}

# issue 2: "`--dry-run`"
@test "a dry run says what would be, and changes nothing" {
    before=$(as 0 status --json | jq .auditSequence)
    roster 'handle,name,moved in\nval,Val V.,2026-11-03\n'
    run import --dry-run
    [ "$status" -eq 0 ]
    shows "1 row is right. Nothing was changed."
    run import --dry-run --json
    [ "$(jq -c . <<<"$output")" = '{"rows":1,"faults":[],"proposed":[]}' ]
    run as 1001 person show val
    [ "$status" -eq 1 ]
    [ "$(as 0 status --json | jq .auditSequence)" -eq "$before" ]
    roster 'handle,name,moved in\nval,,yesterday\n'
    run import --dry-run
    [ "$status" -eq 1 ]
    shows "Nothing was brought in."
}

# issue 2: "every fault with its line; all or nothing"
@test "every fault is told with its line and what would do, and nothing is brought in" {
    before=$(as 1001 --json person list --former)
    roster 'handle,name,bed,moved in\nTed,Ted T.,,\numa,,,\nulf,Ulf U.,b,2026-11-05\nuli,Uli U.,,5 nov\n'
    roster "$(cat "$FOLDER/roster.csv")"'\nann,Ann A.,,\nuwe,Uwe U.,,\nuwe,Uwe V.,,\nuta,Ut\033[2J,,\n'
    run import
    [ "$status" -eq 1 ]
    # A character that nobody can see stops it before the daemon is asked.
    [ "${lines[0]}" = "$FOLDER/roster.csv:9: name: There is a character in it that cannot be printed." ]
    [ "${#lines[@]}" -eq 2 ]
    sed -i '$d' "$FOLDER/roster.csv"
    run import
    [ "$status" -eq 1 ]
    shows "$FOLDER/roster.csv:2: handle: A handle is small letters, digits and '-'"
    shows "$FOLDER/roster.csv:3: name: This must be filled in."
    shows "$FOLDER/roster.csv:4: bed: The bed b is ben's."
    shows "$FOLDER/roster.csv:5: moved in: A date is written like 2026-11-27."
    shows "$FOLDER/roster.csv:6: handle: Somebody has or had that name."
    shows "$FOLDER/roster.csv:8: handle: Somebody has or had that name."
    shows "Nothing was brought in. Mend the lines above and try again."
    [ "${#lines[@]}" -eq 7 ]
    [ "$(as 1001 --json person list --former)" = "$before" ]
}

@test "what is no roster says why" {
    while IFS='|' read -r text piece; do
        roster "$text"
        run import
        [ "$status" -eq 1 ]
        shows "$piece"
        shows "Nothing was brought in."
    done <<'ROSTERS'
|roster.csv:1: The file is empty. Its first line names the columns.
handle\nxan\n|roster.csv:1: The column "name" is missing.
handle,name,shoe size\nxan,Xan,42\n|roster.csv:1: Column 3, "shoe size", has a name that is not known. Known are handle, name, first name, last name, bed, moved in,
handle,name,name\nxan,Xan,Xan\n|roster.csv:1: Columns 2 and 3 are both "name". One is enough.
Room,Bed,name\n1,a,Xan\n|roster.csv:1: Columns 1 and 2 are both "bed". One is enough.
name,moved in\nXan,3/4/2026\nXia,23/4/2026\n|roster.csv:3: moved in: 23/4/2026 has the day in front, but with slashes the month is read first. Write all dates of this column like 2026-04-23.
name,Room,date in\nXan,2A,2026-11-03\n|roster.csv:2: Room: The house has no bed of that name. A bed is named in small letters, digits and '-', beginning with a letter: bed-2a, say.
handle,name\nxan,"Xan\n|roster.csv:2: A quote mark opens a field here, and no other closes it.
handle,name\nxan,X\0377n\n|roster.csv:2: This line is not UTF-8. Save the file as CSV in UTF-8.
ROSTERS
    run as 1001 person import "$FOLDER"
    [ "$status" -eq 2 ]
    shows "Is a directory"
}

# --- Stays -------------------------------------------------------------------------------------

# issue 2: "admit (date, bed, phone, emergency contact, agreement signed on, orientation due
# within
# 24 h with its list) ... All of it may be skipped and is then shown as missing."
@test "who moves in with nothing on paper is shown with what is missing" {
    as 1001 person add sue "Sue S." >/dev/null
    run as 1001 person admit sue
    [ "$status" -eq 0 ]
    shows "Sue lives here from Fri 27 Nov on."
    shows "To go through by Sat 28 Nov, noon: agreement and house rules;"
    shows "Not on the record yet: bed; phone; emergency contact; agreement."
    run as 1001 person change sue --phone 555-0101 --emergency-name Pat --emergency-phone 555-0102 \
        --agreement today
    [ "$status" -eq 0 ]
    as 1001 house add-beds e >/dev/null
    run as 1001 person move sue e
    shows "Sue has bed e from Fri 27 Nov on."
    run as 1001 person show sue
    case $output in *"Not on the record"*) false ;; esac
    run as 1001 person orient sue naloxone
    shows "Still to go through with Sue:"
    run as 1001 person orient sue
    shows "Sue's orientation is complete."
}

# issue 2: "A bed holds one person; two stays of one person do not overlap."
@test "a bed holds one person, and nobody lives here twice" {
    run as 1001 person admit dan --bed a
    [ "$status" -eq 1 ]
    shows "The bed a is ann's."
    run as 1001 person admit ann
    shows "ann has lived here since 1 June 2026."
    run as 1001 person admit dan --on 2026-09-15
    [ "$status" -eq 1 ]
    [ "$(as 1001 --json person show dan | jq '.stays | length')" -eq 1 ]
}

# issue 2: "leave (who ended it, reason, help given, where to forward, belongings kept until)"
@test "ben leaves, and what was done for him is on the record" {
    run bash -c 'printf "A ride.\nA list of beds.\n" | "$@"' - "$KITH_BUILD/kith" \
        --socket "$FOLDER/as/1001" person leave ben --ended-by house --reason "Curfew, three times." \
        --help-given - --forward-to "12 Elm St" --belongings-until +30d
    [ "$status" -eq 0 ]
    shows "Ben's stay ends on Fri 27 Nov."
    run as 1001 --json person show ben
    [ "$(jq -r '.stays[0] | [.movedOutOn, .endedBy, .belongingsKeptUntil] | join(" ")' \
        <<<"$output")" = "2026-11-27 house 2026-12-27" ]
    [ "$(jq -r '.stays[0].helpGiven' <<<"$output")" = $'A ride.\nA list of beds.' ]
    # On the screen a line stays a line, and in its column.
    run as 1001 person show ben
    grep -q '^Help given  *A ride\.$' <<<"$output"
    grep -q '^  *A list of beds\.$' <<<"$output"
    run as 1001 person list
    case $output in *ben*) false ;; esac
    run as 1001 person list --former
    shows "ben of Maple"
    # Who has gone may do nothing here, but still reads what is held.
    run as 1003 week
    [ "$status" -eq 1 ]
    run as 1003
    shows "Welcome, Ben. You do not live here now."
    run as 1003 me
    shows "You lived here from 15 August 2026 to 27 November 2026"
}

# issue 2: "All of it may be skipped and is then shown as missing."
@test "what was skipped when somebody left is filled in later" {
    as 1001 person admit ben --bed b >/dev/null
    run as 1001 person change ben --reason "Not yet."
    [ "$status" -eq 1 ]
    shows "They still live here. How a stay ended is said when they leave."
    run as 1001 person leave ben
    [ "$status" -eq 0 ]
    shows "Not on the record yet: phone; emergency contact; agreement; who ended the stay; why it ended; help given; where to forward. To fill in: kith person change ben"
    run as 1001 person change ben --ended-by vote --reason "Noise, every night." --help-given "A call." \
        --forward-to "12 Elm St"
    [ "$status" -eq 0 ]
    run as 1001 person show ben
    shows "Noise, every night."
    grep -q '^Not on the record  *phone; emergency contact; agreement$' <<<"$output"
    run as 1001 person leave ben
    [ "$status" -eq 1 ]
    shows "ben has left already, on 27 November 2026."
}

# issue 2: "come back"; design.md section 1: "Coming back is a second stay"
@test "who comes back has a second stay, and keeps the handle" {
    run as 1001 person admit dan --bed b
    [ "$status" -eq 0 ]
    run as 1001 --json person show dan
    [ "$(jq -c '[.stays[] | [.movedInOn, .movedOutOn]]' <<<"$output")" = \
        '[["2026-11-27",null],["2026-02-01","2026-09-30"]]' ]
    run as 1001 person add dan "Another Dan"
    [ "$status" -eq 1 ]
    shows "Names are not given twice."
    run as 1005 week
    [ "$status" -eq 0 ]
}

# --- About oneself -----------------------------------------------------------------------------

# issue 2: "`kith me`: everything the house holds about me, in sentences, who has looked and when"
@test "me tells stays, contacts, account and chores, in sentences" {
    as 1001 chore assign dishes ann >/dev/null
    as 1002 done dishes --note "Spotless." >/dev/null
    run as 1002 me
    [ "$status" -eq 0 ]
    shows "You are ann of Maple, known as ann to the house since 27 November 2026."
    shows "You have lived here since 1 June 2026"
    shows "You have had the bed a since 1 June 2026."
    shows "Your telephone number is +1 212 555 0101."
    shows "You have an account on this computer, as user number 1002."
    shows "Spotless."
    shows "Nobody has looked at what is sealed about you."
    run as 1005 me
    shows "You lived here from 1 February 2026 to 30 September 2026"
    shows "You have lived here since 27 November 2026"
}

@test "who makes way for a new officer is told" {
    as 1001 office appoint president cat --from 2026-11-20 >/dev/null
    as 1001 office appoint president dan --from 2027-01-01 >/dev/null
    run as 1001 office appoint president ann --from mon
    [ "$status" -eq 0 ]
    shows "Ann is president from Mon 30 Nov on."
    shows "Cat's term as president ends on Sun 29 Nov."
    shows "Dan's term as president from Fri 1 Jan 2027 on is withdrawn."
    run as 1001 office appoint president ann --from mon
    [ "$status" -eq 1 ]
    shows "ann is president already, from 30 November 2026 on."
    run as 1001 office end president
    shows "Ann's term as president from Mon 30 Nov on is withdrawn."
    shows "Cat's term as president ends on Fri 27 Nov."
}

@test "what is still to come is told as such" {
    as 0 account roles ann --grant auditor --from 2026-12-05 --house maple >/dev/null
    run as 1002 me
    shows "You will be auditor of maple from 5 December 2026 on."
    run as 1002 account roles
    grep -q '^auditor  *maple Sat 5 Dec  *coming$' <<<"$output"
    as 0 account roles ann --revoke auditor --house maple >/dev/null
    run as 1002 me
    shows "You were to be auditor of maple from 5 December 2026 on, but that was withdrawn."
}

@test "who looks at a contact is told to the person, and looking at one's own is not" {
    run as 1001 person contact ann
    [ "$status" -eq 0 ]
    shows "+1 212 555 0101"
    shows "Ann can see that you looked."
    run as 1002 person contact
    shows "+1 212 555 0101"
    case $output in *"can see"*) false ;; esac
    run as 1002 me --json
    [ "$(jq '.readers | length' <<<"$output")" -eq 1 ]
    [ "$(jq -r '.readers[0] | [.reader, .at] | join(" ")' <<<"$output")" = \
        "mike 2026-11-27T12:00:00-05:00" ]
    run as 1002 me
    shows "WHO LOOKED"
    # It stands in the record for ann, and for nobody else who lives there.
    run as 1002 audit list
    shows "Person.Contact"
    run as 1004 audit list
    case $output in *Person.Contact*) false ;; esac
}

# issue 2, design.md section 8: what is sealed cannot be read in the file
@test "what is sealed does not stand in the database as it was typed" {
    sqlite3 "$FOLDER/kith.db" .dump >"$FOLDER/dump"
    grep -q "ann of Maple" "$FOLDER/dump"
    for secret in "212 555 0101" "555-0102" "Curfew, three times." "12 Elm St" "A ride." "Spotless."; do
        if grep -aqF "$secret" "$FOLDER/dump" "$FOLDER/kith.db" "$FOLDER/kith.db-wal" "$FOLDER/log"; then
            echo "$secret" && false
        fi
    done
}
