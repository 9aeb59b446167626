"""Answers that are not a feed, and the door that every request passes first."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

Headers = list[tuple[bytes, bytes]]

METHODS = (b"GET", b"HEAD", b"OPTIONS")
_ALLOW = b", ".join(METHODS)
CORS: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Last-Modified, Link"),
]
_PREFLIGHT: Headers = [
    (b"allow", _ALLOW),
    *CORS,
    (b"access-control-allow-methods", _ALLOW),
    (b"access-control-allow-headers", b"If-None-Match, If-Modified-Since"),
    (b"access-control-max-age", b"86400"),
]
_PLAIN: Headers = [
    (b"content-type", b"text/plain; charset=utf-8"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
]


async def send(send_to: Send, scope: Scope, status: int, headers: Sequence[tuple[bytes, bytes]], body: bytes) -> None:
    """Send a whole answer; without its body where the request is HEAD."""
    await send_to({"type": "http.response.start", "status": status, "headers": headers})
    await send_to({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


async def send_text(send_to: Send, scope: Scope, status: int, text: str, extra: Headers = []) -> None:  # noqa: B006 - never changed
    """Send a short text that no cache keeps and no browser takes for a page. It never repeats the request."""
    body = text.encode() + b"\n"
    headers = [*_PLAIN, (b"content-length", b"%d" % len(body)), *extra]
    await send(send_to, scope, status, headers, body)


class Door:
    """Lets through GET and HEAD without a body. Everything else is answered here, its body unread."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send_to: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] != "http":
            return
        close = [(b"connection", b"close")] if _has_body(scope) else []
        match scope["method"]:
            case "GET" | "HEAD" if close:
                await send_text(send_to, scope, 413, "A request for a feed has no body.", close)
            case "GET" | "HEAD":
                await self._app(scope, receive, send_to)
            case "OPTIONS":
                await send(send_to, scope, 204, [*_PREFLIGHT, *close], b"")
            case _:
                text = "Feeds are read with GET or HEAD."
                await send_text(send_to, scope, 405, text, [(b"allow", _ALLOW), (b"connection", b"close")])


def _has_body(scope: Scope) -> bool:
    for name, value in scope["headers"]:
        if name == b"transfer-encoding" or (name == b"content-length" and value.strip() != b"0"):
            return True
    return False
