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
            await self._gap(host)
            async with self._all:
                yield

    async def _gap(self, host: str) -> None:
        gap_s = self._limits.host_gap.total_seconds()
        if not gap_s:
            return
        now_s = asyncio.get_running_loop().time()
        start_s = max(now_s, self._next_s.get(host, now_s))
        self._next_s[host] = start_s + gap_s
        await asyncio.sleep(start_s - now_s)
