"""What stands in a feed from other vocabularies, where it does not belong or nobody can judge it."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from syndicator.validate.code_text import INFO, WARNING, CodeText, Fault
from syndicator.validate.document import Doc
from syndicator.validate.names import UNJUDGED, attributes, elements, first_text, is_known, name, namespace

CODES = {
    "unsupported-namespace": CodeText(
        INFO,
        "A vocabulary is used that is known here but not judged.",
        "Its elements are passed over: what is wrong in them is not found.",
        "Check them against the vocabulary's own specification.",
        "RDF Site Summary 1.0 modules; RFC 4287, section 6.3",
    ),
    "misplaced-xhtml-content": CodeText(
        WARNING,
        "XHTML stands beside the elements of the feed.",
        "Readers pass over it: they look for text in the elements that are made for it.",
        'Put it into atom:content of type="xhtml", or escaped into description.',
        "RFC 4287, section 3.1.1.3; RSS 2.0 specification, item",
    ),
    "use-of-extension-attr": CodeText(
        WARNING,
        "An element of RSS itself has an attribute of another vocabulary.",
        "Extensions of RSS 2.0 are elements: readers pass over such attributes.",
        "Write an element of the vocabulary instead.",
        "RSS 2.0 specification, extending RSS",
    ),
}

_XHTML = "http://www.w3.org/1999/xhtml"
_IN_PLACE = frozenset({"xhtml:body", "xhtml:div", "xhtml:head", "xhtml:link", "xhtml:meta"})
_BORROWED = frozenset(
    {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://www.w3.org/2000/xmlns/",
        "http://www.w3.org/XML/1998/namespace",
    }
)
"""Whose attributes are made for the elements of others."""


_WITH_FOREIGN_ATTRIBUTES = etree.XPath("descendant-or-self::*[namespace-uri() = '' and @*[namespace-uri() != '']]")


def strangers(doc: Doc) -> Iterator[Fault]:
    """Judge elements of other vocabularies in the feed and its entries, and their attributes on those of RSS 2.0."""
    told: set[str] = set()
    for parent in (doc.head, *doc.entries):
        for child in elements(parent):
            uri = namespace(child.tag)
            if uri in UNJUDGED and uri not in told:
                told.add(uri)
                yield Fault("unsupported-namespace", child, uri)
            elif uri == _XHTML and name(child.tag) not in _IN_PLACE:
                yield Fault("misplaced-xhtml-content", child, name(child.tag))
    if doc.format == "rss":
        yield from _foreign_attributes(doc)


def _foreign_attributes(doc: Doc) -> Iterator[Fault]:
    """Find attributes of other vocabularies on elements of RSS; the RSS Advisory Board's RSS allows for them."""
    is_board = "rssboard.org" in first_text(doc.head, "docs")
    told: set[str] = set()
    found: list[etree._Element] = _WITH_FOREIGN_ATTRIBUTES(doc.root)  # type: ignore[assignment] # it gives elements
    for element in found:
        for uri, key in _foreign(element):
            if not is_board:
                yield Fault("use-of-extension-attr", element, key)
            if uri not in told and not is_known(uri):
                told.add(uri)
                yield Fault("unknown-namespace", element, uri)


def _foreign(element: etree._Element) -> Iterator[tuple[str, str]]:
    for key, _ in attributes(element):
        uri = namespace(key)
        if uri and uri not in _BORROWED:
            yield uri, key
