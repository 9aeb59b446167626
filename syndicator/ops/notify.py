"""What systemd hears from us: sd_notify(3) over a datagram socket."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping


class Notifier:
    """Tell the service manager how far we are. Without a manager, every message goes nowhere.

    A message that can not be sent is dropped: the service must not fail because its manager does not listen.
    """

    def __init__(self, address: str | None, watchdog_s: float | None = None) -> None:
        self._address = "\0" + address[1:] if address and address.startswith("@") else address
        self.watchdog_s = watchdog_s
        """Seconds between two signs of life: half of what the manager allows. ``None``: it does not watch."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Notifier:
        """Give the notifier that ``NOTIFY_SOCKET``, ``WATCHDOG_USEC`` and ``WATCHDOG_PID`` ask for."""
        usec, pid = environment.get("WATCHDOG_USEC", ""), environment.get("WATCHDOG_PID", "")
        watched = usec.isdigit() and int(usec) > 0 and pid in {"", str(os.getpid())}
        return cls(environment.get("NOTIFY_SOCKET"), int(usec) / 2_000_000 if watched else None)

    def ready(self, status: str) -> None:
        """Say that the service does its work, or does it again after a reload."""
        self._send("READY=1", _status(status))

    def status(self, status: str) -> None:
        """Say in a line what is going on."""
        self._send(_status(status))

    def reloading(self, monotonic_s: float) -> None:
        """Say that the configuration is being read again, and since when (``CLOCK_MONOTONIC``)."""
        self._send(
            "RELOADING=1",
            f"MONOTONIC_USEC={int(monotonic_s * 1_000_000)}",
            _status("reading the configuration"),
        )

    def stopping(self) -> None:
        """Say that the service ends."""
        self._send("STOPPING=1", _status("finishing what is under way"))

    def alive(self) -> None:
        """Give a sign of life to the watchdog."""
        self._send("WATCHDOG=1")

    def _send(self, *lines: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
                channel.setblocking(False)
                channel.connect(self._address)
                channel.send("\n".join(lines).encode())
        except OSError:
            return


def _status(text: str) -> str:
    return "STATUS=" + " ".join(text.split())
