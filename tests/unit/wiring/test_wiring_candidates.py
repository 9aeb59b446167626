"""What a selective publisher's entries wait for: a rule or a person; and they expire without a word."""

from __future__ import annotations

from datetime import timedelta

import pytest
from harness.world import NOON, World, item, said
from lxml import etree

from syndicator.model.config import ActKind
from syndicator.model.findings import Severity
from syndicator.validate import validate
from syndicator.wiring.turning import HOLDS, write_holds

ATOM = {"a": "http://www.w3.org/2005/Atom"}
DAY = 24


def selective(world: World, *lines: str, select: tuple[str, ...] = ()) -> World:
    world.publisher("gazette", *lines)
    path = world.folder / "config/publishers/gazette.toml"
    path.write_text(path.read_text().replace('"allowed"', '"selective"'))
    world.source("sea", "gazette", *select)
    world.feed("world", ["sea"])
    world.shows("sea", item(1), item(2), item(3, authors=()))
    world.cycle()
    return world


def editors(world: World) -> dict[str, str]:
    """Give the text of each entry of the editors' feed, by title."""
    write_holds(world.app)
    body = (world.app.settings.data_dir / HOLDS).read_bytes()
    assert not [one for one in validate(body) if one.severity is Severity.ERROR]
    found = etree.fromstring(body).iterfind("a:entry", ATOM)
    return {one.findtext("a:title", namespaces=ATOM): one.findtext("a:content", namespaces=ATOM) for one in found}


def test_without_rules_a_person_picks_and_what_nobody_picked_expires_without_a_word(world: World) -> None:
    selective(world)
    assert not (world.app.settings.feeds_dir / "world.atom").exists()
    assert set(editors(world)) == {"Piece 1", "Piece 2", "Piece 3"}
    assert "not-selected until 2026-11-23 12:00 UTC" in editors(world)["Piece 2"]
    world.act(ActKind.APPROVE, item(1).id)
    assert world.ids("world") == [item(1).id]
    assert set(editors(world)) == {"Piece 2", "Piece 3"}
    world.restart()
    report = world.cycle(3 * DAY)
    assert said(report, "world")["Piece 2"] == ("wait", ("not-selected",))
    assert editors(world) == {}
    assert world.app.store.decisions(kinds=("hold",)) == ()
    assert world.ids("world") == [item(1).id]


def test_a_candidate_that_expired_may_still_be_approved(world: World) -> None:
    selective(world)
    world.cycle(3 * DAY)
    assert editors(world) == {}
    world.act(ActKind.APPROVE, item(2).id)
    assert world.ids("world") == [item(2).id]


def test_a_candidate_stands_until_the_very_end_of_its_time_though_no_release_comes_between(world: World) -> None:
    selective(world)
    world.clock.move_to(NOON + timedelta(days=3) - timedelta(seconds=1))
    assert set(editors(world)) == {"Piece 1", "Piece 2", "Piece 3"}
    world.clock.move_to(NOON + timedelta(days=3))
    assert editors(world) == {}


@pytest.mark.parametrize(
    ("select", "live"),
    [
        ('include = [{ title = ["piece 2"] }]', [2]),
        ('include = [{ title = ["PIECE 2"] }, { title = ["piece 1"] }]', [1, 2]),
        ('include = [{ title = ["piece 1", "piece 2"], author = ["nomen"] }]', [1, 2]),
        ('include = [{ title = ["piece 1", "piece 2"], author = ["nobody"] }]', []),
        ('include = [{ title = ["piece"] }]\nexclude = [{ title = ["1"] }]', [2]),
        ('exclude = [{ title = ["1"] }]', []),
    ],
    ids=["a rule", "any rule", "all keys of a rule", "a key that fails", "exclude beats include", "exclude alone"],
)
def test_a_rule_lets_go_what_it_matches_and_a_person_picks_from_the_rest(
    world: World, select: str, live: list[int]
) -> None:
    selective(world, select=("[select]", select))
    ids = world.ids("world") if live else []
    assert ids == [item(number).id for number in live]
    assert not set(editors(world)) & {f"Piece {number}" for number in live}


def test_each_entry_of_the_editors_feed_says_what_is_left_of_the_publisher_s_quota(world: World) -> None:
    selective(world, 'quota = "3/day"')
    assert editors(world)["Piece 2"].endswith("The Sample Gazette: 3 of 3 slots left for 2026-11-20 (UTC).")
    world.act(ActKind.APPROVE, item(1).id)
    words = editors(world)["Piece 2"]
    assert words.endswith("Publisher: gazette. The Sample Gazette: 2 of 3 slots left for 2026-11-20 (UTC).")
    world.cycle(12)
    assert "3 of 3 slots left for 2026-11-21 (UTC)" in editors(world)["Piece 2"]


def test_a_quota_by_month_and_a_share_are_told_as_such(world: World) -> None:
    selective(world, 'quota = "2/month"', "never_all = true")
    world.shows("sea", *(item(number) for number in range(1, 8)))
    world.cycle(1)
    world.act(ActKind.APPROVE, item(1).id)
    assert "1 of 2 slots left for 2026-11 (UTC); 2 more by its share" in editors(world)["Piece 2"]
