"""A document read back as a tree, with the few questions that rules ask of every format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from lxml import etree

from syndicator.validate.code_text import ERROR, CodeText, Fault
from syndicator.validate.names import children, name
from syndicator.validate.trees import Tree, html_tree, tree_of

FeedFormat = Literal["rss", "rdf", "atom", "unknown"]

CODES = {
    "sax-error": CodeText(
        ERROR,
        "The document is not well-formed XML.",
        "A reader that follows the standard shows nothing of it.",
        "Mend the place that the finding names; let an XML library write the document.",
        "XML 1.0, section 2.1",
    ),
    "undefined-named-entity": CodeText(
        ERROR,
        "An entity is used that XML does not define.",
        "XML knows five named entities; HTML's others do not exist in a feed.",
        "Write the character itself or its number.",
        "XML 1.0, section 4.1",
    ),
    "unicode-error": CodeText(
        ERROR,
        "The bytes do not fit the encoding that the document has.",
        "Readers show wrong letters or nothing.",
        "Write UTF-8, and say so in the XML declaration.",
        "XML 1.0, section 4.3.3",
    ),
    "unknown-encoding": CodeText(
        ERROR,
        "The document names an encoding that feeds must not use.",
        "Readers can not decode it, or decode it to something else.",
        "Write UTF-8, and say so in the XML declaration.",
        "XML 1.0, section 4.3.3",
    ),
}

_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,64})")
_REFUSED = frozenset({b"utf-7", b"unicode-1-1-utf-7", b"csunicode11utf7"})
_FAULTS = {
    etree.ErrorTypes.ERR_UNDECLARED_ENTITY: "undefined-named-entity",
    etree.ErrorTypes.ERR_INVALID_ENCODING: "unicode-error",
    etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING: "unknown-encoding",
    etree.ErrorTypes.ERR_UNKNOWN_ENCODING: "unknown-encoding",
}
_ROOTS: dict[str, FeedFormat] = {"rss": "rss", "rdf:RDF": "rdf", "atom:feed": "atom", "atom:entry": "atom"}
_ENTRIES = ("item", "rss1:item", "rss090:item", "atom:entry")
_HOLDERS = (
    *("description", "content:encoded", "rss1:description", "rss090:description"),
    *("atom:title", "atom:summary", "atom:content", "atom:rights"),
)


class Markup(NamedTuple):
    """One element that holds HTML, and the HTML as a tree. Without markup there is no tree."""

    holder: etree._Element
    tree: Tree | None


@dataclass(frozen=True)
class Doc:
    """One well-formed document: its root, format, the element that speaks for the feed, and its entries."""

    body: bytes
    root: etree._Element
    format: FeedFormat
    head: etree._Element
    entries: tuple[etree._Element, ...]
    address: str = ""
    """Where the document was fetched from; empty where that is not known."""

    @cached_property
    def markup(self) -> tuple[Markup, ...]:
        """The HTML of every entry, parsed once for all rules."""
        holders = (holder for entry in self.entries for holder in children(entry, *_HOLDERS))
        return tuple(Markup(holder, _tree(holder)) for holder in holders)


def read(body: bytes, *, encoding: str | None = None, address: str = "", charset: str = "") -> Doc | Fault:
    """Give the document of these bytes, or the fault that keeps it from being one.

    No entity is expanded and nothing is fetched. ``encoding`` overrides what the document says of itself.
    """
    declared = _DECLARED.match(body)
    if encoding is None and declared and declared[1].lower() in _REFUSED:
        return Fault("unknown-encoding", value=declared[1].decode("ascii"), line=1, column=1)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, encoding=encoding)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        return _syntax_fault(error)
    format_ = _ROOTS.get(name(root.tag), "unknown")
    channels = children(root, "channel", "rss1:channel", "rss090:channel")
    head = channels[0] if channels and format_ != "atom" else root
    holder = root if format_ == "rdf" else head
    alone = (root,) if name(root.tag) == "atom:entry" else ()
    return Doc(body, root, format_, head, alone or tuple(children(holder, *_ENTRIES)), address)


def _tree(holder: etree._Element) -> Tree | None:
    """Give the tree of an element's HTML: escaped in RSS and Atom's ``html``, inline in Atom's ``xhtml``."""
    if name(holder.tag).startswith("atom:") and holder.get("type", "text") != "html":
        return tree_of(holder) if holder.get("type") == "xhtml" else None
    return html_tree(holder.text or "")


def _syntax_fault(error: etree.XMLSyntaxError) -> Fault:
    line, column = error.position
    code = _FAULTS.get(error.code, "sax-error")  # type: ignore[attr-defined] # the stubs leave it out
    return Fault(code, value=str(error.msg)[:200], line=line or 1, column=column or 1)
