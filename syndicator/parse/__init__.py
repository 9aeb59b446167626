"""Bytes to a document: limits, encoding, the XML tree, feedparser for dates, and each entry's identity.

Takes: bytes as received, hints (address, content type, Link fields), and the digests already known.
Gives: a ``Document``, a ``ParseError`` with a stable code, or arrivals with settled identity and dates.
Touches: nothing, except ``isolated``, which runs worker processes.
Knows: lxml, feedparser (``from_feedparser`` alone), pebble (``isolated`` alone), pydantic.
Holds: no license rule, no publisher's rule, no clock; text is hostile and stays as it came.
Change here when: a feed in the wild is read wrongly, or a hostile one costs too much.
"""

from syndicator.parse.arrivals import Settled, settle
from syndicator.parse.base import READER, Hints, ParseFailure
from syndicator.parse.fingerprint import revision_of
from syndicator.parse.reader import read

__all__ = ["READER", "Hints", "ParseFailure", "Settled", "read", "revision_of", "settle"]
