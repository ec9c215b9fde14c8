"""What the benchmarks share: the daemon, connections to it, and leaving nothing behind."""
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../e2e"))
import ready  # noqa: E402

UID = 40000  # the manager of house h is user UID + h

started = []  # what must not outlive the run
asked_to_stop = []  # while a program starts that is not in `started` yet


def on_signal(number, _frame):
    if asked_to_stop:
        asked_to_stop.append(number)
    else:
        sys.exit(128 + number)


def in_folder(body):
    """Runs body(folder) in a new folder that others may enter; ends what was started, and takes
    the folder away, however the run ends."""
    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    folder = tempfile.mkdtemp(prefix="kith-bench-")
    try:
        os.chmod(folder, 0o755)
        body(folder)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        for process in started:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def start(launch):
    """Calls launch, which returns a process, and does not let a signal come between."""
    asked_to_stop.append(0)
    process, *rest = launch()
    started.append(process)
    asked = asked_to_stop[1:]
    asked_to_stop.clear()
    if asked:
        sys.exit(128 + asked[0])
    return (process, *rest)


def encode(method, parameters, **more):
    return json.dumps({"method": method, "parameters": parameters, **more}).encode() + b"\0"


class Kith:
    """A connection that speaks Varlink, pipelined; as another user where one is given."""

    def __init__(self, path, uid=0):
        self.socket = socket.socket(socket.AF_UNIX)
        os.seteuid(uid)
        try:
            self.socket.connect(path)
        finally:
            os.seteuid(0)
        self.rest = b""

    def send(self, calls):
        self.socket.sendall(b"".join(encode(method, given) for method, given in calls))
        got = []
        while len(got) < len(calls):
            data = self.socket.recv(1 << 16)
            if not data:
                sys.exit("bench: the daemon hung up")
            *whole, self.rest = (self.rest + data).split(b"\0")
            got += whole
        for reply in got:
            if b'"error"' in reply[:10]:
                sys.exit("bench: " + reply.decode())
        return [json.loads(reply).get("parameters", {}) for reply in got]

    def ask(self, message):
        """Sends one encoded call and returns the bytes of its first reply."""
        self.socket.sendall(message)
        got = self.socket.recv(1 << 20)
        while got and not got.endswith(b"\0"):
            got += self.socket.recv(1 << 20)
        if not got or got.startswith(b'{"error"'):
            sys.exit(f"bench: {message.decode()}: {got.decode() or 'the daemon hung up'}")
        return got

    def all(self, calls, at_once=100):
        calls = list(calls)
        for i in range(0, len(calls), at_once):
            self.send(calls[i:i + at_once])


class Server:
    def __init__(self, build, folder, slow=False):
        self.folder = folder
        self.path = os.path.join(folder, "socket")
        self.build = build
        self.slow = slow
        self.pid = None
        self.config = os.path.join(folder, "kith.conf")
        if not os.path.exists(self.config):
            self.write_config()
        if not os.path.exists(os.path.join(folder, "masterkey")):
            subprocess.run([f"{build}/kithd", "--config", self.config, "--init-keys"], check=True,
                           stdout=subprocess.DEVNULL)

    def write_config(self):
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(f'socket: {{ path = "{self.path}"; }};\n'
                       f'store: {{ database = "{self.folder}/kith.db";'
                       f' keys = "{self.folder}/keys.db";'
                       f' master_key = "{self.folder}/masterkey"; }};\n'
                       "limits: { connections_per_uid = 200; };\n"
                       'log: { level = "warning"; };\n')

    def start(self):
        """Returns the seconds until it was ready."""
        environment = dict(os.environ)
        if self.slow:
            environment["LD_PRELOAD"] = f"{self.build}/slow_fsync.so"
        self.process, took = start(lambda: ready.start(
            [f"{self.build}/kithd", "--config", self.config], environment))
        self.pid = self.process.pid
        os.chmod(self.folder, 0o755)
        os.chmod(self.path, 0o666)
        return took

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


def found(root, houses, people, beds=None):
    """Houses h0, h1, ... with people p0, p1, ... and a manager of the name boss each."""
    names = [f"h{h}" for h in range(houses)]
    root.all(("org.kith.House.Add", {"handle": n, "name": f"House {n}", "zone": "America/New_York",
                                     "beds": beds or []}) for n in names)
    root.all(("org.kith.Person.Add", {"house": n, "handle": f"p{p}", "name": f"Person p{p}"})
             for n in names for p in range(people))
    for h, n in enumerate(names):
        root.send([("org.kith.Person.Add", {"house": n, "handle": "boss", "name": "Boss"}),
                   ("org.kith.Account.Add", {"kind": "person", "house": n, "person": "boss",
                                             "uid": UID + h}),
                   ("org.kith.Account.Grant", {"house": n, "person": "boss", "role": "manager"})])


def fsync_time(folder):
    path = os.path.join(folder, "fsync")
    times = []
    with open(path, "wb", buffering=0) as file:
        for _ in range(200):
            file.write(b"x" * 4096)
            begin = time.monotonic()
            os.fsync(file.fileno())
            times.append(time.monotonic() - begin)
    return statistics.median(times) * 1000


def resident_kib(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        for line in file:
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
    return 0
