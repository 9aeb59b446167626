"""Links of Atom feeds and entries (RFC 4287 4.1.1, 4.1.2, 4.2.7), and the self link of RSS."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from syndicator.validate.code_text import ERROR, WARNING, CodeText, Fault
from syndicator.validate.document import Doc
from syndicator.validate.names import children, elements, name

CODES = {
    "duplicate-atom-link": CodeText(
        ERROR,
        "Two alternate links have the same type and language.",
        "A reader can not know which of them leads to the original.",
        "Keep one alternate link for each type and language.",
        "RFC 4287, sections 4.1.1 and 4.1.2",
    ),
    "missing-self": CodeText(
        WARNING,
        "The feed does not name its own address.",
        "A reader that got the document another way can not subscribe.",
        'Add <link rel="self" href="..."/>.',
        "RFC 4287, section 4.1.1",
    ),
    "missing-atom-self-link": CodeText(
        WARNING,
        "The channel does not name its own address.",
        "A reader that got the document another way can not subscribe.",
        'Add <atom:link rel="self" href="..." type="application/rss+xml"/>.',
        "RSS Advisory Board, RSS best practices profile, atom:link",
    ),
    "relative-self": CodeText(
        WARNING,
        "The feed's own address is relative.",
        "Without the place it came from it leads nowhere.",
        "Write the whole address.",
        "RFC 4287, section 4.1.1",
    ),
    "self-not-atom": CodeText(
        WARNING,
        "The self link of an Atom feed names another media type.",
        "The self link leads to this very document.",
        'Write type="application/atom+xml", or leave the type out.',
        "RFC 4287, section 4.2.7.2",
    ),
    "atom-link-not-empty": CodeText(
        WARNING,
        "An Atom link holds text or elements.",
        "An Atom link says all in its attributes; readers pass over the rest.",
        "Put the address into href and close the element.",
        "RFC 4287, section 4.2.7",
    ),
}


def atom_links(doc: Doc) -> Iterator[Fault]:
    """Judge the links of a feed and of its entries."""
    for parent in (doc.head, *doc.entries):
        links = children(parent, "atom:link")
        yield from _alternates(links)
        yield from (Fault("atom-link-not-empty", link) for link in links if elements(link) or (link.text or "").strip())
    yield from _self(doc)


def _alternates(links: list[etree._Element]) -> Iterator[Fault]:
    seen = set()
    for link in links:
        if link.get("rel", "alternate") == "alternate":
            key = (link.get("type", "").lower(), link.get("hreflang", "").lower())
            if key in seen:
                yield Fault("duplicate-atom-link", link, link.get("href", ""))
            seen.add(key)


def _self(doc: Doc) -> Iterator[Fault]:
    own = [link for link in children(doc.head, "atom:link") if link.get("rel") == "self"]
    if not own and name(doc.root.tag) in {"atom:feed", "rss"}:
        yield Fault("missing-self" if doc.format == "atom" else "missing-atom-self-link", doc.head)
    for link in own:
        if "://" not in link.get("href", ""):
            yield Fault("relative-self", link, link.get("href", ""))
        if doc.format == "atom" and link.get("type", "application/atom+xml") != "application/atom+xml":
            yield Fault("self-not-atom", link, link.get("type", ""))
