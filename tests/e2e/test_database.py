"""A database that is damaged, lost, or not ours: a refusal in words; nothing is begun anew, no feed is emptied."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from harness.forked import Runs
from harness.gazettes import World, assert_refused, command, finished, live, once
from harness.program import Place


def database(place: Place) -> Path:
    return place.folder / "var" / "syndicator.db"


def flip(runs: Runs, world: World, folder: Path, offsets: list[int]) -> list[int]:
    """Run with one byte flipped, at each offset in turn; give the exit codes."""
    good = (world.start / "var" / "syndicator.db").read_bytes()
    ends = []
    for offset in offsets:
        place = world.copied(folder)
        raw = bytearray(good)
        raw[offset] ^= 0xFF
        database(place).write_bytes(raw)
        ended = once(runs, place, world.now)
        ends.append(ended.code)
        if ended.code:
            assert_refused(ended, 65, str(database(place)), "backup")
            world.assert_no_half(place)
            assert database(place).stat().st_size >= len(good)
            if "INSERT" not in ended.steps:
                assert database(place).read_bytes() == raw
                assert live(place) == world.before
        else:
            assert live(place) == world.after, f"byte {offset}"
        shutil.rmtree(folder)
    return ends


def size(world: World) -> int:
    return (world.start / "var" / "syndicator.db").stat().st_size


@pytest.mark.timeout(600)
def test_a_flipped_byte_stops_the_program_with_advice_and_leaves_feeds_and_database(
    runs: Runs, world: World, tmp_path: Path
) -> None:
    """In the header, on the first page, and spread over the file. A byte that nobody reads changes nothing."""
    spread = [number * size(world) // 9 for number in range(9)]
    ends = flip(runs, world, tmp_path / "place", [3, 70, 100, *spread])
    assert ends[:3] == [65, 65, 65]
    assert set(ends) <= {0, 65}


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_200_flipped_bytes_stop_the_program_with_advice_and_leave_feeds_and_database(
    runs: Runs, world: World, tmp_path: Path
) -> None:
    ends = flip(runs, world, tmp_path / "place", [number * size(world) // 200 for number in range(200)])
    assert ends.count(65) > 20


def as_text(path: Path) -> None:
    path.write_text("not a database", encoding="utf-8")


def cut_short(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def of_another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipe (name TEXT)")


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version = 999")


def open_to_all(path: Path) -> None:
    path.chmod(0o666)


@pytest.mark.parametrize(
    ("spoil", "code", "words"),
    [
        (as_text, 65, "restore a backup"),
        (cut_short, 65, "restore a backup"),
        (of_another_program, 65, "another data_dir"),
        (newer, 65, "use that version again"),
        (open_to_all, 73, "chmod 600"),
    ],
)
def test_a_database_that_is_not_ours_to_use_is_refused_and_left_alone(
    runs: Runs, world: World, tmp_path: Path, spoil: Callable[[Path], None], code: int, words: str
) -> None:
    place = world.copied(tmp_path / "place")
    spoil(database(place))
    before = database(place).read_bytes()
    requests = len(world.upstream.statuses)
    for args in (("once", "--now", world.now), ("holds",), ("verify",), ("ledger", "verify")):
        assert_refused(command(runs, place, *args), code, str(database(place)), words)
    assert database(place).read_bytes() == before
    assert live(place) == world.before
    assert len(world.upstream.statuses) == requests


def test_a_database_that_a_kill_damaged_is_found_at_the_next_start(runs: Runs, world: World, tmp_path: Path) -> None:
    """The log that a kill leaves is the sign; the damage lies where this run would not have looked."""
    place = world.copied(tmp_path / "place")
    moves = [number for number, name in enumerate(world.steps, start=1) if name == "rename"]
    assert once(runs, place, world.now, kill=moves[0]).code == -9
    assert database(place).with_name("syndicator.db-wal").stat().st_size
    shutil.copytree(place.folder, tmp_path / "whole")
    raw = bytearray(database(place).read_bytes())
    for page in range(2, len(raw) // 4096):
        raw[page * 4096 : page * 4096 + 8] = b"\xff" * 8
    database(place).write_bytes(raw)
    requests = len(world.upstream.statuses)
    assert_refused(once(runs, place, world.later), 65, str(database(place)), "restore a backup")
    assert database(place).read_bytes() == raw
    assert database(place).with_name("syndicator.db-wal").stat().st_size
    world.assert_no_half(place)
    assert len(world.upstream.statuses) == requests
    finished(runs, Place(tmp_path / "whole", world.upstream.port), world.later)
    assert live(Place(tmp_path / "whole", world.upstream.port)) == world.after


@pytest.mark.proves("D-15")
def test_feeds_without_a_database_are_not_emptied(runs: Runs, world: World, tmp_path: Path) -> None:
    place = world.copied(tmp_path / "place")
    shutil.rmtree(place.folder / "var")
    documents, world.upstream.documents = world.upstream.documents, {}
    try:
        report = finished(runs, place, world.now).json
        assert live(place) == world.before
        for one in report["feeds"]:
            assert (one["outcome"], one["code"]) == ("empty", "files-kept")
            assert one["message"].startswith(f"{one['feed']}.atom and {one['feed']}.rss stay live")
            assert "restore a backup" in one["message"]
        finished(runs, place, world.later, "--force")
        assert live(place) == world.before
    finally:
        world.upstream.documents = documents
    finished(runs, place, world.later, "--force")
    assert live(place) != world.before
    assert command(runs, place, "verify").code == 0


def changed(place: Place) -> str:
    file = place.feeds / "wide.rss"
    file.write_bytes(file.read_bytes() + b" ")
    return "wide.rss"


def removed(place: Place) -> str:
    (place.feeds / "world.atom").unlink()
    return "world.atom"


def added(place: Place) -> str:
    (place.feeds / "strange.rss").write_text("<rss/>", encoding="utf-8")
    return "strange.rss"


def linked(place: Place) -> str:
    os.link(place.feeds / "world.rss", place.folder / "second-name")
    return "world.rss"


def changed_with_its_manifest(place: Place) -> str:
    """Change a file and the manifest alike: only the database knows."""
    manifest = json.loads((place.feeds / "manifest.json").read_bytes())
    del manifest["feeds"]["wide"]
    (place.feeds / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (place.feeds / "wide.rss").unlink()
    (place.feeds / "wide.atom").unlink()
    return "wide.rss"


def no_manifest(place: Place) -> str:
    (place.feeds / "manifest.json").write_text("{", encoding="utf-8")
    return "manifest.json"


@pytest.mark.proves("D-54")
@pytest.mark.parametrize("spoil", [changed, removed, added, linked, changed_with_its_manifest, no_manifest])
def test_verify_exits_65_and_names_the_file_that_differs(
    runs: Runs, world: World, tmp_path: Path, spoil: Callable[[Place], str]
) -> None:
    place = world.copied(tmp_path / "place")
    assert command(runs, place, "verify").code == 0
    name = spoil(place)
    assert_refused(command(runs, place, "verify"), 65, name)
