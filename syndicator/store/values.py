"""What the store gives beside the model's records: lines of the ledger and the result of checking them."""

from __future__ import annotations

from typing import NamedTuple

from syndicator.model.base import Instant
from syndicator.model.records import LedgerEvent


class LedgerLine(NamedTuple):
    """One line of the ledger: its number, instant, event, and place in the chain."""

    no: int
    at: Instant
    event: LedgerEvent
    previous: str
    """Hash of the line before; 64 zeros for the first."""
    digest: str
    """SHA-256 of ``previous``, a line break, and the canonical JSON of number, instant and event."""


class LedgerCheck(NamedTuple):
    """Whether the chain of the ledger is whole."""

    ok: bool
    lines: int
    """How many lines were read before the end or the first fault."""
    broken_at: int | None = None
    """Number of the first line that does not fit."""
    message: str = ""
