"""For any story of news, changes, tombstones and acts: stops in between change nothing, and the store is enough."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from harness.power import CUTS, Power, PowerCut
from harness.reader import shown
from harness.world import CC_BY, NOON, World, item
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from syndicator.errors import SyndicatorError
from syndicator.model.config import ActKind

NUMBERS = st.integers(0, 6)


class Step(NamedTuple):
    """One step of a story, and where and at which call the power goes in it."""

    shown: frozenset[int]
    changed: frozenset[int]
    deleted: int | None
    act: tuple[ActKind, int] | None
    hours: int
    cut: str
    call: int


STEPS = st.builds(
    Step,
    shown=st.frozensets(NUMBERS, max_size=6),
    changed=st.frozensets(NUMBERS, max_size=2),
    deleted=st.none() | NUMBERS,
    act=st.none() | st.tuples(st.sampled_from(list(ActKind)), NUMBERS),
    hours=st.integers(1, 14),
    cut=st.sampled_from(["", *CUTS]),
    call=st.integers(1, 3),
)


def furnish(world: World) -> None:
    world.publisher("gazette", 'quota = "2/day"', "never_all = true")
    world.source("sea", "gazette")
    world.source("land", "gazette")
    world.feed("mix", ["sea", "land"], "entries = 4")
    world.feed("links", ["land"], 'mode = "link"')


def show(world: World, step: Step) -> None:
    """Let the upstreams say what a step says; entries of even numbers are in both sources."""
    made = [
        item(number, title=f"Piece {number}{' changed' * (number in step.changed)}") for number in sorted(step.shown)
    ]
    gone = () if step.deleted is None or step.deleted in step.shown else (item(step.deleted).id,)
    world.shows("sea", *made, deleted=gone)
    world.shows("land", *(one for one in made if int(one.id.rpartition(":")[2]) % 2 == 0))


def act(world: World, step: Step) -> None:
    if step.act is not None:
        with suppress(SyndicatorError):  # no such entry yet
            world.act(step.act[0], item(step.act[1]).id)


def public(world: World) -> dict[str, bytes]:
    folder = world.app.settings.feeds_dir
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix in {".rss", ".atom"}}


def ledger(world: World) -> list[str]:
    """Give the ledger's lines without their order in one instant."""
    lines = [one for one in world.app.store.ledger() if one.event.event != "force"]
    assert world.app.store.verify_ledger().ok
    return sorted(f"{one.at} {one.event.model_dump_json()}" for one in lines)


def disturbed(world: World, step: Step, hours: float, power: Power) -> None:
    """Play a step in a program that may stop in it, and again to its end after a restart."""
    for part in ("cycle", "act"):
        power.where, power.left = step.cut, step.call if step.cut else 0
        with suppress(PowerCut):
            world.cycle(hours, force=True, by="Sam") if part == "cycle" else act(world, step)
        power.left = 0
        world.restart()
        world.cycle(hours, force=part == "cycle", poll=part == "cycle", by="Sam")


@pytest.mark.proves("D-09", "D-16", "D-17")
@pytest.mark.timeout(300)
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEPS, min_size=1, max_size=4))
def test_stops_anywhere_and_steps_done_twice_change_nothing_and_the_store_gives_every_byte_again(
    story: list[Step],
) -> None:
    with (
        tempfile.TemporaryDirectory() as one,
        tempfile.TemporaryDirectory() as other,
        World(Path(one)) as smooth,
        World(Path(other)) as rough,
        pytest.MonkeyPatch.context() as patch,
    ):
        furnish(smooth)
        furnish(rough)
        power, hours = Power(), 0.0
        power.guard(patch, *CUTS)
        for step in story:
            hours += step.hours
            for world in (smooth, rough):
                show(world, step)
                world.clock.move_to(NOON + timedelta(hours=hours))
            smooth.cycle(hours, force=True, by="Sam")
            act(smooth, step)
            disturbed(rough, step, hours, power)
            assert public(rough) == public(smooth)
        assert ledger(rough) == ledger(smooth)
        last = public(rough)
        for name in {name.rpartition(".")[0] for name in last}:
            entries = rough.ids(name)
            assert len(entries) == len(set(entries))
            assert not set(entries) & set(rough.tombstones(name))
        folder = rough.app.settings.feeds_dir
        rough.close()
        for path in folder.iterdir():
            path.unlink()
        rough.cycle(hours, poll=False)
        assert public(rough) == last


