"""What the head of an answer means, before any of its body is read.

Only a 200 has a body that is wanted; bodies of redirects, refusals and errors are never read.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from syndicator.model.polling import NotModified, PollFailure, Validators
from syndicator.poll.body import Coding, coding_of
from syndicator.poll.codes import failure
from syndicator.poll.conditional import updated
from syndicator.poll.fields import Fields, only_value, retry_after, values_of
from syndicator.poll.redirects import Trail
from syndicator.poll.request import Limits

_OK: Final = 200
_NOT_MODIFIED: Final = 304
_FIELD_OVERHEAD_BYTES: Final = 4
_CHALLENGED: Final = frozenset({403, 429, 503})

_WORDS: Final = {
    204: "no content, where a feed was expected",
    205: "reset content, where a feed was expected",
    206: "a part of the feed, which was not asked for",
    400: "bad request",
    401: "a password is needed",
    403: "forbidden",
    404: "not found",
    408: "the server gave up waiting",
    410: "gone for good",
    425: "too early",
    429: "too many requests",
    451: "unavailable for legal reasons",
    500: "the server has an error",
    502: "bad gateway",
    503: "the server is not available",
    504: "gateway timeout",
}


class Head(NamedTuple):
    """Status and header fields of an answer."""

    status: int
    fields: Fields


def judge(head: Head, trail: Trail, sent: Validators | None, limits: Limits) -> NotModified | PollFailure | Coding:
    """Give the outcome of an answer that is no redirect, or for a 200 how its body is coded.

    ``sent`` are the validators that this very request carried, if it carried any.
    """
    if fault := _too_large(head, trail, limits):
        return fault
    if head.status == _OK:
        return _body_of(head, trail, limits)
    if head.status != _NOT_MODIFIED:
        return _by_status(head, trail)
    if sent is None:
        words = f"{trail.now.url} answers 304 although no validators were sent"
        return failure(trail.asked, "unexpected-304", words, status=head.status)
    return NotModified(url=trail.asked, validators=updated(sent, head.fields))


def _too_large(head: Head, trail: Trail, limits: Limits) -> PollFailure | None:
    size = sum(len(name) + len(value) + _FIELD_OVERHEAD_BYTES for name, value in head.fields)
    if len(head.fields) <= limits.header_lines_max and size <= limits.header_bytes_max:
        return None
    words = f"{trail.now.url} sends a header of {len(head.fields)} lines and {size} bytes"
    return failure(trail.asked, "header-limits", words, status=head.status)


def _body_of(head: Head, trail: Trail, limits: Limits) -> PollFailure | Coding:
    coding = coding_of(values_of(head.fields, b"content-encoding"))
    if coding is None:
        return failure(
            trail.asked,
            "coding-unknown",
            f"the body of {trail.now.url} has a coding that was not asked for",
            status=head.status,
        )
    announced = only_value(head.fields, b"content-length") or b""
    if announced.isdigit() and _exceeds(announced, limits.compressed_bytes_max):
        words = f"{trail.now.url} announces more than {limits.compressed_bytes_max} bytes"
        return failure(trail.asked, "body-too-large", words, status=head.status)
    return coding


def _exceeds(digits: bytes, bytes_max: int) -> bool:
    """Compare without reading a number of thousands of digits."""
    short = digits.lstrip(b"0")
    return len(short) > len(str(bytes_max)) or int(short or b"0") > bytes_max


def _by_status(head: Head, trail: Trail) -> PollFailure:
    status, wait = head.status, retry_after(head.fields)
    if status in _CHALLENGED and b"challenge" in values_of(head.fields, b"cf-mitigated"):
        words = f"{trail.now.url} answers {status} with a challenge that only a browser can solve"
        return failure(trail.asked, "bot-challenge", words, status=status, retry_after=wait)
    words = _WORDS.get(status, "an answer that was not expected")
    message = f"{trail.now.url} answers {status}: {words}"
    return failure(trail.asked, f"http-{status}", message, status=status, retry_after=wait)
