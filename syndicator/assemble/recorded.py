"""What one release leaves in the record: changed decisions, what is live, what took a slot, lines of the ledger.

Each line names what it rests on by digest, ``kind:digest``: ``claim`` (SHA-256 of a rights statement), ``entry`` (the
upstream's element as received), ``revision`` (title, authors, text and rights text as a reader sees them), ``text``
(the framed work, docs/verbatim.md), ``terms`` (the publisher's recorded terms).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence

from syndicator.assemble.decided import unchanged
from syndicator.assemble.values import Considered, Released, Rests
from syndicator.model.base import Instant
from syndicator.model.config import Feed
from syndicator.model.records import DecisionRecord, LedgerEvent, LiveEntry, ReleaseRecord, StoredEntry, Withdrawn
from syndicator.model.rights import Claim


def recorded(
    considered: Considered,
    released: Released,
    files: tuple[tuple[str, str], ...],
    rests: Callable[[StoredEntry, Feed], Rests],
    *,
    inputs: str,
    next_release: Instant | None,
    at: Instant,
) -> ReleaseRecord:
    """Give everything a release changes. Decisions that did not change are left out.

    ``rests`` tells what a decision rests on beside the entry's own claims; it is asked only about what changed.
    """
    changed = tuple(one for one in released.decisions if not unchanged(considered.prior.get(one.id), one))
    evidence = _Evidence(considered, released, rests)
    decided = tuple(
        LedgerEvent(
            event=one.kind,
            subject=one.id,
            feed=one.feed,
            reasons=tuple(str(reason) for reason in one.reasons),
            message=one.message,
            evidence=evidence.of(one.id),
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
        events=(*decided, *_publications(considered, released, changed, evidence)),
    )


def withdrawn(released: Released) -> tuple[Withdrawn, ...]:
    """Give what has left the feed for good, to be remembered outside the store."""
    return tuple(
        Withdrawn(id=one.id, feed=one.feed, when=one.when, reason=one.reason)
        for one in released.live
        if one.state == "withdrawn" and one.reason
    )


class _Evidence:
    """What each entry of a release rests on, gathered when it is asked for."""

    def __init__(self, considered: Considered, released: Released, rests: Callable[[StoredEntry, Feed], Rests]) -> None:
        self._rests = rests
        self._feed = considered.feed
        self._shows_text = considered.feed.mode != "link"
        looked_at = (*(one.stored for one in considered.candidates), *(stored for stored, _ in considered.others))
        # Of two publishers' entries with one id, the one that had it first is the one that was decided on.
        self._stored = {one.id: one for one in sorted(looked_at, key=lambda one: one.contested, reverse=True)}
        self._published = {one.stored.id: one for one in released.republished}
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, entry: str) -> tuple[str, ...]:
        """Give the digests for an entry that this release looked at."""
        if entry not in self._known:
            self._known[entry] = tuple(dict.fromkeys(self._digests(entry)))
        return self._known[entry]

    def _digests(self, entry: str) -> Iterator[str]:
        out = self._published.get(entry)
        stored = out.stored if out else self._stored[entry]
        rests = self._rests(stored, self._feed)
        basis = out.permit.grant.basis if out else ()
        yield from _claims((*basis, *stored.claims, *rests.document_claims))
        yield f"entry:{stored.entry.digest}"
        yield f"revision:{rests.revision}"
        if out and self._shows_text:
            yield f"text:{out.framed.text_digest}"
        terms = out.terms if out else rests.terms
        if terms:
            yield f"terms:{hashlib.sha256(terms.model_dump_json().encode()).hexdigest()}"


def _claims(claims: Iterable[Claim]) -> Iterator[str]:
    return (f"claim:{claim.digest}" for claim in claims)


def _publications(
    considered: Considered, released: Released, changed: Sequence[DecisionRecord], evidence: _Evidence
) -> Iterator[LedgerEvent]:
    """Give what became public, what is in another revision now, and what left without a new decision.

    What leaves by a decision has its line already: a withdrawal, hold, wait or refusal says that it is not public.
    """
    feed = considered.feed.name
    before, now = _live(considered.live), _live(released.live)
    words = {one.id: one.message for one in released.decisions}
    told = {one.id for one in changed if one.kind != "permit"}
    for entry, digest in now.items():
        was = before.get(entry)
        if was != digest:
            event, message = ("publish", words[entry]) if was is None else ("update", f"in place of entry:{was}")
            yield LedgerEvent(event=event, subject=entry, feed=feed, message=message, evidence=evidence.of(entry))
    for entry, digest in before.items():
        if entry not in now and entry not in told:
            message = "no longer among the feed's entries"
            yield LedgerEvent(event="leave", subject=entry, feed=feed, message=message, evidence=(f"entry:{digest}",))


def _live(entries: Iterable[LiveEntry]) -> dict[str, str]:
    return {one.id: one.digest for one in entries if one.state == "live"}


def _charged(released: Released) -> tuple[str, ...]:
    """Give what takes its slot now. A reference takes none: no text of the work goes out."""
    return tuple(one.stored.id for one in released.republished if one.stored.first_live is None)
