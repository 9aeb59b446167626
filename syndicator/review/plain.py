"""Cuts safe texts to the columns that a terminal has."""

from __future__ import annotations

from itertools import accumulate

from syndicator.model.shown import columns, columns_of


def beginning(text: str, width: int) -> str:
    """Give as much of a safe text as fits into so many columns; what is cut ends in an ellipsis."""
    return text if columns(text) <= width else _first(text, width - 1) + "…"


def ending(text: str, width: int) -> str:
    """Give as much of the end of a safe text as fits into so many columns; what is cut begins with an ellipsis."""
    return text if columns(text) <= width else "…" + _first(text[::-1], width - 1)[::-1]


def _first(text: str, width: int) -> str:
    ends = accumulate(map(columns_of, text))
    return "".join(char for char, end in zip(text, ends, strict=True) if end <= width)
