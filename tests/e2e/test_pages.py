"""Pages beside the feeds, with the real client and workers: originals, robots.txt, and a terms page that changes."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from harness.program import Files, Place
from harness.service import Service

FIRST = "2026-11-20T12:00:00Z"
TEXT = "&lt;p&gt;The sampled town kept a ledger of tides, and nobody wrote down why it was kept so well.&lt;/p&gt;" * 12
TERMS = "<html><body><nav>Menu</nav><main><h1>Republishing</h1><p>{words}</p></main></body></html>"
PAGE = "<html><head><script type='application/ld+json'>{{{json}}}</script></head><body><article><p>Tides.</p></article>"
ARTICLE = '"@type": "NewsArticle", "isAccessibleForFree": {free}'


class Played(NamedTuple):
    upstream: Files
    place: Place

    def shows(self, *names: str) -> None:
        """Let the feed list these entries."""
        entries = "".join(
            f"<entry><id>tag:paper.example,2026:{name}</id><title>{name}</title>"
            "<author><name>Ada Sample</name></author>"
            f'<link rel="alternate" href="http://127.0.0.1:{self.upstream.port}/{name}"/>'
            "<published>2026-11-20T08:00:00Z</published><updated>2026-11-20T08:00:00Z</updated>"
            f'<content type="html">{TEXT}</content></entry>'
            for name in names
        )
        self.upstream.documents["/feed"] = (
            '<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:paper.example,2026:all</id><title>Paper</title>'
            f"<updated>2026-11-20T08:00:00Z</updated>{entries}</feed>"
        ).encode()

    def page(self, name: str, free: str = "true") -> None:
        """Let an original say whether it is free to read."""
        self.upstream.documents[f"/{name}"] = PAGE.format(json=ARTICLE.format(free=free)).encode()

    def terms(self, words: str) -> None:
        """Let the terms page say something."""
        self.upstream.documents["/terms"] = TERMS.format(words=words).encode()


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Played]:
    with Files({}, lambda path: "application/xml" if path == "/feed" else "text/html; charset=utf-8") as upstream:
        place = Place(tmp_path, upstream.port)
        place.write(
            "config/publishers/paper.toml",
            'name = "The Sample Paper"\nurl = "https://paper.example/"\nhosts = ["127.0.0.1"]\n'
            f'terms_url = "http://127.0.0.1:{upstream.port}/terms"\nreview_interval = "36500d"\nlicense = "cc:by/4.0"\n'
            'automation = "allowed"\nlicense_may_be_silent = true\n',
        )
        place.source(
            "paper",
            "/feed",
            'publisher = "paper"',
            'terms_read = { by = "Sam Sample", on = 2026-11-01 }',
            "pages = { fetch = true, terms = true }",
        )
        place.feed("world", ["paper"])
        made = Played(upstream, place)
        made.terms("You may republish our articles.")
        made.shows("one", "two")
        made.page("one")
        made.page("two")
        yield made


def test_a_paywalled_original_is_held_and_one_that_is_forbidden_to_robots_is_left_alone(played: Played) -> None:
    played.page("two", free="false")
    played.upstream.documents["/robots.txt"] = b"User-agent: *\nDisallow: /one\n"
    report = played.place.once(FIRST)
    assert played.place.decisions(report)["two"] == ("hold", ["paywalled"])
    assert played.place.decisions(report)["one"][0] == "permit"
    codes = {one["url"].rpartition("/")[2]: one["code"] for one in report["pages"]}
    assert codes == {"robots.txt": "", "tdmrep.json": "", "terms": "", "one": "robots-disallowed", "two": ""}
    assert "/one" not in {path for path, _ in played.upstream.statuses}


@pytest.mark.proves("D-40")
def test_an_original_missing_twice_a_day_apart_is_withdrawn(played: Played) -> None:
    played.place.once(FIRST)
    del played.upstream.documents["/one"]
    later = played.place.once("2026-11-21T13:00:00Z")
    assert [(one["code"], one["changed"]) for one in later["pages"] if one["url"].endswith("/one")] == [
        ("http-404", False)
    ]
    assert "one</title>" in (played.place.feeds / "world.atom").read_text()
    report = played.place.once("2026-11-22T14:00:00Z")
    assert played.place.decisions(report)["one"] == ("withdrawal", ["article-gone"])
    atom = (played.place.feeds / "world.atom").read_text()
    assert 'deleted-entry ref="tag:paper.example,2026:one"' in atom
    played.page("one")
    played.place.once("2026-11-25T14:00:00Z")
    assert (played.place.feeds / "world.atom").read_text() == atom


@pytest.mark.proves("D-44")
def test_a_changed_terms_page_is_shown_as_a_difference_and_stops_what_is_new_until_it_is_read(played: Played) -> None:
    place = played.place
    first = place.run("publishers", "review", "paper")
    assert first.code == 0, first.err
    assert "You may republish our articles." in first.out
    assert "Menu" not in first.out
    digest = first.out.rpartition("--record ")[2].split()[0]
    read = place.run("publishers", "review", "paper", "--record", digest, "--by", "Sam Sample")
    assert (read.code, "recorded: Sam Sample read http://127.0.0.1" in read.out) == (0, True), read.err
    place.once(FIRST)
    played.terms("You may republish our articles once a year.")
    played.shows("new", "one", "two")
    report = place.once("2027-01-28T12:00:00Z")
    assert place.decisions(report)["new"] == ("hold", ["terms-page-changed"])
    assert "one</title>" in (place.feeds / "world.atom").read_text()
    changed = place.run("publishers", "review", "paper")
    assert "  -You may republish our articles.\n  +You may republish our articles once a year.\n" in changed.out
    stale = place.run("publishers", "review", "paper", "--record", digest)
    assert stale.code == 1
    assert "it changed, or could not be read" in stale.err
    fresh = place.run("publishers", "review", "paper", "--format", "json").json["pages"][0]
    assert fresh["before"] == "Republishing\nYou may republish our articles."
    done = place.run("publishers", "review", "paper", "--record", fresh["digest"], "--by", "Sam Sample")
    assert (done.code, "world: wrote" in done.out) == (0, True), done.err
    assert place.run("ledger", "verify").code == 0
    lines = place.run("ledger", "list", "--format", "json").json["lines"]
    assert [one["event"]["by"] for one in lines if one["event"]["event"] == "terms-read"] == ["Sam Sample"] * 2


def test_the_daemon_records_a_reading_that_a_command_asks_for(played: Played) -> None:
    place = played.place
    digest = place.run("publishers", "review", "paper", "--format", "json").json["pages"][0]["digest"]
    with Service(place) as service:
        service.ready()
        read = place.run("publishers", "review", "paper", "--record", digest[:8], "--by", "Sam Sample")
        assert (read.code, "recorded: Sam Sample read" in read.out) == (0, True), read.err
        service.signal(signal.SIGTERM)
        assert service.ends() == 0
    lines = place.run("ledger", "list", "--format", "json").json["lines"]
    assert [one["event"]["by"] for one in lines if one["event"]["event"] == "terms-read"] == ["Sam Sample"]
