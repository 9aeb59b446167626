"""Feeds from disk: the bytes that are live, with right validators, whatever else is broken."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple

from starlette.types import Receive, Scope, Send

from syndicator.clock import Clock
from syndicator.errors import SyndicatorError
from syndicator.web.answers import CORS, Headers, send, send_text
from syndicator.web.conditional import etag_listed, gzip_wanted, parse_http_date

TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}
_MANIFEST = "manifest.json"
_NAME = re.compile(rf"[a-z0-9][a-z0-9._-]{{0,62}}\.({'|'.join(TYPES)})")
_GZIP_LEVEL = 6


class Live(NamedTuple):
    """The names of files that are public, and of those that were and will not be again."""

    files: frozenset[str]
    gone: frozenset[str] = frozenset()


class FolderView(NamedTuple):
    """The folder of live feeds as readers see it."""

    folder: Path
    live: Callable[[], Live]
    """Asked again when the manifest has changed."""
    base_url: str
    max_age_s: int
    clock: Clock


Stamp = tuple[int, int, int]


class _Coded(NamedTuple):
    """One representation: its bytes and the headers of a 200 and of a 304."""

    body: bytes
    etag: bytes
    full: Headers
    unchanged: Headers


class _Version(NamedTuple):
    """One state of a file."""

    stamp: Stamp
    modified: datetime
    plain: _Coded
    gzipped: _Coded


class FeedFiles:
    """Answers requests for feed files. One address gives one representation, plain or compressed."""

    def __init__(self, view: FolderView) -> None:
        self._view = view
        self._live = Live(frozenset())
        self._manifest: Stamp | None = None
        self._versions: dict[str, _Version] = {}

    async def __call__(self, scope: Scope, _receive: Receive, send_to: Send) -> None:
        """Answer one GET or HEAD. Query, Host and Range are ignored."""
        name = scope["path"].removeprefix("/")
        live = self._names()
        if name in live.gone:
            await send_text(send_to, scope, 410, "This feed has ended.")
            return
        try:
            version = self._version(name) if name in live.files else None
        except OSError:
            await send_text(send_to, scope, 503, "The feed can not be read at the moment.", [(b"retry-after", b"60")])
            return
        if version is None:
            await send_text(send_to, scope, 404, "There is no such feed here.")
            return
        fields = _fields(scope)
        coded = version.gzipped if gzip_wanted(fields.get(b"accept-encoding", b"")) else version.plain
        if self._unchanged(fields, coded.etag, version.modified):
            await send(send_to, scope, 304, coded.unchanged, b"")
        else:
            await send(send_to, scope, 200, coded.full, coded.body)

    def _names(self) -> Live:
        try:
            stamp = _stamp(os.lstat(self._view.folder / _MANIFEST))
            if stamp != self._manifest:
                live = self._view.live()
                self._live = Live(frozenset(filter(_NAME.fullmatch, live.files)), live.gone)
                self._manifest = stamp
        except FileNotFoundError:
            self._live, self._manifest = Live(frozenset()), None
        except (OSError, SyndicatorError):
            return self._live  # what was live last is the best that is known
        return self._live

    def _version(self, name: str) -> _Version | None:
        """Give a file's present state; the last known one where the disk fails; ``None`` where there is no file.

        Raises:
            OSError: the disk fails and nothing is known.
        """
        known, path = self._versions.get(name), self._view.folder / name
        try:
            found = os.lstat(path)
            if not stat.S_ISREG(found.st_mode):
                return None
            if known is None or _stamp(found) != known.stamp:
                known = self._versions[name] = self._read(path)
        except FileNotFoundError:
            return None
        except OSError:
            if known is None:
                raise
        return known

    def _read(self, path: Path) -> _Version:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(descriptor, "rb") as stream:
            found, body = os.fstat(descriptor), stream.read()
        modified = datetime.fromtimestamp(int(found.st_mtime), UTC)
        return _Version(
            stamp=_stamp(found),
            modified=modified,
            plain=self._coded(path.name, body, modified),
            gzipped=self._coded(path.name, gzip.compress(body, _GZIP_LEVEL, mtime=0), modified, b"gzip"),
        )

    def _coded(self, name: str, body: bytes, modified: datetime, coding: bytes = b"") -> _Coded:
        etag = b'"%s"' % hashlib.sha256(body).hexdigest().encode()
        unchanged: Headers = [
            (b"etag", etag),
            (b"cache-control", b"public, max-age=%d, stale-if-error=86400" % self._view.max_age_s),
            (b"vary", b"Accept-Encoding"),
            (b"link", self._links(name)),
            *CORS,
        ]
        if modified <= self._view.clock.now():  # RFC 9110 8.8.2.1: never a date in the future
            unchanged.insert(1, (b"last-modified", format_datetime(modified, usegmt=True).encode()))
        full: Headers = [
            (b"content-type", f"{TYPES[_format(name)]}; charset=utf-8".encode()),
            (b"content-length", b"%d" % len(body)),
            *([(b"content-encoding", coding)] if coding else []),
            (b"x-content-type-options", b"nosniff"),
            (b"accept-ranges", b"none"),
            *unchanged,
        ]
        return _Coded(body, etag, full, unchanged)

    def _links(self, name: str) -> bytes:
        stem = name.rpartition(".")[0]
        others = [f"{stem}.{one}" for one in TYPES if one != _format(name) and f"{stem}.{one}" in self._live.files]
        links = [f'<{self._view.base_url}{name}>; rel="self"; type="{TYPES[_format(name)]}"']
        links += [f'<{self._view.base_url}{one}>; rel="alternate"; type="{TYPES[_format(one)]}"' for one in others]
        return ", ".join(links).encode()

    def _unchanged(self, fields: dict[bytes, bytes], etag: bytes, modified: datetime) -> bool:
        if b"if-none-match" in fields:
            return etag_listed(fields[b"if-none-match"], etag)
        since = parse_http_date(fields.get(b"if-modified-since", b""), self._view.clock.now())
        return since is not None and since >= modified


def _fields(scope: Scope) -> dict[bytes, bytes]:
    fields: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        fields[name] = fields[name] + b", " + value if name in fields else value
    return fields


def _format(name: str) -> str:
    return name.rpartition(".")[2]


def _stamp(found: os.stat_result) -> Stamp:
    return found.st_mtime_ns, found.st_size, found.st_ino
