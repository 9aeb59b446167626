"""Each entry names its authors, its source and the original."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from syndicator.validate.code_text import ERROR, CodeText, Fault
from syndicator.validate.names import children, first_text
from syndicator.validate.profile.published import Published, PublishedEntry, link_of

CODES = {
    "entry-unattributed": CodeText(
        ERROR,
        "An entry names no author.",
        "Every license that we publish under asks for the author's name.",
        "Hold the entry, or supply the author with `syndicator approve --author`.",
        "Creative Commons 4.0, section 3(a)(1)(A)",
    ),
    "source-missing": CodeText(
        ERROR,
        "An entry does not say which feed it comes from.",
        "A reader could take it for a work of this feed's publisher.",
        "This is a fault of syndicator: please report it with the entry's id.",
        "RFC 4287, section 4.2.11; RSS 2.0 specification, source",
    ),
    "via-missing": CodeText(
        ERROR,
        "An entry does not lead to the original.",
        "Readers, publishers and search engines must find the original.",
        "This is a fault of syndicator: please report it with the entry's id.",
        "RFC 4287, section 4.2.7.2; RSS 2.0 specification, link",
    ),
}


def attribution(feed: Published) -> Iterator[Fault]:
    """Look for authors, source and the way to the original."""
    rules = (
        ("entry-unattributed", _has_author),
        ("source-missing", _has_source),
        ("via-missing", _leads_to_original),
    )
    for entry in feed.entries:
        yield from (Fault(code, entry.element, entry.id) for code, holds in rules if not holds(entry))


def _has_author(entry: PublishedEntry) -> bool:
    names = [author for author in children(entry.element, "dc:creator", "author") if (author.text or "").strip()]
    persons = children(entry.element, "atom:author")
    return bool(names) or any(first_text(person, "atom:name") for person in persons)


def _has_source(entry: PublishedEntry) -> bool:
    atom = [source for source in children(entry.element, "atom:source") if _is_whole(source)]
    rss = [source for source in children(entry.element, "source") if source.get("url")]
    return bool(atom or rss)


def _is_whole(source: etree._Element) -> bool:
    return bool(first_text(source, "atom:id") and first_text(source, "atom:title") and link_of(source, "self"))


def _leads_to_original(entry: PublishedEntry) -> bool:
    if children(entry.element, "atom:id"):
        return bool(entry.link) and link_of(entry.element, "via") == entry.link
    return bool(entry.link)
