"""HTML in entries: what readers remove, what runs, what leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from syndicator.validate.code_text import WARNING, CodeText, Fault
from syndicator.validate.document import Doc
from syndicator.validate.names import attributes, crowded, is_known, name, namespace, prefix_of
from syndicator.validate.trees import Tree, html_tree, local, named, too_crowded
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
        "RSS and JSON Feed have no base for addresses, so each reader makes another of it.",
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
_PROPERTY_WORDS = """
    azimuth background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width
    border-collapse border-color border-left border-left-color border-left-style border-left-width border-right
    border-right-color border-right-style border-right-width border-spacing border-style border-top border-top-
    color border-top-style border-top-width border-width border-radius clear color cursor direction display
    elevation float font font-family font-size font-style font-variant font-weight height letter-spacing line-
    height list-style-type margin margin-bottom margin-left margin-right margin-top max-height max-width min-
    height min-width object-fit overflow padding padding-bottom padding-left padding-right padding-top page-break-
    after page-break-before page-break-inside pause pause-after pause-before pitch pitch-range richness speak
    speak-header speak-numeral speak-punctuation speech-rate stress text-align text-decoration text-indent text-
    transform unicode-bidi vertical-align voice-family volume white-space width word-break word-wrap overflow-wrap
"""
_PROPERTIES = frozenset(_PROPERTY_WORDS.split())
"""Properties of CSS that change how a piece of text looks, and nothing around it."""
_DANGEROUS = re.compile(r"[\\<@]|url\s*\(|expression\s*\(|(?<![#\w])\d{5}", re.IGNORECASE)
_ANY_TAG = re.compile(r"<([a-z][^\s/>]*)")
_HANDLER = re.compile(r"on[a-z]\w*\s*=")
_ADDRESS = {each: re.compile(rf"{each}\s*=(?!\s*[\"']?(?:https?://|mailto:|#))") for each in ADDRESS_ATTRIBUTES}
_OTHERS = {each: re.compile(rf"{each}\s*=") for each in ("style", "srcdoc", "formaction", "ping")}
_TOLD = {**_ADDRESS, **_OTHERS}
_LONG_TAG = re.compile(r"<[a-z][^<>]{512}")
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
    has_base = doc.format == "atom"
    for markup in doc.markup:
        if markup.is_inline:
            yield from _inline(markup.holder)
            faults = _of_tree(markup.tree, has_base=has_base)
        else:
            faults = html_faults(markup.html, has_base=has_base)
        yield from (fault._replace(element=markup.holder) for fault in faults)


def html_faults(html: str, *, has_base: bool) -> Iterator[Fault]:
    """Judge HTML as it is written. The faults have no element: the caller knows the place.

    ``has_base`` says that relative addresses have a base, so that they lead somewhere.
    """
    if "<" not in html:
        return
    lower = html.lower()
    tags = frozenset(_ANY_TAG.findall(lower))
    yield from _text(html, tags)
    if is_suspicious(lower, tags):
        tree = html_tree(html)
        if tree is None and too_crowded(html):
            yield Fault("too-many-attributes")
        yield from _of_tree(tree, has_base=has_base)


def _of_tree(tree: Tree | None, *, has_base: bool) -> Iterator[Fault]:
    if tree is None:
        return
    yield from (Fault("security-risk", value=local(each)) for each in named(tree.root, _RISKY))
    for element in tree.attributed:
        yield from _judge(element, has_base=has_base)


def is_suspicious(lower: str, tags: frozenset[str]) -> bool:
    """Tell whether HTML in lower case may hold anything that has a code: only then a parser needs to look at it.

    What a parser takes for an element or attribute, this sees too, and more.
    """
    if not tags.isdisjoint(_RISKY) or _HANDLER.search(lower) or _LONG_TAG.search(lower):
        return True
    return any(word in lower and pattern.search(lower) for word, pattern in _TOLD.items())


def _text(html: str, tags: frozenset[str]) -> Iterator[Fault]:
    """Judge escaped HTML as it is written."""
    for instruction in _INSTRUCTION.findall(html) if "<?" in html else ():
        yield Fault("not-html", value=instruction)
        if "import" in instruction.lower():
            yield Fault("security-risk", value=instruction)
    if html.rfind("<") > html.rfind(">") and _OPEN_END.search(html):
        yield Fault("not-html", value=html[-40:])
    if strange := tags - HTML_ELEMENTS:
        tree = html_tree(html)
        found = () if tree is None else (tag for tag in sorted(strange) if next(tree.root.iter(tag), None) is not None)
        yield from (Fault("not-html", value=tag) for tag in found)


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


def _judge(element: etree._Element, *, has_base: bool) -> Iterator[Fault]:
    found = attributes(element)
    if not found and crowded(element):
        yield Fault("too-many-attributes")
    for key, text in found:
        attribute = key.lower()
        if is_handler(attribute):
            yield Fault("security-risk-attr", value=attribute)
        elif attribute == "style" and not is_safe_style(text):
            yield Fault("dangerous-style-attr", value=text)
        elif attribute in ADDRESS_ATTRIBUTES:
            if runs(text):
                yield Fault("security-risk-attr", value=f"{attribute}={text}")
            elif not has_base and not _ABSOLUTE.match(text.strip()):
                yield Fault("contains-rel-ref", value=text)
