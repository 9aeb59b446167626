"""The words of a terms page, line by line, so that two of its states can be compared."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from lxml import etree, html

from syndicator.errors import ParseError
from syndicator.parse.encoding import to_utf8
from syndicator.parse.text import collapse

CHARACTERS_MAX = 200_000
"""What is longer is cut: no house rules are."""

_LEFT_OUT = frozenset({"script", "style", "noscript", "template", "svg", "nav", "header", "footer", "aside", "form"})
_LINES = frozenset(
    {"p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "blockquote", "pre", "div", "section", "br"}
    | {"article", "main", "body", "ul", "ol", "dl", "table", "figure", "figcaption", "details", "summary"}
)
_PLACES = (".//main", ".//*[@role='main']", ".//article", ".//body")


def policy_text(body: bytes, content_type: str = "") -> str:
    """Give the visible text of a page's main part, one line a paragraph; empty where nothing can be read.

    Menus, headers, footers and forms are left out: they change without the terms changing. Never raises.
    """
    try:
        tree = html.document_fromstring(to_utf8(body, content_type).body, parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ParseError, ValueError):
        return ""
    part = next((found for place in _PLACES if (found := tree.find(place)) is not None), tree)
    lines = (collapse(unicodedata.normalize("NFC", line)) for line in "".join(_texts(part)).split("\n"))
    return "\n".join(line for line in lines if line)[:CHARACTERS_MAX]


def _parser() -> html.HTMLParser:
    return html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)


def _texts(part: html.HtmlElement) -> Iterator[str]:
    """Give the texts of an element in their order, with a line break around each block."""
    skipped: etree._Element | None = None
    for event, node in etree.iterwalk(part, events=("start", "end")):
        if skipped is not None:
            if event == "end" and node is skipped:
                skipped = None
                yield (node.tail or "").replace("\n", " ")
            continue
        if event == "start" and node.tag in _LEFT_OUT:
            skipped = node
            continue
        if node.tag in _LINES:
            yield "\n"
        if event == "start":
            yield (node.text or "").replace("\n", " ")
        elif node is not part:
            yield (node.tail or "").replace("\n", " ")
