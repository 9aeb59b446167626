"""The acceptance list at the end of the page on rights (section 24), rows 12 to 17: what time and people change."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from harness.documents import BODY, atom, decided, license_link, piece, rss, source, tc, tc_body
from harness.world import NOON, World, outcome
from lxml import etree

from syndicator.model.config import ActKind
from syndicator.validate import validate

ATOM = {"a": "http://www.w3.org/2005/Atom"}
PERMITTED = ("permit", ())
DAY = 24.0


def gazette(world: World, *terms: str, license_key: str = "cc:by/4.0") -> None:
    world.publisher("gazette", *terms)
    path = world.folder / "config/publishers/gazette.toml"
    path.write_text(path.read_text().replace("cc:by/4.0", license_key))
    world.source("sea", "gazette")
    world.feed("world", ["sea"])


def stone(ref: str, when: str) -> str:
    return f'<at:deleted-entry ref="{ref}" when="{when}"/>'


# 12


def test_12_a_license_that_turns_looser_holds_new_entries_and_leaves_old_ones_live(world: World) -> None:
    gazette(world, license_key="cc:by-nd/4.0")
    old = piece(3, rights=license_link("by-nd/4.0"))
    world.documents["sea"] = atom(old)
    world.cycle()
    world.documents["sea"] = atom(piece(1, rights=license_link("by/4.0")), old)
    assert decided(world.cycle(1)) == {"Piece 1": ("hold", ("license-changed",)), "Piece 3": PERMITTED}
    assert world.ids("world") == [old.id]
    world.act(ActKind.APPROVE, piece(1).id)
    assert world.ids("world") == [old.id]


def test_12_a_license_that_turns_stricter_applies_and_the_record_says_so(world: World) -> None:
    gazette(world, license_key="cc:by/4.0")
    world.documents["sea"] = atom(
        piece(1, rights=license_link("by-nc-nd/4.0")), piece(3, rights=license_link("by/4.0"))
    )
    report = world.cycle()
    assert decided(report) == {"Piece 1": PERMITTED, "Piece 3": PERMITTED}
    messages = {one.title: one.message for one in outcome(report, "world").decisions}
    assert "stricter than the registry's" in messages["Piece 1"]
    assert "stricter" not in messages["Piece 3"]
    entries = etree.fromstring(world.bytes_of("world")).findall("a:entry", ATOM)
    links = [one.find("a:link[@rel='license']", ATOM).get("href").split("/")[-3] for one in entries]
    assert links == ["by-nc-nd", "by"]


@pytest.mark.proves("D-44")
@pytest.mark.parametrize("scope", ["document", "entry"])
@pytest.mark.parametrize("now", ["by/4.0", "by-nc/4.0", "all rights reserved"])
def test_12_what_is_live_under_a_creative_commons_license_stays_when_its_statement_changes(
    world: World, scope: str, now: str
) -> None:
    gazette(world, license_key="cc:by-nd/4.0")

    def show(statement: str, *more: int) -> None:
        right = "<rights>All rights reserved</rights>" if "reserved" in statement else license_link(statement)
        of_entry, head = (right, "") if scope == "entry" else ("", right)
        world.documents["sea"] = atom(*(piece(number, rights=of_entry) for number in (*more, 3)), head=head)

    show("by-nd/4.0")
    world.cycle()
    assert world.ids("world") == [piece(3).id]
    show(now, 1)
    assert decided(world.cycle(1))["Piece 1"][0] != "permit"
    assert world.ids("world") == [piece(3).id]
    entry = etree.fromstring(world.bytes_of("world")).find("a:entry", ATOM)
    assert "/by-nd/4.0/" in entry.find("a:link[@rel='license']", ATOM).get("href")


# 13


def test_13_a_tombstone_of_the_same_document_withdraws(world: World) -> None:
    gazette(world)
    two = [piece(number, rights=license_link("by/4.0")) for number in (2, 3)]
    world.documents["sea"] = atom(*two)
    world.cycle()
    world.documents["sea"] = atom(two[1], head=stone(two[0].id, "2026-11-20T12:30:00Z"))
    assert decided(world.cycle(1))["Piece 2"] == ("withdrawal", ("upstream-tombstone",))
    assert (world.ids("world"), world.tombstones("world")) == ([two[1].id], [two[0].id])


def test_13_a_tombstone_of_another_document_of_the_publisher_is_ignored(world: World) -> None:
    gazette(world)
    world.source("land", "gazette")
    world.feed("world", ["sea", "land"])
    one = piece(2, rights=license_link("by/4.0"))
    world.documents["sea"] = atom(one)
    world.documents["land"] = atom(piece(5, rights=license_link("by/4.0")))
    world.cycle()
    world.documents["land"] = atom(head=stone(one.id, "2026-11-20T12:30:00Z"))
    world.cycle(1)
    assert one.id in world.ids("world")
    assert world.tombstones("world") == []


def test_13_a_tombstone_older_than_the_entrys_last_update_is_ignored(world: World) -> None:
    gazette(world)
    one = piece(2, rights=license_link("by/4.0"))
    world.documents["sea"] = atom(one)
    world.cycle()
    world.documents["sea"] = atom(head=stone(one.id, f"{one.published - timedelta(seconds=1):%Y-%m-%dT%H:%M:%SZ}"))
    world.cycle(1)
    assert (world.ids("world"), world.tombstones("world")) == ([one.id], [])


# 14


def test_14_dialogue_earths_delay_of_two_days_ends_to_the_second(world: World) -> None:
    source(world, "de", "dialogue-earth")
    world.feed("world", ["de"])
    fresh = piece(0, "dialogue.earth", rights=license_link("by-nc-nd/4.0"))
    world.documents["de"] = rss(fresh)
    report = world.cycle()
    assert decided(report) == {"Piece 0": ("wait", ("embargo",))}
    assert outcome(report, "world").decisions[0].until == NOON + timedelta(days=2)
    assert outcome(world.cycle(2 * DAY - 1 / 3600), "world").outcome == "skipped"
    assert decided(world.cycle(2 * DAY)) == {"Piece 0": PERMITTED}
    assert world.ids("world") == [fresh.id]


def test_14_undarks_window_closes_for_new_entries_after_ninety_days_and_leaves_live_ones(world: World) -> None:
    world.write("config/publishers/undark.toml", "license_may_be_silent = true")
    source(world, "un", "undark")
    world.feed("world", ["un"])
    marked = BODY + "<p>Republish</p>"
    kept = piece(1, "undark.org", body=marked, published=NOON - timedelta(days=89))
    late = piece(2, "undark.org", body=marked, published=NOON - timedelta(days=90))
    unmarked = piece(3, "undark.org")
    world.documents["un"] = rss(kept, late, unmarked)
    ended = decided(world.cycle())
    assert ended["Piece 1"] == PERMITTED
    assert ended["Piece 2"] == ("refusal", ("window-closed",))
    assert ended["Piece 3"] == ("hold", ("license-missing",))
    again = piece(4, "undark.org", body=marked, published=NOON - timedelta(days=88))
    world.documents["un"] = rss(kept, late, unmarked, again)
    assert decided(world.cycle(3 * DAY))["Piece 4"] == ("refusal", ("window-closed",))
    assert world.ids("world") == [kept.id]


def test_14_city_desks_entries_leave_after_ninety_days_without_a_tombstone_and_never_come_back(world: World) -> None:
    world.write("config/publishers/city-desk-abq.toml", 'license = "cc:by-nd/4.0"\nwhy = ""\nautomation = "allowed"')
    source(world, "cd", "city-desk-abq", read="2026-11-20")
    world.feed("world", ["cd"])
    old = piece(1, "citydesk.org", published=NOON - timedelta(days=89), rights=license_link("by-nd/4.0"))
    new = piece(2, "citydesk.org", rights=license_link("by-nd/4.0"))
    world.documents["cd"] = rss(old, new)
    world.cycle()
    assert world.ids("world") == [new.id, old.id]
    assert outcome(world.cycle(DAY - 0.01), "world").outcome == "skipped"
    assert decided(world.cycle(DAY))["Piece 1"] == ("withdrawal", ("remove-after",))
    assert (world.ids("world"), world.tombstones("world")) == ([new.id], [])
    assert old.id.encode() not in world.bytes_of("world") + world.bytes_of("world", "rss")
    world.restart()
    world.documents["cd"] = rss(old._replace(title="Piece 1, revised"), new)
    world.cycle(2 * DAY)
    assert world.ids("world") == [new.id]


@pytest.fixture(params=["UTC", "Europe/London", "America/New_York", "Pacific/Auckland"])
def clock_of(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the zone that the machine's own clock is set to while a test runs."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    os.environ.pop("TZ")
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.parametrize(
    ("month_ends", "change"),
    [
        (datetime(2026, 12, 1, tzinfo=UTC), "no change of clocks near"),
        (datetime(2027, 4, 1, tzinfo=UTC), "London's clocks went forward on March 28"),
        (datetime(2027, 11, 1, tzinfo=UTC), "London's went back on October 31, New York's do on November 7"),
    ],
)
def test_14_opendemocracys_two_a_month_start_anew_with_the_utc_month_wherever_the_machine_stands(
    world: World, clock_of: str, month_ends: datetime, change: str
) -> None:
    world.write("config/publishers/opendemocracy.toml", 'review_interval = "36500d"')
    source(world, "od", "opendemocracy")
    world.feed("world", ["od"], "[use]\nnonprofit = true")
    start = month_ends - timedelta(days=6)
    body = BODY + "<p>This article is published under a Creative Commons licence.</p>"
    pieces = [
        piece(
            number,
            "www.opendemocracy.net",
            body=body,
            published=start - timedelta(hours=number),
            rights=license_link("by-nc/4.0"),
        )
        for number in range(1, 6)
    ]
    world.documents["od"] = rss(*pieces)

    def at(hours: float) -> float:
        return (start - NOON) / timedelta(hours=1) + hours

    world.cycle(at(0))
    for one in pieces:
        world.act(ActKind.APPROVE, one.id)
    assert world.ids("world") == [one.id for one in pieces[:2]], change
    waits = {one.until for one in world.app.store.decisions(feeds=("world",)) if one.kind == "wait"}
    assert waits == {month_ends}
    world.restart()
    world.cycle(at(6 * DAY - 0.01))
    assert world.ids("world") == [one.id for one in pieces[:2]], clock_of
    world.cycle(at(6 * DAY))
    assert world.ids("world") == [one.id for one in pieces[:4]]
    world.cycle(at(20 * DAY))
    assert world.ids("world") == [one.id for one in pieces[:4]]


# 15


def test_15_one_id_in_two_section_documents_is_one_entry_and_one_count(world: World) -> None:
    for name in ("politics", "health"):
        source(world, name, "the-conversation", "[select]\ninclude = [{ words_min = 0 }]")
    world.feed("world", ["politics", "health"])
    world.feed("health", ["health"])
    both = tc(1)
    world.documents["politics"] = atom(both, tc(2))
    world.documents["health"] = atom(both, tc(3), tc(4), me="tag:theconversation.com,2011:/uk/health/articles")
    world.cycle()
    assert world.ids("world") == [tc(number).id for number in (1, 2, 3)]
    assert world.ids("health") == [tc(number).id for number in (1, 3)]
    assert world.app.store.charged("the-conversation", since=NOON - timedelta(hours=12), until=NOON + timedelta(1)) == {
        tc(number).id for number in (1, 2, 3)
    }


# 16


def mixed(world: World) -> None:
    """Play a document with licenses of every kind, of a publisher with a document license of its own."""
    gazette(world, "license_may_be_silent = true")
    marks = [license_link(one) for one in ("by/4.0", "by-nc-nd/3.0/us", "by-sa/2.5/scotland", "by/3.0/igo")]
    head = "<copyright>© The Sample Gazette</copyright><lastBuildDate>Fri, 20 Nov 2026 10:00:00 +0000</lastBuildDate>"
    world.documents["sea"] = rss(*(piece(at, rights=mark) for at, mark in enumerate([*marks, ""], 1)), head=head)
    world.feed("world", ["sea"], 'formats = ["rss", "atom"]')
    world.cycle()


def test_16_the_output_passes_the_validator_with_a_license_an_entry_and_none_of_the_whole(world: World) -> None:
    mixed(world)
    for format_name in ("rss", "atom"):
        raw = world.bytes_of("world", format_name)
        assert [one for one in validate(raw) if one.severity != "info"] == []
        assert [one.code for one in validate(raw) if "duplicate" in one.code] == []
    channel = etree.fromstring(world.bytes_of("world", "rss")).find("channel")
    of_items = channel.findall("item/{http://backend.userland.com/creativeCommonsRssModule}license")
    assert len(of_items) == len(channel.findall("item")) == 5
    assert all(one.text.startswith("https://creativecommons.org/licenses/") for one in of_items)
    own = [etree.QName(one).localname for one in channel]
    assert not {"license", "copyright", "rights", "lastBuildDate"} & set(own)
    feed = etree.fromstring(world.bytes_of("world"))
    assert feed.findall("a:link[@rel='license']", ATOM) == []
    assert len(feed.findall("a:entry/a:link[@rel='license']", ATOM)) == 5


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("rss_should_duplicate_item_cc_license.xml", "duplicate-item-semantics"),
        ("rss_should_duplicate_item_creativeCommons_license.xml", "duplicate-item-semantics"),
        ("rss_should_duplicate_license.xml", "duplicate-semantics"),
        ("rss_must_ulcc_channel_url.xml", "invalid-full-link"),
        ("rss_must_ulcc_item_url.xml", "invalid-full-link"),
        ("atom_6.1_license-entry-invaliduri.xml", "invalid-full-link"),
        ("atom_6.1_license-feed-invaliduri.xml", "invalid-full-link"),
        ("atom_6.1_license-noerror.xml", ""),
    ],
)
def test_16_the_validator_itself_sees_licenses_that_stand_twice_or_are_no_address(
    name: str, code: str, rights_data: Path
) -> None:
    found = {one.code for one in validate((rights_data / "validator-testcases" / name).read_bytes())}
    about_licenses = found & {"duplicate-semantics", "duplicate-item-semantics", "invalid-full-link"}
    assert about_licenses == ({code} if code else set())


# 17


def test_17_a_body_over_the_limit_is_refused_and_nothing_of_it_is_published(world: World) -> None:
    source(world, "tc", "the-conversation", "[select]\ninclude = [{ words_min = 0 }]")
    world.feed("world", ["tc"])
    long = BODY * (1 + (1 << 20) // len(BODY))
    assert len(long.encode()) > 1 << 20
    world.documents["tc"] = atom(tc(1, body=tc_body(900_001, long)), tc(2))
    assert decided(world.cycle()) == {tc(1).title: ("refusal", ("oversize",)), tc(2).title: PERMITTED}
    assert tc(1).id.encode() not in world.bytes_of("world") + world.bytes_of("world", "rss")
