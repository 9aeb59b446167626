"""Podcasts: the vocabulary of Apple's directory (Apple Podcasts, RSS feed requirements)."""

from __future__ import annotations

from syndicator.validate.formats.modules import ENTRIES, FEEDS
from syndicator.validate.formats.row import Attribute, Kind, Row, Times, rows
from syndicator.validate.values.addresses import full_uri, url_attribute
from syndicator.validate.values.numbers import positive
from syndicator.validate.values.plain import any_text, true_or_false, words
from syndicator.validate.values.podcasts import (
    channel_type,
    duration,
    episode_type,
    keywords,
    long_text,
    podcast_category,
    podcast_text,
    short_text,
    yes_or_no,
)
from syndicator.validate.values.words import email

ONE, OPTIONAL, ANY = Times.ONE, Times.OPTIONAL, Times.ANY
CONTAINER, EMPTY = Kind.CONTAINER, Kind.EMPTY

_OWNER = ("itunes:owner",)
_BOTH = (*FEEDS, *ENTRIES)

ITUNES = (
    *rows(_BOTH, OPTIONAL, podcast_text, "itunes:author", "itunes:title"),
    Row("itunes:block", _BOTH, OPTIONAL, yes_or_no),
    Row("itunes:explicit", _BOTH, OPTIONAL, true_or_false),
    Row("itunes:image", _BOTH, OPTIONAL, EMPTY, (Attribute("href", url_attribute, required=True),), open=True),
    Row("itunes:keywords", _BOTH, OPTIONAL, keywords),
    Row("itunes:subtitle", _BOTH, OPTIONAL, short_text),
    Row("itunes:summary", _BOTH, OPTIONAL, long_text),
    Row(
        "itunes:category",
        (*FEEDS, "itunes:category"),
        ANY,
        CONTAINER,
        (Attribute("text", podcast_category, required=True),),
    ),
    Row("itunes:complete", FEEDS, OPTIONAL, yes_or_no),
    Row("itunes:new-feed-url", FEEDS, OPTIONAL, full_uri),
    Row("itunes:type", FEEDS, OPTIONAL, channel_type),
    Row("itunes:owner", FEEDS, OPTIONAL, CONTAINER),
    Row("itunes:name", _OWNER, OPTIONAL, words),
    Row("itunes:email", _OWNER, ONE, email),
    Row("itunes:duration", ENTRIES, OPTIONAL, duration),
    Row("itunes:episodeType", ENTRIES, OPTIONAL, episode_type),
    *rows(ENTRIES, OPTIONAL, positive, "itunes:season", "itunes:episode", "itunes:order"),
    Row("itunes:isClosedCaptioned", ENTRIES, OPTIONAL, yes_or_no),
    *rows(_BOTH, ANY, any_text, "itunes:pubDate", "itunes:applepodcastsverify"),
)
