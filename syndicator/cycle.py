"""What is due: polls within the limits for all and for each host, then releases of what changed.

Over 300 lines, because the protocols of everything it drives stand at its head.

Used by ``once``, the daemon and the demo. Holds the one catch per job: whatever goes wrong inside one job becomes
that job's outcome and costs no other job anything. Due times are committed before the first request goes out.

Does not: know what time means for a source (``poll.schedule``), or what a decision rests on (``licensing``).
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import NamedTuple, ParamSpec, Protocol, TypeVar

from syndicator.assemble import Considered
from syndicator.clock import Clock
from syndicator.errors import SyndicatorError
from syndicator.model.base import Instant
from syndicator.model.config import Feed, Source
from syndicator.model.polling import Due, PollKind
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

Args = ParamSpec("Args")
Result = TypeVar("Result")

BATCH_MAX = 64
"""How many poll records are stored in one transaction at most."""


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


Progress = Callable[[str, object], None]
"""Called with ``"polls"`` and a count once, then ``"source"`` and ``"feed"`` with each outcome."""


def quiet(_event: str, _value: object) -> None:
    """Show nothing."""


async def run_due(work: Work, at: Instant, options: Options | None = None, progress: Progress = quiet) -> Report:
    """Poll what is due, release what changed, and report both."""
    options = options or Options()
    wanted = [one for one in work.sources.values() if one.enabled]
    if options.sources:
        wanted = [one for one in wanted if one.id in options.sources]
    states = work.store.source_states([one.id for one in wanted])
    due = [one for one in wanted if options.poll and (options.force or is_due(states.get(one.id), at))]
    outcomes = await _poll(work, due, states, at, options, progress) if due else ()
    async with work.turn:
        feeds = await _to_the_end(_release, work, at, options, progress)
    polled = {one.source: one.next_due for one in outcomes}
    nexts = [polled.get(one.id, _next_of(states.get(one.id), at)) for one in wanted]
    return Report(
        sources=outcomes,
        feeds=feeds,
        not_due=len(wanted) - len(due),
        next_due=min((one for one in nexts if one), default=None),
    )


async def _to_the_end(step: Callable[Args, Result], *args: Args.args, **kwargs: Args.kwargs) -> Result:
    """Run a step in a thread. Cancelled, it is waited for all the same: a thread can not be stopped halfway."""
    running = asyncio.ensure_future(asyncio.to_thread(step, *args, **kwargs))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait({running})
        raise


def is_due(state: SourceState | None, at: Instant) -> bool:
    """Tell whether a source may be asked now. A source never asked before is due.

    The stored time holds: a shorter interval in the file does not make it earlier.
    """
    return state is None or state.next_due is None or state.next_due <= at


def _next_of(state: SourceState | None, at: Instant) -> Instant:
    return state.next_due if state and state.next_due else at


async def _poll(
    work: Work,
    due: Sequence[Source],
    states: Mapping[str, SourceState],
    at: Instant,
    options: Options,
    progress: Progress,
) -> tuple[SourceOutcome, ...]:
    work.store.begin_polls([(one.id, Due(at=at + one.interval, because="interval")) for one in due], at=at)
    if options.force:
        subject = ", ".join(one.id for one in due)
        event = LedgerEvent(event="force", subject=subject, by=options.by, message="polled although not due")
        work.store.append_events([event], at=at)
    progress("polls", len(due))
    recorder = _Recorder(work.store)
    gate = Gate(work.limits)

    async def job(source: Source) -> SourceOutcome:
        async with gate.passing(source.url):
            started = work.clock.monotonic_s()
            record = await _caught(work, source, states.get(source.id) or SourceState(id=source.id), at)
            duration_ms = int((work.clock.monotonic_s() - started) * 1000)
        await recorder.add(record)
        outcome = outcome_of(record, duration_ms)
        progress("source", outcome)
        return outcome

    try:
        outcomes = await asyncio.gather(*(job(one) for one in due))
    finally:
        await recorder.flush()
    return tuple(outcomes)


async def _caught(work: Work, source: Source, state: SourceState, at: Instant) -> PollRecord:
    """Give a poll's record whatever happens. The due time was pushed out before, so nothing repeats at once."""
    try:
        return await work.refresh(source, state, at)
    except Exception as error:  # noqa: BLE001  # the one catch per job
        return PollRecord(
            source=source.id,
            publisher=source.publisher or f"source:{source.id}",
            url=source.url,
            at=at,
            outcome=PollKind.HARD_ERROR,
            code="internal-error",
            message=f"{type(error).__name__}: {error}"[:500],
            due=Due(at=at + source.interval, because="interval"),
            errors=state.errors + 1,
            validators=state.validators if state.url == source.url else None,
            body_digest=state.body_digest,
            reader=state.reader,
        )


