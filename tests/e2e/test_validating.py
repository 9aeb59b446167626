"""``validate`` on addresses: asked through the guard, once each, by name, and judged with what the server said."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from harness.program import Ran
from harness.upstream import Upstream, reply

FEED = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>T</title><id>tag:paper.example,2026:f</id>
<updated>2026-11-20T08:00:00Z</updated><author><name>A</name></author>
<link rel="self" type="application/atom+xml" href="{address}"/></feed>
"""
CONFIG = """contact = "https://gazette.sampletown.org/about"
base_url = "https://feeds.sampletown.org/"
[poll]
host_gap = "0s"
allow = ["{allow}"]
"""
ATOM = ("Content-Type", "application/atom+xml; charset=utf-8")


@pytest.fixture
async def upstream() -> AsyncIterator[Upstream]:
    async with Upstream() as started:
        yield started


@pytest.fixture
def folder(tmp_path: Path, upstream: Upstream) -> Path:
    """Give a folder whose configuration lets the upstream through."""
    tmp_path.joinpath("config").mkdir()
    tmp_path.joinpath("config", "syndicator.toml").write_text(CONFIG.format(allow=upstream.allow), encoding="utf-8")
    return tmp_path


def feed(upstream: Upstream, path: str = "/feed") -> bytes:
    return FEED.format(address=upstream.url(path)).encode()


OF_A_TERMINAL = {"COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "SYNDICATOR_CONFIG"}
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in OF_A_TERMINAL}
ENVIRONMENT["PYTHONPATH"] = str(Path(__file__).parents[2])


async def validate(folder: Path, *args: str) -> Ran:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "syndicator", "validate", *args),
        cwd=folder,
        env=ENVIRONMENT,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return Ran(process.returncode or 0, out.decode(), err.decode())


def on_terminal(folder: Path, *args: str, width: int, **environment: str) -> tuple[str, int]:
    """Give what a terminal of so many columns gets, on both streams, and the exit code."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "syndicator", "validate", *args],
        cwd=folder,
        env={**ENVIRONMENT, "TERM": "xterm", **environment},
        stdin=subprocess.DEVNULL,
        stdout=its,
        stderr=its,
    )
    os.close(its)
    shown = b""
    with contextlib.suppress(OSError):  # the other end is closed
        while part := os.read(ours, 65536):
            shown += part
    os.close(ours)
    return shown.decode(), process.wait(timeout=60)


def codes(ran: Ran) -> set[str]:
    return {one["code"] for one in json.loads(ran.out)["findings"]}


async def test_an_address_is_asked_once_and_judged_with_where_it_is_from(folder: Path, upstream: Upstream) -> None:
    upstream.on("/feed", reply(200, feed(upstream), ATOM))
    ran = await validate(folder, upstream.url(), upstream.url(), "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert len(upstream.asked("/feed")) == 1
    (agent,) = upstream.asked("/feed")[0].values("User-Agent")
    assert b"https://gazette.sampletown.org/about" in agent
    assert {one["file"] for one in json.loads(ran.out)["findings"]} <= {upstream.url()}
    assert "self-doesnt-match-location" not in codes(ran)
    upstream.on("/moved", reply(200, feed(upstream), ATOM))
    assert "self-doesnt-match-location" in codes(await validate(folder, upstream.url("/moved"), "--format", "json"))


async def test_what_the_server_says_of_the_encoding_is_held_against_the_document(
    folder: Path, upstream: Upstream
) -> None:
    body = feed(upstream).replace(b' encoding="utf-8"', b"").replace(b">T<", ">Ebbe und Flüsse<".encode())
    upstream.on("/feed", reply(200, body, ("Content-Type", "application/atom+xml; charset=us-ascii")))
    assert "unicode-error" in codes(await validate(folder, upstream.url(), "--format", "json"))


async def test_several_documents_are_judged_although_one_address_gives_nothing(
    folder: Path, upstream: Upstream
) -> None:
    upstream.on("/gone", reply(404))
    upstream.on("/feed", reply(301, b"", ("Location", "/new")))
    upstream.on("/new", reply(200, feed(upstream, "/new").replace(b"2026-11-20T08", b"yesterday"), ATOM))
    folder.joinpath("sea.atom").write_bytes(feed(upstream))
    ran = await validate(folder, upstream.url("/gone"), upstream.url(), "sea.atom")
    assert ran.code == 69
    assert f"{upstream.url()}:3:" in ran.out
    assert "2 documents checked, 1 not read: 1 error" in ran.out
    assert ran.err.splitlines() == [
        f"syndicator: {upstream.url('/gone')} gave nothing to check: answers 404: not found",
        "  check the address: nothing is there",
    ]


async def test_without_a_configuration_the_guard_stays_and_the_program_says_what_it_is(
    tmp_path: Path, upstream: Upstream
) -> None:
    upstream.on("/feed", reply(200, feed(upstream), ATOM))
    ran = await validate(tmp_path, upstream.url(), "--format", "sarif")
    assert ran.code == 69
    assert "127.0.0.1 is not public (loopback)" in ran.err
    assert upstream.requests == []
    assert not json.loads(ran.out)["runs"][0]["invocations"][0]["executionSuccessful"]


async def test_the_words_of_an_upstream_do_not_reach_the_terminal_raw(folder: Path, upstream: Upstream) -> None:
    upstream.on(
        "/feed", reply(200, b"<rss>\x1b]0;owned\x07\xe2\x80\xae<a/></rss>", ("Content-Type", "text/xml\x1b[2J"))
    )
    for output in ("text", "json", "sarif", "github", "junit"):
        ran = await validate(folder, upstream.url(), "--format", output)
        assert ran.code == 1
        assert not {"\x1b", "\x07", "\u202e"} & set(ran.out + ran.err)


def test_a_terminal_gets_colors_and_lines_that_fit_unless_it_wants_none(tmp_path: Path) -> None:
    line = "<title>" + "ebb " * 60 + "</title><updated>yesterday</updated>"
    body = FEED.replace("<title>T</title>", line).format(address="https://paper.example/feed")
    tmp_path.joinpath("sea.atom").write_text(body, encoding="utf-8")
    shown, code = on_terminal(tmp_path, "sea.atom", width=60)
    assert code == 1
    assert "\x1b[1msea.atom:2:" in shown
    assert "\x1b[1;31merror:\x1b[0m" in shown
    excerpts = [
        each for each in shown.splitlines() if each.startswith("    ") and "fix:" not in each and "^" not in each
    ]
    assert excerpts
    assert max(map(len, excerpts)) <= 60
    for plain in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in on_terminal(tmp_path, "sea.atom", width=60, **plain)[0]


def test_a_terminal_sees_how_far_a_long_run_is(tmp_path: Path) -> None:
    names = [f"sea-{number}.atom" for number in range(25)]
    for name in names:
        tmp_path.joinpath(name).write_text(FEED.format(address="https://paper.example/feed"), encoding="utf-8")
    shown, code = on_terminal(tmp_path, *names, width=100)
    assert code == 0
    assert "checking" in shown
    assert "25/25" in shown
    assert "25 documents checked" in shown.splitlines()[-1]
