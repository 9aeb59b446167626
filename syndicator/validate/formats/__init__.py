"""The formats as tables: which element, within which parents, how often, with which value and attributes."""

from syndicator.validate.formats.atom import ATOM
from syndicator.validate.formats.extensions import EXTENSIONS
from syndicator.validate.formats.itunes import ITUNES
from syndicator.validate.formats.media import MEDIA
from syndicator.validate.formats.modules import MODULES
from syndicator.validate.formats.opml import OPML
from syndicator.validate.formats.rdf import RDF
from syndicator.validate.formats.row import Row, Times, table
from syndicator.validate.formats.rss import RSS

_EXTENSIONS = (EXTENSIONS, MODULES, MEDIA, ITUNES)

TABLES = {
    "atom": table(ATOM, *_EXTENSIONS),
    "rss": table(RSS, *_EXTENSIONS),
    "rdf": table(RDF, *_EXTENSIONS),
    "opml": table(OPML),
}
"""Format to parent to child to its row."""

REQUIRED = {
    format_: {
        parent: tuple(row for row in children.values() if row.times is Times.ONE) for parent, children in table_.items()
    }
    for format_, table_ in TABLES.items()
}
"""Format to parent to the rows that must be there."""

ROOTS = {row.element: row for row in (*ATOM[:2], RSS[0], RDF[0], *OPML[:2])}
"""What a document may begin with: a feed, an Atom entry alone (RFC 4287 2), or a list of feeds."""

__all__ = ["REQUIRED", "ROOTS", "TABLES", "Row"]
