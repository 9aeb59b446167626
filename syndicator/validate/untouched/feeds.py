"""Entries of a feed document with their HTML: of our published files and of upstream documents alike.

Where an entry's text stands is told in docs/verbatim.md. What is not well-formed XML is refused, not repaired.
"""

from __future__ import annotations

import base64
import binascii
import html
import json
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urljoin

from lxml import etree

from syndicator.validate.untouched.nodes import Node, nodes_of

ATOM = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
CONTENT = "http://purl.org/rss/1.0/modules/content/"
XHTML = "http://www.w3.org/1999/xhtml"
DC = "http://purl.org/dc/elements/1.1/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_OWN = (
    *ATOM,
    "",
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://channel.netscape.com/rdf/simple/0.9/",
)
"""Namespaces of the formats' own elements."""
_FULL = (f"{{{CONTENT}}}encoded", "content", f"{{{XHTML}}}body", f"{{{XHTML}}}div")
_SUMMARY = ("description", "summary", f"{{{DC}}}description")
_LATIN = frozenset({"iso-8859-1", "latin1", "us-ascii", "ascii"})
"""Labels that mean windows-1252 wherever feeds are read (Encoding Standard 4.2)."""
_HTML = frozenset({f"{{{CONTENT}}}encoded", "description"})
"""Elements whose text is HTML whatever their type says."""


class NotAFeedError(ValueError):
    """The bytes are no feed that can be read."""


class Carried(NamedTuple):
    """One entry as a document carries it."""

    id: str
    link: str
    title: str
    body: Node | None
    """Its text as HTML; ``None`` where it has none."""
    bases: tuple[str, ...] = ()
    """What relative addresses in it may be relative to."""


def entries_of(body: bytes) -> tuple[Carried, ...]:
    """Give the entries of an RSS, Atom or JSON Feed document, in its order.

    Raises:
        NotAFeedError: it is none of these, or not well-formed.
    """
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return tuple(_json_entries(body))
    try:
        root = _tree(body, None)
        if (root.getroottree().docinfo.encoding or "").lower() in _LATIN:
            root = _tree(body, "windows-1252")
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotAFeedError(f"not well-formed XML: {error}") from error
    if _local(root).lower() not in {"feed", "rss", "rdf"}:
        raise NotAFeedError(f"its root is <{_local(root)}>, which is no feed")
    found = [one for one in root.iter("{*}entry", "{*}item") if etree.QName(one).namespace in {*_OWN, None}]
    return tuple(_entry(one) for one in found)


def _tree(body: bytes, encoding: str | None) -> etree._Element:
    parser = etree.XMLParser(
        encoding=encoding,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(body, parser)


def _json_entries(body: bytes) -> Iterator[Carried]:
    try:
        items = json.loads(body)["items"]
        given: list[dict[str, Any]] = [item for item in items if isinstance(item, dict)]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotAFeedError("not a JSON Feed") from error
    for item in given:
        id_, link = str(item.get("id") or ""), str(item.get("url") or "")
        markup = str(item.get("content_html") or html.escape(str(item.get("content_text") or ""), quote=False))
        title = str(item.get("title") or "")
        yield Carried(id_, link, title, nodes_of(markup) if markup.strip() else None, (link,) if link else ())


def _entry(element: etree._Element) -> Carried:
    children = list(element)
    holder, body = _body(children)
    link = _link(children)
    bases = tuple(dict.fromkeys(base for base in (_base(holder), link) if base))
    title = " ".join("".join(_texts(children, "title")[:1]).split())
    ids = [*_texts(children, "id"), *_texts(children, "guid"), element.get(f"{{{RDF}}}about", "")]
    return Carried(next((one.strip() for one in ids if one.strip()), ""), link, title, body, bases)


def _body(children: list[etree._Element]) -> tuple[etree._Element | None, Node | None]:
    """Give the first text: the full one, else the summary."""
    for key in (*_FULL, *_SUMMARY):
        for child in children:
            if _key(child) != key or child.get("src"):
                continue
            body = _markup(child, plain=key not in _HTML and etree.QName(child).namespace in ATOM)
            if body is not None:
                return child, body
    return None, None


def _markup(element: etree._Element, *, plain: bool) -> Node | None:
    if len(element):
        inner = element[0] if len(element) == 1 and element[0].tag == f"{{{XHTML}}}div" else element
        return _converted(inner)
    kind = (element.get("type") or "").strip().lower()
    text = element.text or ""
    if element.get("mode") == "base64":
        try:
            text = base64.b64decode(text).decode()
        except (binascii.Error, UnicodeDecodeError):
            return None
    elif plain and element.get("mode") != "escaped":
        if kind in {"", "text", "text/plain"}:
            text = html.escape(text, quote=False)
        elif "html" not in kind:
            return None
    return nodes_of(text) if text.strip() else None


def _converted(element: etree._Element) -> Node:
    """Give inline XHTML as nodes."""
    root = Node("body")
    todo = [(element, root)]
    while todo:
        source, target = todo.pop()
        target.content.append(source.text or "")
        for child in source:
            attributes = {str(name): str(value) for name, value in child.attrib.items()}
            node = Node(_local(child).lower(), attributes)
            target.content += [node, child.tail or ""]
            todo.append((child, node))
    return root


def _link(children: list[etree._Element]) -> str:
    for child in children:
        if _key(child) != "link":
            continue
        if (child.get("rel") or "alternate") == "alternate" and (address := (child.get("href") or child.text or "")):
            return urljoin(_base(child), address.strip())
    guids = [child for child in children if _key(child) == "guid" and child.get("isPermaLink") != "false"]
    return next((guid.text.strip() for guid in guids if guid.text), "")


def _base(element: etree._Element | None) -> str:
    """Give the chain of ``xml:base`` around an element."""
    base = ""
    chain = [] if element is None else [*reversed(list(element.iterancestors())), element]
    for above in chain:
        base = urljoin(base, above.get(_BASE, ""))
    return base


def _texts(children: list[etree._Element], key: str) -> list[str]:
    return ["".join(map(str, child.itertext())) for child in children if _key(child) == key]


def _key(element: etree._Element) -> str:
    """Give the lower-case name of an element of the formats' own, of another its whole tag."""
    name = etree.QName(element)
    return name.localname.lower() if (name.namespace or "") in _OWN else str(element.tag)


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname
