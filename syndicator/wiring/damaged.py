"""What is left to do when the database is damaged: keep serving what is live, touch nothing, say why.

A restart mends no database, and a service that ends takes its feeds off the air: so it stays (ADR 7).
"""

from __future__ import annotations

from syndicator.errors import StoreError
from syndicator.model.base import Instant
from syndicator.ops.control import Reply, Request
from syndicator.ops.logs import Log

CODE = "store-corrupt"
"""The code of an error that says: this database is damaged."""


class DamagedWork:
    """Work for the daemon without a database: no poll, no release, no act."""

    def __init__(self, error: StoreError, log: Log) -> None:
        self._error = error
        self._log = log

    async def start(self, _at: Instant) -> None:
        """Say what is wrong."""
        self._log.error("store-damaged", code=self._error.code, message=self._error.what, hint=self._error.hint)

    def next_due(self) -> Instant | None:
        """Give nothing: nothing is due."""
        return None

    async def drain(self, _at: Instant) -> None:
        """Do nothing."""

    async def housekeep(self, _at: Instant) -> None:
        """Say again what is wrong, for a log that was rotated."""
        await self.start(_at)

    async def answer(self, _request: Request) -> Reply:
        """Refuse.

        Raises:
            StoreError: always; it says what is wrong and what to do.
        """
        raise self._error

    async def store_answers(self) -> bool:
        """Say yes: the watchdog is for what a restart mends."""
        return True

    def problems(self) -> tuple[str, ...]:
        """Give why we are not ready."""
        return (self._error.what,)

    def summary(self) -> str:
        """Give the state in a line."""
        return f"serving what is live, and nothing else: {self._error.what}"

    async def close(self) -> None:
        """Close nothing."""
