"""What an RSS item must hold beside what the table asks."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from syndicator.validate.code_text import ERROR, WARNING, CodeText, Fault
from syndicator.validate.document import Doc
from syndicator.validate.names import children, elements, name, text
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
    "need-description-before-content": CodeText(
        WARNING,
        "content:encoded stands without a description before it.",
        "The description is the summary for readers that do not know content:encoded.",
        "Add a description and put it before content:encoded.",
        "RSS Advisory Board, RSS best practices profile, content:encoded",
    ),
}


def rss_items(doc: Doc) -> Iterator[Fault]:
    """Judge each item of an RSS channel."""
    if doc.format != "rss":
        return
    version = doc.root.get("version", "2.0")
    for item in doc.entries:
        if not children(item, "title", "description"):
            yield Fault("item-must-contain-title-or-description", item)
        guids = children(item, "guid")
        if not guids and version.startswith("2"):
            yield Fault("missing-guid", item)
        for guid in guids:
            yield from _permalink(guid)
        names = [name(child.tag) for child in elements(item)]
        if "content:encoded" in names and "description" not in names[: names.index("content:encoded")]:
            yield Fault("need-description-before-content", children(item, "content:encoded")[0])


def _permalink(guid: etree._Element) -> Iterator[Fault]:
    value = text(guid)
    if guid.get("isPermaLink", "true") == "false" or not value:
        return
    if full_iri(value):
        yield Fault("invalid-http-guid", guid, value)
    elif not value.lower().startswith(("http:", "https:")):
        yield Fault("invalid-permalink", guid, value)
