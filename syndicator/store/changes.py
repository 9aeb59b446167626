"""The change number of sources: what makes a release's fingerprint of its inputs move."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, func, select, update

from syndicator.store.chunks import chunks
from syndicator.store.tables import listing, source

_LAST = select(func.max(source.c.change))
_SHOWING = select(listing.c.source).where(listing.c.entry.in_(bindparam("numbers", expanding=True))).distinct()
_BUMP = update(source).where(source.c.id.in_(bindparam("sources", expanding=True))).values(change=bindparam("number"))


def bump(connection: Connection, sources: Collection[str], entries: Collection[int]) -> None:
    """Give these sources, and every source that shows one of these entries, a number above all earlier ones."""
    moved = set(sources)
    for piece in chunks(sorted(entries)):
        moved.update(connection.scalars(_SHOWING, {"numbers": list(piece)}))
    if not moved:
        return
    number = (connection.scalar(_LAST) or 0) + 1
    for names in chunks(sorted(moved)):
        connection.execute(_BUMP, {"sources": list(names), "number": number})