def require_credit(world: World) -> None:
    """Check every published entry as a reader sees it, and that a stub holds nothing of its work."""
    for name, body in public(world).items():
        for one in shown(body):
            if name.endswith(".rss") and one.title == "Withdrawn":
                assert (one.authors, one.licenses, one.html, one.links) == ((), (), "", frozenset()), name
                continue
            assert any(one.authors), name
            assert one.link.startswith("https://gazette.example/pieces/"), name
            assert one.link in one.links, name
            if not name.startswith("links."):
                assert one.licenses == (CC_BY,), name
                assert CC_BY in one.links, name
                assert "republished from The Sample Gazette" in one.notice, name
                assert "Lower Brindle" in one.work, name


@pytest.mark.proves("D-37", "D-40", "D-46")
@pytest.mark.timeout(300)
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(STEPS, st.booleans()), min_size=1, max_size=5))
def test_no_withdrawn_id_ever_comes_back_not_even_to_a_new_database_and_all_that_is_public_is_credited(
    story: list[tuple[Step, bool]],
) -> None:
    with tempfile.TemporaryDirectory() as folder, World(Path(folder)) as world:
        furnish(world)
        withdrawn: set[str] = set()
        hours = 0.0
        for step, lost in story:
            hours += step.hours
            show(world, step)
            world.clock.move_to(NOON + timedelta(hours=hours))
            world.cycle(hours, force=True, by="Sam")
            act(world, step)
            world.cycle(hours, poll=False)
            require_credit(world)
            live = {name: set(world.ids(name)) for name in {name.rpartition(".")[0] for name in public(world)}}
            told = {name: set(world.tombstones(name)) for name in live}
            withdrawn |= {entry for entries in told.values() for entry in entries}
            for name, entries in live.items():
                assert not entries & withdrawn, name
                assert set(world.stubs(name) if name == "mix" else told[name]) <= told[name]
            if lost:
                world.lose_database()


class Said(NamedTuple):
    """What an entry says of its license, and whether that proves a license where the terms name CC BY 4.0."""

    license: str = ""
    rights: str = ""
    proves: bool = False


SAID = [
    Said(CC_BY, proves=True),
    Said("https://creativecommons.org/licenses/by-nd/4.0/", proves=True),
    Said("", "CC BY 4.0", proves=True),
    Said(),
    Said("https://creativecommons.org/publicdomain/zero/1.0/"),
    Said("https://creativecommons.org/licenses/by/9.0/"),
    Said("https://creativecommons.org.evil.example/licenses/by/4.0/"),
    Said("", "All rights reserved."),
    Said("", "A Creative Commons license"),
    Said(CC_BY, "All rights reserved."),
    Said("http://purl.org/atompub/license#unspecified"),
]


@pytest.mark.proves("D-45")
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(SAID), min_size=1, max_size=6),
    st.sampled_from(["", "unread", "unknown", "closed"]),
    st.sampled_from(["", "Copyright. All rights reserved."]),
    st.booleans(),
)
def test_what_has_no_proven_license_is_never_published_whatever_else_is_right(
    said: list[Said], lacking: str, document: str, approved: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder, World(Path(folder)) as world:
        if lacking != "unknown":
            world.publisher("gazette")
        if lacking == "closed":
            path = world.folder / "config/publishers/gazette.toml"
            path.write_text(path.read_text().replace('"cc:by/4.0"', '"none"\nwhy = "Closed."'))
        world.source("sea", "gazette")
        if lacking == "unread":
            path = world.folder / "config/sources/sea.toml"
            path.write_text("\n".join(line for line in path.read_text().splitlines() if "terms_read" not in line))
        world.feed("world", ["sea"])
        items = [item(number, license=one.license, rights=one.rights) for number, one in enumerate(said)]
        world.shows("sea", *items, rights=document)
        world.cycle()
        if approved:
            for one in items:
                world.act(ActKind.APPROVE, one.id)
        proven = [made.id for made, one in zip(items, said, strict=True) if one.proves and not (lacking or document)]
        assert (sorted(world.ids("world")) if public(world) else []) == sorted(proven)
