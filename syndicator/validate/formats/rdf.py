"""RSS 1.0 and 0.90, which are RDF (RDF Site Summary 1.0)."""

from __future__ import annotations

from syndicator.validate.formats.row import Attribute, Kind, Row, Times, rows
from syndicator.validate.names import tag
from syndicator.validate.values.addresses import full_iri, full_uri
from syndicator.validate.values.plain import any_text, form_component, plain_words

ONE, OPTIONAL, ANY = Times.ONE, Times.OPTIONAL, Times.ANY
CONTAINER, RULE = Kind.CONTAINER, Kind.JUDGED_BY_RULE

_CHANNEL, _ITEM, _IMAGE, _INPUT = ("rss1:channel",), ("rss1:item",), ("rss1:image",), ("rss1:textinput",)
_ABOUT = (Attribute(tag("rdf:about"), full_iri, required=True),)

_RSS_1 = (
    Row("rdf:RDF", (), ONE, CONTAINER),
    Row("rss1:channel", ("rdf:RDF",), OPTIONAL, CONTAINER, _ABOUT),
    Row("rss1:item", ("rdf:RDF",), ANY, CONTAINER, _ABOUT),
    Row("rss1:image", ("rdf:RDF",), OPTIONAL, CONTAINER, _ABOUT),
    Row("rss1:textinput", ("rdf:RDF",), OPTIONAL, CONTAINER, _ABOUT),
    Row("rss1:title", (*_CHANNEL, *_IMAGE, *_INPUT), ONE, plain_words, missing="missing-title"),
    Row("rss1:title", _ITEM, ONE, plain_words),
    Row("rss1:link", (*_CHANNEL, *_IMAGE, *_INPUT), ONE, full_uri, missing="missing-link"),
    Row("rss1:link", _ITEM, ONE, full_uri),
    Row("rss1:description", (*_CHANNEL, *_INPUT), ONE, any_text, missing="missing-description"),
    *rows(_ITEM, OPTIONAL, any_text, "rss1:description"),
    *rows(_CHANNEL, ONE, RULE, "rss1:items"),
    Row("rss1:image", _CHANNEL, OPTIONAL, RULE, open=True),
    Row("rss1:textinput", _CHANNEL, OPTIONAL, RULE, open=True),
    *rows(_IMAGE, ONE, full_uri, "rss1:url"),
    *rows(_INPUT, ONE, form_component, "rss1:name"),
)


def _as_090(row: Row) -> Row:
    """Give a row as RSS 0.90 has it: its own namespace, no rdf:about, and nothing that ties items to the channel."""
    within = tuple(parent.replace("rss1:", "rss090:") for parent in row.within)
    return row._replace(element=row.element.replace("rss1:", "rss090:"), within=within, attributes=())


_RSS_090 = tuple(_as_090(row) for row in _RSS_1 if row.element not in {"rdf:RDF", "rss1:items"})

_BORROWED = (Row("enclosure", (*_ITEM, "rss090:item"), ANY, RULE, open=True),)
"""What RSS 1.0 has no word for, and feeds take from RSS 2.0."""

RDF = (*_RSS_1, *_RSS_090, *_BORROWED)
