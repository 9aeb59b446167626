"""The real program as a process, over a configuration folder that a test writes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple, Self


class Ran(NamedTuple):
    """What one run of the program gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Give the JSON document on standard output."""
        return json.loads(self.out)


class Place:
    """A folder with a configuration, and the program run on it."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.write(
            "config/syndicator.toml",
            'contact = "https://example.org/about"\nbase_url = "https://feeds.example.org/"\n'
            f'[poll]\nhost_gap = "0s"\nhost_concurrency = 4\nallow = ["127.0.0.1/32:{port}"]\n',
        )

    @property
    def feeds(self) -> Path:
        """Give the folder of live feeds."""
        return self.folder / "feeds"

    def write(self, name: str, text: str) -> None:
        """Write a file below the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def source(self, name: str, path: str, *lines: str) -> None:
        """Configure a source that is served under a path of the loopback upstream."""
        self.write(f"config/sources/{name}.toml", f'url = "http://127.0.0.1:{self.port}{path}"\n' + "\n".join(lines))

    def feed(self, name: str, sources: list[str], *lines: str) -> None:
        """Configure an output feed."""
        head = f'title = "{name}"\ndescription = "A test feed"\nsources = {json.dumps(sources)}\n'
        self.write(f"config/feeds/{name}.toml", head + "\n".join(lines))

    def run(self, *args: str, environ: dict[str, str] | None = None, stdin: bytes = b"") -> Ran:
        """Run the program to its end."""
        done = subprocess.run(
            [sys.executable, "-m", "syndicator", "--config", str(self.folder / "config"), *args],
            input=stdin,
            capture_output=True,
            env={**os.environ, **(environ or {})},
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def once(self, now: str = "2026-11-20T12:00:00Z", *args: str, code: int = 0) -> Any:
        """Run one cycle at an instant and give its report."""
        ran = self.run("once", "--now", now, "--format", "json", *args)
        assert ran.code == code, ran.err + ran.out
        return ran.json

    def decisions(self, report: Any) -> dict[str, tuple[str, list[str]]]:
        """Give (kind, reasons) by title out of a report."""
        return {one["title"]: (one["kind"], one["reasons"]) for feed in report["feeds"] for one in feed["decisions"]}


class Files:
    """A loopback upstream that serves bytes by path, with an ETag each, and counts requests and 304s."""

    def __init__(self, documents: dict[str, bytes], types: Callable[[str], str] = lambda _: "application/xml") -> None:
        self.documents = documents
        self.types = types
        self.statuses: list[tuple[str, int]] = []
        self._lock = threading.Lock()
        outer = self

        class Answering(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                body = outer.documents.get(self.path)
                etag = f'"{hash((self.path, body)) & 0xFFFFFFFF:08x}"'
                same = body is not None and self.headers.get("If-None-Match") == etag
                status = 404 if body is None else 304 if same else 200
                with outer._lock:
                    outer.statuses.append((self.path, status))
                self.send_response(status)
                if body is not None:
                    self.send_header("ETag", etag)
                payload = b"" if status == 304 else (body or b"nothing here")
                if status != 304:
                    self.send_header("Content-Type", outer.types(self.path))
                    self.send_header("Content-Length", str(len(payload)))
                self.end_headers()
                self.wfile.write(payload)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