def outcome_of(record: PollRecord, duration_ms: int) -> SourceOutcome:
    """Give what a person wants to know of a poll."""
    message, _, hint = record.message.partition("\n")
    fresh = sum(one.first_seen == record.at for one in record.arrivals)
    return SourceOutcome(
        source=record.source,
        outcome=record.outcome,
        code=record.code,
        message=message,
        hint=hint,
        entries_new=fresh,
        entries_changed=len(record.arrivals) - fresh,
        recovered=bool(record.info and record.info.recovered),
        next_due=record.due.at,
        duration_ms=duration_ms,
    )


class _Recorder:
    """Stores poll records in groups, off the loop, one group at a time."""

    def __init__(self, store: CycleStore) -> None:
        self._store = store
        self._waiting: list[PollRecord] = []
        self._lock = asyncio.Lock()

    async def add(self, record: PollRecord) -> None:
        self._waiting.append(record)
        if len(self._waiting) >= BATCH_MAX and not self._lock.locked():
            await self.flush()

    async def flush(self) -> None:
        async with self._lock:
            batch, self._waiting = self._waiting, []
            if batch:
                await _to_the_end(self._store.record_polls, batch)


def _release(work: Work, at: Instant, options: Options, progress: Progress) -> tuple[FeedOutcome, ...]:
    """Release every feed whose inputs changed, whose time has come, or whose files are not in place.

    Feeds that share a rationed publisher are considered together, so that who gets a slot does not depend on which of
    them happened to change.
    """
    wanted = [one for one in work.feeds.values() if not options.feeds or one.name in options.feeds]
    inputs = {one.name: _inputs(work, one, at) for one in wanted}
    changed = [one for one in wanted if not _stands(work, one, inputs[one.name], at)]
    shared = frozenset[str]().union(*(work.rationed(one) for one in changed))
    outcomes = {one.name: FeedOutcome(feed=one.name, outcome="skipped") for one in wanted}
    if changed:
        releaser = work.releaser(at)
        going = [one for one in wanted if one in changed or work.rationed(one) & shared]
        tried = [_tried(one, releaser.consider, one) for one in going]
        considered = [one for one in tried if isinstance(one, Considered)]
        outcomes |= {one.feed: one for one in tried if isinstance(one, FeedOutcome)}
        waits = releaser.allot(considered)
        for one in considered:
            outcome = _tried(one.feed, releaser.release, one, waits, inputs[one.feed.name])
            outcomes[one.feed.name] = outcome
            progress("feed", outcome)
    return tuple(outcomes.values())


def _tried(feed: Feed, step: Callable[Args, Result], *args: Args.args, **kwargs: Args.kwargs) -> Result | FeedOutcome:
    """Give what a step gives, or the outcome "failed" whatever happens in it: other feeds go on."""
    try:
        return step(*args, **kwargs)
    except SyndicatorError as error:
        return FeedOutcome(feed=feed.name, outcome="failed", code=error.code, message=str(error))
    except Exception as error:  # noqa: BLE001  # the one catch per job
        message = f"{type(error).__name__}: {error}"[:500]
        return FeedOutcome(feed=feed.name, outcome="failed", code="internal-error", message=message)


def _inputs(work: Work, feed: Feed, at: Instant) -> str:
    stored = work.store.inputs(feed.sources)
    return hashlib.sha256(f"{stored}\n{work.fingerprint(feed, at)}".encode()).hexdigest()


def _stands(work: Work, feed: Feed, inputs: str, at: Instant) -> bool:
    """Tell whether the last release of a feed still says what there is to say."""
    state = work.store.feed_state(feed.name)
    if state is None or not state.published or state.inputs != inputs:
        return False
    if state.next_release and state.next_release <= at:
        return False
    return work.in_place(state)
