"""HTML in entries: what readers remove, what runs, what leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from syndicator.validate.code_text import WARNING, CodeText, Fault
from syndicator.validate.document import Doc
from syndicator.validate.names import attributes, crowded, is_known, name, namespace, prefix_of
from syndicator.validate.trees import Tree, local, named, too_crowded
from syndicator.validate.values.plain import HTML_ELEMENTS

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
    "not-html": CodeText(
        WARNING,
        "The text is called HTML and is not.",
        "Readers guess what was meant, or show the markup as it stands.",
        "Close every tag, use elements of HTML alone, and escape what is no markup.",
        "RFC 4287, section 3.1.1.2; HTML, section 13.1",
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
_PROPERTIES = frozenset(
    [
        "azimuth",
        "background-color",
        "border",
        "border-bottom",
        "border-bottom-color",
        "border-bottom-style",
        "border-bottom-width",
        "border-collapse",
        "border-color",
        "border-left",
        "border-left-color",
        "border-left-style",
        "border-left-width",
        "border-right",
        "border-right-color",
        "border-right-style",
        "border-right-width",
        "border-spacing",
        "border-style",
        "border-top",
        "border-top-color",
        "border-top-style",
        "border-top-width",
        "border-width",
        "border-radius",
        "clear",
        "color",
        "cursor",
        "direction",
        "display",
        "elevation",
        "float",
        "font",
        "font-family",
        "font-size",
        "font-style",
        "font-variant",
        "font-weight",
        "height",
        "letter-spacing",
        "line-height",
        "list-style-type",
        "margin",
        "margin-bottom",
        "margin-left",
        "margin-right",
        "margin-top",
        "max-height",
        "max-width",
        "min-height",
        "min-width",
        "object-fit",
        "overflow",
        "padding",
        "padding-bottom",
        "padding-left",
        "padding-right",
        "padding-top",
        "page-break-after",
        "page-break-before",
        "page-break-inside",
        "pause",
        "pause-after",
        "pause-before",
        "pitch",
        "pitch-range",
        "richness",
        "speak",
        "speak-header",
        "speak-numeral",
        "speak-punctuation",
        "speech-rate",
        "stress",
        "text-align",
        "text-decoration",
        "text-indent",
        "text-transform",
        "unicode-bidi",
        "vertical-align",
        "voice-family",
        "volume",
        "white-space",
        "width",
        "word-break",
        "word-wrap",
        "overflow-wrap",
    ]
)
"""Properties of CSS that change how a piece of text looks, and nothing around it."""
_DANGEROUS = re.compile(r"[\\<@]|url\s*\(|expression\s*\(|(?<![#\w])\d{5}", re.IGNORECASE)
_ANY_TAG = re.compile(r"<([A-Za-z][^\s/>]*)")
_INSTRUCTION = re.compile(r"<\?\w+")
_OPEN_END = re.compile(r"<[A-Za-z/][^<>]*\Z")
_NAMESPACES_OF_HTML = frozenset(
    {"http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML", ""}
)
_HTML = "http://www.w3.org/1999/xhtml"
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|#|\Z")


def runs(address: str) -> bool:
    """Tell whether an address runs code or reads what is not on the web, however it is disguised by white space."""
    if address.startswith(("https://", "http://")):
        return False
    return _RUNNING.match(_IGNORED.sub("", address).lower()) is not None


def is_handler(attribute: str) -> bool:
    """Tell whether an attribute of HTML runs code when something happens, or sends or loads something."""
    return attribute.startswith("on") or attribute in _RISKY_ATTRIBUTES


def is_safe_style(text: str) -> bool:
    """Tell whether a style attribute only changes how its own text looks."""
    if _DANGEROUS.search(text):
        return False
    rules = [rule.partition(":") for rule in text.split(";") if rule.strip()]
    return all(colon and name.strip().lower() in _PROPERTIES for name, colon, _ in rules)


def html_content(doc: Doc) -> Iterator[Fault]:
    """Judge the HTML of every entry."""
    for holder, tree in doc.markup:
        own = holder.text or ""
        if tree is None and too_crowded(own):
            yield Fault("too-many-attributes", holder)
        for instruction in _INSTRUCTION.findall(own) if "<?" in own else ():
            yield Fault("not-html", holder, instruction)
            if "import" in instruction.lower():
                yield Fault("security-risk", holder, instruction)
        if _OPEN_END.search(own) and holder.get("type", "html") != "text":
            yield Fault("not-html", holder, own[-40:])
        if tree is not None:
            yield from _elements(holder, tree, inline=tree.root is holder)
            for element in tree.attributed:
                yield from (fault._replace(element=holder) for fault in _judge(element, rss=doc.format != "atom"))


def _elements(holder: etree._Element, tree: Tree, *, inline: bool) -> Iterator[Fault]:
    """Judge which elements stand in a text."""
    yield from (Fault("security-risk", holder, local(each)) for each in named(tree.root, _RISKY))
    if inline:
        yield from _inline(holder)
        return
    for found in {tag.lower() for tag in _ANY_TAG.findall(holder.text or "")} - HTML_ELEMENTS:
        if next(tree.root.iter(found), None) is not None:
            yield Fault("not-html", holder, found)


def _inline(holder: etree._Element) -> Iterator[Fault]:
    """Judge the elements of an inline text: HTML, pictures, formulas, and nothing of a feed."""
    strangers = set()
    for element in holder.iterdescendants("*"):
        uri = namespace(element.tag)
        own = local(element)
        if uri in _NAMESPACES_OF_HTML:
            if uri in {_HTML, ""} and own not in HTML_ELEMENTS:
                yield Fault("not-html", holder, own)
        elif is_known(uri):
            element_name = name(element.tag)
            is_own = prefix_of(element.tag) == prefix_of(holder.tag)
            yield Fault("not-html", holder, own) if is_own else Fault("undefined-element", element, element_name)
        elif uri not in strangers:
            strangers.add(uri)
            yield Fault("unknown-namespace", element, uri)


def _judge(element: etree._Element, *, rss: bool) -> Iterator[Fault]:
    if crowded(element):
        yield Fault("too-many-attributes")
    for key, text in attributes(element):
        attribute = key.lower()
        if is_handler(attribute):
            yield Fault("security-risk-attr", value=attribute)
        elif attribute == "style" and not is_safe_style(text):
            yield Fault("dangerous-style-attr", value=text)
        elif attribute in ADDRESS_ATTRIBUTES:
            if runs(text):
                yield Fault("security-risk-attr", value=f"{attribute}={text}")
            elif rss and not _ABSOLUTE.match(text.strip()):
                yield Fault("contains-rel-ref", value=text)
