"""Who erased a piece of evidence, when and why, as the ledger says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from syndicator.model.base import Instant
from syndicator.store import LedgerLine


class Erasure(NamedTuple):
    """Who erased a piece, when and why."""

    by: str
    at: Instant
    why: str
    line: int
    """Number of its line in the ledger."""

    def __str__(self) -> str:
        return f"erased on {self.at:%Y-%m-%d %H:%M} UTC by {self.by}: {self.why} (line {self.line} of the ledger)"


def erasure_in(lines: Iterable[LedgerLine]) -> Erasure | None:
    """Give the last erasure among lines of the ledger."""
    found = [one for one in lines if one.event.event == "erase"]
    if not found:
        return None
    return Erasure(found[-1].event.by, found[-1].at, found[-1].event.message, found[-1].no)
