"""What a look at the folder gives."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Difference(NamedTuple):
    """One way in which the folder is not what its manifest says."""

    file: str
    code: Literal["missing", "changed", "unsafe", "unlisted", "interrupted", "manifest-unreadable"]
    what: str
    """In words for the operator."""
