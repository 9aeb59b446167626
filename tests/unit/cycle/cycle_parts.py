"""A cycle's work with played parts: a store in memory, a refresh and a releaser that do as they are told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta

from harness.candidates import AT, FEED, SOURCE
from harness.fake_store import FakeStore
from harness.store_records import arrival, poll

from syndicator.assemble import Considered
from syndicator.clock import FixedClock
from syndicator.cycle import Work
from syndicator.model.base import Instant
from syndicator.model.config import Feed, Source
from syndicator.model.records import FeedOutcome, FeedState, PollRecord, ReleaseRecord, SourceState
from syndicator.model.rights import Wait
from syndicator.poll.gate import GateLimits


def source(name: str, **changes: object) -> Source:
    """Give a source of that name at a host of its own."""
    return SOURCE.model_copy(update={"id": name, "url": f"https://{name}.example/feed", **changes})


def feed(name: str, *sources: str) -> Feed:
    """Give a feed of that name of these sources."""
    return FEED.model_copy(update={"name": name, "sources": sources})


def news(one: Source, at: Instant) -> PollRecord:
    """Give what a poll brought: one entry, named after its source."""
    entry = arrival(f"tag:{one.id}.example,2026:1").model_copy(update={"first_seen": at})
    return poll(one.id, entry, at=at)


class Played:
    """Parts that remember what was asked of them."""

    def __init__(self, sources: Sequence[Source], feeds: Sequence[Feed] = ()) -> None:
        self.store = FakeStore()
        self.sources = {one.id: one for one in sources}
        self.feeds = {one.name: one for one in feeds}
        self.asked: list[str] = []
        self.seen_due: dict[str, Instant | None] = {}
        self.answer: Callable[[Source, Instant], Awaitable[PollRecord] | PollRecord] = news
        self.considered: list[str] = []
        self.released: list[tuple[str, Mapping[str, Wait]]] = []
        self.waits: dict[str, Wait] = {}
        self.allotted: list[list[str]] = []
        self.broken: dict[tuple[str, str], Exception] = {}
        """By step and feed."""
        self.rationed: dict[str, frozenset[str]] = {}
        self.missing: set[str] = set()
        self.configured = ""
        self.limits = GateLimits(16, 16, timedelta())
        self.clock = FixedClock(AT)

    def work(self) -> Work:
        """Give everything a cycle needs."""
        return Work(
            sources=self.sources,
            feeds=self.feeds,
            store=self.store,
            refresh=self._refresh,
            releaser=lambda at: PlayedReleaser(self, at),
            rationed=lambda one: self.rationed.get(one.name, frozenset()),
            in_place=self._in_place,
            fingerprint=self._fingerprint,
            limits=self.limits,
            clock=self.clock,
            turn=asyncio.Lock(),
        )

    async def _refresh(self, one: Source, _state: SourceState, at: Instant) -> PollRecord:
        self.asked.append(one.id)
        stored = self.store.source_states([one.id]).get(one.id)
        self.seen_due[one.id] = stored.next_due if stored else None
        answer = self.answer(one, at)
        return answer if isinstance(answer, PollRecord) else await answer

    def _in_place(self, state: FeedState) -> bool:
        self.break_at("in_place", state.name)
        return state.name not in self.missing

    def _fingerprint(self, one: Feed, _at: Instant) -> str:
        self.break_at("fingerprint", one.name)
        return self.configured

    def break_at(self, step: str, name: str) -> None:
        """Raise what was set for this step of this feed."""
        if error := self.broken.get((step, name)):
            raise error


class PlayedReleaser:
    """A releaser that puts nothing out, and records that it did."""

    def __init__(self, played: Played, at: Instant) -> None:
        self._played = played
        self._at = at

    def consider(self, one: Feed) -> Considered:
        """Note that a feed was considered."""
        self._played.considered.append(one.name)
        self._played.break_at("consider", one.name)
        return Considered(one, (), (), (), {})

    def allot(self, considered: Sequence[Considered]) -> Mapping[str, Wait]:
        """Give the waits that were set."""
        self._played.allotted.append([one.feed.name for one in considered])
        return self._played.waits

    def release(self, considered: Considered, waits: Mapping[str, Wait], inputs: str) -> FeedOutcome:
        """Record a release."""
        name = considered.feed.name
        self._played.break_at("release", name)
        self._played.released.append((name, waits))
        record = ReleaseRecord(
            feed=name, at=self._at, inputs=inputs, next_release=None, files=(), decisions=(), live=(), charged=()
        )
        generation = self._played.store.record_release(record)
        self._played.store.mark_published(name, generation, at=self._at)
        return FeedOutcome(feed=name, outcome="published", entries=1)
