#!/usr/bin/env bats
# The daemon's options, and how it gets along with who runs it.

load helper

setup() { prepare; }
teardown() { clean; }

kithd() {
    "$KITH_BUILD/kithd" "$@"
}

# --- Options -------------------------------------------------------------------------------------

# issue 2: "--version", "--help"
@test "version and help are told on the standard output" {
    run kithd --version
    [ "$status" -eq 0 ]
    [[ $output =~ ^kithd\ [0-9]+\.[0-9]+$ ]]
    run kithd --help
    [ "$status" -eq 0 ]
    for option in --config --check --init-keys --version --help; do
        shows "  $option"
    done
    [ -z "$(kithd --help 2>&1 >/dev/null)" ]
}

@test "what is not understood ends with 2, and nothing is begun" {
    for words in --what --config --check=yes word "--check word" -x; do
        # shellcheck disable=SC2086 # several words
        run kithd $words
        [ "$status" -eq 2 ]
        shows "see kithd --help"
        # shellcheck disable=SC2086
        [ -z "$(kithd $words 2>/dev/null)" ]
    done
}

# issue 2: "--check"
@test "a good configuration is fine, and nothing else is looked at" {
    rm "$FOLDER/masterkey"
    run kithd --check --config "$FOLDER/kith.conf"
    [ "$status" -eq 0 ]
    [ "$output" = "$FOLDER/kith.conf is fine" ]
    run kithd --config etc/kith.conf --check
    [ "$status" -eq 0 ]
    [ ! -e "$FOLDER/kith.db" ]
}

