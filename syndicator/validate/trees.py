"""HTML as a tree, and the questions that rules ask of one; the walking is libxml2's."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from syndicator.validate.names import local_name

_WITH_ATTRIBUTES = etree.XPath("descendant-or-self::*[@*]")
_SPOKEN = etree.XPath("string()")


_TAG = re.compile(r"""<[A-Za-z](?:[^"'>]++|"[^"]*+"|'[^']*+')*+""")
_BETWEEN = re.compile(r"[\s/\"']")
SEEN_MAX = 128
"""How many HTML texts are remembered: both formats of a feed carry the same ones."""
_BETWEEN_MAX = 512
"""A start tag with more places between attributes is not parsed: the time grows with their square."""


class Tree(NamedTuple):
    """One HTML text as a tree."""

    root: etree._Element
    attributed: tuple[etree._Element, ...]
    """The elements that have attributes, in the document's order."""
    whole: bool
    """False where the parser stopped before the end, because elements are nested too deeply."""


def tree_of(root: etree._Element, *, whole: bool = True) -> Tree:
    """Give the tree below an element that is parsed already."""
    found: list[etree._Element] = _WITH_ATTRIBUTES(root)  # type: ignore[assignment] # the expression gives elements
    return Tree(root, tuple(found), whole)


def too_crowded(html: str) -> bool:
    """Tell whether a start tag may hold so many attributes that a parser takes minutes; takes linear time."""
    long_tags = (tag.group() for tag in _TAG.finditer(html) if tag.end() - tag.start() > _BETWEEN_MAX)
    return any(len(_BETWEEN.findall(tag)) > _BETWEEN_MAX for tag in long_tags)


@lru_cache(maxsize=SEEN_MAX)
def html_tree(html: str) -> Tree | None:
    """Parse HTML as leniently as readers do; nothing where no element can be read from it. Callers only look."""
    if "<" not in html or too_crowded(html):
        return None
    parser = etree.HTMLParser(encoding="utf-8", no_network=True)
    root = etree.fromstring(html.encode("utf-8"), parser)
    if root is None:
        return None
    whole = all(entry.type != etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log)
    return tree_of(root, whole=whole)


def named(root: etree._Element, names: frozenset[str]) -> list[etree._Element]:
    """Give the elements of these names, of any namespace."""
    return list(root.iter(*(f"{{*}}{name}" for name in sorted(names))))


def asides(root: etree._Element) -> bool:
    """Tell whether there is a comment or processing instruction."""
    return next(root.iter(etree.Comment, etree.ProcessingInstruction), None) is not None


def of_class(tree: Tree, class_name: str) -> list[etree._Element]:
    """Give the elements of a class."""
    return [element for element in tree.attributed if class_name in element.get("class", "").split()]


def spoken(root: etree._Element) -> str:
    """Give all text, as it stands."""
    return str(_SPOKEN(root))


def local(element: etree._Element) -> str:
    """Give the lower-case name of an HTML or XHTML element."""
    return local_name(element.tag).lower()
