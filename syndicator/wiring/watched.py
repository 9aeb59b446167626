"""What looks at a publisher's pages found, for decisions about its entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from syndicator.licensing import claims_of_marks, rsl_addresses
from syndicator.licensing.rules.terms import GRACE
from syndicator.model.base import Instant
from syndicator.model.document import Carrier, RightsMark
from syndicator.model.pages import LEGAL, PageKind, PageState
from syndicator.model.records import SourceState
from syndicator.model.rights import Claim
from syndicator.parse.preferences import read_robots, read_tdmrep
from syndicator.parse.rsl import read_rsl
from syndicator.poll.robots import ROBOT, robots_url, tdm_url
from syndicator.store import Store

KEPT = frozenset({PageKind.ROBOTS, PageKind.TDM, PageKind.RSL})
"""Pages whose text speaks about other addresses."""


class Watched:
    """The pages of one publisher, as they were found."""

    def __init__(self, store: Store, publisher: str, states: Iterable[SourceState]) -> None:
        self._store = store
        self._pointed = frozenset(url for one in states if one.publisher == publisher for url in _pointed(one))
        self.states = {(one.kind, one.url): one for one in store.pages([publisher])}
        self.read = frozenset(one.digest for one in store.readings(publisher))
        """Digests of the terms pages that a person read."""
        self.legal_trouble = min((one.url for one in self.states.values() if one.code == LEGAL), default="")

    def article(self, link: str | None) -> PageState | None:
        """Give what is known of an original."""
        return self.states.get((PageKind.ARTICLE, link or ""))

    def terms(self, address: str) -> PageState | None:
        """Give what is known of a terms page."""
        return self.states.get((PageKind.TERMS, address))

    def claims(self, link: str | None) -> tuple[Claim, ...]:
        """Give what an original's page, its host and the RSL documents that they point to say about an original."""
        if not link:
            return ()
        found: list[Claim] = []
        state = self.article(link)
        if state is not None and state.page is not None:
            found += claims_of_marks(state.page.rights, at=state.reached or state.due)
        for kind, url in ((PageKind.ROBOTS, robots_url(link)), (PageKind.TDM, tdm_url(link))):
            found += self._said(kind, url, link)
        for url in sorted(self._pointed | self._pointing(link, state)):
            found += self._said(PageKind.RSL, url, link)
        return tuple(found)

    def pointers(self) -> frozenset[str]:
        """Give the addresses of all RSL documents that the looks so far pointed to."""
        articles = [one for one in self.states.values() if one.kind is PageKind.ARTICLE]
        return self._pointed.union(*(self._pointing(one.url, one) for one in articles))

    def _pointing(self, link: str, state: PageState | None) -> frozenset[str]:
        marks = state.page.rights if state is not None and state.page is not None else ()
        marks += self._marks(PageKind.ROBOTS, robots_url(link), link)
        return frozenset(one.url for one in marks if one.carrier is Carrier.RSL_LINK and one.url)

    def _said(self, kind: PageKind, url: str, link: str) -> tuple[Claim, ...]:
        state = self.states.get((kind, url))
        if state is None:
            return ()
        return claims_of_marks(self._marks(kind, url, link), at=state.reached or state.due)

    def _marks(self, kind: PageKind, url: str, link: str) -> tuple[RightsMark, ...]:
        """Read what a kept text says about an address."""
        text = self._texts.get((kind, url), "")
        match kind:
            case _ if not text:
                return ()
            case PageKind.ROBOTS:
                return read_robots(text, ROBOT, link)
            case PageKind.TDM:
                return read_tdmrep(text, link)
        return read_rsl(text, url, about=link)

    @cached_property
    def _texts(self) -> dict[tuple[PageKind, str], str]:
        kept = {place: one.digest for place, one in self.states.items() if one.kind in KEPT and one.digest}
        texts = self._store.page_texts(set(kept.values()))
        return {place: texts[digest] for place, digest in kept.items() if digest in texts}


def _pointed(state: SourceState) -> Iterator[str]:
    """Give the RSL documents that a feed itself points to."""
    return (url for url in rsl_addresses(state.claims) if url.startswith(("http://", "https://")))


def seen_of(store: Store, publisher: str, at: Instant) -> str:
    """Give what decisions rest on of a publisher's pages, as text that changes when it does."""
    states = store.pages([publisher])
    facts = sorted(f"{one.kind} {one.url} {one.facts}" for one in states if one.facts)
    over = sorted(one.url for one in states if one.failing_since and at - one.failing_since > GRACE)
    return f"{facts}{over}{[one.digest for one in store.readings(publisher)]}"
