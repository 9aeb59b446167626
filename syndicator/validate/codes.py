"""Every code with its text, gathered from where each stands beside its rule."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from syndicator.validate.code_text import CodeText
from syndicator.validate.document import CODES as DOCUMENT
from syndicator.validate.formats.row import CODES as ROW
from syndicator.validate.json_feed.objects import CODES as JSON_MEMBERS
from syndicator.validate.json_feed.places import CODES as JSON_PLACES
from syndicator.validate.json_feed.reading import CODES as JSON
from syndicator.validate.json_feed.rules import CODES as JSON_FEED
from syndicator.validate.limits import CODES as LIMITS
from syndicator.validate.profile.attribution import CODES as ATTRIBUTION
from syndicator.validate.profile.licenses import CODES as LICENSES
from syndicator.validate.profile.notices import CODES as NOTICES
from syndicator.validate.profile.planned import CODES as PLANNED
from syndicator.validate.profile.safety import CODES as SAFETY
from syndicator.validate.profile.shape import CODES as SHAPE
from syndicator.validate.profile.stubs import CODES as STUBS
from syndicator.validate.rules.atom_entries import CODES as ATOM_ENTRIES
from syndicator.validate.rules.atom_links import CODES as ATOM_LINKS
from syndicator.validate.rules.atom_text import CODES as ATOM_TEXT
from syndicator.validate.rules.duplicates import CODES as DUPLICATES
from syndicator.validate.rules.html_content import CODES as HTML_CONTENT
from syndicator.validate.rules.images import CODES as IMAGES
from syndicator.validate.rules.media import CODES as MEDIA
from syndicator.validate.rules.modules import CODES as MODULES
from syndicator.validate.rules.outlines import CODES as OUTLINES
from syndicator.validate.rules.paging import CODES as PAGING
from syndicator.validate.rules.podcasts import CODES as PODCASTS
from syndicator.validate.rules.prefixes import CODES as PREFIXES
from syndicator.validate.rules.prologs import CODES as PROLOGS
from syndicator.validate.rules.rss_items import CODES as RSS_ITEMS
from syndicator.validate.rules.semantics import CODES as SEMANTICS
from syndicator.validate.rules.strangers import CODES as STRANGERS
from syndicator.validate.values.addresses import CODES as ADDRESSES
from syndicator.validate.values.dates import CODES as DATES
from syndicator.validate.values.media import CODES as MEDIA_VALUES
from syndicator.validate.values.numbers import CODES as NUMBERS
from syndicator.validate.values.places import CODES as PLACES
from syndicator.validate.values.plain import CODES as PLAIN
from syndicator.validate.values.podcasts import CODES as PODCAST_VALUES
from syndicator.validate.values.words import CODES as WORDS

_GROUPS = (
    DOCUMENT,
    LIMITS,
    ROW,
    JSON,
    JSON_PLACES,
    JSON_MEMBERS,
    JSON_FEED,
    ATTRIBUTION,
    LICENSES,
    NOTICES,
    PLANNED,
    SAFETY,
    SHAPE,
    STUBS,
    ATOM_ENTRIES,
    ATOM_LINKS,
    ATOM_TEXT,
    DUPLICATES,
    HTML_CONTENT,
    IMAGES,
    PROLOGS,
    RSS_ITEMS,
    SEMANTICS,
    STRANGERS,
    ADDRESSES,
    DATES,
    NUMBERS,
    PLAIN,
    WORDS,
    MEDIA,
    MODULES,
    OUTLINES,
    PAGING,
    PODCASTS,
    PREFIXES,
    MEDIA_VALUES,
    PLACES,
    PODCAST_VALUES,
)

CODES: Mapping[str, CodeText] = MappingProxyType(
    {code: text for group in _GROUPS for code, text in sorted(group.items())}
)
"""Code to severity, message, why, fix and source. Codes are never reused and never renamed."""
