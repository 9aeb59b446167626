"""What an RSS item must hold beside what the table asks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import dropwhile

from lxml import etree

from syndicator.validate.code_text import ERROR, WARNING, CodeText, Fault
from syndicator.validate.document import Doc
from syndicator.validate.names import children, elements, name, prefix_of, text
from syndicator.validate.values.addresses import full_iri

CODES = {
    "item-must-contain-title-or-description": CodeText(
        ERROR,
        "The item has neither title nor description.",
        "A reader has nothing to show.",
        "Add a title or a description.",
        "RSS 2.0 specification, item",
    ),
    "missing-guid": CodeText(
        WARNING,
        "The item has no guid.",
        "Readers guess whether they have seen it and show it twice.",
        "Add a guid and keep it for ever.",
        "RSS Advisory Board, RSS best practices profile, guid",
    ),
    "invalid-permalink": CodeText(
        ERROR,
        "The guid is called a permalink but is no web address.",
        "Readers open the guid instead of the link.",
        'Write isPermaLink="false".',
        "RSS 2.0 specification, guid",
    ),
    "invalid-http-guid": CodeText(
        ERROR,
        "The guid is called a permalink but is no address at all.",
        "isPermaLink is true where it is not given, and readers open the guid.",
        'Write isPermaLink="false".',
        "RSS 2.0 specification, guid",
    ),
    "not-sufficiently-unique": CodeText(
        WARNING,
        "The guid is a plain number.",
        "Another feed may number its items as well, and then two items are one to a reader.",
        'Write the item\'s address, or a tag such as "tag:example.org,2026:123".',
        "RSS Advisory Board, RSS best practices profile, guid",
    ),
    "misplaced-item": CodeText(
        WARNING,
        "Something about the channel stands behind an item.",
        "Some readers stop reading about the channel at the first item.",
        "Put the items behind everything else.",
        "RSS Advisory Board, RSS best practices profile, channel",
    ),
    "avoid-text-input": CodeText(
        WARNING,
        "The channel has a textInput.",
        "Nearly no reader shows it.",
        "Leave it out.",
        "RSS Advisory Board, RSS best practices profile, textInput",
    ),
    "slash-date": CodeText(
        WARNING,
        "An item counts its comments, and nothing says when it was counted.",
        "Readers can not tell a new count from an old one.",
        "Add lastBuildDate to the channel, or pubDate to the item.",
        "RSS Advisory Board, RSS best practices profile, slash:comments",
    ),
    "need-description-before-content": CodeText(
        WARNING,
        "content:encoded stands without a description before it.",
        "The description is the summary for readers that do not know content:encoded.",
        "Add a description and put it before content:encoded.",
        "RSS Advisory Board, RSS best practices profile, content:encoded",
    ),
}


_NUMBER_LONG = 10
"""Digits from which a number is taken for a random one."""


def rss_items(doc: Doc) -> Iterator[Fault]:
    """Judge each item of an RSS channel."""
    if doc.format != "rss":
        return
    version = doc.root.get("version", "2.0")
    yield from _channel(doc)
    for item in doc.entries:
        if not children(item, "title", "description"):
            yield Fault("item-must-contain-title-or-description", item)
        guids = children(item, "guid")
        if not guids and version.startswith("2"):
            yield Fault("missing-guid", item)
        for guid in guids:
            yield from _permalink(guid)
        for encoded in children(item, "content:encoded")[:1]:
            if next(encoded.itersiblings("description", preceding=True), None) is None:
                yield Fault("need-description-before-content", encoded)


def _channel(doc: Doc) -> Iterator[Fault]:
    """Judge the order of a channel, and what should not stand in one."""
    inside = elements(doc.head)
    behind = dropwhile(lambda child: child.tag != "item", inside)
    late = next((child for child in behind if child.tag != "item" and prefix_of(child.tag) == ""), None)
    if late is not None:
        yield Fault("misplaced-item", late, name(late.tag))
    yield from (Fault("avoid-text-input", each) for each in children(doc.head, "textInput"))
    if not children(doc.head, "lastBuildDate", "pubDate", "dc:date"):
        counted = (item for item in doc.entries if children(item, "slash:comments"))
        yield from (Fault("slash-date", item) for item in counted if not children(item, "pubDate", "dc:date"))


def _permalink(guid: etree._Element) -> Iterator[Fault]:
    value = text(guid)
    if guid.get("isPermaLink", "true") == "false":
        if value.isdecimal() and len(value) < _NUMBER_LONG:
            yield Fault("not-sufficiently-unique", guid, value)
    elif not value:
        if guid.get("isPermaLink") == "true":
            yield Fault("invalid-http-guid", guid)
    elif full_iri(value):
        yield Fault("invalid-http-guid", guid, value)
    elif not value.lower().startswith(("http:", "https:")):
        yield Fault("invalid-permalink", guid, value)
