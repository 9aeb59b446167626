"""A hand-written stand-in for work, and a manager that listens."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from syndicator.clock import Clock, FixedClock
from syndicator.daemon import Daemon, Pace, Serve, Surroundings
from syndicator.model.base import Instant
from syndicator.ops import Notifier
from syndicator.ops.control import Reply, Request, socket_path

PATIENCE_S = 60.0
"""How long to wait for what must come. Not the harness's: a test runs this file in a process of its own."""

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
QUICK = Pace(tick_s=0.005, housekeep_s=0.02, watch_s=0.01, grace_s=0.2, abort_s=0.2, backoff_max_s=0.0)


class FakeWork:
    """Work that notes what it was asked. Gates are open unless a test closes them."""

    def __init__(self, name: str = "first", due: Instant | None = None) -> None:
        self.name = name
        self.due = due
        self.calls: list[str] = []
        self.called: asyncio.Queue[str] = asyncio.Queue()
        self.may_start = asyncio.Event()
        self.may_start.set()
        self.may_drain = asyncio.Event()
        self.may_drain.set()
        self.error: Exception | None = None
        self.store_reads = True
        self.trouble: tuple[str, ...] = ()

    def note(self, call: str) -> None:
        self.calls.append(call)
        self.called.put_nowait(call)

    async def until(self, call: str) -> None:
        while await asyncio.wait_for(self.called.get(), PATIENCE_S) != call:
            pass

    async def start(self, at: Instant) -> None:
        self.note("start")
        await self.may_start.wait()
        if self.error:
            raise self.error
        self.note("started")

    def next_due(self) -> Instant | None:
        return self.due

    async def drain(self, at: Instant) -> None:
        self.note("drain")
        self.due = None
        try:
            await self.may_drain.wait()
            if self.error:
                self.due = at
                raise self.error
        except asyncio.CancelledError:
            self.note("drain cancelled")
            raise
        self.note("drained")

    async def housekeep(self, at: Instant) -> None:
        self.note("housekeep")

    async def answer(self, request: Request) -> Reply:
        self.note(f"answer {request.op}")
        return Reply(message=self.name)

    async def store_answers(self) -> bool:
        self.note("store asked")
        return self.store_reads

    def problems(self) -> tuple[str, ...]:
        return self.trouble

    def summary(self) -> str:
        return f"{self.name} configuration"

    async def close(self) -> None:
        self.note("close")


class Told:
    """A log that keeps what it is told."""

    def __init__(self) -> None:
        self.events: list[tuple[str, dict[str, object]]] = []
        self._told: asyncio.Queue[str] = asyncio.Queue()

    def info(self, event: str, **fields: object) -> None:
        self.events.append((event, fields))
        self._told.put_nowait(event)

    async def until(self, event: str) -> None:
        while await asyncio.wait_for(self._told.get(), PATIENCE_S) != event:
            pass

    debug = warning = error = info

    def names(self) -> list[str]:
        return [name for name, _ in self.events]


class Manager:
    """The service manager's end of the notify socket."""

    def __init__(self, folder: Path) -> None:
        self.address = str(folder / "notify")
        self._channel = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._channel.bind(self.address)
        self._channel.setblocking(False)

    def heard(self) -> list[str]:
        messages = []
        try:
            while True:
                messages.append(self._channel.recv(4096).decode())
        except BlockingIOError:
            return messages

    async def until(self, beginning: str) -> str:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                message = (await asyncio.get_running_loop().sock_recv(self._channel, 4096)).decode()
                if message.startswith(beginning):
                    return message

    def close(self) -> None:
        self._channel.close()


class Stage:
    """A daemon with everything around it."""

    def __init__(self, folder: Path) -> None:
        self.work = FakeWork()
        self.manager = Manager(folder)
        self.control = socket_path(folder)
        self.log = Told()
        self.clock: Clock = FixedClock(NOW)
        self.pace = QUICK
        self.watchdog_s: float | None = None
        self.serve: Serve | None = None
        self.remake: Callable[[], Awaitable[FakeWork]] = self._never

    async def _never(self) -> FakeWork:
        raise AssertionError("nobody asked for a reload")

    def daemon(self) -> Daemon:
        notifier = Notifier(self.manager.address, self.watchdog_s)
        around = Surroundings(self.clock, notifier, self.log, self.control, self.serve, self.pace)
        return Daemon(self.work, self.remake, around)
