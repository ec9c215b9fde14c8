#!/usr/bin/env bats
# What can go wrong with files, disks, keys, clocks and power: each is said clearly, what was
# acknowledged is there, and the daemon goes on where it can.

load helper

setup_file() {
    export BAD_DISK_SHIM=$BATS_FILE_TMPDIR/bad_disk.so
    gcc -std=c17 -D_GNU_SOURCE -O1 -Wall -Wextra -shared -fPIC -o "$BAD_DISK_SHIM" \
        tests/e2e/bad_disk.c
    prepare
    export FURNISHED=$FOLDER
    start && furnish && stop
}

teardown_file() { BATS_TEST_COMPLETED=1 clean; }

# Each test has a copy of the furnished house; no daemon runs yet.
setup() {
    FOLDER=$(mktemp -d "${TMPDIR:-/tmp}/kith-e2e-XXXXXX")
    export KITH_SOCKET=$FOLDER/socket
    export FULL_DISK=$FOLDER/full DEAF_DISK=$FOLDER/deaf FIXED_DISK=$FOLDER/fixed
    export HELD_DISK=$FOLDER/held
    # A sanitizer would like to be loaded before everything else, and need not be.
    export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0
    cp -a "$FURNISHED/." "$FOLDER"
    : >"$FOLDER/log"
    sed -i "s|$FURNISHED|$FOLDER|" "$FOLDER/kith.conf"
}

teardown() {
    give_freely
    clean
}

# The daemon does not start, and what it says has all of these parts: refuses PART...
# What stands in BEFORE is put before the command.
refuses() {
    local part
    run timeout 60 "${BEFORE[@]}" "$KITH_BUILD/kithd" --config "$FOLDER/kith.conf" --clock "$CLOCK"
    [ "$status" -eq 1 ]
    [[ $output == kithd:* ]]
    for part; do shows "$part"; done
}

# Whether the house is as it was furnished, and can be written.
is_well() {
    start
    run as 1002 week
    [ "$status" -eq 0 ]
    as 1001 chore assign dishes ann --on 2026-12-24 >/dev/null
    run as 0 audit verify
    [ "$status" -eq 0 ]
    shows "The record is whole"
    stop
}

# --- The disk ------------------------------------------------------------------------------------

# Starts the daemon on a disk that goes wrong while $FOLDER/full, deaf, fixed or held is there.
on_a_disk() {
    launch env "LD_PRELOAD=$BAD_DISK_SHIM"
    open_doors
}

# The disk that was held gives to everybody again.
give_freely() {
    [ -p "$FOLDER/held" ] || return 0
    exec 7<>"$FOLDER/held"
    rm "$FOLDER/held"
    exec 7>&-
}

# issue 2: "a full disk (reads that leave no audit entry go on, the rest get StorageFailed, and
# after space returns the next write works without a restart)"
@test "on a full disk reads go on, nothing else does, and with space all does again" {
    on_a_disk
    as 1001 chore assign dishes ann --on 2026-11-28
    touch "$FOLDER/full"
    for _ in 1 2 3; do
        run as 1001 chore assign dishes ann --on 2026-11-29
        [ "$status" -eq 1 ]
        shows "The record could not be written, so nothing was changed."
        shows "Look at the disk's space"
        # This read tells the person who has looked.
        run as 1001 person contact ann
        [ "$status" -eq 1 ]
        shows "The record could not be written"
        run as 1002 week
        [ "$status" -eq 0 ]
        shows "Sat 28"
        [[ $output != *"Sun 29 Nov 9 pm"* ]]
        run as 1001 person list
        [ "$status" -eq 0 ]
        run as 0 status
        [ "$status" -eq 0 ]
    done
    rm "$FOLDER/full"
    as 1001 chore assign dishes ann --on 2026-11-29
    run as 1001 person contact ann
    shows "+1 212 555 0101"
    run as 1002 week
    shows "Sat 28"
    shows "Sun 29 Nov 9 pm"
    run as 0 audit verify
    [ "$status" -eq 0 ]
    # Nobody has looked but the once.
    run as 1002 me --json
    [ "$(jq '.readers | length' <<<"$output")" -eq 1 ]
    stop
    is_well
}

