"""Conditional requests: which validators go out, and which come back (RFC 9110 8.8, 13.1; RFC 9111 4.3.4).

Rules of this module:
 - a validator is opaque bytes: kept whole and sent back as it came, or not kept at all;
 - it belongs to the address that issued it and is shown to no other;
 - none is ever made up, not from dates of entries and not from our clock.
"""

from __future__ import annotations

import re
from typing import Final

from syndicator.model.polling import Validators
from syndicator.poll.fields import Fields, only_value

VALIDATOR_BYTES_MAX: Final = 4096
_LEGAL = re.compile(rb"[\t\x20-\x7e\x80-\xff]+\Z")


def for_address(validators: Validators | None, url: str) -> Validators | None:
    """Give the validators that may be shown to an address: those it issued itself."""
    return validators if validators is not None and validators.url == url else None


def request_fields(validators: Validators | None) -> Fields:
    """Give the conditional fields of a request: both when both are stored, none when none is."""
    if validators is None:
        return ()
    pairs = ((b"If-None-Match", validators.etag), (b"If-Modified-Since", validators.last_modified))
    return tuple((name, value) for name, value in pairs if _kept(value) is not None and value is not None)


def validators_in(fields: Fields, url: str) -> Validators | None:
    """Give the validators of an answer of ``url``, or None when it has none that can be kept."""
    etag = _kept(only_value(fields, b"etag"))
    last_modified = _kept(only_value(fields, b"last-modified"))
    if etag is None and last_modified is None:
        return None
    return Validators(url=url, etag=etag, last_modified=last_modified)


def updated(known: Validators, fields: Fields) -> Validators:
    """Give the newest validators after a 304: what it carries replaces what was known."""
    fresh = validators_in(fields, known.url)
    if fresh is None:
        return known
    return Validators(
        url=known.url, etag=fresh.etag or known.etag, last_modified=fresh.last_modified or known.last_modified
    )


def _kept(value: bytes | None) -> bytes | None:
    legal = value is not None and len(value) <= VALIDATOR_BYTES_MAX and _LEGAL.match(value)
    return value if legal else None
