"""What one release leaves in the record: changed decisions, what is live, what took a slot, lines of the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from syndicator.assemble.decided import unchanged
from syndicator.assemble.values import Considered, Released
from syndicator.model.base import Instant
from syndicator.model.records import DecisionRecord, LedgerEvent, LiveEntry, ReleaseRecord, StoredEntry, Withdrawn
from syndicator.model.rights import Claim


def recorded(
    considered: Considered,
    released: Released,
    files: tuple[tuple[str, str], ...],
    *,
    inputs: str,
    next_release: Instant | None,
    at: Instant,
) -> ReleaseRecord:
    """Give everything a release changes. Decisions that did not change are left out."""
    changed = tuple(one for one in released.decisions if not unchanged(considered.prior.get(one.id), one))
    evidence = {stored.id: _evidence(stored, stored.claims) for stored in _looked_at(considered)}
    evidence |= {one.stored.id: _evidence(one.stored, one.permit.grant.basis) for one in released.republished}
    events = tuple(
        LedgerEvent(
            event=one.kind,
            subject=one.id,
            feed=one.feed,
            reasons=tuple(str(reason) for reason in one.reasons),
            message=one.message,
            evidence=evidence.get(one.id, ()),
        )
        for one in changed
    )
    return ReleaseRecord(
        feed=considered.feed.name,
        at=at,
        inputs=inputs,
        next_release=next_release,
        files=files,
        decisions=changed,
        live=released.live,
        charged=() if considered.feed.mode == "link" else _charged(released),
        events=(*events, *_moved(considered, released, changed)),
    )


def withdrawn(released: Released) -> tuple[Withdrawn, ...]:
    """Give what has left the feed for good, to be remembered outside the store."""
    return tuple(
        Withdrawn(id=one.id, feed=one.feed, when=one.when, reason=one.reason)
        for one in released.live
        if one.state == "withdrawn" and one.reason
    )


def _moved(considered: Considered, released: Released, changed: Sequence[DecisionRecord]) -> Iterator[LedgerEvent]:
    """Give what left the feed, and what came back, without a new decision: no line would say so otherwise."""
    feed = considered.feed.name
    before, now = _ids(considered.live), _ids(released.live)
    told = {one.id: one.kind for one in changed}
    words = {one.id: one.message for one in released.decisions}
    for id_ in sorted(before - now):
        if told.get(id_, "permit") == "permit":
            yield LedgerEvent(event="leave", subject=id_, feed=feed, message="no longer among the feed's entries")
    for id_ in sorted(now - before):
        if id_ not in told:
            yield LedgerEvent(event="return", subject=id_, feed=feed, message=words[id_])


def _ids(live: Sequence[LiveEntry]) -> set[str]:
    return {one.id for one in live if one.state == "live"}


def _looked_at(considered: Considered) -> tuple[StoredEntry, ...]:
    return (*(stored for stored, _ in considered.others), *(one.stored for one in considered.candidates))


def _evidence(stored: StoredEntry, claims: tuple[Claim, ...]) -> tuple[str, ...]:
    """Give the digests that a decision rests on: each claim's, then the revision's."""
    return (*(claim.digest for claim in claims), stored.entry.digest)


def _charged(released: Released) -> tuple[str, ...]:
    """Give what takes its slot now. A reference takes none: no text of the work goes out."""
    return tuple(one.stored.id for one in released.republished if one.stored.first_live is None)
