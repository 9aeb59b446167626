"""The one module that knows feedgen.

feedgen writes the document, what it can write right, and the order of entries. What it gets wrong is written by
an extension of its own kind (``extend_atom``, ``extend_rss``), whose elements stand in ``_atom.py`` and ``_rss.py``:

- entry links in Atom lose all but their address, and ``rel="license"`` is refused;
- a source is written without id, dates, rights and self link;
- an author without an e-mail address is dropped from RSS;
- dates for RSS are formatted by switching the locale of the whole process;
- ``lastBuildDate``, ``docs`` and the generator's version are added unasked, so no two days give equal bytes;
- id and guid share one slot, so the guid is the extension's.

Elements of Atom are named without a namespace here, because feedgen writes its ``xmlns`` by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from syndicator.model.base import Instant
from syndicator.model.config import FormatName
from syndicator.model.plan import STUB_TITLE, Plan, Republication, Stub
from syndicator.render import _atom, _rss
from syndicator.render.instants import whole_seconds

_GENERATOR = "syndicator"
_MEDIA_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}
_PREFIXES = {
    "rss": {"creativeCommons": _rss.CREATIVE_COMMONS, "dc": _rss.DUBLIN_CORE},
    "atom": {"at": _atom.TOMBSTONES},
}


class _FeedExtension(BaseExtension):  # type: ignore[misc] # feedgen has no types
    """Our elements of a feed. Its fields are set right after feedgen made the extension."""

    plan: Plan
    prefixes: Mapping[str, str]

    def extend_ns(self) -> dict[str, str]:
        """Give the prefixes of the format, used or not, so that the head of a feed stays the same."""
        return dict(self.prefixes)

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        """Add what the Atom feed says beside its entries."""
        _atom.extend_feed(feed, self.plan)
        return feed


class _EntryExtension(BaseEntryExtension):  # type: ignore[misc] # feedgen has no types
    """Our elements of an entry. Its fields are set right after feedgen made the extension."""

    plan: Plan
    republication: Republication
    stub: Stub | None = None
    """Set in place of ``republication`` where an entry was withdrawn."""

    def extend_atom(self, entry: etree._Element) -> etree._Element:
        """Add what feedgen can not say of an Atom entry."""
        _atom.extend_entry(entry, self.plan, self.republication)
        return entry

    def extend_rss(self, item: etree._Element) -> etree._Element:
        """Add what feedgen can not say of an RSS item."""
        if self.stub is None:
            _rss.extend_item(item, self.plan, self.republication)
        else:
            _rss.extend_stub(item, self.plan, self.stub)
        return item


def atom_bytes(plan: Plan) -> bytes:
    """Give a prepared plan as Atom 1.0 (RFC 4287)."""
    feed = _feed(plan, "atom", _atom_entry)
    feed.id(plan.url_of("atom"))
    feed.updated(plan.updated)
    return bytes(feed.atom_str(pretty=True))


def rss_bytes(plan: Plan) -> bytes:
    """Give a prepared plan as RSS 2.0."""
    feed = _feed(plan, "rss", _rss_entry)
    for stub in plan.stubs:
        entry = feed.add_entry(order="append")
        entry.syndicator.plan = plan
        entry.syndicator.stub = stub
        entry.title(STUB_TITLE)
        if stub.link:
            entry.link(href=_rss.link_of(stub.link))
    # feedgen has no public way to leave lastBuildDate out; writing it would also switch the process locale.
    feed._FeedGenerator__rss_lastBuildDate = None  # noqa: SLF001 -- see the line above
    return bytes(feed.rss_str(pretty=True))


class Note(NamedTuple):
    """One entry of a feed of notes: plain text and a link."""

    id: str
    title: str
    link: str | None
    updated: Instant
    text: str


def notes_bytes(title: str, notes: Sequence[Note], *, updated: Instant) -> bytes:
    """Give notes of our own as Atom 1.0: title, link and plain text each, with us as the author."""
    feed = FeedGenerator()
    feed.id("urn:syndicator:notes")
    feed.title(title)
    feed.author({"name": _GENERATOR})
    feed.generator(_GENERATOR)
    feed.updated(whole_seconds(updated))
    for note in notes:
        entry = feed.add_entry(order="append")
        entry.id(note.id)
        entry.title(note.title)
        entry.updated(whole_seconds(note.updated))
        entry.content(note.text)
        if note.link:
            entry.link(href=note.link)
    return bytes(feed.atom_str(pretty=True))


def _feed(plan: Plan, own: FormatName, write: Callable[[Any, Republication], None]) -> Any:
    """Make feedgen's feed with everything both formats say, and its entries in the plan's order."""
    feed = FeedGenerator()
    feed.register_extension("syndicator", _FeedExtension, _EntryExtension)
    feed.syndicator.plan = plan
    feed.syndicator.prefixes = _PREFIXES[own]
    feed.title(plan.title)
    feed.description(plan.description)
    feed.language(plan.language)
    feed.generator(_GENERATOR)
    feed.docs("")
    feed.link(href=plan.url_of(own), rel="self", type=_MEDIA_TYPES[own])
    for name, url in plan.urls:
        if name != own:
            feed.link(href=url, rel="alternate", type=_MEDIA_TYPES[name])
    feed.link(href=plan.home, rel="alternate", type="text/html")  # the last link is RSS's own
    for republication in plan.republications:
        entry = feed.add_entry(order="append")
        entry.syndicator.plan = plan
        entry.syndicator.republication = republication
        entry.title(republication.framed.title)
        for category in republication.categories:
            entry.category(term=category)
        write(entry, republication)
    return feed


def _atom_entry(entry: Any, republication: Republication) -> None:
    entry.id(republication.id)
    entry.updated(republication.updated)
    entry.published(republication.published)
    entry.content(republication.framed.html, type="html")


def _rss_entry(entry: Any, republication: Republication) -> None:
    entry.link(href=_rss.link_of(republication.framed.link))
