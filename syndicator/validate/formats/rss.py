"""RSS 0.91 to 2.0 (RSS Advisory Board's specification and best practices profile)."""

from __future__ import annotations

from syndicator.validate.formats.row import Attribute, Kind, Row, Times, rows
from syndicator.validate.values.addresses import full_uri, url_attribute
from syndicator.validate.values.dates import rfc822
from syndicator.validate.values.numbers import day, height, hour, length, port, positive, width
from syndicator.validate.values.plain import (
    any_text,
    boolean_attribute,
    form_component,
    no_blink,
    plain,
    plain_words,
    rss_version,
    words,
)
from syndicator.validate.values.words import contact, language, media_type_attribute

_CHANNEL, _ITEM, _IMAGE, _INPUT = ("channel",), ("item",), ("image",), ("textInput",)
ONE, OPTIONAL, ANY = Times.ONE, Times.OPTIONAL, Times.ANY
CONTAINER, EMPTY = Kind.CONTAINER, Kind.EMPTY
_CLOUD = ("domain", "port", "path", "registerProcedure", "protocol")

RSS = (
    Row("rss", (), ONE, CONTAINER, (Attribute("version", rss_version, required=True),)),
    Row("channel", ("rss",), ONE, CONTAINER),
    Row("item", _CHANNEL, ANY, CONTAINER),
    Row("title", (*_CHANNEL, *_IMAGE, *_INPUT), ONE, plain_words, missing="missing-title"),
    Row("link", (*_CHANNEL, *_IMAGE, *_INPUT), ONE, full_uri, missing="missing-link"),
    Row("description", (*_CHANNEL, *_INPUT), ONE, plain, missing="missing-description"),
    *rows(_CHANNEL, OPTIONAL, any_text, "copyright", "rating"),
    *rows(_CHANNEL, OPTIONAL, words, "generator"),
    Row("language", _CHANNEL, OPTIONAL, language),
    *rows(_CHANNEL, OPTIONAL, contact, "managingEditor", "webMaster"),
    *rows(_CHANNEL, OPTIONAL, rfc822, "pubDate", "lastBuildDate"),
    Row("docs", _CHANNEL, OPTIONAL, full_uri),
    Row("ttl", _CHANNEL, OPTIONAL, positive),
    Row("category", (*_CHANNEL, *_ITEM), ANY, plain_words, (Attribute("domain", any_text),)),
    Row(
        "cloud",
        _CHANNEL,
        OPTIONAL,
        EMPTY,
        tuple(Attribute(each, port if each == "port" else any_text, required=True) for each in _CLOUD),
    ),
    Row("image", _CHANNEL, OPTIONAL, CONTAINER),
    Row("url", _IMAGE, ONE, full_uri),
    Row("width", _IMAGE, OPTIONAL, width),
    Row("height", _IMAGE, OPTIONAL, height),
    Row("description", _IMAGE, OPTIONAL, plain),
    Row("textInput", _CHANNEL, OPTIONAL, CONTAINER),
    Row("name", _INPUT, ONE, form_component),
    *rows(_CHANNEL, OPTIONAL, CONTAINER, "skipHours", "skipDays"),
    Row("blink", _CHANNEL, ANY, no_blink),
    Row("hour", ("skipHours",), ANY, hour),
    Row("day", ("skipDays",), ANY, day),
    Row("title", _ITEM, OPTIONAL, plain_words),
    Row("link", _ITEM, OPTIONAL, full_uri),
    Row("description", _ITEM, OPTIONAL, any_text),
    Row("author", _ITEM, OPTIONAL, contact),
    Row("comments", _ITEM, OPTIONAL, full_uri),
    Row("pubDate", _ITEM, OPTIONAL, rfc822),
    Row("guid", _ITEM, OPTIONAL, words, (Attribute("isPermaLink", boolean_attribute),)),
    Row("source", _ITEM, OPTIONAL, plain_words, (Attribute("url", full_uri, required=True),)),
    Row(
        "enclosure",
        _ITEM,
        ANY,
        EMPTY,
        (
            Attribute("url", url_attribute, required=True),
            Attribute("length", length, required=True),
            Attribute("type", media_type_attribute, required=True),
        ),
    ),
)
