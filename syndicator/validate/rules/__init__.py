"""What a table can not say: one file a rule or close family, each with the texts of its codes.

A rule takes the document and gives faults. Adding one: write the file, list it here, add its ``CODES`` in
``codes.py``, add a case folder for each code under ``tests/cases/validate``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from syndicator.validate.code_text import Fault
from syndicator.validate.document import Doc
from syndicator.validate.rules.atom_entries import atom_entries
from syndicator.validate.rules.atom_links import atom_links
from syndicator.validate.rules.atom_text import atom_text
from syndicator.validate.rules.duplicates import duplicates
from syndicator.validate.rules.feed_language import feed_language
from syndicator.validate.rules.future_dates import future_dates
from syndicator.validate.rules.html_content import html_content
from syndicator.validate.rules.images import images
from syndicator.validate.rules.media import media
from syndicator.validate.rules.modules import modules
from syndicator.validate.rules.outlines import outlines
from syndicator.validate.rules.paging import paging
from syndicator.validate.rules.podcasts import podcasts
from syndicator.validate.rules.prefixes import prefixes
from syndicator.validate.rules.prologs import prologs
from syndicator.validate.rules.rss_items import rss_items
from syndicator.validate.rules.semantics import semantics
from syndicator.validate.rules.strangers import strangers

Rule = Callable[[Doc], Iterator[Fault]]

RULES: tuple[Rule, ...] = (
    prologs,
    prefixes,
    atom_links,
    atom_entries,
    atom_text,
    duplicates,
    rss_items,
    semantics,
    images,
    feed_language,
    future_dates,
    html_content,
    media,
    modules,
    strangers,
    podcasts,
    paging,
    outlines,
)
"""Rules for anybody's feed. Those for ours stand in ``syndicator.validate.profile``."""
