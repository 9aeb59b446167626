"""Bytes to a document: limits, encoding, the XML tree, feedparser for dates, and each entry's identity.

Takes: bytes as received, hints (address, content type, some fields), and the digests already known; an article's page,
robots.txt, tdmrep.json, RSL.
Gives: a ``Document``, a ``ParseError`` with a stable code, or arrivals with settled identity and dates; what a page
says of its article; preferences about use by machines.
Touches: nothing, except ``isolated``, which runs worker processes.
Knows: lxml, feedparser (``from_feedparser`` alone), pebble (``isolated`` alone), pydantic.
Holds: no license rule, no publisher's rule, no clock; text is hostile and stays as it came.
Change here when: a feed in the wild is read wrongly, or a hostile one costs too much.
"""

from typing import TYPE_CHECKING, Any

from syndicator.parse.base import READER, Hints, ParseFailure

if TYPE_CHECKING:
    from syndicator.parse.arrivals import Settled, keys_of, settle
    from syndicator.parse.article_page import read_article_page
    from syndicator.parse.fingerprint import revision_of
    from syndicator.parse.preferences import preferences_in_fields, read_robots, read_tdmrep
    from syndicator.parse.reader import read
    from syndicator.parse.rsl import read_rsl

__all__ = [
    "READER",
    "Hints",
    "ParseFailure",
    "Settled",
    "keys_of",
    "preferences_in_fields",
    "read",
    "read_article_page",
    "read_robots",
    "read_rsl",
    "read_tdmrep",
    "revision_of",
    "settle",
]

_LATE = {
    "Settled": "arrivals",
    "keys_of": "arrivals",
    "preferences_in_fields": "preferences",
    "read": "reader",
    "read_article_page": "article_page",
    "read_robots": "preferences",
    "read_rsl": "rsl",
    "read_tdmrep": "preferences",
    "revision_of": "fingerprint",
    "settle": "arrivals",
}


def __getattr__(name: str) -> Any:
    """Load what reads documents when it is first asked for: a poll that ends in 304 needs none of it."""
    if name in _LATE:
        from importlib import import_module

        return getattr(import_module(f"syndicator.parse.{_LATE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
