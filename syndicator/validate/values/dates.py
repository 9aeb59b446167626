"""Dates: RFC 822 for RSS, RFC 3339 for Atom, W3C-DTF for the modules."""

from __future__ import annotations

import re
from datetime import date, datetime

from syndicator.validate.code_text import ERROR, WARNING, CodeText

CODES = {
    "invalid-rfc2822-date": CodeText(
        ERROR,
        "The date is not in the form of RFC 822.",
        "Readers sort the entry wrongly or call it undated.",
        'Write it as "Fri, 20 Nov 2026 10:00:05 +0000".',
        "RSS 2.0 specification; RFC 822, section 5",
    ),
    "incorrect-dow": CodeText(
        ERROR,
        "The day of the week is not the one of the date.",
        "One of the two is wrong, and a reader can not know which.",
        "Compute the day from the date, or leave it out.",
        "RFC 822, section 5.2",
    ),
    "problematical-rfc822-date": CodeText(
        WARNING,
        "The date is allowed but read differently by different readers.",
        "Two-digit years and zones by letter are guessed, and no place is minutes away from UTC.",
        "Write a four-digit year and the zone as +0000 or GMT.",
        "RSS Advisory Board, RSS best practices profile, date and time",
    ),
    "invalid-rfc3339-date": CodeText(
        ERROR,
        "The date is not in the form of RFC 3339.",
        "Readers sort the entry wrongly or call it undated.",
        'Write it as "2026-11-20T10:00:05Z", with a zone.',
        "RFC 4287, section 3.3; RFC 3339, section 5.6",
    ),
    "invalid-w3-cdtf-date": CodeText(
        ERROR,
        "The date is not in the form of W3C-DTF.",
        "Readers sort the entry wrongly or call it undated.",
        'Write it as "2026-11-20" or "2026-11-20T10:00:05Z".',
        "W3C note datetime",
    ),
    "implausible-date": CodeText(
        WARNING,
        "The date lies before 1970, or ahead of today.",
        "It is mostly a zero that was taken for a date, or a clock that goes wrong.",
        "Give the date of first publication, or leave it out.",
        "RFC 4287, section 3.3",
    ),
    "no-thr-when": CodeText(
        ERROR,
        "thr:when is used, which was given up for thr:updated.",
        "No reader knows it.",
        "Write thr:updated.",
        "RFC 4685, section 4",
    ),
}

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_RFC822 = re.compile(
    rf"(?:(?P<dow>{'|'.join(_DAYS)}),\s+)?(?P<day>\d{{1,2}})\s+(?P<month>{'|'.join(_MONTHS)})\s+"
    r"(?P<year>\d{2}|\d{4})\s+(?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?\s+"
    r"(?P<zone>[+-]\d{4}|UTC|UT|GMT|[ECMP][SD]T|[A-IK-Z])\Z",
    re.IGNORECASE,
)
_RFC3339 = re.compile(r"(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:Z|[+-](\d{2}):(\d{2}))\Z", re.ASCII)
_W3CDTF = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-](\d{2}):(\d{2})))?)?)?\Z",
    re.ASCII,
)
_EPOCH_YEAR = 1970


def rfc822(text: str) -> tuple[str, ...]:
    """Take a date of RSS 2.0."""
    found = _RFC822.match(text.strip())
    if not found:
        return ("invalid-rfc2822-date",)
    short = len(found["year"]) == len("26")
    year = int(found["year"]) + (2000 if short else 0)
    month = _MONTHS.index(found["month"].lower()) + 1
    clock = (int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
    if not _exists(year, month, int(found["day"]), *clock):
        return ("invalid-rfc2822-date",)
    codes = []
    weekday = _DAYS[date(year, month, int(found["day"])).weekday()]
    if found["dow"] and found["dow"].lower() != weekday:
        codes.append("incorrect-dow")
    if short or len(found["zone"]) == 1 or _has_odd_minutes(found["zone"]):
        codes.append("problematical-rfc822-date")
    return (*codes, *_plausible(year))


def _has_odd_minutes(zone: str) -> bool:
    """Tell whether a zone differs from UTC by something else than quarters of an hour: no place does."""
    return zone[0] in "+-" and int(zone[3:]) not in {0, 15, 30, 45}


def rfc3339(text: str) -> tuple[str, ...]:
    """Take a date of Atom."""
    return _iso(text, _RFC3339, "invalid-rfc3339-date")


def w3cdtf(text: str) -> tuple[str, ...]:
    """Take a date of Dublin Core and of the syndication module."""
    return _iso(text, _W3CDTF, "invalid-w3-cdtf-date")


def given_up_for_updated(text: str) -> tuple[str, ...]:
    """Take nothing: the attribute stood in drafts of RFC 4685 alone."""
    del text  # whatever it says
    return ("no-thr-when",)


def event_date(text: str) -> tuple[str, ...]:
    """Take a date of the event module, which may leave the zone out."""
    bare = text.strip()
    return w3cdtf(f"{bare}Z") if "T" in bare and not w3cdtf(f"{bare}Z") else w3cdtf(bare)


def instant(text: str) -> datetime | None:
    """Read a date of Atom that ``rfc3339`` finds right; nothing otherwise."""
    if rfc3339(text) not in {(), ("implausible-date",)}:
        return None
    return datetime.fromisoformat(text.strip().replace(":60", ":59"))


def _iso(text: str, pattern: re.Pattern[str], code: str) -> tuple[str, ...]:
    found = pattern.match(text.strip())
    if not found:
        return (code,)
    year, month, day, hour, minute, second, zone_hour, zone_minute = (
        int(part) if part else None for part in found.groups()
    )
    if (zone_hour or 0) > 23 or (zone_minute or 0) > 59:
        return (code,)
    clock = (hour or 0, minute or 0, second or 0)
    return _plausible(year or 0) if _exists(year or 0, month or 1, day or 1, *clock) else (code,)


def _exists(year: int, month: int, day: int, *clock: int) -> bool:
    """Tell whether the calendar has this day and the clock this time; a leap second counts."""
    hour, minute, second = clock
    try:
        datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 -- only its existence is asked
    except ValueError:
        return False
    return second <= 60  # RFC 3339 5.7: leap seconds


def _plausible(year: int) -> tuple[str, ...]:
    return ("implausible-date",) if year < _EPOCH_YEAR else ()
