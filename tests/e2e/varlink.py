"""Varlink for tests: what is sent is what is given, and what came is what is told."""
import collections
import json
import os
import socket

PATIENCE = 60  # seconds after which a test is given up; nothing is timed by it


def message(method, parameters=None, **flags):
    """A call as bytes: message("org.kith.Chore.Week", {"house": "maple"}, more=True)"""
    call = {"method": method, **flags}
    if parameters is not None:
        call["parameters"] = parameters
    return json.dumps(call, separators=(",", ":")).encode() + b"\0"


class Connection:
    """One connection; a closed one raises EOFError where an answer is wanted."""

    def __init__(self, path, uid=None):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(path)
        self.whole = collections.deque()
        self.rest = b""
        if uid is not None:
            self.call("org.kith.Test.As", uid=uid)

    def send(self, data):
        """All of it; what a daemon that has hung up does not take is lost."""
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def send_what_is_taken(self, data, other):
        """As much of it as the daemon takes unanswered, until it has had ten turns of `other`'s and
        taken nothing; returns how much. (A sender that blocks would not do: it sleeps on until
        three quarters of what is on its way are read, and a daemon that has enough never does.)"""
        self.socket.setblocking(False)
        sent = 0
        turns = 0
        while turns < 10 and sent < len(data):
            try:
                sent += self.socket.send(data[sent:sent + 65536])
                turns = 0
            except BlockingIOError:
                turns += 1
            other.call("org.varlink.service.GetInfo")
        self.socket.settimeout(PATIENCE)
        return sent

    def ask(self, method, parameters=None, **flags):
        """Sends a call and waits for nothing."""
        self.send(message(method, parameters, **flags))

    def receive_bytes(self):
        """The next message without its NUL."""
        while not self.whole:
            try:
                piece = self.socket.recv(1 << 20)
            except ConnectionResetError:
                piece = b""
            if not piece:
                raise EOFError(f"closed, after {self.rest!r}")
            *whole, self.rest = (self.rest + piece).split(b"\0")
            self.whole.extend(whole)
        return self.whole.popleft()

    def receive(self):
        """The next reply."""
        return json.loads(self.receive_bytes())

    def call(self, method, **parameters):
        """What a call answers; an error is not expected."""
        self.ask(method, parameters)
        reply = self.receive()
        assert "error" not in reply, reply
        return reply.get("parameters", {})

    def error(self, method, parameters=None, **flags):
        """The error that a call answers, and its parameters."""
        self.ask(method, parameters, **flags)
        reply = self.receive()
        assert "error" in reply, reply
        return reply["error"], reply.get("parameters", {})

    def is_closed(self):
        """Waits for the end; whether nothing came before it."""
        try:
            data = self.receive_bytes()
        except EOFError:
            return not self.rest
        print("came instead of the end:", data)
        return False

    def half_close(self):
        """Nothing more will be sent."""
        self.socket.shutdown(socket.SHUT_WR)

    def close(self):
        """Hangs up."""
        self.socket.close()


def resident_bytes(pid):
    """How much memory a process uses."""
    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def open_files(pid):
    """How many files a process has open."""
    return len(os.listdir(f"/proc/{pid}/fd"))
