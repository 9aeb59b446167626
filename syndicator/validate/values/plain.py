"""Texts without a grammar."""

from __future__ import annotations

import re

from syndicator.validate.code_text import ERROR, WARNING, CodeText

CODES = {
    "not-blank": CodeText(
        WARNING,
        "An element is empty that should say something.",
        "Readers show a blank line, or nothing to choose the entry by.",
        "Give it a text, or leave the element out.",
        "RFC 4287, section 4.2; RSS 2.0 specification",
    ),
    "attr-not-blank": CodeText(
        WARNING,
        "An attribute is empty that should say something.",
        "An empty attribute tells a reader less than a missing one.",
        "Give it a value, or leave the attribute out.",
        "RFC 4287, section 4.2",
    ),
    "bad-characters": CodeText(
        WARNING,
        "A text holds control characters of the C1 range.",
        "They mostly come from Windows-1252 bytes that were taken for another encoding.",
        "Decode the text with the right encoding before writing it.",
        "Unicode, C1 controls and Latin-1 supplement",
    ),
    "contains-html": CodeText(
        WARNING,
        "A plain text seems to hold HTML.",
        "Some readers show the tags, others interpret them.",
        "Write plain text here.",
        "RSS Advisory Board, RSS best practices profile, character data",
    ),
    "invalid-update-period": CodeText(
        ERROR,
        "The update period is none that the syndication module knows.",
        "Readers ignore it and choose a pace of their own.",
        'Write "hourly", "daily", "weekly", "monthly" or "yearly".',
        "RDF Site Summary 1.0 modules: syndication",
    ),
    "invalid-true-false": CodeText(
        ERROR,
        'The value is neither "true" nor "false".',
        "Readers take it for the default, which may be the opposite.",
        'Write "true" or "false", in lower case.',
        "RSS 2.0 specification, guid",
    ),
    "invalid-rss-version": CodeText(
        ERROR,
        "The version is none that RSS ever had.",
        "Readers choose how to read the document by it.",
        'Write version="2.0".',
        "RSS 2.0 specification",
    ),
}

_C1 = re.compile("[\x80-\x9f]")
_MARKUP = re.compile(r"</?(a|b|br|div|em|i|img|li|ol|p|span|strong|ul|script|iframe)(\s[^<>]*)?/?>", re.IGNORECASE)


def any_text(text: str) -> tuple[str, ...]:
    """Take any text."""
    return ("bad-characters",) if not text.isascii() and _C1.search(text) else ()


def words(text: str) -> tuple[str, ...]:
    """Take any text that is not blank."""
    return any_text(text) if text.strip() else ("not-blank",)


def plain_words(text: str) -> tuple[str, ...]:
    """Take a text that is not blank and holds no markup."""
    return words(text) + (("contains-html",) if _MARKUP.search(text) else ())


def attribute_words(text: str) -> tuple[str, ...]:
    """Take an attribute that is not blank."""
    return any_text(text) if text.strip() else ("attr-not-blank",)


def true_or_false(text: str) -> tuple[str, ...]:
    """Take ``true`` or ``false``."""
    return () if text in {"true", "false"} else ("invalid-true-false",)


def update_period(text: str) -> tuple[str, ...]:
    """Take a period of the syndication module."""
    periods = {"hourly", "daily", "weekly", "monthly", "yearly"}
    return () if text.strip() in periods else ("invalid-update-period",)


def rss_version(text: str) -> tuple[str, ...]:
    """Take a version of RSS that is no RDF."""
    versions = {"0.91", "0.92", "0.93", "0.94", "2.0"}
    return () if text.strip() in versions else ("invalid-rss-version",)
