"""Reading entries: by key, by source, by text, and the figures a release needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, func, or_, select

from syndicator.model.base import Instant
from syndicator.model.records import StoredEntry
from syndicator.model.rights import Claim
from syndicator.store.chunks import chunks
from syndicator.store.codec import claim_digests, decode_claims, decode_payload, decompressor, unreadable
from syndicator.store.evidence import load_raws
from syndicator.store.tables import act, entry, listing, live, revision, source

_FOUND_MAX = 20
_LAST_CHARACTER = "\U0010ffff"

_ENTRIES = select(entry, revision.c.seen, revision.c.payload, revision.c.claims).join(
    revision, and_(revision.c.entry == entry.c.no, revision.c.digest == entry.c.digest)
)
_BY_NO = _ENTRIES.where(entry.c.no.in_(bindparam("numbers", expanding=True)))
_NO_BY_KEYS = select(entry.c.no).where(
    entry.c.publisher == bindparam("publisher"), entry.c.key.in_(bindparam("keys", expanding=True))
)
_OF_SOURCES = select(entry.c.no).where(
    entry.c.no.in_(select(listing.c.entry).where(listing.c.source.in_(bindparam("sources", expanding=True))))
)
_NEWEST = _OF_SOURCES.order_by(entry.c.published.desc(), entry.c.id, entry.c.contested, entry.c.no).limit(
    bindparam("limit")
)
_NEWEST_BEFORE = _NEWEST.where(
    or_(
        entry.c.published < bindparam("published"),
        and_(entry.c.published == bindparam("published"), entry.c.id > bindparam("id")),
    )
)
_EXACT = [
    select(entry.c.no).where(column == bindparam("text")).limit(_FOUND_MAX)
    for column in (entry.c.id, entry.c.key, entry.c.link)
]
_PREFIX = [
    select(entry.c.no).where(column >= bindparam("text"), column < bindparam("end")).order_by(column).limit(_FOUND_MAX)
    for column in (entry.c.id, entry.c.link)
]
_LISTED_AS = (
    select(listing.c.entry, listing.c.source, listing.c.digest, listing.c.listed)
    .where(listing.c.entry.in_(bindparam("numbers", expanding=True)))
    .order_by(listing.c.entry, listing.c.source)
)
_REVISION = (
    select(revision)
    .join(entry, entry.c.no == revision.c.entry)
    .where(
        entry.c.publisher == bindparam("publisher"),
        entry.c.key == bindparam("key"),
        revision.c.digest == bindparam("digest"),
    )
)
_CLAIMS_OF_REVISIONS = select(revision.c.entry, revision.c.digest, revision.c.claims).where(
    revision.c.entry.in_(bindparam("numbers", expanding=True))
)
_SOURCES_CHANGE = select(func.count(), func.max(source.c.change), func.sum(source.c.change)).where(
    source.c.id.in_(bindparam("sources", expanding=True))
)
_LAST_ACT = select(func.max(act.c.no))
_CHARGED = select(entry.c.id).where(
    entry.c.publisher == bindparam("publisher"),
    entry.c.first_live.is_not(None),
    entry.c.first_live >= bindparam("since"),
    entry.c.first_live < bindparam("until"),
)
_OFFERED = (
    select(func.count())
    .select_from(entry)
    .where(entry.c.publisher == bindparam("publisher"), entry.c.first_seen >= bindparam("since"))
)

_LIVE_LINKS = (
    select(entry.c.link, entry.c.publisher)
    .join(live, live.c.id == entry.c.id)
    .where(
        live.c.state == "live",
        entry.c.link.is_not(None),
        entry.c.source.in_(bindparam("sources", expanding=True)),
    )
)
_LISTED_LINKS = (
    select(entry.c.link, entry.c.publisher)
    .join(listing, listing.c.entry == entry.c.no)
    .where(
        listing.c.listed == 1,
        entry.c.link.is_not(None),
        listing.c.source.in_(bindparam("sources", expanding=True)),
    )
)


def by_keys(connection: Connection, publisher: str, keys: Sequence[str]) -> dict[str, StoredEntry]:
    """Give a publisher's entries by key."""
    numbers = [
        no
        for piece in chunks(keys)
        for no in connection.scalars(_NO_BY_KEYS, {"publisher": publisher, "keys": list(piece)})
    ]
    return {stored.key: stored for stored in _load(connection, numbers)}


def as_of(connection: Connection, stored: StoredEntry, digest: str) -> StoredEntry | None:
    """Give an entry as an earlier revision had it; nothing where that is unknown or was erased."""
    parameters = {"publisher": stored.publisher, "key": stored.key, "digest": digest}
    row = connection.execute(_REVISION, parameters).one_or_none()
    if row is None or not row.payload:
        return None
    raws = load_raws(connection, set(claim_digests(row.claims)))
    return stored.model_copy(
        update={
            "source": row.source,
            "seen": row.seen,
            "entry": decode_payload(decompressor(), row.payload, digest=digest, link=stored.entry.link),
            "claims": decode_claims(row.claims, raws),
        }
    )


def newest(
    connection: Connection, sources: Sequence[str], limit: int, before: tuple[Instant, str] | None
) -> list[StoredEntry]:
    """Give the newest entries of these sources, one page."""
    parameters: dict[str, object] = {"sources": list(sources), "limit": limit}
    statement: Select[int] = _NEWEST
    if before is not None:
        statement = _NEWEST_BEFORE
        parameters |= {"published": before[0], "id": before[1]}
    return _load(connection, connection.scalars(statement, parameters).all())


