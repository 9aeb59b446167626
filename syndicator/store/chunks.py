"""Long sequences in pieces that one statement can take as parameters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

_PARAMETERS_MAX = 5_000
"""Well under SQLite's 32,766 and PostgreSQL's 65,535 parameters of one statement."""

T = TypeVar("T")


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut a sequence into pieces; an empty one has none."""
    for start in range(0, len(values), _PARAMETERS_MAX):
        yield values[start : start + _PARAMETERS_MAX]
