"""Takedown, a person's refusal, what the publisher itself withdrew, and what was withdrawn before."""

from __future__ import annotations

import re

from syndicator.licensing.case import Asked, against, passed
from syndicator.licensing.text import visible
from syndicator.model.config import ActKind
from syndicator.model.reasons import REASONS, Kind, Reason
from syndicator.model.rights import Answered

RULE = "takedown"
QUESTION = "Has a person or the publisher taken the work back?"

_RETRACTED_TITLE = re.compile(
    r"\s*[\[(]\s*(retracted|withdrawn|removed)\s*[\])]|.*\[\s*(retracted|withdrawn|removed)\s*\]\s*$",
    re.IGNORECASE | re.DOTALL,
)
_RETRACTED_BODY = re.compile(
    r"\s*this (article|story|post|page) has been (removed|withdrawn|retracted)\b", re.IGNORECASE
)
_STUB_CHARACTERS = 300
_COLLAPSED_SHARE = 0.2
_COLLAPSED_CHARACTERS = 700
_BEGINNING_CHARACTERS = 40


def ask(case: Asked) -> Answered | tuple[Answered, ...]:
    """Answer whether a person or the publisher has taken the entry back; a takedown beats every other act."""
    answers = (*_acts(case), *_upstream(case))
    if case.withdrawn and not any(REASONS[one.reason].kind is Kind.WITHDRAWAL for one in answers if one.reason):
        answers += (against(RULE, case.withdrawn),)
    return answers or passed(RULE)


def _acts(case: Asked) -> tuple[Answered, ...]:
    takedowns = [act for act in case.acts if act.kind is ActKind.TAKEDOWN]
    if takedowns:
        return (against(RULE, Reason.TAKEDOWN, f"Taken down by {takedowns[0].by}: {takedowns[0].why}"),)
    act = case.verdict
    if act is not None and act.kind is ActKind.REFUSE:
        return (against(RULE, Reason.EDITOR_REFUSED, f"Refused by {act.by}: {act.why}"),)
    if case.approval_outdated:
        return (against(RULE, Reason.APPROVAL_OUTDATED),)
    return ()


def _upstream(case: Asked) -> tuple[Answered, ...]:
    if case.entry.deleted_upstream is not None:
        return (against(RULE, Reason.UPSTREAM_TOMBSTONE),)
    if _RETRACTED_TITLE.match(case.entry.entry.title) or _is_removal_stub(case.head):
        return (against(RULE, Reason.ARTICLE_GONE, "The publisher marked it as withdrawn."),)
    if _has_collapsed(case):
        return (against(RULE, Reason.ARTICLE_GONE),)
    return _page(case)


def _page(case: Asked) -> tuple[Answered, ...]:
    page = case.page
    if page is not None and page.gone:
        how = f"is missing since {page.missing_since:%Y-%m-%d}" if page.missing_since else "is gone"
        return (against(RULE, Reason.ARTICLE_GONE, f"{page.url} {how}."),)
    if page is not None and page.page is not None and page.page.withdrawn:
        return (against(RULE, Reason.ARTICLE_GONE, f"Its publisher marked {page.url} as withdrawn."),)
    return ()


def _has_collapsed(case: Asked) -> bool:
    """Tell whether a few words stand in place of the text that is live.

    The beginning of that text is no such words, nor is silence: both are a shortened feed, which is a hold.
    """
    left = case.head
    if not case.live_body or not 0 < len(left) < _COLLAPSED_CHARACTERS:
        return False
    before = visible(case.live_body)
    return len(left) < _COLLAPSED_SHARE * len(before) and left[:_BEGINNING_CHARACTERS] not in before


def _is_removal_stub(text: str) -> bool:
    return len(text) <= _STUB_CHARACTERS and _RETRACTED_BODY.match(text) is not None
