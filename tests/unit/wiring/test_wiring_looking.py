"""Looks at pages beside the feeds: which, when, and what follows from what they say."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from syndicator.model.pages import PageKind, TermsReading
from syndicator.model.polling import PollKind
from syndicator.wiring.inspecting import explain
from tests.harness.world import NOON, World, item

TERMS = "https://gazette.example/republishing"
ROBOTS = "https://gazette.example/robots.txt"
TDM = "https://gazette.example/.well-known/tdmrep.json"
ARTICLE = b"<html><body><article><p>The ferries sail without a timetable.</p></article></body></html>"
ONE, TWO = item(1), item(2)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World(tmp_path) as made:
        made.publisher("gazette")
        made.source("sea", "gazette", "[pages]", "fetch = true", "terms = true")
        made.feed("world", ["sea"])
        made.shows("sea", ONE, TWO)
        made.pages.shown |= {ONE.link: ARTICLE, TWO.link: ARTICLE, TERMS: b"<main><p>You may republish.</main>"}
        yield made


def reasons(world: World) -> dict[str, tuple[str, ...]]:
    return {one.id: tuple(map(str, one.reasons)) for one in world.app.store.decisions() if one.kind != "permit"}


def test_nothing_is_looked_at_unless_a_source_asks_for_it(tmp_path: Path) -> None:
    with World(tmp_path) as world:
        world.publisher("gazette")
        world.source("sea", "gazette")
        world.feed("world", ["sea"])
        world.shows("sea", ONE)
        assert world.cycle().pages == ()
        assert world.pages.asked == []


def test_a_host_s_rules_are_asked_for_first_and_each_page_once_until_it_is_due_again(world: World) -> None:
    report = world.cycle()
    assert [one.kind for one in report.pages] == ["robots", "tdm", "terms", "article", "article"]
    assert set(world.pages.asked[:2]) == {ROBOTS, TDM}
    assert sorted(world.pages.asked) == sorted({ROBOTS, TDM, TERMS, ONE.link, TWO.link})
    world.cycle(2)
    assert len(world.pages.asked) == 5
    world.cycle(26)
    assert sorted(world.pages.asked[5:]) == sorted([ROBOTS, TDM, ONE.link, TWO.link])


def test_what_robots_may_not_fetch_is_not_asked_for(world: World) -> None:
    world.pages.shown[ROBOTS] = b"User-agent: *\nDisallow: /pieces/1\n"
    report = world.cycle()
    codes = {one.url: one.code for one in report.pages if one.kind == "article"}
    assert codes == {ONE.link: "robots-disallowed", TWO.link: ""}
    assert ONE.link not in world.pages.asked
    assert reasons(world) == {}


def test_while_nobody_knows_the_rules_nothing_is_asked_for(world: World) -> None:
    world.pages.status(ROBOTS, 503)
    report = world.cycle()
    assert {one.url: one.code for one in report.pages if one.kind == "terms"} == {TERMS: "robots-unknown"}
    assert TERMS not in world.pages.asked


def test_a_page_on_a_stranger_s_host_is_never_asked_for(world: World) -> None:
    world.shows("sea", item(3, link="https://elsewhere.example/pieces/3"))
    world.cycle()
    world.cycle(1)
    assert not any("elsewhere" in one for one in world.pages.asked)


@pytest.mark.proves("D-40")
def test_an_original_that_is_gone_takes_the_entry_out_and_the_feed_says_so(world: World) -> None:
    world.cycle()
    assert world.ids("world") == [ONE.id, TWO.id]
    world.cycle(1)
    world.pages.status(ONE.link, 410)
    world.cycle(26)
    assert world.ids("world") == [TWO.id]
    assert world.tombstones("world") == [ONE.id]
    world.pages.shown[ONE.link] = ARTICLE
    world.cycle(60)
    assert world.ids("world") == [TWO.id]


def test_a_changed_terms_page_stops_what_is_new_until_somebody_read_it(world: World) -> None:
    world.cycle()
    world.pages.shown[TERMS] = b"<main><p>You may republish once a year.</main>"
    world.pages.shown[item(0).link] = ARTICLE
    world.shows("sea", item(0), ONE, TWO)
    world.cycle(7 * 24 + 1)
    assert reasons(world) == {item(0).id: ("terms-page-changed",)}
    assert world.ids("world") == [ONE.id, TWO.id]
    state = next(one for one in world.app.store.pages(["gazette"]) if one.kind is PageKind.TERMS)
    texts = world.app.store.page_texts([state.digest])
    assert texts == {state.digest: "You may republish once a year."}
    reading = TermsReading(publisher="gazette", url=TERMS, digest=state.digest, by="Sam Sample", at=NOON)
    world.app.store.record_reading(reading)
    world.cycle(7 * 24 + 2)
    assert reasons(world) == {}
    assert world.ids("world") == [item(0).id, ONE.id, TWO.id]
    assert world.app.store.ledger()[-2:] != []
    assert any(line.event.event == "terms-read" for line in world.app.store.ledger())


def test_a_terms_page_that_can_not_be_read_stops_what_is_new_after_three_days(world: World) -> None:
    world.cycle()
    world.pages.status(TERMS, 500)
    world.pages.shown |= {item(0).link: ARTICLE, item(-1).link: ARTICLE}
    world.cycle(7 * 24 + 1)
    world.shows("sea", item(0), ONE, TWO)
    world.cycle(9 * 24)
    assert reasons(world) == {}
    world.shows("sea", item(-1), item(0), ONE, TWO)
    world.cycle(11 * 24)
    assert reasons(world) == {item(-1).id: ("terms-page-changed",)}


def test_an_error_of_ours_is_a_look_that_failed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("the tide is out")

    monkeypatch.setattr(world.pages, "page", broken)
    report = world.cycle()
    assert {one.code for one in report.pages} == {"internal-error", "robots-unknown"}
    assert report.sources[0].outcome is PollKind.NEW
    assert world.ids("world") == [ONE.id, TWO.id]


RSL = "https://gazette.example/license.xml"
RSL_REFUSES = b"""<rsl xmlns="https://rslstandard.org/rsl"><content url="/"><license>
<prohibits type="usage">all</prohibits></license></content></rsl>"""


def test_an_rsl_document_that_robots_txt_points_to_is_read_and_holds_what_it_refuses(world: World) -> None:
    world.pages.shown |= {ROBOTS: f"License: {RSL}\n".encode(), RSL: RSL_REFUSES}
    world.cycle()
    report = world.cycle(1)
    assert [(one.kind, one.code) for one in report.pages] == [("rsl", "")]
    assert reasons(world) == {ONE.id: ("rsl-refused",), TWO.id: ("rsl-refused",)}


def test_wishes_about_machines_are_recorded_and_neither_grant_nor_refuse(world: World) -> None:
    world.pages.shown |= {
        ROBOTS: b"User-agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /\n",
        TDM: b'[{"location": "/", "tdm-reservation": 1}]',
    }
    world.cycle()
    world.cycle(1)
    assert reasons(world) == {}
    permit = next(one for one in world.app.store.decisions() if one.id == ONE.id)
    assert [str(note) for note in permit.reasons] == ["ai-opt-out"]
    explained = explain(world.app, ONE.id)[0]
    said = [(one.carrier, one.scope, one.text) for one in explained.dossier.statements[1:]]
    assert said == [
        ("robots.txt Content-Signal", "ai/tdm", "Content-Signal: search=yes, ai-train=no"),
        ("tdmrep.json", "ai/tdm", "tdm-reservation: 1"),
    ]


def test_a_copy_leaves_when_its_feed_does_not_bring_a_correction_that_the_terms_ask_for(tmp_path: Path) -> None:
    with World(tmp_path) as world:
        world.publisher("gazette", 'corrections = "required"')
        world.source("sea", "gazette", "[pages]", "fetch = true")
        world.feed("world", ["sea"])
        world.shows("sea", ONE, TWO)
        corrected = b'<meta property="article:modified_time" content="2026-11-20T20:00:00Z">' + ARTICLE
        world.pages.shown |= {ONE.link: ARTICLE, TWO.link: ARTICLE}
        world.cycle()
        world.pages.shown[ONE.link] = corrected
        for hours in (25, 50):
            world.cycle(hours)
            assert world.ids("world") == [ONE.id, TWO.id]
        world.cycle(75)
        assert world.ids("world") == [TWO.id]
        assert world.tombstones("world") == []


def test_a_page_is_not_asked_for_again_at_once_after_a_crash_in_the_middle(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCutError(BaseException):
        pass

    async def cut(*_: object) -> None:
        raise PowerCutError

    monkeypatch.setattr(world.pages, "page", cut)
    with pytest.raises(PowerCutError):
        world.cycle()
    monkeypatch.undo()
    world.restart()
    world.cycle(1)
    assert not {ROBOTS, TDM} & set(world.pages.asked)
    world.cycle(7)
    assert {ROBOTS, TDM} <= set(world.pages.asked)


def test_where_no_source_asks_for_pages_what_looks_at_them_is_not_even_loaded(tmp_path: Path) -> None:
    with World(tmp_path) as world:
        world.publisher("gazette")
        world.source("sea", "gazette")
        world.feed("world", ["sea"])
        world.cycle()
    script = (
        "import sys\nfrom pathlib import Path\nfrom syndicator.clock import SystemClock\n"
        "from syndicator.settings import load\nfrom syndicator.wiring import open_app\n"
        "app = open_app(load(Path(sys.argv[1]), {}), SystemClock())\nassert app.work().pages is None\napp.close()\n"
        "print(*sorted({'lxml', 'protego', 'syndicator.licensing'} & set(sys.modules)))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "config")], capture_output=True, text=True, check=False
    )
    assert (ran.stdout, ran.stderr) == ("\n", "")
