"""The real daemon as a process, with a service manager that listens and an upstream that can be slow."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Self

from harness.program import Place

PATIENCE_S = 60.0
"""How long something may take that should happen at once: a loaded machine must not come near it."""


def until(true: Callable[[], object], what: str) -> None:
    """Wait until something is true."""
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, f"never came: {what}"
        time.sleep(0.02)


class Got(NamedTuple):
    """One HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes


class Manager:
    """The service manager's end of the notify socket."""

    def __init__(self, folder: Path) -> None:
        self.address = str(folder / f"notify-{time.monotonic_ns()}")
        self.heard: list[str] = []
        self._channel = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._channel.bind(self.address)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while message := self._channel.recv(65_536):
            self.heard.append(message.decode())

    def close(self) -> None:
        """Listen no more."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            channel.sendto(b"", self.address)
        self._channel.close()


class Service:
    """``syndicator run`` on a place, in a process group of its own, logging to a file that stands for the journal."""

    def __init__(self, place: Place, *, journal: bool = True) -> None:
        self.place = place
        self.manager = Manager(place.folder)
        self._path = place.folder / f"stderr-{time.monotonic_ns()}"
        with self._path.open("wb") as errors:
            about = os.fstat(errors.fileno())
            environ = {**os.environ, "NOTIFY_SOCKET": self.manager.address, "WATCHDOG_USEC": "2000000"}
            if journal:
                environ |= {"INVOCATION_ID": "0" * 32, "JOURNAL_STREAM": f"{about.st_dev}:{about.st_ino}"}
            self.process = subprocess.Popen(
                [sys.executable, "-m", "syndicator", "--config", str(place.folder / "config"), "run"],
                stdout=errors,
                stderr=errors,
                env=environ,
                start_new_session=True,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.manager.close()

    @property
    def log(self) -> str:
        """Give everything that was printed."""
        return self._path.read_text(encoding="utf-8", errors="replace")

    def lines(self, event: str) -> list[str]:
        """Give the log lines of one event."""
        return [line for line in self.log.splitlines() if f"event={event} " in f"{line} " or f" {event} " in line]

    def told(self, beginning: str) -> list[str]:
        """Give what the manager was told that begins so."""
        return [one for one in self.manager.heard if one.startswith(beginning)]

    def ready(self) -> Self:
        """Wait until it says that it is."""
        until(lambda: self.told("READY=1") or self.process.poll() is not None, "READY")
        assert self.process.poll() is None, self.log
        return self

    def until_logged(self, event: str, count: int = 1) -> None:
        """Wait for log lines of an event."""
        until(lambda: len(self.lines(event)) >= count, f"{count} x {event} in\n{self.log}")

    @property
    def port(self) -> int:
        """Give the port that it serves on, as it says itself."""
        found = re.search(r"served at http://127\.0\.0\.1:(\d+)/", self.log)
        assert found, self.log
        return int(found[1])

    def get(self, path: str, method: str = "GET", **headers: str) -> Got:
        """Ask for a path."""
        channel = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            channel.request(method, path, headers={key.replace("_", "-"): value for key, value in headers.items()})
            answer = channel.getresponse()
            fields = {key.lower(): value for key, value in answer.getheaders()}
            return Got(answer.status, fields, answer.read())
        finally:
            channel.close()

    def signal(self, number: signal.Signals, *, group: bool = False) -> None:
        """Send a signal; to the whole group, as a terminal's Ctrl-C does."""
        (os.killpg if group else os.kill)(self.process.pid, number)

    def ends(self, timeout_s: float = PATIENCE_S) -> int:
        """Wait for the end and give the exit code."""
        return self.process.wait(timeout_s)


class Tarpit:
    """Takes connections and never answers. Of a host of its own: limits for each host must not mix it with others."""

    HOST = "127.0.0.2"

    def __init__(self) -> None:
        self._listener = socket.create_server((self.HOST, 0))
        self.port: int = self._listener.getsockname()[1]
        self.open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                self.open.append(self._listener.accept()[0])
            except OSError:
                return

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()
        for one in self.open:
            one.close()
