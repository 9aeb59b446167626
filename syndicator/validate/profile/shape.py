"""How our feeds are written: one self link, no date of their own, nothing beside the feed, not too large."""

from __future__ import annotations

import re
from collections.abc import Iterator

from syndicator.validate.code_text import ERROR, WARNING, CodeText, Fault
from syndicator.validate.names import children, first_text
from syndicator.validate.profile.published import Published
from syndicator.validate.values.dates import instant

BYTES_WARNED = 1_048_576
"""Readers drop or cut feeds beyond a mebibyte."""

CODES = {
    "self-link-not-one": CodeText(
        ERROR,
        "The feed does not name its own address exactly once.",
        "Hubs and readers know a feed by its self link.",
        "This is a fault of syndicator: please report it.",
        "RFC 4287, section 4.1.1; WebSub, section 4",
    ),
    "feed-dates-itself": CodeText(
        ERROR,
        "The channel carries a date of its own.",
        "Every run would give other bytes, and a diff would no longer show the news alone.",
        "A feed carries its entries' dates.",
        "syndicator, design: same input, same bytes",
    ),
    "foreign-markup": CodeText(
        ERROR,
        "The document holds a DOCTYPE, a comment, a processing instruction or a CDATA section.",
        "Our feeds are plain: text is escaped, and nothing tells a reader to load anything.",
        "This is a fault of syndicator: please report it.",
        "syndicator, SECURITY.md",
    ),
    "feed-too-large": CodeText(
        WARNING,
        "The feed is larger than a mebibyte.",
        "Some readers drop or cut it.",
        "Lower entries or bytes_max in the feed's file.",
        "syndicator, docs/operating.md",
    ),
    "updated-before-published": CodeText(
        WARNING,
        "An entry was changed before it was published.",
        "One of its dates is wrong upstream; readers sort it by either.",
        "Nothing here: tell the publisher.",
        "RFC 4287, sections 4.2.9 and 4.2.15",
    ),
}

_FOREIGN = re.compile(rb"<[!?]")
"""Comments, too. In escaped text no bare < can stand, and the XML declaration is at the very start."""


def shape(feed: Published) -> Iterator[Fault]:
    """Judge the document as a whole, and the order of each entry's dates."""
    doc = feed.doc
    own = [link for link in children(doc.head, "atom:link") if link.get("rel") == "self"]
    if len(own) != 1:
        yield Fault("self-link-not-one", doc.head, str(len(own)))
    yield from (Fault("feed-dates-itself", date) for date in children(doc.head, "lastBuildDate", "pubDate"))
    if found := _FOREIGN.search(doc.body, 1):
        line = doc.body.count(b"\n", 0, found.start()) + 1
        column = found.start() - doc.body.rfind(b"\n", 0, found.start())
        yield Fault(
            "foreign-markup", value=doc.body[found.start() :][:12].decode("ascii", "replace"), line=line, column=column
        )
    if len(doc.body) > BYTES_WARNED:
        yield Fault("feed-too-large", doc.root, f"{len(doc.body)} bytes")
    for entry in feed.entries:
        published = instant(first_text(entry.element, "atom:published"))
        updated = instant(first_text(entry.element, "atom:updated"))
        if published and updated and updated < published:
            yield Fault("updated-before-published", entry.element, entry.id)
