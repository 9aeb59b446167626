"""Which entry is which, from poll to poll: ids stay, roll-off is no deletion, and nobody takes another's id."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from harness.forked import Runs
from harness.gazettes import SIGNED, TERMS, WORDS, finished
from harness.program import Files, Place

TEXT = " ".join(WORDS * 20)
DAY = "2026-11-20T{:02}:00:00Z"


def item(guid: str | None, number: int, *, link: str | None = None, title: str | None = None, host: str = "a") -> str:
    """Give an RSS item of a publisher."""
    parts = [] if guid is None else [f'<guid isPermaLink="false">{guid}</guid>']
    parts.append(f"<link>{link or f'https://{host}.example/{number}'}</link>" if link != "" else "")
    parts.append(f"<title>{title or f'Piece {number}'}</title>" if title != "" else "")
    parts.append("<dc:creator>Ada Sample</dc:creator>")
    parts.append(f"<pubDate>Thu, 19 Nov 2026 {number % 24:02}:00:00 GMT</pubDate>")
    return f"<item>{''.join(parts)}<content:encoded>&lt;p&gt;{TEXT}&lt;/p&gt;</content:encoded></item>"


def rss(*items: str, host: str = "a") -> bytes:
    head = f"<title>Feed</title><link>https://{host}.example/</link><description>d</description>"
    return (
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"{head}{''.join(items)}</channel></rss>"
    ).encode()


class Desk(NamedTuple):
    """The program with sources of its own, and its upstream."""

    place: Place
    upstream: Files
    runs: Runs

    def once(self, hour: int) -> Any:
        """Run one cycle at an hour of the day."""
        return finished(self.runs, self.place, DAY.format(hour)).json

    def ids(self, feed: str = "all") -> list[str]:
        """Give the ids of a feed: the same in Atom and RSS."""
        atom, rss_text = ((self.place.feeds / f"{feed}.{name}").read_text("utf-8") for name in ("atom", "rss"))
        ids = re.findall(r"<entry[^>]*>\s*<id>(.*?)</id>", atom)
        assert re.findall(r'<guid isPermaLink="false">(.*?)</guid>', rss_text) == ids
        assert len(ids) == len(set(ids))
        return ids


@pytest.fixture
def desk(runs: Runs, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    upstreams: list[Files] = []

    def make(**sources: str) -> Desk:
        """Configure sources by name, each of the publisher that is given."""
        upstream = Files({}, lambda _path: "application/rss+xml").__enter__()
        upstreams.append(upstream)
        place = Place(tmp_path, upstream.port)
        for publisher in set(sources.values()):
            terms = TERMS.format(name=f"The {publisher} Gazette", host=f"{publisher}.example")
            place.write(f"config/publishers/{publisher}.toml", terms)
        for name, publisher in sources.items():
            place.source(name, f"/{name}", SIGNED, f'publisher = "{publisher}"')
        place.feed("all", list(sources))
        return Desk(place, upstream, runs)

    yield make
    for upstream in upstreams:
        upstream.__exit__()


@pytest.mark.proves("D-36")
def test_what_leaves_the_upstream_window_stays(desk: Callable[..., Desk]) -> None:
    here = desk(one="a")
    here.upstream.documents["/one"] = rss(item("urn:a:1", 1), item("urn:a:2", 2))
    here.once(6)
    assert here.ids() == ["urn:a:2", "urn:a:1"]
    for hour in (8, 10):
        here.upstream.documents["/one"] = rss(item(f"urn:a:{hour}", hour))
        here.once(hour)
    assert here.ids() == ["urn:a:10", "urn:a:8", "urn:a:2", "urn:a:1"]
    assert "deleted-entry" not in (here.place.feeds / "all.atom").read_text("utf-8")


def test_minted_ids_are_stored_and_outlive_the_name_of_our_own_site(desk: Callable[..., Desk]) -> None:
    """Also the id's own day: nothing of it is computed again."""
    here = desk(one="a")
    items = [item("no iri", 1), item(None, 2), item("urn:a:3", 3)]
    here.upstream.documents["/one"] = rss(*items)
    here.once(6)
    before = here.ids()
    assert before[0] == "urn:a:3"
    assert all(one.startswith("tag:feeds.example.org,2026-11-20:a/") for one in before[1:])
    main = here.place.folder / "config" / "syndicator.toml"
    main.write_text(main.read_text("utf-8").replace("feeds.example.org", "other.example.net"), encoding="utf-8")
    here.upstream.documents["/one"] = rss(*(one.replace("Piece", "Changed piece") for one in items))
    ended = finished(here.runs, here.place, "2026-11-21T08:00:00Z")
    assert ended.json["sources"][0]["entries_changed"] == 3
    assert here.ids() == before
    text = (here.place.feeds / "all.atom").read_text("utf-8")
    assert "Changed piece 1" in text
    assert "https://other.example.net/all.atom" in text


