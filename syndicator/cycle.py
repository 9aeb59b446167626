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
from syndicator.errors import StoreError, SyndicatorError
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

BATCH_S = 5.0
"""How long an answer may wait to be stored while others come in."""

NOT_STORABLE = "text-not-storable"
"""The store's code for a record whose text no database takes."""


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


class Traffic:
    """The requests of all cycles over one store, so that cycles may run side by side: a slow host holds up no other."""

    def __init__(self, limits: GateLimits) -> None:
        self.gate = Gate(limits)
        self.under_way: set[str] = set()
        """Sources that are being asked, wait for their place, or whose answer is not stored yet."""


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


Progress = Callable[[str, object], None]
"""Called with ``"polls"`` and a count once, then ``"source"`` and ``"feed"`` with each outcome."""


def quiet(_event: str, _value: object) -> None:
    """Show nothing."""


async def run_due(work: Work, at: Instant, options: Options | None = None, progress: Progress = quiet) -> Report:
    """Poll what is due and not under way already, release what changed, and report both."""
    options = options or Options()
    traffic = work.shared()
    work = work._replace(traffic=traffic)
    wanted = [one for one in work.sources.values() if one.enabled]
    if options.sources:
        wanted = [one for one in wanted if one.id in options.sources]
    states = work.store.source_states([one.id for one in wanted])
    free = [one for one in wanted if options.poll and one.id not in traffic.under_way]
    due = [one for one in free if options.force or is_due(states.get(one.id), at)]
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
    traffic, ids = work.shared(), {one.id for one in due}
    work.store.begin_polls([(one.id, Due(at=at + one.interval, because="interval")) for one in due], at=at)
    traffic.under_way |= ids
    if options.force:
        subject = ", ".join(one.id for one in due)
        event = LedgerEvent(event="force", subject=subject, by=options.by, message="polled although not due")
        work.store.append_events([event], at=at)
    progress("polls", len(due))
    jobs = {one.id: (one, states.get(one.id) or SourceState(id=one.id)) for one in due}
    recorder = _Recorder(work.store, lambda record, error: _fault(*jobs[record.source], at, error), traffic.under_way)

    async def job(source: Source) -> SourceOutcome:
        async with traffic.gate.passing(source.url):
            started = work.clock.monotonic_s()
            record = await _caught(work, *jobs[source.id], at)
            duration_ms = int((work.clock.monotonic_s() - started) * 1000)
        await recorder.add(record)
        outcome = outcome_of(record, duration_ms)
        progress("source", outcome)
        return outcome

    try:
        outcomes = await asyncio.gather(*(job(one) for one in due))
    finally:
        try:
            await recorder.flush()
        finally:
            traffic.under_way -= ids
    refused = {one.source: outcome_of(one, 0) for one in recorder.refused}
    for one in refused.values():
        progress("source", one)
    return tuple(refused.get(one.source, one) for one in outcomes)


async def _caught(work: Work, source: Source, state: SourceState, at: Instant) -> PollRecord:
    """Give a poll's record whatever happens. The due time was pushed out before, so nothing repeats at once."""
    try:
        return await work.refresh(source, state, at)
    except Exception as error:  # noqa: BLE001  # the one catch per job
        return _fault(source, state, at, error)


def _fault(source: Source, state: SourceState, at: Instant, error: Exception) -> PollRecord:
    """Give the record of a poll that ended in an error of ours. What was known of the source stays."""
    code, message = "internal-error", f"{type(error).__name__}: {error}"[:500]
    if isinstance(error, SyndicatorError):
        code, message = error.code, str(error)
    return PollRecord(
        source=source.id,
        publisher=source.publisher or f"source:{source.id}",
        url=source.url,
        at=at,
        outcome=PollKind.HARD_ERROR,
        code=code,
        message=message,
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
        self._waiting.append(record)
        late = asyncio.get_running_loop().time() - self._flushed_s > BATCH_S
        if (late or len(self._waiting) >= BATCH_MAX) and not self._lock.locked():
            await self.flush()

    async def flush(self) -> None:
        async with self._lock:
            batch, self._waiting = self._waiting, []
            if batch:
                await _to_the_end(self._record, batch)
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


def _release(work: Work, at: Instant, options: Options, progress: Progress) -> tuple[FeedOutcome, ...]:
    """Release every feed whose inputs changed, whose time has come, or whose files are not in place.

    Feeds that share a rationed publisher are considered together, so that who gets a slot does not depend on which of
    them happened to change.
    """
    wanted = [one for one in work.feeds.values() if not options.feeds or one.name in options.feeds]
    looked = {one.name: _tried(one, _look, work, one, at) for one in wanted}
    outcomes = {
        name: one if isinstance(one, FeedOutcome) else FeedOutcome(feed=name, outcome="skipped")
        for name, one in looked.items()
    }
    known = {name: one for name, one in looked.items() if isinstance(one, _Looked)}
    changed = [one for one in wanted if one.name in known and not known[one.name].stands]
    shared = frozenset[str]().union(*(work.rationed(one) for one in changed))
    if changed:
        releaser = work.releaser(at)
        going = [one for one in wanted if one in changed or (one.name in known and work.rationed(one) & shared)]
        tried = [_tried(one, releaser.consider, one) for one in going]
        considered = [one for one in tried if isinstance(one, Considered)]
        outcomes |= {one.feed: one for one in tried if isinstance(one, FeedOutcome)}
        waits = releaser.allot(considered)
        for one in considered:
            outcomes[one.feed.name] = _tried(one.feed, releaser.release, one, waits, known[one.feed.name].inputs)
    for outcome in outcomes.values():
        if outcome.outcome != "skipped":
            progress("feed", outcome)
    return tuple(outcomes.values())


def _tried(feed: Feed, step: Callable[Args, Result], *args: Args.args, **kwargs: Args.kwargs) -> Result | FeedOutcome:
    """Give what a step gives, or the outcome "failed" whatever happens in it: other feeds go on."""
    try:
        return step(*args, **kwargs)
    except SyndicatorError as error:
        return FeedOutcome(
            feed=feed.name, outcome="failed", code=error.code, message=str(error), exit_code=error.exit_code
        )
    except Exception as error:  # noqa: BLE001  # the one catch per job
        message = f"{type(error).__name__}: {error}"[:500]
        return FeedOutcome(feed=feed.name, outcome="failed", code="internal-error", message=message)


class _Looked(NamedTuple):
    inputs: str
    stands: bool


def _look(work: Work, feed: Feed, at: Instant) -> _Looked:
    stored = work.store.inputs(feed.sources)
    inputs = hashlib.sha256(f"{stored}\n{work.fingerprint(feed, at)}".encode()).hexdigest()
    return _Looked(inputs, _stands(work, feed, inputs, at))


def _stands(work: Work, feed: Feed, inputs: str, at: Instant) -> bool:
    """Tell whether the last release of a feed still says what there is to say."""
    state = work.store.feed_state(feed.name)
    if state is None or not state.published or state.inputs != inputs:
        return False
    if state.next_release and state.next_release <= at:
        return False
    return work.in_place(state)
