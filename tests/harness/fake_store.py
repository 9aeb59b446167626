"""The store in memory: the same answers as the real one, which the contract suite proves; nothing survives it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from syndicator.errors import StoreError
from syndicator.model.base import Instant
from syndicator.model.config import Act
from syndicator.model.document import DocumentInfo
from syndicator.model.polling import Due, PollKind
from syndicator.model.records import (
    Arrival,
    DecisionRecord,
    FeedState,
    LedgerEvent,
    LiveEntry,
    PollRecord,
    ReleaseRecord,
    SourceState,
    StoredEntry,
    Withdrawn,
)
from syndicator.model.rights import Claim
from syndicator.store import LedgerCheck, LedgerLine

_GOOD = (PollKind.NEW, PollKind.UNCHANGED, PollKind.NOT_MODIFIED)


@dataclass
class _Row:
    """One entry: all its revisions by digest, and which source shows which."""

    stored: StoredEntry
    revisions: dict[str, StoredEntry] = field(default_factory=dict)
    shown: dict[str, tuple[str, bool]] = field(default_factory=dict)


class FakeStore:
    """The store's door over dictionaries."""

    def __init__(self, *, fresh: bool = True) -> None:
        self.fresh = fresh
        self.warnings: tuple[str, ...] = ()
        self._states: dict[str, SourceState] = {}
        self._rows: dict[tuple[str, str], _Row] = {}
        self._change: dict[str, int] = {}
        self._feeds: dict[str, FeedState] = {}
        self._live: dict[str, dict[str, LiveEntry]] = {}
        self._decisions: dict[tuple[str, str], DecisionRecord] = {}
        self._acts: list[Act] = []
        self._ledger: list[LedgerLine] = []

    # Polling.

    def source_states(self, ids: Sequence[str] | None = None) -> dict[str, SourceState]:
        return {id_: state for id_, state in self._states.items() if ids is None or id_ in ids}

    def begin_polls(self, dues: Sequence[tuple[str, Due]], *, at: Instant) -> None:
        for id_, due in dues:
            self.move_due(id_, due)
            self._states[id_] = self._states[id_].model_copy(update={"last_attempt": at})

    def known_digests(self, source: str, reader: str) -> frozenset[str]:
        return frozenset(self.known_keys(source, reader))

    def known_keys(self, source: str, reader: str) -> dict[str, str]:
        state = self._states.get(source)
        if state is None or state.reader != reader:
            return {}
        return {
            row.shown[source][0]: key
            for (_, key), row in self._rows.items()
            if source in row.shown and row.shown[source][1]
        }

    def stored(self, publisher: str, keys: Sequence[str]) -> dict[str, StoredEntry]:
        return {key: self._view(self._rows[publisher, key]) for key in keys if (publisher, key) in self._rows}

    def record_polls(self, records: Sequence[PollRecord]) -> None:
        bad = [place for record in records for place in _unstorable(record)]
        good = [record for record in records if not _unstorable(record)]
        for record in good:
            self._record(record)
        for record in good:
            self._bump(self._bury(record))
        if bad:
            raise StoreError(f"text that can not be stored in {', '.join(bad)}", code="text-not-storable")

    def move_due(self, source: str, due: Due) -> None:
        state = self._states.get(source, SourceState(id=source))
        self._states[source] = state.model_copy(update={"next_due": due.at, "due_because": due.because})

    def _record(self, record: PollRecord) -> None:
        old = self._states.get(record.source, SourceState(id=record.source))
        moved: set[str] = set()
        for arrival in record.arrivals:
            moved |= self._arrive(record, arrival)
        if record.info is not None and _said(record.info, record.document_claims) != _said(old.info, old.claims):
            moved.add(record.source)
        moved |= self._show(record)
        self._states[record.source] = _state_after(old, record)
        if record.info is not None or record.arrivals or record.tombstones:
            self._bump(moved)

    def _show(self, record: PollRecord) -> set[str]:
        before = {place: dict(row.shown) for place, row in self._rows.items()}
        for row in self._rows.values():
            if record.info is not None and record.source in row.shown:
                row.shown[record.source] = (row.shown[record.source][0], False)
        for key, digest in (*record.listed, *((made.key, made.entry.digest) for made in record.arrivals)):
            if (record.publisher, key) in self._rows:
                self._rows[record.publisher, key].shown[record.source] = (digest, True)
        changed = [row for place, row in self._rows.items() if row.shown != before[place]]
        return {source for row in changed for source in row.shown}

    def _bury(self, record: PollRecord) -> set[str]:
        refs = {tombstone.ref for tombstone in record.tombstones}
        moved: set[str] = set()
        for (publisher, key), row in self._rows.items():
            gone = publisher == record.publisher and refs & {key, row.stored.id}
            if gone and row.stored.deleted_upstream is None:
                row.stored = row.stored.model_copy(update={"deleted_upstream": record.at})
                moved |= set(row.shown)
        return moved

    def _arrive(self, record: PollRecord, arrival: Arrival) -> set[str]:
        place = (record.publisher, arrival.key)
        row = self._rows.get(place)
        known = row.stored if row is not None else None
        earlier = row.revisions.get(arrival.entry.digest) if row is not None else None
        stored = StoredEntry(
            publisher=record.publisher,
            key=arrival.key,
            id=known.id if known else arrival.id,
            source=record.source,
            sources=(),
            first_seen=known.first_seen if known else arrival.first_seen,
            seen=earlier.seen if earlier else record.at,
            published=arrival.published,
            updated=arrival.updated,
            entry=arrival.entry,
            claims=arrival.claims,
            first_live=known.first_live if known else None,
            deleted_upstream=known.deleted_upstream if known else None,
            contested=known.contested if known else any(o.stored.id == arrival.id for o in self._rows.values()),
        )
        if row is None:
            row = self._rows[place] = _Row(stored)
        row.stored = row.revisions[arrival.entry.digest] = stored
        return {record.source, *row.shown}

    def _bump(self, sources: set[str]) -> None:
        number = max(self._change.values(), default=0) + 1
        self._change |= dict.fromkeys(sources, number)

    def _view(self, row: _Row) -> StoredEntry:
        claims = {(claim.digest, claim.about): claim for claim in row.stored.claims}
        for digest, listed in row.shown.values():
            if listed and digest in row.revisions:
                for claim in row.revisions[digest].claims:
                    claims.setdefault((claim.digest, claim.about), claim)
        digest = row.stored.entry.digest
        first = min((name for name, (shown, _) in row.shown.items() if shown == digest), default=row.stored.source)
        update = {"source": first, "sources": tuple(sorted(row.shown)), "claims": tuple(claims.values())}
        return row.stored.model_copy(update=update)

    # Releasing.

    def newest(
        self, sources: Sequence[str], *, limit: int, before: tuple[Instant, str] | None = None
    ) -> list[StoredEntry]:
        found = [self._view(row) for row in self._rows.values() if set(row.shown) & set(sources)]
        found.sort(key=lambda stored: (-stored.published.timestamp(), stored.id, stored.contested))
        if before is not None:
            found = [
                stored
                for stored in found
                if stored.published < before[0] or (stored.published == before[0] and stored.id > before[1])
            ]
        return found[:limit]

    def as_of(self, stored: StoredEntry, digest: str) -> StoredEntry | None:
        row = self._rows.get((stored.publisher, stored.key))
        then = row.revisions.get(digest) if row is not None else None
        if then is None:
            return None
        fields = {"source": then.source, "seen": then.seen, "entry": then.entry, "claims": then.claims}
        return stored.model_copy(update=fields)

    def find(self, text: str) -> list[StoredEntry]:
        if not text:
            return []
        rows = list(self._rows.values())
        found = [row for row in rows if text in (row.stored.id, row.stored.key, row.stored.entry.link)]
        if not found:
            found = [
                row for row in rows if row.stored.id.startswith(text) or (row.stored.entry.link or "").startswith(text)
            ]
        return [self._view(row) for row in found[:20]]

    def inputs(self, sources: Sequence[str]) -> str:
        states = [self._change.get(id_, 0) for id_ in set(sources) if id_ in self._states]
        return f"{len(states)}.{max(states, default=0)}.{sum(states)}.{len(self._acts)}"

    def charged(self, publisher: str, *, since: Instant, until: Instant) -> frozenset[str]:
        return frozenset(
            row.stored.id
            for row in self._rows.values()
            if row.stored.publisher == publisher and row.stored.first_live and since <= row.stored.first_live < until
        )

    def offered(self, publisher: str, *, since: Instant) -> int:
        rows = self._rows.values()
        return sum(1 for row in rows if row.stored.publisher == publisher and row.stored.first_seen >= since)

    def claims_of(self, id: str) -> tuple[Claim, ...]:  # noqa: A002 - the contract's word
        rows = self._rows.values()
        return tuple(claim for row in rows if row.stored.id == id for claim in self._view(row).claims)

    def feed_state(self, name: str) -> FeedState | None:
        return self._feeds.get(name)

    def live(self, feed: str) -> tuple[LiveEntry, ...]:
        return tuple(entry for _, entry in sorted(self._live.get(feed, {}).items()))

    def withdrawn(self) -> tuple[Withdrawn, ...]:
        found = [one for live in self._live.values() for one in live.values() if one.reason]
        found.sort(key=lambda one: (one.id, one.feed))
        return tuple(Withdrawn(id=one.id, feed=one.feed, when=one.when, reason=one.reason) for one in found)

    def take_in(self, gone: Sequence[Withdrawn], events: Sequence[LedgerEvent], *, at: Instant) -> None:
        for one in gone:
            live = self._live.setdefault(one.feed, {})
            digest = live[one.id].digest if one.id in live else ""
            live[one.id] = LiveEntry(**dict(one), digest=digest, state="withdrawn")
        self._feeds = {name: state.model_copy(update={"published": False}) for name, state in self._feeds.items()}
        self.append_events(events, at=at)

    def decisions(self, *, kinds: Sequence[str] = (), feeds: Sequence[str] = ()) -> tuple[DecisionRecord, ...]:
        return tuple(
            made
            for (feed, _), made in sorted(self._decisions.items())
            if (not kinds or made.kind in kinds) and (not feeds or feed in feeds)
        )

    def record_release(self, record: ReleaseRecord) -> int:
        old = self._feeds.get(record.feed)
        generation = (old.generation if old else 0) + 1
        self._feeds[record.feed] = FeedState(
            name=record.feed,
            generation=generation,
            inputs=record.inputs,
            next_release=record.next_release,
            files=record.files,
        )
        for made in record.decisions:
            before = self._decisions.get((made.feed, made.id))
            if before is None or before.model_copy(update={"at": made.at}) != made:
                self._decisions[made.feed, made.id] = made
        self._live[record.feed] = {entry.id: entry for entry in record.live}
        permitted = {(made.id, made.publisher) for made in record.decisions if made.kind == "permit"}
        for row in self._rows.values():
            stored = row.stored
            is_ours = not stored.contested or (stored.id, stored.publisher) in permitted
            if stored.id in record.charged and stored.first_live is None and is_ours:
                row.stored = stored.model_copy(update={"first_live": record.at})
        self.append_events(record.events, at=record.at)
        return generation

    def mark_published(self, feed: str, generation: int, *, at: Instant) -> None:
        state = self._feeds.get(feed)
        if state is not None and state.generation == generation:
            self._feeds[feed] = state.model_copy(update={"published": True})

    # Acts and ledger.

    def acts(self) -> tuple[Act, ...]:
        return tuple(self._acts)

    def record_act(self, act: Act) -> None:
        if act not in self._acts:
            self._acts.append(act)
            evidence = (f"revision:{act.revision}",) if act.revision else ()
            event = LedgerEvent(
                event=act.kind.value,
                subject=act.entry,
                feed=act.feed or "",
                by=act.by,
                message=act.why,
                evidence=evidence,
            )
            self.append_events((event,), at=act.at)

    def append_events(self, events: Sequence[LedgerEvent], *, at: Instant) -> None:
        for event in events:
            no, previous = len(self._ledger) + 1, self._ledger[-1].digest if self._ledger else "0" * 64
            self._ledger.append(LedgerLine(no, at, event, previous, _chained(no, at, event, previous)))

    def ledger(self, *, after: int = 0, limit: int = 1000) -> list[LedgerLine]:
        return self._ledger[after : after + limit]

    def verify_ledger(self) -> LedgerCheck:
        previous = "0" * 64
        for count, line in enumerate(self._ledger):
            if line.digest != _chained(line.no, line.at, line.event, previous):
                return LedgerCheck(ok=False, lines=count, broken_at=line.no, message=f"line {line.no} was changed")
            previous = line.digest
        return LedgerCheck(ok=True, lines=len(self._ledger))

    # The database itself.

    def check(self, *, full: bool) -> tuple[str, ...]:
        return ()

    def close(self) -> None:
        """Nothing is held."""


