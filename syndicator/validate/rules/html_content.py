"""HTML in entries: what readers remove, what runs, what leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from syndicator.validate.code_text import WARNING, CodeText, Fault
from syndicator.validate.document import Doc
from syndicator.validate.names import attributes, crowded
from syndicator.validate.trees import local, named, too_crowded

CODES = {
    "security-risk": CodeText(
        WARNING,
        "The HTML holds an element that can run code or change the page around it.",
        "Readers remove it, and some refuse the whole entry.",
        "Leave the element out.",
        "RFC 4287, section 8.1",
    ),
    "security-risk-attr": CodeText(
        WARNING,
        "The HTML holds an attribute that can run code.",
        "Readers remove it, and some refuse the whole entry.",
        "Leave the attribute out.",
        "RFC 4287, section 8.1",
    ),
    "dangerous-style-attr": CodeText(
        WARNING,
        "A style attribute loads something or covers the page.",
        "Readers remove it; it can imitate the reader's own controls.",
        "Leave url(), expressions and positions out of style.",
        "RFC 4287, section 8.1",
    ),
    "contains-rel-ref": CodeText(
        WARNING,
        "The HTML holds a relative address.",
        "RSS has no base for addresses, so each reader makes another of it.",
        "Write whole addresses.",
        "RSS Advisory Board, RSS best practices profile, character data",
    ),
}

FORBIDDEN_ELEMENTS = frozenset(
    [
        "applet",
        "base",
        "button",
        "embed",
        "form",
        "frame",
        "frameset",
        "iframe",
        "input",
        "link",
        "math",
        "meta",
        "noembed",
        "noframes",
        "noscript",
        "object",
        "plaintext",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "xmp",
    ]
)
"""Elements that a published work never holds (they run code, load a page, or change how the rest is read)."""

_RISKY = (FORBIDDEN_ELEMENTS - {"title"}) | {"comment", "listing", "param"}
_RISKY_ATTRIBUTES = frozenset({"srcdoc", "formaction", "action", "ping"})
ADDRESS_ATTRIBUTES = ("href", "src", "cite", "poster", "background", "longdesc", "data", "action")
_RUNNING = re.compile(r"(javascript|vbscript|livescript|mocha|data|file|blob|filesystem|jar):")
_IGNORED = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202f\ufeff]")
_STYLE = re.compile(r"url\s*\(|expression\s*\(|@import|behaviou?r\s*:|-moz-binding|position\s*:", re.IGNORECASE)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|#|\Z")


def runs(address: str) -> bool:
    """Tell whether an address runs code or reads what is not on the web, however it is disguised by white space."""
    if address.startswith(("https://", "http://")):
        return False
    return _RUNNING.match(_IGNORED.sub("", address).lower()) is not None


def is_handler(attribute: str) -> bool:
    """Tell whether an attribute of HTML runs code when something happens, or sends or loads something."""
    return attribute.startswith("on") or attribute in _RISKY_ATTRIBUTES


def html_content(doc: Doc) -> Iterator[Fault]:
    """Judge the HTML of every entry."""
    for holder, tree in doc.markup:
        if tree is None and too_crowded(holder.text or ""):
            yield Fault("too-many-attributes", holder)
        if tree is not None:
            yield from (Fault("security-risk", holder, local(each)) for each in named(tree.root, _RISKY))
            for element in tree.attributed:
                yield from (fault._replace(element=holder) for fault in _judge(element, rss=doc.format != "atom"))


def _judge(element: etree._Element, *, rss: bool) -> Iterator[Fault]:
    if crowded(element):
        yield Fault("too-many-attributes")
    for key, text in attributes(element):
        attribute = key.lower()
        if is_handler(attribute):
            yield Fault("security-risk-attr", value=attribute)
        elif attribute == "style" and _STYLE.search(text):
            yield Fault("dangerous-style-attr", value=text)
        elif attribute in ADDRESS_ATTRIBUTES:
            if runs(text):
                yield Fault("security-risk-attr", value=f"{attribute}={text}")
            elif rss and not _ABSOLUTE.match(text.strip()):
                yield Fault("contains-rel-ref", value=text)
