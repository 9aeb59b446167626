"""What passes between the halves of a release: candidates, what was considered, what goes out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from syndicator.model.config import Feed
from syndicator.model.framing import Framed
from syndicator.model.plan import Plan
from syndicator.model.records import DecisionRecord, LiveEntry, StoredEntry
from syndicator.model.rights import Claim, NotPermitted, Permit
from syndicator.model.terms import Terms


class Candidate(NamedTuple):
    """An entry that may go out in a feed and has been framed for it."""

    stored: StoredEntry
    permit: Permit
    framed: Framed
    terms: Terms


class Considered(NamedTuple):
    """What could go out in one feed, newest first, and every other decision on the way."""

    feed: Feed
    candidates: tuple[Candidate, ...]
    others: tuple[tuple[StoredEntry, NotPermitted], ...]
    live: tuple[LiveEntry, ...]
    prior: Mapping[str, DecisionRecord]
    public: bool = False
    """Whether the feed was published before: then it stays public, even when nothing is left in it."""


class Rests(NamedTuple):
    """What a decision about an entry rests on beside the entry's own claims."""

    revision: str
    """SHA-256 of title, authors, text and rights text as a reader sees them."""
    document_claims: tuple[Claim, ...] = ()
    terms: Terms | None = None


class Released(NamedTuple):
    """What goes out in one feed: its plan and every decision."""

    plan: Plan | None
    """``None`` when there is nothing to publish and nothing was ever published."""
    republished: tuple[Candidate, ...]
    decisions: tuple[DecisionRecord, ...]
    live: tuple[LiveEntry, ...]
