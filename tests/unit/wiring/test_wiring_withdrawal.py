"""What leaves, how it leaves, and that it stays away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from harness.world import NOON, World, item, outcome, said
from lxml import etree

from syndicator.model.config import ActKind
from syndicator.model.reasons import Reason


@pytest.fixture
def two_feeds(world: World) -> World:
    """Give a world in which three entries are live in two feeds."""
    world.publisher("gazette")
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    world.feed("coast", ["sea"])
    world.shows("sea", item(1), item(2), item(3))
    world.cycle()
    return world


@pytest.mark.proves("D-41")
def test_a_takedown_takes_an_entry_out_of_every_feed_at_once(two_feeds: World) -> None:
    two_feeds.act(ActKind.TAKEDOWN, item(2).id)
    for feed in ("world", "coast"):
        assert two_feeds.ids(feed) == [item(1).id, item(3).id]
        assert two_feeds.tombstones(feed) == [item(2).id]
        assert list(two_feeds.stubs(feed)) == [item(2).id]
        assert b"Piece 2" not in two_feeds.bytes_of(feed, "rss")
        assert b"pieces/2" not in two_feeds.bytes_of(feed, "rss") + two_feeds.bytes_of(feed, "atom")


@pytest.mark.proves("D-41")
def test_a_takedown_leaves_its_tombstone_after_a_restart_and_who_why_and_when_in_the_ledger(two_feeds: World) -> None:
    two_feeds.act(ActKind.TAKEDOWN, item(2).link)
    two_feeds.restart()
    two_feeds.shows("sea", item(1), item(3), item(2, title="Piece 2, again"))
    two_feeds.cycle(1)
    assert two_feeds.tombstones("world") == [item(2).id]
    lines = [one for one in two_feeds.app.store.ledger() if one.event.event == "takedown"]
    assert [(one.event.subject, one.event.by, one.event.message) for one in lines] == [
        (item(2).id, "Sam Sample", "read it")
    ]
    assert two_feeds.app.store.verify_ledger().ok


@pytest.mark.proves("D-37")
@pytest.mark.parametrize("change", ["as it was", "revised", "gone and back"])
def test_a_withdrawn_entry_does_not_come_back_when_it_is_listed_again(two_feeds: World, change: str) -> None:
    two_feeds.act(ActKind.TAKEDOWN, item(2).id)
    if change == "gone and back":
        two_feeds.shows("sea", item(10), item(11))
        two_feeds.cycle(1)
    back = item(2, title="Piece 2, revised") if change == "revised" else item(2)
    two_feeds.shows("sea", item(1), back, item(3))
    two_feeds.restart()
    report = two_feeds.cycle(3)
    assert report.sources[0].entries_new == 0
    for feed in ("world", "coast"):
        assert item(2).id not in two_feeds.ids(feed)
        assert two_feeds.tombstones(feed) == [item(2).id]


@pytest.mark.proves("D-37")
def test_an_entry_that_rolled_off_by_age_does_not_come_back_as_new_when_it_is_listed_again(world: World) -> None:
    world.publisher("gazette")
    world.source("sea", "gazette")
    world.feed("world", ["sea"], "entries = 2")
    world.shows("sea", item(3), item(4))
    world.cycle()
    world.shows("sea", item(1), item(2))
    world.cycle(1)
    assert world.ids("world") == [item(1).id, item(2).id]
    assert world.tombstones("world") == []
    before = world.bytes_of("world"), world.bytes_of("world", "rss")
    world.shows("sea", item(1), item(2), item(3), item(4))
    world.restart()
    report = world.cycle(2)
    assert report.sources[0].entries_new == 0
    assert (world.bytes_of("world"), world.bytes_of("world", "rss")) == before


@pytest.mark.proves("D-40", "D-41")
def test_an_upstream_tombstone_takes_an_entry_out_with_a_tombstone_of_ours(two_feeds: World) -> None:
    two_feeds.shows("sea", item(1), item(3), deleted=(item(2).id,))
    report = two_feeds.cycle(1)
    assert said(report, "world")["Piece 2"] == ("withdrawal", (Reason.UPSTREAM_TOMBSTONE,))
    assert two_feeds.ids("world") == [item(1).id, item(3).id]
    assert two_feeds.tombstones("coast") == [item(2).id]
    two_feeds.shows("sea", item(1), item(2), item(3))
    two_feeds.cycle(2)
    assert two_feeds.ids("world") == [item(1).id, item(3).id]


@pytest.mark.proves("D-40")
def test_a_tombstone_older_than_the_entrys_last_change_is_no_news(two_feeds: World) -> None:
    changed = item(2, title="Piece 2, revised", updated=NOON)
    two_feeds.shows("sea", item(1), changed, item(3), deleted=(item(2).id,), deleted_at="2026-11-20T11:59:59Z")
    two_feeds.cycle(1)
    assert two_feeds.ids("world") == [item(1).id, item(2).id, item(3).id]
    two_feeds.shows("sea", item(1), item(3), deleted=(item(2).id,), deleted_at="2026-11-20T11:59:59Z")
    two_feeds.cycle(2)
    assert two_feeds.tombstones("world") == []
    two_feeds.shows("sea", item(1), item(3), deleted=(item(2).id,), deleted_at="2026-11-20T12:00:00Z")
    two_feeds.cycle(3)
    assert two_feeds.tombstones("world") == [item(2).id]


@pytest.mark.proves("D-40")
def test_a_tombstone_in_another_source_of_the_same_publisher_deletes_nothing(two_feeds: World) -> None:
    two_feeds.source("land", "gazette")
    two_feeds.feed("world", ["sea", "land"])
    two_feeds.restart()
    two_feeds.shows("land", item(7), deleted=(item(2).id,))
    two_feeds.cycle(1)
    assert two_feeds.ids("world") == [item(1).id, item(2).id, item(3).id, item(7).id]
    two_feeds.shows("land", item(7), item(2))
    two_feeds.cycle(2)
    two_feeds.shows("land", item(7), deleted=(item(2).id,))
    two_feeds.cycle(3)
    assert item(2).id not in two_feeds.ids("world")


@pytest.mark.proves("D-40")
def test_an_entry_that_must_follow_corrections_leaves_after_sixty_days(world: World) -> None:
    """The days are whole ones of 24 hours in UTC, across the change to and from summer time and the end of months."""
    world.publisher("gazette", 'corrections = "required"', 'remark = "Corrections must be copied."')
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    world.shows("sea", item(1), item(2))
    world.cycle(0.5)
    end = 0.5 + 60 * 24
    assert outcome(world.cycle(end - 1 / 3600), "world").outcome in {"skipped", "unchanged"}
    assert world.ids("world") == [item(1).id, item(2).id]
    world.cycle(end)
    assert (world.ids("world"), world.tombstones("world"), world.stubs("world")) == ([], [], {})
    world.lose_database()
    world.shows("sea", item(0, published=NOON + timedelta(hours=end)), item(1), item(2))
    world.cycle(end + 1)
    assert world.ids("world") == [item(0).id], "what had its sixty days does not begin anew"


def test_the_last_entry_of_a_feed_may_leave_too(world: World) -> None:
    world.publisher("gazette")
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    world.shows("sea", item(1))
    world.cycle()
    reply = world.act(ActKind.TAKEDOWN, item(1).id)
    assert outcome(reply, "world").outcome == "published"
    assert (world.ids("world"), world.tombstones("world")) == ([], [item(1).id])
    items = etree.fromstring(world.bytes_of("world", "rss")).findall("channel/item")
    assert [one.findtext("title") for one in items] == ["Withdrawn"]


@pytest.mark.proves("D-40")
def test_a_removed_sources_entries_leave_without_tombstones_and_come_back_with_the_same_ids(world: World) -> None:
    world.publisher("gazette")
    world.source("sea", "gazette")
    world.source("land", "gazette")
    world.feed("world", ["sea", "land"])
    named = item(2, id="no-iri-of-its-own")
    world.shows("sea", item(1), named)
    world.shows("land", item(5))
    world.cycle()
    before = world.ids("world"), world.bytes_of("world"), world.bytes_of("world", "rss")
    assert len(before[0]) == 3
    world.remove("config/sources/sea.toml")
    world.feed("world", ["land"])
    world.restart()
    world.cycle(1)
    assert (world.ids("world"), world.tombstones("world"), world.stubs("world")) == ([item(5).id], [], {})
    world.source("sea", "gazette")
    world.feed("world", ["sea", "land"])
    world.restart()
    world.cycle(2)
    assert (world.ids("world"), world.bytes_of("world"), world.bytes_of("world", "rss")) == before


def test_a_disabled_sources_entries_leave_without_tombstones(two_feeds: World) -> None:
    two_feeds.source("sea", "gazette", "enabled = false")
    two_feeds.restart()
    two_feeds.cycle(1)
    assert (two_feeds.ids("world"), two_feeds.tombstones("world")) == ([], [])


@pytest.mark.parametrize("late", ["with the entry live", "with the entry rolled off"])
def test_another_publishers_claim_to_an_id_takes_nothing_out(world: World, late: str) -> None:
    world.publisher("gazette")
    world.publisher("thief")
    world.source("sea", "gazette")
    world.source("reef", "thief")
    world.feed("world", ["sea", "reef"], "entries = 3")
    world.shows("sea", item(4))
    world.cycle()
    theirs = item(5, id=item(4).id, link="https://thief.example/4")
    newer = [item(number) for number in (1, 2, 3)] if late == "with the entry rolled off" else []
    world.shows("sea", *newer, item(4))
    world.shows("reef", theirs)
    world.cycle(1)
    world.shows("reef", deleted=(item(4).id,))
    report = world.cycle(2)
    assert outcome(report, "world").outcome in {"published", "unchanged"}
    assert world.tombstones("world") == []
    assert world.ids("world") == ([one.id for one in newer] or [item(4).id])


def test_two_entries_with_one_id_never_stand_in_one_feed_even_when_a_person_approves_the_id(world: World) -> None:
    world.publisher("gazette")
    world.publisher("thief")
    world.source("sea", "gazette")
    world.source("reef", "thief")
    world.feed("world", ["sea", "reef"])
    world.shows("sea", item(4))
    world.cycle()
    world.shows("reef", item(1, id=item(4).id, link="https://thief.example/4"))
    world.cycle(1)
    assert world.ids("world") == [item(4).id]
    world.act(ActKind.APPROVE, "https://thief.example/4")
    assert world.ids("world") == [item(4).id]
    assert b"thief.example" not in world.bytes_of("world")
    lines = len(world.app.store.ledger())
    world.shows("sea", item(4), item(6))
    report = world.cycle(2)
    assert outcome(report, "world").outcome == "published"
    assert world.ids("world") == [item(4).id, item(6).id]
    assert [(one.event.event, one.event.subject) for one in world.app.store.ledger()[lines:]] == [
        ("permit", item(6).id),
        ("publish", item(6).id),
    ]
