"""How long each entry stood in each feed, from the ledger's lines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from syndicator.assemble import month_of, spells, within
from syndicator.model.records import LedgerEvent

AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def stays(*lines: str) -> list[tuple[str, str, int, int | None, str]]:
    """Give (feed, id, since, until, because) of lines such as "permit a world", one an hour."""
    events = []
    for number, line in enumerate(lines):
        event, subject, feed = (*line.split(), "")[:3]
        events.append((AT + timedelta(hours=number), LedgerEvent(event=event, subject=subject, feed=feed)))
    hours = [
        (
            one.feed,
            one.id,
            *(at and int((at - AT).total_seconds() // 3600) for at in (one.since, one.until)),
            one.because,
        )
        for one in spells(events)
    ]
    return [(feed, id_, since or 0, until, because) for feed, id_, since, until, because in hours]


def test_an_entry_is_public_from_its_permit_until_a_line_says_otherwise() -> None:
    assert stays("hold a world", "permit a world", "approve a", "permit a world", "withdrawal a world") == [
        ("world", "a", 1, 4, "withdrawal")
    ]
    assert (
        stays("permit a world", "permit a coast", "leave a coast")
        == [
            ("coast", "a", 1, 2, "leave"),
            ("world", "a", 0, None, ""),
        ][::-1]
    )


def test_an_entry_that_comes_back_has_two_stays() -> None:
    assert stays("permit a world", "leave a world", "publish a world") == [
        ("world", "a", 0, 1, "leave"),
        ("world", "a", 2, None, ""),
    ]


@pytest.mark.parametrize("back", [("resume world",), ("permit a world",)])
def test_a_feed_that_ends_takes_its_entries_along_until_it_is_back(back: tuple[str, ...]) -> None:
    assert stays("permit a world", "permit b coast", "retire world", *back) == [
        ("world", "a", 0, 2, "retire"),
        ("coast", "b", 1, None, ""),
        ("world", "a", 3, None, ""),
    ]
    assert stays("resume world", "leave a world") == []


def test_a_stay_belongs_to_every_month_of_which_it_saw_a_part() -> None:
    ends = (AT, AT + timedelta(hours=10))
    all_stays = spells(
        [
            (AT - timedelta(hours=3), LedgerEvent(event="permit", subject="before", feed="world")),
            (AT - timedelta(hours=2), LedgerEvent(event="permit", subject="into", feed="world")),
            (AT, LedgerEvent(event="leave", subject="before", feed="world")),
            (AT + timedelta(hours=9), LedgerEvent(event="permit", subject="last", feed="world")),
            (AT + timedelta(hours=10), LedgerEvent(event="permit", subject="after", feed="world")),
            (AT + timedelta(hours=11), LedgerEvent(event="leave", subject="into", feed="world")),
        ]
    )
    assert [one.id for one in within(all_stays, *ends)] == ["into", "last"]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("2026-11", (datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))),
        ("2026-12", (datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))),
        ("2026-1", None),
        ("2026-13", None),
        ("9999-12", None),
        ("november", None),
        ("", None),
    ],
)
def test_a_month_is_that_of_utc(text: str, ends: tuple[datetime, datetime] | None) -> None:
    assert month_of(text) == ends
