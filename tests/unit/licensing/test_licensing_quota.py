"""Slots: a ceiling for a UTC day or month, and a share of what is offered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from licensing_world import AT, terms_of

from syndicator.licensing import Allotment, Candidate, allot, slots_left
from syndicator.model.reasons import Reason
from syndicator.model.terms import Terms

THREE_A_DAY = terms_of({"never_all": False})
MIDNIGHT = datetime(2026, 11, 25, tzinfo=UTC)


def candidate(name: str, hours_ago: int = 1, **more: Any) -> Candidate:
    return Candidate(id=name, published=AT - timedelta(hours=hours_ago), **more)


def slots(terms: Terms, *candidates: Candidate, **given: Any) -> Allotment:
    usual: dict[str, Any] = {"charged_ids": (), "offered": 0, "live": 0, "at": AT}
    return allot(terms, candidates, **{**usual, **given})


def test_the_fourth_of_the_day_waits_until_the_next_day() -> None:
    got = slots(THREE_A_DAY, *(candidate(name, hours) for name, hours in (("a", 1), ("b", 2), ("c", 3), ("d", 4))))
    assert got.granted == {"a", "b", "c"}
    assert got.waits == (("d", Reason.QUOTA_REACHED, MIDNIGHT),)


def test_a_persons_picks_go_first_then_the_newest_then_by_id() -> None:
    four = [candidate("old", 9, picked=True), candidate("b"), candidate("a"), candidate("c")]
    assert slots(THREE_A_DAY, *four).granted == {"old", "a", "b"}


def test_the_order_of_the_candidates_does_not_matter() -> None:
    four = [candidate("a", 2), candidate("b", 2), candidate("c", 1), candidate("d", 3, picked=True)]
    results = {slots(THREE_A_DAY, *order) for order in permutations(four)}
    assert len(results) == 1


def test_what_was_charged_counts_also_when_it_was_withdrawn() -> None:
    got = slots(THREE_A_DAY, candidate("a"), candidate("b", 2), charged_ids={"gone", "live"})
    assert got.granted == {"a"}


def test_a_slot_is_kept_and_not_charged_again() -> None:
    live = candidate("live", 30, first_live=AT - timedelta(days=3))
    charged = candidate("charged", 5)
    got = slots(THREE_A_DAY, live, charged, candidate("a"), charged_ids={"charged", "x", "y"})
    assert got.granted == {"live", "charged"}


def test_what_has_its_slot_does_not_stand_in_the_way_of_the_others() -> None:
    got = slots(THREE_A_DAY, candidate("charged"), candidate("a", 2), charged_ids={"charged"})
    assert (got.granted, got.waits) == ({"charged", "a"}, ())


@pytest.mark.parametrize(
    ("at", "until"),
    [
        (AT, datetime(2026, 12, 1, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)),
        (datetime(2028, 1, 30, tzinfo=UTC), datetime(2028, 2, 1, tzinfo=UTC)),
        (datetime(2027, 2, 1, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC)),
    ],
)
def test_a_monthly_ceiling_ends_with_the_utc_month(at: datetime, until: datetime) -> None:
    two_a_month = terms_of({"never_all": False, "quota": {"count": 2, "per": "month"}})
    got = slots(two_a_month, candidate("a"), charged_ids={"x", "y"}, at=at)
    assert got.waits == (("a", Reason.QUOTA_REACHED, until),)


@pytest.mark.parametrize(
    ("offered", "live", "granted"),
    [(5, 5, 4), (6, 0, 2), (6, 1, 1), (6, 2, 0), (7, 0, 3), (9, 0, 3), (10, 0, 4), (6, 9, 0)],
)
def test_at_most_a_third_rounded_up_from_six_on(offered: int, live: int, granted: int) -> None:
    never_all = terms_of({"quota": None})
    got = slots(never_all, *(candidate(name) for name in "abcd"), offered=offered, live=live)
    assert len(got.granted) == granted
    assert {wait.reason for wait in got.waits} <= {Reason.SHARE_REACHED}


def test_who_waits_for_a_share_competes_again_tomorrow() -> None:
    got = slots(terms_of({"quota": None}), candidate("a"), candidate("b", 2), offered=6, live=1)
    assert got.waits == (("b", Reason.SHARE_REACHED, MIDNIGHT),)


def test_terms_may_say_another_share() -> None:
    half = terms_of({"quota": None, "share": 0.5})
    assert len(slots(half, *(candidate(name) for name in "abcd"), offered=6).granted) == 3


def test_without_quota_and_share_everything_goes() -> None:
    free = terms_of({"quota": None, "never_all": False})
    assert slots(free, *(candidate(name) for name in "abcd")).waits == ()


def test_what_is_left_of_a_quota_and_of_a_share_is_never_less_than_nothing() -> None:
    both = terms_of({"quota": {"count": 3, "per": "day"}, "never_all": True})
    assert slots_left(both, charged=1, offered=9, live=1) == (2, 2)
    assert slots_left(both, charged=5, offered=9, live=5) == (0, 0)
    assert slots_left(both, charged=0, offered=5, live=0) == (3, None)
    assert slots_left(terms_of({"quota": None, "never_all": False}), charged=0, offered=9, live=0) == (None, None)
