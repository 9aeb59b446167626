"""Frame a work: clean its HTML, keep its text, and put byline, author lines and notice around it.

Takes: an entry, its permit, the publisher's terms, and a ``Setting``.
Gives: ``Framed``, or ``Unframed`` with every finding that forbids it.
Touches: nothing.
Knows: lxml.html trees, nh3, Babel, the words of our own notices.
Holds: no state and no rule of any publisher; whatever differs between publishers comes in with the terms.
Change here when: the frame should look different, or upstream HTML does something new.
"""

from syndicator.rewrite.changes import changes
from syndicator.rewrite.frame import frame
from syndicator.rewrite.names import credited, is_named, stands_in
from syndicator.rewrite.package import Package, package
from syndicator.rewrite.setting import Setting
from syndicator.rewrite.verbatim import same_text, text_of, unframe

__all__ = [
    "Package",
    "Setting",
    "changes",
    "credited",
    "frame",
    "is_named",
    "package",
    "same_text",
    "stands_in",
    "text_of",
    "unframe",
]
