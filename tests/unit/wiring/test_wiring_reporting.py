"""What a publisher is told about a month: every stay of its works in our feeds, whatever happened in between."""

from __future__ import annotations

from datetime import timedelta

import pytest
from harness.world import NOON, World, item

from syndicator.model.config import ActKind
from syndicator.model.reporting import MonthReport, Reported
from syndicator.wiring.reporting import report, to_tell

DAY = 24


@pytest.fixture
def told(world: World) -> World:
    """Give a world with two publishers in a feed of two entries and a feed of references."""
    for name in ("gazette", "herald"):
        world.publisher(name)
    world.source("sea", "gazette")
    world.source("land", "herald")
    world.feed("world", ["sea", "land"], "entries = 2")
    world.shows("sea", item(2), item(3))
    world.shows("land", item(9, host="herald.example"))
    world.cycle()
    return world


def reported(world: World, month: str = "2026-11", publisher: str = "gazette") -> MonthReport:
    terms = world.app.settings.registry.get(publisher)
    assert terms is not None
    return report(world.app, terms, month)


def stays(one: Reported) -> list[tuple[str, str, str, str]]:
    return [
        (place.feed, f"{place.since:%d %H}", f"{place.until:%d %H}" if place.until else "", place.because)
        for place in one.places
    ]


def test_a_month_names_each_entry_with_its_original_authors_license_and_where_it_stood(told: World) -> None:
    made = reported(told)
    assert (made.publisher, made.name, made.month) == ("gazette", "The Sample Gazette", "2026-11")
    assert (made.since.isoformat(), made.until.isoformat()) == (
        "2026-11-01T00:00:00+00:00",
        "2026-12-01T00:00:00+00:00",
    )
    assert [one.title for one in made.entries] == ["Piece 2", "Piece 3"]
    one = made.entries[0]
    assert (one.link, one.authors, one.license) == (item(2).link, ("Ada Nomen",), "CC BY 4.0")
    assert one.published == item(2).published
    (place,) = one.places
    assert place.addresses == ("https://feeds.sampletown.org/world.rss", "https://feeds.sampletown.org/world.atom")
    assert (place.since, place.until, place.reference) == (NOON, None, False)
    assert reported(told, publisher="herald").entries == ()


def test_what_made_room_for_newer_entries_came_back_or_was_taken_down_is_told_after_restarts(told: World) -> None:
    told.shows("sea", item(1), item(2), item(3))
    told.restart()
    told.cycle(1)
    assert told.ids("world") == [item(1).id, item(2).id]
    told.restart()
    told.clock.move_to(NOON + timedelta(hours=2))
    told.act(ActKind.TAKEDOWN, item(1).id)
    assert told.ids("world") == [item(2).id, item(3).id]
    told.restart()
    by_title = {one.title: stays(one) for one in reported(told).entries}
    assert by_title == {
        "Piece 1": [("world", "20 13", "20 14", "withdrawal")],
        "Piece 2": [("world", "20 12", "", "")],
        "Piece 3": [("world", "20 12", "20 13", "leave"), ("world", "20 14", "", "")],
    }
    assert told.app.store.verify_ledger().ok


def test_what_leaves_with_its_source_or_feed_is_told_and_so_is_its_return(told: World) -> None:
    told.feed("world", ["land"], "entries = 2")
    told.feed("coast", ["sea"])
    told.restart()
    told.cycle(1)
    told.remove("config/feeds/coast.toml")
    told.restart()
    told.cycle(2)
    assert stays(reported(told).entries[-1]) == [
        ("world", "20 12", "20 13", "leave"),
        ("coast", "20 13", "20 14", "retire"),
    ]
    places = reported(told).entries[-1].places
    assert places[1].addresses == ("https://feeds.sampletown.org/coast.rss", "https://feeds.sampletown.org/coast.atom")
    told.feed("coast", ["sea"])
    told.restart()
    told.cycle(3)
    told.restart()
    assert stays(reported(told).entries[-1])[-1] == ("coast", "20 15", "", "")
    events = [one.event.event for one in told.app.store.ledger() if one.event.subject == "coast"]
    assert events == ["retire", "resume"]


