"""Whether a feed says which language it is in. The code is ``missing-dc-language``, whose text is in the tables."""

from __future__ import annotations

from collections.abc import Iterator

from syndicator.validate.code_text import Fault
from syndicator.validate.document import Doc
from syndicator.validate.names import children, tag


def feed_language(doc: Doc) -> Iterator[Fault]:
    """Ask for the language of the whole feed."""
    said = doc.root.get(tag("xml:lang")) or doc.head.get(tag("xml:lang"))
    if doc.format not in {"opml", "unknown"} and not said and not children(doc.head, "language", "dc:language"):
        yield Fault("missing-dc-language", doc.head)
