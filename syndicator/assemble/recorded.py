"""What one release leaves in the record: changed decisions, what is live, what took a slot, lines of the ledger."""

from __future__ import annotations

from syndicator.assemble.planned import Considered, Released
from syndicator.model.base import Instant
from syndicator.model.records import DecisionRecord, LedgerEvent, ReleaseRecord


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
    changed = tuple(one for one in released.decisions if not _same(considered.prior.get(one.id), one))
    evidence = {
        one.stored.id: (*(claim.digest for claim in one.permit.grant.basis), one.stored.entry.digest)
        for one in released.republished
    }
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
        events=events,
    )


def _charged(released: Released) -> tuple[str, ...]:
    """Give what takes its slot now. A reference takes none: no text of the work goes out."""
    return tuple(one.stored.id for one in released.republished if one.stored.first_live is None)


def _same(before: DecisionRecord | None, after: DecisionRecord) -> bool:
    keys = ("kind", "reasons", "message", "until", "title", "link")
    return before is not None and all(getattr(before, key) == getattr(after, key) for key in keys)
