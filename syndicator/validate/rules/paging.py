"""Feeds in several documents: complete, paged and archived ones (RFC 5005)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from syndicator.validate.code_text import ERROR, WARNING, CodeText, Fault
from syndicator.validate.document import Doc
from syndicator.validate.names import children
from syndicator.validate.rules.atom_links import relation_of, resolved

CODES = {
    "feed-rel-in-complete-feed": CodeText(
        ERROR,
        "A feed that is complete leads to a further part of itself.",
        "It is either all there is or one part of it.",
        "Remove fh:complete, or the link.",
        "RFC 5005, section 2",
    ),
    "current-not-self-in-complete-feed": CodeText(
        ERROR,
        "A complete feed calls another document the current one.",
        "A complete feed is the current one.",
        "Give the link of rel=current the address of rel=self, or remove it.",
        "RFC 5005, sections 2 and 4",
    ),
    "feed-history-rel-in-entry": CodeText(
        WARNING,
        "An entry holds a link that leads through the parts of a feed.",
        "Such links belong to the feed: readers pass over them here.",
        "Move the link to the feed.",
        "RFC 5005, sections 3 and 4",
    ),
    "link-past-end": CodeText(
        ERROR,
        "The first part leads to one before it, or the last to one behind it.",
        "There is none: a reader that follows goes in circles.",
        "Remove the link.",
        "RFC 5005, section 3",
    ),
    "missing-current-in-archive": CodeText(
        WARNING,
        "An archive does not lead to the feed that it is an archive of.",
        "A reader that finds it can not subscribe.",
        "Add a link of rel=current.",
        "RFC 5005, section 4",
    ),
    "archive-incomplete": CodeText(
        WARNING,
        "A feed leads to archives and an archive is not marked as one.",
        "Readers can not tell what changes no more.",
        "Add fh:archive to every archive, and prev-archive to each that is not the oldest.",
        "RFC 5005, section 4",
    ),
}

_PARTS = frozenset({"next", "previous", "prev-archive", "next-archive"})
_OF_FEEDS = _PARTS | {"first", "last", "current"}
_ENDS = (
    *(("previous", "first"), ("prev-archive", "first"), ("next", "last"), ("next-archive", "last")),
    ("next-archive", "current"),
)


def paging(doc: Doc) -> Iterator[Fault]:
    """Judge how a feed says which part of itself it is."""
    links = children(doc.head, "atom:link")
    by_relation = {relation_of(link): link for link in reversed(links)}
    if children(doc.head, "fh:complete"):
        yield from _complete(by_relation)
    archives = children(doc.head, "fh:archive")
    if archives and "current" not in by_relation:
        yield Fault("missing-current-in-archive", archives[0])
    if "next-archive" in by_relation and not archives:
        yield Fault("archive-incomplete", by_relation["next-archive"])
    own = _address(by_relation, "self")
    for relation, end in _ENDS:
        if relation in by_relation and own and own == _address(by_relation, end):
            yield Fault("link-past-end", by_relation[relation], relation)
    for link in (link for entry in doc.entries for link in children(entry, "atom:link")):
        if relation_of(link) in _OF_FEEDS:
            yield Fault("feed-history-rel-in-entry", link, relation_of(link))


def _complete(by_relation: dict[str, etree._Element]) -> Iterator[Fault]:
    for relation in sorted(_PARTS & by_relation.keys()):
        yield Fault("feed-rel-in-complete-feed", by_relation[relation], relation)
    current, own = _address(by_relation, "current"), _address(by_relation, "self")
    if current and own and current != own:
        yield Fault("current-not-self-in-complete-feed", by_relation["current"], current)


def _address(by_relation: dict[str, etree._Element], relation: str) -> str:
    link = by_relation.get(relation)
    return resolved(link) if link is not None else ""
