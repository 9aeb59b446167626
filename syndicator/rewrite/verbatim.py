"""The proof that a work's text is unchanged: its normal form, and how the frame comes off (docs/verbatim.md)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from syndicator.rewrite import tree

WORK_CLASS = "syndicator-work"


def normal(pieces: Iterable[str]) -> str:
    """Give the normal form of text pieces: NFC, one block a line, white space collapsed, no empty lines."""
    text = unicodedata.normalize("NFC", "".join(pieces)).replace(tree.COUNTER_MARK, "")
    lines = (" ".join(line.split()) for line in text.split(tree.LINE_MARK))
    return "\n".join(line for line in lines if line)


def place_of_counter(pieces: Iterable[str]) -> int | None:
    """Give how many characters other than white space stand before the counter, or ``None`` without one."""
    before, mark, _ = "".join(pieces).partition(tree.COUNTER_MARK)
    if not mark:
        return None
    return len(unicodedata.normalize("NFC", "".join(before.replace(tree.LINE_MARK, "").split())))


def text_of(html: str) -> str:
    """Give the text of HTML in its normal form: what a reader sees, one block a line."""
    return normal(tree.pieces(tree.parse(html)))


def unframe(html: str) -> str:
    """Take the frame off a published entry's HTML: the work alone. Empty when there is no work in it.

    Only a work that stands at the top level counts: nothing inside a work can pretend to be one.
    """
    for element in tree.parse(html).iterfind("div"):
        if element.get("class") == WORK_CLASS:
            element.attrib.clear()
            return tree.markup(element)
    return ""


def same_text(one: str, other: str) -> bool:
    """Tell whether two pieces of HTML have the same text in normal form."""
    return text_of(one) == text_of(other)
