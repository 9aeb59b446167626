"""Smaller vocabularies: places, threads, paging, events, trackbacks, FeedBurner and the like."""

from __future__ import annotations

from syndicator.validate.formats.row import Attribute, Kind, Row, Times, rows
from syndicator.validate.names import tag
from syndicator.validate.values import Value
from syndicator.validate.values.addresses import (
    full_iri,
    full_iri_attribute,
    full_uri,
    identifier,
    iri_attribute,
    iri_reference,
)
from syndicator.validate.values.dates import event_date, w3cdtf
from syndicator.validate.values.numbers import non_negative
from syndicator.validate.values.places import box, decimal, latitude, line, longitude, point, polygon
from syndicator.validate.values.plain import (
    any_text,
    meta_content,
    meta_name,
    plain_words,
    sort_type,
    treat_as,
    true_or_false,
)
from syndicator.validate.values.words import media_type

OPTIONAL, ANY = Times.OPTIONAL, Times.ANY
CONTAINER, EMPTY, RULE = Kind.CONTAINER, Kind.EMPTY, Kind.JUDGED_BY_RULE

FEEDS = ("channel", "rss1:channel", "rss090:channel", "atom:feed")
ENTRIES = ("item", "rss1:item", "rss090:item", "atom:entry")
_EVERYWHERE = (*FEEDS, *ENTRIES)
_RSS_ENTRIES = ENTRIES[:3]
_RESOURCE = (Attribute(tag("rdf:resource"), full_iri_attribute, required=True),)
_SHAPES: tuple[tuple[str, Value], ...] = (("point", point), ("line", line), ("polygon", polygon), ("box", box))
_AGGREGATION: tuple[tuple[str, Value], ...] = (("source", any_text), ("sourceURL", full_iri), ("timestamp", w3cdtf))
_LIST = ("cf:listinfo",)
_COLUMN = tuple(Attribute(each, any_text) for each in ("ns", "element", "label"))
_FEATURE = tuple(Attribute(each, any_text) for each in ("featuretypetag", "relationshiptag", "featurename"))

MODULES = (
    # places
    *rows(_EVERYWHERE, OPTIONAL, latitude, "geo:lat", "geourl:latitude", "icbm:latitude"),
    *rows(_EVERYWHERE, OPTIONAL, longitude, "geo:long", "geourl:longitude", "icbm:longitude"),
    Row("geo:alt", _EVERYWHERE, OPTIONAL, decimal),
    Row("geo:Point", _EVERYWHERE, ANY, CONTAINER, open=True),
    Row("geo:lat", ("geo:Point",), OPTIONAL, latitude),
    Row("geo:long", ("geo:Point",), OPTIONAL, longitude),
    *(Row(f"georss:{shape}", _EVERYWHERE, ANY, value, _FEATURE, open=True) for shape, value in _SHAPES),
    *rows(_EVERYWHERE, ANY, decimal, "georss:elev", "georss:floor", "georss:radius"),
    *rows(_EVERYWHERE, ANY, plain_words, "georss:featurename", "georss:featuretypetag", "georss:relationshiptag"),
    *rows(_EVERYWHERE, ANY, RULE, "georss:where", "georss:circle"),
    # RFC 4685: threads
    Row(
        "thr:in-reply-to",
        (*_EVERYWHERE, "atom:source"),
        ANY,
        RULE,
        (
            Attribute("ref", identifier, required=True),
            Attribute("href", iri_attribute),
            Attribute("source", iri_attribute),
            Attribute("type", media_type),
        ),
    ),
    Row("thr:total", ENTRIES, OPTIONAL, non_negative),
    # RFC 5005: paging
    *rows(FEEDS, OPTIONAL, EMPTY, "fh:archive", "fh:complete"),
    # RDF Site Summary 1.0 modules
    *(Row(f"admin:{each}", FEEDS[:3], OPTIONAL, EMPTY, _RESOURCE) for each in ("errorReportsTo", "generatorAgent")),
    *rows(_EVERYWHERE, OPTIONAL, event_date, "ev:startdate", "ev:enddate"),
    *rows(_EVERYWHERE, OPTIONAL, plain_words, "ev:location", "ev:organizer", "ev:type"),
    *rows(("channel",), OPTIONAL, full_uri, "blogChannel:blogRoll", "blogChannel:mySubscriptions", "blogChannel:blink"),
    Row("blogChannel:changes", ("channel",), OPTIONAL, full_uri),
    # an entry has one place to ping, and may have pinged many
    *(
        row
        for element, times in (("trackback:ping", OPTIONAL), ("trackback:about", ANY))
        for row in (
            Row(element, ("item", "atom:entry"), times, full_iri),
            Row(element, ("rss1:item",), times, EMPTY, _RESOURCE),
        )
    ),
    *rows(_EVERYWHERE, OPTIONAL, w3cdtf, "dcterms:created", "dcterms:modified", "dcterms:issued"),
    *rows(_EVERYWHERE, ANY, w3cdtf, "dc:date.Taken"),
    Row("l:permalink", _RSS_ENTRIES, ANY, EMPTY, open=True),
    *(Row(f"ag:{each}", ENTRIES, OPTIONAL, value) for each, value in _AGGREGATION),
    Row("annotate:reference", ENTRIES, OPTIONAL, EMPTY, _RESOURCE),
    Row("cp:server", FEEDS, OPTIONAL, EMPTY, _RESOURCE),
    # Simple List Extensions
    Row("cf:treatAs", FEEDS, OPTIONAL, treat_as),
    Row("cf:listinfo", FEEDS, OPTIONAL, CONTAINER),
    Row(
        "cf:sort", _LIST, ANY, EMPTY, (*_COLUMN, Attribute("data-type", sort_type), Attribute("default", true_or_false))
    ),
    Row("cf:group", _LIST, ANY, EMPTY, _COLUMN),
    # FeedBurner
    Row("feedburner:awareness", FEEDS, OPTIONAL, full_iri),
    Row("feedburner:browserFriendly", FEEDS, OPTIONAL, plain_words),
    Row("feedburner:feedburnerHostname", FEEDS, OPTIONAL, full_iri),
    Row(
        "feedburner:feedFlare",
        FEEDS,
        ANY,
        plain_words,
        (Attribute("href", iri_attribute, required=True), Attribute("src", iri_attribute, required=True)),
    ),
    *(Row(f"feedburner:{each}", _EVERYWHERE, ANY, RULE, open=True) for each in ("info", "emailServiceId")),
    *rows(ENTRIES, OPTIONAL, full_iri, "feedburner:origLink", "feedburner:origEnclosureLink"),
    # XHTML's meta, of which feeds know one use
    Row(
        "xhtml:meta",
        FEEDS,
        ANY,
        EMPTY,
        (Attribute("name", meta_name, required=True), Attribute("content", meta_content, required=True)),
    ),
    *(Row(f"xhtml:{each}", _EVERYWHERE, ANY, RULE, open=True) for each in ("link", "body", "div")),
    Row("wfw:commentRSS", ENTRIES, OPTIONAL, iri_reference),
)
