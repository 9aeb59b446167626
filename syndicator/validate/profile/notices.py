"""Each work stands in its frame: the notice beside it, and a link to the original that a reader can see."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from syndicator.validate.code_text import ERROR, CodeText, Fault
from syndicator.validate.profile.published import NOTICE_CLASS, WORK_CLASS, Published, PublishedEntry
from syndicator.validate.trees import Tree, of_class, spoken

REFERENCE_CHARACTERS_MAX = 1_500
"""A body without a work is a reference: title, authors, date and link need no more room than this."""

CODES = {
    "notice-missing": CodeText(
        ERROR,
        "A published work has no notice beside it.",
        "Publishers and licenses ask to say where the work comes from and under which terms.",
        "This is a fault of syndicator: please report it with the entry's id.",
        "Creative Commons 4.0, section 3(a); the publisher's terms",
    ),
    "original-link-missing": CodeText(
        ERROR,
        "The body of an entry has no link to the original.",
        "Many readers show the body alone.",
        "This is a fault of syndicator: please report it with the entry's id.",
        "Creative Commons 4.0, section 3(a)(1)(A)(v)",
    ),
    "work-unframed": CodeText(
        ERROR,
        "A body is too long for a reference, but no frame marks the work in it.",
        "Without the frame nobody can tell the work from what is ours.",
        "This is a fault of syndicator: please report it with the entry's id.",
        "syndicator, design: frame, never edit",
    ),
}


def notices(feed: Published) -> Iterator[Fault]:
    """Look for notice and link in every body."""
    for entry in feed.entries:
        yield from (Fault(code, entry.element, entry.id) for code in _codes(entry))


def _codes(entry: PublishedEntry) -> Iterator[str]:
    body = entry.body
    if body is None or not _links_to(body, entry.link):
        yield "original-link-missing"
    if body is None:
        return
    if entry.is_work:
        if not any(spoken(notice).strip() for notice in _outside_works(body)):
            yield "notice-missing"
    elif len(" ".join(spoken(body.root).split())) > REFERENCE_CHARACTERS_MAX:
        yield "work-unframed"


def _outside_works(body: Tree) -> list[etree._Element]:
    """Give the notices that are ours: one inside the work is the upstream's imitation."""
    return [
        notice
        for notice in of_class(body, NOTICE_CLASS)
        if not any(WORK_CLASS in parent.get("class", "").split() for parent in notice.iterancestors())
    ]


def _links_to(body: Tree, link: str) -> bool:
    """Tell whether a link leads to this address, however the two of them are percent-encoded (RFC 3986 6.2.2.2)."""
    wanted = unquote(link)
    return bool(link) and any(unquote(a.get("href", "").strip()) == wanted for a in body.root.iter("a"))
