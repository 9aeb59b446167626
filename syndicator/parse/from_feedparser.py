"""The one module that knows feedparser.

``facts_of`` shows it a reduced document: of each unseen entry only the elements that carry dates, categories and
enclosures (authors where the tree has none), under an id of ours, so that what it says is put to the right entry or,
where it saw other entries than the tree, not used at all. ``read_whole`` gives it a document that no XML parser
accepts. It neither cleans HTML nor resolves addresses here: both passes are slow, and change the work.
"""

from __future__ import annotations

import re
import xml.sax  # for the exceptions that feedparser lets through
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, NamedTuple

import feedparser
import feedparser.api
import feedparser.mixin
from lxml import etree

from syndicator.model.document import Enclosure, Person
from syndicator.parse.base import AUTHORS_MAX, CATEGORIES_MAX, ENCLOSURES_MAX, NAME_CHARS_MAX, refused
from syndicator.parse.elements import Children, text_of
from syndicator.parse.fields import person_named
from syndicator.parse.names import DC, DCTERMS, ITUNES, XML_BASE, Element, split_tag
from syndicator.parse.rights_marks import relation_of
from syndicator.parse.split import Tree
from syndicator.parse.text import absolute, collapse, length_of, media_type_of, usable_date

feedparser.api.PREFERRED_XML_PARSERS[:] = ["syndicator.parse.sax_driver"]

_sync_author = feedparser.mixin._FeedParserMixin._sync_author_detail  # noqa: SLF001  (see below)


def _sync_author_of_bearable_length(parser: Any, key: str = "author") -> None:
    """Look for an e-mail address in an author, unless the text is too long for a name.

    feedparser's expression for it takes quadratic time; this is the one place where it is changed.
    """
    if len(str(parser._get_context().get(key) or "")) <= NAME_CHARS_MAX:  # noqa: SLF001  (it has no other door)
        _sync_author(parser, key)


feedparser.mixin._FeedParserMixin._sync_author_detail = _sync_author_of_bearable_length  # noqa: SLF001  (same)

_FAULTS = (
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    TypeError,
    AssertionError,
    RecursionError,
    xml.sax.SAXException,
)
"""What feedparser was seen to let through on hostile input, or may by what it calls."""
_TEXT_CHARS_MAX = 256
_DATE_KEYS = ("pubdate", "published", "updated", "issued", "modified", "created")
_KEPT = (
    *_DATE_KEYS,
    f"{{{DC}}}date",
    *(f"{{{DCTERMS}}}{name}" for name in ("issued", "created", "modified")),
    "category",
    f"{{{DC}}}subject",
    f"{{{ITUNES}}}keywords",
    "enclosure",
    "link",
)
_AUTHORS = ("author", f"{{{DC}}}creator", f"{{{DC}}}author", f"{{{ITUNES}}}author")
_DOCUMENT_KEPT = ("lastbuilddate", *_KEPT[: _KEPT.index("category")])
_TOKEN = "urn:entry:"  # noqa: S105  (no secret: our own id for an entry in the reduced document)
_CHARACTER = re.compile(rb"&#(?:[xX]([0-9A-Fa-f]{1,40})|([0-9]{1,40}));?")
_DECLARATION = re.compile(rb"\s*<\?xml\b[^>]{0,500}\?>")


class Facts(NamedTuple):
    """What feedparser tells of one entry, or of the document."""

    published: datetime | None = None
    updated: datetime | None = None
    authors: tuple[Person, ...] = ()
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()


class Reduced(NamedTuple):
    """One unseen entry for the reduced document: its children, its base, and whether its authors are wanted."""

    children: Children
    base: str
    authors_wanted: bool


def facts_of(
    tree: Tree, channel: Children, entries: tuple[Reduced, ...], base: str
) -> tuple[Facts, tuple[Facts, ...]] | None:
    """Give the document's facts and each entry's, in order; nothing where feedparser saw other entries.

    It moves elements out of the tree: read all else first.
    """
    root = etree.Element(tree.root.tag)
    if version := tree.root.get("version"):
        root.set("version", version)
    same = tree.channel is tree.root
    top = root if same else etree.SubElement(root, tree.channel.tag)
    _move(top, channel, _DOCUMENT_KEPT)
    parent, namespace, name = _entry_form(tree, root, top)
    for number, reduced in enumerate(entries):
        entry = etree.SubElement(parent, f"{namespace}{name}")
        etree.SubElement(entry, f"{namespace}id").text = f"{_TOKEN}{number}"
        if reduced.base != base:
            entry.set(XML_BASE, reduced.base)
        _move(entry, reduced.children, (*_KEPT, *_AUTHORS) if reduced.authors_wanted else _KEPT)
    parsed = _parse(etree.tostring(root, encoding="utf-8", xml_declaration=True), base)
    found = parsed["entries"]
    if [entry.get("id") for entry in found] != [f"{_TOKEN}{number}" for number in range(len(entries))]:
        return None
    undated = [not tree.is_atom and _only_dublin_core(reduced.children) for reduced in entries]
    told = tuple(entry_facts(entry, base, date_is_publication=flag) for entry, flag in zip(found, undated, strict=True))
    return entry_facts(parsed["feed"], base, date_is_publication=False), told


