"""What an Atom entry must hold, and what its source should (RFC 4287 4.1.2, 4.2.11)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import dropwhile

from lxml import etree

from syndicator.validate.code_text import ERROR, WARNING, CodeText, Fault
from syndicator.validate.document import Doc
from syndicator.validate.names import children, elements, name, tag

CODES = {
    "missing-content-or-alternate": CodeText(
        ERROR,
        "The entry has neither content nor an alternate link.",
        "There is nothing to read and nowhere to go.",
        'Add content or <link rel="alternate" href="..."/>.',
        "RFC 4287, section 4.1.2",
    ),
    "missing-textual-content": CodeText(
        WARNING,
        "The entry has neither content nor summary.",
        "A reader can show no more than a headline.",
        "Add a summary or content.",
        "RFC 4287, section 4.1.1.1",
    ),
    "missing-summary": CodeText(
        ERROR,
        "The entry's content lies elsewhere or is no text, and there is no summary.",
        "A reader that can not show the content has nothing to show.",
        "Add a summary.",
        "RFC 4287, section 4.1.2",
    ),
    "misplaced-metadata": CodeText(
        ERROR,
        "Something about the feed stands behind its first entry.",
        "Readers that show entries while they arrive have shown them without it.",
        "Put everything about the feed before the first entry.",
        "RFC 4287, section 4.1.1",
    ),
    "missing-source-element": CodeText(
        WARNING,
        "The entry's source lacks its id, title or date.",
        "They keep where the entry came from when feeds are merged.",
        "Copy id, title and updated of the feed it came from.",
        "RFC 4287, section 4.2.11",
    ),
}


_OF_THE_FEED = frozenset({"atom:id", "atom:title", "atom:updated", "atom:link", "atom:author"})


def atom_entries(doc: Doc) -> Iterator[Fault]:
    """Judge what stands in each Atom entry."""
    if doc.format != "atom":
        return
    yield from _late(doc)
    feed_has_author = bool(children(doc.head, "atom:author"))
    for entry in doc.entries:
        yield from _contents(entry)
        for source in children(entry, "atom:source"):
            for part in ("atom:id", "atom:title", "atom:updated"):
                if not children(source, part):
                    yield Fault("missing-source-element", source, part)
        if not (feed_has_author or _has_author(entry)):
            yield Fault("missing-element", entry, "atom:author")


def _late(doc: Doc) -> Iterator[Fault]:
    """Find what RFC 4287 asks of a feed where it comes too late."""
    behind = dropwhile(lambda child: name(child.tag) != "atom:entry", elements(doc.head))
    for child in behind:
        if name(child.tag) in _OF_THE_FEED:
            yield Fault("misplaced-metadata", child, name(child.tag))


def _has_author(entry: etree._Element) -> bool:
    sources = children(entry, "atom:source")
    return any(children(parent, "atom:author") for parent in (entry, *sources))


def _contents(entry: etree._Element) -> Iterator[Fault]:
    content = entry.find(tag("atom:content"))
    has_summary = bool(children(entry, "atom:summary"))
    if content is None:
        links = children(entry, "atom:link")
        if not any(link.get("rel", "alternate") == "alternate" for link in links):
            yield Fault("missing-content-or-alternate", entry)
        if not has_summary:
            yield Fault("missing-textual-content", entry)
    elif not has_summary and (content.get("src") or _is_binary(content.get("type", "text"))):
        yield Fault("missing-summary", entry)


def _is_binary(media_type: str) -> bool:
    """Tell whether content of this type stands as Base64 (RFC 4287 4.1.3.3)."""
    lower = media_type.lower()
    return "/" in lower and not lower.startswith("text/") and not lower.endswith(("+xml", "/xml"))
