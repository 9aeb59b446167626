"""Work that may be replaced while it is used."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from syndicator.daemon.work import Work


class _Lease:
    """One configuration's work, and how many use it."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.users = 0
        self.over = False

    async def close_if_unused(self) -> None:
        """Close the work when it was replaced and nobody uses it any more."""
        if self.over and not self.users:
            await self.work.close()


class Lending:
    """Lends the work in force. What was replaced stays open until its last borrower is done."""

    def __init__(self, work: Work) -> None:
        self._lease = _Lease(work)
        self.borrowers: set[asyncio.Task[Any]] = set()
        """The tasks that are using some work now."""

    @property
    def work(self) -> Work:
        """The work in force, for a question that is answered at once."""
        return self._lease.work

    @asynccontextmanager
    async def lend(self) -> AsyncIterator[Work]:
        """Give the work in force to the current task."""
        lease, task = self._lease, asyncio.current_task()
        assert task is not None
        lease.users += 1
        self.borrowers.add(task)
        try:
            yield lease.work
        finally:
            self.borrowers.discard(task)
            lease.users -= 1
            await lease.close_if_unused()

    async def replace(self, fresh: Work) -> None:
        """Put new work in force."""
        old, self._lease = self._lease, _Lease(fresh)
        old.over = True
        await old.close_if_unused()
