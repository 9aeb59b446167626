"""One cycle: the polls, then the releases."""

from __future__ import annotations

from syndicator.cycle.looks import look
from syndicator.cycle.polls import is_due, poll
from syndicator.cycle.releases import release
from syndicator.cycle.threads import to_the_end
from syndicator.cycle.work import Options, Progress, Report, Work, quiet
from syndicator.model.base import Instant
from syndicator.model.records import SourceState


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
    outcomes = await poll(work, due, states, at, options, progress) if due else ()
    pages = await look(work, work.pages, at, progress) if work.pages and options.poll else ()
    async with work.turn:
        feeds = await to_the_end(release, work, at, options, progress)
    polled = {one.source: one.next_due for one in outcomes}
    nexts = [polled.get(one.id, _next_of(states.get(one.id), at)) for one in wanted]
    return Report(
        sources=outcomes,
        feeds=feeds,
        not_due=len(wanted) - len(due),
        next_due=min((one for one in nexts if one), default=None),
        pages=pages,
    )


def _next_of(state: SourceState | None, at: Instant) -> Instant:
    return state.next_due if state and state.next_due else at
