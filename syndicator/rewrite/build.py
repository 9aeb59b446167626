"""Build elements of our own, always through the tree: no markup is ever joined from strings."""

from __future__ import annotations

from lxml import etree

from syndicator.rewrite.chars import filtered
from syndicator.rewrite.tree import Element

Part = str | Element
"""Text, or an element that stands in it."""


def element(tag: str, *parts: Part, **attributes: str) -> Element:
    """Make an element of text and elements. ``class_`` is written ``class``; unsafe characters are dropped."""
    made = etree.Element(tag, {name.rstrip("_"): filtered(value) for name, value in attributes.items()})
    append(made, *parts)
    return made


def append(parent: Element, *parts: Part) -> None:
    """Put text and elements after everything that an element holds."""
    for part in parts:
        if not isinstance(part, str):
            parent.append(part)
        elif len(parent):
            parent[-1].tail = (parent[-1].tail or "") + filtered(part)
        else:
            parent.text = (parent.text or "") + filtered(part)


def link(text: str, url: str | None) -> Part:
    """Make a link, or the bare text where there is no address to lead to."""
    return element("a", text, href=url) if url else text


def between(parts: list[Part], separator: str) -> list[Part]:
    """Put a separator between parts."""
    spaced: list[Part] = []
    for part in parts:
        spaced.extend((separator, part) if spaced else (part,))
    return spaced
