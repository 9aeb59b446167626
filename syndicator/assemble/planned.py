"""What one feed is made of, and when time alone makes another of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urljoin

from syndicator.assemble.decided import decided, one_each, permitted, unchanged
from syndicator.assemble.values import Candidate, Considered, Released
from syndicator.model.base import Instant
from syndicator.model.config import Source
from syndicator.model.document import DocumentInfo, Scope
from syndicator.model.identity import is_absolute_iri
from syndicator.model.plan import STUB_SENTENCES, Deleted, Plan, Republication, SourceRef, Stub
from syndicator.model.reasons import Reason
from syndicator.model.records import DecisionRecord, LiveEntry, StoredEntry
from syndicator.model.rights import Hold, Wait, Withdrawal

TOMBSTONES_MAX = 50
"""How many withdrawn entries a feed still names; the store keeps them all, for ever."""

OVERHEAD_BYTES = 2048
"""What an entry's elements take beside its HTML, at most; for the size cap of a feed."""

TOLD = frozenset(STUB_SENTENCES)
"""Withdrawals that readers are told of. An entry that leaves by ``remove-after`` just leaves."""

STUB_FOR = timedelta(days=14)
"""How long a stub stands in RSS, so that readers that kept the text replace it."""

LEADING = frozenset({Reason.ARTICLE_GONE, Reason.LICENSE_REVOKED})
"""Withdrawals after which a stub still leads to the original: its own page says what became of it, or still stands.

After a takedown, or when the publisher deleted it, nobody is to be led there.
"""


def plan_of(
    considered: Considered,
    waits: Mapping[str, Wait],
    sources: Mapping[str, Source],
    infos: Mapping[str, DocumentInfo | None],
    base_url: str,
    at: Instant,
) -> Released:
    """Give the plan of a feed after the quota was allotted. ``waits`` names what got no slot, by published id."""
    feed = considered.feed
    waits = {} if feed.mode == "link" else waits
    going = [one for one in _standing(considered.candidates) if one.stored.id not in waits]
    chosen = _within(going[: feed.entries], feed.bytes_max)
    refused = [(one.stored, waits[one.stored.id]) for one in considered.candidates if one.stored.id in waits]
    others = sorted((*refused, *considered.others), key=lambda one: one[0].contested)
    decisions = one_each(
        *(permitted(feed, one, at) for one in chosen),
        *(decided(feed, stored, decision, at) for stored, decision in others),
    )
    live = _live(considered, chosen, at)
    deleted = _deleted(live)
    if not (chosen or considered.public or any(one.state == "live" for one in considered.live)):
        return Released(None, (), decisions, live)
    republications = tuple(_republication(one, sources, infos) for one in chosen)
    updated = max(
        (*(one.updated for one in republications), *(one.when for one in deleted)),
        default=_last_decided(considered, decisions, at),
    )
    urls = tuple((name, urljoin(base_url, f"{feed.name}.{name}")) for name in feed.formats)
    plan = Plan(
        name=feed.name,
        title=feed.title,
        description=feed.description,
        language=feed.language,
        home=base_url,
        urls=urls,
        updated=updated,
        republications=republications,
        deleted=deleted,
        stubs=_stubs(considered, live, deleted, at),
    )
    return Released(plan, tuple(chosen), decisions, live)


def _last_decided(considered: Considered, decisions: Sequence[DecisionRecord], at: Instant) -> Instant:
    """Give when a feed was emptied: the instant of its last decision. A decision that did not change keeps its own."""
    prior = considered.prior
    fresh = (one.at for one in decisions if not unchanged(prior.get(one.id), one))
    return max((*fresh, *(one.at for one in prior.values())), default=at)


