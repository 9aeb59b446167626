"""One folder a case: ``plan.json`` in, ``expected.rss`` and ``expected.atom`` out, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from syndicator.model.config import FormatName
from syndicator.model.plan import Plan
from syndicator.render import FORMATS, render

CASES = sorted(Path(__file__).parents[2].joinpath("cases", "render").iterdir())


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_plan_gives_the_bytes_of_its_case(case: Path, format_: FormatName) -> None:
    planned = Plan.model_validate_json(case.joinpath("plan.json").read_bytes())
    assert render(planned, format_).decode() == case.joinpath(f"expected.{format_}").read_text(encoding="utf-8")
