"""Dates that lie ahead. The code is ``implausible-date``, whose text stands with the dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from syndicator.validate.code_text import Fault
from syndicator.validate.document import Doc
from syndicator.validate.names import children, name, text
from syndicator.validate.values.dates import instant

_SLACK = timedelta(days=1)
"""Clocks and zones may differ so much."""


def future_dates(doc: Doc) -> Iterator[Fault]:
    """Find dates of a feed and of its entries that lie ahead of the instant the document is judged at."""
    if doc.now is None:
        return
    for parent in (doc.head, *doc.entries):
        for element in children(parent, "pubDate", "lastBuildDate", "atom:updated", "atom:published"):
            at = instant(text(element)) if name(element.tag).startswith("atom:") else _of_rss(text(element))
            if at is not None and at - doc.now > _SLACK:
                yield Fault("implausible-date", element, text(element))


def _of_rss(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(value)
    except ValueError:
        return None
    return found if found.tzinfo else None
