"""Decisions as records: one for each entry of a feed, the newest that was made about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from syndicator.assemble.values import Candidate
from syndicator.model.base import Instant
from syndicator.model.config import Feed
from syndicator.model.framing import Unframed
from syndicator.model.reasons import REASONS, Kind, Reason
from syndicator.model.records import DecisionRecord, StoredEntry
from syndicator.model.rights import Answered, Hold, NotPermitted, Permit, Refusal, Wait, Withdrawal

KINDS: dict[type, Literal["wait", "hold", "refusal", "withdrawal"]] = {
    Wait: "wait",
    Hold: "hold",
    Refusal: "refusal",
    Withdrawal: "withdrawal",
}


def permitted(feed: Feed, one: Candidate, at: Instant) -> DecisionRecord:
    """Give the record of a permit: under which license, whose pick, and what an operator should hear."""
    picked = ", picked by a person" if one.permit.picked else ""
    removed = ", a name removed on request" if one.permit.names_removed else ""
    license_, alerts = one.permit.grant.license, one.permit.grant.alerts
    message = ". ".join((f"{license_.name}, {one.terms.name}{picked}{removed}", *alerts))
    return _record(feed, one.stored, "permit", (*one.permit.notes, *one.framed.notes), message, None, at)


def licensed(record: DecisionRecord | None) -> str:
    """Give the short name of the license that a permit rests on; empty for any other decision."""
    return record.message.partition(", ")[0] if record is not None and record.kind == "permit" else ""


def decided(feed: Feed, stored: StoredEntry, decision: NotPermitted, at: Instant) -> DecisionRecord:
    """Give the record of a wait, hold, refusal or withdrawal."""
    until = decision.until if isinstance(decision, Wait) else None
    return _record(feed, stored, KINDS[type(decision)], decision.reasons, decision.message, until, at)


def one_each(*decisions: DecisionRecord) -> tuple[DecisionRecord, ...]:
    """Give the first decision about each id, for an id may be claimed by entries of two publishers."""
    by_id: dict[str, DecisionRecord] = {}
    for one in decisions:
        by_id.setdefault(one.id, one)
    return tuple(by_id.values())


def _record(
    feed: Feed,
    stored: StoredEntry,
    kind: Literal["permit", "wait", "hold", "refusal", "withdrawal"],
    reasons: tuple[Reason, ...],
    message: str,
    until: Instant | None,
    at: Instant,
) -> DecisionRecord:
    return DecisionRecord(
        feed=feed.name,
        id=stored.id,
        kind=kind,
        reasons=tuple(dict.fromkeys(reasons)),
        message=message,
        until=until,
        at=at,
        title=stored.entry.title,
        link=stored.entry.link or "",
        publisher=stored.publisher,
    )


def unchanged(before: DecisionRecord | None, after: DecisionRecord) -> bool:
    """Tell whether a decision says what the one before it said. Its instant does not count."""
    keys = ("kind", "reasons", "message", "until", "title", "link")
    return before is not None and all(getattr(before, key) == getattr(after, key) for key in keys)


def for_a_person(decisions: Iterable[DecisionRecord], at: Instant) -> tuple[DecisionRecord, ...]:
    """Give what waits for a person: every hold, and candidates that nobody picked and that have not expired."""
    return tuple(one for one in decisions if one.kind == "hold" or is_candidate(one, at))


def is_candidate(one: DecisionRecord, at: Instant) -> bool:
    """Tell whether a person may still pick it: it was not selected, and its time is not over."""
    waits = one.kind == "wait" and Reason.NOT_SELECTED in one.reasons
    return waits and one.until is not None and one.until > at


def unframed(permit: Permit, found: Unframed) -> Hold | Refusal:
    """Give what the findings of framing come to: a refusal when one of them is, else a hold."""
    answers = tuple(
        Answered(
            rule="framing",
            outcome="refusal" if REASONS[one.reason].kind is Kind.REFUSAL else "hold",
            reason=one.reason,
            message=one.message,
        )
        for one in found.findings
    )
    made = Refusal if any(one.outcome == "refusal" for one in answers) else Hold
    return made(
        reasons=tuple(one.reason for one in found.findings),
        message=" ".join(one.message for one in found.findings),
        answers=(*permit.answers, *answers),
    )
