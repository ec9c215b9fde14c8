#!/usr/bin/env bats
# A new configuration: taken over whole, or not at all, while the daemon goes on.

load helper

setup() { prepare; }
teardown() { clean; }

# issue 2: "SIGHUP builds the new configuration aside and keeps the old one if it is wrong"
@test "a signal has a new configuration taken over, and a wrong one changes nothing" {
    wire <<'PY'
    def configure(text):
        with open(os.path.join(folder, "kith.conf"), "w", encoding="ascii") as file:
            file.write(kept + text)

    def is_served(c):
        c.ask("org.kith.Server.Hello")
        try:
            return "error" not in c.receive()
        except EOFError:
            return False

    def reload():
        s.send("HUP")
        assert s.told() == "RELOADING=1"
        assert s.told() == "READY=1"

    with open(os.path.join(folder, "kith.conf"), encoding="ascii") as file:
        kept = file.read()
    s = Service()
    s.wait_for("READY=1")
    old = [connect() for _ in range(5)]
    assert all(is_served(c) for c in old)
    configure("limits: { connections_per_uid = 3; message_bytes = 4096; };")
    reload()
    assert not is_served(connect())
    # Who is there already stays, and is held to the new limits.
    assert all(is_served(c) for c in old)
    old[0].send(b" " * 5000)
    assert old[0].is_closed()
    configure("limits: { connections_per_uid = 64; message_bytes = 4095; };")
    reload()
    configure("limits: { connections_per_uid = 64; };\nlimit = 1;")
    reload()
    os.unlink(os.path.join(folder, "kith.conf"))
    reload()
    assert not is_served(connect())
    assert all(is_served(c) for c in old[1:])
    configure("")
    reload()
    assert is_served(connect())
    assert is_served(old[1])
    s.send("TERM")
    s.wait_for("STOPPING=1")
    assert s.status() == 0
PY
    config=$FOLDER/kith.conf
    [ "$(grep -c "kithd: the configuration was read again" "$FOLDER/log")" -eq 2 ]
    error="kithd: error: the configuration stays as it was: $config"
    grep -q "^$error:7: limits.message_bytes: out of range" "$FOLDER/log"
    grep -q "^$error:8: limit: there is no such key" "$FOLDER/log"
    grep -q "^$error: No such file or directory" "$FOLDER/log"
}

# issue 2: "Reload"
@test "kith server reload says whether it was taken over, and what is wrong if not" {
    start
    cp "$FOLDER/kith.conf" "$FOLDER/kept"
    run as 0 server reload
    [ "$status" -eq 0 ]
    shows "The configuration was read again and is in force."
    fails shows "These wait"
    sed -i "s|/socket\"|/other\"|" "$FOLDER/kith.conf"
    run as 0 server reload
    [ "$status" -eq 0 ]
    shows "These wait for the next start: socket.path."
    cp "$FOLDER/kept" "$FOLDER/kith.conf"
    echo 'limits: { connections_per_uid = "3"; };' >>"$FOLDER/kith.conf"
    run as 0 server reload
    [ "$status" -eq 1 ]
    shows "$FOLDER/kith.conf:7: limits.connections_per_uid: "
    run as 0 call org.kith.Server.Reload
    [ "$status" -eq 1 ]
    cp "$FOLDER/kept" "$FOLDER/kith.conf"
    run as 0 server reload
    [ "$status" -eq 0 ]
}

@test "only who runs the computer may have it read again" {
    start
    furnish
    for uid in 1001 1002; do
        run as "$uid" server reload
        [ "$status" -eq 1 ]
        shows "You may not do this."
    done
    run as 2000 server reload
    [ "$status" -eq 1 ]
    shows "You may not do this"
    run as 1100 server reload
    [ "$status" -eq 1 ]
    shows "Log in first"
    fails grep -q "read again" "$FOLDER/log"
}

@test "what names the socket or a file waits for the next start, and the log says so" {
    start
    sed -i "s|$FOLDER/kith.db|$FOLDER/other.db|; s|$FOLDER/socket|$FOLDER/plug|" "$FOLDER/kith.conf"
    as 0 server reload
    for key in socket.path store.database; do
        grep -q "warning: $key is taken over at the next start only" "$FOLDER/log"
    done
    fails grep -q "store.keys is taken over" "$FOLDER/log"
    run as 0 status
    [ "$status" -eq 0 ]
    [ ! -e "$FOLDER/other.db" ]
}

@test "how much is logged changes at once" {
    start
    echo 'log: { level = "error"; };' >>"$FOLDER/kith.conf"
    as 0 server reload
    : >"$FOLDER/log"
    as 0 server reload
    [ ! -s "$FOLDER/log" ]
}

@test "calls on their way are answered while it is read again" {
    start
    wire <<'PY'
    import threading
    c = connect()
    count = 2000
    calls = b"".join(message("org.kith.Server.Reload" if i % 100 == 50 else "org.kith.Server.Hello")
                     for i in range(count))
    sender = threading.Thread(target=c.send, args=(calls,))
    sender.start()
    assert all("error" not in c.receive() for _ in range(count))
    sender.join()
PY
}
