"""Whole numbers with their limits."""

from __future__ import annotations

import re

from syndicator.validate.code_text import ERROR, WARNING, CodeText

_NUMBER = "Write digits alone."

CODES = {
    "invalid-non-negative-integer": CodeText(
        ERROR,
        "The value is not a whole number of zero or more.",
        "A length in bytes or a count can not be anything else.",
        _NUMBER,
        "RSS 2.0 specification, enclosure; RFC 4287, section 4.2.7.6",
    ),
    "invalid-positive-integer": CodeText(
        ERROR,
        "The value is not a whole number above zero.",
        "Readers ignore it or ask all the time.",
        _NUMBER,
        "RSS 2.0 specification, ttl",
    ),
    "invalid-integer": CodeText(
        ERROR,
        "The value is no whole number.",
        "Programs pass over it.",
        "Write digits alone, with a minus before them where it is negative.",
        "OPML 2.0 specification, head",
    ),
    "invalid-comma-separated-integers": CodeText(
        ERROR,
        "The value is no row of whole numbers with commas between them.",
        "Programs can not tell which lines are open.",
        'Write line numbers such as "1,6,13", or leave the element empty.',
        "OPML 2.0 specification, expansionState",
    ),
    "invalid-integer-attribute": CodeText(
        ERROR,
        "The attribute is no whole number above or equal to zero.",
        "A port or a length in bytes can not be anything else.",
        _NUMBER,
        "RSS 2.0 specification, cloud and enclosure",
    ),
    "invalid-hour": CodeText(
        ERROR,
        "The hour is not between 0 and 23.",
        "Readers do not know when to pause.",
        "Write 0 to 23, in GMT.",
        "RSS 2.0 specification, skipHours",
    ),
    "use-zero-for-midnight": CodeText(
        WARNING,
        "Midnight is written as 24.",
        "Readers of today count hours from 0 to 23.",
        "Write 0.",
        "RSS Advisory Board, RSS best practices profile, skipHours",
    ),
    "invalid-day": CodeText(
        ERROR,
        "The day is not the English name of a day of the week.",
        "Readers do not know when to pause.",
        'Write "Monday" to "Sunday".',
        "RSS 2.0 specification, skipDays",
    ),
    "invalid-width": CodeText(
        ERROR,
        "The width is not between 1 and 144.",
        "Readers reserve no more room for a channel's picture.",
        "Write a width of at most 144 pixels.",
        "RSS 2.0 specification, image",
    ),
    "invalid-height": CodeText(
        ERROR,
        "The height is not between 1 and 400.",
        "Readers reserve no more room for a channel's picture.",
        "Write a height of at most 400 pixels.",
        "RSS 2.0 specification, image",
    ),
    "use-zero-for-unknown": CodeText(
        ERROR,
        "The length of an enclosure is negative.",
        "Readers can not tell a missing length from a mistake.",
        "Write the length in bytes, or 0 where it is not known.",
        "RSS Advisory Board, RSS best practices profile, enclosure",
    ),
}

_DIGITS = re.compile(r"[0-9]{1,18}\Z")
_DAYS = frozenset(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])


def non_negative(text: str) -> tuple[str, ...]:
    """Take a whole number of zero or more."""
    return () if _DIGITS.match(text.strip()) else ("invalid-non-negative-integer",)


def positive(text: str) -> tuple[str, ...]:
    """Take a whole number above zero."""
    if not text.strip():
        return ("not-blank", "invalid-positive-integer")
    return () if _within(text, 1, 10**18) else ("invalid-positive-integer",)


def integer(text: str) -> tuple[str, ...]:
    """Take a whole number."""
    return () if _DIGITS.match(text.strip().removeprefix("-")) else ("invalid-integer",)


def comma_separated(text: str) -> tuple[str, ...]:
    """Take whole numbers with commas between them, or none."""
    parts = text.split(",") if text.strip() else ()
    return () if all(_DIGITS.match(part.strip()) for part in parts) else ("invalid-comma-separated-integers",)


def port(text: str) -> tuple[str, ...]:
    """Take the port of a cloud."""
    return () if _within(text, 0, 65_535) else ("invalid-integer-attribute",)


def length(text: str) -> tuple[str, ...]:
    """Take the length of an enclosure in bytes."""
    if _DIGITS.match(text.strip().removeprefix("-")) and text.strip().startswith("-"):
        return ("use-zero-for-unknown",)
    return () if _DIGITS.match(text.strip()) else ("invalid-integer-attribute",)


def hour(text: str) -> tuple[str, ...]:
    """Take an hour of ``skipHours``."""
    if text.strip() == "24":
        return ("use-zero-for-midnight",)
    return () if _within(text, 0, 23) else ("invalid-hour",)


def day(text: str) -> tuple[str, ...]:
    """Take a day of ``skipDays``."""
    return () if text.strip() in _DAYS else ("invalid-day",)


def width(text: str) -> tuple[str, ...]:
    """Take the width of a channel's picture in pixels."""
    return () if _within(text, 1, 144) else ("invalid-width",)


def height(text: str) -> tuple[str, ...]:
    """Take the height of a channel's picture in pixels."""
    return () if _within(text, 1, 400) else ("invalid-height",)


def _within(text: str, least: int, most: int) -> bool:
    bare = text.strip()
    return bool(_DIGITS.match(bare)) and least <= int(bare) <= most
