"""The same statement in two vocabularies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from syndicator.validate.code_text import WARNING, CodeText, Fault
from syndicator.validate.document import Doc
from syndicator.validate.names import elements, name

_WHY = "A reader that knows both may take either, or show it twice."

CODES = {
    "duplicate-semantics": CodeText(
        WARNING,
        "The channel says the same in two vocabularies.",
        _WHY,
        "Keep one of the two.",
        "RSS Advisory Board, RSS best practices profile, namespace elements",
    ),
    "duplicate-description-semantics": CodeText(
        WARNING,
        "The item holds its text in another vocabulary than RSS's own.",
        "Readers look for it in description; one that knows both may take either, or show it twice.",
        "Write it as description; content:encoded is the usual one beside a description.",
        "RSS Advisory Board, RSS best practices profile, content:encoded",
    ),
    "duplicate-item-semantics": CodeText(
        WARNING,
        "The item says the same in two vocabularies.",
        _WHY,
        "Keep one of the two.",
        "RSS Advisory Board, RSS best practices profile, namespace elements",
    ),
}

_CHANNEL_PAIRS = (
    ("pubDate", "dc:date"),
    ("language", "dc:language"),
    ("webMaster", "dc:publisher"),
    ("copyright", "dc:rights"),
    ("managingEditor", "dc:creator"),
    ("category", "dc:subject"),
    ("generator", "admin:generatorAgent"),
    ("lastBuildDate", "dcterms:modified"),
    ("creativeCommons:license", "cc:license"),
)
_INSTEAD = ("atom:content", "xhtml:body")
_BESIDE = ("atom:summary", "xhtml:div")
_ITEM_PAIRS = (
    ("pubDate", "dc:date"),
    ("author", "dc:creator"),
    ("category", "dc:subject"),
    ("pubDate", "atom:published"),
    ("author", "atom:author"),
    ("creativeCommons:license", "cc:license"),
)


def semantics(doc: Doc) -> Iterator[Fault]:
    """Find pairs of which only one should stand, in channel and items."""
    for parent in (doc.head, *doc.entries):
        is_head = parent is doc.head
        first = {name(child.tag): child for child in reversed(elements(parent))}
        for core, extension in _CHANNEL_PAIRS if is_head else _ITEM_PAIRS:
            if core in first and extension in first:
                code = "duplicate-semantics" if is_head else "duplicate-item-semantics"
                yield Fault(code, first[extension], f"{core} and {extension}")
        if doc.format == "rss" and not is_head:
            yield from _texts(first)


def _texts(first: Mapping[str, etree._Element]) -> Iterator[Fault]:
    """Find what takes the place of a description, and what stands beside one."""
    for extension in (*_INSTEAD, *(_BESIDE if "description" in first else ())):
        if extension in first and first[extension].get("src") is None:
            yield Fault("duplicate-description-semantics", first[extension], extension)
