"""How many requests at once, in all and to one host, and how close together to one host.

Does not: know what is due, or what a request is.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import urlsplit


class GateLimits(NamedTuple):
    """How many requests at once, and how close together to one host."""

    concurrency: int
    host_concurrency: int
    host_gap: timedelta


class Gate:
    """Lets requests through. A request that waits for its host takes none of the places for all."""

    def __init__(self, limits: GateLimits) -> None:
        self._limits = limits
        self._all = asyncio.Semaphore(limits.concurrency)
        self._hosts: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(limits.host_concurrency))
        self._next_s: dict[str, float] = {}

    @asynccontextmanager
    async def passing(self, url: str) -> AsyncIterator[None]:
        """Wait for a place, and hold it while the block runs. The gap counts from start to start."""
        host = urlsplit(url).hostname or ""
        async with self._hosts[host]:
            await self._place(host)
            try:
                yield
            finally:
                self._all.release()

    async def _place(self, host: str) -> None:
        """Take one of the places for all once the gap is over: it counts from when the last request really began."""
        loop = asyncio.get_running_loop()
        while True:
            await self._all.acquire()
            early_s = self._next_s.get(host, 0.0) - loop.time()
            if early_s <= 0:
                break
            self._all.release()
            await asyncio.sleep(early_s)
        self._next_s[host] = loop.time() + self._limits.host_gap.total_seconds()
