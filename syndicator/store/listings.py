"""Which source shows which revision of an entry, and until when it was known to show one that it shows no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from syndicator.model.base import Instant
from syndicator.store.chunks import chunks
from syndicator.store.codec import Prepared
from syndicator.store.tables import listing, source, unlisted

_LISTED = select(listing).where(listing.c.source.in_(bindparam("sources", expanding=True)), listing.c.listed == 1)
_listing = insert(listing)
_SAVE_LISTING = _listing.on_conflict_do_update(
    index_elements=[listing.c.source, listing.c.entry],
    set_={name: _listing.excluded[name] for name in ("digest", "listed")},
)
_unlisted = insert(unlisted)
_SAVE_UNLISTED = _unlisted.on_conflict_do_update(
    index_elements=[unlisted.c.source, unlisted.c.entry, unlisted.c.digest],
    set_={"last_seen": _unlisted.excluded.last_seen},
)
_LAST_SUCCESS = select(source.c.id, source.c.last_success).where(
    source.c.id.in_(bindparam("sources", expanding=True)), source.c.last_success.is_not(None)
)


def last_successes(connection: Connection, prepared: Sequence[Prepared]) -> dict[str, Instant]:
    """Give when each source last confirmed what it shows: by a document, the same bytes, or a 304."""
    names = sorted({made.record.source for made in prepared})
    return {
        row.id: row.last_success
        for piece in chunks(names)
        for row in connection.execute(_LAST_SUCCESS, {"sources": list(piece)})
    }


def write_listings(
    connection: Connection,
    prepared: Sequence[Prepared],
    numbers: dict[tuple[str, str], int],
    confirmed: dict[str, Instant],
) -> tuple[set[int], set[str]]:
    """Write which source shows which revision; give the entries and sources where that changed.

    Of what is shown no more, the source's last success before this poll is kept: until then it was there.
    """
    stored: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for piece in chunks(sorted({made.record.source for made in prepared})):
        for row in connection.execute(_LISTED, {"sources": list(piece)}):
            stored[row.source][row.entry] = row.digest
    rows: list[dict[str, Any]] = [
        {"source": name, "entry": no, "digest": digest, "listed": listed}
        for name, now in _shown_now(prepared, numbers, stored).items()
        for no, (digest, listed) in now.items()
        if (stored[name].get(no), 1) != (digest, listed)
    ]
    if rows:
        connection.execute(_SAVE_LISTING, rows)
    ended = [
        {"source": name, "entry": no, "digest": stored[name][no], "last_seen": confirmed[name]}
        for row in rows
        for name, no in ((row["source"], row["entry"]),)
        if no in stored[name] and name in confirmed
    ]
    if ended:
        connection.execute(_SAVE_UNLISTED, ended)
    return {row["entry"] for row in rows}, {row["source"] for row in rows}


def _shown_now(
    prepared: Sequence[Prepared], numbers: dict[tuple[str, str], int], stored: dict[str, dict[int, str]]
) -> dict[str, dict[int, tuple[str, int]]]:
    """Give what each source shows or showed after the batch: entry to digest, and 1 while it is listed."""
    shown: dict[str, dict[int, tuple[str, int]]] = {}
    for made in prepared:
        record = made.record
        now = shown.get(record.source)
        if now is None:
            now = {no: (digest, 1) for no, digest in stored[record.source].items()}
        if made.info is not None:
            now = {no: (digest, 0) for no, (digest, _) in now.items()}
        for key, digest in (*record.listed, *((arrival.key, arrival.digest) for arrival in made.arrivals)):
            no = numbers.get((record.publisher, key))
            if no is not None:
                now[no] = (digest, 1)
        shown[record.source] = now
    return shown
