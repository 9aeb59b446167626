"""Header fields of an answer as the server sent them, and what single ones say."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

Fields = tuple[tuple[bytes, bytes], ...]
"""(name, value) in the order received, byte for byte."""

RETRY_AFTER_MAX = timedelta(days=7)
_SECONDS = re.compile(rb"[+-]?[0-9]+\Z")
_DATE_CHARS_MAX = 64


def values_of(fields: Fields, name: bytes) -> tuple[bytes, ...]:
    """Give every value of a field; ``name`` is in lower case."""
    return tuple(value for key, value in fields if key.lower() == name)


def only_value(fields: Fields, name: bytes) -> bytes | None:
    """Give the field's value if it stands there exactly once or always says the same; else None."""
    found = set(values_of(fields, name))
    return found.pop() if len(found) == 1 else None


def text_of(value: bytes) -> str:
    """Read a field value as text, without loss (RFC 9110 5.5: anything but ASCII is opaque)."""
    return value.decode("latin-1")


def retry_after(fields: Fields) -> timedelta | None:
    """Give how long the server wants to be left alone (RFC 9110 10.2.3), from nothing to 7 days.

    A date is read against the answer's own ``Date``, so the clocks need not agree; without one it says nothing.
    """
    value = only_value(fields, b"retry-after")
    if value is None:
        return None
    if _SECONDS.match(value):
        digits = value.lstrip(b"+-").lstrip(b"0")
        if value.startswith(b"-"):
            return timedelta(0)
        return RETRY_AFTER_MAX if len(digits) > len("604800") else _clamped(timedelta(seconds=int(digits or b"0")))
    until, sent = _instant(value), _instant(only_value(fields, b"date") or b"")
    return _clamped(until - sent) if until and sent else None


def _clamped(wait: timedelta) -> timedelta:
    return min(max(wait, timedelta(0)), RETRY_AFTER_MAX)


def _instant(value: bytes) -> datetime | None:
    """Read an HTTP-date in any of its three forms (RFC 9110 5.6.7)."""
    if len(value) > _DATE_CHARS_MAX:
        return None
    try:
        parsed = parsedate_to_datetime(text_of(value))
        return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
