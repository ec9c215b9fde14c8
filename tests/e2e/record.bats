#!/usr/bin/env bats
# The record of who did what: its checkpoints, its export, and what stock tools say of it.

load helper

setup_file() {
    prepare && start && furnish
    # Three checkpoints, and entries behind the last.
    as 0 audit seal >/dev/null
    as 1001 chore assign dishes ann >/dev/null
    as 1002 done dishes >/dev/null
    as 0 audit seal >/dev/null
    as 1001 chore assign trash ben --on mon >/dev/null
    as 1001 person contact ann >/dev/null
    as 0 audit seal --json | jq -r .words >"$FOLDER/paper"
    as 1002 undo dishes >/dev/null
}

teardown_file() { BATS_TEST_COMPLETED=1 clean; }

# The commands of the manual that stand below a heading, as somebody types them from the page.
manual() {
    awk -v name="$1" '
        $0 == ".\\\" " name { found = 1 }
        found && /^\.Ed/ { exit }
        inside { gsub(/\\e/, "\\"); print }
        found && /^\.Bd/ { inside = 1 }' "$ROOT/daemon/kithd.8"
}

# Runs them with sh in a folder that has a copy of the record and the public key.
by_hand() {
    commands=$(manual "$1")
    [ -n "$commands" ]
    (cd "$COPY" && sh -eu -c "$commands")
}

# A copy of the record, as a stopped daemon leaves it, and what was fetched on the first day.
copy_record() {
    COPY=$BATS_TEST_TMPDIR/copy
    mkdir -p "$COPY"
    sqlite3 "$FOLDER/kith.db" ".backup $COPY/kith.db"
    PATH=$BATS_TEST_TMPDIR:$PATH
    ln -sf "$KITH_BUILD/kith" "$BATS_TEST_TMPDIR/kith"
    KITH_SOCKET=$FOLDER/as/0 by_hand "The key"
}

tamper() { sqlite3 "$COPY/kith.db" "$1"; }

# The check of the manual: the signature, and the two digests.
two_lines() {
    by_hand "The note"
    by_hand "The check"
}

# --- With sqlite3 and openssl ---------------------------------------------------------------------

# issue 2: "the two-line check with `sqlite3` and `openssl` in the manual and run by a test"
@test "the manual's commands find a record whole that is" {
    copy_record
    [ "$(head -n 1 "$COPY/audit.pem")" = "-----BEGIN PUBLIC KEY-----" ]
    run two_lines
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "Signature Verified Successfully" ]
    [ "${lines[1]}" = "${lines[2]}" ]
    [ "${#lines[1]}" -eq 44 ]
    run by_hand "All of it"
    [ "$status" -eq 0 ]
    [ -z "$output" ]
}

@test "they need neither the daemon nor the client" {
    copy_record
    rm "$BATS_TEST_TMPDIR/kith"
    mkdir "$BATS_TEST_TMPDIR/tools"
    for tool in sh sqlite3 openssl sed; do
        ln -s "$(command -v "$tool")" "$BATS_TEST_TMPDIR/tools/$tool"
    done
    PATH=$BATS_TEST_TMPDIR/tools
    run two_lines_with_awk_from_before
    PATH=$BATS_TEST_TMPDIR/tools:/usr/bin:/bin
    [ "$status" -eq 0 ]
}

# issue 2: "Ed25519 checkpoints", "Verifiable with sqlite3 and openssl alone"
@test "they find an entry that was changed" {
    copy_record
    last=$(sqlite3 "$COPY/kith.db" "select max(seq) from checkpoint")
    tamper "update audit set body = replace(body, '\"person:2\"', '\"person:3\"') where seq = $last"
    run two_lines
    [ "${lines[0]}" = "Signature Verified Successfully" ]
    [ "${lines[1]}" != "${lines[2]}" ]
    run by_hand "All of it"
    [ "$output" = "checkpoint $last: a line before it is not as it was" ]
}
