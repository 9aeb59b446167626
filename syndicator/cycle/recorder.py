"""Poll records on their way into the store, in groups."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from syndicator.cycle.threads import to_the_end
from syndicator.cycle.work import CycleStore
from syndicator.errors import StoreError
from syndicator.model.records import PollRecord

BATCH_MAX = 64
"""How many poll records are stored in one transaction at most."""

BATCH_S = 5.0
"""How long an answer may wait to be stored while others come in."""

NOT_STORABLE = "text-not-storable"
"""The store's code for a record whose text no database takes."""


class Recorder:
    """Stores poll records in groups, off the loop, one group at a time.

    What can not be stored becomes the failure of its own source and costs no other source anything.
    """

    def __init__(
        self, store: CycleStore, fault: Callable[[PollRecord, StoreError], PollRecord], under_way: set[str]
    ) -> None:
        self._store = store
        self._fault = fault
        self._under_way = under_way
        self._waiting: list[PollRecord] = []
        self._flushed_s = asyncio.get_running_loop().time()
        self._lock = asyncio.Lock()
        self.refused: list[PollRecord] = []
        """What was stored in place of records that the store refused."""

    async def add(self, record: PollRecord) -> None:
        """Take a record; store what waits when it is enough, or has waited for long."""
        self._waiting.append(record)
        late = asyncio.get_running_loop().time() - self._flushed_s > BATCH_S
        if (late or len(self._waiting) >= BATCH_MAX) and not self._lock.locked():
            await self.flush()

    async def flush(self) -> None:
        """Store what waits. After it, sources whose records were stored may be asked again."""
        async with self._lock:
            batch, self._waiting = self._waiting, []
            if batch:
                await to_the_end(self._record, batch)
            self._under_way.difference_update(one.source for one in batch)
            self._flushed_s = asyncio.get_running_loop().time()

    def _record(self, batch: Sequence[PollRecord]) -> None:
        try:
            self._store.record_polls(batch)
        except StoreError as error:
            if error.code != NOT_STORABLE:
                raise
            self._one_by_one(batch)

    def _one_by_one(self, batch: Sequence[PollRecord]) -> None:
        """Find what the store refuses; what it has stored already may be stored twice."""
        for record in batch:
            try:
                self._store.record_polls([record])
            except StoreError as error:
                failure = self._fault(record, error)
                self._store.record_polls([failure])
                self.refused.append(failure)