# design: "Nothing is acknowledged before it is on disk", and nothing is said that may be untrue:
# what was written may be found again though the disk did not confirm it.
@test "where the disk confirms nothing, nobody is told that nothing was changed" {
    on_a_disk
    as 1001 chore assign dishes ann --on 2026-11-28
    touch "$FOLDER/deaf"
    run as 1001 chore assign dishes ann --on 2026-11-29
    [ "$status" -eq 1 ]
    shows "The disk did not confirm what was written, so it may be kept or not."
    run as 1002 week
    [ "$status" -eq 0 ]
    rm "$FOLDER/deaf"
    as 1001 chore assign dishes ann --on 2026-11-30
    run as 0 audit verify
    [ "$status" -eq 0 ]
    stop
    is_well
}

# issue 2: "a read-only database": one that becomes so while the daemon runs
@test "on a disk that can no longer be written reads go on, writes are refused, and come back" {
    on_a_disk
    as 1001 chore assign dishes ann --on 2026-11-28
    touch "$FOLDER/fixed"
    for _ in 1 2 3; do
        run as 1001 chore assign dishes ann --on 2026-11-29
        [ "$status" -eq 1 ]
        shows "The record could not be written, so nothing was changed."
        # What is sealed under a new key would be written to the keys' file first.
        run as 1001 person change cat --phone "+1 212 555 0103"
        [ "$status" -eq 1 ]
        shows "The record could not be written, so nothing was changed."
        run as 1001 person contact ann
        [ "$status" -eq 1 ]
        run as 1002 week
        [ "$status" -eq 0 ]
        shows "Sat 28"
        fails shows "Sun 29 Nov 9 pm"
        run as 0 audit verify
        [ "$status" -eq 0 ]
    done
    rm "$FOLDER/fixed"
    as 1001 chore assign dishes ann --on 2026-11-29
    as 1001 person change cat --phone "+1 212 555 0104"
    run as 1001 person contact cat
    shows "+1 212 555 0104"
    run as 1002 week
    shows "Sun 29 Nov 9 pm"
    run as 0 audit verify
    [ "$status" -eq 0 ]
    stop
    is_well
}

# issue 2: "a full disk": the keys' file is the first to be written
@test "a key that finds no space is not used, and the next one is" {
    on_a_disk
    touch "$FOLDER/full"
    run as 1001 person change cat --phone "+1 212 555 0103"
    [ "$status" -eq 1 ]
    shows "The record could not be written"
    rm "$FOLDER/full"
    as 1001 person change cat --phone "+1 212 555 0104"
    run as 1001 person contact cat
    shows "+1 212 555 0104"
    stop
    start
    run as 1001 person contact cat
    shows "+1 212 555 0104"
}

@test "of many calls on a full disk each is answered, in order" {
    on_a_disk
    touch "$FOLDER/full"
    wire <<'PY'
    c = connect(1001)
    calls = []
    for i in range(300):
        calls.append(message("org.kith.Person.Add", {"handle": f"p{i}", "name": "P"}))
        calls.append(message("org.kith.Nowhere.Go"))
        calls.append(message("org.kith.Person.Add", {"handle": f"q{i}", "name": "Q"}, oneway=True))
    c.send(b"".join(calls))
    # A turn's calls stand and fall together: what came after its first write is told so too.
    for i in range(300):
        assert c.receive()["error"] == "org.kith.Server.StorageFailed", i
        assert c.receive()["error"] in ("org.kith.Server.StorageFailed",
                                        "org.varlink.service.InterfaceNotFound"), i
    os.unlink(os.path.join(folder, "full"))
    c.call("org.kith.Person.Add", handle="p0", name="P")
    assert c.error("org.kith.Person.Show", {"person": "p1"})[0] == "org.kith.Server.NotFound"
    assert c.error("org.kith.Person.Show", {"person": "q0"})[0] == "org.kith.Server.NotFound"
PY
}

