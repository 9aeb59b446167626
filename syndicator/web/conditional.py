"""What a request's conditions and preferences mean (RFC 9110 12.5.3, 13.1). Pure, and linear in their length."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_TAG = re.compile(rb'[ \t,]*(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")[ \t]*(?:,|$)')
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = f"(?P<month>{'|'.join(_MONTHS)})"
_TIME = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
_DATES = (
    re.compile(rf"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?P<day>\d\d) {_MONTH} (?P<year>\d{{4}}) {_TIME} GMT", re.ASCII),
    re.compile(
        rf"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?P<day>\d\d)-{_MONTH}-(?P<year>\d\d) {_TIME} GMT", re.ASCII
    ),
    re.compile(rf"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) {_MONTH} (?P<day>[ \d]\d) {_TIME} (?P<year>\d{{4}})", re.ASCII),
)
_QUALITY = re.compile(rb"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


def etag_listed(field: bytes, etag: bytes) -> bool:
    """Tell whether an If-None-Match field names an entity tag (with its quotes), by weak comparison.

    What stands behind a syntax error is not looked at.
    """
    if field.strip(b" \t") == b"*":
        return True
    position = 0
    while match := _TAG.match(field, position):
        if match[1] == etag:
            return True
        position = match.end()
    return False


def parse_http_date(field: bytes, now: datetime) -> datetime | None:
    """Give the instant of an HTTP date in any of its three forms (RFC 9110 5.6.7), or ``None`` for anything else.

    A year of two digits that would lie more than 50 years after ``now`` is one of the century before.
    """
    text = field.decode("latin-1").strip(" \t")
    for form in _DATES:
        if match := form.fullmatch(text):
            year = int(match["year"])
            if len(match["year"]) == 2:
                year += now.year // 100 * 100
                year -= 100 if year > now.year + 50 else 0
            month, second = _MONTHS.index(match["month"]) + 1, min(int(match["second"]), 59)
            try:
                return datetime(
                    year, month, int(match["day"]), int(match["hour"]), int(match["minute"]), second, tzinfo=UTC
                )
            except ValueError:
                return None
    return None


def gzip_wanted(field: bytes) -> bool:
    """Tell whether an Accept-Encoding field prefers gzip to the bytes as they are. An empty one does not."""
    quality: dict[bytes, float] = {}
    for item in field.lower().split(b","):
        coding, _, parameter = item.partition(b";")
        name, _, value = parameter.partition(b"=")
        if not parameter.strip():
            quality[coding.strip()] = 1.0
        elif name.strip() == b"q" and _QUALITY.fullmatch(value.strip()):
            quality[coding.strip()] = float(value)
    gzip = quality.get(b"gzip", quality.get(b"x-gzip", quality.get(b"*", 0.0)))
    return gzip > 0 and gzip >= quality.get(b"identity", 0.0)
