"""Looks at pages beside the feeds: what hosts say to robots first, then terms pages and articles."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from syndicator.cycle.threads import to_the_end
from syndicator.cycle.work import Pages, Progress, Work
from syndicator.errors import SyndicatorError
from syndicator.model.base import Instant
from syndicator.model.pages import PageOutcome, PageRecord, PageState
from syndicator.model.polling import PollFailure, PollKind

LOOKS_MAX = 64
"""Pages that one cycle looks at, at most: what is left comes with the next one."""


async def look(work: Work, pages: Pages, at: Instant, progress: Progress) -> tuple[PageOutcome, ...]:
    """Look at the pages that are due, and store what came. No page costs another its look."""
    outcomes: list[PageOutcome] = []
    for which in (pages.rules_due, pages.due):
        states = await to_the_end(which, at)
        outcomes += await _round(work, pages, states[:LOOKS_MAX], at, progress)
    return tuple(outcomes)


async def _round(
    work: Work, pages: Pages, states: Sequence[PageState], at: Instant, progress: Progress
) -> list[PageOutcome]:
    traffic = work.shared()

    async def job(state: PageState) -> PageRecord:
        async with traffic.gate.passing(state.url):
            record = await _caught(pages, state, at)
        progress("page", _outcome(state, record))
        return record

    free = [one for one in states if one.url not in traffic.under_way]
    traffic.under_way |= {one.url for one in free}
    try:
        if free:
            await to_the_end(pages.begin, free, at)
        records = await asyncio.gather(*(job(one) for one in free))
        if records:
            await to_the_end(pages.record, records)
    finally:
        traffic.under_way -= {one.url for one in free}
    return [_outcome(state, record) for state, record in zip(free, records, strict=True)]


async def _caught(pages: Pages, state: PageState, at: Instant) -> PageRecord:
    """Give a look's record whatever happens: a failure of ours is a look that failed."""
    try:
        return await pages.look(state, at)
    except Exception as error:  # noqa: BLE001  # the one catch per job
        code, message = "internal-error", f"{type(error).__name__}: {error}"[:500]
        if isinstance(error, SyndicatorError):
            code, message = error.code, str(error)
        failure = PollFailure(url=state.url, kind=PollKind.HARD_ERROR, code=code, message=message)
        return pages.failed(state, failure, at)


def _outcome(before: PageState, record: PageRecord) -> PageOutcome:
    after = record.state
    return PageOutcome(
        kind=after.kind,
        url=after.url,
        code=after.code,
        message=after.message,
        changed=after.changed != before.changed or after.gone != before.gone,
        next_due=after.due,
    )