# design, section 5: a page that is none is damage whenever it is met, not after a crash alone.
@test "damage that a call meets ends writing, and status says so" {
    damage
    start
    run as 1001 chore assign dishes ann --on 2026-11-28
    [ "$status" -eq 0 ]
    # Somebody's orientation stands on that page.
    run as 1001 person show ann
    [ "$status" -eq 1 ]
    run as 0 status
    [ "$status" -eq 0 ]
    shows "Nothing can be changed now."
    shows "The record is damaged: a page of it cannot be read."
    run as 1001 chore assign dishes ann --on 2026-11-29
    [ "$status" -eq 1 ]
    shows "The record takes no writes now."
    grep -q "The record is damaged" "$FOLDER/log"
}

@test "on a full disk an old record is opened and read, and a new one is refused" {
    touch "$FOLDER/full"
    on_a_disk
    run as 1002 week
    [ "$status" -eq 0 ]
    run as 1001 chore assign dishes ann --on 2026-11-28
    [ "$status" -eq 1 ]
    shows "The record could not be written"
    run as 0 status
    shows "What is written cannot be kept. Look at the disk's space and health."
    rm "$FOLDER/full"
    as 1001 chore assign dishes ann --on 2026-11-28
    stop
    is_well
    export LD_PRELOAD=$BAD_DISK_SHIM
    rm "$FOLDER"/k*.db*
    touch "$FOLDER/full"
    refuses "$FOLDER/kith.db cannot be opened: database or disk is full; look at the disk"
    rm "$FOLDER/full"
    start
    furnish
    stop
    is_well
}

# issue 2: "watchdog fed only while commits succeed"
@test "the watchdog goes hungry while the disk is full" {
    wire <<'PY'
    disk = Service("--clock", "2026-11-27T17:00:00Z",
                   before=["env", "LD_PRELOAD=" + os.environ["BAD_DISK_SHIM"]],
                   WATCHDOG_USEC="3000")
    disk.wait_for("READY=1")
    disk.wait_for("WATCHDOG=1")
    disk.wait_for("WATCHDOG=1")
    c = connect(1001)
    full = open(os.environ["FULL_DISK"], "w", encoding="ascii")
    add = {"handle": "polly", "name": "Polly"}
    assert c.error("org.kith.Person.Add", add)[0] == "org.kith.Server.StorageFailed"
    disk.has_told()
    # It is due every millisecond, and would be told in one of these turns.
    for _ in range(2000):
        c.call("org.kith.Server.Status")
    assert disk.has_told() == []
    os.unlink(full.name)
    # Nobody has to write before it is seen that one could.
    disk.wait_for("WATCHDOG=1")
    c.call("org.kith.Person.Add", **add)
    disk.send("TERM")
    disk.wait_for("STOPPING=1")
    assert disk.status() == 0
PY
}

# --- A damaged record -----------------------------------------------------------------------------

# Writes nonsense over the root page of a table that nothing looks into at a start.
damage() {
    local page
    page=$(sqlite3 "$FURNISHED/kith.db" "select rootpage from sqlite_schema where name = 'orientation'")
    python3 - "$FOLDER/kith.db" "$page" <<'PY'
import sys
with open(sys.argv[1], "r+b") as file:
    file.seek(16)
    size = int.from_bytes(file.read(2), "big")
    file.seek((int(sys.argv[2]) - 1) * size)
    file.write(b"\xa5" * size)
PY
}

# Waits for the end of the check after an unclean stop.
checked() {
    wire <<'PY'
    c = connect()
    while c.call("org.kith.Server.Status")["checking"]:
        pass
PY
}

# issue 2: "After an unclean stop a quick check runs [...]; a fault makes the daemon read-only and
# says so."
@test "a damaged record is found after an unclean stop: reads go on, writes do not" {
    start
    as 1001 chore assign dishes ann --on 2026-11-28
    stop KILL
    damage
    start
    checked
    grep -q "warning: the last stop was not clean; the record is checked" "$FOLDER/log"
    grep -q "error: the record is damaged, no more writes are taken: .*; restore a backup" \
        "$FOLDER/log"
    run as 0 status
    [ "$status" -eq 0 ]
    shows "Nothing can be changed now."
    shows "The record is damaged: "
    run as 1002 week
    [ "$status" -eq 0 ]
    shows "Sat 28"
    run as 1001 chore assign dishes ann --on 2026-11-29
    [ "$status" -eq 1 ]
    shows "The record takes no writes now. \`kith status\` says why."
    run as 1001 person contact ann
    [ "$status" -eq 1 ]
    run as 0 audit verify
    [ "$status" -eq 0 ]
    # A clean stop does not make it sound again.
    stop
    start
    checked
    run as 0 status
    shows "The record is damaged: "
}

