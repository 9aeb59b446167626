"""Each folder of tests/cases/parse is one document and what must be read from it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from syndicator.parse import Hints, read

CASES = Path(__file__).parents[2] / "cases" / "parse"
HINTS = Hints(url="https://feeds.example/feed")


def _input(case: Path) -> bytes:
    return next(case.glob("input.*")).read_bytes()


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_the_document_is_read_as_its_case_says(case: Path) -> None:
    document = read(_input(case), HINTS, frozenset())
    got = json.loads(document.model_dump_json(exclude_defaults=True))
    got.pop("listed", None)
    for entry in got.get("entries", []):
        entry.pop("digest")
    assert got == json.loads((case / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_an_entry_is_the_same_whichever_siblings_are_known(case: Path) -> None:
    body = _input(case)
    whole = read(body, HINTS, frozenset())
    for entry in whole.entries:
        alone = read(body, HINTS, frozenset(whole.listed) - {entry.digest})
        assert alone.entries == (entry,)
        assert alone.listed == whole.listed
    assert read(body, HINTS, frozenset(whole.listed)).entries == ()
