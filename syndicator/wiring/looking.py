"""The pages that sources ask to be looked at, with the real client, workers and store."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from syndicator.assemble import begun, first_look, looked
from syndicator.licensing.text import host_of, is_host_of
from syndicator.model.base import Instant
from syndicator.model.config import Source
from syndicator.model.pages import PageKind, PageRecord, PageState, Seen
from syndicator.model.polling import Fetched, PollFailure, PollKind
from syndicator.settings import Settings
from syndicator.store import Store
from syndicator.wiring.watched import Watched

if TYPE_CHECKING:
    from syndicator.wiring.polling import Polling

RULES_BYTES_MAX = 512_000
"""What is read of a host's rules (RFC 9309 2.5: at least 500 kibibytes)."""
ADDRESS_CHARACTERS_MAX = 2_000

_RULES = frozenset({PageKind.ROBOTS, PageKind.TDM})
_KEPT = _RULES | {PageKind.RSL}
_Wanted = dict[tuple[PageKind, str], str]
"""Publisher by kind and address."""


class Looking:
    """Which pages are due, and how each is looked at. Nothing is asked for that its host forbids to robots."""

    def __init__(self, settings: Settings, store: Store, polling: Callable[[], Polling]) -> None:
        self._store = store
        self._polling = polling
        self._registry = settings.registry
        self._sources = watching(settings)
        self._publishers = frozenset(one.publisher for one in self._sources if one.publisher)
        self._rules: dict[str, str] = {}

    def rules_due(self, at: Instant) -> Sequence[PageState]:
        """Give what hosts say to robots, where it is time to ask again."""
        known = self._known()
        return [one for one in self._states(known, at) if one.kind in _RULES and one.due <= at]

    def due(self, at: Instant) -> Sequence[PageState]:
        """Give the terms pages and articles that are to be looked at now; what was looked at long ago comes first."""
        known = self._known()
        rules = {one.url: one.digest for one in known.values() if one.kind is PageKind.ROBOTS and one.digest}
        texts = self._store.page_texts(set(rules.values()))
        self._rules = {url: texts[digest] for url, digest in rules.items() if digest in texts}
        due = [one for one in self._states(known, at) if one.kind not in _RULES and one.due <= at]
        return sorted(due, key=lambda one: (one.kind is PageKind.ARTICLE, one.due, one.url))

    def next_due(self, at: Instant) -> Instant | None:
        """Give when the first page is to be looked at."""
        return min((one.due for one in self._states(self._known(), at)), default=None)

    def begin(self, states: Sequence[PageState], at: Instant) -> None:
        """Commit the next due times of pages that are about to be asked for."""
        self._store.record_pages([begun(one, at) for one in states])

    async def look(self, state: PageState, at: Instant) -> PageRecord:
        """Look at one page and give what is known then."""
        if state.kind not in _RULES and (barred := self._barred(state)):
            return looked(state, barred, at)
        answer = await self._polling().page(state, self._ports(state.publisher))
        if isinstance(answer, Fetched):
            return looked(state, await self._read(state, answer), at)
        return looked(state, answer, at)

    def failed(self, state: PageState, failure: PollFailure, at: Instant) -> PageRecord:
        """Give what is known after a look that failed."""
        return looked(state, failure, at)

    def record(self, records: Sequence[PageRecord]) -> None:
        """Store what looks changed."""
        self._store.record_pages(records)

    async def _read(self, state: PageState, answer: Fetched) -> Seen | PollFailure:
        if state.kind in _KEPT:
            text = answer.body[:RULES_BYTES_MAX].decode("utf-8", "replace")
            return Seen(text=text, validators=answer.validators)
        return await self._polling().read_page(state, answer)

    def _barred(self, state: PageState) -> PollFailure | None:
        """Say why a page may not be asked for: its host forbids it, or nobody knows."""
        from syndicator.poll.robots import may_fetch, robots_url

        address = robots_url(state.url)
        rules = self._rules.get(address)
        if rules is None:
            return _refused(state, "robots-unknown", f"{address} could not be read, so {state.url} is not asked for")
        if not may_fetch(rules, state.url):
            return _refused(state, "robots-disallowed", f"{address} forbids robots to fetch {state.url}")
        return None

    def _ports(self, publisher: str) -> tuple[int, ...]:
        return tuple(sorted({port for one in self._sources if one.publisher == publisher for port in one.ports}))

    def _known(self) -> dict[tuple[PageKind, str], PageState]:
        if not self._sources:
            return {}
        return {(one.kind, one.url): one for one in self._store.pages(self._publishers)}

    def _states(self, known: Mapping[tuple[PageKind, str], PageState], at: Instant) -> list[PageState]:
        """Give the state of every page that is wanted; one never looked at is due."""
        wanted = self._wanted()
        return [
            known.get((kind, url)) or first_look(kind, url, publisher, at)
            for (kind, url), publisher in sorted(wanted.items())
        ]

    def _wanted(self) -> _Wanted:
        if not self._sources:
            return {}
        from syndicator.poll.robots import robots_url, tdm_url

        wanted: _Wanted = {}
        for one in self._sources:
            terms = self._registry.get(one.publisher or "")
            if one.pages.terms and terms:
                address = dict(terms.terms_urls).get(one.edition, terms.terms_url)
                wanted[PageKind.TERMS, address] = terms.id
        fetching = [one.id for one in self._sources if one.pages.fetch]
        known = self._store.source_states(fetching).values() if fetching else ()
        for publisher in {one.publisher for one in known}:
            for url in Watched(self._store, publisher, known).pointers():
                if self._is_own(url, publisher):
                    wanted[PageKind.RSL, url] = publisher
        for link, publisher in self._store.links(fetching) if fetching else ():
            if self._is_own(link, publisher):
                wanted[PageKind.ARTICLE, link] = publisher
        for (_, url), publisher in list(wanted.items()):
            wanted.setdefault((PageKind.ROBOTS, robots_url(url)), publisher)
            wanted.setdefault((PageKind.TDM, tdm_url(url)), publisher)
        return wanted

    def _is_own(self, link: str, publisher: str) -> bool:
        """Tell whether an address is one of the publisher's own: nobody else was asked, and nobody else is."""
        terms = self._registry.get(publisher)
        fits = link.startswith(("http://", "https://")) and len(link) <= ADDRESS_CHARACTERS_MAX
        return terms is not None and fits and is_host_of(host_of(link), terms.hosts)


def watching(settings: Settings) -> tuple[Source, ...]:
    """Give the sources that ask for looks at pages, and whose publisher is known."""
    return tuple(
        one
        for one in settings.sources
        if one.enabled and (one.pages.fetch or one.pages.terms) and settings.registry.get(one.publisher or "")
    )


def _refused(state: PageState, code: str, message: str) -> PollFailure:
    return PollFailure(url=state.url, kind=PollKind.SKIPPED, code=code, message=message)
