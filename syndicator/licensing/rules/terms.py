"""Whether the publisher's terms are known, read, still fresh, and told where they ask for it."""

from __future__ import annotations

from datetime import timedelta

from syndicator.licensing.case import Asked, against, passed
from syndicator.model.reasons import Reason
from syndicator.model.rights import Answered

RULE = "terms"

_ONE_DAY = timedelta(days=1)
"""A reader east of Greenwich dates a reading by a calendar that is ahead of UTC."""


def ask(case: Asked) -> Answered | tuple[Answered, ...]:
    """Answer whether publication can rest on a person's dated reading of the terms; a reference needs none."""
    if case.terms is None:
        named = case.source.publisher
        message = f'The publisher "{named}" is not in the registry.' if named else "The source names no publisher."
        return against(RULE, Reason.TERMS_MISSING, message)
    answers = () if case.is_reference else (*_reading(case), *_notice(case))
    return answers or passed(RULE)


def _reading(case: Asked) -> tuple[Answered, ...]:
    read = case.source.terms_read
    today = case.at.date()
    if read is None or read.on > today + _ONE_DAY:
        return (against(RULE, Reason.TERMS_UNREAD),)
    if case.terms is not None and today - read.on > case.terms.review_interval:
        return (against(RULE, Reason.TERMS_OVERDUE, f"The terms were last read on {read.on}."),)
    return ()


def _notice(case: Asked) -> tuple[Answered, ...]:
    if case.terms is not None and case.terms.notify == "before" and case.source.notified is None:
        return (against(RULE, Reason.NOTIFY_FIRST),)
    return ()
