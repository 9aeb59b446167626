"""Instants as the formats write them, without the C library and so without a locale."""

from __future__ import annotations

from datetime import UTC, datetime

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def whole_seconds(at: datetime) -> datetime:
    """Give an instant in UTC cut to the second: no format shows more."""
    return at.astimezone(UTC).replace(microsecond=0)


def rfc3339(at: datetime) -> str:
    """Write an instant for Atom (RFC 3339 5.6)."""
    return whole_seconds(at).isoformat()


def rfc822(at: datetime) -> str:
    """Write an instant for RSS (RFC 822 5.1 with a four-digit year)."""
    utc = at.astimezone(UTC)
    day, month = _DAYS[utc.weekday()], _MONTHS[utc.month - 1]
    return f"{day}, {utc.day:02d} {month} {utc.year:04d} {utc.hour:02d}:{utc.minute:02d}:{utc.second:02d} +0000"
