#!/usr/bin/env bats
# Varlink byte by byte: what is answered, in which order, and what is closed.

load helper

setup_file() { prepare && start && furnish; }
teardown_file() { BATS_TEST_COMPLETED=1 clean; }

# --- Calls ---------------------------------------------------------------------------------------

# issue 2: "framing"; "absent = null = {}"
@test "parameters may be absent, null or empty, and spaces may stand between words" {
    wire <<'PY'
    c = connect()
    c.send(b'{"method":"org.varlink.service.GetInfo"}\0')
    c.send(b'{"method":"org.varlink.service.GetInfo","parameters":null}\0')
    c.send(b'{"method":"org.varlink.service.GetInfo","parameters":{}}\0')
    c.send(b'\n { "method" : "org.varlink.service.GetInfo" ,\r\n\t"parameters" : { } } \n\0')
    first = c.receive_bytes()
    assert [c.receive_bytes() for _ in range(3)] == 3 * [first]
    assert b'"vendor":"kith"' in first
PY
}

# issue 2: "framing"; platform: never null members, no spaces, only what is meant to be there
@test "an answer has no member that clients stumble over" {
    wire <<'PY'
    c = connect(1001)
    c.ask("org.kith.Test.As", {"uid": 1001})
    assert c.receive_bytes() == b"{}"
    c.ask("org.kith.Server.Hello")
    reply = c.receive_bytes()
    assert reply.startswith(b'{"parameters":{"version":'), reply
    c.ask("org.kith.Person.Show", {"person": "nobody"})
    reply = c.receive_bytes()
    assert reply.startswith(b'{"error":"org.kith.Server.NotFound","parameters":{'), reply
    for part in b'"continues"', b"null", b": ", b", ":
        assert part not in reply, part
PY
}

@test "a member of somebody else's, which has a dot, is left alone" {
    wire <<'PY'
    c = connect()
    c.send(b'{"method":"org.kith.Server.Hello","com.example.trace":{"a":[1,null]}}\0')
    assert "error" not in c.receive()
PY
}

# issue 2: "closing on malformed calls"
@test "a malformed call closes the connection without an answer" {
    wire <<'PY'
    hello = b'{"method":"org.kith.Server.Hello"'
    malformed = [
        b"", b" ", b"hello", b"[]", b'"org.kith.Server.Hello"', b"null", b"1", b"{", b"{}",
        b'{"parameters":{}}', b'{"method":null}', b'{"method":1}', b'{"method":{}}',
        hello, hello + b"}}", hello + b"}{}", hello + b',}', hello.replace(b'"', b"'") + b"}",
        hello + b',"id":1}', hello + b',"error":null}', hello + b',"continues":false}',
        hello + b',"parameters":[]}', hello + b',"parameters":"{}"}', hello + b',"parameters":0}',
        hello + b',"method":"org.kith.Server.Hello"}',
        hello + b',"parameters":{"a":1,"a":2}}',
        b"\xef\xbb\xbf" + hello + b"}", b"\xff\xfe", hello + b"}\xff",
    ]
    for flag in b"oneway", b"more", b"upgrade":
        malformed += [hello + b',"%s":%s}' % (flag, no)
                      for no in (b"null", b"1", b"0", b'"true"', b"[]", b"{}")]
    for one, other in (b"oneway", b"more"), (b"oneway", b"upgrade"), (b"more", b"upgrade"):
        malformed.append(hello + b',"%s":true,"%s":true}' % (one, other))
    for data in malformed:
        c = connect()
        c.send(data + b"\0")
        assert c.is_closed(), data
    c = connect()
    c.send(hello + b',"oneway":false,"more":true,"upgrade":false}\0')
    assert "error" not in c.receive()
PY
}

@test "what was asked before a malformed call is answered, what comes after is not" {
    wire <<'PY'
    c = connect()
    good = message("org.kith.Server.Hello")
    c.send(good + good + b"[]\0" + good)
    assert "error" not in c.receive()
    assert "error" not in c.receive()
    assert c.is_closed()
PY
}

@test "words nested as deep as they go close the connection and nothing else" {
    wire <<'PY'
    for opening, closing in (b"[", b"]"), (b'{"a":', b"}"):
        c = connect()
        c.send(b'{"method":"org.kith.Server.Hello","parameters":{"a":' + opening * 30000 + b"1"
               + closing * 30000 + b"}}\0")
        assert c.is_closed()
    connect().call("org.kith.Server.Hello")
PY
}

