"""Bytes to ``ValidFeed``, or to findings that say what is wrong, where, and what to do.

Takes: the bytes of a feed: ours before they go live (``admit``), or anybody's (``validate``).
Gives: a ``ValidFeed`` or ``Rejected``; findings with line and column; ``CODES`` with a text for every code.
Touches: nothing.
Knows: lxml.
Holds: no rule of any publisher, no repair, no network: an address is judged by its shape alone.
Change here when: a format allows something new, or a fault was found that no rule sees (add a row or one rule file).
"""

from syndicator.validate.admit import admit, gate
from syndicator.validate.check import validate
from syndicator.validate.code_text import CodeText
from syndicator.validate.codes import CODES

__all__ = ["CODES", "CodeText", "admit", "gate", "validate"]