# issue 2: "unknown keys, wrong types and ranges, integers that libconfig would wrap, are errors with
# file, line and the nearest known key"
@test "each fault of a configuration is told with file, line and key" {
    local config=$FOLDER/bad.conf text what
    while IFS='|' read -r text what; do
        printf '# The first line.\n%s' "$text" >"$config"
        run kithd --check --config "$config"
        [ "$status" -eq 1 ]
        shows "kithd: the configuration cannot be used: $config:2: "
        shows "$what"
        shows "; correct it"
        # The daemon itself says the same, and does not start.
        run kithd --config "$config"
        [ "$status" -eq 1 ]
        shows "$config:2: "
        shows "; correct it, and ask kithd --check"
    done <<'FAULTS'
limit: { connections = 10; };|limit: there is no such key (nearest: limits)
limits: { conections = 10; };|limits.conections: there is no such key (nearest: limits.connections)
limits: { connections = "10"; };|limits.connections
limits: { connections = 10.5; };|limits.connections: not a whole number
limits: { connections = 7; };|limits.connections: out of range (allowed: 8 to 4096)
limits: { connections = 4097; };|8 to 4096
limits: { connections = -10; };|8 to 4096
limits: { connections = 4294967306; };|limits.connections
limits: { connections = 18446744073709551626; };|limits.connections: a number of more than 18 digits
limits: { connections = 0x10000000A; };|limits.connections: not a whole number in decimal digits
limits: { connections = 10; connections = 11; };|limits.connections
limits = 5;|limits: not a group
log: { level = "loud"; };|log.level: not such a word (allowed: error, warning, info, debug)
log: { level = 1; };|log.level
socket: { path = "here"; };|socket.path: not such a path (allowed: an absolute path
socket: { path = ""; };|an absolute path of at most 107 bytes
socket: { path = |a { is opened and not closed
limits: { connections 10; };|syntax error
@include "other.conf"|@include is not allowed
FAULTS
}

@test "a configuration that cannot be read is named" {
    run kithd --check --config "$FOLDER/nowhere.conf"
    [ "$status" -eq 1 ]
    shows "$FOLDER/nowhere.conf: No such file or directory"
    run kithd --check --config "$FOLDER"
    [ "$status" -eq 1 ]
    shows "$FOLDER: is not a regular file"
    run kithd --config "$FOLDER/nowhere.conf"
    [ "$status" -eq 1 ]
    shows "make it, or leave --config out"
}

# issue 2: "--init-keys"
@test "the master key is made once, for its owner alone, and its sheet brings it back" {
    rm "$FOLDER/masterkey"
    run kithd --init-keys --config "$FOLDER/kith.conf"
    [ "$status" -eq 0 ]
    shows "KITH RECOVERY SHEET"
    [ "$(stat -c %a "$FOLDER/masterkey")" = 400 ]
    # The way that the manual tells: thirteen groups, and the check value.
    groups=$(grep -oE '([A-Z2-7]{4} ){6}[A-Z2-7]{4}' <<<"$output" | tr -d ' \n')
    base32 -d <<<"${groups:0:52}====" >"$FOLDER/again"
    cmp <(od -An -v -tx1 "$FOLDER/again" | tr -d ' \n') <(tr -d ' \n' <"$FOLDER/masterkey")
    value=$(sed -n 's/^Check value: //p' <<<"$output")
    [ -n "$value" ]
    digest=$(printf kith-check-v1 | openssl dgst -sha256 -r -mac HMAC -macopt \
        "hexkey:$(cat "$FOLDER/masterkey")")
    [[ $digest == "$value"* ]]
    before=$(cat "$FOLDER/masterkey")
    run kithd --init-keys --config "$FOLDER/kith.conf"
    [ "$status" -eq 1 ]
    shows "$FOLDER/masterkey is there already; it may be the key of a record, so keep it"
    [ "$(cat "$FOLDER/masterkey")" = "$before" ]
    # The key that was made again opens what the first one has locked.
    start
    as 0 house add maple "Maple House" --zone America/New_York
    stop
    mv -f "$FOLDER/again" "$FOLDER/masterkey"
    chmod 0400 "$FOLDER/masterkey"
    start
    run as 0 house list
    shows maple
}

@test "no key is made where there are keys to be opened, or where its sheet cannot be printed" {
    start
    stop
    rm "$FOLDER/masterkey"
    run kithd --init-keys --config "$FOLDER/kith.conf"
    [ "$status" -eq 1 ]
    shows "$FOLDER/keys.db needs its own; make that again from the recovery sheet"
    [ ! -e "$FOLDER/masterkey" ]
    rm "$FOLDER"/*.db*
    # shellcheck disable=SC2094 # it is not written to
    run bash -c "'$KITH_BUILD/kithd' --init-keys --config '$FOLDER/kith.conf' >/dev/full"
    [ "$status" -eq 1 ]
    shows "its recovery sheet cannot be printed: No space left on device"
    [ ! -e "$FOLDER/masterkey" ]
    # A printer that is not there.
    run python3 -c 'import os, subprocess, sys
reader, writer = os.pipe()
os.close(reader)
sys.exit(subprocess.run(sys.argv[1:], stdout=writer).returncode)' \
        "$KITH_BUILD/kithd" --init-keys --config "$FOLDER/kith.conf"
    [ "$status" -eq 1 ]
    shows "its recovery sheet cannot be printed: Broken pipe"
    [ ! -e "$FOLDER/masterkey" ]
    rmdir "$FOLDER/nowhere" 2>/dev/null || true
    sed -i "s|$FOLDER/masterkey|$FOLDER/nowhere/masterkey|" "$FOLDER/kith.conf"
    run kithd --init-keys --config "$FOLDER/kith.conf"
    [ "$status" -eq 1 ]
    shows "$FOLDER/nowhere/masterkey: No such file or directory; look at the folder"
}

# --- Start and stop ------------------------------------------------------------------------------

# issue 2: "Type=notify"
@test "a service manager is told of start, reload and stop" {
    wire <<'PY'
    s = Service()
    # Ready is who answers.
    s.wait_for("READY=1")
    connect().call("org.kith.Server.Hello")
    s.send("HUP")
    assert s.told() == "RELOADING=1"
    assert s.told() == "READY=1"
    s.send("TERM")
    assert s.told() == "STOPPING=1"
    assert s.status() == 0
    assert s.has_told() == []
    assert sorted(os.listdir(folder)) == ["keys.db", "keys.db-journal", "keys.db.lock", "kith.conf",
                                          "kith.db", "kith.db.lock", "log", "masterkey", "notify"]
PY
    [ "$(grep -c . "$FOLDER/log")" -eq 3 ]
}

@test "interrupted from a terminal it leaves as it does when it is asked to" {
    wire <<'PY'
    s = Service()
    s.wait_for("READY=1")
    s.send("INT")
    assert s.told() == "STOPPING=1"
    assert s.status() == 0
    assert not os.path.exists(path)
PY
}

@test "one that does not start tells nobody that it is ready" {
    rm "$FOLDER/masterkey"
    wire <<'PY'
    s = Service()
    assert s.status() == 1
    assert s.has_told() == []
    assert not os.path.exists(path)
PY
}

# issue 2: "SIGTERM finishes the turn, answers, checkpoints and leaves"
@test "asked to end it answers what it has taken up, empties the log of the record and leaves" {
    wire <<'PY'
    import threading
    s = Service("--clock", "2026-11-27T17:00:00Z")
    s.wait_for("READY=1")
    operator = connect(0)
    operator.call("org.kith.House.Add", handle="maple", name="Maple", zone="America/New_York")
    watcher = connect(0)
    watcher.ask("org.kith.Event.Watch", {"house": "maple"}, more=True)
    watcher.receive()
    idle = connect()
    half = connect()
    half.send(b'{"method":')
    # It answers these while it is told to end; how many it takes up is its own affair.
    busy = connect(0)
    calls = b"".join(message("org.kith.Person.Add", {"handle": f"p{i}", "name": "P",
                                                     "house": "maple"}) for i in range(5000))
    sender = threading.Thread(target=busy.send, args=(calls,))
    sender.start()
    count = 0
    try:
        while True:
            assert "error" not in busy.receive()
            count += 1
            if count == 100:
                s.send("TERM")
    except EOFError:
        # The last answer was whole.
        assert busy.rest == b""
    sender.join()
    assert 100 <= count < 5000, count
    assert s.status() == 0
    assert watcher.is_closed() and idle.is_closed() and half.is_closed()
    assert "STOPPING=1" in s.has_told()
    assert not os.path.exists(path)
    for name in "kith.db-wal", "kith.db-shm":
        assert not os.path.exists(os.path.join(folder, name))
    with open(os.path.join(folder, "count"), "w", encoding="ascii") as file:
        file.write(str(count))
PY
    # What was answered is there, and nothing that was not.
    start
    count=$(cat "$FOLDER/count")
    kept=$(sqlite3 -readonly "$FOLDER/kith.db" "select count(*) from person")
    [ "$kept" -eq "$count" ]
    fails grep -q "not clean" "$FOLDER/log"
}

# issue 2: "SIGTERM [...] answers"
@test "asked to end it waits for who has not read their answers yet" {
    wire <<'PY'
    s = Service()
    s.wait_for("READY=1")
    slow = connect()
    other = connect()
    slow.socket.setblocking(False)
    ask = message("org.varlink.service.GetInterfaceDescription", {"interface": "org.kith.Person"})
    # More than the sockets hold between us: the daemon keeps the rest.
    for _ in range(200):
        slow.socket.send(ask)
        other.call("org.varlink.service.GetInfo")
    s.send("TERM")
    assert s.told() == "STOPPING=1"
    slow.socket.settimeout(PATIENCE)
    first = slow.receive_bytes()
    count = 1
    try:
        while slow.receive_bytes() == first:
            count += 1
    except EOFError:
        pass
    assert slow.rest == b"" and count * len(first) > 200000, count
    assert s.status() == 0
PY
}

@test "a socket that a dead daemon left behind is replaced, another file is not" {
    start
    stop KILL
    [ -S "$FOLDER/socket" ]
    start
    [ "$(stat -c %a "$FOLDER/socket")" = 660 ]
    stop
    [ ! -e "$FOLDER/socket" ]
    echo precious >"$FOLDER/socket"
    run timeout 60 "$KITH_BUILD/kithd" --config "$FOLDER/kith.conf"
    [ "$status" -eq 1 ]
    shows "$FOLDER/socket: something that is no socket has that name"
    [ "$(cat "$FOLDER/socket")" = precious ]
    rm "$FOLDER/socket"
    sed -i "s|$FOLDER/socket|$FOLDER/nowhere/socket|" "$FOLDER/kith.conf"
    run timeout 60 "$KITH_BUILD/kithd" --config "$FOLDER/kith.conf"
    [ "$status" -eq 1 ]
    shows "$FOLDER/nowhere/socket: No such file or directory; make its folder"
}

# --- Sockets handed over ---------------------------------------------------------------------------

# issue 2: "Socket activation (LISTEN_FDS)"
@test "a socket that is handed over is served, also who came before, and is left where it is" {
    wire <<'PY'
    import socket
    handed = socket.socket(socket.AF_UNIX)
    handed.bind(os.path.join(folder, "handed"))
    handed.listen(16)
    early = Connection(os.path.join(folder, "handed"))
    early.ask("org.kith.Server.Hello")
    s = Service(handed=[handed])
    assert "error" not in early.receive()
    s.wait_for("READY=1")
    assert not os.path.exists(path)
    s.send("TERM")
    assert s.status() == 0
    # Who comes now waits for the next daemon.
    late = Connection(os.path.join(folder, "handed"))
    late.ask("org.kith.Server.Hello")
    s = Service(handed=[handed])
    assert "error" not in late.receive()
    s.send("TERM")
    assert s.status() == 0
    assert os.path.exists(os.path.join(folder, "handed"))
PY
}

@test "what is handed over and cannot be served is refused" {
    wire <<'PY'
    import socket
    pairs = socket.socketpair()
    datagram = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    datagram.bind(os.path.join(folder, "datagram"))
    internet = socket.socket()
    internet.bind(("127.0.0.1", 0))
    internet.listen(1)
    log = os.path.join(folder, "log")
    open(log, "w", encoding="ascii").close()
    for handed in [pairs[0]], [datagram], [internet], [open(log, "rb")]:
        s = Service(handed=handed)
        assert s.status() == 1
        assert s.has_told() == []
    good = []
    for name in "one", "two":
        good.append(socket.socket(socket.AF_UNIX))
        good[-1].bind(os.path.join(folder, name))
        good[-1].listen(1)
    assert Service(handed=good).status() == 1
    with open(log, encoding="utf-8") as file:
        said = file.read().splitlines()
    assert len(said) == 5
    remedy = "; have the service manager hand over one listening unix stream socket"
    what = "kithd: the socket handed over cannot be used: "
    assert said[:4] == 4 * [what + "it is another kind of file" + remedy], said
    assert said[4] == what + "there are several" + remedy
PY
}

@test "a socket that was handed to another process is not taken" {
    wire <<'PY'
    s = Service(LISTEN_FDS="1", LISTEN_PID="1")
    s.wait_for("READY=1")
    connect().call("org.kith.Server.Hello")
PY
}

# --- The watchdog ----------------------------------------------------------------------------------

# issue 2: "watchdog fed only while commits succeed"
@test "the watchdog is fed while all is well, and only where one is wanted" {
    wire <<'PY'
    s = Service(WATCHDOG_USEC="30000")
    s.wait_for("READY=1")
    for _ in range(5):
        assert s.told() == "WATCHDOG=1"
    s.send("TERM")
    s.wait_for("STOPPING=1")
    assert s.status() == 0
    for wrong in {"WATCHDOG_USEC": "1000", "WATCHDOG_PID": "1"}, {"WATCHDOG_USEC": "soon"}:
        s = Service(**wrong)
        s.wait_for("READY=1")
        c = connect()
        for _ in range(500):
            c.call("org.varlink.service.GetInfo")
        s.send("TERM")
        assert s.wait_for("STOPPING=1") == []
        assert s.status() == 0
PY
}

# --- The log ---------------------------------------------------------------------------------------

@test "the log has numbers and no names, and levels where it goes to the journal" {
    start
    furnish
    as 1001 person show nobody-of-this-name 2>/dev/null || true
    stop
    fails grep -qiE 'maple|mike|ann|555|nobody-of' "$FOLDER/log"
    : >"$FOLDER/log"
    JOURNAL_STREAM=$(stat -c %d:%i "$FOLDER/log") start
    stop
    [ "$(cat "$FOLDER/log")" = "<6>ready
<6>stopping" ]
}
