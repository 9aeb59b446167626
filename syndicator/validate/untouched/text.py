"""The normal form of a work's text, and where its pictures stand in it (docs/verbatim.md)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import NamedTuple

from syndicator.validate.untouched.nodes import LABELS, Node, names, walk

BLOCKS = names(
    "address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre "
    "section summary table tbody td tfoot th thead tr ul"
)
UNSHOWN = names("base datalist head link meta noscript script style template title")
EMBEDS = names("applet audio canvas embed frame frameset iframe object portal video")
_LINE = "\x00"
_TINY = re.compile(r"\s*[01](?:\.0*)?\s*(?:px)?\s*\Z")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class Shown(NamedTuple):
    """What a reader sees of HTML: the lines of its normal form, and its pictures."""

    lines: tuple[str, ...]
    pictures: tuple[tuple[str, int], ...]
    """(address, characters other than white space before it)."""


def shown(root: Node, kept: Collection[str] | None = None) -> Shown:
    """Give the text of a tree; ``kept``: without the documented removals, given the addresses of what was kept."""
    removed = frozenset[int]() if kept is None else frozenset(map(id, _removals(root, kept)))
    texts: list[str] = []
    pictures: list[tuple[str, int]] = []
    for step in walk(root, removed | frozenset(map(id, _unshown(root)))):
        if step.at == "text":
            texts.append(step.text)
            continue
        if step.at == "begin" and step.node.name == "img":
            pictures.append((step.node.attributes.get("src", ""), len(texts)))
        if step.node.name in BLOCKS:
            texts.append(_LINE)
    return Shown(_lines(texts), tuple((address, _characters(texts[:at])) for address, at in pictures))


def _lines(texts: list[str]) -> tuple[str, ...]:
    whole = unicodedata.normalize("NFC", "".join(texts))
    lines = (" ".join(line.split()) for line in whole.split(_LINE))
    return tuple(line for line in lines if line)


def _characters(texts: list[str]) -> int:
    joined = "".join("".join(texts).replace(_LINE, "").split())
    return len(unicodedata.normalize("NFC", joined))


def _all(root: Node) -> Iterator[Node]:
    return (step.node for step in walk(root, frozenset()) if step.at == "begin")


def _unshown(root: Node) -> list[Node]:
    return [node for node in _all(root) if node.name in UNSHOWN]


def _removals(root: Node, kept: Collection[str]) -> list[Node]:
    """Give what left with its text: embeds, labels of drawings, captions of figures that keep nothing."""
    found: list[Node] = []
    figures: list[_Figure] = []
    drawings = 0
    for step in walk(root, frozenset()):
        node, begins = step.node, step.at == "begin"
        if step.at == "text":
            continue
        if node.name == "figure":
            figures = [*figures, _Figure()] if begins else _closed(figures, found)
        elif node.name == "svg":
            drawings += 1 if begins else -1
        if not begins:
            continue
        if node.name == "figcaption" and figures:
            figures[-1].captions.append(node)
        elif node.name in EMBEDS or (drawings and node.name in LABELS):
            found.append(node)
        for figure in figures:
            figure.note(node, kept)
    return found


class _Figure:
    """What a figure shows, and its captions."""

    def __init__(self) -> None:
        self.shows = self.keeps = False
        self.captions: list[Node] = []

    def note(self, node: Node, kept: Collection[str]) -> None:
        """Take in an element within the figure. What is there to count, not to be seen, says nothing."""
        if node.name == "img" and not is_tiny(node):
            self.shows = True
            self.keeps = self.keeps or node.attributes.get("src", "").strip() in kept
        elif node.name == "svg" or node.name in EMBEDS:
            self.shows = True


def _closed(figures: list[_Figure], found: list[Node]) -> list[_Figure]:
    *outer, last = figures
    if last.shows and not last.keeps:
        found += last.captions
    return outer


def is_tiny(image: Node) -> bool:
    """Tell whether an image is at most 1x1 or hidden."""
    sizes = [size for name in ("width", "height") if (size := image.attributes.get(name)) is not None]
    if sizes and all(_TINY.match(size) for size in sizes):
        return True
    return _HIDDEN.search(image.attributes.get("style", "")) is not None
