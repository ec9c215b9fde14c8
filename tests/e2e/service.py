"""A service manager for tests: starts the daemon and hears what it tells of itself."""
import atexit
import os
import socket
import subprocess

import varlink


class Service:
    """The daemon of a folder, as a service manager runs it; it dies with the test."""

    def __init__(self, program, folder, *options, before=(), environment=None, inherit=()):
        """`before`: words before its own; `inherit`: descriptors that become 3, 4 and so on."""
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notify.settimeout(varlink.PATIENCE)
        path = os.path.join(folder, "notify")
        self.notify.bind(path)
        self.folder = folder
        command = [*before, program, "--config", os.path.join(folder, "kith.conf"), *options]
        descriptors = [os.dup(descriptor) for descriptor in inherit]

        def become():
            # Numbers that none of them has, then 3 and so on.
            moved = [os.dup2(descriptor, 100 + i) for i, descriptor in enumerate(descriptors)]
            for i, descriptor in enumerate(moved):
                os.dup2(descriptor, 3 + i)
                os.close(descriptor)
            if descriptors:
                os.environ["LISTEN_PID"] = str(os.getpid())
                os.execvpe(command[0], command, dict(os.environ))

        wanted = dict(os.environ, NOTIFY_SOCKET=path, **(environment or {}))
        if descriptors:
            wanted.setdefault("LISTEN_FDS", str(len(descriptors)))
        with open(os.path.join(folder, "log"), "ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=log,
                                            stdout=subprocess.DEVNULL, env=wanted)
        atexit.register(self.process.kill)
