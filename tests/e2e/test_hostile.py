"""Hostile entries through the whole program: what of them stands in the feeds, and what became of the others."""

from __future__ import annotations

import re
import unicodedata

import pytest
from harness import hostile
from harness.hostile import ONE_ENCLOSURE, OUTPUTS, PUBLISHERS, Case, Played, Shown
from lxml import etree, html

CASES = hostile.cases()
FORBIDDEN = {
    *("svg", "math", "style", "iframe", "object", "embed", "form", "input", "meta", "base", "link", "script"),
    *("noscript", "template", "title", "textarea", "xmp", "plaintext", "noembed", "noframes", "applet", "audio"),
    *("button", "canvas", "frame", "frameset", "html", "head", "body", "image", "listing", "option", "picture"),
    *("select", "source", "video"),
}
ATTRIBUTES = {
    *("href", "title", "hreflang", "rel", "span", "datetime", "src", "alt", "width", "height", "value", "start"),
    *("reversed", "colspan", "rowspan", "scope", "lang", "dir", "class"),
}
FRAME = ["syndicator-byline", "syndicator-work", "syndicator-rule", "syndicator-notice"]
PLAIN_ADDRESS = re.compile(r"https?://[^/\s]+|mailto:|tel:", re.IGNORECASE)
UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")
ADDRESSES = ("url", "href", "src", "uri")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Give all cases, played once. The tests only look."""
    return hostile.play(tmp_path_factory.mktemp("hostile"))


def params() -> list[object]:
    """Give one parameter a case, with the rows that it proves. A row stands for all cases that name it."""
    return [
        pytest.param(case, id=case.slug, marks=[pytest.mark.proves(*case.rows)] if case.rows else []) for case in CASES
    ]


@pytest.mark.parametrize("case", params())
def test_a_hostile_entry_comes_out_as_its_case_says(case: Case, played: Played) -> None:
    for publisher in case.publishers:
        expected = case.on(publisher)
        decided = expected.get("kind", "permit"), expected.get("reasons", [])
        assert played.decision(case, publisher) == decided, publisher
        for output in OUTPUTS:
            shown = played.entry(case, publisher, output)
            if decided[0] == "permit":
                assert shown is not None, f"{publisher}.{output}"
                wanted = wanted_of(case, publisher, output, expected)
                assert shown_of(shown, expected, played) == wanted, f"{publisher}.{output}"
                is_harmless(shown)
            else:
                assert shown is None, f"{publisher}.{output}"


def wanted_of(case: Case, publisher: str, output: str, expected: dict) -> dict:
    """Give what a case asks for, with what is usual where it says nothing."""
    usual = {"title": case.name, "authors": ["Jo Sample"], "categories": [], "enclosures": []}
    usual["link"] = f"http://{publisher}.example/{case.slug}"
    usual["id"] = f"tag:{publisher}.example,2026:{case.slug}"
    usual["published"] = "2026-11-19T08:00:00"
    if output in ONE_ENCLOSURE:
        expected = {**expected, "enclosures": expected.get("enclosures", [])[:1]}
        if "enclosures_count" in expected:
            expected["enclosures_count"] = 1
    return {**usual, **{key: value for key, value in expected.items() if key not in {"kind", "reasons"}}}


def shown_of(shown: Shown, expected: dict, played: Played) -> dict:
    """Give what stands in a feed, in the words of a case. A minted id counts as such: it holds a day and a digest."""
    found = {key: getattr(shown, key) for key in ("title", "authors", "categories", "enclosures", "link", "id")}
    found["id"] = re.sub(r"^(tag:feeds\.example\.org,2026-11-20:\w+/)[0-9a-f]{24}$", "minted", found["id"])
    found["published"] = shown.published
    (work,) = re.findall(r'<div class="syndicator-work">(.*)</div>\n<hr', shown.html, re.DOTALL)
    if "work" in expected:
        found["work"] = work.replace(f"127.0.0.1:{played.place.port}", "ORIGIN")
    if "starts" in expected:
        found["starts"] = work[: len(expected["starts"])]
    notice = shown.html.rpartition('class="syndicator-notice"')[2]
    if "notice" in expected:
        found["notice"] = [text for text in expected["notice"] if text in notice]
    if "absent" in expected:
        found["absent"] = [text for text in expected["absent"] if not any(text in told for told in shown.texts)]
    for key in ("categories", "enclosures"):
        if f"{key}_count" in expected:
            found[f"{key}_count"], found[key] = len(found[key]), []
    if "title_bytes" in expected:
        found["title_bytes"] = len(shown.title.encode())
        found["title"] = expected.get("title", "")
    return found


def is_harmless(shown: Shown) -> None:
    """Hold an entry to what must be true of any."""
    page = html.document_fromstring(f"<main>{shown.html}</main>").find("body")
    assert [one.tag for one in page] == ["main"]
    (main,) = page
    assert [one.get("class") for one in main] == FRAME
    assert len(main.find_class("syndicator-work")) == 1
    assert not [one for one in main[1].iterdescendants() if one.get("class")]
    for node in main.iterdescendants():
        assert node.tag not in FORBIDDEN
        assert set(node.attrib) <= ATTRIBUTES
        assert all(PLAIN_ADDRESS.match(node.get(name, "http://x")) for name in ("href", "src"))
        assert node.tag != "img" or node.get("src", "").startswith("http")
    assert not UNWANTED.search(main.text_content())
    for description in shown.element.iterfind("description"):
        assert not html.document_fromstring(f"<main>{description.text}</main>").find("body/main").getchildren()
    for text in set(shown.texts) - {shown.id}:
        assert not UNWANTED.search(text)
    for node in shown.element.iter():
        values = [node.get(name) for name in ADDRESSES] + [node.text if etree.QName(node).localname == "link" else None]
        assert all(PLAIN_ADDRESS.match(value.strip() or "http://x") for value in values if value)
        assert etree.QName(node).localname != "guid" or node.get("isPermaLink") == "false"


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("publisher", PUBLISHERS)
def test_one_bad_entry_costs_no_other(publisher: str, output: str, played: Played) -> None:
    (feed,) = [one for one in played.report["feeds"] if one["feed"] == publisher]
    assert (feed["outcome"], feed["code"]) == ("published", "")
    kinds = [one["kind"] for one in feed["decisions"]]
    assert len(kinds) == sum(publisher in case.publishers for case in CASES)
    assert kinds.count("permit") == len(played.shown[publisher, output]) == feed["entries"]
    assert {one["outcome"] for one in played.report["sources"]} == {"new"}


@pytest.mark.parametrize("publisher", PUBLISHERS)
def test_every_output_says_the_same(publisher: str, played: Played) -> None:
    told = [
        [(one.id, one.title, one.link, one.html, one.authors, one.categories, one.published) for one in shown]
        for (name, _), shown in played.shown.items()
        if name == publisher
    ]
    assert all(one == told[0] for one in told[1:])


@pytest.mark.parametrize("publisher", PUBLISHERS)
def test_the_feeds_still_pass_our_own_validator(publisher: str, played: Played) -> None:
    files = [str(played.place.feeds / f"{publisher}.{output}") for output in OUTPUTS]
    ran = played.place.run("validate", *files)
    assert ran.code == 0, ran.out + ran.err


@pytest.mark.proves("H-101")
def test_what_an_enclosure_says_of_its_file_is_a_type_and_a_length_or_nothing(played: Played) -> None:
    (case,) = [one for one in CASES if one.slug == "lengths-that-are-none"]
    told = {}
    for output in OUTPUTS:
        shown = played.entry(case, "lenient", output)
        assert shown is not None
        nodes = [one for one in shown.element.iter() if one.get("rel") == "enclosure" or one.tag == "enclosure"]
        told[output] = [(one.get("type"), one.get("length")) for one in nodes]
    assert told["atom"] == [("text/html", None), ("audio/mpeg", None), (None, None)]
    assert told["rss"] == [("text/html", "0")]


def test_entries_stand_newest_first_dated_or_not(played: Played) -> None:
    for publisher in ("lenient", "strict"):
        for output in OUTPUTS:
            dates = [one.published for one in played.shown[publisher, output]]
            assert dates == sorted(dates, reverse=True)


@pytest.mark.proves("H-110")
def test_nothing_of_an_entry_reaches_the_terminal_as_a_control(played: Played) -> None:
    (case,) = [one for one in CASES if one.slug == "escapes-of-a-terminal"]
    shown = [
        played.place.run("explain", f"tag:{publisher}.example,2026:{case.slug}", "--now", hostile.NOW)
        for publisher in case.publishers
    ]
    shown.append(played.place.run("once", "--now", "2026-11-20T12:05:00Z"))
    assert shown[0].code == 0, shown[0].err
    assert "red" in shown[0].out
    for ran in shown:
        controls = {char for char in ran.out + ran.err if unicodedata.category(char)[0] == "C"} - {"\n"}
        assert controls == set()
    assert not [line for line in shown[0].out.splitlines() if line.startswith("forged")]
