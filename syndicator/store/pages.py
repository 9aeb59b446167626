"""Rows of pages: what is known after each look, the texts that were kept, and who read which terms page."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from pydantic import ValidationError
from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from syndicator.model.pages import PageRecord, PageState, TermsReading
from syndicator.store.chunks import chunks
from syndicator.store.codec import unreadable
from syndicator.store.evidence import load_raws, save_raws
from syndicator.store.tables import page, terms_reading

_OF_PUBLISHERS = select(page.c.url, page.c.state).where(page.c.publisher.in_(bindparam("publishers", expanding=True)))
_save = insert(page)
_SAVE = _save.on_conflict_do_update(
    index_elements=[page.c.kind, page.c.url],
    set_={name: _save.excluded[name] for name in ("publisher", "state")},
)
_READINGS = (
    select(terms_reading).where(terms_reading.c.publisher == bindparam("publisher")).order_by(terms_reading.c.no)
)
_ADD_READING = insert(terms_reading)


def of_publishers(connection: Connection, publishers: Collection[str]) -> tuple[PageState, ...]:
    """Give what is known of every page of these publishers."""
    return tuple(
        _state(row.url, row.state)
        for piece in chunks(sorted(publishers))
        for row in connection.execute(_OF_PUBLISHERS, {"publishers": list(piece)})
    )


def record(connection: Connection, records: Sequence[PageRecord]) -> None:
    """Write what looks changed within the caller's transaction."""
    if not records:
        return
    save_raws(connection, {one.state.digest: one.text for one in records if one.text is not None})
    connection.execute(
        _SAVE,
        [
            {
                "kind": one.state.kind.value,
                "url": one.state.url,
                "publisher": one.state.publisher,
                "state": one.state.model_dump_json(),
            }
            for one in records
        ],
    )


def texts(connection: Connection, digests: Collection[str]) -> Mapping[str, str]:
    """Give the kept texts by digest; erased and unknown ones are left out."""
    return load_raws(connection, digests)


def readings(connection: Connection, publisher: str) -> tuple[TermsReading, ...]:
    """Give the readings of a publisher's terms, oldest first."""
    return tuple(
        TermsReading(publisher=row.publisher, url=row.url, digest=row.digest, by=row.by, at=row.at)
        for row in connection.execute(_READINGS, {"publisher": publisher})
    )


def add_reading(connection: Connection, reading: TermsReading) -> None:
    """Write a reading within the caller's transaction."""
    connection.execute(_ADD_READING, [reading.model_dump()])


def _state(url: str, body: str) -> PageState:
    try:
        return PageState.model_validate_json(body)
    except ValidationError as error:
        raise unreadable(f"the state of page {url!a}") from error
