"""What the daemon needs from others, as protocols, and the figures it lives by."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from syndicator.clock import Clock
from syndicator.model.base import Instant
from syndicator.ops.control import Reply, Request
from syndicator.ops.logs import Log
from syndicator.ops.notify import Notifier


class Work(Protocol):
    """What the daemon gives time to. One object for each loaded configuration.

    Local trouble (store, output) may come out of any method as a ``SyndicatorError``.
    """

    async def start(self, at: Instant) -> None:
        """Make good what an interrupted run left, and verify what is live. Asked once, before readiness."""
        ...

    def next_due(self) -> Instant | None:
        """Give when there is something to do next, cheaply: it is asked every second."""
        ...

    async def drain(self, at: Instant) -> None:
        """Poll what is due and release what changed. May be cancelled: then what was begun is rolled back.

        Runs beside others like it. From its first step on ``next_due`` tells of what it leaves to them.
        """
        ...

    async def housekeep(self, at: Instant) -> None:
        """Do what must be done now and then: retention, checks."""
        ...

    async def answer(self, request: Request) -> Reply:
        """Do an act, a poll or a release that a person asked for. Runs beside ``drain``."""
        ...

    async def store_answers(self) -> bool:
        """Tell whether the store can be read."""
        ...

    def problems(self) -> tuple[str, ...]:
        """Give what is wrong with lock, store and output. What upstreams do is no problem of ours."""
        ...

    def summary(self) -> str:
        """Give the state in a line for an operator."""
        ...

    async def close(self) -> None:
        """Give back what this configuration alone holds. Asked once nothing of it runs any more."""
        ...


class Health(Protocol):
    """What a health check may ask."""

    def starting(self) -> bool:
        """Tell whether the start is not over yet."""
        ...

    def alive(self) -> bool:
        """Tell whether the scheduler turns."""
        ...

    def problems(self) -> tuple[str, ...]:
        """Give why we are not ready; empty: we are."""
        ...


Serve = Callable[[Health, Callable[[], None]], Coroutine[Any, Any, None]]
"""Serves HTTP until cancelled; calls the second argument once it listens."""


class Pace(NamedTuple):
    """How often and how long, in seconds."""

    tick_s: float = 1.0
    housekeep_s: float = 3600.0
    watch_s: float = 5.0
    stalled_s: float = 20.0
    """A scheduler that has not ticked for so long is dead."""
    grace_s: float = 4.0
    """How long what is under way may go on after the first SIGTERM."""
    abort_s: float = 2.0
    """How long what was aborted may take to end."""
    backoff_max_s: float = 60.0
    """The longest pause after drains that failed."""


class Surroundings(NamedTuple):
    """What the daemon talks to."""

    clock: Clock
    notifier: Notifier
    log: Log
    control: Path
    """Where its unix socket is to be."""
    serve: Serve | None = None
    pace: Pace = Pace()
