"""Records to put into a store: small, invented, and complete."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from syndicator.model.document import Carrier, DocumentInfo, Entry, Person, Scope, Tombstone
from syndicator.model.polling import Due, PollKind, Validators
from syndicator.model.records import Arrival, DecisionRecord, LedgerEvent, LiveEntry, PollRecord, ReleaseRecord
from syndicator.model.rights import Claim, Reading

AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
GAZETTE = "sample-gazette"
HERALD = "sample-herald"
INFO = DocumentInfo(format="atom-1.0", id="tag:gazette.example,2026:all", title="The Sample Gazette")


def later(hours: float) -> datetime:
    """Give an instant some hours after the first."""
    return AT + timedelta(hours=hours)


def claim(raw: str, *, about: str | None = None) -> Claim:
    """Give a claim as found in an entry's rights element."""
    digest = hashlib.sha256(f"{Carrier.ATOM_RIGHTS}\n{Scope.ENTRY}\n{raw}".encode()).hexdigest()
    return Claim(
        carrier=Carrier.ATOM_RIGHTS,
        scope=Scope.ENTRY,
        raw=raw,
        license_key="cc:by-nd/4.0",
        reading=Reading.EXACT,
        names_license=True,
        about=about,
        seen_at=AT,
        digest=digest,
    )


def arrival(key: str, *, body: str = "<p>First words.</p>", age_h: float = 1, rights: Sequence[str] = ()) -> Arrival:
    """Give an entry that arrived; its digest is of its key and body."""
    entry = Entry(
        upstream_id=key,
        link=f"https://gazette.example/{key.rpartition(':')[2]}",
        title=f"On {key}",
        authors=(Person(name="Ada Example, Lecturer, Sample University"),),
        published=later(-age_h),
        body=body,
        digest=hashlib.sha256(f"{key}\n{body}\n{rights}".encode("utf-8", "replace")).hexdigest(),
    )
    return Arrival(
        key=key,
        id=key,
        entry=entry,
        claims=tuple(claim(text) for text in rights),
        published=later(-age_h),
        updated=later(-age_h),
        first_seen=AT,
    )


def poll(
    source: str,
    *arrivals: Arrival,
    publisher: str = GAZETTE,
    at: datetime = AT,
    listed: tuple[tuple[str, str], ...] | None = None,
    tombstones: Sequence[str] = (),
    info: DocumentInfo | None = INFO,
    outcome: PollKind = PollKind.NEW,
) -> PollRecord:
    """Give what a poll with a document brought; without ``listed`` the document holds the arrivals alone."""
    shown = tuple((made.key, made.entry.digest) for made in arrivals) if listed is None else listed
    url = f"https://gazette.example/{source}.atom"
    return PollRecord(
        source=source,
        publisher=publisher,
        url=url,
        at=at,
        outcome=outcome,
        due=Due(at=at + timedelta(hours=1), because="interval"),
        validators=Validators(url=url, etag=b'W/"\xff1"'),
        body_digest="0f" * 16 if info is not None else "",
        reader="1" if info is not None else "",
        info=info,
        listed=shown if info is not None else (),
        arrivals=arrivals,
        tombstones=tuple(Tombstone(ref=ref) for ref in tombstones),
    )


def silent(source: str, outcome: PollKind, *, at: datetime = AT, publisher: str = GAZETTE) -> PollRecord:
    """Give a poll that brought no document."""
    return poll(source, at=at, publisher=publisher, info=None, outcome=outcome)


def permit(id_: str, *, feed: str = "world", at: datetime = AT, publisher: str = GAZETTE) -> DecisionRecord:
    """Give a decision to publish."""
    return DecisionRecord(feed=feed, id=id_, kind="permit", at=at, title=f"On {id_}", publisher=publisher)


def release(
    *ids: str,
    feed: str = "world",
    at: datetime = AT,
    decisions: tuple[DecisionRecord, ...] | None = None,
    live: tuple[LiveEntry, ...] | None = None,
) -> ReleaseRecord:
    """Give a release after which these entries are live, each charged and written to the ledger."""
    shown = tuple(LiveEntry(feed=feed, id=id_, digest="d" * 64, state="live", when=at) for id_ in ids)
    return ReleaseRecord(
        feed=feed,
        at=at,
        inputs="fingerprint",
        next_release=at + timedelta(hours=6),
        files=((f"{feed}.rss", "a" * 64), (f"{feed}.atom", "b" * 64)),
        decisions=tuple(permit(id_, feed=feed, at=at) for id_ in ids) if decisions is None else decisions,
        live=shown if live is None else live,
        charged=ids,
        events=tuple(LedgerEvent(event="permit", subject=id_, feed=feed, evidence=("e" * 64,)) for id_ in ids),
    )
