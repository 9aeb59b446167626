"""Polls: ask what is due, and give a record for each whatever happens."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from syndicator.cycle.recorder import Recorder
from syndicator.cycle.work import Options, Progress, Work
from syndicator.errors import SyndicatorError
from syndicator.model.base import Instant
from syndicator.model.config import Source
from syndicator.model.polling import Due, PollKind
from syndicator.model.records import LedgerEvent, PollRecord, SourceOutcome, SourceState


def is_due(state: SourceState | None, at: Instant) -> bool:
    """Tell whether a source may be asked now. A source never asked before is due.

    The stored time holds: a shorter interval in the file does not make it earlier.
    """
    return state is None or state.next_due is None or state.next_due <= at


async def poll(
    work: Work,
    due: Sequence[Source],
    states: Mapping[str, SourceState],
    at: Instant,
    options: Options,
    progress: Progress,
) -> tuple[SourceOutcome, ...]:
    """Ask these sources, each in its place of the traffic, and store what came. Their due times are committed first."""
    traffic, ids = work.shared(), {one.id for one in due}
    work.store.begin_polls([(one.id, Due(at=at + one.interval, because="interval")) for one in due], at=at)
    traffic.under_way |= ids
    if options.force:
        subject = ", ".join(one.id for one in due)
        event = LedgerEvent(event="force", subject=subject, by=options.by, message="polled although not due")
        work.store.append_events([event], at=at)
    progress("polls", len(due))
    jobs = {one.id: (one, states.get(one.id) or SourceState(id=one.id)) for one in due}
    recorder = Recorder(work.store, lambda record, error: _fault(*jobs[record.source], at, error), traffic.under_way)

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