def _standing(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Give one candidate an id: of two publishers' entries, the one that had the id first."""
    by_id: dict[str, Candidate] = {}
    for one in candidates:
        held = by_id.setdefault(one.stored.id, one)
        if held.stored.contested and not one.stored.contested:
            by_id[one.stored.id] = one
    return [one for one in candidates if by_id[one.stored.id] is one]


def without(considered: Considered, entry: str, message: str) -> Considered | None:
    """Give the same with one candidate held, because it can not be written; ``None`` when it is no candidate."""
    bad = next((one for one in considered.candidates if one.stored.id == entry), None)
    if bad is None:
        return None
    hold = Hold(reasons=(Reason.UNSAFE_TO_FRAME,), message=message, answers=bad.permit.answers)
    return considered._replace(
        candidates=tuple(one for one in considered.candidates if one is not bad),
        others=(*considered.others, (bad.stored, hold)),
    )


def _within(candidates: list[Candidate], bytes_max: int) -> list[Candidate]:
    """Give as many of the newest as fit the feed's size; at least one, for an entry is never cut."""
    total = 0
    chosen: list[Candidate] = []
    for one in candidates:
        # `<`, `>` and `&` of the HTML grow when they are written as text of an XML element.
        html = one.framed.html
        total += len(html.encode()) + 3 * (html.count("<") + html.count(">")) + 4 * html.count("&")
        total += OVERHEAD_BYTES
        if chosen and total > bytes_max:
            break
        chosen.append(one)
    return chosen


def _republication(
    one: Candidate, sources: Mapping[str, Source], infos: Mapping[str, DocumentInfo | None]
) -> Republication:
    stored, entry = one.stored, one.stored.entry
    source, info = _source_of(stored, sources), infos.get(stored.source)
    stated = info.self_link if info else None
    address = stated if stated and is_absolute_iri(stated) else source.url
    return Republication(
        id=stored.id,
        published=stored.published,
        updated=stored.updated,
        framed=one.framed,
        license=one.permit.grant.license,
        publisher=one.terms.name,
        publisher_url=one.terms.url,
        source=SourceRef(
            id=(info.id if info else None) or address,
            title=(info.title if info else "") or one.terms.name,
            updated=info.updated if info else None,
            self_link=address,
            link=(info.link if info else None) or one.terms.url,
            rights=_rights_of(info),
        ),
        language=entry.language or source.language,
        categories=entry.categories,
        enclosures=entry.enclosures if one.terms.media.rule == "keep" else (),
    )


def _source_of(stored: StoredEntry, sources: Mapping[str, Source]) -> Source:
    """Give the source of the newest revision; where its file is gone, another that lists the entry."""
    return next(sources[one] for one in (stored.source, *stored.sources) if one in sources)


def _rights_of(info: DocumentInfo | None) -> str | None:
    """Give the upstream document's own rights sentence, if it has one."""
    marks = info.rights if info else ()
    return next((one.text for one in marks if one.scope is Scope.DOCUMENT and one.text), None)


def _live(considered: Considered, chosen: list[Candidate], at: Instant) -> tuple[LiveEntry, ...]:
    """Give what is live now and what has left with a tombstone; what rolled off just leaves."""
    name = considered.feed.name
    before = {one.id: one for one in considered.live}
    now = {
        one.stored.id: LiveEntry(
            feed=name, id=one.stored.id, digest=one.stored.entry.digest, state="live", when=one.stored.updated
        )
        for one in chosen
    }
    gone = {one.id: one for one in considered.live if one.state == "withdrawn" and one.id not in now}
    for stored, decision in considered.others:
        was, last = before.get(stored.id), considered.prior.get(stored.id)
        is_it = not stored.contested or (last is not None and last.publisher == stored.publisher)
        if isinstance(decision, Withdrawal) and was and was.state == "live" and is_it and stored.id not in now:
            reason = decision.reasons[0]
            when = stored.deleted_upstream if reason is Reason.UPSTREAM_TOMBSTONE else None
            gone[stored.id] = was.model_copy(update={"state": "withdrawn", "when": when or at, "reason": reason})
    return tuple(sorted((*now.values(), *gone.values()), key=lambda one: one.id))


def _deleted(live: tuple[LiveEntry, ...]) -> tuple[Deleted, ...]:
    told = [one for one in live if one.state == "withdrawn" and one.reason in TOLD]
    told.sort(key=lambda one: (one.when, one.id), reverse=True)
    return tuple(Deleted(id=one.id, when=one.when, comment=str(one.reason)) for one in told[:TOMBSTONES_MAX])


def _stubs(
    considered: Considered, live: tuple[LiveEntry, ...], deleted: tuple[Deleted, ...], at: Instant
) -> tuple[Stub, ...]:
    """Give what stands in RSS for the entries that left in the last days."""
    reasons = {one.id: one.reason for one in live}
    links = {id_: decision.link for id_, decision in considered.prior.items()}
    links |= {stored.id: stored.entry.link or "" for stored, _ in considered.others if not stored.contested}
    return tuple(
        Stub(id=one.id, when=one.when, reason=reason, link=(links.get(one.id) or None) if reason in LEADING else None)
        for one in deleted
        if (reason := reasons[one.id]) is not None and at < one.when + STUB_FOR
    )


def due_again(released: Released, at: Instant, sources: Mapping[str, Source]) -> Instant | None:
    """Give the first instant at which time alone can change a feed's release, or ``None``.

    Ends of waits, the next UTC day while a quota holds something back, the instant at which a republication has
    to leave, and the end of a stub.
    """
    instants = [one.until for one in released.decisions if one.until]
    if any(reason in QUOTAS for one in released.decisions for reason in one.reasons):
        instants.append(datetime.combine(at.date() + timedelta(days=1), time(), UTC))
    instants += [end for one in released.republished if (end := _end(one, sources, at))]
    instants += [one.when + STUB_FOR for one in released.plan.stubs] if released.plan else []
    return min((instant for instant in instants if instant > at), default=None)


def _end(one: Candidate, sources: Mapping[str, Source], at: Instant) -> Instant | None:
    """Give when a republication that goes out now has to leave."""
    fetches = _source_of(one.stored, sources).pages.fetch
    return one.terms.ends(one.stored.published, one.stored.first_live or at, corrected=fetches)


QUOTAS = frozenset({Reason.QUOTA_REACHED, Reason.SHARE_REACHED})
