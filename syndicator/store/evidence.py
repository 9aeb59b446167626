"""The raw texts of claims, each stored once under its claim's digest (SHA-256 of carrier, scope and text)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from syndicator.store.chunks import chunks
from syndicator.store.codec import compressor, decode_raw, decompressor
from syndicator.store.tables import evidence

_LOAD = select(evidence.c.digest, evidence.c.raw).where(
    evidence.c.digest.in_(bindparam("digests", expanding=True)), evidence.c.raw.is_not(None)
)
_KNOWN = select(evidence.c.digest).where(evidence.c.digest.in_(bindparam("digests", expanding=True)))
_SAVE = insert(evidence).on_conflict_do_nothing()


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
    """Store the raw texts that are not stored yet."""
    known = {row.digest for piece in chunks(sorted(raws)) for row in connection.execute(_KNOWN, {"digests": piece})}
    fresh = sorted(raws.keys() - known)
    if fresh:
        packer = compressor()
        connection.execute(
            _SAVE, [{"digest": digest, "raw": packer.compress(raws[digest].encode())} for digest in fresh]
        )
