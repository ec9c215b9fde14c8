#!/usr/bin/env bats
# The record of who did what: what stock tools say of it, what the daemon says of it, its export.

load helper

# A house with three checkpoints and entries behind the last, and then the daemon is stopped.
setup_file() {
    prepare && start && furnish
    as 0 audit seal >/dev/null
    as 1001 chore assign dishes ann >/dev/null
    as 1002 done dishes >/dev/null
    as 0 audit seal >/dev/null
    as 1001 chore assign trash ben --on mon >/dev/null
    as 1001 person contact ann >/dev/null
    as 0 audit seal --json >"$FOLDER/sealed"
    as 1002 undo dishes >/dev/null
    as 0 audit export "$FOLDER/export" >/dev/null
    mkdir "$FOLDER/bin"
    ln -s "$KITH_BUILD/kith" "$FOLDER/bin/kith"
    (cd "$FOLDER" && PATH=$FOLDER/bin:$PATH && eval "$(manual "The key")")
    stop
    # With these alone the record can be verified.
    rm "$FOLDER/bin/kith"
    for tool in sh sqlite3 openssl sed; do
        ln -s "$(command -v "$tool")" "$FOLDER/bin/$tool"
    done
    cp "$FOLDER/kith.db" "$FOLDER/keys.db" "$BATS_FILE_TMPDIR"
}

teardown_file() { BATS_TEST_COMPLETED=1 clean; }

