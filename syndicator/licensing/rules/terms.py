"""Whether the publisher's terms are known, read, still fresh, and told where they ask for it."""

from __future__ import annotations

from datetime import timedelta

from syndicator.licensing.case import Asked, against, passed
from syndicator.model.reasons import Reason
from syndicator.model.rights import Answered

RULE = "terms"
QUESTION = "Has a person read the publisher's terms, lately enough, and told the publisher where its terms ask for it?"

GRACE = timedelta(hours=72)
"""How long a terms page may be unreadable before nothing new goes out."""
_ONE_DAY = timedelta(days=1)
"""A reader east of Greenwich dates a reading by a calendar that is ahead of UTC."""


def ask(case: Asked) -> Answered | tuple[Answered, ...]:
    """Answer whether publication can rest on a person's dated reading of the terms; a reference needs none."""
    if case.terms is None:
        named = case.source.publisher
        message = f'The publisher "{named}" is not in the registry.' if named else "The source names no publisher."
        return against(RULE, Reason.TERMS_MISSING, message)
    answers = () if case.is_reference else (*_reading(case), *_page(case), *_notice(case))
    return answers or passed(RULE)


def _reading(case: Asked) -> tuple[Answered, ...]:
    read = case.source.terms_read
    today = case.at.date()
    if read is None or read.on > today + _ONE_DAY:
        return (against(RULE, Reason.TERMS_UNREAD),)
    if case.terms is not None and today - read.on > case.terms.review_interval:
        return (against(RULE, Reason.TERMS_OVERDUE, f"The terms were last read on {read.on}."),)
    return ()


def _page(case: Asked) -> tuple[Answered, ...]:
    """Answer whether the terms page still says what was read. What is live stays: the license was given for it."""
    page, read = case.terms_page, case.source.terms_read
    if page is None or case.live:
        return ()
    if page.changed and page.digest not in case.terms_read and not (read and read.on >= page.changed.date()):
        message = f"{page.url} was found changed on {page.changed.date()}."
        return (against(RULE, Reason.TERMS_PAGE_CHANGED, message),)
    if page.failing_since and case.at - page.failing_since > GRACE:
        message = f"{page.url} could not be read since {page.failing_since:%Y-%m-%d %H:%M} UTC: {page.message}"
        return (against(RULE, Reason.TERMS_PAGE_CHANGED, message),)
    return ()


def _notice(case: Asked) -> tuple[Answered, ...]:
    if case.terms is not None and case.terms.notify == "before" and case.source.notified is None:
        return (against(RULE, Reason.NOTIFY_FIRST),)
    return ()
