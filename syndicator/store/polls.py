"""Writing what polls brought: states of sources, entries, revisions, claims, tombstones (``listings`` has the rest).

Everything a batch needs is read first; rows that would not change are not written; the rest goes out as a few
prepared statements with many parameter sets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from syndicator.model.polling import PollKind
from syndicator.store.changes import bump
from syndicator.store.chunks import chunks
from syndicator.store.codec import Prepared, PreparedArrival, undated
from syndicator.store.evidence import save_raws
from syndicator.store.listings import last_successes, write_listings
from syndicator.store.tables import entry, revision, source

_GOOD = frozenset({PollKind.NEW, PollKind.UNCHANGED, PollKind.NOT_MODIFIED})

_KNOWN = select(entry.c.no, entry.c.publisher, entry.c.key, entry.c.digest).where(
    entry.c.publisher == bindparam("publisher"), entry.c.key.in_(bindparam("keys", expanding=True))
)
_DELETED = select(entry.c.no).where(
    entry.c.publisher == bindparam("publisher"),
    entry.c.deleted_upstream.is_(None),
    or_(
        entry.c.key.in_(bindparam("refs", expanding=True)),
        entry.c.id.in_(bindparam("refs", expanding=True)),
    ),
)
_TAKEN_IDS = select(entry.c.id).where(entry.c.id.in_(bindparam("ids", expanding=True)))
_LAST_NO = select(func.max(entry.c.no))
_INSERT_ENTRY = insert(entry)
_UPDATE_ENTRY = (
    update(entry)
    .where(entry.c.no == bindparam("the_no"))
    .values({name: bindparam(name) for name in ("link", "source", "digest", "published", "updated")})
)
_revision = insert(revision)
_SAVE_REVISION = _revision.on_conflict_do_update(
    index_elements=[revision.c.entry, revision.c.digest],
    set_={name: _revision.excluded[name] for name in ("source", "payload", "claims")},
)
_SET_DELETED = (
    update(entry)
    .where(entry.c.no == bindparam("the_no"), entry.c.deleted_upstream.is_(None))
    .values(deleted_upstream=bindparam("deleted"))
)
_DOCUMENTS = select(source.c.id, source.c.info, source.c.claims).where(
    source.c.id.in_(bindparam("sources", expanding=True))
)
_source = insert(source)
_SAVE_SOURCE = _source.on_conflict_do_update(
    index_elements=[source.c.id],
    set_={
        name: _source.excluded[name]
        for name in (
            "publisher",
            "url",
            "validators",
            "last_attempt",
            "next_due",
            "due_because",
            "errors",
            "outcome",
            "code",
            "message",
        )
    }
    | {
        name: func.coalesce(func.nullif(_source.excluded[name], ""), source.c[name])
        for name in ("body_digest", "reader")
    }
    | {name: func.coalesce(_source.excluded[name], source.c[name]) for name in ("last_success", "info", "claims")},
)


class _Known(NamedTuple):
    """What is stored of an entry, or about to be."""

    no: int
    digest: str


class _Batch:
    """The rows of one batch, gathered in order and written once each."""

    def __init__(self, known: dict[tuple[str, str], _Known], taken_ids: set[str], next_no: int) -> None:
        self.known = known
        self.taken_ids = taken_ids
        self.next_no = next_no
        self.inserts: dict[int, dict[str, Any]] = {}
        self.updates: dict[int, dict[str, Any]] = {}
        self.revisions: dict[tuple[int, str], dict[str, Any]] = {}
        self.raws: dict[str, str] = {}
        self.changed: set[int] = set()
        """Numbers of entries that were known before and changed."""

    def add(self, made: Prepared, arrival: PreparedArrival) -> None:
        """Take one arrival in: a new entry, or a new revision of a known one."""
        record = made.record
        place = (record.publisher, arrival.key)
        now: dict[str, Any] = {
            "link": arrival.link,
            "source": record.source,
            "digest": arrival.digest,
            "published": arrival.published,
            "updated": arrival.updated,
        }
        known = self.known.get(place)
        if known is None:
            known = _Known(self.next_no, arrival.digest)
            self.next_no += 1
            self.inserts[known.no] = {
                **now,
                "no": known.no,
                "publisher": record.publisher,
                "key": arrival.key,
                "id": arrival.id,
                "first_seen": arrival.first_seen,
                "contested": int(arrival.id in self.taken_ids),
            }
            self.taken_ids.add(arrival.id)
        elif known.no in self.inserts:
            self.inserts[known.no] |= now
        else:
            self.updates[known.no] = {**now, "the_no": known.no}
            self.changed.add(known.no)
        self.known[place] = _Known(known.no, arrival.digest)
        self.revisions[known.no, arrival.digest] = {
            "entry": known.no,
            "digest": arrival.digest,
            "source": record.source,
            "seen": record.at,
            "payload": arrival.payload,
            "claims": arrival.claims,
        }
        self.raws.update(arrival.raws)

    def numbers(self) -> dict[tuple[str, str], int]:
        """Give the number of each entry, by publisher and key."""
        return {place: known.no for place, known in self.known.items()}

    def write(self, connection: Connection) -> None:
        """Write entries, revisions and evidence."""
        for statement, rows in (
            (_INSERT_ENTRY, self.inserts),
            (_UPDATE_ENTRY, self.updates),
            (_SAVE_REVISION, self.revisions),
        ):
            if rows:
                connection.execute(statement, list(rows.values()))
        save_raws(connection, self.raws)


def record(connection: Connection, prepared: Sequence[Prepared]) -> None:
    """Write a batch of polls within the caller's transaction. Later records win; tombstones come last."""
    with_news = [made for made in prepared if made.info is not None or made.arrivals or made.record.tombstones]
    batch = _gathered(connection, with_news)
    documents = _changed_documents(connection, with_news)
    for made in with_news:
        batch.raws.update(made.raws)
        for arrival in made.arrivals:
            batch.add(made, arrival)
    batch.write(connection)
    confirmed = last_successes(connection, with_news)
    _save_sources(connection, prepared)
    shown, moved = write_listings(connection, with_news, batch.numbers(), confirmed)
    deleted = _write_tombstones(connection, with_news)
    bump(connection, documents | moved, batch.changed | shown | deleted)


