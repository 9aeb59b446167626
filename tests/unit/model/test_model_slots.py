"""What is left of a quota, in words that carry their date."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from syndicator.model.records import Slots

LEFT = "The Sample Gazette: 1 of 3 slots left for 2026-11-20 (UTC)"


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({"count": 3, "left": 1}, LEFT),
        ({"count": 2, "per": "month", "left": 0}, "The Sample Gazette: 0 of 2 slots left for 2026-11 (UTC)"),
        ({"share_left": 2}, "The Sample Gazette: 2 more by its share of what was offered, on 2026-11-20"),
        (
            {"count": 3, "left": 1, "share_left": 0},
            f"{LEFT}; 0 more by its share of what was offered, on 2026-11-20",
        ),
        ({}, ""),
    ],
)
def test_what_is_left_is_said_with_the_day_or_month_it_is_true_of(figures: dict[str, Any], words: str) -> None:
    fields = {"publisher": "gazette", "name": "The Sample Gazette", "day": date(2026, 11, 20)}
    assert Slots.model_validate({**fields, **figures}).words == words