def _chained(no: int, at: Instant, event: LedgerEvent, previous: str) -> str:
    stamp = f"{at:%Y-%m-%dT%H:%M:%S.%fZ}"
    fields = {**event.model_dump(mode="json"), "no": no, "at": stamp}
    body = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def _said(info: DocumentInfo | None, claims: tuple[Claim, ...]) -> tuple[object, ...]:
    return (info, *(claim.model_copy(update={"seen_at": None}) for claim in claims))


def _state_after(old: SourceState, record: PollRecord) -> SourceState:
    info: DocumentInfo | None = record.info
    return SourceState(
        id=record.source,
        publisher=record.publisher,
        url=record.url,
        validators=record.validators,
        body_digest=record.body_digest or old.body_digest,
        reader=record.reader or old.reader,
        last_attempt=record.at,
        last_success=record.at if record.outcome in _GOOD else old.last_success,
        next_due=record.due.at,
        due_because=record.due.because,
        errors=record.errors,
        outcome=record.outcome,
        code=record.code,
        message=record.message,
        info=info if info is not None else old.info,
        claims=record.document_claims if info is not None else old.claims,
    )


def _unstorable(record: PollRecord) -> list[str]:
    def is_bad(text: str) -> bool:
        return "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text)

    bad = [made.id for made in record.arrivals if is_bad(f"{made.key}{made.id}{made.entry!s}{made.claims!s}")]
    bad += [made.id for made in record.arrivals if is_bad((made.entry.body or "") + made.entry.title)]
    if is_bad(f"{record.message}{record.url}" + "".join(f"{key}{digest}" for key, digest in record.listed)):
        bad.append("the document")
    return [ascii(place) for place in bad]
