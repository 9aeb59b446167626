"""Evidence by digest: the raw texts of claims, and entries as received. Each can be given, and erased.

A claim's text is stored once under the claim's digest (SHA-256 of carrier, scope and text); a revision's payload under
the entry's digest. Erasing leaves the digest, so that the chain still verifies. What is received again after that is
stored again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, func, select, update
from sqlalchemy.dialects.sqlite import insert

from syndicator.model.base import Instant
from syndicator.store.chunks import chunks
from syndicator.store.codec import claim_digests, compressor, decode_claims, decode_payload, decode_raw, decompressor
from syndicator.store.tables import decision, entry, evidence, listing, live, page, revision, source, unlisted
from syndicator.store.values import HeldRevision, Needed, Piece

FOUND_MAX = 20
ERASED = b""
"""Stands for an erased payload: no compressed one is empty."""
_LAST_CHARACTER = "\U0010ffff"

_LOAD = select(evidence.c.digest, evidence.c.raw).where(
    evidence.c.digest.in_(bindparam("digests", expanding=True)), evidence.c.raw.is_not(None)
)
_KNOWN = select(evidence.c.digest).where(
    evidence.c.digest.in_(bindparam("digests", expanding=True)), evidence.c.raw.is_not(None)
)
_save = insert(evidence)
_SAVE = _save.on_conflict_do_update(index_elements=[evidence.c.digest], set_={"raw": _save.excluded.raw})

_TEXTS = (
    select(evidence)
    .where(evidence.c.digest.between(bindparam("start"), bindparam("end")))
    .order_by(evidence.c.digest)
    .limit(FOUND_MAX)
)
_PAYLOADS = (
    select(revision.c.entry, revision.c.digest)
    .where(revision.c.digest.between(bindparam("start"), bindparam("end")))
    .order_by(revision.c.digest, revision.c.entry)
    .limit(FOUND_MAX)
)
_PAYLOAD = select(revision.c.payload, entry.c.link).where(
    revision.c.entry == entry.c.no, revision.c.entry == bindparam("no"), revision.c.digest == bindparam("digest")
)
_HELD = (
    select(
        entry.c.no,
        entry.c.digest.label("now"),
        revision.c.digest,
        revision.c.source,
        revision.c.seen,
        revision.c.claims,
        (func.length(revision.c.payload) == 0).label("erased"),
    )
    .where(
        revision.c.entry == entry.c.no,
        entry.c.publisher == bindparam("publisher"),
        entry.c.key == bindparam("key"),
    )
    .order_by(revision.c.seen, revision.c.digest)
)
_SHOWN = select(listing.c.digest, source.c.last_success).where(
    listing.c.source == source.c.id, listing.c.entry == bindparam("no"), listing.c.listed == 1
)
_SHOWN_ONCE = select(unlisted.c.digest, unlisted.c.last_seen).where(unlisted.c.entry == bindparam("no"))
_STATING_SOURCES = select(source.c.id).where(func.instr(source.c.claims, bindparam("digest")) > 0).order_by(source.c.id)
_STATING_PAGES = select(page.c.url).where(func.instr(page.c.state, bindparam("digest")) > 0).order_by(page.c.url)
_STATING_ENTRIES = (
    select(entry.c.publisher, entry.c.id)
    .distinct()
    .where(
        entry.c.id.in_(select(live.c.id).where(live.c.state == "live")),
        revision.c.entry == entry.c.no,
        revision.c.digest == entry.c.digest,
        func.instr(revision.c.claims, bindparam("digest")) > 0,
    )
    .order_by(entry.c.id)
)
_CURRENT = select(entry.c.publisher, entry.c.id).where(
    revision.c.entry == entry.c.no,
    revision.c.digest == bindparam("digest"),
    entry.c.digest == revision.c.digest,
)
_ERASE_CLAIMS = update(evidence).where(evidence.c.digest.in_(bindparam("digests", expanding=True))).values(raw=None)
_ERASE_PAYLOADS = (
    update(revision).where(revision.c.digest.in_(bindparam("digests", expanding=True))).values(payload=ERASED)
)
_ERASED_ENTRIES = select(entry.c.publisher, entry.c.id).where(
    revision.c.entry == entry.c.no,
    revision.c.digest == entry.c.digest,
    revision.c.digest.in_(bindparam("digests", expanding=True)),
)
_FORGET_TITLE = (
    update(decision)
    .where(and_(decision.c.publisher == bindparam("the_publisher"), decision.c.id == bindparam("the_id")))
    .values(title="")
)


def load_raws(connection: Connection, digests: Collection[str]) -> dict[str, str]:
    """Give the raw texts by digest; erased ones are left out."""
    if not digests:
        return {}
    unpacker = decompressor()
    return {
        row.digest: decode_raw(unpacker, row.raw)
        for piece in chunks(sorted(digests))
        for row in connection.execute(_LOAD, {"digests": piece})
    }


def save_raws(connection: Connection, raws: Mapping[str, str]) -> None:
    """Store the raw texts that are not stored, or not any more."""
    known = {row.digest for piece in chunks(sorted(raws)) for row in connection.execute(_KNOWN, {"digests": piece})}
    fresh = sorted(raws.keys() - known)
    if fresh:
        packer = compressor()
        connection.execute(
            _SAVE, [{"digest": digest, "raw": packer.compress(raws[digest].encode())} for digest in fresh]
        )


def pieces(connection: Connection, text: str) -> list[Piece]:
    """Give the pieces whose digest is this or begins so (20 at most of each kind); ``kind:digest`` names one kind."""
    kind, _, digest = text.rpartition(":")
    between = {"start": digest, "end": digest + _LAST_CHARACTER}
    found: list[Piece] = []
    unpacker = decompressor()
    if kind in {"", "claim"}:
        for row in connection.execute(_TEXTS, between):
            raw = None if row.raw is None else decode_raw(unpacker, row.raw)
            found.append(Piece("claim", row.digest, raw))
    if kind in {"", "entry"}:
        found += {row.digest: _payload(connection, row) for row in connection.execute(_PAYLOADS, between)}.values()
    exact = [one for one in found if one.digest == digest]
    return exact or found


def _payload(connection: Connection, place: Row[*tuple[Any, ...]]) -> Piece:
    row = connection.execute(_PAYLOAD, {"no": place.entry, "digest": place.digest}).one()
    if not row.payload:
        return Piece("entry", place.digest, None)
    received = decode_payload(decompressor(), row.payload, digest=place.digest, link=row.link)
    shown = received.model_dump(mode="json", exclude_defaults=True)
    return Piece("entry", place.digest, json.dumps(shown, ensure_ascii=False, indent=2))


def held(connection: Connection, publisher: str, key: str) -> list[HeldRevision]:
    """Give every revision of an entry, oldest first, with when it was first and last seen."""
    rows = list(connection.execute(_HELD, {"publisher": publisher, "key": key}))
    if not rows:
        return []
    last: defaultdict[str, list[Instant]] = defaultdict(list)
    shown = set()
    for place in connection.execute(_SHOWN, {"no": rows[0].no}):
        shown.add(place.digest)
        last[place.digest] += [place.last_success] if place.last_success else []
    for place in connection.execute(_SHOWN_ONCE, {"no": rows[0].no}):
        last[place.digest].append(place.last_seen)
    raws = load_raws(connection, {digest for row in rows for digest in claim_digests(row.claims)})
    return [
        HeldRevision(
            digest=row.digest,
            source=row.source,
            first_seen=row.seen,
            last_seen=max((row.seen, *last[row.digest])),
            listed=row.digest in shown,
            current=row.digest == row.now,
            erased=bool(row.erased),
            claims=decode_claims(row.claims, raws),
        )
        for row in rows
    ]


def needed(connection: Connection, piece: Piece) -> Needed:
    """Give what rests on a piece now: sources and live entries on a statement, entries on their current revision."""
    parameters = {"digest": piece.digest}
    if piece.kind == "entry":
        return Needed(entries=tuple(_pairs(connection.execute(_CURRENT, parameters))))
    return Needed(
        sources=tuple(connection.scalars(_STATING_SOURCES, parameters)),
        pages=tuple(connection.scalars(_STATING_PAGES, parameters)),
        entries=tuple(_pairs(connection.execute(_STATING_ENTRIES, parameters))),
    )


def _pairs(rows: Iterable[Row[*tuple[Any, ...]]]) -> Iterator[tuple[str, str]]:
    return ((row.publisher, row.id) for row in rows)


def erase(connection: Connection, erased: Collection[Piece]) -> None:
    """Erase the bytes of pieces, and the titles that decisions keep of entries whose current revision is among them.

    Freed space is overwritten: SQLite would leave the old bytes in it (``secure_delete``).
    """
    before = connection.exec_driver_sql("PRAGMA secure_delete").scalar_one()
    connection.exec_driver_sql("PRAGMA secure_delete = ON").close()
    for statement, kind in ((_ERASE_CLAIMS, "claim"), (_ERASE_PAYLOADS, "entry")):
        digests = sorted({one.digest for one in erased if one.kind == kind})
        for piece in chunks(digests):
            if kind == "entry":
                forgotten = _pairs(connection.execute(_ERASED_ENTRIES, {"digests": list(piece)}))
                titles = [{"the_publisher": publisher, "the_id": id_} for publisher, id_ in forgotten]
                if titles:
                    connection.execute(_FORGET_TITLE, titles)
            connection.execute(statement, {"digests": list(piece)})
    connection.exec_driver_sql(f"PRAGMA secure_delete = {int(before)}").close()
