"""HTML trees: the one place that parses HTML, walks its text, and writes it back.

Parsing is lenient (libxml2). What comes in is hostile: ``shape_fault`` and ``too_deep`` say when a tree must not
be worked on, before anything slow happens to it.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from lxml import etree

Element = etree._Element  # noqa: SLF001 - lxml has no public name for the class of a node
"""A node of an HTML tree."""


def names(text: str) -> frozenset[str]:
    """Give the set of the names that stand in a text."""
    return frozenset(text.split())


DEPTH_MAX = 256
"""Deepest tree that is worked on. libxml2 stops reading there, so a deeper one is never whole."""
ATTRIBUTES_MAX = 256
"""Most attributes of one element. Parsers take quadratic time over them."""

BLOCKS = names(
    "address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre "
    "section summary table tbody td tfoot th thead tr ul"
)
"""Elements that begin and end a line of the text."""
VOID = names("br col hr img wbr")
"""Elements without content, among those that a work may keep."""
HIDDEN = names("base datalist head link meta noscript script style template title")
"""Elements whose content no reader ever shows."""
COUNTER_MARK = "\x01"
LINE_MARK = "\x00"

_PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
_END_OF_PAGE = re.compile(r"</(?=(?:body|html|head)[\s/>])", re.IGNORECASE)
_ATTRIBUTE = r"""[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?+|'[^']*+'?+|[^\s>"'][^\s>]*+|(?=>)))?+"""
_TAG_START = re.compile("<(?=[a-zA-Z])")
_TAG = re.compile(rf"[a-zA-Z][^\s/>]*+(?:[\s/]++|{_ATTRIBUTE})*+")
_VOID_TAG = re.compile(
    rf"<(bgsound|embed|image|keygen|source|track|wbr)(?=[\s/>])((?:[\s/]++|{_ATTRIBUTE})*+)>", re.IGNORECASE
)
_ONE_ATTRIBUTE = re.compile(_ATTRIBUTE)
_SCAN_FACTOR = 20


def parse(html: str) -> Element:
    """Read HTML as the content of a page and give its ``body``. Comments and instructions are dropped.

    The text must be free of what ``chars.parsable`` removes. Two things are mended first, or text would be lost:
    end tags of the page itself, where libxml2 may stop reading, and empty elements that libxml2 does not know to be
    empty, so that they would swallow what follows (HTML 13.1.2).
    """
    inert = _VOID_TAG.sub(r"<\1\2 />", _END_OF_PAGE.sub("</x-", html))
    page = etree.fromstring(f"<!DOCTYPE html><html><body>{inert}".encode(), _PARSER)
    return page[-1]


def shape_fault(html: str) -> str | None:
    """Say what makes HTML too costly to parse: an element with very many attributes. ``None`` when nothing does.

    Every place that could start a tag is tried, so that no quote, comment or script can hide one; the whole scan
    is bounded by a multiple of the length.
    """
    budget = _SCAN_FACTOR * len(html) + 1000
    for start in _TAG_START.finditer(html):
        tag = _TAG.match(html, start.end())
        size = tag.end() - tag.start() if tag else 0
        budget -= size
        if budget < 0:
            return "its tags can not be told apart"
        if tag and size > 2 * ATTRIBUTES_MAX and len(_ONE_ATTRIBUTE.findall(tag[0])) > ATTRIBUTES_MAX:
            return f"an element has more than {ATTRIBUTES_MAX} attributes"
    return None


def too_deep(root: Element) -> bool:
    """Tell whether a tree reaches the greatest depth, where the parser stops reading."""
    depth = 1  # the page around the body
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth >= DEPTH_MAX:
            return True
    return False


def pieces(root: Element, skipped: Collection[Element] = (), counter: Element | None = None) -> list[str]:
    """Give the text below ``root`` in reading order, with ``LINE_MARK`` where a block begins or ends.

    ``skipped`` elements and those never shown give no text; ``COUNTER_MARK`` stands where the counter is.
    """
    found: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if tag in BLOCKS:
            found.append(LINE_MARK)
        if event == "end":
            if element is not root and element.tail:
                found.append(element.tail)
        elif tag in HIDDEN or element in skipped:
            walk.skip_subtree()
        elif element is counter:
            found.append(COUNTER_MARK)
        elif element.text:
            found.append(element.text)
    return found


def drop(element: Element) -> None:
    """Take an element out with its content, and keep what stands after it. A tree's root stays.

    A block between two runs of text leaves a line break, so that the runs do not grow together.
    """
    parent = element.getparent()
    if parent is None:
        return
    if element.tag in BLOCKS and element.tag != "br" and _splits(element, parent):
        element.addprevious(etree.Element("br"))
    before = element.getprevious()
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _splits(element: Element, parent: Element) -> bool:
    """Tell whether inline content stands on both sides of an element, or may: inside an inline parent."""
    if parent.tag not in BLOCKS:
        return True
    before, after = element.getprevious(), element.getnext()
    lead = parent.text if before is None else before.tail
    left = bool((lead or "").strip()) or (before is not None and before.tag not in BLOCKS)
    right = bool((element.tail or "").strip()) or (after is not None and after.tag not in BLOCKS)
    return left and right


def markup(element: Element) -> str:
    """Write one element and its content as HTML that every parser reads the same way; addresses stay as they are.

    libxml2's HTML writer percent-encodes addresses, its XML writer does not: so empty elements get an end tag here.
    """
    for node in element.iter():
        if node.tag not in VOID and node.text is None and not len(node):
            node.text = ""
    return etree.tostring(element, method="xml", encoding="unicode", with_tail=False)


def text_in(element: Element) -> str:
    """Give all text in an element, shown or not."""
    return "".join(map(str, element.itertext()))