@pytest.mark.proves("H-105")
def test_a_hostile_guid_is_kept_or_replaced_and_never_part_of_a_path(desk: Callable[..., Desk]) -> None:
    """A NUL can not stand in XML; as the reference it makes the document broken."""
    here = desk(one="a", two="a")
    kept = [
        "https://a.example/../../etc/passwd",
        "urn:a:x/../../../feeds/all.rss",
        "tag:feeds.example.org,2026-11-20:a/0123456789abcdef01234567",
        f"urn:a:{'k' * 4000}",
    ]
    minted = ["../../etc/passwd", "/etc/passwd", "all.rss", "k" * 5000, f"urn:a:{'k' * 5000}", "."]
    here.upstream.documents["/one"] = rss(*(item(guid, number) for number, guid in enumerate(kept + minted)))
    here.upstream.documents["/two"] = rss(item("urn:a:&#0;x", 20), item("urn:a:fine", 21))
    here.once(6)
    ids = here.ids()
    assert set(kept) < set(ids)
    others = [one for one in ids if one not in {*kept, "urn:a:fine"} and not one.startswith("urn:a:")]
    assert len(others) == len(minted)
    assert all(re.fullmatch(r"tag:feeds\.example\.org,2026-11-20:a/[0-9a-f]{24}", one) for one in others)
    assert not any("\0" in one or len(one) > 4096 for one in ids)
    files = {str(one.relative_to(here.place.folder)) for one in here.place.folder.rglob("*") if one.is_file()}
    assert {one for one in files if one.startswith("feeds/")} == {
        "feeds/all.atom",
        "feeds/all.rss",
        "feeds/manifest.json",
    }
    assert not [one for one in files if "passwd" in one or "kkk" in one]


@pytest.mark.proves("H-107")
def test_one_id_of_two_sources_is_one_entry_of_a_publisher_and_suspect_of_another(desk: Callable[..., Desk]) -> None:
    """In a feed that has both, the decision about the id is the first publisher's; so the second has one of its own."""
    here = desk(one="a", two="a", three="b")
    here.place.feed("second", ["three"])
    here.upstream.documents["/one"] = rss(item("urn:a:1", 1))
    here.upstream.documents["/two"] = rss(item("urn:a:1", 1), item("urn:a:2", 2))
    here.once(6)
    assert here.ids() == ["urn:a:2", "urn:a:1"]
    here.upstream.documents["/three"] = rss(item("urn:a:1", 5, host="b"), item("urn:b:9", 9, host="b"), host="b")
    feeds = {one["feed"]: one["decisions"] for one in here.once(8)["feeds"]}
    assert here.ids() == ["urn:b:9", "urn:a:2", "urn:a:1"]
    assert here.ids("second") == ["urn:b:9"]
    held = {one["title"]: (one["kind"], one["reasons"]) for one in feeds["second"]}
    assert held["Piece 5"] == ("hold", ["identity-suspect"])
    firsts = {one["title"]: one["publisher"] for one in feeds["all"] if one["kind"] == "permit"}
    assert firsts == {"Piece 9": "b", "Piece 2": "a", "Piece 1": "a"}
    assert not [
        name for name in ("all", "second") if "b.example/5" in (here.place.feeds / f"{name}.rss").read_text("utf-8")
    ]


def test_one_id_of_two_sources_of_one_publisher_goes_out_under_the_strictest_terms(desk: Callable[..., Desk]) -> None:
    here = desk(one="a", two="a")
    here.upstream.documents["/one"] = rss(item("urn:a:1", 1), item("urn:a:2", 2))
    reserved = item("urn:a:1", 1).replace("</item>", "<dc:rights>All rights reserved</dc:rights></item>")
    here.upstream.documents["/two"] = rss(reserved)
    report = here.once(6)
    decisions = {one["id"]: one["kind"] for one in report["feeds"][0]["decisions"]}
    assert decisions["urn:a:1"] != "permit"
    assert here.ids() == ["urn:a:2"]


@pytest.mark.proves("D-44")
def test_what_is_live_under_a_public_license_stays_when_a_second_source_reserves_it(desk: Callable[..., Desk]) -> None:
    here = desk(one="a", two="a")
    here.upstream.documents["/one"] = rss(item("urn:a:1", 1), item("urn:a:2", 2))
    here.once(6)
    reserved = item("urn:a:1", 1).replace("</item>", "<dc:rights>All rights reserved</dc:rights></item>")
    here.upstream.documents["/two"] = rss(reserved, item("urn:a:3", 3))
    here.once(8)
    assert here.ids() == ["urn:a:3", "urn:a:2", "urn:a:1"]


@pytest.mark.proves("H-108")
def test_an_entry_without_guid_link_and_title_gets_an_id_once(desk: Callable[..., Desk]) -> None:
    here = desk(one="a")
    terms = here.place.folder / "config/publishers/a.toml"
    terms.write_text(terms.read_text("utf-8") + 'link_fallback = "document-link"\n', encoding="utf-8")
    bare = item(None, 1, link="", title="")
    here.upstream.documents["/one"] = rss(bare, item("urn:a:2", 2))
    report = here.once(6)
    assert report["sources"][0]["entries_new"] == 2
    first = {one["id"]: one["kind"] for one in report["feeds"][0]["decisions"]}
    (minted,) = first.keys() - {"urn:a:2"}
    assert minted.startswith("tag:feeds.example.org,2026-11-20:a/")
    here.upstream.documents["/one"] = rss(item("urn:a:3", 3), bare)
    second = {one["id"]: one["kind"] for one in here.once(8)["feeds"][0]["decisions"]}
    assert second.keys() == {minted, "urn:a:2", "urn:a:3"}
    assert second[minted] == first[minted]
