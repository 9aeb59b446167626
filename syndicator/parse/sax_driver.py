"""The standard library's expat driver with text in one piece.

Without ``buffer_text`` each entity and each line of a text is a call of its own, which feedparser pays for dearly.
feedparser finds a driver by its module's name and calls ``create_parser``.
"""

from __future__ import annotations

from xml.sax.expatreader import ExpatParser  # feedparser's own; preflight stands before it


class CoalescingParser(ExpatParser):
    """An expat reader that hands over each text whole."""

    def reset(self) -> None:
        """Make a new expat parser that collects text."""
        super().reset()
        expat = self._parser  # type: ignore[attr-defined]  # the stubs leave it out
        expat.buffer_text = True
        expat.buffer_size = 65_536


def create_parser() -> CoalescingParser:
    """Give the driver, as ``xml.sax.make_parser`` asks for it."""
    return CoalescingParser()
