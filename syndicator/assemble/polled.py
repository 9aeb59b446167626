"""What one poll changes, as one record."""

from __future__ import annotations

from collections.abc import Mapping

from syndicator.model.base import Instant
from syndicator.model.config import Source
from syndicator.model.document import Document, Tombstone
from syndicator.model.polling import Due, Fetched, NotModified, PollFailure, PollKind
from syndicator.model.records import Arrival, PollRecord, SourceState, StoredEntry
from syndicator.model.rights import Claim


def publisher_key(source: Source) -> str:
    """Give the name under which a source's entries are stored: its publisher, or itself when none is named."""
    return source.publisher or f"source:{source.id}"


def heard(
    tombstones: tuple[Tombstone, ...],
    source: Source,
    arrivals: tuple[Arrival, ...],
    priors: Mapping[str, StoredEntry],
) -> tuple[Tombstone, ...]:
    """Give the tombstones that speak (RFC 6721): for an entry of this very source, and not from before its last update.

    The update is the one that the entry states, where it states one: when we saw a change says nothing about it.
    ``priors``: the publisher's stored entries by key, those that the tombstones name among them.
    """
    mine = {key: one for key, one in priors.items() if source.id in one.sources}
    updated = {name: _changed(one) for key, one in mine.items() for name in (key, one.id)}
    updated |= {name: _changed(one) for one in arrivals for name in (one.key, one.id)}
    return tuple(one for one in tombstones if one.ref in updated and (one.when is None or one.when >= updated[one.ref]))


def _changed(one: Arrival | StoredEntry) -> Instant:
    return one.entry.updated or one.entry.published or one.updated


def still_stated(claims: tuple[Claim, ...], before: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Give a document's claims, each with the instant at which an unbroken row of documents began to state it."""
    first = {(claim.digest, claim.about): claim.seen_at for claim in before}
    return tuple(
        claim.model_copy(update={"seen_at": min(claim.seen_at, first.get((claim.digest, claim.about), claim.seen_at))})
        for claim in claims
    )


def read(
    source: Source,
    answer: Fetched,
    document: Document,
    arrivals: tuple[Arrival, ...],
    listed: tuple[tuple[str, str], ...],
    claims: tuple[Claim, ...],
    *,
    due: Due,
    reader: str,
    at: Instant,
) -> PollRecord:
    """Record a document that was read: new when it brought an arrival or a tombstone."""
    tombstones: tuple[Tombstone, ...] = document.tombstones
    return PollRecord(
        source=source.id,
        publisher=publisher_key(source),
        url=source.url,
        at=at,
        outcome=PollKind.NEW if arrivals or tombstones else PollKind.UNCHANGED,
        code="recovered" if document.info.recovered else "",
        message=document.info.recovered_because,
        due=due,
        validators=answer.validators,
        body_digest=answer.body_digest,
        reader=reader,
        info=document.info,
        document_claims=claims,
        listed=listed,
        arrivals=arrivals,
        tombstones=tombstones,
    )


def unread(source: Source, state: SourceState, answer: Fetched | NotModified, *, due: Due, at: Instant) -> PollRecord:
    """Record an answer with nothing new in it. The newest validators are kept all the same."""
    return PollRecord(
        source=source.id,
        publisher=publisher_key(source),
        url=source.url,
        at=at,
        outcome=PollKind.NOT_MODIFIED if isinstance(answer, NotModified) else PollKind.UNCHANGED,
        due=due,
        validators=answer.validators,
        body_digest=state.body_digest,
        reader=state.reader,
    )


def failed(source: Source, state: SourceState, failure: PollFailure, *, due: Due, at: Instant) -> PollRecord:
    """Record a failure. Old validators stay, so that a mended feed is fetched again in full."""
    return PollRecord(
        source=source.id,
        publisher=publisher_key(source),
        url=source.url,
        at=at,
        outcome=failure.kind,
        code=failure.code,
        message=f"{failure.message}\n{failure.hint}" if failure.hint else failure.message,
        due=due,
        errors=state.errors + 1,
        validators=state.validators if state.url == source.url else None,
        body_digest=state.body_digest,
        reader=state.reader,
    )
