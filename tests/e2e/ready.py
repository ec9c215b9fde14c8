"""Starts a daemon and waits until it says READY=1, by its notification socket: nobody guesses."""
import os
import select
import socket
import subprocess
import tempfile
import time


def start(command, environment=None):
    """Returns (process, seconds until READY=1); raises RuntimeError where it ends before that."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "notify")
        notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        notify.bind(path)
        begin = time.monotonic()
        daemon = subprocess.Popen(command, env=dict(environment or os.environ, NOTIFY_SOCKET=path),
                                  stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                  start_new_session=True)
        ended = os.pidfd_open(daemon.pid)
        poll = select.poll()
        poll.register(notify, select.POLLIN)
        poll.register(ended, select.POLLIN)
        while True:
            happened = poll.poll(60_000)
            if not happened:
                daemon.kill()
                raise RuntimeError("nothing came in a minute")
            for descriptor, _ in happened:
                if descriptor == ended:
                    raise RuntimeError(f"it ended with {daemon.wait()}")
                if b"READY=1" in notify.recv(4096):
                    os.close(ended)
                    return daemon, time.monotonic() - begin
