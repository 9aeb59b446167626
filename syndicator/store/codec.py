"""Model values to what a row holds, and back. Nothing here touches the database.

Entries are JSON under zstd with a checksum. A claim's raw text is kept apart, as evidence under the claim's digest, so
that it is stored once and can be erased while the rest still verifies.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from syndicator.errors import StoreError
from syndicator.model.document import Entry
from syndicator.model.records import Arrival, PollRecord
from syndicator.model.rights import Claim

if TYPE_CHECKING:
    from zstandard import ZstdCompressor, ZstdDecompressor

_CLAIMS: TypeAdapter[tuple[Claim, ...]] = TypeAdapter(tuple[Claim, ...])
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_PAYLOAD_BYTES_MAX = 256 * 1024 * 1024


class PreparedArrival(NamedTuple):
    """An arrival as row values."""

    key: str
    id: str
    link: str | None
    digest: str
    published: datetime
    updated: datetime
    first_seen: datetime
    payload: bytes
    claims: str
    raws: tuple[tuple[str, str], ...]
    """(digest, raw text) of its claims."""


class Prepared(NamedTuple):
    """A poll record whose values are all known to be storable."""

    record: PollRecord
    arrivals: tuple[PreparedArrival, ...]
    validators: str | None
    info: str | None
    claims: str | None
    raws: tuple[tuple[str, str], ...]


def compressor() -> ZstdCompressor:
    """Make a compressor. It is not for two threads at once: each writing call makes its own."""
    from zstandard import ZstdCompressor  # noqa: PLC0415, RUF100 - only a poll with news needs it

    return ZstdCompressor(level=1, write_checksum=True)


def decompressor() -> ZstdDecompressor:
    """Make a decompressor, for one thread."""
    from zstandard import ZstdDecompressor  # noqa: PLC0415, RUF100 - only a read of entries needs it

    return ZstdDecompressor()


def split_storable(records: Sequence[PollRecord]) -> tuple[list[Prepared], StoreError | None]:
    """Give the storable records as row values, and one error that names everything in the others."""
    packer: ZstdCompressor | None = None
    good: list[Prepared] = []
    bad: list[str] = []
    for record in records:
        if record.arrivals and packer is None:
            packer = compressor()
        places: list[str] = []
        arrivals = _prepare_arrivals(record.arrivals, packer, places)
        rest = _prepare_rest(record, arrivals, places)
        if rest is not None and not places:
            good.append(rest)
        else:
            bad.extend(f"{place!a} of source {record.source!a}" for place in places)
    if not bad:
        return good, None
    return good, StoreError(
        f"text that can not be stored (a NUL or a lone surrogate) in {', '.join(bad)}",
        hint="the polls of these sources were left out whole, all others are stored",
        code="text-not-storable",
    )


def _prepare_arrivals(
    arrivals: Iterable[Arrival], packer: ZstdCompressor | None, places: list[str]
) -> tuple[PreparedArrival, ...]:
    made: list[PreparedArrival] = []
    for arrival in arrivals:
        try:
            made.append(_prepare(arrival, packer))
        except _UnstorableError:
            places.append(arrival.id)
    return tuple(made)


def _prepare(arrival: Arrival, packer: ZstdCompressor | None) -> PreparedArrival:
    assert packer is not None
    payload = _json_bytes(arrival.entry.__pydantic_serializer__.to_json, arrival.entry)
    raws = tuple((claim.digest, claim.raw) for claim in arrival.claims)
    _require_plain(arrival.key, arrival.id, *(raw for _, raw in raws))
    return PreparedArrival(
        arrival.key,
        arrival.id,
        arrival.entry.link,
        arrival.entry.digest,
        arrival.published,
        arrival.updated,
        arrival.first_seen,
        packer.compress(payload),
        encode_claims(arrival.claims),
        raws,
    )


def _prepare_rest(record: PollRecord, arrivals: tuple[PreparedArrival, ...], places: list[str]) -> Prepared | None:
    try:
        _require_plain(record.source, record.publisher, record.url, record.code, record.message)
        _require_plain(record.body_digest, record.reader, record.due.because)
        _require_plain(*(text for pair in record.listed for text in pair))
        _require_plain(*(tombstone.ref for tombstone in record.tombstones))
        info = claims = validators = None
        raws: tuple[tuple[str, str], ...] = ()
        if record.validators is not None:
            validators = _json_bytes(record.validators.__pydantic_serializer__.to_json, record.validators)
        if record.info is not None:
            info = _json_bytes(record.info.__pydantic_serializer__.to_json, record.info)
            claims = encode_claims(record.document_claims)
            raws = tuple((claim.digest, claim.raw) for claim in record.document_claims)
            _require_plain(*(raw for _, raw in raws))
    except _UnstorableError:
        places.append("the document")
        return None
    return Prepared(record, arrivals, _decoded(validators), _decoded(info), claims, raws)


class _UnstorableError(ValueError):
    """A text holds a NUL or a lone surrogate."""


def _decoded(raw: bytes | None) -> str | None:
    return None if raw is None else raw.decode()


def _json_bytes(to_json: Any, value: object) -> bytes:
    try:
        raw: bytes = to_json(value)
    except PydanticSerializationError as error:
        raise _UnstorableError from error
    if b"\\u0000" in raw and _NUL.search(raw):
        raise _UnstorableError
    return raw


def _require_plain(*texts: str) -> None:
    joined = "".join(texts)
    if joined.isascii():
        if "\0" in joined:
            raise _UnstorableError
        return
    try:
        joined.encode()
    except UnicodeEncodeError as error:
        raise _UnstorableError from error
    if "\0" in joined:
        raise _UnstorableError


def encode_claims(claims: tuple[Claim, ...]) -> str:
    """Give claims as JSON without their raw texts, which are stored as evidence."""
    if not claims:
        return "[]"
    return _json_bytes(_claims_to_json, claims).decode()


def _claims_to_json(claims: tuple[Claim, ...]) -> bytes:
    return _CLAIMS.dump_json(claims, exclude={"__all__": {"raw"}}, exclude_defaults=True)


def claim_digests(encoded: str) -> tuple[str, ...]:
    """Give the digests of encoded claims: the keys of their evidence."""
    return tuple(claim["digest"] for claim in _loaded(encoded))


def undated(encoded: str | None) -> list[dict[str, Any]]:
    """Give encoded claims without the instants they were seen at: to tell whether the statements changed."""
    return [{name: value for name, value in claim.items() if name != "seen_at"} for claim in _loaded(encoded or "[]")]


def decode_claims(encoded: str, raws: Mapping[str, str]) -> tuple[Claim, ...]:
    """Give the claims back with their raw texts; an erased text is empty."""
    rows = [{**claim, "raw": raws.get(claim["digest"], "")} for claim in _loaded(encoded)]
    try:
        return _CLAIMS.validate_python(rows, strict=False)
    except ValidationError as error:
        raise unreadable("claims") from error


def _loaded(encoded: str) -> Sequence[dict[str, Any]]:
    try:
        return tuple(json.loads(encoded)) if encoded != "[]" else ()
    except ValueError as error:
        raise unreadable("claims") from error


def decode_payload(unpacker: ZstdDecompressor, payload: bytes, *, digest: str, link: str | None) -> Entry:
    """Give an entry back; of an erased one what is kept beside its payload: digest and link."""
    return decode_entry(unpacker, payload) if payload else Entry(digest=digest, link=link)


def decode_entry(unpacker: ZstdDecompressor, payload: bytes) -> Entry:
    """Give an entry back from its compressed JSON.

    Raises:
        StoreError: when checksum or content is wrong, code ``store-corrupt``.
    """
    from zstandard import ZstdError  # noqa: PLC0415, RUF100 - loaded by ``decompressor`` already

    try:
        return Entry.model_validate_json(unpacker.decompress(payload, max_output_size=_PAYLOAD_BYTES_MAX))
    except (ZstdError, ValidationError) as error:
        raise unreadable("an entry") from error


def decode_raw(unpacker: ZstdDecompressor, raw: bytes) -> str:
    """Give the raw text of a claim back from the compressed evidence."""
    from zstandard import ZstdError  # noqa: PLC0415, RUF100 - loaded by ``decompressor`` already

    try:
        return unpacker.decompress(raw, max_output_size=_PAYLOAD_BYTES_MAX).decode()
    except (ZstdError, UnicodeDecodeError) as error:
        raise unreadable("evidence") from error


class UnreadableError(StoreError):
    """A row no longer reads as what was written. The engines say of which database, and let nobody use it further."""


def unreadable(what: str) -> UnreadableError:
    """Make the error of a row that no longer reads as what was written."""
    return UnreadableError(f"{what} can not be read back", code="store-corrupt")
