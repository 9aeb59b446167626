"""The second half of the pipeline with its real parts, at one instant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from syndicator import pipeline
from syndicator.assemble import Candidate, Considered, Rests, licensed, unframed
from syndicator.licensing import Candidate as QuotaCandidate
from syndicator.licensing import Case, allot, decide, license_named, stays
from syndicator.model.base import Instant
from syndicator.model.config import Act, Feed, Source
from syndicator.model.document import DocumentInfo
from syndicator.model.framing import Change, Unframed
from syndicator.model.reasons import Reason
from syndicator.model.records import DecisionRecord, FeedOutcome, LiveEntry, SourceState, StoredEntry, Withdrawn
from syndicator.model.rights import Decision, License, NotPermitted, Permit, Wait
from syndicator.model.terms import Terms
from syndicator.parse import revision_of
from syndicator.publish import Folder
from syndicator.rewrite import Setting, changes, frame
from syndicator.settings import Settings
from syndicator.store import Store
from syndicator.wiring.slots import periods
from syndicator.wiring.watched import Watched

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
        self._live: dict[str, dict[str, LiveEntry]] = {}
        self._kept: dict[tuple[str, str, str], str] = {}
        """What speaks against the newest revision of an entry, by feed, id and the revision that is kept."""
        self._decided: dict[str, dict[str, DecisionRecord]] = {}
        self._withdrawn: dict[str, list[Withdrawn]] = {}
        for one in store.withdrawn():
            self._withdrawn.setdefault(one.id, []).append(one)
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
            kept=self.kept,
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
        since, week, later = periods(terms, at)
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
            withdrawn=self._withdrawn_before(stored, feed),
            live_body=self._live_body(stored, feed),
            recorded=self._recorded(stored, feed),
            newer=self._kept.get((feed.name, stored.id, stored.entry.digest), ""),
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

    def kept(self, stored: StoredEntry, feed: Feed, decision: NotPermitted) -> StoredEntry | None:
        """Give the revision that is live in a feed under a public license, where the newest one came with another."""
        live, license_ = self._live_in(feed).get(stored.id), self._license_here(stored, feed)
        if live is None or license_ is None or live.digest == stored.entry.digest:
            return None
        if not stays(decision, self.case(stored, feed), license_):
            return None
        before = self._store.as_of(stored, live.digest)
        self._kept[feed.name, stored.id, live.digest] = decision.message
        return before and before.model_copy(update={"updated": live.when})

    def _withdrawn_before(self, stored: StoredEntry, feed: Feed) -> Reason | None:
        """Give why an entry left for good. A takedown in another feed alone says nothing about this one."""
        gone = self._withdrawn.get(stored.id, ())
        here = [one.reason for one in gone if one.feed == feed.name]
        return next(iter((*here, *(one.reason for one in gone if one.reason is not Reason.TAKEDOWN))), None)

    def _live_body(self, stored: StoredEntry, feed: Feed) -> str:
        """Give the body that is live in a feed, where the same source gives another one now."""
        live = self._live_in(feed).get(stored.id)
        if live is None or live.digest == stored.entry.digest:
            return ""
        before = self._store.as_of(stored, live.digest)
        return (before.entry.body or "") if before and before.source == stored.source else ""

    def _recorded(self, stored: StoredEntry, feed: Feed) -> License | None:
        """Give the license under which an entry is live in a feed; a public one only for the text that was licensed."""
        live, license_ = self._live_in(feed).get(stored.id), self._license_here(stored, feed)
        if live is None or license_ is None:
            return None
        return license_ if live.digest == stored.entry.digest or not license_.public else None

    def _license_here(self, stored: StoredEntry, feed: Feed) -> License | None:
        """Give the license of the last permit for an entry in a feed."""
        if feed.name not in self._decided:
            self._decided[feed.name] = {one.id: one for one in self._store.decisions(feeds=(feed.name,))}
        decided = self._decided[feed.name].get(stored.id)
        return license_named(licensed(decided)) if decided and decided.publisher == stored.publisher else None

    def _live_in(self, feed: Feed) -> dict[str, LiveEntry]:
        if feed.name not in self._live:
            live = self._store.live(feed.name)
            self._live[feed.name] = {one.id: one for one in live if one.state == "live"}
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
