"""The only maker of ``SafeHtml``: an allow-list over a tree whose shape was checked first.

Order: one pass over the tree (addresses made absolute, attributes thinned out, unknown elements opened), then nh3,
until another run changes nothing (S-15). The caller has checked shape and depth before (S-13). Whatever an upstream
said with ``class``, ``id``, ``name`` or ``style`` is gone, so nothing in a work can look like our frame.
"""

from __future__ import annotations

from collections.abc import Iterable

import nh3

from syndicator.model.base import SafeHtml
from syndicator.rewrite import chars, tree
from syndicator.rewrite.links import SCHEMES, absolute, is_web
from syndicator.rewrite.media import Kind, Removal
from syndicator.rewrite.tree import Element

TAGS = tree.names(
    "a abbr acronym address article aside b bdi big blockquote br caption cite code col colgroup dd del details dfn "
    "div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main mark nav ol p pre "
    "q rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u "
    "ul var wbr"
)
"""Every element that may be published. None of them holds raw text or foreign markup (S-12)."""

FRAME_CLASSES = frozenset(
    {"syndicator-byline", "syndicator-work", "syndicator-rule", "syndicator-authors", "syndicator-notice"}
)

_NOFOLLOW = "noopener noreferrer nofollow"
_ANYWHERE = ("lang", "dir")
_ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "a": ("href", "title", "hreflang"),
    "abbr": ("title",),
    "acronym": ("title",),
    "col": ("span",),
    "colgroup": ("span",),
    "del": ("datetime",),
    "dfn": ("title",),
    "img": ("src", "alt", "width", "height", "title"),
    "ins": ("datetime",),
    "li": ("value",),
    "ol": ("start", "reversed"),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
    "time": ("datetime",),
}
_TABLE_PARTS = {
    "caption": {"table"},
    "col": {"colgroup", "table"},
    "colgroup": {"table"},
    "tbody": {"table"},
    "tfoot": {"table"},
    "thead": {"table"},
    "tr": {"table", "tbody", "tfoot", "thead"},
    "td": {"tr"},
    "th": {"tr"},
}
"""Which parents make sense of a part of a table. libxml2 leaves the parts where they stand."""
_CONTENT_DROPPED = frozenset({"math", "svg"}) | tree.HIDDEN
_HOLLOW_BLOCKS = tree.names("div figcaption figure p section")
_HOLLOW = _HOLLOW_BLOCKS | tree.names("a b em i span strong u")
"""Elements that say nothing when they are empty."""
_ROUNDS = 5
_MARKS = (("&amp;", "\ufdd0"), ("&lt;", "\ufdd1"), ("\u00a0", "\ufdd2"))


def attributes_of(tag: str) -> frozenset[str]:
    """Give the attributes that an element of a work may keep."""
    return frozenset((*_ATTRIBUTES.get(tag, ()), *_ANYWHERE))


def _cleaner(classes: frozenset[str]) -> nh3.Cleaner:
    """Make the allow-list, with the given classes of our own."""
    framed = {tag: set(classes) for tag in ("p", "div", "hr")} if classes else None
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(_CONTENT_DROPPED),
        attributes={"*": set(_ANYWHERE), **{tag: set(names) for tag, names in _ATTRIBUTES.items()}},
        tag_attribute_values={"a": {"rel": {_NOFOLLOW}}},
        url_schemes=set(SCHEMES),
        link_rel=None,
        allowed_classes=framed,
    )


_WORK = _cleaner(frozenset())
_FRAME = _cleaner(FRAME_CLASSES)


def clean(body: Element, removed: Iterable[Removal], counter: Element | None, base: str | None) -> Element | None:
    """Turn a body into a clean work, in place, and give it as a ``div`` read back from the cleaned HTML.

    The counter, if any, keeps its place. ``None`` means that cleaning comes to no end on this markup.
    """
    for removal in removed:
        tree.drop(removal.element)
    body.tag = "div"
    body.attrib.clear()
    for element in list(body.iter())[1:]:
        _tame(element, base, exempt=element is counter)
    html = _settled(tree.markup(body), _WORK)
    if html is None:
        return None
    work = tree.parse(html).find("div")
    if work is not None:
        _take_back(work)
        _drop_hollow(work)
    return work


def _take_back(work: Element) -> None:
    """Take into the work what fell out of it: by HTML's rules an end tag inside a list may close what is around it."""
    end = work.makeelement("br")
    work.append(end)
    end.tail, work.tail = work.tail, None
    tree.drop(end)
    for later in list(work.itersiblings()):
        work.append(later)


