"""Texts of documents made safe to show: what moves a cursor, turns a direction or hides is written as an escape."""

from __future__ import annotations

import unicodedata
from itertools import accumulate

UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of what is not shown as it stands."""


def safe(text: str) -> str:
    """Give a text in which every unsafe character is an escape. A tab becomes a space."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_safe(char) for char in text)


def _safe(char: str) -> str:
    if char == "\t":
        return " "
    return char if unicodedata.category(char) not in UNSAFE else f"\\u{ord(char):04x}"


def columns(text: str) -> int:
    """Give how many columns a terminal takes for a safe text: two for a wide character, none for a combining one."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def beginning(text: str, width: int) -> str:
    """Give as much of a safe text as fits into so many columns; what is cut ends in an ellipsis."""
    return text if columns(text) <= width else _first(text, width - 1) + "…"


def ending(text: str, width: int) -> str:
    """Give as much of the end of a safe text as fits into so many columns; what is cut begins with an ellipsis."""
    return text if columns(text) <= width else "…" + _first(text[::-1], width - 1)[::-1]


def _first(text: str, width: int) -> str:
    ends = accumulate(map(_columns, text))
    return "".join(char for char, end in zip(text, ends, strict=True) if end <= width)


def counted(number: int, noun: str) -> str:
    """Give a number with its noun: "1 error", "2 errors"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