def _gathered(connection: Connection, prepared: Sequence[Prepared]) -> _Batch:
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for made in prepared:
        wanted[made.record.publisher].update(arrival.key for arrival in made.arrivals)
        wanted[made.record.publisher].update(key for key, _ in made.record.listed)
    known = {
        (row.publisher, row.key): _Known(row.no, row.digest)
        for publisher, keys in wanted.items()
        for piece in chunks(sorted(keys))
        for row in connection.execute(_KNOWN, {"publisher": publisher, "keys": list(piece)})
    }
    ids = sorted(
        {
            arrival.id
            for made in prepared
            for arrival in made.arrivals
            if (made.record.publisher, arrival.key) not in known
        }
    )
    taken = {id_ for piece in chunks(ids) for id_ in connection.scalars(_TAKEN_IDS, {"ids": list(piece)})}
    next_no = (connection.scalar(_LAST_NO) or 0) + 1 if ids else 0
    return _Batch(known, taken, next_no)


def _changed_documents(connection: Connection, prepared: Sequence[Prepared]) -> set[str]:
    """Give the sources whose document says something new about itself or its rights."""
    names = sorted({made.record.source for made in prepared if made.info is not None})
    stored = {
        row.id: (row.info, undated(row.claims))
        for piece in chunks(names)
        for row in connection.execute(_DOCUMENTS, {"sources": list(piece)})
    }
    return {
        made.record.source
        for made in prepared
        if made.info is not None and stored.get(made.record.source) != (made.info, undated(made.claims))
    }


def _write_tombstones(connection: Connection, prepared: Sequence[Prepared]) -> set[int]:
    """Mark the entries that their publisher deleted; give their numbers. The first tombstone's poll stays."""
    rows: list[dict[str, Any]] = []
    for made in prepared:
        refs = sorted({tombstone.ref for tombstone in made.record.tombstones})
        for piece in chunks(refs):
            parameters = {"publisher": made.record.publisher, "refs": list(piece)}
            rows += [{"the_no": no, "deleted": made.record.at} for no in connection.scalars(_DELETED, parameters)]
    if rows:
        connection.execute(_SET_DELETED, rows)
    return {row["the_no"] for row in rows}


def _save_sources(connection: Connection, prepared: Sequence[Prepared]) -> None:
    connection.execute(
        _SAVE_SOURCE,
        [
            {
                "id": record.source,
                "publisher": record.publisher,
                "url": record.url,
                "validators": made.validators,
                "body_digest": record.body_digest,
                "reader": record.reader,
                "last_attempt": record.at,
                "last_success": record.at if record.outcome in _GOOD else None,
                "next_due": record.due.at,
                "due_because": record.due.because,
                "errors": record.errors,
                "outcome": record.outcome.value,
                "code": record.code,
                "message": record.message,
                "info": made.info,
                "claims": made.claims,
                "change": 0,
            }
            for made in prepared
            for record in (made.record,)
        ],
    )
