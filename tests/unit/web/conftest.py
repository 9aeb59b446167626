"""The application over a folder of live feeds, and a caller that speaks ASGI to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from web_site import ATOM, RSS, Answer, Get, State

from syndicator.web import Site, make_app


@pytest.fixture
def state(tmp_path: Path) -> State:
    state = State(tmp_path)
    state.put("world.rss", RSS)
    state.put("world.atom", ATOM)
    state.declare("world.rss", "world.atom", gone=("old.rss",))
    return state


@pytest.fixture
def site(state: State) -> Site:
    return Site(
        folder=state.folder,
        live=state.live,
        feeds=lambda: state.pages,
        starting=lambda: state.starting,
        alive=lambda: state.alive,
        problems=lambda: state.problems,
        base_url="https://feeds.example/",
        max_age_s=900,
        clock=state.clock,
    )


@pytest.fixture
def get(site: Site) -> Get:
    app = make_app(site)

    async def call(
        path: str,
        fields: dict[str, str] | None = None,
        *,
        method: str = "GET",
        query: bytes = b"",
        client: str = "192.0.2.7",
    ) -> Answer:
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            raise AssertionError("the body of a request is never read")

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode("utf-8", "surrogatepass"),
            "query_string": query,
            "root_path": "",
            "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in (fields or {}).items()],
            "client": (client, 1234),
            "server": ("127.0.0.1", 80),
        }
        await app(scope, receive, send)
        headers = {name.decode(): value.decode("latin-1") for name, value in sent[0]["headers"]}
        return Answer(sent[0]["status"], headers, b"".join(one.get("body", b"") for one in sent[1:]))

    return call
