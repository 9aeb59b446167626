"""For any story of news, changes, tombstones and acts: stops in between change nothing, and the store is enough."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from harness.power import CUTS, Power, PowerCut
from harness.world import NOON, World, item
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
