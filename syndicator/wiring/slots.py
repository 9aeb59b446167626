"""What is left of a publisher's quota and share, and over which times both are counted."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from syndicator.licensing import slots_left
from syndicator.model.base import Instant
from syndicator.model.records import Slots
from syndicator.model.terms import Terms
from syndicator.settings import Settings
from syndicator.store import Store

OFFERED_WITHIN = timedelta(days=7)
"""Over how long a share of what a publisher offered is counted."""


def slots(settings: Settings, store: Store, publisher: str, at: Instant) -> Slots | None:
    """Give what is left of a publisher's quota and share at an instant; ``None`` where its terms name neither."""
    terms = settings.registry.get(publisher)
    if terms is None or not (terms.quota or terms.never_all):
        return None
    since, week, later = periods(terms, at)
    left = slots_left(
        terms,
        charged=len(store.charged(publisher, since=since, until=later)),
        offered=store.offered(publisher, since=week),
        live=len(store.charged(publisher, since=week, until=later)),
    )
    quota = {"count": terms.quota.count, "per": terms.quota.per} if terms.quota else {}
    said = {"publisher": publisher, "name": terms.name, "day": at.date(), **quota}
    return Slots.model_validate({**said, "left": left.quota, "share_left": left.share})


def periods(terms: Terms, at: Instant) -> tuple[Instant, Instant, Instant]:
    """Give where the quota's period began, where the share's did, and an end beyond now."""
    midnight = datetime.combine(at.date(), time(), UTC)
    monthly = terms.quota is not None and terms.quota.per == "month"
    return midnight.replace(day=1) if monthly else midnight, at - OFFERED_WITHIN, at + timedelta(days=1)
