"""Headless Chromium on a page of ours, with every request it makes recorded: nothing leaves the machine."""

from __future__ import annotations

import json
import re
import subprocess
import threading
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

CHROMIUM = Path("/usr/bin/chromium")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-sync",
    "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable",
    "--virtual-time-budget=4000",
    "--dump-dom",
)
_HOSTS = ("*.example", "*.feedburner.com", "creativecommons.org")
"""Hosts that occur in the cases. All others, those that the browser itself would ask among them, do not exist."""
_RESULT = re.compile(r'<pre id="result">(.*?)</pre>', re.DOTALL)


class Collector:
    """A loopback server that stands for every host of the cases: it gives a page, and records what else is asked."""

    def __init__(self, page: str) -> None:
        self.asked: list[str] = []
        outer = self

        class Answering(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/page" and self.headers.get("Host") == outer.host:
                    self.send_response(200)
                    self.send_header("Content-Type", "text/html; charset=utf-8")
                    self.end_headers()
                    self.wfile.write(page.encode("utf-8", "replace"))
                    return
                outer.asked.append(f"http://{self.headers.get('Host')}{self.path}")
                self.send_response(404)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def do_POST(self) -> None:
                self.do_GET()

            def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
                outer.asked.append(f"not HTTP: {message}")

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self._server.daemon_threads = True
        self.host = f"127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def look(page: str, profile: Path, *, timeout_s: float = 120) -> tuple[Any, list[str]]:
    """Open a page; give the JSON it wrote into ``<pre id="result">``, and every other address it asked for."""
    with Collector(page) as collector:
        hosts = ", ".join(f"MAP {name} {collector.host}" for name in _HOSTS)
        rules = f"--host-resolver-rules={hosts}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        command = [str(CHROMIUM), *_FLAGS, f"--user-data-dir={profile}", rules]
        done = subprocess.run(
            [*command, f"http://{collector.host}/page"], capture_output=True, timeout=timeout_s, check=False
        )
    found = _RESULT.search(done.stdout.decode("utf-8", "replace"))
    assert found, f"the page came to no end: {done.stderr.decode('utf-8', 'replace')[-2000:]}"
    return json.loads(unescape(found[1])), collector.asked
