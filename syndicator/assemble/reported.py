"""From the ledger's lines to how long each entry stood in each feed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from syndicator.model.base import Instant
from syndicator.model.records import LedgerEvent
from syndicator.model.reporting import Spell

OPENING = frozenset({"permit", "publish"})
CLOSING = frozenset({"wait", "hold", "refusal", "withdrawal", "leave"})


def month_of(text: str) -> tuple[Instant, Instant] | None:
    """Give the first instant of a month (``2026-11``, UTC) and of the next one, or ``None`` for anything else."""
    try:
        first = datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC)
        following = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    except ValueError:
        return None
    return (first, following) if f"{first:%Y-%m}" == text else None


def spells(lines: Iterable[tuple[Instant, LedgerEvent]]) -> tuple[Spell, ...]:
    """Give every stay of an entry in a feed, in the order in which they began. Lines come in the ledger's order."""
    done: list[Spell] = []
    open_: dict[tuple[str, str], Spell] = {}
    retired: dict[str, list[Spell]] = {}
    for at, event in lines:
        key = (event.feed, event.subject)
        if event.event in OPENING:
            before = open_.get(key) or Spell(feed=event.feed, id=event.subject, since=at)
            open_[key] = before.model_copy(update={"permit": event.message})
        elif event.event in CLOSING and key in open_:
            done.append(_ended(open_.pop(key), at, event.event))
        elif event.event == "retire":
            gone = [open_.pop(one) for one in list(open_) if one[0] == event.subject]
            retired[event.subject] = gone
            done += [_ended(one, at, event.event) for one in gone]
        elif event.event == "resume":
            again = retired.pop(event.subject, ())
            open_ |= {(one.feed, one.id): one.model_copy(update={"since": at}) for one in again}
    return tuple(sorted((*done, *open_.values()), key=lambda one: (one.since, one.feed, one.id)))


def within(all_spells: Iterable[Spell], since: Instant, until: Instant) -> tuple[Spell, ...]:
    """Give the stays of which some part lies in [since, until)."""
    return tuple(one for one in all_spells if one.since < until and (one.until is None or one.until > since))


def _ended(spell: Spell, at: Instant, because: str) -> Spell:
    return spell.model_copy(update={"until": at, "because": because})
