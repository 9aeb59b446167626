"""What the tests of kills and of damage share: the forked program, and a place with live feeds and news upstream."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from harness.forked import Runs
from harness.gazettes import Gazettes, World, live, once
from harness.program import Files


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    with Runs(tmp_path_factory.mktemp("forked")) as started:
        yield started


@pytest.fixture(scope="session")
def world(runs: Runs, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give a program with live feeds, whose upstream has news. To be copied, not to be run."""
    folder = tmp_path_factory.mktemp("world")
    gazettes = Gazettes(seed=14, tombstones=False)
    with Files(gazettes.move_on()) as upstream:
        place = gazettes.place(folder / "start", upstream)
        assert once(runs, place, gazettes.at()).code == 0
        before = live(place)
        upstream.documents = gazettes.move_on()
        made = World(place.folder, upstream, gazettes.at(), gazettes.at(2), before, {}, ())
        undisturbed = made.copied(folder / "undisturbed")
        ended = once(runs, undisturbed, made.now)
        assert ended.code == 0, ended.err
        yield made._replace(after=live(undisturbed), steps=ended.steps)
