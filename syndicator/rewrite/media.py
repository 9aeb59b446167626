"""What leaves a work with its pictures: the documented removals (docs/verbatim.md), and which pictures may stay.

This only *names* what is to go. The text of the untouched tree without these elements is what must come out at
the end; ``sanitize`` does the taking out.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml import etree

from syndicator.model.terms import Media
from syndicator.rewrite.links import absolute, is_web
from syndicator.rewrite.tree import HIDDEN, Element, names, text_in

EMBEDS = names("applet audio canvas embed frame frameset iframe object portal video")
"""Foreign programs and players. Their content is a fallback for those who can not show them."""

_LABELS = names("desc foreignobject foreignObject metadata script style text textPath textpath title")
_ENDS_SVG = names(
    "b big blockquote body br center code dd div dl dt em embed font h1 h2 h3 h4 h5 h6 head hr i img li listing menu "
    "meta nobr ol p pre ruby s small span strike strong sub sup table tt u ul var"
)
_NEVER = re.compile(r"\b(?:getty|associated press|reuters|shutterstock|adobe ?stock|istock|(?-i:AP\b))", re.IGNORECASE)
"""Agencies that sell single uses: a picture with such a credit is never anybody else's to grant."""
_OPEN_LICENSE = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/(?:licenses/by(?:-sa)?/|publicdomain/(?:zero|mark)/)", re.IGNORECASE
)
_FREE = re.compile(r"\b(public domain|CC0)\b", re.IGNORECASE)
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?<![-\w])(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_TINY = re.compile(r"\s*[01](?:\.0*)?\s*(?:px)?\s*\Z")
_TRACKERS = re.compile(
    r"(?:^|\.)(?:doubleclick\.net|google-analytics\.com|googletagmanager\.com|feedburner\.com|feedsportal\.com"
    r"|scorecardresearch\.com|quantserve\.com|statcounter\.com|pixel\.wp\.com|stats\.wp\.com|stats\.wordpress\.com"
    r"|chartbeat\.(?:com|net)|parsely\.com|pixel\.[^.]+\.[^.]+|pixel\.[^.]+\.[^.]+\.[^.]+)\Z"
)


class Kind(StrEnum):
    """Why an element leaves."""

    PICTURE = "picture"
    CAPTION = "caption"
    EMBED = "embed"
    PIXEL = "pixel"
    HIDDEN = "hidden"


class Removal(NamedTuple):
    """One element that leaves with its content; for an embed, the address it stood for."""

    element: Element
    kind: Kind
    address: str = ""


def removals(body: Element, media: Media, counter: Element | None, base: str | None) -> tuple[Removal, ...]:
    """Name everything that leaves a work, in its order, each with its reason.

    A figure's caption leaves when the figure showed pictures or embeds and keeps none of them.
    """
    found: list[Removal] = []
    figures: dict[Element, bool] = {}
    walk = etree.iterwalk(body, events=("start",))
    for _, element in walk:
        tag = element.tag
        if element is counter:
            continue
        if tag in HIDDEN:
            found.append(_hidden(element, base))
            walk.skip_subtree()
        elif tag in EMBEDS:
            found.append(_embed(element, base))
            walk.skip_subtree()
            _note(figures, element, kept=False)
        elif tag == "img":
            kind = _verdict(element, media)
            if kind is not None:
                found.append(Removal(element, kind))
            if kind is not Kind.PIXEL:
                _note(figures, element, kept=kind is None)
        elif tag == "svg" and _is_drawing(element):
            found.append(Removal(element, Kind.PICTURE))
            walk.skip_subtree()
            _note(figures, element, kept=False)
    found.extend(_captions(figures))
    return tuple(found)


def _note(figures: dict[Element, bool], element: Element, *, kept: bool) -> None:
    """Remember for every figure around an element whether it keeps something to show."""
    for figure in element.iterancestors("figure"):
        figures[figure] = figures.get(figure, False) or kept


def _captions(figures: dict[Element, bool]) -> list[Removal]:
    """Name the captions of the figures that keep nothing."""
    return [
        Removal(caption, Kind.CAPTION)
        for figure, kept in figures.items()
        if not kept
        for caption in figure.iter("figcaption")
        if next(caption.iterancestors("figure")) is figure
    ]


def _verdict(picture: Element, media: Media) -> Kind | None:
    """Say why a picture leaves, or ``None`` where the terms let it stay."""
    if is_pixel(picture):
        return Kind.PIXEL
    return None if _may_stay(picture, media) else Kind.PICTURE


def _is_drawing(svg: Element) -> bool:
    """Tell whether an SVG holds nothing but its drawing and labels.

    Browsers end an SVG at the first HTML element or ``</p>`` (HTML 13.2.6.5), libxml2 does not: text that only
    seems to stand in the drawing belongs to the article, and is no documented removal.
    """
    for node in svg.iter():
        if any(parent.tag in _LABELS for parent in node.iterancestors()):
            continue
        text = node.text if node.tag not in _LABELS else ""
        tail = node.tail if node is not svg else ""
        if node.tag in _ENDS_SVG or ((text or "") + (tail or "")).strip():
            return False
    return True


def _may_stay(picture: Element, media: Media) -> bool:
    """Ask the terms about a picture. Its credit is its figure's caption; agencies' pictures never stay on a credit."""
    if media.rule in {"strip", "keep"}:
        return media.rule == "keep"
    figure = next(picture.iterancestors("figure"), None)
    caption = next(figure.iter("figcaption"), None) if figure is not None else None
    if caption is None:
        return False
    credit = " ".join(text_in(caption).split())
    if _NEVER.search(credit):
        return False
    if media.rule == "if_credit_matches":
        return bool(media.pattern) and re.search(media.pattern, credit) is not None
    licensed = any(_OPEN_LICENSE.match(link.get("href", "")) for link in caption.iter("a"))
    return licensed or _FREE.search(credit) is not None


def is_pixel(image: Element) -> bool:
    """Tell whether an image is there to count, not to be seen: at most 1x1, hidden, or of a tracker's host."""
    sizes = [size for size in (image.get("width"), image.get("height")) if size is not None]
    if sizes and all(_TINY.match(size) for size in sizes):
        return True
    if _UNSEEN.search(image.get("style", "")):
        return True
    try:
        host = urlsplit(image.get("src", "").strip()).hostname or ""
    except ValueError:
        return True
    return _TRACKERS.search(host) is not None


def _hidden(element: Element, base: str | None) -> Removal:
    """Name an element no reader sees. A script from elsewhere is an embed: it would have drawn something."""
    drew = element.tag == "script" and not is_pixel(element)
    address = _address(element, base) if drew else ""
    return Removal(element, Kind.EMBED if address else Kind.HIDDEN, address)


def _embed(element: Element, base: str | None) -> Removal:
    """Name an embed with its address; one that is too small to be seen is a tracker."""
    if is_pixel(element):
        return Removal(element, Kind.PIXEL)
    return Removal(element, Kind.EMBED, _address(element, base))


def _address(element: Element, base: str | None) -> str:
    """Give the web address that an embed shows, its own or its first source's; empty without one."""
    for node in element.iter():
        for name in ("src", "data", "href", "codebase"):
            url = absolute(node.get(name, ""), base)
            if url is not None and is_web(url):
                return url
    return ""
