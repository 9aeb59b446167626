"""A folder of live feeds under the application, which a test may change."""

from __future__ import annotations

import json
import os
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from syndicator.clock import FixedClock
from syndicator.web import FeedPage, Live

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CHANGED = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
RSS = b"<?xml version='1.0' encoding='utf-8'?>\n<rss version='2.0'>" + b"<item/>" * 200 + b"</rss>\n"
ATOM = b"<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom'/>\n"


class Answer(NamedTuple):
    status: int
    fields: dict[str, str]
    body: bytes


Get = Callable[..., Awaitable[Answer]]


class State:
    """What a test may change under the application."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.starting = False
        self.alive = True
        self.problems: tuple[str, ...] = ()
        self.pages = (
            FeedPage(name="world", title="World & <more>", description="From all over", formats=("rss", "atom")),
        )
        self.asked = 0
        self.clock = FixedClock(NOW)

    def live(self) -> Live:
        self.asked += 1
        manifest = json.loads((self.folder / "manifest.json").read_bytes())
        return Live(frozenset(manifest["files"]), frozenset(manifest["gone"]))

    def put(self, name: str, body: bytes, changed: datetime = CHANGED) -> None:
        path = self.folder / name
        fresh = path.with_name(f".{name}.new")
        fresh.write_bytes(body)
        os.utime(fresh, (changed.timestamp(), changed.timestamp()))
        fresh.replace(path)

    def declare(self, *files: str, gone: tuple[str, ...] = ()) -> None:
        self.put("manifest.json", json.dumps({"files": files, "gone": gone}).encode())
