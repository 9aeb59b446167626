"""Plans to bytes: RSS 2.0 and Atom 1.0; and what is held, for editors.

Takes: a ``Plan`` and the name of a format; decisions.
Gives: the feed's bytes, the same for the same plan in every process, zone and locale.
Touches: nothing.
Knows: feedgen and lxml (``_feedgen.py`` is the one module that knows feedgen).
Holds: no instant of its own, no rule of any license, no check of the result: ``validate`` reads the bytes back.
Change here when: a feed is to say something new about an entry, or a format is added.
"""

from syndicator.render.feed import FORMATS, render, render_all
from syndicator.render.holds import holds
from syndicator.render.prepare import EntryRenderError

__all__ = ["FORMATS", "EntryRenderError", "holds", "render", "render_all"]
