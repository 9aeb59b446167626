"""A publisher's quota and share, over sources, feeds, days and restarts (real store, rules and folder)."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from harness.world import NOON, World, item, outcome, said

from syndicator.model.config import ActKind

SOURCES = {"sea": (1, 4), "land": (2, 5), "sky": (3, 6)}
"""Which entries each of three sources shows: in turns, newest first."""


def rationed(world: World, *terms: str, sources: list[str] | None = None, feeds: list[str] | None = None) -> World:
    """Give a world of one rationed publisher with three sources, in feeds of one or several of them."""
    world.publisher("gazette", *terms)
    for name in sources or SOURCES:
        world.source(name, "gazette")
        world.shows(name, *(item(number) for number in SOURCES[name]))
    for name in feeds or ["mix"]:
        world.feed(name, list(SOURCES) if name == "mix" else [name])
    return world


def live(world: World, *feeds: str) -> set[str]:
    return {entry for feed in feeds for entry in world.ids(feed)}


def ids(*numbers: int) -> set[str]:
    return {item(number).id for number in numbers}


@pytest.mark.proves("D-48")
def test_the_newest_get_the_days_slots_and_the_rest_waits_for_the_next_utc_day(world: World) -> None:
    rationed(world, 'quota = "2/day"')
    report = world.cycle()
    assert live(world, "mix") == ids(1, 2)
    assert said(report, "mix")["Piece 3"] == ("wait", ("quota-reached",))
    waits = [one for one in outcome(report, "mix").decisions if one.kind == "wait"]
    assert len(waits) == 4
    midnight = NOON + timedelta(hours=12)
    assert {one.until for one in waits} == {midnight}
    assert outcome(world.cycle(11.9), "mix").outcome == "skipped"
    assert live(world, "mix") == ids(1, 2)
    world.cycle(12)
    assert live(world, "mix") == ids(1, 2, 3, 4)
    world.cycle(36)
    assert live(world, "mix") == ids(1, 2, 3, 4, 5, 6)


@pytest.mark.proves("D-48")
def test_slots_outlast_a_restart_and_a_withdrawn_entry_does_not_give_its_slot_back(world: World) -> None:
    rationed(world, 'quota = "2/day"')
    world.cycle()
    world.act(ActKind.TAKEDOWN, item(1).id)
    world.restart()
    world.shows("sea", item(0), item(1), item(4))
    world.cycle(2)
    assert live(world, "mix") == ids(2)
    world.cycle(12)
    assert live(world, "mix") == ids(0, 2, 3)


@pytest.mark.proves("D-48")
def test_a_persons_pick_takes_a_slot_before_newer_entries_and_makes_none(world: World) -> None:
    rationed(world, 'quota = "1/day"')
    world.cycle()
    reply = world.act(ActKind.APPROVE, item(6).id)
    assert live(world, "mix") == ids(1)
    assert said(reply, "mix")["Piece 6"] == ("wait", ("quota-reached",))
    world.restart()
    world.cycle(12)
    assert live(world, "mix") == ids(1, 6)
    assert "picked by a person" in next(
        one.message for one in outcome(world.cycle(36), "mix").decisions if one.title == "Piece 6"
    )


@pytest.mark.proves("D-48")
@pytest.mark.parametrize(("offered", "slots"), [(5, 5), (6, 2), (7, 3), (9, 3), (10, 4)])
def test_at_most_a_third_rounded_up_of_what_was_offered_from_six_on(world: World, offered: int, slots: int) -> None:
    world.publisher("gazette", "never_all = true")
    world.source("sea", "gazette")
    world.feed("mix", ["sea"])
    world.shows("sea", *(item(number) for number in range(1, offered + 1)))
    report = world.cycle()
    assert live(world, "mix") == ids(*range(1, slots + 1))
    reasons = {one.reasons for one in outcome(report, "mix").decisions if one.kind == "wait"}
    assert reasons == (set() if slots == offered else {("share-reached",)})
    world.cycle(24)
    assert live(world, "mix") == ids(*range(1, slots + 1))


@pytest.mark.proves("D-48")
def test_the_share_counts_seven_days(world: World) -> None:
    world.publisher("gazette", "never_all = true")
    world.source("sea", "gazette")
    world.feed("mix", ["sea"])
    world.shows("sea", *(item(number) for number in range(1, 7)))
    world.cycle()
    assert live(world, "mix") == ids(1, 2)
    more = [item(number, published=NOON + timedelta(days=6)) for number in range(11, 14)]
    world.shows("sea", *more)
    world.cycle(6 * 24 + 1)
    assert live(world, "mix") == ids(1, 2) | {more[0].id}
    world.cycle(7 * 24 + 1)
    assert len(live(world, "mix")) > 3


@pytest.mark.proves("D-48")
@pytest.mark.parametrize("order", list(itertools.permutations(SOURCES)))
@pytest.mark.parametrize("feeds", [["mix"], ["sea", "land", "sky"]])
def test_who_gets_a_slot_does_not_depend_on_the_order_of_sources_and_feeds(
    world: World, order: tuple[str, ...], feeds: list[str]
) -> None:
    rationed(world, 'quota = "3/day"', feeds=[name for name in order if name in feeds] or feeds)
    if feeds == ["mix"]:
        world.feed("mix", list(order))
    world.cycle()
    assert live(world, *feeds) == ids(1, 2, 3)


@pytest.mark.proves("D-48")
def test_who_gets_a_slot_does_not_depend_on_which_feed_changed(world: World) -> None:
    rationed(world, 'quota = "3/day"', feeds=["sea", "land", "sky"])
    world.cycle()
    fresh = [item(number, published=NOON + timedelta(hours=1, minutes=number)) for number in range(11, 15)]
    world.shows("sky", *fresh[:2])
    world.cycle(2)
    world.shows("land", *fresh[2:])
    world.cycle(12)
    assert live(world, "sea", "land", "sky") == ids(1, 2, 3) | {one.id for one in fresh[1:]}


def test_an_entry_that_can_not_be_written_takes_no_slot_from_one_that_can(world: World) -> None:
    rationed(world, 'quota = "1/day"', sources=["sea"], feeds=["sea"])
    world.shows("sea", item(1, link="https://gazette.example/a|b"), item(4))
    report = world.cycle()
    assert said(report, "sea")["Piece 1"] == ("hold", ("unsafe-to-frame",))
    assert live(world, "sea") == ids(4)


def test_an_entry_in_two_feeds_takes_one_slot_and_references_take_none(world: World) -> None:
    rationed(world, 'quota = "2/day"', feeds=["sea", "mix"])
    world.feed("links", list(SOURCES), 'mode = "link"')
    world.cycle()
    assert live(world, "mix") == ids(1, 2)
    assert live(world, "sea") == ids(1)
    assert live(world, "links") == ids(1, 2, 3, 4, 5, 6)


def test_a_quota_by_month_starts_anew_with_the_month(world: World) -> None:
    rationed(world, 'quota = "2/month"')
    report = world.cycle()
    assert {f"{one.until:%m-%d}" for one in outcome(report, "mix").decisions if one.until} == {"12-01"}
    world.cycle(24)
    assert live(world, "mix") == ids(1, 2)
    world.cycle(11 * 24)
    assert live(world, "mix") == ids(1, 2, 3, 4)
