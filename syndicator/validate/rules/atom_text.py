"""Text constructs and content of Atom: the type says what may stand inside (RFC 4287 3.1, 4.1.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from syndicator.validate.code_text import ERROR, WARNING, CodeText, Fault
from syndicator.validate.document import Doc
from syndicator.validate.names import children, elements, has_text, name
from syndicator.validate.trees import local
from syndicator.validate.values.plain import has_markup, undeclared
from syndicator.validate.values.words import media_type

CODES = {
    "invalid-text-type": CodeText(
        ERROR,
        "The type of a text is none of text, html and xhtml.",
        "Only content may have a media type.",
        'Write type="text", type="html" or type="xhtml".',
        "RFC 4287, section 3.1.1",
    ),
    "missing-xhtml-div": CodeText(
        ERROR,
        "A text of type xhtml does not consist of one div.",
        "The div carries the namespace and is not part of the text.",
        'Wrap it in <div xmlns="http://www.w3.org/1999/xhtml">.',
        "RFC 4287, section 3.1.1.3",
    ),
    "not-inline": CodeText(
        WARNING,
        "A text of type xhtml holds its markup as escaped text.",
        "Readers show the tags as they stand.",
        'Write the elements themselves, or say type="html".',
        "RFC 4287, section 3.1.1.3",
    ),
    "not-escaped": CodeText(
        ERROR,
        "A text of type html holds elements.",
        "HTML stands escaped there: readers drop the elements or the whole text.",
        'Escape the markup, or say type="xhtml" and wrap it in a div.',
        "RFC 4287, section 3.1.1.2",
    ),
    "not-base64": CodeText(
        ERROR,
        "Content that is neither text nor XML is not in Base64.",
        "Readers can not decode it.",
        "Encode the bytes in Base64, or give the address in src.",
        "RFC 4287, section 4.1.3.3; RFC 4648, section 4",
    ),
    "html-fragment": CodeText(
        WARNING,
        "Content with the media type of a page is only a piece of one.",
        "The media type promises a whole document.",
        'Say type="html" or type="xhtml".',
        "RFC 4287, section 4.1.3.3; RFC 2854",
    ),
    "missing-type-attr": CodeText(
        WARNING,
        "Content that lies elsewhere has no type.",
        "A reader can not know whether to fetch it.",
        "Add the media type of what src leads to.",
        "RFC 4287, section 4.1.3.2",
    ),
}

_TEXTS = ("atom:title", "atom:subtitle", "atom:summary", "atom:rights")
_DIV = "{http://www.w3.org/1999/xhtml}div"
_TEXT_TYPES = frozenset({"text", "html", "xhtml"})
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\Z")


def atom_text(doc: Doc) -> Iterator[Fault]:
    """Judge every title, subtitle, summary, rights and content of an Atom feed."""
    if doc.format != "atom":
        return
    for parent in (doc.head, *doc.entries):
        for element in children(parent, *_TEXTS):
            type_ = element.get("type", "text")
            if type_ not in _TEXT_TYPES:
                yield Fault("invalid-text-type" if "/" in type_ else "invalid-mime-type", element, type_)
            yield from _inside(element, type_)
        for content in children(parent, "atom:content"):
            yield from _content(content)


def _content(content: etree._Element) -> Iterator[Fault]:
    type_ = content.get("type", "text")
    if content.get("src") is not None:
        yield from _elsewhere(content)
        return
    if type_ not in _TEXT_TYPES and (media_type(type_) or type_.lower().startswith(("multipart/", "message/"))):
        yield Fault("invalid-mime-type", content, type_)
    else:
        yield from _inside(content, type_)


def _elsewhere(content: etree._Element) -> Iterator[Fault]:
    """Judge content that lies at the address in src: the element itself is empty (RFC 4287 4.1.3.2)."""
    type_ = content.get("type")
    if type_ is None:
        yield Fault("missing-type-attr", content)
    elif media_type(type_):
        yield Fault("invalid-mime-type", content, type_)
    if inner := elements(content):
        yield Fault("undefined-element", inner[0], name(inner[0].tag))
    if has_text(content):
        yield Fault("unexpected-text", content)


def _inside(element: etree._Element, type_: str) -> Iterator[Fault]:
    """Judge what stands inside a text or content, by its type."""
    lower = type_.lower()
    if type_ == "xhtml":
        yield from _of_xhtml(element)
    elif lower in _PAGES:
        yield from _of_page(element, lower)
    elif lower.endswith(("+xml", "/xml")):
        if elements(element) and has_text(element):
            yield Fault("unexpected-text", element)
    elif type_ in {"text", "html"} or "/" not in lower or lower.startswith("text/"):
        yield from _of_text(element, type_)
    elif name(element.tag) == "atom:content" and not _BASE64.match("".join((element.text or "").split())):
        yield Fault("not-base64", element)


def _of_text(element: etree._Element, type_: str) -> Iterator[Fault]:
    inner = elements(element)
    if inner:
        yield Fault("undefined-element", inner[0], name(inner[0].tag))
        if type_ == "html":
            yield Fault("not-escaped", element)
        elif has_text(element):
            yield Fault("unexpected-text", element)
    own = element.text or ""
    if type_ != "html":
        yield from (Fault(code, element, own.strip()) for code in undeclared(own))
    if not own.strip() and not inner:
        yield Fault("not-blank", element)


def _of_xhtml(element: etree._Element) -> Iterator[Fault]:
    inner = elements(element)
    if [child.tag for child in inner] != [_DIV] or has_text(element):
        yield Fault("missing-xhtml-div", element)
    if not inner and has_markup(element.text or ""):
        yield Fault("not-inline", element)


def _of_page(element: etree._Element, type_: str) -> Iterator[Fault]:
    """Judge content that is called a page: HTML stands escaped, XHTML as elements, and either is whole."""
    inner = elements(element)
    if type_ == "text/html" and inner:
        yield Fault("not-escaped", element)
        yield Fault("undefined-element", inner[0], name(inner[0].tag))
    whole = [local(child) for child in inner] == ["html"] or "<html" in (element.text or "").lower()
    if not whole:
        yield Fault("html-fragment", element)
