"""``validate`` asks an address once, through the guarded client, and says how the answer and the document fit."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from harness.commands import command
from harness.program import Ran
from harness.upstream import Upstream, reply

FEED = b"""<?xml version="1.0"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>The Sample Gazette</title>
<link>https://gazette.example/</link><description>Sea</description><language>en</language>
<atom:link rel="self" href="https://gazette.example/sea.rss" type="application/rss+xml"/>
<item><title>T\xc3\xa4glich</title><guid isPermaLink="false">tag:gazette.example,2026:1</guid></item></channel></rss>
"""
SETTINGS = 'contact = "https://gazette.example/about"\nbase_url = "http://127.0.0.1:1/"\n[poll]\nallow = ["{allow}"]\n'


def placed(tmp_path: Path, upstream: Upstream) -> Path:
    folder = tmp_path / "config"
    (folder / "sources").mkdir(parents=True)
    (folder / "feeds").mkdir()
    (folder / "syndicator.toml").write_text(SETTINGS.format(allow=upstream.allow), encoding="utf-8")
    return folder


async def asked(folder: Path, *arguments: str) -> Ran:
    return await asyncio.to_thread(command, "--config", folder, "validate", *arguments)


async def test_an_address_is_asked_once_and_held_against_what_the_feed_says(tmp_path: Path) -> None:
    async with Upstream() as upstream:
        upstream.on("/sea.rss", reply(200, FEED, ("Content-Type", "application/rss+xml; charset=us-ascii")))
        ran = await asked(placed(tmp_path, upstream), upstream.url("/sea.rss"))
    assert ran.code == 1
    assert f"{upstream.url('/sea.rss')}:1:1: error: unicode-error:" in ran.out
    assert "warning: self-doesnt-match-location:" in ran.out
    (request,) = upstream.requests
    (agent,) = request.values("User-Agent")
    assert b"https://gazette.example/about" in agent


async def test_an_address_that_gives_nothing_ends_with_69_and_says_why(tmp_path: Path) -> None:
    async with Upstream() as upstream:
        upstream.on("/sea.rss", reply(404))
        ran = await asked(placed(tmp_path, upstream), upstream.url("/sea.rss"))
    assert ran.code == 69
    assert "gave nothing to check" in ran.err
    assert "404" in ran.err


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x", "http://[::1]/x", "http://169.254.169.254/"])
def test_an_address_inside_is_not_asked_without_leave(address: str, tmp_path: Path) -> None:
    ran = command("--config", tmp_path / "none", "validate", address)
    assert ran.code == 69
    assert "gave nothing to check" in ran.err
