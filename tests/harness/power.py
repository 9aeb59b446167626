"""A power cut at a chosen step of a cycle: everything after it in the process does not happen."""

from __future__ import annotations

import pytest

from syndicator.publish import Folder
from syndicator.store import Store

CUTS: dict[str, tuple[type, str, bool]] = {
    "before polls are stored": (Store, "record_polls", False),
    "after polls are stored": (Store, "record_polls", True),
    "before the release is recorded": (Store, "record_release", False),
    "between record and files": (Folder, "publish", False),
    "between files and mark": (Store, "mark_published", False),
    "after the mark": (Store, "mark_published", True),
}
"""Where the power may go: around which call, and whether after it."""


class PowerCut(BaseException):
    """The power went."""


class Power:
    """Cuts the power once, at the n-th call from now (``left = n``) of what it guards."""

    def __init__(self) -> None:
        self.left = 0
        self.where = ""

    def guard(self, patch: pytest.MonkeyPatch, *places: str) -> None:
        """Stand at these places; without a ``where``, at all of them."""
        for place in places:
            owner, name, after = CUTS[place]
            patch.setattr(owner, name, self._guarded(place, getattr(owner, name), after=after))

    def _guarded(self, place: str, real: object, *, after: bool) -> object:
        def call(part: object, *args: object, **kwargs: object) -> object:
            mine = not self.where or self.where == place
            fails = mine and self.left == 1
            if mine:
                self.left = max(self.left - 1, 0)
            if fails and not after:
                raise PowerCut
            result = real(part, *args, **kwargs)  # type: ignore[operator]  # a method
            if fails:
                raise PowerCut
            return result

        return call
