"""The program is killed anywhere and started again: the feeds end as if nothing had happened."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.forked import Runs
from harness.gazettes import Bytes, Gazettes, World, command, finished, live, once, straced
from harness.program import Files, Place

from syndicator.model.findings import Severity
from syndicator.validate import validate


def assert_sound(runs: Runs, place: Place) -> None:
    for words in (("verify",), ("ledger", "verify")):
        ended = command(runs, place, *words)
        assert ended.code == 0, ended.err + ended.out


def assert_valid(files: Bytes) -> None:
    """Check with the gate's own eyes, and that no entry stands twice in a feed."""
    feeds = {name: body for name, body in files.items() if name.endswith((".rss", ".atom"))}
    assert len(feeds) == 4
    for name, body in feeds.items():
        assert not [one for one in validate(body, file=name) if one.severity is Severity.ERROR]
        ids = re.findall(rb"<entry>\s*<id>(.*?)</id>|<guid[^>]*>(.*?)</guid>", body)
        assert len(ids) > 2
        assert len(ids) == len(set(ids))


@pytest.fixture(scope="module", params=["first", "next"])
def played(request: pytest.FixtureRequest, runs: Runs, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give the first run of all, which makes database and folder, and one with edits, tombstones and new entries."""
    folder = tmp_path_factory.mktemp(request.param)
    gazettes = Gazettes(seed=20_261_101, tombstones=True)
    with Files(gazettes.move_on()) as upstream:
        place = gazettes.place(folder / "start", upstream)
        if request.param == "next":
            for _ in range(3):
                finished(runs, place, gazettes.at())
                upstream.documents = gazettes.move_on()
        before = live(place)
        made = World(place.folder, upstream, gazettes.at(), "", before, {}, ())
        undisturbed = made.copied(folder / "undisturbed")
        steps = finished(runs, undisturbed, gazettes.at()).steps
        assert_valid(live(undisturbed))
        assert live(undisturbed) != before
        yield made._replace(after=live(undisturbed), steps=steps)


def said_of(files: Bytes) -> dict[str, object]:
    """Give what the manifest says of each feed."""
    return json.loads(files.get("manifest.json", b'{"feeds": {}}'))["feeds"]


def assert_whole(place: Place, played: World) -> None:
    """Check that each public file is the old or the new one, and that the manifest says old or new of each feed."""
    played.assert_no_half(place)
    said, old, new = (said_of(one) for one in (live(place), played.before, played.after))
    assert all(about in (old.get(feed), new[feed]) for feed, about in said.items())


def kill_and_resume(runs: Runs, played: World, folder: Path, step: int) -> None:
    """Kill before a step; check what readers see; run again and compare with the undisturbed program.

    Again at the same instant: a poll that was lost is a poll later on, which the date of a tombstone shows.
    """
    place = played.copied(folder)
    killed = once(runs, place, played.now, kill=step)
    assert killed.code == -9, f"step {step} was not reached: {killed.err}"
    assert_whole(place, played)
    finished(runs, place, played.now, "--force")
    assert live(place) == played.after, f"killed at step {step}, {played.steps[step - 1]}"
    assert_sound(runs, place)
    shutil.rmtree(folder)


def spread(steps: int, count: int) -> list[int]:
    """Give that many steps, from the first to the last."""
    return sorted({1 + round(number * (steps - 1) / (count - 1)) for number in range(count)})


@pytest.mark.proves("D-01", "D-17")
@pytest.mark.timeout(600)
def test_killed_anywhere_it_ends_in_the_same_feeds(runs: Runs, played: World, tmp_path: Path) -> None:
    for step in spread(len(played.steps), 8):
        kill_and_resume(runs, played, tmp_path / str(step), step)


@pytest.mark.slow
@pytest.mark.proves("D-01", "D-17")
@pytest.mark.timeout(1800)
def test_killed_at_each_step_it_ends_in_the_same_feeds(runs: Runs, played: World, tmp_path: Path) -> None:
    for step in range(1, len(played.steps) + 1):
        kill_and_resume(runs, played, tmp_path / str(step), step)


def test_the_sweep_reaches_every_stage_of_a_run(played: World) -> None:
    """Polls are recorded, releases committed, files synced and moved, and the release marked, in this order."""
    steps = " ".join(played.steps)
    assert re.search(r"INSERT commit .*INSERT .*commit .*fsync .*rename .*fsync .*UPDATE commit", steps), steps


def lives(runs: Runs, folder: Path, stages: int, kills: int, seed: int) -> None:
    """Play a scripted upstream twice, once killed at random in every stage, and compare after each stage."""
    dice = random.Random(seed)
    gazettes = Gazettes(seed, tombstones=False)
    with Files(gazettes.move_on()) as upstream:
        calm, wild = (gazettes.place(folder / name, upstream) for name in ("calm", "wild"))
        for stage in range(stages):
            for kill in range(kills):
                step = dice.randint(1, 60)
                ended = once(runs, wild, gazettes.at(kill * 1.1), kill=step)
                assert ended.code in {-9, 0}, ended.err
            for place in (calm, wild):
                finished(runs, place, gazettes.at(17))
            assert live(wild) == live(calm), f"stage {stage}"
            assert_sound(runs, wild)
            assert_valid(live(wild))
            upstream.documents = gazettes.move_on()


@pytest.mark.timeout(600)
def test_killed_at_random_all_its_life_it_ends_in_the_same_feeds(runs: Runs, tmp_path: Path) -> None:
    lives(runs, tmp_path, stages=3, kills=5, seed=19)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_killed_a_thousand_times_it_ends_in_the_same_feeds(runs: Runs, tmp_path: Path) -> None:
    lives(runs, tmp_path, stages=100, kills=10, seed=1_000)


@pytest.mark.slow
@pytest.mark.proves("D-01")
@pytest.mark.timeout(1800)
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize(
    ("call", "stride"), [("pwrite64", 4), ("fdatasync", 1), ("fsync", 1), ("/^rename", 1), ("/^unlink", 3)]
)
def test_killed_by_the_kernel_at_a_call_it_ends_in_the_same_feeds(
    runs: Runs, world: World, tmp_path: Path, call: str, stride: int
) -> None:
    """Also inside SQLite's own commits. Calls are counted for each thread; the first to reach the number dies."""
    kills = 0
    for number in range(1, 400, stride):
        place = world.copied(tmp_path / str(number))
        ended = straced(place, world.now, f"{call}:error=EIO:signal=KILL:when={number}")
        world.assert_no_half(place)
        finished(runs, place, world.now, "--force")
        assert live(place) == world.after, f"{call} {number}"
        if ended.code == 0:
            break
        kills += 1
    assert kills > 2
    assert ended.code == 0
