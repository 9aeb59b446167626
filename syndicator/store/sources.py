"""Rows of sources: states, due times, and the digests of their newest documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from syndicator.model.base import Instant
from syndicator.model.document import DocumentInfo
from syndicator.model.polling import Due, PollKind, Validators
from syndicator.model.records import SourceState
from syndicator.model.rights import Claim
from syndicator.store.chunks import chunks
from syndicator.store.codec import claim_digests, decode_claims, unreadable
from syndicator.store.evidence import load_raws
from syndicator.store.tables import entry, listing, source

_ALL = select(source)
_SOME = select(source).where(source.c.id.in_(bindparam("ids", expanding=True)))
_KNOWN = (
    select(listing.c.digest, entry.c.key)
    .join(entry, entry.c.no == listing.c.entry)
    .join(source, source.c.id == listing.c.source)
    .where(
        listing.c.source == bindparam("source"),
        listing.c.listed == 1,
        source.c.reader == bindparam("reader"),
    )
)

_EMPTY = {
    "publisher": "",
    "url": "",
    "body_digest": "",
    "reader": "",
    "errors": 0,
    "code": "",
    "message": "",
    "change": 0,
}
_begin = insert(source)
_BEGIN = _begin.on_conflict_do_update(
    index_elements=[source.c.id],
    set_={name: _begin.excluded[name] for name in ("last_attempt", "next_due", "due_because")},
)
_due = insert(source)
_MOVE_DUE = _due.on_conflict_do_update(
    index_elements=[source.c.id],
    set_={name: _due.excluded[name] for name in ("next_due", "due_because")},
)


def begin(connection: Connection, dues: Sequence[tuple[str, Due]], at: Instant) -> None:
    """Set last attempt and next due of these sources, known or not."""
    if dues:
        connection.execute(
            _BEGIN,
            [
                {**_EMPTY, "id": id_, "last_attempt": at, "next_due": due.at, "due_because": due.because}
                for id_, due in dues
            ],
        )


def move_due(connection: Connection, id_: str, due: Due) -> None:
    """Set next due of one source, known or not."""
    connection.execute(_MOVE_DUE, [{**_EMPTY, "id": id_, "next_due": due.at, "due_because": due.because}])


def states(connection: Connection, ids: Sequence[str] | None) -> dict[str, SourceState]:
    """Give the stored states by source."""
    if ids is None:
        rows = list(connection.execute(_ALL))
    else:
        rows = [row for piece in chunks(ids) for row in connection.execute(_SOME, {"ids": list(piece)})]
    digests = {digest for row in rows if row.claims for digest in claim_digests(row.claims)}
    raws = load_raws(connection, digests)
    return {row.id: _state(row, decode_claims(row.claims, raws) if row.claims else ()) for row in rows}


def _state(row: Row[*tuple[Any, ...]], claims: tuple[Claim, ...]) -> SourceState:
    try:
        return SourceState(
            id=row.id,
            publisher=row.publisher,
            url=row.url,
            validators=None if row.validators is None else Validators.model_validate_json(row.validators),
            body_digest=row.body_digest,
            reader=row.reader,
            last_attempt=row.last_attempt,
            last_success=row.last_success,
            next_due=row.next_due,
            due_because=row.due_because,
            errors=row.errors,
            outcome=None if row.outcome is None else PollKind(row.outcome),
            code=row.code,
            message=row.message,
            info=None if row.info is None else DocumentInfo.model_validate_json(row.info),
            claims=claims,
        )
    except ValueError as error:
        raise unreadable(f"the state of source {row.id!a}") from error


def known_keys(connection: Connection, id_: str, reader: str) -> dict[str, str]:
    """Give digest to key of the newest document's entries, when this reader made the digests."""
    return {row.digest: row.key for row in connection.execute(_KNOWN, {"source": id_, "reader": reader})}
