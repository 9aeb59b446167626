"""A configuration that comes into force, and the editors' feed of what is held."""

from __future__ import annotations

import stat

import pytest
from harness.world import World, item, outcome, said
from lxml import etree

from syndicator.errors import CannotWriteError
from syndicator.model.config import ActKind
from syndicator.wiring.turning import HOLDS, write_holds

TAKEN = f'[[takedown]]\nentry = "{item(1).id}"\nby = "Jo"\nat = 2026-11-20T12:00:00Z\nwhy = "asked"\n'
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def ready(world: World) -> World:
    """Give a world with two entries live in one feed."""
    world.publisher("gazette")
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    world.shows("sea", item(1), item(2))
    world.cycle()
    return world


def test_deleting_a_takedown_from_the_file_brings_nothing_back(ready: World) -> None:
    ready.write("config/approvals.toml", TAKEN)
    ready.restart()
    ready.cycle(0.1)
    assert ready.ids("world") == [item(2).id]
    ready.remove("config/approvals.toml")
    ready.restart()
    report = ready.cycle(0.2)
    assert said(report, "world").get("Piece 1", ("", []))[0] in {"", "withdrawal"}
    assert ready.ids("world") == [item(2).id]


def test_an_act_of_the_file_is_recorded_once(ready: World) -> None:
    ready.write("config/approvals.toml", TAKEN)
    for _ in range(3):
        ready.restart()
        assert [one.kind for one in ready.app.store.acts()] == [ActKind.TAKEDOWN]


def test_a_feed_that_is_configured_no_more_leaves_the_folder(ready: World) -> None:
    ready.feed("other", ["sea"])
    ready.restart()
    ready.cycle(0.1)
    ready.remove("config/feeds/other.toml")
    ready.restart()
    ready.cycle(0.2)
    assert sorted(path.name for path in ready.app.settings.feeds_dir.iterdir()) == [
        "manifest.json",
        "world.atom",
        "world.rss",
    ]
    assert ready.app.folder.verify() == ()
    assert [line.event.subject for line in ready.app.store.ledger() if line.event.event == "retire"] == ["other"]


def test_a_feed_that_another_store_published_stays(ready: World) -> None:
    (ready.folder / "var").rename(ready.folder / "elsewhere")
    ready.close()
    ready.remove("config/feeds/world.toml")
    ready.feed("mine", ["sea"])
    ready.cycle(0.1)
    assert ready.app.folder.manifest().feed("world") is not None


def held(world: World) -> list[str]:
    write_holds(world.app)
    body = (world.app.settings.data_dir / HOLDS).read_bytes()
    return [one.text for one in etree.fromstring(body).iterfind("a:entry/a:title", ATOM)]


def test_what_is_held_is_a_private_feed_that_only_changes_when_holds_do(ready: World) -> None:
    assert held(ready) == []
    ready.publisher("gazette", 'require_mark = "none of them has this"')
    ready.restart()
    assert outcome(ready.cycle(0.1), "world").outcome != "skipped"
    assert held(ready) == ["Piece 1", "Piece 2"] or held(ready) == ["Piece 2", "Piece 1"]
    path = ready.app.settings.data_dir / HOLDS
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.stat().st_mtime_ns
    write_holds(ready.app)
    assert path.stat().st_mtime_ns == before


def test_an_act_writes_the_feed_of_holds_anew(ready: World) -> None:
    path = ready.app.settings.data_dir / HOLDS
    assert not path.exists()
    ready.act(ActKind.REFUSE, item(1).id)
    assert path.exists()


def test_a_data_folder_that_takes_no_file_is_named(ready: World) -> None:
    (ready.app.settings.data_dir / HOLDS).mkdir()
    with pytest.raises(CannotWriteError, match=r"holds\.atom can not be"):
        write_holds(ready.app)
