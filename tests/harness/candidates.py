"""Entries that passed every rule and were framed: the parts a feed is put together of, small and invented."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, cast

from syndicator.assemble import Candidate, Considered
from syndicator.model.base import SafeHtml
from syndicator.model.config import Feed, Source
from syndicator.model.document import Carrier, Entry, Person, Scope
from syndicator.model.framing import Framed
from syndicator.model.records import StoredEntry
from syndicator.model.rights import Claim, Grant, License, NotPermitted, Permit
from syndicator.model.terms import Terms

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
BASE = "https://feeds.sampletown.org/"
TERMS = Terms(
    id="gazette",
    name="The Sample Gazette",
    url="https://gazette.example/",
    hosts=("gazette.example",),
    terms_url="https://gazette.example/republishing",
)
CC_BY = License(
    key="cc:by/4.0",
    name="CC BY 4.0",
    url="https://creativecommons.org/licenses/by/4.0/",
    spdx="CC-BY-4.0",
    permits=frozenset({"DerivativeWorks"}),
)
CLAIM = Claim(carrier=Carrier.ATOM_RIGHTS, scope=Scope.ENTRY, raw="CC BY 4.0", seen_at=AT, digest="c1")
PERMIT = Permit(grant=Grant(license=CC_BY, basis=(CLAIM,)))
SOURCE = Source(id="sea", url="https://gazette.example/sea.atom", publisher="gazette")
FEED = Feed(name="world", title="World", description="A test feed", sources=("sea",))


def stored(number: int, **changes: Any) -> StoredEntry:
    """Give a stored entry: the higher its number, the older it is, by an hour each."""
    link = f"https://gazette.example/pieces/{number}"
    published = AT - timedelta(hours=number)
    usual = StoredEntry(
        publisher="gazette",
        key=f"tag:gazette.example,2026:{number}",
        id=f"tag:gazette.example,2026:{number}",
        source="sea",
        sources=("sea",),
        first_seen=published,
        seen=published,
        published=published,
        updated=published,
        entry=Entry(title=f"Piece {number}", link=link, authors=(Person(name="Ada Nomen"),), digest=f"d{number}"),
        claims=(CLAIM,),
    )
    return usual.model_copy(update=changes)


def framed(entry: StoredEntry, **changes: Any) -> Framed:
    """Give an entry in its frame, with the fields named here changed."""
    link = entry.entry.link or ""
    html = (
        '<p class="syndicator-byline">By Ada Nomen</p>\n<div class="syndicator-work"><p>The tide came in.</p></div>\n'
        '<div class="syndicator-notice"><p>This article is republished from The Sample Gazette. '
        f'Read the <a href="{link}">original article</a>.</p></div>'
    )
    usual = Framed(
        html=cast("SafeHtml", html),
        title=entry.entry.title,
        link=link,
        byline="By Ada Nomen",
        persons=(Person(name="Ada Nomen"),),
        notice="This article is republished from The Sample Gazette. Read the original article.",
        rights="CC BY 4.0, by Ada Nomen, republished from The Sample Gazette.",
        summary=None,
        text_digest="0" * 64,
    )
    return usual.model_copy(update=changes)


def candidate(
    number: int, *, permit: Permit = PERMIT, terms: Terms = TERMS, html: str = "", **changes: Any
) -> Candidate:
    """Give a candidate of that number; ``html`` stands in for its framed work."""
    entry = stored(number, **changes)
    return Candidate(entry, permit, framed(entry, **({"html": html} if html else {})), terms)


def considered(
    *candidates: Candidate,
    feed: Feed = FEED,
    others: tuple[tuple[StoredEntry, NotPermitted], ...] = (),
    live: tuple[Any, ...] = (),
    prior: dict[str, Any] | None = None,
) -> Considered:
    """Give what a feed could be made of."""
    return Considered(feed, candidates, others, live, prior or {})
