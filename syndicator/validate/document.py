"""A document read back as a tree, with the few questions that rules ask of every format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from lxml import etree

from syndicator.validate.code_text import ERROR, CodeText, Fault
from syndicator.validate.limits import CODES as LIMITS
from syndicator.validate.limits import beyond, code_of, crowded
from syndicator.validate.names import NAMESPACES, children, local_name, name
from syndicator.validate.placing import line_of
from syndicator.validate.prolog import Prolog, prolog_of
from syndicator.validate.trees import Tree, html_tree, tree_of

FeedFormat = Literal["rss", "rdf", "atom", "opml", "unknown"]

CODES = {
    "sax-error": CodeText(
        ERROR,
        "The document is not well-formed XML.",
        "A reader that follows the standard shows nothing of it.",
        "Mend the place that the finding names; let an XML library write the document.",
        "XML 1.0, section 2.1",
    ),
    "duplicate-ids": CodeText(
        ERROR,
        "Two elements have the same xml:id.",
        "An address that points into the document can not tell them apart.",
        "Give each its own.",
        "xml:id Version 1.0, section 4",
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
        "Write UTF-8; in XML, say so in the declaration.",
        "XML 1.0, section 4.3.3; RFC 8259, section 8.1",
    ),
    "unknown-encoding": CodeText(
        ERROR,
        "The document names an encoding that feeds must not use.",
        "Readers can not decode it, or decode it to something else.",
        "Write UTF-8, and say so in the XML declaration.",
        "XML 1.0, section 4.3.3",
    ),
}

_REFUSED = frozenset({"utf-7", "unicode-1-1-utf-7", "csunicode11utf7"})
_FAULTS = {
    etree.ErrorTypes.ERR_UNDECLARED_ENTITY: "undefined-named-entity",
    etree.ErrorTypes.DTD_ID_REDEFINED: "duplicate-ids",
    etree.ErrorTypes.ERR_INVALID_ENCODING: "unicode-error",
    etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING: "unknown-encoding",
    etree.ErrorTypes.ERR_UNKNOWN_ENCODING: "unknown-encoding",
}
_HALF = re.compile(
    rb"&#0*5(?:5[2-9]|6[0-9]|7[0-3])[0-9]{2};|&#x0*[dD][89a-fA-F][0-9a-fA-F]{2};|\xed[\xa0-\xbf][\x80-\xbf]"
)
"""Surrogates as references or as bytes."""
_WORDPRESS = re.compile(rb"<generator>[^<]*wordpress", re.IGNORECASE)
_ROOTS: dict[str, FeedFormat] = {
    "rss": "rss",
    "rdf:RDF": "rdf",
    "atom:feed": "atom",
    "atom:entry": "atom",
    "opml": "opml",
    "outlineDocument": "opml",
}
_ENTRIES = ("item", "rss1:item", "rss090:item", "atom:entry")
_HOLDERS = (
    *("description", "content:encoded", "rss1:description", "rss090:description"),
    *("atom:title", "atom:summary", "atom:content", "atom:rights", "xhtml:body", "xhtml:div"),
)


class Markup:
    """One element that holds HTML; the HTML is made a tree when it is asked for."""

    def __init__(self, holder: etree._Element) -> None:
        """Take the element: escaped HTML in RSS and Atom's ``html``, inline in Atom's ``xhtml``."""
        type_ = holder.get("type", "text") if name(holder.tag).startswith("atom:") else "html"
        self.holder = holder
        self.is_inline = name(holder.tag).startswith("xhtml:") or type_ in {"xhtml", "application/xhtml+xml"}
        self.html = (holder.text or "") if type_ in {"html", "text/html"} and not self.is_inline else ""

    @cached_property
    def tree(self) -> Tree | None:
        """The HTML as a tree; none where no element can be read from it."""
        return tree_of(self.holder) if self.is_inline else html_tree(self.html)


@dataclass(frozen=True)
class Doc:
    """One well-formed document: its root, format, the element that speaks for the feed, and its entries."""

    body: bytes
    root: etree._Element
    format: FeedFormat
    head: etree._Element
    entries: tuple[etree._Element, ...]
    prolog: Prolog
    broken: Fault | None = None
    """Where the document is not well-formed; what follows there can not be trusted."""
    address: str = ""
    """Where the document was fetched from; empty where that is not known."""

    now: datetime | None = None
    """The instant that dates are held against; without one, none lies ahead."""

    def mentions(self, prefix: str) -> bool:
        """Tell whether the namespace of a prefix of the tables may be declared anywhere in the document."""
        wide = self.prolog.mark not in {"", "utf-8"} or self.prolog.encoding.lower().startswith(("utf-16", "utf-32"))
        return wide or NAMESPACES[prefix].rstrip("/").encode() in self.body

    @cached_property
    def lines(self) -> list[bytes]:
        """The lines of the document, as the tree counts them."""
        return self.body.splitlines()[self.prolog.lines :]

    def written(self, element: etree._Element) -> bytes:
        """Give an element as it is written, as far as one or two lines tell; empty where they do not."""
        line = line_of(element)
        text = b"\n".join(self.lines[line - 1 : line + 1])
        own = local_name(element.tag).encode()
        return text[text.find(b"<" + own) : text.rfind(b"</" + own)]

    @cached_property
    def markup(self) -> tuple[Markup, ...]:
        """The HTML of every entry, for all rules; none in RSS before 0.92, where all text is plain."""
        if self.root.tag == "rss" and self.root.get("version") in {"0.90", "0.91"}:
            return ()
        holders = (holder for entry in self.entries for holder in children(entry, *_HOLDERS))
        return tuple(map(Markup, holders))


def read(
    body: bytes, *, encoding: str | None = None, address: str = "", charset: str = "", now: datetime | None = None
) -> Doc | Fault:
    """Give the document of these bytes, or the fault that keeps it from being one.

    No entity is expanded and nothing is fetched. ``encoding`` overrides what the document says of itself. A document
    that breaks off is given as far as it can be read, with the fault in ``broken``; only where nothing can be read is
    there a fault alone.
    """
    refused = beyond(body)
    if refused is not None:
        return refused
    prolog = prolog_of(body, charset)
    if encoding is None and prolog.encoding.lower() in _REFUSED:
        return Fault("unknown-encoding", value=prolog.encoding, line=1, column=1)
    broken = None
    try:
        root = etree.fromstring(body[prolog.start :], _parser(encoding))
    except etree.XMLSyntaxError as error:
        broken = _syntax_fault(error, prolog)
        if broken.code in LIMITS:
            return broken
        recovered = _recovered(body[prolog.start :], encoding or prolog.encoding or "utf-8", broken.code)
        if recovered is None:
            return broken
        root = recovered
    if broken is None and prolog.start and not _WORDPRESS.search(body):
        broken = Fault("sax-error", value="white space before the XML declaration", line=1, column=1)
    if too_many := crowded(root, len(body)):
        return too_many
    format_ = _ROOTS.get(name(root.tag), "unknown")
    channels = children(root, "channel", "rss1:channel", "rss090:channel")
    head = channels[0] if channels and format_ != "atom" else root
    holder = root if format_ == "rdf" else head
    alone = (root,) if name(root.tag) == "atom:entry" else ()
    entries = alone or tuple(children(holder, *_ENTRIES))
    return Doc(body, root, format_, head, entries, prolog, broken, address, now)


def _parser(encoding: str | None, *, recover: bool = False) -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, encoding=encoding, recover=recover)


def _recovered(body: bytes, encoding: str, code: str) -> etree._Element | None:
    """Give what can be read of a document that is not well-formed, where its first element can.

    Bytes that do not fit the encoding are replaced. Half characters are not recovered: no text holds them.
    """
    if _HALF.search(body):
        return None
    if code == "unicode-error":
        try:
            body = body.decode(encoding, "replace").encode("utf-8")
        except LookupError:
            return None
        encoding = "utf-8"
    try:
        root = etree.fromstring(body, _parser(encoding, recover=True))
    except (etree.XMLSyntaxError, LookupError):
        return None
    return root if root is not None and isinstance(root.tag, str) else None


def _syntax_fault(error: etree.XMLSyntaxError, prolog: Prolog) -> Fault:
    line, column = error.position
    number = error.code  # type: ignore[attr-defined] # the stubs leave it out
    code = code_of(number, str(error.msg)) or _FAULTS.get(number, "sax-error")
    return Fault(code, value=str(error.msg)[:200], line=(line or 1) + prolog.lines, column=column or 1)
