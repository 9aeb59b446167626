"""What the store gives beside the model's records: lines of the ledger, the check of them, and pieces of evidence."""

from __future__ import annotations

from typing import Literal, NamedTuple

from syndicator.model.base import Instant
from syndicator.model.records import LedgerEvent
from syndicator.model.rights import Claim


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


class Piece(NamedTuple):
    """One piece of evidence that can be asked for by its digest, and erased."""

    kind: Literal["claim", "entry"]
    """``claim``: the text of a rights statement, or of a page that states something. ``entry``: a revision of an entry
    as received."""
    digest: str
    text: str | None
    """The statement, or the entry as JSON, its texts character for character; ``None`` once it was erased."""

    @property
    def name(self) -> str:
        """Give the name under which lines of the ledger rest on it."""
        return f"{self.kind}:{self.digest}"


class HeldRevision(NamedTuple):
    """One revision of an entry that is or was held."""

    digest: str
    source: str
    first_seen: Instant
    last_seen: Instant
    """The last instant at which a source was known to show it: its last success, a 304 included. At least
    ``first_seen``."""
    listed: bool
    """Whether a source shows it now."""
    current: bool
    """Whether it is the one that is published, where the entry is."""
    erased: bool
    claims: tuple[Claim, ...] = ()
    """The rights statements it carried."""


class Needed(NamedTuple):
    """What an act of erasing would take away from publishing."""

    sources: tuple[str, ...] = ()
    """Whose newest document makes the statement."""
    pages: tuple[str, ...] = ()
    """Addresses of pages whose newest look found this text."""
    entries: tuple[tuple[str, str], ...] = ()
    """(publisher, published id): whose current revision it is, or carries the statement and is live."""
