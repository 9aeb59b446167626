"""Where a redirect leads, and whether we go there (RFC 9110 15.4).

Every hop is judged as if it were a source's own address. Nothing is remembered: whether a move is adopted is
for others to decide, from ``permanent``.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final, NamedTuple
from urllib.parse import quote, urldefrag, urljoin

from syndicator.model.polling import PollFailure
from syndicator.poll.codes import failure
from syndicator.poll.fields import Fields, only_value, retry_after
from syndicator.poll.guard import UrlParts, check_url, flaw_in

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PERMANENT: Final = frozenset({301, 308})


class Rules(NamedTuple):
    """What one source allows on the way."""

    ports: frozenset[int]
    allow_downgrade: bool
    redirects_max: int


class Trail(NamedTuple):
    """The addresses of one poll so far; the last one is to be asked now."""

    hops: tuple[UrlParts, ...]
    permanent: bool = False
    """True when there was a redirect and every one was permanent."""
    retry_after: timedelta | None = None
    """The longest wait that a redirect on the way asked for."""

    @property
    def asked(self) -> str:
        """The source's own address."""
        return self.hops[0].raw

    @property
    def now(self) -> UrlParts:
        """The address to be asked now."""
        return self.hops[-1]


def follow(trail: Trail, status: int, fields: Fields, rules: Rules) -> Trail | PollFailure:
    """Add the hop that a redirect answer names, or say why it is not followed."""
    here, asked = trail.now, trail.asked
    location = only_value(fields, b"location")
    if not location:
        return failure(
            asked, "redirect-missing", f"{here.url} redirects ({status}) without saying where to", status=status
        )
    hop = _next(here, location, rules.ports)
    if isinstance(hop, PollFailure):
        words = f"{here.url} redirects ({status}) to {hop.url[:200]}: {hop.message}"
        return failure(asked, hop.code, words, status=status)
    if code := _objection(trail, hop, rules):
        words = f"{here.url} redirects ({status}) to {hop.url}, {_OBJECTIONS[code]}"
        return failure(asked, code, words, status=status)
    waits = [wait for wait in (trail.retry_after, retry_after(fields)) if wait is not None]
    so_far = trail.permanent or len(trail.hops) == 1
    return Trail((*trail.hops, hop), so_far and status in _PERMANENT, max(waits, default=None))


_OBJECTIONS: Final = {
    "redirect-loop": "which was asked already",
    "redirect-too-many": "one redirect too many",
    "redirect-downgrade": "which is not encrypted",
}


def _objection(trail: Trail, hop: UrlParts, rules: Rules) -> str | None:
    if hop.url in {known.url for known in trail.hops}:
        return "redirect-loop"
    if len(trail.hops) > rules.redirects_max:
        return "redirect-too-many"
    if trail.now.scheme == "https" and hop.scheme == "http" and not rules.allow_downgrade:
        return "redirect-downgrade"
    return None


def _next(here: UrlParts, location: bytes, ports: frozenset[int]) -> UrlParts | PollFailure:
    """Resolve a Location against the address it came from; judge its text before joining drops any of it."""
    text = _text_of(location)
    if flaw := flaw_in(text):
        return failure(text[:200], "url-invalid", f"the address is refused: {flaw}")
    try:
        joined = urldefrag(urljoin(here.url, text)).url
    except ValueError as error:
        return failure(text, "url-invalid", f"the address can not be read ({error})")
    return check_url(joined, ports)


def _text_of(location: bytes) -> str:
    try:
        return location.decode()
    except UnicodeDecodeError:
        return quote(location, safe="".join(map(chr, range(128))))
