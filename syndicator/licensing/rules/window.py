"""Embargo, the window in which a republication may start, and the day it must end."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from syndicator.licensing.case import Asked, against, passed
from syndicator.model.base import Instant
from syndicator.model.reasons import Reason
from syndicator.model.rights import Answered
from syndicator.model.terms import Embargo, Terms

RULE = "window"

CORRECTED_WITHIN = timedelta(hours=48)
"""How long a feed may take to bring a correction that the original's page shows."""
QUESTION = "Is this the time for it: after an embargo, and before the day it must end?"


def ask(case: Asked) -> Answered | tuple[Answered, ...]:
    """Answer whether this is the time to show it. What is live already is not asked about its start again."""
    embargo = () if case.live else _embargo(case)
    if case.is_reference:
        return embargo or passed(RULE)
    start = () if case.live else _start(case)
    return (*embargo, *start, *_end(case)) or passed(RULE)


def _embargo(case: Asked) -> tuple[Answered, ...]:
    published = case.entry.published
    embargo = case.terms.embargo if case.terms else None
    opens = max(published, _opens(published, embargo)) if embargo else published
    return (against(RULE, Reason.EMBARGO, until=opens),) if case.at < opens else ()


def _opens(published: Instant, embargo: Embargo) -> Instant:
    if embargo.next_calendar_date:
        return datetime.combine(published.date() + timedelta(days=1), time(), UTC)
    return published + (embargo.delay or timedelta())


def _start(case: Asked) -> tuple[Answered, ...]:
    if case.terms is None:
        return ()
    published, terms = case.entry.published, case.terms
    if terms.effective_from is not None and published.date() < terms.effective_from:
        message = f"The permission begins with works of {terms.effective_from}."
        return (against(RULE, Reason.WINDOW_CLOSED, message),)
    limits = [limit for limit in (terms.max_age_to_start, terms.remove_after) if limit is not None]
    if limits and case.at >= published + min(limits):
        message = f"A republication may start within {min(limits).days} days of first publication."
        return (against(RULE, Reason.WINDOW_CLOSED, message),)
    if _is_over(case, terms):
        message = "It was live before, for as long as it may be without a look at the original's page."
        return (against(RULE, Reason.WINDOW_CLOSED, message),)
    return ()


def _end(case: Asked) -> tuple[Answered, ...]:
    if not case.live or case.terms is None:
        return ()
    if _is_over(case, case.terms):
        return (against(RULE, Reason.REMOVE_AFTER),)
    corrected = _missed_correction(case, case.terms)
    return (against(RULE, Reason.REMOVE_AFTER, corrected),) if corrected else ()


def _missed_correction(case: Asked, terms: Terms) -> str:
    """Say that the original was corrected and its feed did not bring the correction in time; empty otherwise.

    The copy can not be mended from the page, so it leaves.
    """
    state = case.page
    if terms.corrections != "required" or state is None or state.page is None or state.reached is None:
        return ""
    corrected = state.page.modified
    if corrected is None or corrected <= case.entry.seen or state.reached - corrected < CORRECTED_WITHIN:
        return ""
    return f"{state.url} was corrected on {corrected:%Y-%m-%d %H:%M} UTC, and the feed did not bring the correction."


def _is_over(case: Asked, terms: Terms) -> bool:
    end = terms.ends(case.entry.published, case.entry.first_live, corrected=case.source.pages.fetch)
    return end is not None and case.at >= end
