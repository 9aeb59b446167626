"""The only reader of the clock. Everything else takes an instant as a parameter."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Something that knows what time it is."""

    def now(self) -> datetime:
        """Give the current instant, aware and in UTC."""
        ...

    def monotonic_s(self) -> float:
        """Give seconds that never run backwards, for measuring waits."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Give the machine's current instant in UTC."""
        return datetime.now(UTC)

    def monotonic_s(self) -> float:
        """Give the machine's monotonic seconds."""
        return time.monotonic()


class FixedClock:
    """A clock that stands still until it is moved: for reproducible runs and tests."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("a clock needs an aware instant")
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """Give the instant the clock was set to."""
        return self._at

    def monotonic_s(self) -> float:
        """Give the seconds since 1970 of that instant."""
        return self._at.timestamp()

    def move_to(self, at: datetime) -> None:
        """Set the clock to another instant."""
        self._at = at.astimezone(UTC)
