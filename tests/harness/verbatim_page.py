"""A second, tiny reading of docs/verbatim.md, written from that page alone and over another parser (lxml.html).

It imports nothing of the program. Each part names the section of the page that it follows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from urllib.parse import urljoin

from lxml import etree, html


def names(text: str) -> frozenset[str]:
    return frozenset(text.split())


NO_TEXT = names("base datalist head link meta noscript script style template title")
BLOCKS = names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre section "
    "summary table tbody td tfoot th thead tr ul br"
)
EMBEDS = names("applet audio canvas embed frame frameset iframe object portal video")
BREAK = "\x00"


def normal_form(page: etree._Element, left_out: Collection[etree._Element] = ()) -> list[str]:
    """Follow "The normal form of a text"."""

    def walk(node: etree._Element) -> str:
        inner = ""
        if isinstance(node.tag, str) and node.tag not in NO_TEXT and node not in left_out:
            edge = BREAK if node.tag in BLOCKS else ""
            inner = edge + (node.text or "") + "".join(map(walk, node)) + edge
        return inner + (node.tail or "")

    text = unicodedata.normalize("NFC", walk(page))
    return [line for line in (" ".join(part.split()) for part in text.split(BREAK)) if line]


def removals(page: etree._Element, kept: Collection[str]) -> list[etree._Element]:
    """Follow "Documented removals"."""
    gone = [node for node in page.iter() if node.tag in EMBEDS or node.tag == "svg"]
    for figure in page.iter("figure"):
        pictures = [node for node in figure.iter("img") if not _tiny(node)]
        others = [node for node in figure.iter() if node.tag in EMBEDS or node.tag == "svg"]
        if (pictures or others) and not any(node.get("src") in kept for node in pictures):
            gone += [node for node in figure.iter("figcaption") if next(node.iterancestors("figure")) is figure]
    return gone


def _tiny(image: etree._Element) -> bool:
    sizes = [image.get(name) for name in ("width", "height") if image.get(name)]
    return bool(sizes) and all(re.fullmatch(r"[01](px)?", size.strip()) for size in sizes)


def page_of(markup: str) -> etree._Element:
    inner = re.sub(r"</(body|html|head)\b[^>]*>", "", markup, flags=re.IGNORECASE)
    return html.fromstring(f"<html><body>{inner}</body></html>").find("body")


def untouched(published: str, upstream: str, base: str) -> bool:
    """Follow "To check a work", for works in full: the HTML of one published entry against the upstream's."""
    (work,) = (part for part in page_of(published).iterfind("div") if part.get("class") == "syndicator-work")
    work.tail = None
    original = page_of(upstream)
    shown = {image.get("src") for image in work.iter("img")}
    kept = {src for image in original.iter("img") if (src := image.get("src")) and {src, urljoin(base, src)} & shown}
    return normal_form(work) == normal_form(original, removals(original, kept))
