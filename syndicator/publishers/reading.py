"""One publisher's TOML table into ``Terms``, or every fault of it at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from pydantic import ValidationError

from syndicator.errors import Fault
from syndicator.model.terms import Answer, Counter, Embargo, Media, Notice, Quota, Terms

_UNITS = {"d": "days", "h": "hours", "m": "minutes"}
_REQUIRED = ("name", "url", "hosts", "terms_url")
_COLLECTED = {"notice": "notices"}
"""Spelled in the file as on the left, in ``Terms`` as on the right."""
_KEYS = tuple(sorted((set(Terms.model_fields) - {"id", "notices"}) | set(_COLLECTED)))


def read_terms(publisher: str, table: Mapping[str, Any], file: str) -> Terms | tuple[Fault, ...]:
    """Give a publisher's terms from its table; ``file`` names the place in faults."""
    faults = [_unknown(key, file) for key in table if key not in _KEYS]
    faults += [Fault(file, key, "missing", "every publisher needs it") for key in _REQUIRED if key not in table]
    values: dict[str, Any] = {"id": publisher}
    for key in _KEYS:
        if key not in table:
            continue
        try:
            values[_COLLECTED.get(key, key)] = _SPELLED.get(key, _frozen)(table[key])
        except ValidationError as wrong:
            faults += _told(wrong, file, f"{key}.")
        except (ValueError, TypeError, re.error, ZeroDivisionError) as wrong:
            faults.append(Fault(file, key, str(wrong)))
    try:
        terms = Terms.model_validate(_as_the_license(values), strict=False)
    except ValidationError as wrong:
        told = {fault.key for fault in faults}
        return (*faults, *(fault for fault in _told(wrong, file) if fault.key not in told))
    return tuple(faults) or terms


def _unknown(key: str, file: str) -> Fault:
    close = get_close_matches(key, _KEYS, n=1)
    return Fault(file, key, "unknown key", f'did you mean "{close[0]}"?' if close else "")


def _told(wrong: ValidationError, file: str, prefix: str = "") -> list[Fault]:
    return [
        Fault(file, prefix + ".".join(map(str, error["loc"])), error["msg"].removeprefix("Value error, "))
        for error in wrong.errors()
    ]


def _as_the_license(values: dict[str, Any]) -> dict[str, Any]:
    """Fill in what is left out where no-derivatives or a bespoke permission settles it."""
    license_key = str(values.get("license", ""))
    bespoke = license_key.startswith("permission:")
    if bespoke or "-nd" in license_key.split("/")[0]:
        values = {"edits": "none", "headline": "fixed", "translate": "no", **values}
    if bespoke:
        values = {"excerpt": "no", **values}
    if not license_key.startswith("cc:"):
        values = {"downstream": "unknown", **values}
    return values


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _duration(value: Any) -> timedelta:
    found = re.fullmatch(r"(\d{1,5})\s*([dhm])", value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f'{value!r} is no duration; write "2d", "12h" or "30m"')
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def _quota(value: Any) -> Quota:
    found = re.fullmatch(r"(\d{1,6})\s*/\s*(day|month)", value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f'{value!r} is no quota; write "3/day" or "2/month"')
    return Quota.model_validate({"count": int(found[1]), "per": found[2]})


def _embargo(value: Any) -> Embargo:
    if value == "next-calendar-date":
        return Embargo(next_calendar_date=True)
    return Embargo(delay=_duration(value))


def _share(value: Any) -> float:
    share = float(Fraction(value)) if isinstance(value, str) else float(value)
    if not 0 < share <= 1:
        raise ValueError(f'{value!r} is no share; write "1/3"')
    return share


def _media(value: Any) -> Media:
    found = re.fullmatch(r"if_credit_matches\((.+)\)", value) if isinstance(value, str) else None
    if found is not None:
        re.compile(found[1])
        return Media(rule="if_credit_matches", pattern=found[1])
    if value == "if_credit_matches":
        raise ValueError('write the credit as a regular expression: "if_credit_matches(^Our Staff)"')
    return Media.model_validate({"rule": value})


def _counter(value: Any) -> Counter:
    counter = Counter.model_validate(value)
    re.compile(counter.match)
    if counter.rule != "none" and counter.kind == "img" and not counter.match:
        raise ValueError("an image counter needs match, a regular expression over its whole address")
    return counter


def _notices(value: Any) -> tuple[Notice, ...]:
    if not isinstance(value, list):
        raise TypeError("write [[notice]], once for each notice")
    return tuple(Notice.model_validate(one) for one in value)


def _editions(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise TypeError("write a table: edition = address")
    return tuple(sorted(value.items()))


def _yes_or_no(value: Any) -> Any:
    if isinstance(value, bool):
        raise TypeError('write "yes", "no" or "unknown"')
    return value


_ANSWERS = tuple(key for key, field in Terms.model_fields.items() if field.annotation is Answer)

_SPELLED: dict[str, Callable[[Any], Any]] = {
    "review_interval": _duration,
    "max_age_to_start": _duration,
    "remove_after": _duration,
    "quota": _quota,
    "embargo": _embargo,
    "share": _share,
    "media": _media,
    "counter": _counter,
    "notice": _notices,
    "terms_urls": _editions,
    **dict.fromkeys(_ANSWERS, _yes_or_no),
}
"""How each key that is not written as it is kept is read."""
