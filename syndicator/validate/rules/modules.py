"""Small vocabularies, where a table says too little."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from syndicator.validate.code_text import WARNING, CodeText, Fault
from syndicator.validate.document import Doc
from syndicator.validate.names import children, name, text
from syndicator.validate.values import Value
from syndicator.validate.values.places import point, points

CODES = {
    "comment-rss": CodeText(
        WARNING,
        "wfw:commentRSS is written in other letters than its specification has.",
        "Both ways are in use: some readers know only commentRss.",
        "Write wfw:commentRss.",
        "Well-Formed Web, CommentAPI namespace",
    ),
}

_GML: dict[str, Value] = {
    "gml:pos": point,
    "gml:lowerCorner": point,
    "gml:upperCorner": point,
    "gml:posList": points,
}
_DIMENSIONS = ("srsDimension", "dimension")


def modules(doc: Doc) -> Iterator[Fault]:
    """Judge the places within ``georss:where`` (GeoRSS GML), and addresses of comments that are written wrongly."""
    if doc.format == "rss":
        yield from _relative(doc)
    for parent in (doc.head, *doc.entries):
        yield from _places(parent)
        yield from (Fault("comment-rss", each) for each in children(parent, "wfw:commentRSS"))


def _relative(doc: Doc) -> Iterator[Fault]:
    """Find relative addresses of feedFlares: RSS has no base for them. The code's text stands with those of HTML."""
    for flare in children(doc.head, "feedburner:feedFlare"):
        addresses = ((key, flare.get(key, "")) for key in ("href", "src"))
        relative = ((key, address) for key, address in addresses if address and ":" not in address)
        yield from (Fault("contains-rel-ref", flare, f"{key}={address}") for key, address in relative)


def _places(parent: etree._Element) -> Iterator[Fault]:
    for inner in (each for where in children(parent, "georss:where") for each in where.iterdescendants("*")):
        value = _GML.get(name(inner.tag))
        if value is not None and not any(each in inner.attrib for each in _DIMENSIONS):
            yield from (Fault(code, inner, text(inner)) for code in value(text(inner)))
