"""A service manager for tests: starts the daemon and hears what it tells of itself."""
import atexit
import os
import select
import signal
import socket
import subprocess

import varlink


class Service:
    """The daemon of a folder as a service; it ends with the test."""

    def __init__(self, program, folder, *options, before=(), handed=(), **environment):
        """`before`: words before the daemon's own; `handed`: sockets that become 3, 4 and so on."""
        path = os.path.join(folder, "notify")
        if os.path.exists(path):
            os.unlink(path)
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notify.settimeout(varlink.PATIENCE)
        self.notify.bind(path)
        command = [*before, program, "--config", os.path.join(folder, "kith.conf"), *options]
        if handed:
            # Its own number is in LISTEN_PID, and exec keeps it.
            places = " ".join(f"{3 + i}<&{file.fileno()}" for i, file in enumerate(handed))
            script = f'LISTEN_PID=$$ LISTEN_FDS={len(handed)} exec "$@" {places}'
            command = ["bash", "-c", script, "bash", *command]
        with open(os.path.join(folder, "log"), "ab") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log,
                pass_fds=[file.fileno() for file in handed],
                env=dict(os.environ, NOTIFY_SOCKET=path, **environment))
        atexit.register(self.process.kill)

    def told(self):
        """What it says next."""
        return self.notify.recv(4096).decode()

    def wait_for(self, state):
        """Reads on until it says that; what it said before."""
        before = []
        while (told := self.told()) != state:
            before.append(told)
        return before

    def has_told(self):
        """What it has said already."""
        told = []
        while select.select([self.notify], [], [], 0)[0]:
            told.append(self.told())
        return told

    def send(self, name):
        """A signal: send("HUP")"""
        self.process.send_signal(signal.Signals["SIG" + name])

    def status(self):
        """Waits for its end; with what it left."""
        return self.process.wait(varlink.PATIENCE)
