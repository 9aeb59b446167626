"""What is known of one entry beside its decisions: what we hold, what was said about rights, what was done."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

from syndicator.licensing import QUESTIONS
from syndicator.model.base import Instant, Value
from syndicator.model.config import Source
from syndicator.model.records import SourceState, StoredEntry
from syndicator.model.rights import Answered, Claim
from syndicator.model.terms import Terms
from syndicator.store import HeldRevision, LedgerLine, Piece, Store
from syndicator.wiring.erasure import Erasure, erasure_in

QUESTIONS_HERE = {
    "framing": "Can the work be framed, with its text proven unchanged?",
    "quota": "Is a place free among those the publisher allows in a day or month, or of what it offers?",
}
"""What is asked beside the rules of ``licensing``."""


class Revision(Value):
    """One revision of the work that we hold or held."""

    digest: str
    source: str
    first_seen: Instant
    last_seen: Instant
    listed: bool
    current: bool
    erased: str
    """When, by whom and why its bytes were erased; empty: they are held."""


class Statement(Value):
    """One statement about rights, with where it stood and when it was there."""

    scope: str
    carrier: str
    source: str
    """The source whose document makes it; empty where the entry does."""
    text: str
    about: str | None
    license_key: str
    reading: str
    refusal: bool
    exceptions: bool
    first_seen: Instant
    last_seen: Instant
    stands: bool
    """Whether it is made now: what is made no more counts for no decision."""
    digest: str
    erased: str


class TermsRead(Value):
    """The publisher's terms on record, and who read them when."""

    publisher: str
    license: str
    automation: str
    urls: tuple[str, ...]
    read_by: str | None
    read_on: date | None
    review_interval_days: int
    digest: str
    """SHA-256 of the recorded terms: lines of the ledger name it."""


class Asked(Value):
    """One rule's question in plain words."""

    rule: str
    question: str


class Happened(Value):
    """One line of the ledger about the entry."""

    no: int
    at: Instant
    event: str
    feed: str
    by: str
    reasons: tuple[str, ...]
    message: str
    evidence: tuple[str, ...]


class Dossier(Value):
    """What is known of one entry, whatever the feed."""

    authors: tuple[str, ...]
    upstream_id: str
    first_seen: Instant
    first_live: Instant | None
    withdrawn_upstream: Instant | None
    revision: str
    """Digest of what a reader sees of the current revision; empty once that was erased."""
    revisions: tuple[Revision, ...]
    statements: tuple[Statement, ...]
    history: tuple[Happened, ...]


def dossier(
    store: Store, stored: StoredEntry, states: dict[str, SourceState], revision: str, pages: Iterable[Claim] = ()
) -> Dossier:
    """Gather what is known of an entry; ``pages``: what its original's page and host say."""
    held = store.held(stored.publisher, stored.key)
    lines = store.ledger_about(stored.id)
    return Dossier(
        authors=tuple(author.name for author in stored.entry.authors),
        upstream_id=stored.key,
        first_seen=stored.first_seen,
        first_live=stored.first_live,
        withdrawn_upstream=stored.deleted_upstream,
        revision="" if any(one.current and one.erased for one in held) else revision,
        revisions=tuple(_revision(store, one, lines) for one in held),
        statements=(
            *_of_entry(store, stored, held),
            *_of_documents(store, stored, states),
            *(_statement(store, one, "", one.seen_at, one.seen_at, stands=True) for one in pages),
        ),
        history=tuple(_happened(line) for line in lines),
    )


def _revision(store: Store, one: HeldRevision, lines: list[LedgerLine]) -> Revision:
    name = Piece("entry", one.digest, None).name
    resting = [line for line in lines if name in line.event.evidence]
    erased = erasure_in(resting) or (erasure_in(store.ledger_resting_on(name)) if one.erased else None)
    return Revision(
        digest=one.digest,
        source=one.source,
        first_seen=one.first_seen,
        last_seen=one.last_seen,
        listed=one.listed,
        current=one.current,
        erased=str(erased or "erased") if one.erased else "",
    )


def _of_entry(store: Store, stored: StoredEntry, held: Sequence[HeldRevision]) -> Iterable[Statement]:
    """Give what the entry's revisions say, each statement once, with its first and last revision's instants."""
    now = {(claim.digest, claim.about) for claim in stored.claims}
    said: dict[tuple[str, str | None], Claim] = {}
    for claim in (*(claim for one in held for claim in one.claims), *stored.claims):
        said.setdefault((claim.digest, claim.about), claim)
    for place, claim in said.items():
        there = [one for one in held if any((other.digest, other.about) == place for other in one.claims)]
        first = min((one.first_seen for one in there), default=claim.seen_at)
        last = max((one.last_seen for one in there), default=claim.seen_at)
        yield _statement(store, claim, "", first, last, stands=place in now)


def _of_documents(store: Store, stored: StoredEntry, states: dict[str, SourceState]) -> Iterable[Statement]:
    """Give what the newest document says in which the current revision stood; the others' documents do not count."""
    state = states.get(stored.source)
    for claim in state.claims if state else ():
        last = max(claim.seen_at, state.last_success or claim.seen_at) if state else claim.seen_at
        yield _statement(store, claim, stored.source, claim.seen_at, last, stands=True)


def _statement(store: Store, claim: Claim, source: str, first: Instant, last: Instant, *, stands: bool) -> Statement:
    erased: Erasure | None = None
    if not claim.raw:
        erased = erasure_in(store.ledger_resting_on(Piece("claim", claim.digest, None).name))
    return Statement(
        scope=claim.scope.value,
        carrier=str(claim.carrier),
        source=source,
        text=claim.raw,
        about=claim.about,
        license_key=claim.license_key,
        reading=claim.reading.value,
        refusal=claim.refusal,
        exceptions=claim.exceptions,
        first_seen=first,
        last_seen=last,
        stands=stands,
        digest=claim.digest,
        erased=str(erased) if erased else "",
    )


def _happened(line: LedgerLine) -> Happened:
    event = line.event
    return Happened(
        no=line.no,
        at=line.at,
        event=event.event,
        feed=event.feed,
        by=event.by,
        reasons=event.reasons,
        message=event.message,
        evidence=event.evidence,
    )


def terms_read(terms: Terms | None, source: Source) -> TermsRead | None:
    """Give the terms that stand behind a source, and who read them when."""
    if terms is None:
        return None
    return TermsRead(
        publisher=terms.name,
        license=terms.license,
        automation=terms.automation.value,
        urls=tuple(dict.fromkeys((terms.terms_url, *(url for _, url in terms.terms_urls)))),
        read_by=source.terms_read.by if source.terms_read else None,
        read_on=source.terms_read.on if source.terms_read else None,
        review_interval_days=terms.review_interval.days,
        digest=hashlib.sha256(terms.model_dump_json().encode()).hexdigest(),
    )


def questions(answers: Iterable[Answered]) -> tuple[Asked, ...]:
    """Give the question of each rule that was asked, once."""
    known = {**QUESTIONS, **QUESTIONS_HERE}
    return tuple(Asked(rule=rule, question=known.get(rule, "")) for rule in dict.fromkeys(one.rule for one in answers))
