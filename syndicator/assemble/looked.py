"""What one look at a page changes, as one record."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from syndicator.model.base import Instant
from syndicator.model.pages import PageKind, PageRecord, PageState, Seen
from syndicator.model.polling import NotModified, PollFailure

AGAIN = {
    PageKind.ARTICLE: timedelta(days=1),
    PageKind.TERMS: timedelta(days=7),
    PageKind.ROBOTS: timedelta(days=1),
    PageKind.TDM: timedelta(days=1),
    PageKind.RSL: timedelta(days=7),
}
"""How long after a look the next one comes."""
RETRY = timedelta(hours=6)
"""How long after a look that failed the next one comes."""
APART = timedelta(hours=24)
"""How far apart two answers that an article is not there must be before it counts as gone."""

_GONE = 410
_MISSING = 404
_UNAVAILABLE = range(400, 500)
"""What a host answers that has no such file (RFC 9309 2.3.1.3)."""
_BUSY = frozenset({401, 403, 408, 425, 429})


def first_look(kind: PageKind, url: str, publisher: str, at: Instant) -> PageState:
    """Give the state of a page that was never looked at."""
    return PageState(kind=kind, url=url, publisher=publisher, due=at)


def begun(state: PageState, at: Instant) -> PageRecord:
    """Give what is stored before a page is asked for: whatever happens then, it is not asked for again at once."""
    return PageRecord(state.model_copy(update={"due": at + RETRY}))


def looked(before: PageState, answer: Seen | NotModified | PollFailure, at: Instant) -> PageRecord:
    """Give what is known after a look."""
    if isinstance(answer, Seen):
        return _read(before, answer, at)
    if isinstance(answer, NotModified):
        return PageRecord(_reached(before, at).model_copy(update={"validators": answer.validators}))
    if before.kind in {PageKind.ROBOTS, PageKind.TDM} and _has_none(answer.status):
        return _read(before, Seen(text=""), at)
    return PageRecord(_failed(before, answer, at))


def _has_none(status: int) -> bool:
    return status in _UNAVAILABLE and status not in _BUSY


def _read(before: PageState, seen: Seen, at: Instant) -> PageRecord:
    digest = seen.page.text_digest if seen.page else hashlib.sha256(seen.text.encode()).hexdigest()
    other = bool(before.digest) and before.digest != digest
    state = _reached(before, at).model_copy(
        update={
            "validators": seen.validators,
            "digest": digest,
            "changed": at if other else before.changed,
            "page": seen.page,
        }
    )
    return PageRecord(state, None if seen.page else seen.text)


def _reached(before: PageState, at: Instant) -> PageState:
    return before.model_copy(
        update={
            "checked": at,
            "reached": at,
            "due": at + AGAIN[before.kind],
            "failing_since": None,
            "missing_since": None,
            "code": "",
            "message": "",
        }
    )


def _failed(before: PageState, failure: PollFailure, at: Instant) -> PageState:
    missing = (before.missing_since or at) if failure.status == _MISSING else None
    gone = failure.status == _GONE or (missing is not None and at - missing >= APART)
    article = before.kind is PageKind.ARTICLE and failure.status in {_MISSING, _GONE}
    again = AGAIN[before.kind] if article else RETRY
    return before.model_copy(
        update={
            "checked": at,
            "due": at + max(again, failure.retry_after or timedelta()),
            "failing_since": before.failing_since or at,
            "missing_since": missing,
            "gone": before.gone or (article and gone),
            "code": failure.code,
            "message": failure.message,
        }
    )
