"""What a publisher wants to know: which of its works stood in which feed, in one month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from urllib.parse import urljoin

from syndicator.assemble import month_of, spells, within
from syndicator.licensing import REFERENCE
from syndicator.model.base import Instant, Value
from syndicator.model.config import ActKind, Source
from syndicator.model.records import DecisionRecord, LedgerEvent, StoredEntry
from syndicator.model.reporting import MonthReport, Place, Reported, Spell
from syndicator.model.terms import Terms
from syndicator.publishers import duties
from syndicator.rewrite import credited
from syndicator.wiring.app import App

PAGE = 10_000


def report(app: App, terms: Terms, month: str) -> MonthReport:
    """Give everything of a publisher that was public in a month, from the ledger and what is stored of the entries."""
    ends = month_of(month)
    if ends is None:
        raise ValueError(f"{month!r} is no month")
    decisions = {(one.feed, one.id): one for one in app.store.decisions() if one.publisher == terms.id}
    stays = [one for one in within(spells(_lines(app)), *ends) if (one.feed, one.id) in decisions]
    by_id: dict[str, list[Spell]] = {}
    for one in stays:
        by_id.setdefault(one.id, []).append(one)
    live = {feed: _live(app, feed) for feed in {one.feed for one in stays}}
    made = [_entry(app, terms, mine, decisions[mine[0].feed, id_], live) for id_, mine in by_id.items()]
    return MonthReport(
        publisher=terms.id,
        name=terms.name,
        month=month,
        since=ends[0],
        until=ends[1],
        made_at=app.clock.now(),
        wanted=terms.report,
        entries=tuple(sorted(made, key=lambda one: (-one.places[0].since.timestamp(), one.id))),
    )


class ToTell(Value):
    """A publisher that asks to be told, and has not been since something of it went out."""

    publisher: str
    name: str
    notify: Literal["after", "regular"]
    entries: int
    """How many of its works went out since it was told last, as far as anybody signed."""
    told: date | None
    """The newest ``notified`` of its sources."""
    what: str
    """What to do."""


def to_tell(app: App) -> tuple[ToTell, ...]:
    """Give the publishers that are to be told of what went out: after each use, or once of regular use."""
    by_publisher: dict[str, list[Source]] = {}
    for source in app.settings.sources:
        by_publisher.setdefault(source.publisher or "", []).append(source)
    made = (_to_tell(app, app.settings.registry.get(name), mine) for name, mine in sorted(by_publisher.items()))
    return tuple(one for one in made if one)


def _to_tell(app: App, terms: Terms | None, sources: list[Source]) -> ToTell | None:
    if terms is None or (terms.notify != "after" and terms.notify != "regular"):
        return None
    told = max((one.notified.on for one in sources if one.notified), default=None)
    if terms.notify == "regular" and told:
        return None
    after = datetime.combine(told + timedelta(days=1) if told else date(1970, 1, 1), time(), UTC)
    entries = len(app.store.charged(terms.id, since=after, until=max(after, app.clock.now() + timedelta(days=1))))
    if not entries:
        return None
    what = next(duty.text for duty in duties(terms) if duty.key == "notify")
    return ToTell(publisher=terms.id, name=terms.name, notify=terms.notify, entries=entries, told=told, what=what)


def _lines(app: App) -> Iterator[tuple[Instant, LedgerEvent]]:
    after = 0
    while page := app.store.ledger(after=after, limit=PAGE):
        yield from ((one.at, one.event) for one in page)
        after = page[-1].no


def _live(app: App, feed: str) -> frozenset[str]:
    return frozenset(one.id for one in app.store.live(feed) if one.state == "live")


def _entry(
    app: App, terms: Terms, mine: list[Spell], decision: DecisionRecord, live: dict[str, frozenset[str]]
) -> Reported:
    stored = _stored(app, mine[0].id, terms)
    works = [one for one in mine if not _is_reference(one)]
    acts = sorted(app.acts().get(mine[0].id, ()), key=lambda act: act.at)
    removed = [act.name for act in acts if act.kind is ActKind.REMOVE_NAME and act.name]
    supplied = [act.author for act in acts if act.author]
    names = [person.name for person in stored.entry.authors] if stored else []
    return Reported(
        id=mine[0].id,
        title=stored.entry.title if stored else decision.title,
        link=(stored.entry.link if stored else None) or decision.link,
        authors=credited(supplied[-1:] or names, removed, terms.author_form),
        license=works[-1].permit.partition(f", {terms.name}")[0] if works else "",
        published=stored.published if stored else None,
        places=tuple(_place(app, one, still=one.id in live[one.feed]) for one in mine),
    )


def _stored(app: App, id_: str, terms: Terms) -> StoredEntry | None:
    return next((one for one in app.store.find(id_) if one.id == id_ and one.publisher == terms.id), None)


def _is_reference(spell: Spell) -> bool:
    return spell.permit.startswith(f"{REFERENCE.name},")


def _place(app: App, spell: Spell, *, still: bool) -> Place:
    lost = spell.until is None and not still
    return Place(
        feed=spell.feed,
        addresses=_addresses(app, spell.feed),
        reference=_is_reference(spell),
        since=spell.since,
        until=spell.until,
        because="unknown" if lost else spell.because,
    )


def _addresses(app: App, name: str) -> tuple[str, ...]:
    """Give where a feed is served, or was, where it is configured no more."""
    feed, base = app.settings.feed(name), app.settings.main.base_url
    if feed:
        return tuple(urljoin(base, f"{name}.{one}") for one in feed.formats)
    state = app.store.feed_state(name)
    return tuple(urljoin(base, file) for file, _ in state.files) if state else ()
