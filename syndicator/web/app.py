"""The public application: feeds, one page that lists them, health. Nothing here changes anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from syndicator.clock import Clock
from syndicator.model.base import Value
from syndicator.web.answers import Door, Headers, send, send_text
from syndicator.web.files import TYPES, FeedFiles, FolderView, Live

_HERE = Path(__file__).parent / "templates"
_PAGE: Headers = [
    (
        b"content-security-policy",
        (
            b"default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
            b"frame-ancestors 'none'"
        ),
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
_FORWARDED = (b"forwarded", b"via", b"x-forwarded-for", b"x-real-ip")
_LABELS = {"rss": "RSS", "atom": "Atom"}


class FeedPage(Value):
    """What the page says about one feed."""

    name: str
    title: str
    description: str
    language: str = "en"
    formats: tuple[str, ...]


class Site(NamedTuple):
    """Everything the application serves, and whom it asks."""

    folder: Path
    live: Callable[[], Live]
    """What is public in the folder; asked again when its manifest has changed."""
    feeds: Callable[[], tuple[FeedPage, ...]]
    starting: Callable[[], bool]
    alive: Callable[[], bool]
    problems: Callable[[], tuple[str, ...]]
    """Why we are not ready; empty: we are."""
    base_url: str
    """Where the folder is served, with a slash at its end. All addresses come from here, none from a request."""
    max_age_s: int
    """How long a reader may keep a feed."""
    clock: Clock


def make_app(site: Site) -> Starlette:
    """Give the application: ``/``, ``/NAME.rss``, ``/NAME.atom``, ``/livez``, ``/readyz``."""
    files = FeedFiles(FolderView(site.folder, site.live, site.base_url, site.max_age_s, site.clock))
    app = Starlette(
        routes=[
            Route("/", _Index(site)),
            Route("/page.css", _Style()),
            Route("/livez", _Health(site, ready=False)),
            Route("/readyz", _Health(site, ready=True)),
        ],
        middleware=[Middleware(Door)],
        exception_handlers={Exception: _broken},
    )
    app.router.redirect_slashes = False
    app.router.default = _OnceStarted(files, site.starting)  # a route's pattern would miss paths with a line break
    return app


class _OnceStarted:
    """Asks readers to come back while what is live has not been verified."""

    def __init__(self, files: FeedFiles, starting: Callable[[], bool]) -> None:
        self._files = files
        self._starting = starting

    async def __call__(self, scope: Scope, receive: Receive, send_to: Send) -> None:
        if self._starting():
            await send_text(send_to, scope, 503, "Starting. Please come back in a moment.", [(b"retry-after", b"5")])
        else:
            await self._files(scope, receive, send_to)


class _Index:
    """The page that lists the feeds."""

    def __init__(self, site: Site) -> None:
        self._site = site
        environment = Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined)
        self._template = environment.get_template("index.html")

    async def __call__(self, scope: Scope, _receive: Receive, send_to: Send) -> None:
        feeds = self._site.feeds()
        text = self._template.render(
            host=urlsplit(self._site.base_url).hostname,
            base_url=self._site.base_url,
            feeds=feeds,
            types=TYPES,
            labels=_LABELS,
        )
        body = text.encode()
        headers = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"content-length", b"%d" % len(body)),
            (b"cache-control", b"public, max-age=%d" % self._site.max_age_s),
            *_PAGE,
        ]
        await send(send_to, scope, 200, headers, body)


class _Style:
    """The page's style sheet."""

    def __init__(self) -> None:
        self._body = (_HERE / "page.css").read_bytes()
        self._headers = [
            (b"content-type", b"text/css; charset=utf-8"),
            (b"content-length", b"%d" % len(self._body)),
            (b"cache-control", b"public, max-age=3600"),
            *_PAGE,
        ]

    async def __call__(self, scope: Scope, _receive: Receive, send_to: Send) -> None:
        await send(send_to, scope, 200, self._headers, self._body)


class _Health:
    """Says whether the process lives, or whether it is ready; why not, only to this machine itself."""

    def __init__(self, site: Site, *, ready: bool) -> None:
        self._site = site
        self._ready = ready

    async def __call__(self, scope: Scope, _receive: Receive, send_to: Send) -> None:
        problems = self._problems()
        if not problems:
            await send_text(send_to, scope, 200, "ok")
        elif _is_local(scope):
            await send_text(send_to, scope, 503, "\n".join(problems))
        else:
            await send_text(send_to, scope, 503, "not ready" if self._ready else "not alive")

    def _problems(self) -> tuple[str, ...]:
        if self._ready:
            return self._site.problems()
        return () if self._site.alive() else ("the scheduler does not turn",)


def _is_local(scope: Scope) -> bool:
    """Tell whether the request comes from this machine, and not through a proxy on it. Headers can only deny it."""
    client = scope.get("client")
    local = client is not None and (client[0].startswith("127.") or client[0] == "::1")
    return local and not any(name in _FORWARDED for name, _ in scope["headers"])


async def _broken(_request: Request, _error: Exception) -> Response:
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response("Something is broken here.\n", 500, headers, "text/plain")
