"""Reading one element: its children by name, its text, its markup."""

from __future__ import annotations

import base64
import binascii
import html
from functools import lru_cache

from lxml import etree

from syndicator.parse.names import XHTML, Element, core_name, split_tag
from syndicator.parse.text import collapse, html_to_text

Children = dict[str, list[Element]]
"""An element's children: those of RSS and Atom by lower-case local name, others by their whole tag."""

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
"""Elements that HTML never closes."""
_XHTML_TYPES = frozenset({"xhtml", "application/xhtml+xml"})
_HTML_TYPES = frozenset({"html", "text/html"})
_TEXT_TYPES = frozenset({"", "text", "text/plain"})


def children_of(element: Element) -> Children:
    """Give an element's children by name, each name's in their order."""
    children: Children = {}
    for child in element:
        children.setdefault(key_of_tag(child.tag), []).append(child)
    return children


@lru_cache(maxsize=1024)
def key_of_tag(tag: str) -> str:
    """Give the name under which ``children_of`` files an element."""
    return core_name(tag).lower() or tag


def text_of(element: Element) -> str:
    """Give the text of an element and all below it, character for character."""
    return "".join(map(str, element.itertext())) if len(element) else element.text or ""


def first_text(children: Children, *keys: str) -> str:
    """Give the stripped text of the first child that has one, names in order of preference."""
    for key in keys:
        for element in children.get(key, ()):
            if text := text_of(element).strip():
                return text
    return ""


def title_text(element: Element) -> str:
    """Give an Atom text construct as plain text (RFC 4287 3.1)."""
    kind = (element.get("type") or "").strip().lower()
    if kind in _HTML_TYPES and not len(element):
        return html_to_text(text_of(element))
    return collapse(text_of(element))


def markup_of(element: Element, *, plain: bool) -> str | None:
    """Give an element's content as HTML, or nothing where it is no text.

    ``plain`` says that an untyped element holds text (Atom), not HTML (RSS). Inline XHTML is written as XML whose
    empty elements an HTML parser reads rightly; it takes the children off the element, so read texts first.
    """
    kind = (element.get("type") or "").strip().lower()
    if len(element):
        return _inline(element)
    text = element.text or ""
    if element.get("mode") == "base64":
        return _from_base64(text)
    if kind in _HTML_TYPES or kind in _XHTML_TYPES or not plain or element.get("mode") == "escaped":
        return text
    return html.escape(text, quote=False) if kind in _TEXT_TYPES else None


def _from_base64(text: str) -> str | None:
    try:
        return base64.b64decode(text, validate=False).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None


def _inline(element: Element) -> str:
    """Write child elements without the feed's namespaces; of XHTML's single ``div``, its content (RFC 4287 3.1.1.3)."""
    inner = element[0] if len(element) == 1 and split_tag(element[0].tag) == (XHTML, "div") else element
    wrapper = etree.Element("div")
    wrapper.text = inner.text
    for child in list(inner):
        wrapper.append(child)
    for node in wrapper.iter():
        namespace, name = split_tag(node.tag)
        if namespace == XHTML or key_of_tag(node.tag) != node.tag:
            node.tag = name
        if not len(node) and not node.text and name not in _VOID:
            node.text = ""
    etree.cleanup_namespaces(wrapper)
    return etree.tostring(wrapper, encoding="unicode")[len("<div>") : -len("</div>")]