def parse_whole(body: bytes, url: str) -> Any:
    """Give feedparser's reading of a document in UTF-8 that is not well-formed.

    Character references that name no XML character become U+FFFD first: feedparser raises on some of them. A NUL,
    which no store takes, becomes U+0001, which no feed takes either: framing knows what to do with it. Raises
    ``ParseError`` (``unreadable``).
    """
    body = _DECLARATION.sub(b"", body, count=1).lstrip().replace(b"\0", b"\x01")
    body = _CHARACTER.sub(_possible, body)
    return _parse(b'<?xml version="1.0" encoding="utf-8"?>\n' + body, url)


def entry_facts(parsed: Any, base: str, *, date_is_publication: bool) -> Facts:
    """Give the facts of one feedparser dictionary.

    feedparser answers for ``updated`` with ``published`` where there is none, so its keys are asked for as a plain
    dictionary's. ``date_is_publication``: the only date is ``dc:date``, which feedparser files under ``updated``.
    """
    published, updated = _instant(parsed, "published"), _instant(parsed, "updated")
    if date_is_publication and published is None:
        published, updated = updated, None
    return Facts(
        published=published or _instant(parsed, "created"),
        updated=updated,
        authors=_authors(parsed),
        categories=_categories(parsed),
        enclosures=_enclosures(parsed, base),
    )


def _entry_form(tree: Tree, root: Element, top: Element) -> tuple[Element, str, str]:
    """Give where entries go in the reduced document, their namespace in braces, and their name."""
    namespace, name = split_tag(tree.entries[0].tag) if tree.entries else ("", "item")
    parent = top if tree.entries and tree.entries[0].getparent() is tree.channel else root
    return parent, f"{{{namespace}}}" if namespace else "", name


def _move(target: Element, children: Children, keys: tuple[str, ...]) -> None:
    for key in keys:
        for element in children.get(key, ()):
            if key == "link" and relation_of(element) != "enclosure":
                continue
            if (not len(element) or key in _AUTHORS) and len(text_of(element)) <= _TEXT_CHARS_MAX:
                element.tail = None
                target.append(element)


def _only_dublin_core(children: Children) -> bool:
    return not any(key in children for key in (*_DATE_KEYS, f"{{{DCTERMS}}}modified"))


def _parse(body: bytes, base: str) -> Any:
    headers = {"content-type": "application/xml; charset=utf-8"}
    if base.isascii():
        headers["content-location"] = base
    try:
        return feedparser.parse(
            BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except _FAULTS as fault:
        raise refused(
            "unreadable",
            f"no parser can read the document: {type(fault).__name__}: {str(fault)[:200]}",
            "the publisher must mend the feed",
        ) from fault


def _possible(found: re.Match[bytes]) -> bytes:
    point = int(found[1], 16) if found[1] else int(found[2])
    possible = point in {9, 10, 13} or 0x20 <= point <= 0xD7FF or 0xE000 <= point <= 0xFFFD
    return found[0] if possible or 0x10000 <= point <= 0x10FFFF else b"&#xFFFD;"


def _instant(parsed: Any, key: str) -> datetime | None:
    """Give a date that feedparser read, in UTC; nothing for one that no calendar has."""
    read = dict.get(parsed, f"{key}_parsed")
    if not read:
        return None
    try:
        year, month, day, hour, minute, second = read[:6]
        return usable_date(datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC))
    except (ValueError, TypeError, OverflowError):
        return None


def _authors(parsed: Any) -> tuple[Person, ...]:
    persons = [
        person_named(detail.get("name") or "", detail.get("href"))
        for detail in dict.get(parsed, "authors", ())[:AUTHORS_MAX]
    ]
    if not any(persons):
        persons = [person_named(dict.get(parsed, "author") or "")]
    return tuple(dict.fromkeys(person for person in persons if person))


def _categories(parsed: Any) -> tuple[str, ...]:
    terms = (collapse(tag.get("label") or tag.get("term") or "") for tag in dict.get(parsed, "tags", ()))
    return tuple(dict.fromkeys(term for term in terms if term))[:CATEGORIES_MAX]


def _enclosures(parsed: Any, base: str) -> tuple[Enclosure, ...]:
    found = []
    for link in dict.get(parsed, "links", ()):
        if link.get("rel") == "enclosure" and (url := absolute(link.get("href"), base)):
            media_type, length = media_type_of(link.get("type")), length_of(link.get("length"))
            found.append(Enclosure(url=url, media_type=media_type, length_bytes=length))
    return tuple(dict.fromkeys(found))[:ENCLOSURES_MAX]
