"""A small upstream on loopback that serves the sample documents and answers conditional requests."""

from __future__ import annotations

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from types import TracebackType
from typing import Self

from syndicator.errors import SyndicatorError

TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "html": "text/html; charset=utf-8",
}

STOP_CHECK_S = 0.05
"""How often it looks whether it should end: a run with nothing due waits for it."""


class SampleUpstream:
    """Serve the samples while the ``with`` block runs.

    Raises:
        SyndicatorError: when the address is taken.
    """

    def __init__(self, listen: str) -> None:
        self._host, _, port = listen.rpartition(":")
        self._port = int(port)
        self._server: ThreadingHTTPServer | None = None

    def __enter__(self) -> Self:
        try:
            self._server = ThreadingHTTPServer((self._host.strip("[]"), self._port), _Answering)
        except OSError as error:
            raise SyndicatorError(
                f"the sample upstream could not listen on {self._host}:{self._port}: {error.strerror}",
                hint="stop what uses the port, or change [demo] listen and the sources' addresses",
                code="demo-address-taken",
            ) from error
        serving = threading.Thread(
            target=self._server.serve_forever, args=(STOP_CHECK_S,), name="sample-upstream", daemon=True
        )
        serving.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()


class _Answering(BaseHTTPRequestHandler):
    """Answer GET for one sample file by name, with a strong ETag; 404 for anything else."""

    protocol_version = "HTTP/1.1"
    server_version = "sample-upstream"
    sys_version = ""

    def do_GET(self) -> None:  # the base class names it so
        name = self.path.partition("?")[0].removeprefix("/")
        samples = {path.name: path for path in files("syndicator.demo").joinpath("samples").iterdir()}
        if name not in samples:
            self._answer(404, b"no such sample\n", "text/plain; charset=utf-8")
            return
        body = samples[name].read_bytes()
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == etag:
            self.send_response(304)
            self.send_header("ETag", etag)
            self.end_headers()
            return
        self._answer(200, body, TYPES[name.rpartition(".")[2]], etag)

    def _answer(self, status: int, body: bytes, media_type: str, etag: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        if etag:
            self.send_header("ETag", etag)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
        """Say nothing: the program under tour does the talking."""
