"""Texts of documents made safe to show: what moves a cursor, turns a direction or hides is written as an escape."""

from __future__ import annotations

import unicodedata

UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of what is not shown as it stands."""

HELP = "docs/findings/{code}.md"
"""Where a code is explained, from the project's folder on."""


def safe(text: str) -> str:
    """Give a text in which every unsafe character is an escape. A tab becomes a space."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_safe(char) for char in text)


def _safe(char: str) -> str:
    if char == "\t":
        return " "
    return char if unicodedata.category(char) not in UNSAFE else f"\\u{ord(char):04x}"


def help_page(code: str) -> str:
    """Give where a code is explained."""
    return HELP.format(code=code)
