"""An upstream that breaks: the source says what is wrong, its feed stays as it was, and no other source is held up."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from harness.hostile import OUTPUTS, Origin
from harness.program import Place
from harness.upstream import Answer, Exchange, conditional, reply

TERMS = """
name = "The Sample Gazette"
url = "http://gazette.example/"
hosts = ["gazette.example"]
terms_url = "http://gazette.example/terms"
review_interval = "36500d"
license = "cc:by/4.0"
license_may_be_silent = true
automation = "allowed"
own_only = false
full_text = "any"
"""
SIGNED = 'publisher = "gazette"\nterms_read = { by = "Sam Sample", on = 2026-11-01 }'
MEGABYTE = 1024 * 1024
LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))


def feed(name: str, count: int, head: str = "", inner: str = "") -> bytes:
    """Write a source's feed with that many entries."""
    items = "".join(
        f"<item><title>{name} {n}</title><link>http://gazette.example/{name}/{n}</link>"
        f"<guid isPermaLink='false'>tag:gazette.example,2026:{name}/{n}</guid><dc:creator>Jo Sample</dc:creator>"
        f"<pubDate>Thu, 19 Nov 2026 0{n}:00:00 GMT</pubDate><description>Text of {name} {n}</description></item>"
        for n in range(1, count + 1)
    )
    return (
        f'<?xml version="1.0"?>{head}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{name}</title><link>http://gazette.example/</link><description>d</description>{items}{inner}"
        f"</channel></rss>"
    ).encode()


async def breaks_off(exchange: Exchange) -> None:
    await exchange.send(reply(200, feed("x", 2))[:-100])
    exchange.close()


async def resets(exchange: Exchange) -> None:
    exchange.reset()


async def never_ends(exchange: Exchange) -> None:
    await exchange.send(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + feed("x", 2))
    await exchange.flood(b" " * MEGABYTE, 64 * MEGABYTE)
    exchange.close()


GZIP = ("Content-Encoding", "gzip")
BAD_ANSWERS: dict[str, tuple[Answer, str]] = {
    "bomb": (reply(200, gzip.compress(b" " * 64 * MEGABYTE), GZIP), "body-ratio"),
    "cut-gzip": (reply(200, gzip.compress(feed("x", 2))[:-20], GZIP), "body-truncated"),
    "cut": (breaks_off, "body-truncated"),
    "reset": (resets, "connection-lost"),
    "endless": (never_ends, "body-too-large"),
    "empty": (reply(200, b""), "empty-body"),
    "error": (reply(500, b"<h1>error</h1>"), "http-500"),
    "gone": (reply(410, b""), "http-410"),
    "circle": (reply(302, b"", ("Location", "/circle")), "redirect-loop"),
    "away": (reply(302, b"", ("Location", "file:///etc/passwd")), "scheme-refused"),
}
LAUGHING = f'<!DOCTYPE rss [<!ENTITY e0 "lol">{LAUGHS}]>'
OUTSIDE = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
BAD_BODIES: dict[str, tuple[bytes, str]] = {
    "blank": (b"  \n\n", "empty-document"),
    "page": (b"<!DOCTYPE html><html><body><p>Please log in", "html-page"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "not-a-feed"),
    "laughs": (feed("x", 2, LAUGHING, "<item><title>&e9;</title></item>"), "entity-declared"),
    "outside": (feed("x", 2, OUTSIDE, "<b>&x;</b>"), "entity-declared"),
    "deep": (feed("x", 2, "", "<d>" * 50_000 + "</d>" * 50_000), "too-deep"),
    "crowded": (feed("x", 2, "", "<e/>" * 250_000), "too-many-elements"),
    "loud": (feed("x", 2, "", f"<e>{'x' * 9 * MEGABYTE}</e>"), "text-too-large"),
}
BROKEN: dict[str, tuple[Answer, str]] = BAD_ANSWERS | {
    name: (reply(200, body, ("ETag", f'"{name} 3"'), ("Content-Type", "text/html")), code)
    for name, (body, code) in BAD_BODIES.items()
}
"""By source: how it answers in the second cycle, and the code of what comes of it.

A body that can not be read has the ETag of the mended one: who believed it would never see that.
"""


class Cycles(NamedTuple):
    """Three cycles: all is well, some sources are broken, all is well again."""

    reports: list[Any]
    files: list[dict[str, bytes]]
    """What was public after each."""


@pytest.fixture(scope="module")
def cycles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cycles]:
    answers: list[Callable[[str], Answer]] = [
        lambda name: conditional(feed(name, 1), f'"{name} 1"'),
        lambda name: BROKEN[name][0] if name in BROKEN else conditional(feed(name, 2), f'"{name} 2"'),
        lambda name: conditional(feed(name, 3), f'"{name} 3"'),
    ]
    with Origin() as origin:
        place = Place(tmp_path_factory.mktemp("documents"), origin.port)
        place.write("config/publishers/gazette.toml", TERMS)
        for name in (*BROKEN, "well"):
            place.source(name, f"/{name}", SIGNED)
            place.feed(name, [name])
        place.feed("both", ["well", "page"])
        reports, files = [], []
        for answer, now in zip(answers, ("2026-11-20T12", "2026-11-20T15", "2026-11-24T12"), strict=True):
            for name in (*BROKEN, "well"):
                origin.on(f"/{name}", answer(name))
            reports.append(place.once(f"{now}:00:00Z"))
            files.append({one.name: one.read_bytes() for one in place.feeds.iterdir() if one.suffix[1:] in OUTPUTS})
        yield Cycles(reports, files)


def source(report: Any, name: str) -> Any:
    (found,) = [one for one in report["sources"] if one["source"] == name]
    return found


def test_all_is_well_at_first(cycles: Cycles) -> None:
    assert {one["outcome"] for one in cycles.reports[0]["sources"]} == {"new"}
    assert {one["outcome"] for one in cycles.reports[0]["feeds"]} == {"published"}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answer_has_a_name_and_leaves_the_feed_as_it_was(name: str, cycles: Cycles) -> None:
    outcome = source(cycles.reports[1], name)
    assert outcome["code"] == BROKEN[name][1], outcome
    assert outcome["outcome"] in {"soft_error", "hard_error", "blocked"}
    assert outcome["message"]
    for output in OUTPUTS:
        assert cycles.files[1][f"{name}.{output}"] == cycles.files[0][f"{name}.{output}"]


@pytest.mark.proves("P-62")
def test_a_page_where_a_feed_should_be_is_no_empty_feed(cycles: Cycles) -> None:
    outcome = source(cycles.reports[1], "page")
    assert (outcome["code"], outcome["entries_new"], outcome["entries_changed"]) == ("html-page", 0, 0)
    for output in OUTPUTS:
        assert b"page 1" in cycles.files[1][f"page.{output}"]


def test_a_source_that_is_well_is_read_and_released_in_the_same_cycle(cycles: Cycles) -> None:
    assert source(cycles.reports[1], "well")["entries_new"] == 1
    for output in OUTPUTS:
        assert b"well 2" in cycles.files[1][f"well.{output}"]
        both = cycles.files[1][f"both.{output}"]
        assert b"well 2" in both
        assert b"page 1" in both


@pytest.mark.proves("P-19")
@pytest.mark.parametrize("name", BROKEN)
def test_a_source_that_is_mended_goes_on(name: str, cycles: Cycles) -> None:
    assert source(cycles.reports[2], name)["entries_new"] == 2
    for output in OUTPUTS:
        assert f"{name} 3".encode() in cycles.files[2][f"{name}.{output}"]
