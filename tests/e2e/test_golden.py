"""The golden article, from a loopback upstream to the bytes that subscribers fetch.

Played twice: with an article of our own, always; with the shared one, where it is at hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from harness.program import Files, Place
from lxml import etree, html

CASE = Path(__file__).parent.parent / "cases" / "golden"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
RSS = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "cc": "http://backend.userland.com/creativeCommonsRssModule",
}


class Golden(NamedTuple):
    """One article, where it comes from, and what must come out."""

    feed: str
    blocks: list[str]
    publisher: str
    publisher_toml: str
    word: str
    now: str
    read_on: str
    id: str
    title: str
    link: str
    byline: str
    persons: list[str]
    author_lines: list[str]
    counter: str
    source_id: str
    publisher_name: str
    publisher_url: str
    date: str
    fine_print: list[str]
    strangers: tuple[str, ...]


def own() -> Golden:
    return Golden(
        feed=(CASE / "feed.atom").read_text(encoding="utf-8"),
        blocks=(CASE / "body.txt").read_text(encoding="utf-8").splitlines(),
        publisher="sample-conversation",
        publisher_toml=(CASE / "publisher.toml").read_text(encoding="utf-8"),
        word="harbour",
        now="2026-11-20T12:00:00Z",
        read_on="2026-11-01",
        id="tag:conversation.example,2011:article/420017",
        title="The harbour that keeps two clocks",
        link="https://conversation.example/the-harbour-that-keeps-two-clocks-420017",
        byline="By Mina Sampler, University of Example and Nils Stand-in, King's College Sampleton",
        persons=["Mina Sampler", "Nils Stand-in"],
        author_lines=[
            "Mina Sampler, Lecturer in Harbour Studies, University of Example",
            "Nils Stand-in, Senior Lecturer in Clocks & Customs, King's College Sampleton",
        ],
        counter="https://counter.example/content/420017/count.gif",
        source_id="tag:conversation.example,2011:/harbours/articles",
        publisher_name="The Sample Conversation",
        publisher_url="https://conversation.example",
        date="November 19, 2026",
        fine_print=["Mina Sampler does not work for", "Nils Stand-in has disclosed nothing"],
        strangers=("images.conversation.example", "pictures.example"),
    )


def shared_golden(shared: Path) -> Golden:
    return Golden(
        feed=(shared / "data/golden/tc-beijing.atom").read_text(encoding="utf-8"),
        blocks=(shared / "data/golden/tc-beijing.body.txt").read_text(encoding="utf-8").splitlines(),
        publisher="the-conversation",
        publisher_toml="",
        word="beijing",
        now="2024-05-21T12:00:00Z",
        read_on="2024-05-20",
        id="tag:theconversation.com,2011:article/230385",
        title="Beijing is walking a fine line between support for Russia and not angering the west too much",
        link=(
            "https://theconversation.com/beijing-is-walking-a-fine-line-between-support-for-russia-"
            "and-not-angering-the-west-too-much-230385"
        ),
        byline="By Marcin Kaczmarski, University of Glasgow and Natasha Kuhrt, King's College London",
        persons=["Marcin Kaczmarski", "Natasha Kuhrt"],
        author_lines=[
            "Marcin Kaczmarski, Lecturer in Security Studies, University of Glasgow",
            "Natasha Kuhrt, Senior Lecturer in International Peace & Security, King's College London",
        ],
        counter="https://counter.theconversation.com/content/230385/count.gif",
        source_id="tag:theconversation.com,2011:/uk/politics/articles",
        publisher_name="The Conversation",
        publisher_url="https://theconversation.com",
        date="May 20, 2024",
        fine_print=["Marcin Kaczmarski does not work for", "Natasha Kuhrt has disclosed no"],
        strangers=("images.theconversation.com", "example.org/agency"),
    )


@pytest.fixture(params=["own", "shared"], scope="module")
def golden(request: pytest.FixtureRequest) -> Golden:
    return own() if request.param == "own" else shared_golden(request.getfixturevalue("shared"))


class Played(NamedTuple):
    """One golden article after one cycle."""

    place: Place
    report: dict
    upstream: Files


Play = Callable[..., Played]


@pytest.fixture(scope="module")
def play(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Play]:
    upstreams: list[Files] = []

    def run(golden: Golden, feed: str | None = None, *, terms: bool = True, select: bool = True) -> Played:
        upstream = Files({"/articles.atom": (feed or golden.feed).encode()})
        upstream.__enter__()
        upstreams.append(upstream)
        place = Place(tmp_path_factory.mktemp("golden"), upstream.port)
        if golden.publisher_toml:
            place.write(f"config/publishers/{golden.publisher}.toml", golden.publisher_toml)
        lines = [f'terms_read = {{ by = "Sam Sample", on = {golden.read_on} }}']
        lines += [f'publisher = "{golden.publisher}"'] if terms else []
        lines += [f'[select]\ninclude = [{{ title = ["{golden.word}"] }}]'] if select else []
        place.source("golden", "/articles.atom", *lines)
        place.feed("world", ["golden"])
        return Played(place, place.once(golden.now), upstream)

    yield run
    for upstream in upstreams:
        upstream.__exit__()


@pytest.fixture(scope="module")
def played(golden: Golden, play: Play) -> Played:
    """Give the golden article, played as it is. Tests that take this only look."""
    return play(golden)


def works(place: Place) -> tuple[etree._Element, etree._Element, str, str]:
    """Give the entry and item elements and the HTML of each."""
    entry = etree.parse(place.feeds / "world.atom").getroot().find("a:entry", ATOM)
    item = etree.parse(place.feeds / "world.rss").getroot().find("channel/item")
    return entry, item, entry.findtext("a:content", namespaces=ATOM), item.findtext("content:encoded", namespaces=RSS)


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def test_the_body_is_framed_and_its_text_is_unchanged(golden: Golden, played: Played) -> None:
    for body in works(played.place)[2:]:
        tree = html.fragment_fromstring(body, create_parent="div")
        work = tree.find_class("syndicator-work")[0]
        blocks = [one for one in work.iter("p", "h2") if one.text_content().strip()]
        texts = [folded(one.text_content()) for one in blocks]
        assert texts[: len(golden.blocks)] == golden.blocks
        fine = texts[len(golden.blocks) :]
        assert len(fine) == len(golden.fine_print)
        assert all(text.startswith(start) for text, start in zip(fine, golden.fine_print, strict=True))
        images = list(tree.iter("img"))
        assert [one.get("src") for one in images] == [golden.counter]
        assert images[0].getprevious() is blocks[len(golden.blocks) - 1]
        assert not any(stranger in body for stranger in golden.strangers)
        assert not list(tree.iter("figure", "figcaption"))


def test_byline_authors_and_notice_stand_around_the_work(golden: Golden, played: Played) -> None:
    for body in works(played.place)[2:]:
        tree = html.fragment_fromstring(body, create_parent="div")
        byline, authors, notice = (tree.find_class(f"syndicator-{name}")[0] for name in ("byline", "authors", "notice"))
        children = list(tree)
        assert children[0] is byline
        assert children[-1] is notice
        assert folded(byline.text_content()) == golden.byline
        assert folded(authors.text_content()) == " and ".join(golden.author_lines)
        text = folded(notice.text_content())
        assert (
            f"This article is republished from {golden.publisher_name} under a Creative Commons license. "
            "Read the original article."
        ) in text
        links = {folded(one.text_content()): one.get("href") for one in notice.iter("a")}
        assert links[golden.publisher_name] == golden.publisher_url
        assert links["original article"] == golden.link
        assert links[golden.title] == golden.link
        assert links["CC BY-ND 4.0"] == "https://creativecommons.org/licenses/by-nd/4.0/"
        assert golden.date in text
        assert "images removed" in text


def test_the_atom_entry_says_who_where_from_and_under_what_license(golden: Golden, played: Played) -> None:
    entry = works(played.place)[0]
    assert entry.findtext("a:id", namespaces=ATOM) == golden.id
    assert entry.findtext("a:title", namespaces=ATOM) == golden.title
    assert [one.text for one in entry.findall("a:author/a:name", ATOM)] == golden.persons
    links = {one.get("rel"): one.get("href") for one in entry.findall("a:link", ATOM)}
    assert links["alternate"] == links["via"] == golden.link
    assert links["license"] == "https://creativecommons.org/licenses/by-nd/4.0/"
    assert "CC BY-ND 4.0" in entry.findtext("a:rights", namespaces=ATOM)
    source = entry.find("a:source", ATOM)
    assert source.findtext("a:id", namespaces=ATOM) == golden.source_id
    assert source.findtext("a:title", namespaces=ATOM)
    assert {one.get("rel") for one in source.findall("a:link", ATOM)} == {"self", "alternate"}


def test_the_rss_item_says_the_same(golden: Golden, played: Played) -> None:
    item = works(played.place)[1]
    assert item.findtext("link") == golden.link
    assert item.findtext("title") == golden.title
    assert item.find("guid").text == golden.id
    assert item.find("guid").get("isPermaLink") == "false"
    assert [one.text for one in item.findall("dc:creator", RSS)] == golden.persons
    assert item.findtext("cc:license", namespaces=RSS) == "https://creativecommons.org/licenses/by-nd/4.0/"
    assert item.find("source").get("url").startswith("http")
    assert item.find("source").text


def test_explain_shows_why_it_was_permitted(golden: Golden, played: Played) -> None:
    place = played.place
    shown = place.run("explain", golden.id, "--now", golden.now, "--format", "json")
    assert shown.code == 0, shown.err
    (one,) = shown.json
    assert one["kind"] == "permit"
    assert one["license"]["key"] == "cc:by-nd/4.0"
    assert any(claim["raw"].startswith("Licensed as Creative Commons") for claim in one["claims"])
    assert all(answer["outcome"] in {"pass", "lifted"} for answer in one["answers"])
    text = place.run("explain", golden.id, "--now", golden.now)
    assert "CC BY-ND 4.0" in text.out
    assert "permit" in text.out


def another(golden: Golden, number: int) -> str:
    """Give the golden entry again under another number."""
    start, end = golden.feed.index("  <entry>"), golden.feed.index("</feed>")
    digits = golden.id.rpartition("/")[2]
    return golden.feed[start:end].replace(digits, str(number)).replace("T12:27:00Z", f"T{11 - number % 10:02}:00:00Z")


VARIANTS: dict[str, tuple[Callable[[Golden], str], str, list[str]]] = {
    "a counter of another number": (
        lambda golden: golden.feed.replace(golden.counter, re.sub(r"\d+/count", "99/count", golden.counter)),
        "hold",
        ["counter-id-mismatch"],
    ),
    "no author": (
        lambda golden: re.sub(r"<author>.*?</author>\s*", "", golden.feed, flags=re.DOTALL),
        "hold",
        ["author-missing"],
    ),
    "all rights reserved": (
        lambda golden: re.sub(r"(<rights>).*?(</rights>)", r"\1All rights reserved\2", golden.feed),
        "refusal",
        ["rights-reserved"],
    ),
    "a changed sentence": (
        lambda golden: golden.feed.replace("Licensed as Creative", "Shared as Creative"),
        "hold",
        ["rights-text-unexpected"],
    ),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_each_variant_ends_with_its_reason_and_nothing_of_it_is_public(
    variant: str, golden: Golden, play: Play
) -> None:
    change, kind, reasons = VARIANTS[variant]
    played = play(golden, change(golden))
    assert played.place.decisions(played.report) == {golden.title: (kind, reasons)}
    assert nothing_public(played.place)


def test_a_publisher_without_registry_terms_is_held(golden: Golden, play: Play) -> None:
    played = play(golden, terms=False)
    assert played.place.decisions(played.report) == {golden.title: ("hold", ["terms-missing"])}
    assert nothing_public(played.place)


def test_the_fourth_of_the_day_waits(golden: Golden, play: Play) -> None:
    more = "".join(another(golden, 900_000 + number) for number in (1, 2, 3))
    played = play(golden, golden.feed.replace("</feed>", more + "</feed>"))
    kinds = [one["kind"] for one in played.report["feeds"][0]["decisions"]]
    reasons = [one["reasons"] for one in played.report["feeds"][0]["decisions"] if one["kind"] == "wait"]
    assert sorted(kinds) == ["permit", "permit", "permit", "wait"]
    assert reasons == [["quota-reached"]]
    public = (played.place.feeds / "world.atom").read_text(encoding="utf-8")
    assert "900003" not in public


def nothing_public(place: Place) -> bool:
    return not place.feeds.exists() or not [one for one in place.feeds.iterdir() if one.suffix in {".rss", ".atom"}]


def test_a_second_cycle_writes_nothing(golden: Golden, play: Play) -> None:
    played = play(golden)
    before = {one.name: one.stat().st_mtime_ns for one in played.place.feeds.iterdir()}
    later = golden.now.replace("T12:", "T14:")
    report = played.place.once(later)
    assert [one["outcome"] for one in report["sources"]] == ["not_modified"]
    assert {one.name: one.stat().st_mtime_ns for one in played.place.feeds.iterdir()} == before
