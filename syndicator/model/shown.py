"""Text as a person meets it: nothing in it moves a cursor, turns the direction, breaks the line or hides.

Does not: cut, color or lay out.
"""

from __future__ import annotations

import unicodedata

UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of what is not shown as it stands."""


def safe(text: str) -> str:
    """Give a text in which every unsafe character is an escape. A tab becomes a space."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_safe, text))


def _safe(char: str) -> str:
    if char == "\t":
        return " "
    return char if unicodedata.category(char) not in UNSAFE else f"\\u{ord(char):04x}"


def columns(text: str) -> int:
    """Give how many columns a terminal takes for a safe text: two for a wide character, none for a combining one."""
    return len(text) if text.isascii() else sum(map(columns_of, text))


def columns_of(char: str) -> int:
    """Give how many columns a terminal takes for one character."""
    if unicodedata.category(char) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def counted(number: int, noun: str) -> str:
    """Give a number with its noun: "1 source", "2 sources", "2 entries"."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith("ry") else f"{number} {noun}s"
