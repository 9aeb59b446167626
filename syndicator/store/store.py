"""The store's door: every question and every change, each in one transaction.

Writing methods commit before they return, or change nothing and raise. Nothing here decides: what is written was
decided by the caller. Methods may be called from any thread; writers wait for each other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from syndicator.model.base import Instant
from syndicator.model.config import Act
from syndicator.model.pages import PageRecord, PageState, TermsReading
from syndicator.model.polling import Due
from syndicator.model.records import (
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
from syndicator.store import entries, evidence, ledger, pages, polls, releases, sources
from syndicator.store.codec import Prepared, split_storable
from syndicator.store.engines import Engines
from syndicator.store.values import HeldRevision, LedgerCheck, LedgerLine, Needed, Piece


class Store:
    """One open database. Made by ``open_store``; ``fresh`` is true when there was no database before.

    ``warnings`` are what an operator should hear about the database or its library at start.
    """

    def __init__(self, engines: Engines, *, fresh: bool, warnings: tuple[str, ...]) -> None:
        self._engines = engines
        self.fresh = fresh
        self.warnings = warnings

    # Polling.

    def source_states(self, ids: Sequence[str] | None = None) -> dict[str, SourceState]:
        """Give what is known of these sources (of all when ``ids`` is None); unknown ones are left out."""
        with self._engines.read() as connection:
            return sources.states(connection, ids)

    def begin_polls(self, dues: Sequence[tuple[str, Due]], *, at: Instant) -> None:
        """Set the last attempt and push out the next due time, in one commit before the requests go out."""
        with self._engines.write() as connection:
            sources.begin(connection, dues, at)

    def known_digests(self, source: str, reader: str) -> frozenset[str]:
        """Give the digests of the entries in the source's newest document; none if another reader made them."""
        return frozenset(self.known_keys(source, reader))

    def known_keys(self, source: str, reader: str) -> dict[str, str]:
        """Give digest to key of the entries in the source's newest document; none if another reader made them."""
        with self._engines.read() as connection:
            return sources.known_keys(connection, source, reader)

    def stored(self, publisher: str, keys: Sequence[str]) -> dict[str, StoredEntry]:
        """Give the publisher's entries with these keys, by key; unknown ones are left out."""
        with self._engines.read() as connection:
            return entries.by_keys(connection, publisher, keys)

    def record_polls(self, records: Sequence[PollRecord]) -> None:
        """Store what polls changed, validators together with the entries they describe, in one transaction.

        Empty ``body_digest`` and ``reader`` and a missing ``info`` keep what is stored. The id, first-seen instant and
        tombstone of a known entry never change.

        Raises:
            StoreError: code ``text-not-storable`` when a record holds a NUL or a lone surrogate; it names the entries.
                Those records are left out whole; all others are stored.
        """
        storable, fault = split_storable(records)
        self._record(storable)
        if fault is not None:
            raise fault

    def _record(self, prepared: Sequence[Prepared]) -> None:
        if not prepared:
            return
        with self._engines.write() as connection:
            polls.record(connection, prepared)

    def move_due(self, source: str, due: Due) -> None:
        """Set when a source may be asked next and why, nothing else."""
        with self._engines.write() as connection:
            sources.move_due(connection, source, due)

    # Releasing.

    def newest(
        self, sources: Sequence[str], *, limit: int, before: tuple[Instant, str] | None = None
    ) -> list[StoredEntry]:
        """Give entries that any of these sources lists or listed, newest ``published`` first, ties by id.

        ``before`` is (published, id) of the last entry of the page before.
        """
        with self._engines.read() as connection:
            return entries.newest(connection, sources, limit, before)

    def as_of(self, stored: StoredEntry, digest: str) -> StoredEntry | None:
        """Give an entry with source, text and claims of its revision with this digest; None when there is none.

        Identity and dates stay those of the entry as it is now.
        """
        with self._engines.read() as connection:
            return entries.as_of(connection, stored, digest)

    def find(self, text: str) -> list[StoredEntry]:
        """Give the entries with this id, key or link; if none, those whose id or link begins so (20 at most)."""
        with self._engines.read() as connection:
            return entries.find(connection, text)

    def inputs(self, sources: Sequence[str]) -> str:
        """Give a fingerprint that changes whenever entries, claims or document facts of these sources, or acts, do.

        ``first_live`` and poll outcomes are left out: the former is a release's own result.
        """
        with self._engines.read() as connection:
            return entries.inputs(connection, sources)

    def charged(self, publisher: str, *, since: Instant, until: Instant) -> frozenset[str]:
        """Give the ids of the publisher's entries that first went live in [since, until)."""
        with self._engines.read() as connection:
            return entries.charged(connection, publisher, since, until)

    def offered(self, publisher: str, *, since: Instant) -> int:
        """Count the publisher's entries first seen at or after ``since``."""
        with self._engines.read() as connection:
            return entries.offered(connection, publisher, since)

    def claims_of(self, id: str) -> tuple[Claim, ...]:  # noqa: A002 - the contract's word
        """Give the claims of the entries with this published id."""
        with self._engines.read() as connection:
            return entries.claims_of(connection, id)

    def feed_state(self, name: str) -> FeedState | None:
        """Give what is known of an output feed; None before its first release."""
        with self._engines.read() as connection:
            return releases.feed_state(connection, name)

    def live(self, feed: str) -> tuple[LiveEntry, ...]:
        """Give what is live in a feed or left it with a tombstone, by id."""
        with self._engines.read() as connection:
            return releases.live(connection, feed)

    def withdrawn(self) -> tuple[Withdrawn, ...]:
        """Give what left any feed for good, by id and feed."""
        with self._engines.read() as connection:
            return releases.withdrawn(connection)

    def take_in(self, gone: Sequence[Withdrawn], events: Sequence[LedgerEvent], *, at: Instant) -> None:
        """Store what left feeds before this database knew, with lines of the ledger, in one transaction.

        What is live here under such an id is live no more, and every feed is due for a release.
        """
        with self._engines.write() as connection:
            releases.take_in(connection, gone)
            ledger.append(connection, events, at)

    def decisions(self, *, kinds: Sequence[str] = (), feeds: Sequence[str] = ()) -> tuple[DecisionRecord, ...]:
        """Give the latest decision of each feed and entry, by feed and id; empty filters mean all."""
        with self._engines.read() as connection:
            return releases.decisions(connection, kinds, feeds)

    def record_release(self, record: ReleaseRecord) -> int:
        """Store what a release decided, in one transaction before its files are swapped; give its generation.

        Decisions equal to the stored ones (their instant aside) are not written again. An entry is charged once.
        """
        with self._engines.write() as connection:
            return releases.record(connection, record)

    def mark_published(self, feed: str, generation: int, *, at: Instant) -> None:
        """Note that the files of this generation are live. Does nothing when a newer generation was recorded."""
        with self._engines.write() as connection:
            releases.mark_published(connection, feed, generation, at)

    # Pages.

    def pages(self, publishers: Collection[str]) -> tuple[PageState, ...]:
        """Give what is known of every page of these publishers that was looked at."""
        with self._engines.read() as connection:
            return pages.of_publishers(connection, publishers)

    def links(self, sources: Sequence[str]) -> frozenset[tuple[str, str]]:
        """Give (address, publisher) of the originals of what is live or listed of these sources."""
        with self._engines.read() as connection:
            return entries.links(connection, sources)

    def record_pages(self, records: Sequence[PageRecord]) -> None:
        """Store what looks at pages changed, in one transaction."""
        with self._engines.write() as connection:
            pages.record(connection, records)

    def page_texts(self, digests: Collection[str]) -> Mapping[str, str]:
        """Give the kept texts of pages by digest; erased and unknown ones are left out."""
        with self._engines.read() as connection:
            return pages.texts(connection, digests)

    def readings(self, publisher: str) -> tuple[TermsReading, ...]:
        """Give who read the publisher's terms pages and when, oldest first."""
        with self._engines.read() as connection:
            return pages.readings(connection, publisher)

    def record_reading(self, reading: TermsReading) -> None:
        """Store that a person read a terms page, with its line in the ledger."""
        event = LedgerEvent(
            event="terms-read",
            subject=reading.publisher,
            by=reading.by,
            message=f"read {reading.url}",
            evidence=(f"page:{reading.digest}",),
        )
        with self._engines.write() as connection:
            pages.add_reading(connection, reading)
            ledger.append(connection, (event,), reading.at)

    # Acts and ledger.

    def acts(self) -> tuple[Act, ...]:
        """Give every stored editorial act, oldest first."""
        with self._engines.read() as connection:
            return ledger.acts(connection)

    def record_act(self, act: Act) -> None:
        """Store an act and its line in the ledger. The very same act twice is stored once."""
        with self._engines.write() as connection:
            ledger.record_act(connection, act)

    def append_events(self, events: Sequence[LedgerEvent], *, at: Instant) -> None:
        """Add lines to the ledger, all or none."""
        with self._engines.write() as connection:
            ledger.append(connection, events, at)

    def ledger(self, *, after: int = 0, limit: int = 1000) -> list[LedgerLine]:
        """Give up to ``limit`` lines of the ledger with numbers above ``after``."""
        with self._engines.read() as connection:
            return ledger.lines(connection, after, limit)

    def verify_ledger(self) -> LedgerCheck:
        """Compute the chain again and tell where it breaks: a changed, missing, added or cut-off line."""
        with self._engines.read() as connection:
            return ledger.verify(connection)

    def ledger_about(self, subject: str) -> list[LedgerLine]:
        """Give every line of the ledger about a subject: an entry's published id, say. Reads the whole ledger."""
        with self._engines.read() as connection:
            return ledger.about(connection, subject)

    def ledger_resting_on(self, piece: str) -> list[LedgerLine]:
        """Give every line of the ledger that rests on ``kind:digest``. Reads the whole ledger."""
        with self._engines.read() as connection:
            return ledger.resting_on(connection, piece)

    # Evidence.

    def pieces(self, text: str) -> list[Piece]:
        """Give the pieces of evidence with this digest or, if none, whose digest begins so (20 of a kind at most)."""
        with self._engines.read() as connection:
            return evidence.pieces(connection, text)

    def held(self, publisher: str, key: str) -> list[HeldRevision]:
        """Give every revision of an entry that is or was held, oldest first."""
        with self._engines.read() as connection:
            return evidence.held(connection, publisher, key)

    def needed(self, piece: Piece) -> Needed:
        """Give what rests on a piece of evidence now."""
        with self._engines.read() as connection:
            return evidence.needed(connection, piece)

    def erase(self, pieces: Sequence[Piece], event: LedgerEvent, *, at: Instant) -> None:
        """Erase the bytes of pieces for good, with their line in the ledger. Their digests stay."""
        with self._engines.write() as connection:
            evidence.erase(connection, pieces)
            ledger.append(connection, (event,), at)
        self._engines.checkpoint()

    # The database itself.

    def check(self, *, full: bool) -> tuple[str, ...]:
        """Give the problems of the database file: a quick check, or a full one of indexes and foreign keys too."""
        return self._engines.problems(full=full)

    def close(self) -> None:
        """Write the log back into the database and close it: the mark of a clean shutdown is that no log is left."""
        self._engines.close()