setup() {
    cp "$BATS_FILE_TMPDIR"/*.db "$FOLDER"
    PAPER=$(jq -r .words "$FOLDER/sealed")
    LAST=$(jq -r .sequence "$FOLDER/sealed")
}

teardown() { stop; }

# The commands that stand below a name in the manual, as somebody reads them from the page.
manual() {
    awk -v name="$1" '
        $0 == ".\\\" " name { found = 1 }
        found && /^\.Ed/ { exit }
        inside { gsub(/\\e/, "\\"); print }
        found && /^\.Bd/ { inside = 1 }' "$ROOT/daemon/kithd.8"
}

# Types them, where there is nothing but sqlite3, openssl and sed.
by_hand() {
    local commands
    commands=$(manual "$1")
    [ -n "$commands" ]
    (cd "$FOLDER" && env -i PATH="$FOLDER/bin" sh -eu -c "$commands")
}

check_newest() { by_hand "The note" && by_hand "The check"; }
check_all() { by_hand "All of it"; }

tamper() { sqlite3 "$FOLDER/kith.db" "$1"; }

# The six words that an output ends with, but for what to do with them.
words_in() { grep -oE '[a-z]+( [a-z]+){5}$' <<<"${1%. Compare*}" | tail -n 1; }

# --- With sqlite3 and openssl alone -----------------------------------------------------------

# issue 2: "the two-line check with `sqlite3` and `openssl` in the manual and run by a test"
@test "the manual's commands say of a record that is whole that it is" {
    [ "$(head -n 1 "$FOLDER/audit.pem")" = "-----BEGIN PUBLIC KEY-----" ]
    run check_newest
    [ "$status" -eq 0 ]
    [ "${#lines[@]}" -eq 3 ]
    [ "${lines[0]}" = "Signature Verified Successfully" ]
    [ "${#lines[1]}" -eq 44 ]
    [ "${lines[1]}" = "${lines[2]}" ]
    run check_all
    [ "$status" -eq 0 ]
    [ -z "$output" ]
}

@test "they find an entry that was changed" {
    tamper "update audit set body = replace(body, 'done', 'gone') where seq = $LAST"
    run check_newest
    [ "${lines[0]}" = "Signature Verified Successfully" ]
    [ "${lines[1]}" != "${lines[2]}" ]
    run check_all
    [ "$output" = "checkpoint $LAST: a line before it is not as it was" ]
}

@test "they find an old entry that was changed, or left out" {
    tamper "update audit set body = replace(body, 'done', 'gone') where seq = 3"
    run check_all
    [ "${#lines[@]}" -eq 1 ]
    shows "a line before it is not as it was"
    setup
    tamper "delete from audit where seq = 3"
    run check_all
    [ "${#lines[@]}" -eq 1 ]
    shows "a line before it is not as it was"
}

@test "they find a tail that was cut off" {
    tamper "delete from audit where seq >= $LAST"
    run check_newest
    [ "${lines[1]}" != "${lines[2]}" ]
}

# design, section 8: "old paper on the refrigerator is a witness no root can rewrite"
@test "the paper finds a tail that was cut off together with its checkpoint" {
    tamper "delete from checkpoint where seq = $LAST; delete from audit where seq >= $LAST"
    run check_newest
    [ "${lines[1]}" = "${lines[2]}" ]
    start
    run as 1002 audit verify
    [ "$status" -eq 0 ]
    [ "$(words_in "$output")" != "$PAPER" ]
    run as 1002 audit checkpoints
    case $output in *"$PAPER"*) false ;; esac
}

@test "they find a note that was altered, and one that somebody else signed" {
    tamper "update checkpoint set note = replace(note, '2026-11-27T17', '2026-11-27T16')
        where seq = $LAST"
    run check_newest
    [ "$status" -ne 0 ]
    [ "${lines[0]}" = "Signature Verification Failure" ]
    [ "${#lines[@]}" -eq 1 ]
    run check_all
    [ "$output" = "checkpoint $LAST: the signature is wrong" ]
    setup
    openssl genpkey -algorithm ed25519 -out "$FOLDER/forger.pem"
    tamper "select writefile('$FOLDER/note', note) from checkpoint where seq = $LAST" >/dev/null
    openssl pkeyutl -sign -inkey "$FOLDER/forger.pem" -rawin -in "$FOLDER/note" \
        -out "$FOLDER/forged"
    tamper "update checkpoint set signature = readfile('$FOLDER/forged') where seq = $LAST"
    run check_newest
    [ "${lines[0]}" = "Signature Verification Failure" ]
}

@test "they find a checkpoint that was left out" {
    tamper "delete from checkpoint where seq = (select min(seq) from checkpoint)"
    run check_all
    shows "it does not follow the one before"
}

# --- By the daemon ----------------------------------------------------------------------------

# issue 2: "`kith audit verify` (on the daemon"; design: "Everybody may verify"
@test "the daemon finds what was done to the record while it was stopped" {
    tamper "update audit set body = replace(body, 'done', 'gone') where seq = 5"
    start
    run as 1002 audit verify
    [ "$status" -eq 1 ]
    shows "The record is NOT whole at entry 5: an entry was changed."
    shows "Keep the record's files as they are, and tell whoever runs this computer."
    run as 1002 --json audit verify
    [ "$status" -eq 1 ]
    [ "$(jq -c '[.intact, .brokenAt]' <<<"$output")" = "[false,5]" ]
}

@test "the daemon finds an entry that was changed together with all hashes behind it" {
    sqlite3 "$FOLDER/kith.db" "select body from audit order by seq" >"$FOLDER/bodies"
    sed -i '5s/done/gone/' "$FOLDER/bodies"
    hash=$(printf 'kith-audit-v1\n' | sha256sum | cut -d ' ' -f 1)
    n=0
    while IFS= read -r body; do
        n=$((n + 1))
        hash=$(printf '%s\n%s\n' "$hash" "$body" | sha256sum | cut -d ' ' -f 1)
        printf "update audit set body = '%s', hash = '%s' where seq = %d;\n" "$body" "$hash" "$n"
    done <"$FOLDER/bodies" >"$FOLDER/forgery"
    tamper ".read $FOLDER/forgery"
    start
    run as 1002 audit verify
    [ "$status" -eq 1 ]
    shows "a checkpoint does not fit the record"
}

@test "the daemon finds an entry that is missing, and a note that was altered" {
    tamper "delete from audit where seq = 5"
    start
    run as 1003 audit verify
    [ "$status" -eq 1 ]
    shows "The record is NOT whole at entry 5: an entry is missing."
    stop
    setup
    tamper "update checkpoint set note = replace(note, '2026', '2025') where seq = $LAST"
    start
    run as 1003 audit verify
    [ "$status" -eq 1 ]
    shows "NOT whole at entry $LAST: a checkpoint does not fit the record"
}

# --- Six words ----------------------------------------------------------------------------------

# issue 2: "checkpoints and their six words"
@test "the six words are the same wherever they are read" {
    start
    run as 0 audit seal
    words=$(words_in "$output")
    [ "$(wc -w <<<"$words")" -eq 6 ]
    [ "$words" != "$PAPER" ]
    run as 1002 audit verify
    shows "The record is whole"
    [ "$(words_in "$output")" = "$words" ]
    run as 1002 audit checkpoints --limit 1
    shows "$words"
    run as 1002 server hello
    shows "$words"
    grep -qF "$words" "$FOLDER/log"
    # design.md section 8: "stands as six short words on everything printed"
    for list in week "week --all" "chore list" "house show" "person list" "office list"; do
        # shellcheck disable=SC2086  # several words
        as 1002 $list >"$FOLDER/printed"
        [ "$(tail -n 1 "$FOLDER/printed")" = "Record: $words" ]
        # shellcheck disable=SC2086
        run tests/e2e/terminal -- "$KITH_BUILD/kith" --socket "$FOLDER/as/1002" $list
        [ "$status" -eq 0 ]
        case $output in *Record:*) false ;; esac
        # shellcheck disable=SC2086
        as 1002 $list --json | jq -e . >/dev/null
    done
    as 0 audit export "$FOLDER/again"
    stop
    run as 0 audit verify "$FOLDER/again"
    [ "$(words_in "$output")" = "$words" ]
    [ "$(jq -r 'select(.note) | .words' "$FOLDER/again" | tail -n 1)" = "$words" ]
}

# issue 2, design.md section 8: "each one also sent to the journal"
@test "an hour later there is a checkpoint, and its words are in the log" {
    start
    as 0 call Test.Advance '{"to":"2026-11-27T18:30:00Z"}'
    run as 1002 audit checkpoints --limit 1 --json
    words=$(jq -r '.checkpoints[0].words' <<<"$output")
    [ "$words" != "$PAPER" ]
    grep -qF "$words" "$FOLDER/log"
}

# --- The export --------------------------------------------------------------------------------

# issue 2: "and, given an exported copy, without it"
@test "an exported copy is checked without the daemon" {
    run as 0 audit verify "$FOLDER/export"
    [ "$status" -eq 0 ]
    shows "The record is whole (entries: $((LAST + 2)), checkpoints: 3)."
    [ "$(words_in "$output")" = "$PAPER" ]
    # What the chain was made of stands behind the first empty line.
    sed '1,/^$/d' "$FOLDER/export" | cmp - <(sqlite3 "$FOLDER/kith.db" \
        "select body from audit where seq <= $LAST + 2 order by seq")
}

# Alters a copy with a sed script; the check must say that, and end with 1.
finds() {
    sed "$1" "$FOLDER/export" >"$FOLDER/altered"
    if cmp -s "$FOLDER/export" "$FOLDER/altered"; then return 1; fi
    code=0
    output=$(as 0 audit verify "$FOLDER/altered") || code=$?
    [ "$code" -eq 1 ]
    shows "The record is NOT whole at entry $2: $3."
}

@test "an exported copy that was tampered with is found out" {
    mapfile -t checkpoints < <(jq -r 'select(.note) | .sequence' "$FOLDER/export")
    [ "${checkpoints[2]}" = "$LAST" ]
    finds '/^{"seq":7,/s/done/gone/' 1 "between here and the next checkpoint an entry was changed"
    finds '/^{"seq":7,/d' 7 "an entry is missing"
    finds '/^{"seq":7,/{h;d};/^{"seq":8,/G' 7 "an entry is missing"
    finds "/^{\"seq\":$LAST,/,\$d" "$LAST" "entries at the end are missing"
    finds '2s/17:00:00Z/16:00:00Z/' "${checkpoints[0]}" "a checkpoint's signature is wrong"
    finds '2s/"signature":"./&A/' "${checkpoints[0]}" "a checkpoint cannot be read"
    finds '2d' "${checkpoints[1]}" "a checkpoint does not follow the one before"
    finds '4s/"words":"[a-z]*/"words":"other/' "$LAST" "a checkpoint's words are not its own"
    run as 0 audit verify "$FOLDER/kith.conf"
    [ "$status" -eq 2 ]
    shows "this is no exported record"
}
