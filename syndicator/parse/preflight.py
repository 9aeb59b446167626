"""Limits, checked as cheaply as each can be, before a slow parser sees a document.

Three doors. ``admit`` looks at the bytes alone: kind, prolog, size. lxml then refuses by itself what is deeper than
256 elements or longer than 10 MB. ``admit_tree`` counts on lxml's finished tree, in C; it is what feedparser's
quadratic loops need. A document that lxml refuses has no tree: ``admit_broken`` bounds it by its bytes.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from syndicator.errors import ParseError
from syndicator.parse.base import (
    ATTRIBUTE_CHARS_MAX,
    ATTRIBUTES_MAX,
    BODY_BYTES_MAX,
    ELEMENTS_MAX,
    JSON_COMMAS_MAX,
    NAMESPACES_MAX,
    TAG_BYTES_MAX,
    TEXT_BYTES_MAX,
    refused,
)
from syndicator.parse.names import Element

_MARKUP_MAX = 10 * ELEMENTS_MAX
"""Angle brackets at which a document is refused unread, escaped or not: HTML in CDATA counts too."""
_DOCTYPE_BYTES_MAX = 16_384
_PROLOG = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_DOCTYPE = re.compile(rb"""<!DOCTYPE(?:[^<>"'\[\]]|"[^"]*"|'[^']*')*""", re.IGNORECASE)
_SUBSET_END = re.compile(rb"\]\s*>")
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*)")
_PREFIX = re.compile(rb"xmlns:([^\s=\"'<>]{1,200})")
_BROKEN_ATTRIBUTES = re.compile(rb"""<[A-Za-z][^<>"']*(?:(?:"[^"<]*"|'[^'<]*')[^<>"']*){%d}""" % (ATTRIBUTES_MAX + 1))
_MANY_ATTRIBUTES = etree.XPath(f"boolean(//*[@*[{ATTRIBUTES_MAX + 1}]])")
_LONG_ATTRIBUTE = etree.XPath(f"boolean(//@*[string-length() > {ATTRIBUTE_CHARS_MAX}])")
_LONG_TEXT = etree.XPath(f"boolean(//text()[string-length() > {TEXT_BYTES_MAX}])")
_COUNT = etree.XPath("count(//*)")
_ELEMENT_BYTES_MIN = len("<a/>")


class Admitted(NamedTuple):
    """A document fit for the next step: ``kind`` is ``xml`` or ``json``; of XML, the DOCTYPE is gone."""

    kind: str
    body: bytes


def admit(body: bytes) -> Admitted:
    """Give a document (UTF-8, no byte order mark) that passes the limits on bytes and prolog.

    A DOCTYPE is taken off: an external subset is never read, an internal one may declare no entity. Raises
    ``ParseError``: ``empty-document``, ``too-large``, ``html-page``, ``not-a-feed``, ``entity-declared``,
    ``doctype-refused``, ``too-many-elements``, ``too-many-namespaces``.
    """
    if len(body) > BODY_BYTES_MAX:
        raise refused("too-large", f"the document has {len(body):,} bytes, more than {BODY_BYTES_MAX:,}")
    start = body[:64].lstrip()
    if not start and not body.strip():
        raise refused("empty-document", "the document is empty", "the last good entries stay")
    if start[:1] == b"{":
        if max(body.count(b"["), body.count(b"{")) > ELEMENTS_MAX or body.count(b",") > JSON_COMMAS_MAX:
            raise refused("too-many-elements", "the document has more members than can be a feed")
        return Admitted("json", body)
    body = _without_doctype(body)
    markup = body.count(b"<")
    if markup > _MARKUP_MAX:
        raise refused("too-many-elements", f"the document has {markup:,} tags, more than can be a feed")
    if body.count(b"xmlns") > NAMESPACES_MAX:
        prefixes = len(set(_PREFIX.findall(body)))
        if prefixes > NAMESPACES_MAX:
            raise refused(
                "too-many-namespaces",
                f"the document declares {prefixes:,} namespace prefixes, more than {NAMESPACES_MAX}",
            )
    return Admitted("xml", body)


def _without_doctype(body: bytes) -> bytes:
    """Cut the DOCTYPE out of the prolog, or refuse it; name an HTML page for what it is."""
    prolog = _PROLOG.match(body)
    at = prolog.end() if prolog else 0
    found = _DOCTYPE.match(body, at, at + _DOCTYPE_BYTES_MAX)
    if found:
        end = _doctype_end(body, found.end())
        declared = body[at:end].lower()
        if declared.split()[1:2] and declared.split()[1].rstrip(b">") == b"html":
            raise _html_page()
        body = body[:at] + body[end:]
    root = _ROOT.search(body, at)
    if root is None:
        raise refused("not-a-feed", "there is no element in the document", "check the source's address")
    if root.start() - at < 64 and root[1].lower() in {b"html", b"head", b"body"}:
        raise _html_page()
    return body


def _doctype_end(body: bytes, at: int) -> int:
    """Give where the DOCTYPE ends that goes on at ``at``; refuse one that declares entities, or does not end."""
    if body[at : at + 1] == b">":
        return at + 1
    subset = body[at : at + _DOCTYPE_BYTES_MAX]
    if b"<!ENTITY" in subset or b"%" in subset:
        raise refused(
            "entity-declared",
            "the document declares entities of its own",
            "no feed needs them, attacks do; the publisher must take the declarations out",
        )
    end = _SUBSET_END.search(subset)
    if body[at : at + 1] != b"[" or end is None:
        raise refused("doctype-refused", "the DOCTYPE is malformed or too long")
    return at + end.end()


def _html_page() -> ParseError:
    return refused(
        "html-page",
        "the address answers with a web page, not with a feed",
        "an error page, a login or a bot check; open the address in a browser",
    )


def admit_tree(root: Element, size_bytes: int) -> None:
    """Check the limits that need a tree. Raises ``ParseError`` with a limit's code."""
    elements = int(float(str(_COUNT(root)))) if size_bytes > _ELEMENT_BYTES_MIN * ELEMENTS_MAX else 0
    if elements > ELEMENTS_MAX:
        raise refused("too-many-elements", f"the document has {elements:,} elements, more than {ELEMENTS_MAX:,}")
    if _MANY_ATTRIBUTES(root):
        raise refused("too-many-attributes", f"an element has more than {ATTRIBUTES_MAX} attributes")
    if size_bytes > ATTRIBUTE_CHARS_MAX and _LONG_ATTRIBUTE(root):
        raise refused("attribute-too-large", f"an attribute has more than {ATTRIBUTE_CHARS_MAX:,} characters")
    if size_bytes > TEXT_BYTES_MAX and _LONG_TEXT(root):
        raise refused("text-too-large", f"a text has more than {TEXT_BYTES_MAX:,} characters")


def admit_broken(body: bytes) -> None:
    """Check a document that is not well-formed, before feedparser reads it whole. Raises ``ParseError``."""
    tags = body.count(b"<")
    if tags > ELEMENTS_MAX:
        raise refused("too-many-elements", f"the document has {tags:,} tags, more than {ELEMENTS_MAX:,}")
    if any(_tag_bytes(piece) > TAG_BYTES_MAX for piece in body.split(b">") if len(piece) > TAG_BYTES_MAX):
        raise refused("tag-too-large", f"a tag does not end within {TAG_BYTES_MAX:,} bytes")
    if _BROKEN_ATTRIBUTES.search(body):
        raise refused("too-many-attributes", f"an element has more than {ATTRIBUTES_MAX} attributes")
    if len(body) > TEXT_BYTES_MAX:
        raise refused("text-too-large", f"the document is not well-formed and has more than {TEXT_BYTES_MAX:,} bytes")


def _tag_bytes(piece: bytes) -> int:
    """Give how long a tag has been open at the end of a piece without any ``>``."""
    opened = piece.find(b"<")
    return len(piece) - opened if opened >= 0 else 0


def limit_of(fault: etree.XMLSyntaxError) -> ParseError | None:
    """Give the error of the limit that lxml itself ran into, or nothing if the fault is another one.

    Raises ``MemoryError`` where lxml had no memory left: that says nothing about the document's form.
    """
    message = str(fault.msg)
    if fault.code == etree.ErrorTypes.ERR_NO_MEMORY:  # type: ignore[attr-defined]  # the stubs leave it out
        raise MemoryError from fault
    if "Excessive depth" in message:
        return refused("too-deep", "the document nests more than 256 elements")
    if "Resource limit" in message or "Huge input" in message:
        return refused("text-too-large", "a text, attribute or name is longer than the parser's limit")
    return None
