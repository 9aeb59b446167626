"""Every code a poll can fail with: how it ends the poll, and what an operator can do.

A code is never renamed and never used again for something else.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import NamedTuple

from syndicator.model.polling import PollFailure, PollKind

_SOFT, _HARD, _BLOCKED = PollKind.SOFT_ERROR, PollKind.HARD_ERROR, PollKind.BLOCKED


class Code(NamedTuple):
    """What a failure code means for the poll, and the hint that goes with it."""

    kind: PollKind
    hint: str


_TRY_AGAIN = "nothing to do unless it lasts: the next poll tries again, slower each time"
_TELL_PUBLISHER = "if it lasts, tell the publisher"
_ADDRESS = "correct `url` in the source's file"

CODES: Mapping[str, Code] = MappingProxyType(
    {
        # refused before anything is sent
        "url-invalid": Code(_BLOCKED, _ADDRESS),
        "url-userinfo": Code(_BLOCKED, "take name and password out of `url`"),
        "scheme-refused": Code(_BLOCKED, "only http and https are polled"),
        "port-refused": Code(_BLOCKED, "add the port to `ports` in the source's file if it is meant"),
        "address-refused": Code(
            _BLOCKED, 'only public addresses are dialed; for an own network add "CIDR:port" to `[poll] allow`'
        ),
        # on the way
        "deadline": Code(_SOFT, _TRY_AGAIN),
        "dns-not-found": Code(_SOFT, "the name does not exist: check `url`, or ask the publisher where it went"),
        "dns-failed": Code(_SOFT, "check this machine's name resolution; the next poll tries again"),
        "connect-refused": Code(_SOFT, _TRY_AGAIN),
        "connect-failed": Code(_SOFT, _TRY_AGAIN),
        "connection-lost": Code(_SOFT, _TRY_AGAIN),
        "tls-failed": Code(_SOFT, "the server speaks no TLS that is accepted here; " + _TELL_PUBLISHER),
        "certificate-invalid": Code(_SOFT, "the server's certificate is not trusted; " + _TELL_PUBLISHER),
        "certificate-expired": Code(_SOFT, "the server's certificate has expired; " + _TELL_PUBLISHER),
        "protocol-error": Code(_SOFT, "the answer is not HTTP as agreed; " + _TELL_PUBLISHER),
        "header-limits": Code(_SOFT, "the answer's header is too large; " + _TELL_PUBLISHER),
        # redirects
        "redirect-missing": Code(_SOFT, "the redirect leads nowhere; " + _TELL_PUBLISHER),
        "redirect-loop": Code(_SOFT, "the redirects go in a circle; " + _TELL_PUBLISHER),
        "redirect-too-many": Code(_SOFT, "open `url` in a browser and write the last address into the file"),
        "redirect-downgrade": Code(_BLOCKED, "set `allow_downgrade` in the source's file if http is meant"),
        # bodies
        "coding-unknown": Code(_SOFT, "only gzip was offered; " + _TELL_PUBLISHER),
        "body-truncated": Code(_SOFT, _TRY_AGAIN),
        "body-malformed": Code(_SOFT, "the body is not what its header says; " + _TELL_PUBLISHER),
        "body-too-large": Code(_SOFT, "the feed is larger than any feed should be; " + _TELL_PUBLISHER),
        "body-ratio": Code(_SOFT, "a body that unpacks this far is taken for an attack; " + _TELL_PUBLISHER),
        "empty-body": Code(_SOFT, _TRY_AGAIN),
        # answers
        "unexpected-304": Code(_SOFT, "the server says 'not modified' to a plain request; " + _TELL_PUBLISHER),
        "bot-challenge": Code(
            _BLOCKED, "the publisher's protection takes us for a bot: ask the publisher to let the feed through"
        ),
        "http-400": Code(_HARD, _ADDRESS),
        "http-401": Code(_HARD, "the feed needs a password: ask the publisher for a public one"),
        "http-403": Code(_HARD, "the publisher refuses us: ask why before polling on"),
        "http-404": Code(_HARD, "the feed is not there: look for its new address and correct `url`"),
        "http-408": Code(_SOFT, _TRY_AGAIN),
        "http-410": Code(_HARD, "the publisher has ended the feed: disable or remove the source"),
        "http-425": Code(_SOFT, _TRY_AGAIN),
        "http-429": Code(_SOFT, "we ask too often for this server: raise `interval`"),
        "http-451": Code(_HARD, "the feed is barred for legal reasons: a person must look at the source"),
    }
)


def _by_status(status: int) -> Code:
    if 400 <= status < 500:  # RFC 9110 15.5, client errors
        return Code(_HARD, _ADDRESS)
    if 500 <= status < 600:  # RFC 9110 15.6, server errors
        return Code(_SOFT, _TRY_AGAIN)
    return Code(_SOFT, "the server gives an answer that no feed needs; " + _TELL_PUBLISHER)


def failure(url: str, code: str, message: str, *, status: int = 0, retry_after: timedelta | None = None) -> PollFailure:
    """Make a failure of ``url`` with the kind and hint that belong to its code."""
    known = CODES.get(code) or _by_status(status)
    return PollFailure(
        url=url.encode("utf-8", "replace").decode(),  # an address under suspicion may hold lone surrogates
        kind=known.kind,
        code=code,
        message=message,
        hint=known.hint,
        status=status,
        retry_after=retry_after,
    )