def test_a_stay_is_told_in_every_month_it_reaches_into_and_an_empty_month_is_empty(told: World) -> None:
    told.cycle(11 * DAY)
    assert [one.title for one in reported(told, "2026-12").entries] == ["Piece 2", "Piece 3"]
    assert reported(told, "2026-10").entries == ()
    with pytest.raises(ValueError, match="is no month"):
        reported(told, "2026")


def test_a_reference_is_told_as_one_and_names_no_license(told: World) -> None:
    told.feed("links", ["sea"], 'mode = "link"')
    told.restart()
    told.cycle(1)
    one = reported(told).entries[0]
    assert {place.feed: place.reference for place in one.places} == {"world": False, "links": True}
    assert one.license == "CC BY 4.0"
    told.remove("config/feeds/world.toml")
    told.restart()
    told.cycle(2)
    assert {one.license for one in reported(told, "2026-12").entries} == {""}


def test_a_name_that_was_removed_or_supplied_is_told_as_the_feeds_have_it(told: World) -> None:
    told.shows("sea", item(1, authors=()), item(2))
    told.cycle(1)
    told.act(ActKind.APPROVE, item(1).id, author="Cy Low")
    told.act(ActKind.REMOVE_NAME, item(2).id, name="Ada Nomen")
    assert {one.title: one.authors for one in reported(told).entries} == {
        "Piece 1": ("Cy Low",),
        "Piece 2": (),
        "Piece 3": ("Ada Nomen",),
    }


def test_a_stay_whose_end_nobody_wrote_down_says_so(told: World) -> None:
    told.shows("sea", item(1), item(2), item(3))
    told.cycle(1)
    lost = [one for one in told.app.store.ledger() if one.event.event != "leave"]
    app = told.app
    app.store.ledger = lambda after=0, limit=0: [] if after else lost  # type: ignore[method-assign]
    assert stays(reported(told).entries[-1]) == [("world", "20 12", "", "unknown")]


def tells(world: World) -> list[tuple[str, str, int, str]]:
    return [(one.publisher, one.notify, one.entries, str(one.told)) for one in to_tell(world.app)]


def test_who_asks_to_be_told_afterwards_is_named_until_somebody_signs_that_they_know(world: World) -> None:
    world.publisher("gazette", 'notify = "after"')
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    world.shows("sea", item(1), item(2))
    assert tells(world) == []
    world.cycle()
    assert tells(world) == [("gazette", "after", 2, "None")]
    assert "syndicator report gazette" in to_tell(world.app)[0].what
    world.source("sea", "gazette", 'notified = { by = "Sam Sample", on = 2026-11-20 }')
    world.restart()
    assert tells(world) == []
    world.shows("sea", item(1), item(2), item(-20))
    world.cycle(DAY)
    assert tells(world) == [("gazette", "after", 1, "2026-11-20")]
    world.source("sea", "gazette", 'notified = { by = "Sam Sample", on = 2027-01-01 }')
    world.restart()
    assert tells(world) == []


def test_who_asks_to_be_told_of_regular_use_is_named_until_one_signature(world: World) -> None:
    world.publisher("gazette", 'notify = "regular"')
    world.publisher("herald", 'notify = "before"')
    world.source("sea", "gazette")
    world.source("land", "herald")
    world.write("config/sources/sky.toml", 'url = "https://gazette.example/sky.atom"\n')
    world.feed("world", ["sea", "land"])
    world.shows("sea", item(1))
    world.cycle()
    assert tells(world) == [("gazette", "regular", 1, "None")]
    world.source("sea", "gazette", 'notified = { by = "Sam Sample", on = 2026-11-20 }')
    world.shows("sea", item(1), item(-20))
    world.restart()
    world.cycle(DAY)
    assert tells(world) == []
