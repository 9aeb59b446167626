"""Media RSS: pictures, sound and film beside an entry (Media RSS specification 1.5.1)."""

from __future__ import annotations

from syndicator.validate.formats.modules import ENTRIES, FEEDS
from syndicator.validate.formats.row import Attribute, Kind, Row, Times
from syndicator.validate.values.addresses import full_iri_attribute, iri_attribute
from syndicator.validate.values.media import (
    credit_role,
    expression,
    medium,
    npt_time,
    restriction_relationship,
    restriction_type,
    text_type,
)
from syndicator.validate.values.numbers import non_negative, positive
from syndicator.validate.values.places import non_negative_decimal
from syndicator.validate.values.plain import any_text, plain_attribute, plain_words, true_or_false
from syndicator.validate.values.words import language, media_type

ANY = Times.ANY
CONTAINER, EMPTY, RULE = Kind.CONTAINER, Kind.EMPTY, Kind.JUDGED_BY_RULE

_OBJECTS = ("media:content", "media:group")
_HOLDERS = (*FEEDS, *ENTRIES, *_OBJECTS)
_SIZE = (Attribute("width", positive), Attribute("height", positive))
_TYPE = (Attribute("type", text_type),)
_LATER = "community comments responses backLinks status price license subTitle peerLink location rights scenes embed"
"""Elements of version 1.5, which are not judged further."""

MEDIA = (
    Row(
        "media:content",
        (*FEEDS, *ENTRIES, "media:group"),
        ANY,
        CONTAINER,
        (
            Attribute("url", full_iri_attribute),
            Attribute("fileSize", non_negative),
            Attribute("type", media_type),
            Attribute("medium", medium),
            Attribute("isDefault", true_or_false),
            Attribute("expression", expression),
            Attribute("bitrate", non_negative_decimal),
            Attribute("framerate", non_negative_decimal),
            Attribute("samplingrate", non_negative_decimal),
            Attribute("channels", non_negative),
            Attribute("duration", non_negative_decimal),
            *_SIZE,
            Attribute("lang", language),
        ),
        open=True,
    ),
    Row("media:group", (*FEEDS, *ENTRIES), ANY, CONTAINER, open=True),
    Row("media:adult", _HOLDERS, ANY, true_or_false),
    Row("media:rating", _HOLDERS, ANY, RULE, (Attribute("scheme", full_iri_attribute),)),
    *(Row(f"media:{each}", _HOLDERS, ANY, RULE, _TYPE, open=True) for each in ("title", "description")),
    Row("media:keywords", _HOLDERS, ANY, plain_words),
    Row(
        "media:thumbnail",
        _HOLDERS,
        ANY,
        EMPTY,
        (Attribute("url", iri_attribute, required=True), *_SIZE, Attribute("time", npt_time)),
        open=True,
    ),
    Row(
        "media:category",
        _HOLDERS,
        ANY,
        plain_words,
        (Attribute("scheme", full_iri_attribute), Attribute("label", plain_attribute)),
    ),
    Row("media:hash", _HOLDERS, ANY, RULE, (Attribute("algo", any_text),)),
    Row("media:player", _HOLDERS, ANY, EMPTY, (Attribute("url", full_iri_attribute, required=True), *_SIZE), open=True),
    Row(
        "media:credit",
        _HOLDERS,
        ANY,
        plain_words,
        (Attribute("role", credit_role), Attribute("scheme", full_iri_attribute)),
        open=True,
    ),
    Row("media:copyright", _HOLDERS, ANY, plain_words, (Attribute("url", full_iri_attribute),)),
    Row(
        "media:text",
        _HOLDERS,
        ANY,
        RULE,
        (*_TYPE, Attribute("lang", language), Attribute("start", npt_time), Attribute("end", npt_time)),
    ),
    Row(
        "media:restriction",
        _HOLDERS,
        ANY,
        RULE,
        (Attribute("relationship", restriction_relationship, required=True), Attribute("type", restriction_type)),
    ),
    *(Row(f"media:{each}", _HOLDERS, ANY, RULE, open=True) for each in _LATER.split()),
)
