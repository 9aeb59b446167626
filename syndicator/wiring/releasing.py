"""The second half of the pipeline with its real parts, at one instant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from syndicator import pipeline
from syndicator.assemble import Candidate, Considered, Rests, unframed
from syndicator.licensing import Candidate as QuotaCandidate
from syndicator.licensing import Case, allot, decide, slots_left
from syndicator.model.base import Instant
from syndicator.model.config import Act, Feed, Source
from syndicator.model.document import DocumentInfo
from syndicator.model.framing import Change, Unframed
from syndicator.model.records import FeedOutcome, Slots, SourceState, StoredEntry
from syndicator.model.rights import Decision, NotPermitted, Permit, Wait
from syndicator.model.terms import Terms
from syndicator.parse import revision_of
from syndicator.publish import Folder
from syndicator.rewrite import Setting, changes, frame
from syndicator.settings import Settings
from syndicator.store import Store
from syndicator.wiring.watched import Watched

OFFERED_WITHIN = timedelta(days=7)
"""Over how long a share of what a publisher offered is counted."""

FILES_KEPT = """stay live as they are: no entry is permitted now, and the database knows of none that ever was.
If the database was lost, restore a backup of it; or let the sources be polled, and the feed is written anew."""

NO_DOCUMENT = DocumentInfo(format="none")


class Releaser:
    """Considers, allots and releases with the real store, registry and folder."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        folder: Folder,
        acts: Mapping[str, tuple[Act, ...]],
        at: Instant,
    ) -> None:
        self._settings = settings
        self._store = store
        self._folder = folder
        self._acts = acts
        self._at = at
        self._live: dict[str, frozenset[str]] = {}
        self._watches: dict[str, Watched] = {}
        self._counters: dict[str | None, tuple[tuple[str, str], ...]] = {}
        self._states: dict[str, SourceState] = store.source_states()
        self._sources = {one.id: one for one in settings.sources}
        self._tools = pipeline.Releasing(
            store=store,
            folder=folder,
            sources=self._sources,
            infos={name: state.info for name, state in self._states.items()},
            decide=self.decide,
            frame=self.frame,
            rests=self.rests,
            base_url=settings.main.base_url,
        )

    def consider(self, feed: Feed) -> Considered:
        """Decide and frame what could go out in a feed."""
        return pipeline.consider(feed, self._tools, self._at)

    def release(self, considered: Considered, waits: Mapping[str, Wait], inputs: str) -> FeedOutcome:
        """Put a feed out. Files that the store knows nothing of are not replaced by an empty feed, and it says so."""
        outcome = pipeline.release(considered, waits, self._tools, inputs, self._at)
        there = self._folder.manifest().feed(outcome.feed) if outcome.outcome == "empty" else None
        if there is None:
            return outcome
        names = " and ".join(one.name for one in there.files)
        return outcome.model_copy(update={"code": "files-kept", "message": f"{names} {FILES_KEPT}"})

    def allot(self, considered: Sequence[Considered]) -> Mapping[str, Wait]:
        """Give the waits of entries that got no slot, by published id."""
        by_publisher: dict[str, dict[str, Candidate]] = {}
        for feed, one in ((made.feed, candidate) for made in considered for candidate in made.candidates):
            if pipeline.rationed(one.terms, feed):
                by_publisher.setdefault(one.terms.id, {})[one.stored.id] = one
        waits: dict[str, Wait] = {}
        for publisher, candidates in sorted(by_publisher.items()):
            waits |= self._waits(publisher, list(candidates.values()))
        return waits

    def _waits(self, publisher: str, candidates: list[Candidate]) -> dict[str, Wait]:
        terms, at = candidates[0].terms, self._at
        since, week, later = _periods(terms, at)
        allotted = allot(
            terms,
            [
                QuotaCandidate(
                    id=one.stored.id,
                    published=one.stored.published,
                    picked=one.permit.picked,
                    first_live=one.stored.first_live,
                )
                for one in candidates
            ],
            charged_ids=self._store.charged(publisher, since=since, until=later),
            offered=self._store.offered(publisher, since=week),
            live=len(self._store.charged(publisher, since=week, until=later)),
            at=at,
        )
        return {one.id: Wait(reasons=(one.reason,), until=one.until) for one in allotted.waits}

    def package(self, stored: StoredEntry, feed: Feed) -> Candidate | NotPermitted:
        """Decide about an entry that a person puts into a page of their own, used as the feed is, and frame it."""
        decision = decide(self.case(stored, feed).model_copy(update={"by_hand": True, "live_here": False}))
        if not isinstance(decision, Permit):
            return decision
        framed = self._framed(stored, decision, feed, by_hand=True)
        return unframed(decision, framed) if isinstance(framed, Unframed) else framed

    def judge(self, stored: StoredEntry, feed: Feed) -> Candidate | NotPermitted:
        """Give what becomes of an entry in a feed, but for what other entries and feeds have to do with it."""
        judged = pipeline.judge(stored, feed, self._tools, self._at)
        if isinstance(judged, Candidate):
            return pipeline.unwritable(judged, feed, self._tools, self._at) or judged
        return judged

    def slot(self, stored: StoredEntry) -> Wait | None:
        """Give the wait of an entry that would get no slot if every feed were released now."""
        return self.allot([self.consider(feed) for feed in self._settings.feeds]).get(stored.id)

    def case(self, stored: StoredEntry, feed: Feed) -> Case:
        """Give everything a decision about an entry in a feed may depend on."""
        source = self._source_of(stored, feed)
        state = self._states.get(stored.source)
        acts = self._acts.get(stored.id, ())
        pinned = any(act.revision for act in acts)
        return Case(
            entry=stored,
            source=source,
            feed=feed,
            terms=self._settings.registry.get(source.publisher) if source.publisher else None,
            document=(state.info if state else None) or NO_DOCUMENT,
            document_claims=state.claims if state else (),
            acts=acts,
            at=self._at,
            live_here=stored.id in self._live_in(feed),
            **self._watched(stored, source),
            revision=revision_of(stored.entry) if pinned else "",
            foreign_counters=self._foreign_counters(source.publisher),
        )

    def rests(self, stored: StoredEntry, feed: Feed) -> Rests:
        """Give what a decision about an entry in a feed rests on beside the entry's own claims."""
        case = self.case(stored, feed)
        return Rests(revision_of(stored.entry), (*case.document_claims, *case.page_claims), case.terms)

    def _watched(self, stored: StoredEntry, source: Source) -> Mapping[str, Any]:
        """Give what looks at pages found, where the source asks for them."""
        terms = self._settings.registry.get(source.publisher or "")
        if terms is None or not (source.pages.fetch or source.pages.terms):
            return {}
        if terms.id not in self._watches:
            self._watches[terms.id] = Watched(self._store, terms.id, self._states.values())
        found = self._watches[terms.id]
        known: dict[str, Any] = {}
        if source.pages.terms:
            address = dict(terms.terms_urls).get(source.edition, terms.terms_url)
            known |= {"terms_page": found.terms(address), "terms_read": found.read}
        if source.pages.fetch:
            known |= {
                "page": found.article(stored.entry.link),
                "page_claims": found.claims(stored.entry.link),
                "legal_trouble": found.legal_trouble,
            }
        return known

    def _foreign_counters(self, publisher: str | None) -> tuple[tuple[str, str], ...]:
        if publisher not in self._counters:
            others = (one for one in self._settings.registry.counters() if one[0] != publisher)
            self._counters[publisher] = tuple(others)
        return self._counters[publisher]

    def _live_in(self, feed: Feed) -> frozenset[str]:
        if feed.name not in self._live:
            live = self._store.live(feed.name)
            self._live[feed.name] = frozenset(one.id for one in live if one.state == "live")
        return self._live[feed.name]

    def _source_of(self, stored: StoredEntry, feed: Feed) -> Source:
        """Give the configured source that stands for an entry: the one that carries its newest revision, if it can."""
        ids = [one for one in (stored.source, *stored.sources) if one in self._sources]
        return self._sources[next((one for one in ids if one in feed.sources), ids[0])]

    def decide(self, stored: StoredEntry, feed: Feed, _at: Instant) -> Decision:
        """Decide about an entry in a feed."""
        return decide(self.case(stored, feed))

    def frame(self, stored: StoredEntry, permit: Permit, feed: Feed) -> Candidate | Unframed:
        """Frame a permitted entry for a feed."""
        return self._framed(stored, permit, feed, by_hand=False)

    def _framed(self, stored: StoredEntry, permit: Permit, feed: Feed, *, by_hand: bool) -> Candidate | Unframed:
        source = self._source_of(stored, feed)
        terms = self._settings.registry.get(source.publisher or "")
        if terms is None:
            raise AssertionError("a permit without terms can not exist")
        info = self._states[stored.source].info if stored.source in self._states else None
        setting = self._setting(stored, source, feed, info, terms).model_copy(update={"by_hand": by_hand})
        framed = frame(stored.entry, permit, terms, setting)
        return framed if isinstance(framed, Unframed) else Candidate(stored, permit, framed, terms)

    def changes(self, stored: StoredEntry, feed: Feed) -> tuple[Change, ...]:
        """Give what framing takes out of an entry that was framed for a feed."""
        case = self.case(stored, feed)
        assert case.terms is not None, "what was framed has terms"
        setting = self._setting(stored, case.source, feed, case.document, case.terms)
        return changes(stored.entry, case.terms, setting)

    def _setting(
        self, stored: StoredEntry, source: Source, feed: Feed, info: DocumentInfo | None, terms: Terms
    ) -> Setting:
        return Setting(
            language=source.language,
            mode=feed.mode,
            published=stored.published,
            document_title=info.title if info else "",
            document_link=(info.link if info else None) or terms.url,
        )


def slots(settings: Settings, store: Store, publisher: str, at: Instant) -> Slots | None:
    """Give what is left of a publisher's quota and share at an instant; ``None`` where its terms name neither."""
    terms = settings.registry.get(publisher)
    if terms is None or not (terms.quota or terms.never_all):
        return None
    since, week, later = _periods(terms, at)
    left = slots_left(
        terms,
        charged=len(store.charged(publisher, since=since, until=later)),
        offered=store.offered(publisher, since=week),
        live=len(store.charged(publisher, since=week, until=later)),
    )
    quota = {"count": terms.quota.count, "per": terms.quota.per} if terms.quota else {}
    said = {"publisher": publisher, "name": terms.name, "day": at.date(), **quota}
    return Slots.model_validate({**said, "left": left.quota, "share_left": left.share})


def _periods(terms: Terms, at: Instant) -> tuple[Instant, Instant, Instant]:
    """Give where the quota's period began, where the share's did, and an end beyond now."""
    midnight = datetime.combine(at.date(), time(), UTC)
    monthly = terms.quota is not None and terms.quota.per == "month"
    return midnight.replace(day=1) if monthly else midnight, at - OFFERED_WITHIN, at + timedelta(days=1)
