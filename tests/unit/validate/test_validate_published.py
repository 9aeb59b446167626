"""What this repository publishes, judged by the rules for anybody's feeds."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness.agreed import AGREED, not_agreed

from syndicator.model.findings import Severity
from syndicator.validate import CODES, validate

FEEDS = sorted(path for path in (Path(__file__).parents[3] / "feeds").glob("*.*") if path.suffix in {".rss", ".atom"})


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_a_feed_of_the_demo_has_no_error_and_no_warning_but_agreed_ones(path: Path) -> None:
    assert not_agreed(validate(path.read_bytes(), file=path.name)) == []


def test_only_warnings_are_agreed_on() -> None:
    assert FEEDS
    assert {CODES[code].severity for code in AGREED} == {Severity.WARNING}