def find(connection: Connection, text: str) -> list[StoredEntry]:
    """Give the entries that a person may mean by this text."""
    if not text:
        return []
    numbers = _numbers(connection, _EXACT, {"text": text})
    if not numbers:
        numbers = _numbers(connection, _PREFIX, {"text": text, "end": text + _LAST_CHARACTER})
    return _load(connection, numbers[:_FOUND_MAX])


def links(connection: Connection, sources: Sequence[str]) -> frozenset[tuple[str, str]]:
    """Give (address, publisher) of the originals of what is live or listed of these sources."""
    statements = (_LIVE_LINKS, _LISTED_LINKS)
    return frozenset(
        (row.link, row.publisher)
        for statement in statements
        for row in connection.execute(statement, {"sources": list(sources)})
    )


def claims_of(connection: Connection, id_: str) -> tuple[Claim, ...]:
    """Give the claims of every entry with this published id."""
    found = _load(connection, _numbers(connection, _EXACT[:1], {"text": id_}))
    return tuple(claim for stored in found for claim in stored.claims)


def inputs(connection: Connection, sources: Sequence[str]) -> str:
    """Give a fingerprint of the state of these sources and of the acts.

    Every change of a source takes a number above all earlier ones, so no two states have equal figures.
    """
    row = connection.execute(_SOURCES_CHANGE, {"sources": list(sources)}).one()
    last_act = connection.scalar(_LAST_ACT)
    return f"{row[0]}.{row[1] or 0}.{row[2] or 0}.{last_act or 0}"


def charged(connection: Connection, publisher: str, since: Instant, until: Instant) -> frozenset[str]:
    """Give the ids that took a slot of the publisher's quota in [since, until)."""
    parameters = {"publisher": publisher, "since": since, "until": until}
    return frozenset(connection.scalars(_CHARGED, parameters))


def offered(connection: Connection, publisher: str, since: Instant) -> int:
    """Count what the publisher first offered since an instant."""
    return connection.scalar(_OFFERED, {"publisher": publisher, "since": since}) or 0


def _numbers(connection: Connection, statements: Iterable[Select[int]], parameters: dict[str, str]) -> list[int]:
    found: dict[int, None] = {}
    for statement in statements:
        found |= dict.fromkeys(connection.scalars(statement, parameters))
    return list(found)


def _load(connection: Connection, numbers: Sequence[int]) -> list[StoredEntry]:
    """Give the entries with these numbers, in this order."""
    rows: dict[int, Row[*tuple[Any, ...]]] = {}
    listed: defaultdict[int, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for piece in chunks(numbers):
        rows |= {row.no: row for row in connection.execute(_BY_NO, {"numbers": list(piece)})}
        for row in connection.execute(_LISTED_AS, {"numbers": list(piece)}):
            listed[row.entry].append(row)
    if not rows.keys() >= set(numbers):
        raise unreadable("an entry")
    others = _claims_elsewhere(connection, rows, listed)
    encoded = [row.claims for row in rows.values()] + [text for texts in others.values() for text in texts]
    raws = load_raws(connection, {digest for text in encoded for digest in claim_digests(text)})
    unpacker = decompressor()
    return [
        StoredEntry(
            publisher=row.publisher,
            key=row.key,
            id=row.id,
            # Of several sources that show this revision, the same one whichever came first.
            source=min((place.source for place in listed[no] if place.digest == row.digest), default=row.source),
            sources=tuple(place.source for place in listed[no]),
            first_seen=row.first_seen,
            seen=row.seen,
            published=row.published,
            updated=row.updated,
            entry=decode_payload(unpacker, row.payload, digest=row.digest, link=row.link),
            claims=_united([row.claims, *others.get(no, ())], raws),
            first_live=row.first_live,
            deleted_upstream=row.deleted_upstream,
            contested=bool(row.contested),
        )
        for no, row in ((no, rows[no]) for no in numbers)
    ]


def _claims_elsewhere(
    connection: Connection, rows: dict[int, Row[*tuple[Any, ...]]], listed: dict[int, list[Row[*tuple[Any, ...]]]]
) -> dict[int, list[str]]:
    """Give the claims of the revisions that other sources show now: the strictest of all must be heard."""
    wanted = {
        (no, place.digest): None
        for no, row in rows.items()
        for place in listed[no]
        if place.listed and place.digest != row.digest
    }
    found: defaultdict[int, list[str]] = defaultdict(list)
    for piece in chunks(sorted({no for no, _ in wanted})):
        for row in connection.execute(_CLAIMS_OF_REVISIONS, {"numbers": list(piece)}):
            if (row.entry, row.digest) in wanted:
                found[row.entry].append(row.claims)
    return found


def _united(encoded: Sequence[str], raws: dict[str, str]) -> tuple[Claim, ...]:
    united = {(claim.digest, claim.about): claim for text in reversed(encoded) for claim in decode_claims(text, raws)}
    first = decode_claims(encoded[0], raws)
    known = {(claim.digest, claim.about) for claim in first}
    return first + tuple(claim for place, claim in united.items() if place not in known)