# --- Power ---------------------------------------------------------------------------------------

# issue 2: "nothing acknowledged is lost"
@test "after kill -9 all that was acknowledged is there, and the record is looked over" {
    start
    wire >"$FOLDER/acknowledged" <<'PY'
    import signal
    c = connect(1001)
    # Oneway where nobody reads: many are on their way when it dies.
    c.send(b"".join(message("org.kith.Person.Add", {"handle": f"p{i}", "name": f"Number {i}"})
                    for i in range(400)))
    count = 0
    try:
        while True:
            assert "error" not in c.receive()
            count += 1
            if count == 100:
                os.kill(pid, signal.SIGKILL)
    except EOFError:
        pass
    assert count >= 100
    print(count)
PY
    stop KILL
    [ -S "$FOLDER/socket" ]
    [ -s "$FOLDER/kith.db-wal" ]
    start
    checked
    grep -q "warning: the last stop was not clean; the record is checked" "$FOLDER/log"
    grep -q "kithd: the record is sound after the unclean stop" "$FOLDER/log"
    wire <<'PY'
    with open(os.path.join(folder, "acknowledged"), encoding="ascii") as file:
        count = int(file.read())
    c = connect(1001)
    for i in range(count):
        assert c.call("org.kith.Person.Show", person=f"p{i}")["name"] == f"Number {i}"
PY
    run as 0 status
    [[ $output != *"Nothing can be changed"* ]]
    stop
    : >"$FOLDER/log"
    is_well
    run grep -c "not clean" "$FOLDER/log"
    [ "$output" -eq 0 ]
}

