"""A database that is lost, new or restored learns from the manifest what must not come back."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from typing import Any

import pytest
from harness.power import Power, PowerCut
from harness.world import NOON, World, item, outcome

from syndicator.errors import PublishError
from syndicator.model.config import ActKind
from syndicator.model.findings import Rejected
from syndicator.publish import Folder
from syndicator.validate import admit


@pytest.fixture
def told(world: World) -> World:
    """Give a world in two feeds of which an entry was taken down, another deleted, and a third taken down unseen."""
    world.publisher("gazette")
    world.source("sea", "gazette", '[select]\nexclude = [{ title = ["Unseen"] }]')
    world.feed("world", ["sea"])
    world.feed("coast", ["sea"])
    world.shows("sea", *ALL)
    world.cycle()
    world.clock.move_to(NOON + timedelta(hours=1))
    world.act(ActKind.TAKEDOWN, item(2).id)
    world.act(ActKind.TAKEDOWN, item(5).id)
    world.shows("sea", *ALL, deleted=(item(3).id,))
    world.cycle(2)
    return world


ALL = (item(1), item(2), item(3), item(4), item(5, title="Unseen"))
LEFT = [item(1).id, item(4).id]


def remembered(world: World) -> list[dict[str, str]]:
    manifest = json.loads((world.app.settings.feeds_dir / "manifest.json").read_text("utf-8"))
    return manifest["withdrawn"]  # type: ignore[no-any-return]  # JSON


def files(world: World) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in sorted(world.app.settings.feeds_dir.iterdir())}


def test_the_manifest_keeps_id_feed_instant_and_reason_on_a_line_each_and_nothing_of_the_work(told: World) -> None:
    text = (told.app.settings.feeds_dir / "manifest.json").read_text("utf-8")
    one, two, all_ = (
        f'  {{"feed": "{feed}", "id": "{item(2).id}", "reason": "takedown", "when": "2026-11-20T13:00:00Z"}}'
        for feed in ("coast", "world", "")
    )
    everywhere = all_.replace('"feed": "", ', "")
    assert f"{everywhere},\n{one},\n{two},\n" in text
    assert [(line["id"], line.get("feed"), line["reason"]) for line in remembered(told)] == [
        (item(2).id, None, "takedown"),
        (item(2).id, "coast", "takedown"),
        (item(2).id, "world", "takedown"),
        (item(3).id, "coast", "upstream-tombstone"),
        (item(3).id, "world", "upstream-tombstone"),
        (item(5).id, None, "takedown"),
    ]
    assert "Piece" not in text
    assert "gazette.example/" not in text
    assert json.loads(text)["feeds"]["world"]["entries"] == LEFT


@pytest.mark.proves("D-37", "D-40")
def test_what_was_withdrawn_stays_away_when_the_database_is_lost_and_upstream_lists_it_still(told: World) -> None:
    before = files(told)
    for _ in range(2):
        told.lose_database()
        told.shows("sea", *ALL)
        told.source("sea", "gazette")
        report = told.cycle(5)
        assert {one.outcome for one in report.feeds} <= {"published", "unchanged"}
        for feed in ("world", "coast"):
            assert told.ids(feed) == LEFT
            assert set(told.tombstones(feed)) == {item(2).id, item(3).id}
            assert set(told.stubs(feed)) == {item(2).id, item(3).id}
        assert files(told) == before
        assert len(remembered(told)) == 6


def test_a_stub_stands_for_the_rest_of_its_days_whatever_became_of_the_database(told: World) -> None:
    told.lose_database()
    told.cycle(14 * 24)
    assert set(told.stubs("world")) == {item(2).id, item(3).id}
    told.lose_database()
    told.cycle(14 * 24 + 1.5)
    assert set(told.stubs("world")) == {item(3).id}
    assert told.cycle(14 * 24 + 2).feeds
    assert told.stubs("world") == {}
    assert set(told.tombstones("world")) == {item(2).id, item(3).id}
    assert told.ids("world") == LEFT


def test_the_ledger_of_a_new_database_begins_with_what_it_was_told(told: World) -> None:
    told.lose_database()
    told.clock.move_to(NOON + timedelta(hours=9))
    lines = told.app.store.ledger()
    assert [(one.event.event, one.event.subject, one.event.feed, one.event.by) for one in lines] == [
        ("takedown", item(2).id, "", "manifest.json"),
        ("takedown", item(5).id, "", "manifest.json"),
        ("withdrawal", item(2).id, "coast", "manifest.json"),
        ("withdrawal", item(2).id, "world", "manifest.json"),
        ("withdrawal", item(3).id, "coast", "manifest.json"),
        ("withdrawal", item(3).id, "world", "manifest.json"),
    ]
    assert "left on 2026-11-20, before this database" in lines[-1].event.message
    told.restart()
    assert told.app.store.ledger() == lines
    assert told.app.store.verify_ledger().ok


def test_a_restored_backup_takes_out_again_what_was_withdrawn_since(world: World) -> None:
    world.publisher("gazette")
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    world.shows("sea", item(1), item(2))
    world.cycle()
    world.close()
    shutil.copytree(world.folder / "var", world.folder / "backup")
    world.act(ActKind.TAKEDOWN, item(2).id)
    after = files(world)
    world.lose_database()
    shutil.move(world.folder / "backup", world.folder / "var")
    report = world.cycle(1, poll=False)
    assert outcome(report, "world").outcome == "unchanged"
    assert files(world) == after
    assert [one.by for one in world.app.store.acts()] == ["manifest.json"]


def test_live_feeds_are_not_emptied_by_what_a_new_database_remembers_alone(told: World) -> None:
    before = files(told)
    told.lose_database()
    del told.documents["sea"]
    report = told.cycle(3)
    assert {(one.outcome, one.code) for one in report.feeds} == {("empty", "files-kept")}
    assert files(told) == before


def test_a_feed_that_is_ended_and_one_that_is_lost_leave_the_memory_as_it_is(told: World) -> None:
    told.remove("config/feeds/coast.toml")
    told.restart()
    told.cycle(3)
    assert not (told.app.settings.feeds_dir / "coast.atom").exists()
    assert len(remembered(told)) == 6
    told.close()
    (told.folder / "feeds/manifest.json").unlink()
    assert told.cycle(4).feeds
    assert len(remembered(told)) == 6
    told.lose_database()
    told.feed("coast", ["sea"])
    told.shows("sea", *ALL)
    told.cycle(5)
    assert told.ids("coast") == LEFT


def test_an_older_manifest_without_memory_is_read_and_learns_at_the_start(told: World) -> None:
    path = told.app.settings.feeds_dir / "manifest.json"
    told.close()
    old = json.loads(path.read_text("utf-8"))
    del old["withdrawn"]
    path.write_text(json.dumps(old, sort_keys=True, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert told.app.folder.verify() == ()
    assert len(remembered(told)) == 6


def test_a_takedown_in_one_feed_alone_is_remembered_for_that_feed_alone(world: World) -> None:
    world.publisher("gazette")
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    world.feed("coast", ["sea"])
    world.shows("sea", item(1), item(2))
    world.cycle()
    act = f'[[takedown]]\nentry = "{item(2).id}"\nby = "Jo Park"\nat = 2026-11-20\nwhy = "asked"\nfeed = "coast"\n'
    world.write("config/approvals.toml", act)
    world.restart()
    world.cycle(1)
    assert (world.ids("world"), world.ids("coast")) == ([item(1).id, item(2).id], [item(1).id])
    world.lose_database()
    world.remove("config/approvals.toml")
    world.cycle(2)
    assert (world.ids("world"), world.ids("coast")) == ([item(1).id, item(2).id], [item(1).id])
    assert world.app.store.acts() == ()


def test_what_one_feed_withdrew_no_other_feed_takes_up(world: World) -> None:
    world.publisher("gazette")
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    world.shows("sea", item(1), item(2))
    world.cycle()
    world.shows("sea", item(1), item(2, title="[Retracted] Piece 2"))
    world.cycle(1)
    world.feed("coast", ["sea"])
    world.shows("sea", item(1), item(2))
    world.restart()
    world.cycle(2)
    assert (world.ids("coast"), world.tombstones("coast")) == ([item(1).id], [])


@pytest.mark.proves("D-40")
def test_power_that_goes_between_record_and_files_leaves_nothing_unremembered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    power = Power()
    power.guard(monkeypatch, "between record and files")
    world.publisher("gazette")
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    world.shows("sea", item(1), item(2))
    world.cycle()
    power.left = 1
    with pytest.raises(PowerCut):
        world.act(ActKind.TAKEDOWN, item(2).id)
    world.restart()
    assert world.ids("world") == [item(1).id, item(2).id]
    assert [line["id"] for line in remembered(world)] == [item(2).id] * 2
    world.lose_database()
    world.cycle(1)
    assert world.ids("world") == [item(1).id]


def test_a_full_disk_does_not_keep_the_program_from_starting_and_the_next_release_makes_it_good(
    told: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.close()
    path = told.folder / "feeds/manifest.json"
    path.unlink()
    with monkeypatch.context() as patched:

        def full(*_: Any, **__: Any) -> None:
            raise PublishError("no room", code="disk-full")

        patched.setattr(Folder, "remember", full)
        assert told.app.folder.manifest().withdrawn == ()
        with pytest.raises(PublishError):
            told.act(ActKind.TAKEDOWN, item(4).id)
    told.act(ActKind.REFUSE, item(4).id)
    assert {line["id"] for line in remembered(told)} == {item(2).id, item(3).id, item(4).id, item(5).id}


def test_a_stub_that_holds_anything_of_the_work_is_not_admitted(told: World) -> None:
    body = told.bytes_of("world", "rss")
    stubs = tuple(told.stubs("world"))
    for before, after in (
        (b"<title>Withdrawn</title>", b"<title>Piece 2</title>"),
        (b"because the editors", b"because, as Ada Nomen wrote, the editors"),
    ):
        spoiled = body.replace(before, after, 1)
        assert spoiled != body
        rejected = admit("world", "rss", spoiled, tuple(LEFT), stubs)
        assert isinstance(rejected, Rejected)
        assert [one.code for one in rejected.findings] == ["stub-not-bare"]
