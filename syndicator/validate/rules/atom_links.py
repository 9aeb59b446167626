"""Links of Atom feeds and entries (RFC 4287 4.1.1, 4.1.2, 4.2.7), and the self link of RSS."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

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
        'Add <link rel="self" href="..."/>, or feed_url in JSON Feed.',
        "RFC 4287, section 4.1.1; JSON Feed 1.1, feed_url",
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
    "self-doesnt-match-location": CodeText(
        WARNING,
        "The feed names another address than the one it was fetched from.",
        "Readers that follow it subscribe elsewhere, or poll two addresses.",
        "Name the address that you want to be subscribed to, and let the other one lead to it.",
        "RFC 4287, section 4.1.1",
    ),
    "same-document-reference": CodeText(
        WARNING,
        "A relative link leads to the base address itself, and the document lies elsewhere.",
        "RFC 3986 calls such a reference one to this very document: readers differ in where they go.",
        "Write the whole address.",
        "RFC 3986, section 4.4; RFC 4287, section 2",
    ),
    "atom-link-not-empty": CodeText(
        WARNING,
        "An Atom link holds text or elements.",
        "An Atom link says all in its attributes; readers pass over the rest.",
        "Put the address into href and close the element.",
        "RFC 4287, section 4.2.7",
    ),
}


_IANA = "http://www.iana.org/assignments/relation/"
"""A relation may be written out whole (RFC 4287 4.2.7.2)."""


def atom_links(doc: Doc) -> Iterator[Fault]:
    """Judge the links of a feed and of its entries."""
    for parent in (doc.head, *doc.entries):
        links = children(parent, "atom:link")
        yield from _alternates(links)
        yield from (Fault("atom-link-not-empty", link) for link in links if elements(link) or (link.text or "").strip())
        if doc.format == "atom":
            yield from (Fault("self-not-atom", link, link.get("type", "")) for link in links if _is_no_atom(link))
        if doc.address:
            yield from (Fault("same-document-reference", link) for link in links if _is_ambiguous(link, doc.address))
    yield from _self(doc)


def relation_of(link: etree._Element) -> str:
    """Give the relation of a link by its short name."""
    return (link.get("rel") or "alternate").removeprefix(_IANA)


def _is_no_atom(link: etree._Element) -> bool:
    own = relation_of(link) == "self" and link.get("type")
    return bool(own) and str(own).partition(";")[0].strip().lower() != "application/atom+xml"


def _alternates(links: list[etree._Element]) -> Iterator[Fault]:
    seen = set()
    for link in links:
        if relation_of(link) == "alternate":
            key = (link.get("type", "").lower(), link.get("hreflang", "").lower())
            if key in seen:
                yield Fault("duplicate-atom-link", link, link.get("href", ""))
            seen.add(key)


def _self(doc: Doc) -> Iterator[Fault]:
    own = [link for link in children(doc.head, "atom:link") if relation_of(link) == "self"]
    if not own and name(doc.root.tag) in {"atom:feed", "rss"} and is_of_version_2(doc):
        yield Fault("missing-self" if doc.format == "atom" else "missing-atom-self-link", doc.head)
    for link in own:
        href = resolved(link)
        if "://" not in href:
            yield Fault("relative-self", link, href)
        elif doc.address and href.partition("#")[0] != doc.address:
            yield Fault("self-doesnt-match-location", link, href)


def is_of_version_2(doc: Doc) -> bool:
    """Tell whether a document may hold other vocabularies: RSS before 2.0 may not."""
    return doc.format != "rss" or doc.root.get("version", "2.0").startswith("2")


def resolved(link: etree._Element) -> str:
    """Give the address of a link, resolved against the bases that stand around it."""
    return joined(link.base or "", link.get("href", ""))


def joined(base: str, reference: str) -> str:
    """Resolve a reference (RFC 3986 5.2); one that can not be resolved stays as it is."""
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference


def _is_ambiguous(link: etree._Element, address: str) -> bool:
    href = link.get("href")
    base = link.base
    return (
        href is not None and bool(base) and base != address and "://" not in href and joined(base or "", href) == base
    )
