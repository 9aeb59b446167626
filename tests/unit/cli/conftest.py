"""A desk for every test of a command."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_place import Desk
from harness.world import World


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Give a configuration with one source and one feed, never polled."""
    return Desk(tmp_path)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Give the whole program over a folder of its own; commands need it closed."""
    with World(tmp_path / "world") as made:
        yield made


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no setting of the tester's own terminal or environment into a command."""
    for name in ("COLUMNS", "SYNDICATOR_CONFIG", "SYNDICATOR_CONTACT", "FORCE_COLOR", "SYNDICATOR_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
