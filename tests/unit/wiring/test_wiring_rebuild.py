"""The same store and configuration give the same bytes, whatever stopped in between."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from harness.power import CUTS, Power, PowerCut
from harness.world import NOON, World, item, outcome

from syndicator.model.config import ActKind
from syndicator.model.findings import ValidFeed
from syndicator.publish import Folder


def furnish(world: World) -> None:
    world.publisher("gazette", 'quota = "3/day"')
    world.publisher("herald")
    world.source("sea", "gazette")
    world.source("hill", "herald")
    world.feed("mix", ["sea", "hill"])
    world.feed("links", ["hill", "sea"], 'mode = "link"', 'formats = ["atom"]')


def play(world: World, step: int) -> None:
    """Play one of four steps of a story: news, a change, a withdrawal, a tombstone."""
    world.clock.move_to(NOON + timedelta(hours=2 * step))
    herald = [item(number, host="herald.example") for number in (1, 2)]
    if step == 0:
        world.shows("sea", item(1), item(2), item(3), item(4, id="four"))
        world.shows("hill", *herald)
    elif step == 1:
        world.shows("sea", item(0), item(1, title="Piece 1, changed"), item(2), item(3))
    elif step == 2:
        world.act(ActKind.TAKEDOWN, item(2).id)
        return
    else:
        world.shows("hill", herald[0], deleted=(herald[1].id,))
    world.cycle(2 * step)


def public(world: World) -> dict[str, bytes]:
    folder = world.app.settings.feeds_dir
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix in {".rss", ".atom"}}


def told(world: World) -> list[str]:
    return [one.event.model_dump_json() for one in world.app.store.ledger()]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict[str, bytes]], list[str]]:
    """Give what is public after each step, and the ledger at the end, when nothing goes wrong."""
    with World(tmp_path_factory.mktemp("undisturbed")) as world:
        furnish(world)
        seen = []
        for step in range(4):
            play(world, step)
            seen.append(public(world))
        return seen, told(world)


Undisturbed = tuple[list[dict[str, bytes]], list[str]]


def test_the_story_changes_what_is_public_at_each_step(undisturbed: Undisturbed) -> None:
    seen, _ = undisturbed
    assert [set(files) for files in seen] == [{"mix.rss", "mix.atom", "links.atom"}] * 4
    assert len({files["mix.atom"] for files in seen}) == 4


def test_a_feeds_folder_that_was_lost_is_rebuilt_from_the_store_to_the_byte(
    world: World, undisturbed: Undisturbed
) -> None:
    seen, _ = undisturbed
    furnish(world)
    for step in range(4):
        play(world, step)
        folder = world.app.settings.feeds_dir
        world.close()
        for path in folder.iterdir():
            path.unlink()
        world.cycle(2 * step + 1)
        assert public(world) == seen[step]


def test_releasing_everything_again_later_writes_the_same_bytes(world: World, undisturbed: Undisturbed) -> None:
    seen, ledger = undisturbed
    furnish(world)
    for step in range(4):
        play(world, step)
    folder = world.app.settings.feeds_dir
    world.close()
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    report = world.cycle(7.5)
    assert [one.outcome for one in report.feeds] == ["published", "published"]
    assert public(world) == seen[3]
    assert told(world) == ledger


def test_a_store_that_plays_the_same_polls_again_gives_the_same_feeds(world: World, undisturbed: Undisturbed) -> None:
    seen, ledger = undisturbed
    furnish(world)
    for step in range(4):
        world.restart()
        play(world, step)
        assert public(world) == seen[step]
    assert told(world) == ledger


def test_every_step_done_twice_ends_in_the_same(world: World, undisturbed: Undisturbed) -> None:
    seen, ledger = undisturbed
    furnish(world)
    for step in range(4):
        play(world, step)
        if step != 2:
            world.cycle(2 * step, force=True, by="Sam")
        assert public(world) == seen[step]
    assert [line for line in told(world) if '"force"' not in line] == ledger


@pytest.mark.parametrize(("where", "call"), [*((where, 1) for where in CUTS), ("between record and files", 2)])
def test_power_that_goes_at_any_step_ends_at_the_next_run_in_the_same_files_and_the_same_record(
    world: World, undisturbed: Undisturbed, monkeypatch: pytest.MonkeyPatch, where: str, call: int
) -> None:
    seen, ledger = undisturbed
    furnish(world)
    power = Power()
    power.guard(monkeypatch, where)
    cuts = 0
    for step in range(4):
        power.left = call
        try:
            play(world, step)
        except PowerCut:
            cuts += 1
        power.left = 0
        world.restart()
        world.cycle(2 * step, force=step != 2, poll=step != 2, by="Sam")
        assert public(world) == seen[step]
        entries = world.ids("mix")
        assert len(entries) == len(set(entries))
    assert cuts
    assert [line for line in told(world) if '"force"' not in line] == ledger


def test_the_files_are_the_same_in_another_place_and_in_another_order(
    world: World, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    seen, _ = undisturbed
    assert tmp_path.exists()
    for name in ("links", "mix"):
        world.feed(name, ["sea", "hill"])
    furnish(world)
    play(world, 0)
    assert public(world) == seen[0]


def test_a_publish_that_fails_is_the_feeds_own_failure_and_is_made_good(
    world: World, monkeypatch: pytest.MonkeyPatch, undisturbed: Undisturbed
) -> None:
    seen, _ = undisturbed
    furnish(world)
    real = Folder.publish

    def full_disk(folder: Folder, name: str, feeds: Sequence[ValidFeed], **how: Any) -> tuple[str, ...]:
        if name == "mix":
            raise OSError(28, "No space left on device")
        return real(folder, name, feeds, **how)

    with monkeypatch.context() as patched:
        patched.setattr(Folder, "publish", full_disk)
        world.shows("hill")
        play(world, 0)
    assert set(public(world)) == {"links.atom"}
    report = world.cycle(0.1)
    assert (outcome(report, "mix").outcome, outcome(report, "links").outcome) == ("published", "skipped")
    assert public(world) == seen[0]