def seal(parts: Iterable[Element]) -> SafeHtml | None:
    """Write finished elements as HTML that the allow-list leaves as it is; ``None`` when it never settles."""
    html = _settled("\n".join(tree.markup(part) for part in parts), _FRAME)
    return None if html is None else SafeHtml(html)


def lift(counter: Element, removed: Iterable[Removal]) -> None:
    """Move the counter before the element that leaves, where it stands inside one; what stands around it leaves."""
    leaving = {removal.element for removal in removed}
    outer = [parent for parent in counter.iterancestors() if parent in leaving]
    if outer:
        counter.tail = None
        outer[-1].addprevious(counter)


def filter_text(body: Element) -> None:
    """Take unsafe characters out of a tree's text. Only for works whose license permits changes."""
    for element in body.iter():
        if element.text:
            element.text = chars.filtered(element.text)
        if element.tail:
            element.tail = chars.filtered(element.tail)


def pictures_removed(removed: Iterable[Removal]) -> bool:
    """Tell whether something to be seen was taken out (counting pixels are nothing to be seen)."""
    return any(removal.kind is Kind.PICTURE for removal in removed)


def _settled(html: str, cleaner: nh3.Cleaner) -> str | None:
    """Clean until cleaning changes nothing more, and give that; ``None`` when it does not come to rest.

    nh3 writes ampersands and no-break spaces in a time that grows with the square of the text, half a minute for a
    million, and reads references slowly. They pass through as noncharacters, which no text that gets here holds.
    ``/>`` ends a tag here and nothing else; HTML writes it as ``>``, and then one cleaning less is needed.
    """
    html = html.replace("/>", ">")
    for text, mark in _MARKS:
        html = html.replace(text, mark)
    for _ in range(_ROUNDS):
        cleaned = cleaner.clean(html)
        if cleaned == html:
            for text, mark in _MARKS:
                cleaned = cleaned.replace(mark, text)
            return cleaned.replace("\u00a0", "&nbsp;")
        html = cleaned
    return None


def _tame(element: Element, base: str | None, *, exempt: bool) -> None:
    """Give an element an allowed name and only allowed attributes; drop one whose content can not be published."""
    tag = element.tag
    if tag in _CONTENT_DROPPED:
        tree.drop(element)
        return
    if tag not in TAGS or _is_stray(element):
        element.tag = tag = "div" if tag in tree.BLOCKS else "span"
    allowed = (*_ATTRIBUTES.get(tag, ()), *_ANYWHERE)
    kept = [(name, element.get(name)) for name in allowed] if len(element.attrib) else []
    opens_window = tag == "a" and element.get("target", "").strip().lower() == "_blank"
    element.attrib.clear()
    for name, value in kept:
        if value is not None:
            _set(element, name, value, base, exempt=exempt)
    if opens_window:
        element.set("rel", _NOFOLLOW)
    if tag == "img" and element.get("src") is None:
        tree.drop(element)
    if tag == "pre" and element.text:
        element.text = element.text.lstrip("\n")


def _is_stray(element: Element) -> bool:
    """Tell whether a part of a table stands outside its table, where browsers would not see it."""
    needed = _TABLE_PARTS.get(element.tag)
    parent = element.getparent()
    return needed is not None and (parent is None or parent.tag not in needed)


def _set(element: Element, name: str, value: str, base: str | None, *, exempt: bool) -> None:
    """Set one allowed attribute without unsafe characters: an address absolute or, beside the counter's, not at all."""
    safe = chars.filtered(value)
    if name not in {"href", "src"} or exempt:
        element.set(name, safe)
        return
    url = absolute(safe, base)
    if url is not None and (name == "href" or is_web(url)):
        element.set(name, url)


def _drop_hollow(body: Element) -> None:
    """Drop elements that neither hold text nor anything to see, innermost first."""
    for element in reversed(list(body.iter(*_HOLLOW))[1:]):
        if _hollow(element):
            tree.drop(element)


def _hollow(element: Element) -> bool:
    """Tell whether an element says nothing: a block of white space and line breaks, an inline one with nothing."""
    if element.tag not in _HOLLOW_BLOCKS:
        return not element.text and not len(element)
    texts = [element.text, *(child.tail for child in element)]
    return all(child.tag == "br" for child in element) and not any((text or "").strip() for text in texts)
