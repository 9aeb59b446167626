"""When a source may be asked again.

Rules of this module:
 - never before the interval is over, whatever the server says or the caller passes;
 - failures double the wait, up to a day; a server's own Retry-After is kept, up to a week;
 - jitter only ever adds time.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Final

from syndicator.model.base import Instant, Value
from syndicator.model.polling import Due, PollKind

DELAY_MAX: Final = timedelta(hours=24)
RETRY_AFTER_MAX: Final = timedelta(days=7)
_TOO_MANY_REQUESTS_MIN: Final = timedelta(hours=4)
_JITTER_MIN: Final = timedelta(seconds=30)
_DOUBLINGS_MAX: Final = 16
_FAILURES: Final = frozenset({PollKind.SOFT_ERROR, PollKind.HARD_ERROR, PollKind.BLOCKED})


class DueFacts(Value):
    """What the next due time depends on."""

    interval: timedelta
    outcome: PollKind
    code: str = ""
    errors: int = 0
    """Failures in a row, this poll included."""
    retry_after: timedelta | None = None
    max_age: timedelta | None = None
    """How long the answer is fresh, less its age (RFC 9111 4.2)."""


def next_due(facts: DueFacts, *, at: Instant, spread: float) -> Due:
    """Give the instant of the next poll after one that ended ``at``, and the fact that decided it.

    ``spread`` from 0 to 1 is the source's stable share of the jitter: a tenth of the interval, at least
    half a minute (but not more than the interval). 0 means none.
    """
    wait, because = _wait(facts)
    if facts.retry_after is not None and (asked := min(facts.retry_after, RETRY_AFTER_MAX)) > wait:
        wait, because = asked, "Retry-After"
    room = max(facts.interval / 10, min(_JITTER_MIN, facts.interval))
    return Due(at=at + wait + room * min(max(spread, 0.0), 1.0), because=because)


def share_of(source: str) -> float:
    """Give a source's stable share of jitter, from 0 to below 1: the same in every process and for ever."""
    return int.from_bytes(hashlib.sha256(source.encode()).digest()[:4], "big") / 2**32


def _wait(facts: DueFacts) -> tuple[timedelta, str]:
    interval = facts.interval
    if facts.outcome not in _FAILURES:
        fresh = min(facts.max_age or timedelta(0), DELAY_MAX)
        return (fresh, "max-age") if fresh > interval else (interval, "interval")
    doublings = min(max(facts.errors - 1, 0), _DOUBLINGS_MAX)
    wait = max(interval, min(interval * 2**doublings, DELAY_MAX))
    if facts.code == "http-429" and facts.retry_after is None:
        least = max(_TOO_MANY_REQUESTS_MIN, 2 * interval)
        if least > wait:
            return least, "429 without Retry-After"
    failures = "1 failure" if facts.errors <= 1 else f"{facts.errors} failures"
    return wait, f"backoff after {failures}"
