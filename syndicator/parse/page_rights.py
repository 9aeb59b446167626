"""Rights statements in a page's own markup: ``rel=license``, RDFa, ``meta`` elements, RSL, TDMRep."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from syndicator.model.document import Carrier, RightsMark, Scope
from syndicator.parse.names import Element
from syndicator.parse.page_tree import Page, text_below
from syndicator.parse.preferences import tdm_marks
from syndicator.parse.rsl import RSL_TYPE, read_inline_rsl, rsl_link
from syndicator.parse.text import absolute, collapse, media_type_of

_RDFA = frozenset(
    {"cc:license", "dct:license", "dcterms:license", "dc:license", "xhv:license", "schema:license"}
    | {"http://creativecommons.org/ns#license", "http://purl.org/dc/terms/license"}
    | {"http://www.w3.org/1999/xhtml/vocab#license"}
)
_ATTRIBUTION = {
    "cc:attributionname": Carrier.CC_ATTRIBUTION_NAME,
    "cc:attributionurl": Carrier.CC_ATTRIBUTION_URL,
    "cc:morepermissions": Carrier.CC_MORE_PERMISSIONS,
    "cc:useguidelines": Carrier.CC_USE_GUIDELINES,
}
_META = {
    "dcterms.license": Carrier.META_LICENSE,
    "dc.license": Carrier.META_LICENSE,
    "dcterms.rights": Carrier.META_RIGHTS,
    "dc.rights": Carrier.META_RIGHTS,
    "copyright": Carrier.META_COPYRIGHT,
}
_PICTURE_ENDS = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".tif", ".tiff", ".mp4", ".webm", ".mp3")
_PICTURE_TYPES = ("image", "photo", "picture", "stillimage", "movingimage", "video", "sound", "audio")
_PICTURES = ("img", "picture", "video", "audio", "source")
_FIGURES = ("figure", "figcaption")
_TEXT_CHARS_MAX = 2_000
_INLINE_RSL_CHARS_MAX = 64 * 1024


def rights_of_page(page: Page) -> Iterator[RightsMark]:
    """Give the statements in the document's order, but for ``meta`` elements, which come first.

    A statement in a figure, or about a picture by RDFa's ``about`` or ``src``, is of scope ``media``; one about the
    site's root is of scope ``site``; one about another address is about another work and does not count.
    ``class="license"`` says nothing.
    """
    yield from _metas(page)
    for element in page.root.iter("*"):
        if element.tag == "script":
            yield from _script(element, page)
        elif element.get("rel") or element.get("property"):
            yield from _linked(element, page)


def _metas(page: Page) -> Iterator[RightsMark]:
    tdm = {"tdm-reservation": "", "tdm-policy": ""}
    for meta in page.root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        content = collapse((meta.get("content") or "")[:_TEXT_CHARS_MAX])
        if name in tdm:
            tdm[name] = "1" if "1" in (tdm[name], content) and name == "tdm-reservation" else tdm[name] or content
        elif name in _META and content:
            url = absolute(content, "") if " " not in content else None
            yield RightsMark(carrier=_META[name], scope=Scope.PAGE, text=None if url else content, url=url)
    yield from tdm_marks(Carrier.TDM_META, tdm["tdm-reservation"], tdm["tdm-policy"])


def _script(element: Element, page: Page) -> Iterator[RightsMark]:
    text = (element.text or "").strip()
    if media_type_of(element.get("type")) == RSL_TYPE and len(text) <= _INLINE_RSL_CHARS_MAX:
        yield from read_inline_rsl(text, page.url)


def _linked(element: Element, page: Page) -> Iterator[RightsMark]:
    relations = (element.get("rel") or "").lower().split()
    words = [*relations, *(element.get("property") or "").lower().split()]
    url = absolute(element.get("href") or element.get("resource"), page.base)
    if "license" in relations and media_type_of(element.get("type")) == RSL_TYPE:
        yield from (rsl_link(url),) if url else ()
        return
    scope, about = _subject(element, page)
    if scope is None:
        return
    by_rdfa = not _RDFA.isdisjoint(words)
    license_url = url or (absolute(element.get("content"), page.base) if by_rdfa else None)
    if license_url and (by_rdfa or "license" in relations):
        in_rdfa = by_rdfa or about is not None or scope is Scope.SITE
        carrier = Carrier.RDFA_LICENSE if in_rdfa else Carrier.HTML_LICENSE
        yield RightsMark(carrier=carrier, scope=scope, url=license_url, about=about)
    for carrier in filter(None, map(_ATTRIBUTION.get, words)):
        text = (element.get("content") or text_below(element))[:_TEXT_CHARS_MAX].strip()
        if text or url:
            yield RightsMark(carrier=carrier, scope=scope, text=text or None, url=url, about=about)


def _subject(element: Element, page: Page) -> tuple[Scope | None, str | None]:
    """Give what an element's statement is about: its scope, and the picture's address; no scope for another work."""
    for holder in (element, *element.iterancestors()):
        named = holder.get("about") if holder.get("about") is not None else _source(holder, element)
        if named is not None:
            return _about(holder, named, page)
    if element.tag in _FIGURES or next(element.iterancestors(*_FIGURES), None) is not None:
        return Scope.MEDIA, None
    return Scope.PAGE, None


def _source(holder: Element, element: Element) -> str | None:
    """Give the ``src`` that is the subject of a statement on the element itself (RDFa 1.0, 5.4.3)."""
    return holder.get("src") if holder is element else None


def _about(holder: Element, named: str, page: Page) -> tuple[Scope | None, str | None]:
    address = absolute(named, page.base) or page.url
    kinds = (holder.get("typeof") or "").lower()
    path = urlsplit(address).path.lower()
    if holder.tag in _PICTURES or path.endswith(_PICTURE_ENDS) or any(kind in kinds for kind in _PICTURE_TYPES):
        return Scope.MEDIA, address
    if address.partition("#")[0] in {page.url.partition("#")[0], page.base.partition("#")[0]}:
        return Scope.PAGE, None
    if address.rstrip("/") == "/".join(page.url.split("/")[:3]):
        return Scope.SITE, None
    return None, None
