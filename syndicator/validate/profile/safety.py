"""Nothing that runs, hides or reorders goes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from syndicator.model.text import is_ordinary
from syndicator.validate.code_text import ERROR, CodeText, Fault
from syndicator.validate.names import attributes, children, elements
from syndicator.validate.profile.published import Published
from syndicator.validate.rules.html_content import (
    ADDRESS_ATTRIBUTES,
    FORBIDDEN_ELEMENTS,
    is_handler,
    runs,
)
from syndicator.validate.trees import SEEN_MAX, Tree, asides, local, named, spoken

CODES = {
    "script-in-content": CodeText(
        ERROR,
        "The HTML of an entry holds an element, attribute, address or comment that could run code.",
        "Some readers show HTML as it comes.",
        "This is a fault of syndicator: please report it with the entry's id.",
        "syndicator, SECURITY.md; RFC 4287, section 8.1",
    ),
    "unsafe-character": CodeText(
        ERROR,
        "A text holds characters that hide or reorder others.",
        "They make a name or an address look like another one.",
        "This is a fault of syndicator: please report it with the entry's id.",
        "Unicode technical report 36; XML 1.0, section 2.2",
    ),
    "unsafe-address": CodeText(
        ERROR,
        "An entry has an address that is neither http nor https.",
        "Readers follow it or load it.",
        "This is a fault of syndicator: please report it with the entry's id.",
        "syndicator, SECURITY.md",
    ),
}

_NONCHARACTERS = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
_UNSAFE = re.compile(f"[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\U000e0000-\U000e007f{_NONCHARACTERS}]")
_LOADED = ("link", "atom:link", "enclosure", "source", "creativeCommons:license")


def safety(feed: Published) -> Iterator[Fault]:
    """Judge the HTML, the texts and the addresses of every entry, and the words that the feed says of itself."""
    markup = {each.holder: each.tree for each in feed.doc.markup if each.tree is not None}
    for holder, tree in markup.items():
        yield from (Fault("script-in-content", holder, what) for what in _running(tree))
        if found := _hidden_in(tree):
            yield Fault("unsafe-character", holder, found)
    entries = dict.fromkeys(entry.element for entry in feed.all)
    said = (child for child in elements(feed.doc.head) if child not in entries)
    for part in (*said, *entries):
        for element in part.iter(etree.Element):
            yield from _unsafe(element, is_judged=element in markup)
    for entry in feed.all:
        for element in children(entry.element, *_LOADED):
            address = element.get("href") or element.get("url") or (element.text or "").strip()
            if not address.lower().startswith(("http://", "https://")):
                yield Fault("unsafe-address", element, address)


def _unsafe(element: etree._Element, *, is_judged: bool) -> Iterator[Fault]:
    """Judge names, titles and labels: the text of an element where no tree was judged, and its attributes."""
    own = "" if is_judged else element.text or ""
    for text in (own, element.tail or "", *(value for _, value in attributes(element))):
        if found := _hidden(text):
            yield Fault("unsafe-character", element, found)


def _hidden(text: str) -> str:
    if is_ordinary(text):
        return ""
    found = _UNSAFE.search(text)
    return f"U+{ord(found.group()):04X}" if found else ""


@lru_cache(maxsize=SEEN_MAX)
def _hidden_in(tree: Tree) -> str:
    return _hidden(spoken(tree.root))


@lru_cache(maxsize=SEEN_MAX)
def _running(tree: Tree) -> tuple[str, ...]:
    return tuple(_each_running(tree))


def _each_running(tree: Tree) -> Iterator[str]:
    if not tree.whole:
        yield "nested too deeply to be read to its end"
    if asides(tree.root):
        yield "comment or processing instruction"
    yield from (local(element) for element in named(tree.root, FORBIDDEN_ELEMENTS))
    for element in tree.attributed:
        for key, value in attributes(element):
            attribute = key.lower()
            if is_handler(attribute) or (attribute in ADDRESS_ATTRIBUTES and runs(value)):
                yield f"{local(element)} {attribute}"
