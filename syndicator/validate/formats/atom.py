"""Atom 1.0 (RFC 4287) and its tombstones (RFC 6721)."""

from __future__ import annotations

from syndicator.validate.formats.row import Attribute, Kind, Row, Times, rows
from syndicator.validate.names import tag
from syndicator.validate.values.addresses import full_iri_attribute, identifier, iri_attribute, iri_reference
from syndicator.validate.values.dates import given_up_for_updated, rfc3339
from syndicator.validate.values.numbers import non_negative
from syndicator.validate.values.plain import any_text, attribute_words, plain_attribute, plain_words, words
from syndicator.validate.values.words import email, language, media_type, name_of_person, relation

_FEED, _ENTRY, _SOURCE = ("atom:feed",), ("atom:entry",), ("atom:source",)
_ALL = ("atom:feed", "atom:entry", "atom:source")
_PERSONS = ("atom:author", "atom:contributor", "at:by")
_TOMBSTONE = ("at:deleted-entry",)
ONE, OPTIONAL, ANY = Times.ONE, Times.OPTIONAL, Times.ANY
CONTAINER, RULE = Kind.CONTAINER, Kind.JUDGED_BY_RULE

_TYPE = (Attribute("type", any_text),)
LINK = (
    Attribute("href", iri_attribute, required=True, missing="missing-href"),
    Attribute("rel", relation),
    Attribute("type", media_type),
    Attribute("hreflang", language),
    Attribute("title", plain_attribute),
    Attribute("length", non_negative),
    # RFC 4685, 4
    Attribute(tag("thr:count"), non_negative),
    Attribute(tag("thr:updated"), rfc3339),
    Attribute(tag("thr:when"), given_up_for_updated),
)
_CATEGORY = (
    Attribute("term", words, required=True),
    Attribute("scheme", full_iri_attribute),
    Attribute("label", plain_attribute),
)

ATOM = (
    Row("atom:feed", (), ONE, CONTAINER),
    Row("atom:entry", _FEED, ANY, CONTAINER),
    # 4.1.1, 4.1.2: once in feed and entry; 4.2.11: what a source should have is a rule's matter
    Row("atom:id", ("atom:feed", "atom:entry"), ONE, identifier),
    Row("atom:id", _SOURCE, OPTIONAL, identifier),
    Row("atom:title", ("atom:feed", "atom:entry"), ONE, RULE, _TYPE),
    Row("atom:title", _SOURCE, OPTIONAL, RULE, _TYPE),
    Row("atom:updated", ("atom:feed", "atom:entry"), ONE, rfc3339),
    Row("atom:updated", _SOURCE, OPTIONAL, rfc3339),
    Row("atom:published", _ENTRY, OPTIONAL, rfc3339),
    Row("atom:rights", _ALL, OPTIONAL, RULE, _TYPE),
    Row("atom:subtitle", ("atom:feed", "atom:source"), OPTIONAL, RULE, _TYPE),
    Row("atom:summary", _ENTRY, OPTIONAL, RULE, _TYPE),
    Row("atom:content", _ENTRY, OPTIONAL, RULE, (*_TYPE, Attribute("src", iri_attribute))),
    Row("atom:source", (*_ENTRY, *_TOMBSTONE), OPTIONAL, CONTAINER),
    Row("atom:link", (*_ALL, *_TOMBSTONE), ANY, RULE, LINK),
    Row("atom:category", _ALL, ANY, RULE, _CATEGORY),
    Row("atom:author", _ALL, ANY, CONTAINER),
    Row("atom:contributor", _ALL, ANY, CONTAINER),
    Row(
        "atom:generator",
        ("atom:feed", "atom:source"),
        OPTIONAL,
        plain_words,
        (Attribute("uri", iri_attribute), Attribute("version", attribute_words)),
    ),
    *rows(("atom:feed", "atom:source"), OPTIONAL, iri_reference, "atom:icon", "atom:logo"),
    # 3.2: persons
    Row("atom:name", _PERSONS, ONE, name_of_person),
    Row("atom:uri", _PERSONS, OPTIONAL, iri_reference),
    Row("atom:email", _PERSONS, OPTIONAL, email),
    # RFC 6721, 3
    Row(
        "at:deleted-entry",
        _FEED,
        ANY,
        CONTAINER,
        (Attribute("ref", identifier, required=True), Attribute("when", rfc3339, required=True)),
    ),
    Row("at:by", _TOMBSTONE, OPTIONAL, CONTAINER),
    Row("at:comment", _TOMBSTONE, OPTIONAL, RULE, _TYPE),
)
