"""Media RSS where one element's value depends on another or on an attribute (Media RSS specification 1.5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from syndicator.validate.code_text import ERROR, WARNING, CodeText, Fault
from syndicator.validate.document import Doc
from syndicator.validate.names import children, tag, text
from syndicator.validate.values.addresses import full_iri
from syndicator.validate.values.media import COUNTRIES, DIGESTS, ICRA, RATINGS
from syndicator.validate.values.plain import undeclared

CODES = {
    "media-group-without-alternatives": CodeText(
        ERROR,
        "A group holds fewer than two objects.",
        "A group is a choice between forms of one object: one alone is no choice.",
        "Put the object into the entry itself, or add the other forms.",
        "Media RSS specification 1.5.1, media:group",
    ),
    "media-rss-namespace": CodeText(
        ERROR,
        "The namespace of Media RSS is written without its slash at the end.",
        "It is another namespace then: readers pass over the elements.",
        'Write xmlns:media="http://search.yahoo.com/mrss/".',
        "Media RSS specification 1.5.1, namespace declaration",
    ),
    "deprecated-media-adult": CodeText(
        WARNING,
        "media:adult has been replaced.",
        "Players of today look at media:rating.",
        'Write <media:rating scheme="urn:simple">adult</media:rating>.',
        "Media RSS specification 1.5.1, media:rating",
    ),
}

_OPEN_END = re.compile(r"<[A-Za-z/][^<>]*\Z")
_WRONG = "http://search.yahoo.com/mrss"


def media(doc: Doc) -> Iterator[Fault]:
    """Judge every Media RSS element of a document."""
    if not doc.mentions("media"):
        return
    uris = set(doc.root.nsmap.values())
    if _WRONG in uris:
        yield Fault("media-rss-namespace", doc.root, _WRONG)
    for parent in (doc.head, *doc.entries):
        for group in children(parent, "media:group"):
            yield from _group(group)
            for inner in children(group, "media:content"):
                yield from _texts(inner)
        for content in children(parent, "media:content"):
            yield from _texts(content)
        yield from _texts(parent)


def _group(group: etree._Element) -> Iterator[Fault]:
    if len(children(group, "media:content")) <= 1:
        yield Fault("media-group-without-alternatives", group)
    yield from _texts(group)


def _texts(parent: etree._Element) -> Iterator[Fault]:
    for child in children(parent, *_JUDGES):
        for code in _JUDGES_BY_TAG[child.tag](child):
            yield Fault(code, child, text(child))


def _text(element: etree._Element) -> tuple[str, ...]:
    own = element.text or ""
    if element.get("type", "plain") == "plain":
        return undeclared(own)
    return ("not-html",) if _OPEN_END.search(own) else ()


def _rating(element: etree._Element) -> tuple[str, ...]:
    scheme = element.get("scheme", "urn:simple").strip().lower()
    if scheme == "urn:icra":
        return () if ICRA.match(text(element)) else ("invalid-media-rating",)
    known = RATINGS.get(scheme)
    return () if known is None or text(element).lower() in known else ("invalid-media-rating",)


def _hash(element: etree._Element) -> tuple[str, ...]:
    pattern = DIGESTS.get(element.get("algo", "md5"))
    return () if pattern and pattern.match(text(element)) else ("invalid-media-hash",)


def _restriction(element: etree._Element) -> tuple[str, ...]:
    parts, kind = text(element).split(), element.get("type")
    if kind is None:
        return () if text(element) in {"", "all", "none"} else ("invalid-media-restriction",)
    if kind == "country":
        return () if parts and {part.lower() for part in parts} <= COUNTRIES else ("invalid-country-code",)
    codes = (code for part in parts for code in full_iri(part)) if kind == "uri" else ()
    return tuple(dict.fromkeys(codes))


def _adult(element: etree._Element) -> tuple[str, ...]:
    del element  # whatever it says
    return ("deprecated-media-adult",)


_JUDGES = {
    "media:title": _text,
    "media:description": _text,
    "media:text": _text,
    "media:rating": _rating,
    "media:hash": _hash,
    "media:restriction": _restriction,
    "media:adult": _adult,
}
_JUDGES_BY_TAG = {tag(name): judge for name, judge in _JUDGES.items()}
