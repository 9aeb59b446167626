"""Who gets a slot: a publisher's ceiling for a UTC day or month, and its share of what it offered.

The result does not depend on the order of the candidates, nor on which sources or feeds they came through.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, time, timedelta
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from syndicator.model.base import Instant, Value
from syndicator.model.reasons import Reason
from syndicator.model.terms import Terms

OFFERED_MIN = 6
"""Below this many entries offered in 7 days, a share of them says nothing."""
_SHARE_DENOMINATOR_MAX = 1000
"""A share is read as the fraction that was meant: a third, not 0.333333 of it."""


class Candidate(Value):
    """An entry that passed every rule and framing for at least one feed."""

    id: str
    published: Instant
    picked: bool = False
    """A person approved it."""
    first_live: Instant | None = None
    """When it took its slot, if it did."""


class Waiting(NamedTuple):
    """A candidate without a slot: why, and when it competes again."""

    id: str
    reason: Reason
    until: Instant


class SlotsLeft(NamedTuple):
    """How many more entries of a publisher may go live now: by its quota, and by its share of what it offered."""

    quota: int | None
    """``None`` where the terms name no ceiling."""
    share: int | None
    """``None`` where the terms name no share, or too little was offered to speak of one."""


class Allotment(NamedTuple):
    """Which candidates may be live now, and which wait."""

    granted: frozenset[str]
    waits: tuple[Waiting, ...]


def allot(
    terms: Terms,
    candidates: Sequence[Candidate],
    *,
    charged_ids: Collection[str],
    offered: int,
    live: int,
    at: Instant,
) -> Allotment:
    """Give slots to one publisher's candidates: a person's picks first, then the newest, ties by id.

    ``charged_ids``: entries charged in the present UTC day, or month where the quota is by month; withdrawn ones
    count. ``offered``: entries the publisher first offered in the last 7 days. ``live``: entries that first went live
    in the last 7 days. An entry that has its slot keeps it and is not charged again.
    """
    granted = {one.id for one in candidates if one.first_live is not None or one.id in charged_ids}
    waits: list[Waiting] = []
    slots = terms.quota.count - len(set(charged_ids)) if terms.quota else None
    share = _share_of(terms, offered, live)
    for one in sorted(candidates, key=lambda one: (not one.picked, -one.published.timestamp(), one.id)):
        if one.id in granted:
            continue
        if slots is not None and slots <= 0:
            waits.append(Waiting(one.id, Reason.QUOTA_REACHED, _next_period(terms, at)))
        elif share is not None and share <= 0:
            waits.append(Waiting(one.id, Reason.SHARE_REACHED, _tomorrow(at)))
        else:
            granted.add(one.id)
            slots = None if slots is None else slots - 1
            share = None if share is None else share - 1
    return Allotment(frozenset(granted), tuple(waits))


def slots_left(terms: Terms, *, charged: int, offered: int, live: int) -> SlotsLeft:
    """Give what is left of quota and share; the figures are those of ``allot``."""
    quota = max(0, terms.quota.count - charged) if terms.quota else None
    share = _share_of(terms, offered, live)
    return SlotsLeft(quota, None if share is None else max(0, share))


def _share_of(terms: Terms, offered: int, live: int) -> int | None:
    if not terms.never_all or offered < OFFERED_MIN:
        return None
    return ceil(offered * Fraction(terms.share).limit_denominator(_SHARE_DENOMINATOR_MAX)) - live


def _next_period(terms: Terms, at: Instant) -> Instant:
    if terms.quota is not None and terms.quota.per == "month":
        return datetime(at.year + at.month // 12, at.month % 12 + 1, 1, tzinfo=UTC)
    return _tomorrow(at)


def _tomorrow(at: Instant) -> Instant:
    return datetime.combine(at.date() + timedelta(days=1), time(), UTC)
