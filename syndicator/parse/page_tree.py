"""An HTML page as a tree, and what a reader sees of it. Hostile markup costs time in proportion to its length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from syndicator.errors import ParseError
from syndicator.parse.encoding import to_utf8
from syndicator.parse.names import Element
from syndicator.parse.text import absolute, collapse

PAGE_BYTES_MAX = 2 * 1024 * 1024
"""What stands behind is not read."""
ATTRIBUTES_MAX = 1_000
"""Attributes of one tag, whose costs grow with the square of their number; a page is read up to a tag with more."""
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_NOT_ASCII = bytes(range(0x80, 0x100))
_HEAD_BYTES = 4_096
_TAG = re.compile(rb"<!--|<([A-Za-z][^\s/>]*)")
_ATTRIBUTE = re.compile(rb"""[\s/]*[^\s/>][^\s/>=]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*))?""")
"""One attribute as the HTML standard splits tags (13.2.5.32 and what follows)."""
_RAW = {name: re.compile(rb"</" + name, re.IGNORECASE) for name in (b"script", b"style", b"textarea", b"title")}
"""Elements in which no tag begins, and what ends each."""
_COMMENT_END = re.compile(rb"-->")
_UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "title", "svg", "iframe", "object"})
_AROUND = frozenset({"nav", "header", "footer", "aside", "form", "dialog"})
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark"}
    | {"q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"}
)


class Page(NamedTuple):
    """A page's tree; ``base`` is what its relative addresses are resolved against."""

    root: Element
    url: str
    base: str


def page_of(html: bytes | str, url: str, content_type: str) -> Page | None:
    """Give the tree of a page, or nothing where there is no element at all. Never raises."""
    body = _utf8(html, content_type).replace(b"\0", b"")
    body = body[: _readable(body)]
    parser = etree.HTMLParser(
        encoding="utf-8",
        recover=True,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
        collect_ids=False,
    )
    root = etree.fromstring(body, parser)  # raises nothing: it recovers from every fault
    if root is None:
        return None
    base = next((found for one in root.iter("base") if (found := absolute(one.get("href"), url))), url)
    return Page(root, url, base)


def main_of(page: Page) -> tuple[Element, bool]:
    """Give the element that holds the article, and whether what stands around an article must be left out of it.

    Of several ``article`` elements the one with the most text, the first of equals; else ``main``, else the page.
    """
    for names in (("article",), ("main",)):
        found = [one for one in page.root.iter(*names) if next(one.iterancestors(*names), None) is None]
        if found:
            return max(found, key=lambda one: len(text_below(one))), False
    return next(page.root.iter("body"), page.root), True


def text_below(element: Element, *, without: frozenset[str] = frozenset()) -> str:
    """Give the visible text, each run of white space as one space, words apart where blocks are."""
    return collapse("".join(_pieces(element, _UNSEEN | without)))


def text_of_body(element: Element) -> str:
    """Give the visible text without navigation, header, footer and asides."""
    return text_below(element, without=_AROUND)


def _pieces(element: Element, unseen: frozenset[str]) -> Iterator[str]:
    hidden: Element | None = None
    for event, node in etree.iterwalk(element, events=("start", "end")):
        begins = event == "start"
        if hidden is None and begins and node is not element and (node.tag in unseen or node.get("hidden") is not None):
            hidden = node
        if hidden is None:
            yield "" if node.tag in _INLINE else " "
            yield (node.text if begins else "" if node is element else node.tail) or ""
        elif node is hidden and not begins:
            hidden = None
            yield node.tail or ""


def _readable(body: bytes) -> int:
    """Give how many bytes stand before the first tag that has too many attributes."""
    at = 0
    while found := _TAG.search(body, at):
        at, name = found.end(), found[1]
        count = 0
        while name and (attribute := _ATTRIBUTE.match(body, at)):
            at, count = attribute.end(), count + 1
            if count > ATTRIBUTES_MAX:
                return found.start()
        end = _COMMENT_END if name is None else _RAW.get(name.lower())
        if end is not None:
            closing = end.search(body, at)
            if closing is None:
                break
            at = closing.end()
    return len(body)


def _utf8(html: bytes | str, content_type: str) -> bytes:
    if isinstance(html, str):
        return html[:PAGE_BYTES_MAX].encode(errors="replace")
    if len(html) > PAGE_BYTES_MAX:
        html = html[:PAGE_BYTES_MAX].rstrip(_NOT_ASCII)  # no character is cut in two
    if "charset" not in content_type.lower() and (found := _CHARSET.search(html[:_HEAD_BYTES])):
        content_type = f"text/html; charset={found[1].decode('ascii')}"
    try:
        return to_utf8(html, content_type).body
    except ParseError:
        return html.decode(errors="replace").encode()
