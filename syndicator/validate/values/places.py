"""Places on earth: latitudes, longitudes, and points in a row."""

from __future__ import annotations

import re

from syndicator.validate.code_text import ERROR, WARNING, CodeText

CODES = {
    "invalid-latitude": CodeText(
        ERROR,
        "The latitude does not lie between -90 and 90.",
        "There is no such place.",
        "Write degrees as a decimal number, south as negative.",
        "W3C, Basic Geo (WGS84 lat/long) vocabulary",
    ),
    "invalid-longitude": CodeText(
        ERROR,
        "The longitude does not lie between -180 and 180.",
        "There is no such place.",
        "Write degrees as a decimal number, west as negative.",
        "W3C, Basic Geo (WGS84 lat/long) vocabulary",
    ),
    "coord-comma": CodeText(
        WARNING,
        "A comma stands between the numbers of a place.",
        "Readers split at white space and find one number where two should be.",
        "Put a space between latitude and longitude.",
        "GeoRSS Simple, encodings",
    ),
    "invalid-coord": CodeText(
        ERROR,
        "The place is no row of latitudes and longitudes, or has too few or too many of them.",
        "Readers can not tell where it is.",
        "Write pairs of numbers with spaces between them: one for a point, two for a box, two or more for a line, "
        "four or more for a polygon.",
        "GeoRSS Simple, encodings",
    ),
    "invalid-float": CodeText(
        ERROR,
        "The value is no number.",
        "Readers pass over it.",
        "Write digits with a point, without a unit.",
        "Media RSS specification; GeoRSS Simple, encodings",
    ),
}

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?\Z", re.ASCII)


def latitude(text: str) -> tuple[str, ...]:
    """Take a latitude in degrees."""
    return () if _within(text, 90) else ("invalid-latitude",)


def longitude(text: str) -> tuple[str, ...]:
    """Take a longitude in degrees."""
    return () if _within(text, 180) else ("invalid-longitude",)


def decimal(text: str) -> tuple[str, ...]:
    """Take a decimal number."""
    return () if is_number(text) else ("invalid-float",)


def non_negative_decimal(text: str) -> tuple[str, ...]:
    """Take a decimal number of zero or more."""
    return () if is_number(text) and not text.strip().startswith("-") else ("invalid-float",)


def point(text: str) -> tuple[str, ...]:
    """Take one latitude and longitude."""
    return _pairs(text, 1, 1)


def line(text: str) -> tuple[str, ...]:
    """Take the ends and bends of a line."""
    return _pairs(text, 2)


def polygon(text: str) -> tuple[str, ...]:
    """Take the corners of a polygon, the first of them once more at the end."""
    return _pairs(text, 4)


def box(text: str) -> tuple[str, ...]:
    """Take two opposite corners."""
    return _pairs(text, 2, 2)


def points(text: str) -> tuple[str, ...]:
    """Take latitudes and longitudes in pairs."""
    return _pairs(text, 1)


def _pairs(text: str, least: int, most: int | None = None) -> tuple[str, ...]:
    told: tuple[str, ...] = ("coord-comma",) if "," in text else ()
    numbers = text.replace(",", " ").split()
    pairs, alone = divmod(len(numbers), 2)
    right = not alone and least <= pairs <= (most or pairs) and all(map(is_number, numbers))
    return told if right else (*told, "invalid-coord")


def is_number(text: str) -> bool:
    """Tell whether a text is a decimal number."""
    return bool(_NUMBER.match(text.strip()))


def _within(text: str, most: int) -> bool:
    return is_number(text) and abs(float(text)) <= most
