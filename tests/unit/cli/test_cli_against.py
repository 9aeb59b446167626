"""``verify --against``: our files against an upstream's document, by their bytes alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_place import Desk
from harness.commands import command
from harness.world import World, atom, item

FILES = ["world.rss", "world.atom"]


@pytest.fixture
def live(world: World) -> World:
    """Give a world in which works under a no-derivatives license are live."""
    world.publisher("gazette", 'edits = "none"')
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    world.feed("links", ["sea"], 'mode = "link"')
    world.shows("sea", item(1), item(2))
    world.cycle()
    world.close()
    return world


def run(world: World, *args: object):
    return command("--config", world.folder / "config", "verify", *args)


def upstream(world: World, *items: object) -> Path:
    path = world.folder / "upstream.atom"
    path.write_bytes(atom(*items))  # type: ignore[arg-type]
    return path


@pytest.mark.proves("D-47")
def test_the_live_files_are_proven_against_the_upstreams_own_document(live: World) -> None:
    ran = run(live, "--against", upstream(live, item(1), item(2)), "--feed", "world")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[:-1] == [f"{name}: untouched: {item(number).id}" for name in FILES for number in (1, 2)]
    assert lines[-1] == "2 files read, 4 entries: 4 untouched."
    every = run(live, "--against", upstream(live, item(1), item(2)), "--format", "json")
    assert every.code == 0
    assert (every.json["files"], {one["outcome"] for one in every.json["entries"]}) == (4, {"untouched", "reference"})


@pytest.mark.proves("D-47")
@pytest.mark.parametrize("touched", ["upstream", "published"])
def test_one_word_is_enough_for_65_and_is_shown_with_its_context(live: World, touched: str) -> None:
    changed = item(2, words=item(2).words.replace("without a timetable", "without any timetable", 1))
    path = live.folder / "feeds/world.atom"
    if touched == "published":
        path.write_bytes(path.read_bytes().replace(b"without a timetable", b"without any timetable", 1))
    theirs = upstream(live, item(1), changed if touched == "upstream" else item(2))
    ran = run(live, "--against", theirs, "--published", path)
    assert ran.code == 65
    entry = item(1 if touched == "published" else 2).id
    assert f"{path}: differs: {entry}: line 1 differs from its character " in ran.out
    for name in ("published", "upstream"):
        shown = next(line for line in ran.out.splitlines() if line.strip().startswith(name))
        assert ("without any timetable" in shown) == (name == touched)
        assert "Brindle have sailed without a" in shown
    assert "is not as the upstream's document has it" in ran.err


def test_an_entry_is_named_by_id_link_or_beginning_and_has_to_be_in_both(live: World) -> None:
    theirs = upstream(live, item(1))
    for name in (item(1).id, item(1).link):
        assert run(live, name, "--against", theirs).code == 0
    both = run(live, item(1).link[:-1], "--against", theirs, "--feed", "world")
    assert (both.code, both.out.count("untouched: "), both.out.count("absent: ")) == (1, 2, 2)
    gone = run(live, item(2).id, "--against", theirs)
    assert gone.code == 1
    assert f"world.rss: absent: {item(2).id}: the upstream's document does not hold it" in gone.out
    assert "no entry is in both" in gone.err
    nowhere = run(live, "tag:nobody", "--against", theirs)
    assert (nowhere.code, nowhere.out) == (1, "4 files read, 0 entries.\n")
    rest = run(live, "--against", theirs, "--feed", "world")
    assert rest.code == 0
    assert rest.out.endswith("2 files read, 4 entries: 2 untouched, 2 not in the upstream's document.\n")
    assert run(live, "--against", upstream(live, item(9))).code == 1


def test_an_entry_with_an_id_of_ours_is_known_by_its_link(world: World) -> None:
    world.publisher("gazette")
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    world.shows("sea", item(1, id="no address"))
    world.cycle()
    assert world.ids("world")[0].startswith("tag:feeds.sampletown.org")
    world.close()
    assert run(world, "--against", upstream(world, item(1, id="no address"))).code == 0


def test_no_configuration_is_needed_to_check_a_file(live: World, tmp_path: Path) -> None:
    theirs = upstream(live, item(1), item(2))
    args = (
        "--config",
        tmp_path / "none",
        "verify",
        "--against",
        theirs,
        "--published",
        live.folder / "feeds/world.rss",
    )
    assert command(*args).code == 0


def test_what_can_not_be_read_is_said(desk: Desk, live: World) -> None:
    theirs = upstream(live, item(1))
    broken = desk.folder / "broken.atom"
    broken.write_bytes(b"<feed>")
    assert run(live, "--against", broken).code == 65
    assert run(live, "--against", theirs, "--published", broken).code == 65
    assert run(live, "--against", desk.folder / "none").code == 2
    assert run(live, "--against", theirs, "--feed", "none").code == 2
    for lonely in (["tag:x"], ["--feed", "world"], ["--published", theirs]):
        ran = run(live, *lonely)
        assert ran.code == 2
        assert "only with --against" in ran.err
