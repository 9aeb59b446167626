"""A world to each test, and the shared rights data where it is at hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World(tmp_path) as made:
        yield made


@pytest.fixture(scope="session")
def rights_data(shared: Path) -> Path:
    folder = shared / "data" / "rights"
    if not folder.is_dir():
        pytest.skip("the shared test data has no data/rights folder")
    return folder
