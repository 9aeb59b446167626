"""What stands for an entry that was withdrawn says so and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from syndicator.model.plan import STUB_SENTENCES, STUB_TITLE
from syndicator.validate.code_text import ERROR, CodeText, Fault
from syndicator.validate.names import attributes, elements, name, text
from syndicator.validate.profile.published import Published

CODES = {
    "stub-not-bare": CodeText(
        ERROR,
        "What stands for a withdrawn entry holds more or less than its fixed words.",
        "Nothing of a work that was withdrawn may stay: no text, author, title, license or counter.",
        "This is a fault of syndicator: please report it with the entry's id.",
        "syndicator, design: a withdrawn stub carries the id and the reason alone",
    ),
}

_MUST = ("title", "guid", "pubDate", "description")
_MAY = ("link", "dc:language")
_SENTENCES = frozenset(STUB_SENTENCES.values())


def stubs(feed: Published) -> Iterator[Fault]:
    """Judge every stub: the only words in it are ours, and it holds no element beside those it needs."""
    for stub in feed.stubs:
        yield from (Fault("stub-not-bare", stub.element, what) for what in _wrong(stub.element))


def _wrong(item: etree._Element) -> Iterator[str]:
    found = elements(item)
    names = [name(child.tag) for child in found]
    yield from (f"no {must}" for must in _MUST if must not in names)
    yield from dict.fromkeys(one for one in names if one not in (*_MUST, *_MAY) or names.count(one) > 1)
    if attributes(item) or _loose(item):
        yield "words or attributes beside its elements"
    for child, child_name in zip(found, names, strict=True):
        if not _is_plain(child, child_name):
            yield child_name


def _loose(item: etree._Element) -> bool:
    """Tell whether there is text between the elements."""
    return any((piece or "").strip() for piece in (item.text, *(child.tail for child in item)))


def _is_plain(child: etree._Element, child_name: str) -> bool:
    """Tell whether an element holds nothing but what it may: of free text only the id, the date and the address."""
    allowed = [("isPermaLink", "false")] if child_name == "guid" else []
    if len(child) or attributes(child) != allowed:
        return False
    match child_name:
        case "title":
            return text(child) == STUB_TITLE
        case "description":
            return text(child) in _SENTENCES
        case "dc:language":
            return text(child) == "en"
        case _:
            return True
