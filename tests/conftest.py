"""What every test shares: the ``proves`` marker, the shared test data, the hypothesis profiles."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tools.acceptance_rows import acceptance_rows, shared_folder

settings.register_profile("default", deadline=None, max_examples=50)
settings.register_profile(
    "ci", deadline=None, max_examples=60, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "default"))

END_TO_END = Path(__file__).parent / "e2e"
_PROVES_NOTHING = ("skip", "xfail")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes which test claims which acceptance row."""
    parser.addoption("--acceptance-claims", metavar="FILE", help="write row -> test ids to this JSON file")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the end-to-end tests, refuse unknown row numbers, and write the claims when asked.

    Runs before any test is deselected, so that the claims are whole.
    """
    for test in items:
        if test.path.is_relative_to(END_TO_END):
            test.add_marker("e2e")
    claims = _claims(items)
    if path := config.getoption("--acceptance-claims"):
        text = json.dumps({row: sorted(tests) for row, tests in claims.items()}, indent=1, sort_keys=True)
        Path(path).write_text(text + "\n", encoding="utf-8")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say the seed of this order at the end, where ``-q`` leaves it out at the head."""
    seed = config.getoption("randomly_seed", None)
    if isinstance(seed, int):
        terminalreporter.write_line(f"seed {seed}; the same order again: PYTEST_ARGS=--randomly-seed={seed}")


def _claims(items: list[pytest.Item]) -> dict[str, set[str]]:
    known = {row.number for row in acceptance_rows()}
    claims: defaultdict[str, set[str]] = defaultdict(set)
    for test in items:
        rows = [row for mark in test.iter_markers("proves") for row in mark.args or ("(none named)",)]
        if unknown := sorted(set(rows) - known):
            raise pytest.UsageError(f"{test.nodeid}: no such acceptance row: {', '.join(unknown)}")
        if not any(test.get_closest_marker(name) for name in _PROVES_NOTHING):
            for row in rows:
                claims[row].add(test.nodeid.split("[")[0])
    return claims


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of shared test data and acceptance tables, or skip where it is not at hand."""
    folder = shared_folder()
    if folder is None:
        pytest.skip("no shared test data: set SYNDICATOR_SHARED to its folder")
    return folder
