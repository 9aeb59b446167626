"""What an operator wrote, as values: sources, feeds, their use, and editorial acts.

``settings`` makes these from files; stages get them as parameters and never read a file.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from syndicator.model.base import Instant, Value


class Signed(Value):
    """A person's dated statement: who, and on which day."""

    by: str
    on: date
    why: str = ""


class SelectRule(Value):
    """One rule of ``[select]``: all keys that are set must hold; words of a list: any of them, any case."""

    title: tuple[str, ...] = ()
    summary: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    words_min: int | None = None
    words_max: int | None = None


class Select(Value):
    """What a selective source may publish by itself."""

    include: tuple[SelectRule, ...] = ()
    exclude: tuple[SelectRule, ...] = ()


class Use(Value):
    """How an output feed is used. Unset means false."""

    commercial: bool = False
    ads: bool = False
    ads_against_content: bool = False
    ads_inside_article: bool = False
    paywall: bool = False
    registration_wall: bool = False
    sells_content: bool = False
    syndicates_onward: bool = False
    app: bool = False
    nonprofit: bool = False
    news_org: bool = False
    country: str = ""
    contact_page: str = ""


class Pages(Value):
    """Which pages beside the feed are looked at for a source. Both are off until an operator allows them."""

    fetch: bool = False
    """The originals of its entries, daily: are they there, and what do they say about rights?"""
    terms: bool = False
    """Its publisher's terms page, weekly: does it still say what was read?"""


class Source(Value):
    """One upstream feed that we poll. Its id is its file's name."""

    id: str
    url: str
    publisher: str | None = None
    edition: str = ""
    language: str = "en"
    """Language of the notices (BCP 47)."""
    enabled: bool = True
    interval: timedelta = timedelta(hours=1)
    interval_why: str = ""
    ports: tuple[int, ...] = ()
    """Ports beside 80 and 443 that this source's address may use."""
    allow_downgrade: bool = False
    """Whether a redirect from https to http is followed."""
    terms_read: Signed | None = None
    notified: Signed | None = None
    accept_looser: Signed | None = None
    select: Select = Select()
    pages: Pages = Pages()


FormatName = Literal["rss", "atom"]
"""The formats a feed is published in; also the ends of its files' names."""


class Feed(Value):
    """One output feed. Its name is its file's name."""

    name: str
    title: str
    description: str
    language: str = "en"
    sources: tuple[str, ...]
    formats: tuple[FormatName, ...] = ("rss", "atom")
    entries: int = 50
    bytes_max: int = 524_288
    mode: Literal["full", "excerpt", "link"] = "full"
    delivery: Literal["public", "private"] = "public"
    use: Use = Use()


class ActKind(StrEnum):
    """What a person decided about an entry."""

    APPROVE = "approve"
    REFUSE = "refuse"
    TAKEDOWN = "takedown"
    REMOVE_NAME = "remove-name"
    """An author's name no longer stands with the entry (CC 4.0 3(a)(3)); the entry stays."""


class Act(Value):
    """An editorial act: who decided what about which entry, when and why.

    ``entry`` is the entry's published id. An act without a feed speaks for all feeds.
    """

    kind: ActKind
    entry: str
    by: str
    at: Instant
    why: str
    feed: str | None = None
    revision: str | None = None
    """SHA-256 of the revision that an approval is pinned to, if it is."""
    author: str | None = None
    """The author an approval supplies, as "Name, Role, Institution"."""
    name: str | None = None
    """The author whose name is removed, by name alone or as the publisher wrote it."""
