"""The vocabularies that news feeds add to every format: Dublin Core, content, licenses, media, Atom within RSS."""

from __future__ import annotations

from syndicator.validate.formats.atom import ATOM, LINK
from syndicator.validate.formats.row import Attribute, Kind, Row, Times, rows
from syndicator.validate.names import tag
from syndicator.validate.values.addresses import full_iri, full_uri
from syndicator.validate.values.dates import w3cdtf
from syndicator.validate.values.numbers import comma_separated, non_negative, positive
from syndicator.validate.values.plain import any_text, update_period, words
from syndicator.validate.values.words import language

OPTIONAL, ANY = Times.OPTIONAL, Times.ANY
CONTAINER, RULE = Kind.CONTAINER, Kind.JUDGED_BY_RULE

_FEEDS = ("channel", "rss1:channel", "rss090:channel", "atom:feed")
_ENTRIES = ("item", "rss1:item", "rss090:item", "atom:entry")
_BOTH = (*_FEEDS, *_ENTRIES, "image", "textInput", "rss1:image", "rss1:textinput")
_DC_TEXTS = "title creator subject description publisher contributor type format identifier source relation coverage"
_LAX = {Times.ONE: OPTIONAL, OPTIONAL: OPTIONAL, ANY: ANY}


def _atom_within(parent: str, host: str) -> tuple[Row, ...]:
    """Give the rows of an Atom parent for a host of another format, where nothing of them is required."""
    return tuple(
        row._replace(within=(host,), times=_LAX[row.times])
        for row in ATOM
        if parent in row.within and row.element.startswith("atom:") and row.element != "atom:entry"
    )


EXTENSIONS = (
    *rows(_BOTH, ANY, any_text, *(f"dc:{each}" for each in _DC_TEXTS.split()), "dc:rights"),
    Row("dc:date", _BOTH, ANY, w3cdtf),
    Row("dc:language", _BOTH, ANY, language),
    Row("content:encoded", _ENTRIES, OPTIONAL, any_text),
    Row("content:items", _ENTRIES, OPTIONAL, RULE),
    Row("creativeCommons:license", (*_FEEDS, *_ENTRIES), ANY, full_uri),
    Row(
        "cc:license",
        (*_FEEDS, *_ENTRIES),
        ANY,
        RULE,
        (Attribute(tag("rdf:resource"), full_iri, required=True),),
    ),
    Row("cc:License", ("rdf:RDF",), ANY, RULE, open=True),
    Row("sy:updatePeriod", _FEEDS, OPTIONAL, update_period),
    Row("sy:updateFrequency", _FEEDS, OPTIONAL, positive),
    Row("sy:updateBase", _FEEDS, OPTIONAL, w3cdtf),
    *rows(_ENTRIES, OPTIONAL, non_negative, "slash:comments"),
    *rows(_ENTRIES, OPTIONAL, words, "slash:section", "slash:department"),
    Row("slash:hit_parade", _ENTRIES, OPTIONAL, comma_separated),
    *rows(_ENTRIES, OPTIONAL, full_uri, "wfw:comment", "wfw:commentRss", "wfw:commentRSS"),
    Row("atom:link", ("rss1:channel", "rss1:item", "rss090:channel", "rss090:item"), ANY, RULE, LINK),
    *_atom_within("atom:feed", "channel"),
    *_atom_within("atom:entry", "item"),
    *(row for row in ATOM if "atom:author" in row.within),
)
