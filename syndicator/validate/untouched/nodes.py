"""HTML as plain nodes, read by Python's own parser: what a checker needs of a tree, and no more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple


def names(text: str) -> frozenset[str]:
    """Give the set of the names that stand in a text."""
    return frozenset(text.split())


VOID = names("area base basefont bgsound br col embed hr image img input keygen link meta param source track wbr")
"""Elements without content (HTML 13.1.2, and those that browsers treat so)."""
ENDS_DRAWING = names(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta "
    "nobr ol p pre ruby s small span strike strong sub sup table tt u ul var"
)
"""Start tags at which an SVG or MathML element is over (HTML 13.2.6.5)."""
LABELS = names("desc foreignobject metadata script style text textpath title")
"""Elements of a drawing that hold words."""

_PAGE = names("body head html")
_UNFINISHED = re.compile("<[A-Za-z/!?]")
_DRAWING_EDGES = names("desc foreignobject math svg title")


class Node:
    """One element: its name in lower case, its attributes, and its content in order."""

    def __init__(self, name: str, attributes: dict[str, str] | None = None) -> None:
        self.name = name
        self.attributes = attributes or {}
        self.content: list[Node | str] = []

    def elements(self) -> Iterator[Node]:
        """Give the elements directly in it."""
        return (one for one in self.content if isinstance(one, Node))


class Step(NamedTuple):
    """One step of a walk: an element's begin or end, or a text."""

    node: Node
    at: str
    """``begin``, ``end`` or ``text``."""
    text: str = ""


def walk(root: Node, skipped: frozenset[int]) -> Iterator[Step]:
    """Go through a tree in reading order, past the nodes whose ``id()`` is named here. Depth costs no stack."""
    todo: list[Step | Node] = [root]
    while todo:
        one = todo.pop()
        if isinstance(one, Step):
            yield one
            continue
        if id(one) in skipped:
            continue
        yield Step(one, "begin")
        todo.append(Step(one, "end"))
        todo += [inner if isinstance(inner, Node) else Step(one, "text", inner) for inner in reversed(one.content)]


def nodes_of(html: str) -> Node:
    """Read HTML as the content of a page's body."""
    reader = _Reader()
    reader.feed(html)
    if _UNFINISHED.match(reader.rawdata):
        reader.rawdata = ""  # a comment or tag that never ends goes on to the end, and is no text
    reader.close()
    return reader.root


class _Reader(HTMLParser):
    """Builds nodes. An end tag closes the nearest open element of its name, and what is open within it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("body")
        self._open = [self.root]
        self._names = Counter[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element, after a drawing that it ends."""
        if self._names["iframe"]:
            return
        if tag in _PAGE:
            self._open[-1].content.append(Node("br"))
            return
        if tag in ENDS_DRAWING:
            self._end_drawing()
        attributes: dict[str, str] = {}
        for name, value in attrs:
            attributes.setdefault(name, value or "")
        node = Node(tag, attributes)
        self._open[-1].content.append(node)
        if tag not in VOID:
            self._open.append(node)
            self._names[tag] += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; only in a drawing does the slash close it."""
        self.handle_starttag(tag, attrs)
        if (self._names["svg"] or self._names["math"]) and tag not in VOID:
            self._close_from(len(self._open) - 1)

    def handle_endtag(self, tag: str) -> None:
        """Close an element. A paragraph that is not open is an empty one, and so is a line break."""
        if self._names["iframe"] and tag != "iframe":
            return
        if tag == "p":
            self._end_drawing()
        if self._names[tag]:
            at = len(self._open) - 1
            while self._open[at].name != tag:
                at -= 1
            self._close_from(at)
        elif tag in {"p", "br"}:
            self._open[-1].content.append(Node(tag))

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self._open[-1].content.append(data)

    def _close_from(self, at: int) -> None:
        for node in self._open[at:]:
            self._names[node.name] -= 1
        del self._open[at:]

    def _end_drawing(self) -> None:
        """Close the drawing around this place; within a label of it, HTML may stand."""
        if not (self._names["svg"] or self._names["math"]):
            return
        at = len(self._open) - 1
        while self._open[at].name not in _DRAWING_EDGES:
            at -= 1
        if self._open[at].name in {"svg", "math"}:
            self._close_from(at)