@test "descriptors that come with a call are not kept" {
    wire <<'PY'
    import array, socket
    kept = connect()
    before = None
    for _ in range(20):
        rights = array.array("i", [kept.socket.fileno()] * 20).tobytes()
        kept.socket.sendmsg([message("org.kith.Server.Hello")],
                            [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
        assert "error" not in kept.receive()
        before = before or open_files(pid)
    assert open_files(pid) == before
PY
}

# --- Order ---------------------------------------------------------------------------------------

# issue 2: "pipelining with replies in call order"
@test "reads, writes, refusals and work on a thread are answered in the order of their calls" {
    wire <<'PY'
    manager = connect(1001)
    manager.call("org.kith.Account.SetPin", person="ann", pin="481516")
    c = connect(1100)
    calls = [
        message("org.kith.Account.Login", {"person": "ann", "pin": "000000"}),
        message("org.kith.Nowhere.Go"),
        message("org.kith.Account.Login", {"person": "ann", "pin": "481516"}),
        message("org.kith.Server.Hello"),
        message("org.kith.Chore.Done", {"chore": "nothing"}),
        message("org.kith.Account.Logout"),
        message("org.kith.Server.Hello"),
    ]
    c.send(b"".join(calls))
    replies = [c.receive() for _ in calls]
    assert [reply.get("error", "").split(".")[-1] for reply in replies] == [
        "LoginFailed", "InterfaceNotFound", "", "", "NotFound", "", ""], replies
    assert replies[2]["parameters"]["person"] == "ann"
    assert replies[3]["parameters"]["person"] == "ann"
    assert "person" not in replies[6]["parameters"]
PY
}

# issue 2: "oneway"
@test "a oneway call is carried out and never answered, whatever comes of it" {
    wire <<'PY'
    c = connect(1001)
    c.ask("org.kith.Person.Add", {"handle": "oscar", "name": "Oscar"}, oneway=True)
    c.ask("org.kith.Person.Add", {"handle": "oscar", "name": "Oscar"}, oneway=True)
    c.ask("org.kith.Person.Add", {"handle": 7}, oneway=True)
    c.ask("org.kith.Nowhere.Go", oneway=True)
    c.ask("org.kith.Event.Watch", oneway=True)
    c.ask("org.varlink.service.GetInfo", oneway=True)
    assert c.call("org.kith.Person.Show", person="oscar")["handle"] == "oscar"
PY
}

# --- More ----------------------------------------------------------------------------------------

# issue 2: "more"
@test "a watch tells what there is, then what somebody else does" {
    wire <<'PY'
    watcher = connect(1002)
    watcher.ask("org.kith.Event.Watch", more=True)
    state = watcher.receive()
    assert state["continues"] is True
    last = max(event["eventId"] for event in state["parameters"]["events"])
    connect(1001).call("org.kith.Chore.Assign", chore="dishes", person="ann", on=["2026-12-01"])
    told = watcher.receive()
    assert told["continues"] is True
    (event,) = told["parameters"]["events"]
    assert event["eventId"] > last and event["kind"] == "chore-assigned"
    assert event["house"] == "maple" and event["person"] == "ann"
PY
}

@test "the client shows what happens as it happens" {
    wire <<'PY'
    import subprocess
    environment = dict(os.environ, KITH_SOCKET=os.path.join(folder, "as", "1002"))
    watch = subprocess.Popen([kith, "watch"], env=environment, stdout=subprocess.PIPE, text=True)
    assert any("moved in" in line for line in watch.stdout)
    connect(1001).call("org.kith.Chore.Assign", chore="trash", person="ann", on=["2026-12-03"])
    assert any("trash" in line for line in watch.stdout)
    watch.terminate()
    watch.wait()
PY
}

# issue 2: "pipelining with replies in call order": a stream holds up what comes after it
@test "calls behind a watch wait" {
    wire <<'PY'
    c = connect(1002)
    c.ask("org.kith.Event.Watch", more=True)
    c.ask("org.kith.Server.Hello")
    assert c.receive()["continues"] is True
    manager = connect(1001)
    for day in 2, 3:
        manager.call("org.kith.Chore.Assign", chore="dishes", person="ann", on=[f"2026-12-0{day}"])
        (event,) = c.receive()["parameters"]["events"]
        assert f" {day} December 2026" in event["text"], event
PY
}

@test "a method that answers once does so where it is asked for more" {
    wire <<'PY'
    c = connect()
    c.ask("org.kith.Server.Hello", more=True)
    assert "continues" not in c.receive()
PY
}

# issue 2: "disconnects during more"
@test "who hangs up during a watch, wholly or by half, leaves nothing behind" {
    wire <<'PY'
    kept = connect()

    def only_one_is_left():
        return kept.call("org.kith.Server.Status")["connections"] == 1

    def hang_up(how, heard=True):
        c = connect(1002)
        c.ask("org.kith.Event.Watch", more=True)
        if heard:
            c.receive()
        # More than the daemon takes of one whose call is not over: it stops reading.
        assert c.send_what_is_taken(b" " * 1000000, kept) > 262144
        how(c)
        return c

    while not only_one_is_left():
        pass
    before = open_files(pid)
    gone = [hang_up(Connection.close, heard) for heard in 10 * [True, False]]
    halves = [hang_up(Connection.half_close) for _ in range(20)]
    for c in halves:
        assert c.is_closed()
    # Nothing is committed meanwhile that would have shown them to be gone.
    while not only_one_is_left():
        pass
    assert open_files(pid) == before
PY
}

@test "who hangs up while a watch tells what was missed leaves nothing behind" {
    as 1001 chore assign dishes ann --on today
    wire <<'PY'
    busy = connect(1002)
    ends = connect(1002)
    ends.ask("org.kith.Event.Watch", {"after": 0}, more=True)
    last = ends.receive()["parameters"]["events"][-1]["eventId"]
    ends.close()
    # A watch tells 100 at a time: after these it has to look again to see that it is done.
    for _ in range(100):
        busy.call("org.kith.Chore.Done", chore="dishes")
        busy.call("org.kith.Chore.Undo", chore="dishes")
    c = connect(1002)
    c.ask("org.kith.Event.Watch", {"after": last}, more=True)
    c.half_close()
    assert sum(len(c.receive()["parameters"]["events"]) for _ in range(2)) == 200
    assert c.is_closed()
PY
}

# issue 2: "half-close"
@test "who sends no more is answered to the end and then closed" {
    wire <<'PY'
    c = connect()
    c.send(3 * message("org.kith.Server.Hello"))
    c.half_close()
    assert all("error" not in c.receive() for _ in range(3))
    assert c.is_closed()
PY
}

@test "what was not sent whole before the half-close is not answered" {
    wire <<'PY'
    c = connect()
    c.send(message("org.kith.Server.Hello") + message("org.kith.Server.Hello")[:-1])
    c.half_close()
    c.receive()
    assert c.is_closed()
PY
}

@test "who sends no more while a thread works for them is answered" {
    wire <<'PY'
    connect(1001).call("org.kith.Account.SetPin", person="ben", pin="481516")
    c = connect(1100)
    c.ask("org.kith.Account.Login", {"person": "ben", "pin": "481516"})
    c.half_close()
    assert c.receive()["parameters"]["person"] == "ben"
    assert c.is_closed()
PY
}

@test "who hangs up while a thread works for them leaves nothing behind" {
    wire <<'PY'
    kept = connect()
    for _ in range(4):
        c = connect(1100)
        c.ask("org.kith.Account.Login", {"person": "ben", "pin": "000001"})
        c.close()
    while kept.call("org.kith.Server.Status")["connections"] > 1:
        pass
PY
}

# --- What a service says of itself ----------------------------------------------------------------

# issue 2: "introspection"
@test "every description is served as its file has it" {
    wire <<'PY'
    import glob
    c = connect()
    info = c.call("org.varlink.service.GetInfo")
    assert sorted(info) == ["interfaces", "product", "url", "vendor", "version"]
    files = {os.path.basename(name)[:-len(".varlink")]: name
             for name in glob.glob("common/interfaces/*.varlink")}
    assert sorted(info["interfaces"]) == sorted(files)
    assert info["interfaces"][0] == "org.varlink.service"
    for interface, name in files.items():
        with open(name, encoding="utf-8") as file:
            described = c.call("org.varlink.service.GetInterfaceDescription", interface=interface)
            assert described == {"description": file.read()}, interface
PY
}

# issue 2: "the seven standard errors", as far as our methods can give cause for them
@test "standard errors name what is wrong" {
    wire <<'PY'
    standard = "org.varlink.service."
    c = connect(1001)
    for method, interface in (("org.kith.Nowhere.Go", "org.kith.Nowhere"),
                              ("org.kith.Chor.Week", "org.kith.Chor"),
                              ("org.kith.chore.Week", "org.kith.chore"),
                              ("nothing", ""), ("", ""), (".", "")):
        assert c.error(method) == (standard + "InterfaceNotFound", {"interface": interface}), method
    assert c.error(standard + "GetInterfaceDescription", {"interface": "org.kith.Nowhere"}) == (
        standard + "InterfaceNotFound", {"interface": "org.kith.Nowhere"})
    for method in "org.kith.Chore.Go", "org.kith.Chore.week", "org.kith.Chore.":
        assert c.error(method) == (standard + "MethodNotFound", {"method": method}), method
    assert c.error("org.kith.Event.Watch") == (standard + "ExpectedMore", {})
    assert c.error("org.kith.Server.Reload") == (standard + "PermissionDenied", {})
    for parameters, path in (({}, "handle"), ({"handle": None, "name": "N"}, "handle"),
                             ({"handle": "n", "name": "N", "nam": "N"}, "nam"),
                             ({"handle": "n", "name": ["N"]}, "name"),
                             ({"handle": "n", "name": "N", "house": 1}, "house")):
        assert c.error("org.kith.Person.Add", parameters) == (
            standard + "InvalidParameter", {"parameter": path}), parameters
    assert c.error("org.kith.Chore.Assign",
                   {"chore": "dishes", "person": "ann", "on": ["2026-12-01", 5]}) == (
        standard + "InvalidParameter", {"parameter": "on[1]"})
PY
}

@test "an upgrade is not taken up, and the call answered as any other" {
    wire <<'PY'
    c = connect()
    c.ask("org.kith.Server.Hello", upgrade=True)
    assert "error" not in c.receive()
    c.call("org.kith.Server.Hello")
PY
}
