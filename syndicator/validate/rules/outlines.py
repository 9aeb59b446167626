"""Outlines of OPML: what each kind must hold (OPML 2.0 specification, outline and subscription lists)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from syndicator.validate.code_text import WARNING, CodeText, Fault
from syndicator.validate.document import Doc
from syndicator.validate.names import attributes
from syndicator.validate.values import Value
from syndicator.validate.values.addresses import full_uri
from syndicator.validate.values.words import language

_SOURCE = "OPML 2.0 specification"

CODES = {
    "obsolete-version": CodeText(
        WARNING,
        "The document's element has a name from before OPML 1.0.",
        "Few programs still read it.",
        'Write <opml version="2.0">.',
        f"{_SOURCE}, compatibility",
    ),
    "invalid-outline-type": CodeText(
        WARNING,
        "The outline is of a kind that OPML 1 does not have.",
        "Programs pass over what they do not know.",
        'Write type="rss", type="link" or type="include", or say version="2.0".',
        f"{_SOURCE}, outline",
    ),
    "invalid-outline-version": CodeText(
        WARNING,
        "The version of the feed is none that a subscription list has.",
        "Programs can not tell what kind of feed it is.",
        'Write "RSS", "RSS1", "RSS2" or "scriptingNews", or leave it out.',
        f"{_SOURCE}, subscription lists",
    ),
    "missing-xml-url": CodeText(
        WARNING,
        "A subscription has no xmlUrl.",
        "Nobody can subscribe to it.",
        "Add xmlUrl with the address of the feed.",
        f"{_SOURCE}, subscription lists",
    ),
    "missing-title-attr": CodeText(
        WARNING,
        "A subscription has no title.",
        "Some programs show title and not text.",
        "Add title with the name of the feed.",
        f"{_SOURCE}, subscription lists",
    ),
    "missing-url-attr": CodeText(
        WARNING,
        "An outline that leads somewhere has no url.",
        "It leads nowhere.",
        "Add url.",
        f"{_SOURCE}, inclusion",
    ),
}

_ANYWHERE = frozenset({"text", "type", "isComment", "isBreakpoint", "created", "category"})
_OF_SUBSCRIPTIONS: dict[str, Value] = {"xmlUrl": full_uri, "htmlUrl": full_uri, "language": language}
_FREE = frozenset({"title", "description", "version"})
_VERSIONS = frozenset({"RSS", "RSS1", "RSS2", "scriptingNews"})


def outlines(doc: Doc) -> Iterator[Fault]:
    """Judge every outline of an OPML document by its kind."""
    if doc.format != "opml":
        return
    if doc.root.tag == "outlineDocument":
        yield Fault("obsolete-version", doc.root)
    if doc.root.find("body") is not None and doc.root.find("body/outline") is None:
        yield Fault("missing-element", doc.root.find("body"), "outline")
    for outline in doc.root.iter("outline"):
        kind = outline.get("type", "").lower()
        judge = _KINDS.get(kind)
        if judge is not None:
            yield from judge(outline)
        elif kind and doc.root.get("version", "1.0").startswith("1"):
            yield Fault("invalid-outline-type", outline, kind)


def _subscription(outline: etree._Element) -> Iterator[Fault]:
    for key, text in attributes(outline):
        if value := _OF_SUBSCRIPTIONS.get(key):
            yield from (Fault(code, outline, f"{key}={text}") for code in value(text))
        elif key not in _ANYWHERE | _FREE and not key.startswith("{"):
            yield Fault("unexpected-attribute", outline, key)
    if outline.get("xmlUrl") is None:
        yield Fault("missing-xml-url", outline)
    if outline.get("title") is None:
        yield Fault("missing-title-attr", outline)
    if outline.get("version", "RSS") not in _VERSIONS:
        yield Fault("invalid-outline-version", outline, outline.get("version", ""))


def _link(outline: etree._Element) -> Iterator[Fault]:
    url = outline.get("url")
    if url is None:
        yield Fault("missing-url-attr", outline)
    else:
        yield from (Fault(code, outline, f"url={url}") for code in full_uri(url))


_KINDS: dict[str, Callable[[etree._Element], Iterator[Fault]]] = {
    "rss": _subscription,
    "atom": _subscription,
    "link": _link,
    "include": _link,
}
