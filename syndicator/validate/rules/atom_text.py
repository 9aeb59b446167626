"""Text constructs and content of Atom: the type says what may stand inside (RFC 4287 3.1, 4.1.3)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from syndicator.validate.code_text import ERROR, WARNING, CodeText, Fault
from syndicator.validate.document import Doc
from syndicator.validate.names import children, elements, name
from syndicator.validate.values.plain import plain_words
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


def atom_text(doc: Doc) -> Iterator[Fault]:
    """Judge every title, subtitle, summary, rights and content of an Atom feed."""
    if doc.format != "atom":
        return
    for parent in (doc.head, *doc.entries):
        for element in children(parent, *_TEXTS):
            type_ = element.get("type", "text")
            if type_ not in _TEXT_TYPES:
                yield Fault("invalid-text-type", element, type_)
            yield from _inside(element, type_)
        for content in children(parent, "atom:content"):
            yield from _content(content)


def _content(content: etree._Element) -> Iterator[Fault]:
    type_ = content.get("type", "text")
    if content.get("src") is not None:
        if content.get("type") is None:
            yield Fault("missing-type-attr", content)
        elif media_type(type_):
            yield Fault("invalid-mime-type", content, type_)
        if elements(content) or (content.text or "").strip():
            yield Fault("unexpected-text", content)
        return
    if type_ in _TEXT_TYPES:
        yield from _inside(content, type_)
    elif media_type(type_) or type_.lower().startswith(("multipart/", "message/")):
        yield Fault("invalid-mime-type", content, type_)


def _inside(element: etree._Element, type_: str) -> Iterator[Fault]:
    inner = elements(element)
    if type_ == "xhtml":
        text_beside = (element.text or "").strip() or any((child.tail or "").strip() for child in element)
        if [child.tag for child in inner] != [_DIV] or text_beside:
            yield Fault("missing-xhtml-div", element)
    elif inner:
        yield Fault("undefined-element", inner[0], name(inner[0].tag))
    elif type_ == "text" and name(element.tag) != "atom:content":
        for code in plain_words(element.text or ""):
            yield Fault(code, element, (element.text or "").strip())