# issue 2: "After an unclean stop a quick check runs on its own connection after READY"
@test "the check after kill -9 begins once the daemon is ready, and nobody waits for its end" {
    start
    as 1001 chore assign dishes ann --on 2026-11-28
    stop KILL
    : >"$FOLDER/log"
    mkfifo "$FOLDER/held"
    on_a_disk
    run as 0 status
    [ "$status" -eq 0 ]
    shows "The record is still being checked."
    run as 1002 week
    [ "$status" -eq 0 ]
    shows "Sat 28"
    as 1001 chore assign dishes ann --on 2026-11-29
    give_freely
    checked
    [ "$(grep -oE 'ready|not clean|is sound|is damaged' "$FOLDER/log")" = "ready
not clean
is sound" ]
    stop
    is_well
}

@test "a value that is sealed under a new key survives kill -9" {
    start
    as 1001 person change cat --phone "+1 212 555 0104"
    stop KILL
    start
    run as 1001 person contact cat
    shows "+1 212 555 0104"
}

# --- The clock -----------------------------------------------------------------------------------

# issue 2: "a clock that jumps back a day"
@test "when the clock jumps back a day, nothing breaks and the record stays whole" {
    start 2026-11-28T17:00:00Z
    as 1001 chore assign dishes ann --on 2026-11-27
    as 0 audit seal
    as 0 call org.kith.Test.Jump '{"to":"2026-11-27T17:00:00Z"}'
    run as 1002 status
    [ "$status" -eq 0 ]
    as 1002 done dishes --on 2026-11-27
    as 1001 person contact ann >/dev/null
    as 1001 chore assign trash ben --on 2026-11-30
    as 0 audit seal
    run as 1002 server hello
    shows "Fri 27 Nov"
    as 0 call org.kith.Test.Advance '{"to":"2026-11-29T17:00:00Z"}'
    as 1001 chore assign dishes ann --on 2026-11-29
    run as 0 audit verify
    [ "$status" -eq 0 ]
    shows "The record is whole"
    stop
    is_well
}

# issue 2: "a clock that jumps back a day", while the daemon was off
@test "a start a day before the last stop is a start like any other" {
    start 2026-11-28T17:00:00Z
    as 1001 chore assign dishes ann --on 2026-11-28
    stop
    is_well
}

# --- Files that will not do ------------------------------------------------------------------------

# issue 2: "a read-only database"
@test "a record, keys or a folder that cannot be written are named" {
    # Root may write everything, unless it is without that power.
    local powers=-dac_override,-dac_read_search
    if [ "$(id -u)" -eq 0 ]; then
        BEFORE=(setpriv --bounding-set="$powers" --inh-caps="$powers")
    fi
    chmod 0400 "$FOLDER/kith.db"
    refuses "$FOLDER/kith.db can be read but not written; let the daemon's user write it"
    chmod 0600 "$FOLDER/kith.db"
    chmod 0400 "$FOLDER/keys.db"
    refuses "$FOLDER/keys.db can be read but not written; let the daemon's user write it"
    chmod 0000 "$FOLDER/keys.db"
    refuses "$FOLDER/keys.db cannot be opened: " "let the daemon's user own the file and its folder"
    chmod 0600 "$FOLDER/keys.db"
    chmod 0400 "$FOLDER/kith.db.lock"
    refuses "$FOLDER/kith.db.lock cannot be opened: " "let the daemon's user own the file"
    chmod 0600 "$FOLDER/kith.db.lock"
    rm "$FOLDER/kith.db.lock"
    chmod 0500 "$FOLDER"
    refuses "$FOLDER/kith.db.lock cannot be opened: " "let the daemon's user own the file"
    chmod 0700 "$FOLDER"
    is_well
}

# issue 2: "a database that is not ours"
@test "a database of another program is left as it is" {
    rm "$FOLDER/kith.db"
    sqlite3 "$FOLDER/kith.db" "create table theirs (x); insert into theirs values (1)"
    before=$(sha256sum "$FOLDER/kith.db")
    refuses "$FOLDER/kith.db is not a database of kith; look at store in kith.conf"
    [ "$(sha256sum "$FOLDER/kith.db")" = "$before" ]
    sqlite3 "$FOLDER/kith.db" "pragma application_id = 252006673"
    before=$(sha256sum "$FOLDER/kith.db")
    refuses "$FOLDER/kith.db is not a database of kith"
    [ "$(sha256sum "$FOLDER/kith.db")" = "$before" ]
}

@test "a file that is no database is left as it is" {
    for name in kith.db keys.db; do
        mv "$FOLDER/$name" "$FOLDER/kept"
        head -c 100000 tests/e2e/faults.bats >"$FOLDER/$name"
        cp "$FOLDER/$name" "$FOLDER/before"
        refuses "$FOLDER/$name is not a database of kith"
        cmp "$FOLDER/$name" "$FOLDER/before"
        mv "$FOLDER/kept" "$FOLDER/$name"
    done
    is_well
}

@test "the record and the keys are not taken for each other" {
    mv "$FOLDER/kith.db" "$FOLDER/other"
    cp "$FOLDER/keys.db" "$FOLDER/kith.db"
    refuses "$FOLDER/kith.db is not a database of kith"
    cp "$FOLDER/other" "$FOLDER/kith.db"
    mv "$FOLDER/keys.db" "$FOLDER/keys"
    mv "$FOLDER/other" "$FOLDER/keys.db"
    refuses "$FOLDER/keys.db is not a database of kith"
    mv "$FOLDER/keys" "$FOLDER/keys.db"
    is_well
}

# issue 2: "a newer database"
@test "a record or keys of a newer kith are left as they are" {
    for name in kith.db keys.db; do
        version=$(sqlite3 "$FOLDER/$name" "pragma user_version")
        sqlite3 "$FOLDER/$name" "pragma user_version = $((version + 1))"
        before=$(sha256sum "$FOLDER/$name")
        refuses "$FOLDER/$name was written by a newer kith; install that version"
        [ "$(sha256sum "$FOLDER/$name")" = "$before" ]
        sqlite3 "$FOLDER/$name" "pragma user_version = $version"
    done
    is_well
}

# issue 2: "keys missing"
@test "without its keys the record is not opened, and with them it is" {
    mv "$FOLDER/keys.db" "$FOLDER/kept"
    for _ in 1 2; do
        refuses "$FOLDER/keys.db has no keys, but the record has data; restore the keys.db that" \
            "kithd(8), BACKUP"
    done
    mv "$FOLDER/kept" "$FOLDER/keys.db"
    is_well
}

@test "without its record the keys are kept, and with it all is well" {
    mv "$FOLDER/kith.db" "$FOLDER/kept"
    for _ in 1 2; do
        refuses "$FOLDER/keys.db holds keys, but the record is new; restore the kith.db"
    done
    mv "$FOLDER/kept" "$FOLDER/kith.db"
    is_well
}

# issue 2: "keys missing": an older copy of them
@test "keys that are older than the record are told by how many are missing" {
    cp "$FOLDER/keys.db" "$FOLDER/kept"
    start
    as 1001 person change cat --phone "+1 212 555 0104"
    stop
    mv "$FOLDER/keys.db" "$FOLDER/newer"
    mv "$FOLDER/kept" "$FOLDER/keys.db"
    refuses "$FOLDER/keys.db lacks 1 keys that the record needs; restore a newer keys.db"
    mv "$FOLDER/newer" "$FOLDER/keys.db"
    is_well
}

# issue 2: "keys of another house"
@test "keys of another house are not taken" {
    mkdir "$FOLDER/other"
    sed "s|$FOLDER|$FOLDER/other|; s|$FOLDER/other/masterkey|$FOLDER/masterkey|" \
        "$FOLDER/kith.conf" >"$FOLDER/other/kith.conf"
    FOLDER=$FOLDER/other launch
    FOLDER=$FOLDER/other stop
    mv "$FOLDER/keys.db" "$FOLDER/kept"
    cp "$FOLDER/other/keys.db" "$FOLDER/keys.db"
    refuses "$FOLDER/keys.db belongs to another record; restore the keys.db of this one"
    mv "$FOLDER/kept" "$FOLDER/keys.db"
    is_well
}

# issue 2: "keys missing": the master key
@test "without the right master key nothing is opened" {
    mv "$FOLDER/masterkey" "$FOLDER/kept"
    refuses "$FOLDER/masterkey: No such file or directory; put it back from the recovery sheet"
    head -c 32 /dev/urandom >"$FOLDER/masterkey"
    chmod 0400 "$FOLDER/masterkey"
    refuses "$FOLDER/keys.db was locked with another master key; restore the right one" \
        "kithd(8), THE RECOVERY SHEET, says how"
    chmod 0600 "$FOLDER/masterkey"
    echo "not a key" >"$FOLDER/masterkey"
    refuses "$FOLDER/masterkey: it holds no master key; put it back from the recovery sheet"
    rm "$FOLDER/masterkey"
    ln -s kept "$FOLDER/masterkey"
    refuses "$FOLDER/masterkey: it is a symbolic link; name the file itself"
    rm "$FOLDER/masterkey"
    mv "$FOLDER/kept" "$FOLDER/masterkey"
    chmod 0440 "$FOLDER/masterkey"
    refuses "$FOLDER/masterkey: others than its owner may read or write it; chmod 400 it"
    chmod 0400 "$FOLDER/masterkey"
    is_well
}

@test "a folder that is not there is named" {
    sed -i "s|$FOLDER/kith.db|$FOLDER/nowhere/kith.db|" "$FOLDER/kith.conf"
    refuses "$FOLDER/nowhere/kith.db.lock cannot be opened: " "make its folder"
}

# issue 2: "A second daemon on the same database refuses to start and says who holds it."
@test "a second daemon on the same record, keys or socket says who is there" {
    start
    pid=$(cat "$FOLDER/pid")
    refuses "$FOLDER/kith.db is held by process $pid; stop the other daemon first"
    cp "$FOLDER/kith.conf" "$FOLDER/kept"
    sed -i "s|$FOLDER/kith.db|$FOLDER/second.db|" "$FOLDER/kith.conf"
    refuses "$FOLDER/keys.db is held by process $pid; stop the other daemon first"
    sed -i "s|$FOLDER/keys.db|$FOLDER/second-keys.db|" "$FOLDER/kith.conf"
    refuses "$FOLDER/socket: another process answers there; stop what answers there"
    mv "$FOLDER/kept" "$FOLDER/kith.conf"
    as 1001 chore assign dishes ann --on 2026-11-28
    stop
    is_well
}
