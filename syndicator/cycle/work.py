"""What a cycle works on and with, what it was asked to do, and what it ended in."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

from syndicator.assemble import Considered
from syndicator.clock import Clock
from syndicator.model.base import Instant
from syndicator.model.config import Feed, Source
from syndicator.model.pages import PageOutcome, PageRecord, PageState
from syndicator.model.polling import Due, PollFailure
from syndicator.model.records import (
    FeedOutcome,
    FeedState,
    LedgerEvent,
    PollRecord,
    SourceOutcome,
    SourceState,
)
from syndicator.model.rights import Wait
from syndicator.poll.gate import Gate, GateLimits


class CycleStore(Protocol):
    """What the cycle itself reads and writes of the store."""

    def source_states(self, ids: Sequence[str] | None = None) -> dict[str, SourceState]:
        """Give what is known of sources."""
        ...

    def begin_polls(self, dues: Sequence[tuple[str, Due]], *, at: Instant) -> None:
        """Commit the next due times of sources that are about to be asked."""
        ...

    def record_polls(self, records: Sequence[PollRecord]) -> None:
        """Store what polls changed, in one transaction."""
        ...

    def feed_state(self, name: str) -> FeedState | None:
        """Give what is known of a feed since its last release."""
        ...

    def inputs(self, sources: Sequence[str]) -> str:
        """Give a fingerprint of what is stored for these sources."""
        ...

    def append_events(self, events: Sequence[LedgerEvent], *, at: Instant) -> None:
        """Write to the ledger."""
        ...


class Releaser(Protocol):
    """The second half of the pipeline with everything it needs, at one instant."""

    def consider(self, feed: Feed) -> Considered:
        """Decide and frame what could go out in a feed."""
        ...

    def allot(self, considered: Sequence[Considered]) -> Mapping[str, Wait]:
        """Give the waits of entries that got no slot of their publisher's quota or share, by published id."""
        ...

    def release(self, considered: Considered, waits: Mapping[str, Wait], inputs: str) -> FeedOutcome:
        """Put a feed out."""
        ...


class Pages(Protocol):
    """The pages that are looked at beside the feeds, where sources ask for it."""

    def rules_due(self, at: Instant) -> Sequence[PageState]:
        """Give what hosts say to robots, where it is time to ask again."""
        ...

    def due(self, at: Instant) -> Sequence[PageState]:
        """Give the terms pages and articles that are to be looked at now."""
        ...

    def begin(self, states: Sequence[PageState], at: Instant) -> None:
        """Commit that these pages are about to be asked for, so that a crash does not ask for them again at once."""
        ...

    async def look(self, state: PageState, at: Instant) -> PageRecord:
        """Look at one page and give what is known then."""
        ...

    def failed(self, state: PageState, failure: PollFailure, at: Instant) -> PageRecord:
        """Give what is known after a look that failed."""
        ...

    def record(self, records: Sequence[PageRecord]) -> None:
        """Store what looks changed, in one transaction."""
        ...


class Traffic:
    """The requests of all cycles over one store, so that cycles may run side by side: a slow host holds up no other."""

    def __init__(self, limits: GateLimits) -> None:
        self.gate = Gate(limits)
        self.under_way: set[str] = set()
        """Sources and addresses of pages that are being asked, wait, or whose answer is not stored yet."""


class Work(NamedTuple):
    """Everything a cycle works on and with. One object per loaded configuration."""

    sources: Mapping[str, Source]
    feeds: Mapping[str, Feed]
    store: CycleStore
    refresh: Callable[[Source, SourceState, Instant], Awaitable[PollRecord]]
    releaser: Callable[[Instant], Releaser]
    rationed: Callable[[Feed], frozenset[str]]
    """The publishers of a feed whose entries need a slot: feeds that share one are considered together."""
    in_place: Callable[[FeedState], bool]
    fingerprint: Callable[[Feed, Instant], str]
    """Of everything configured that a feed's release depends on."""
    limits: GateLimits
    clock: Clock
    turn: asyncio.Lock
    """One release at a time. Polls do not take it, so an act never waits for an upstream."""
    traffic: Traffic | None = None
    """What is shared with cycles that run beside this one; None: none does."""
    pages: Pages | None = None
    """The pages to look at; None: no source asks for any."""

    def shared(self) -> Traffic:
        """Give what is shared with other cycles, or something of our own."""
        return self.traffic or Traffic(self.limits)


class Options(NamedTuple):
    """What one cycle was asked to do beyond what is due."""

    sources: frozenset[str] = frozenset()
    """Only these sources; empty: all."""
    feeds: frozenset[str] = frozenset()
    force: bool = False
    """Poll although not due."""
    poll: bool = True
    by: str = ""


class Report(NamedTuple):
    """What one cycle ended in."""

    sources: tuple[SourceOutcome, ...]
    feeds: tuple[FeedOutcome, ...]
    not_due: int
    next_due: Instant | None
    """When the first source is due next."""
    pages: tuple[PageOutcome, ...] = ()
    """The looks at pages beside the feeds."""


Progress = Callable[[str, object], None]
"""Called with ``"polls"`` and a count once, then ``"source"`` and ``"feed"`` with each outcome."""


def quiet(_event: str, _value: object) -> None:
    """Show nothing."""
