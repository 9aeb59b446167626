"""What stands in RSS for a withdrawn entry: for how long, what it says, and that nothing of the work is left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from harness.world import NOON, World, item, outcome, said

from syndicator.model.config import ActKind
from syndicator.model.reasons import Reason

DAYS_14 = 14 * 24.0
PLAIN = {"title": "Withdrawn", "guid": item(2).id}
SHORT = "&lt;p&gt;The editors have looked into this piece and decided not to stand by it.&lt;/p&gt;"


def taken_down(world: World) -> None:
    world.clock.move_to(NOON + timedelta(hours=1))
    world.act(ActKind.TAKEDOWN, item(2).id)


def deleted(world: World) -> None:
    world.shows("sea", item(1), item(2), item(3), deleted=(item(2).id,))
    world.cycle(1)


def retracted(world: World) -> None:
    world.shows("sea", item(1), item(2, title="[RETRACTED] Piece 2"), item(3))
    world.cycle(1)


def removed(world: World) -> None:
    words = "&lt;p&gt;This article has been removed at the request of its author.&lt;/p&gt;"
    world.shows("sea", item(1), item(2, words=words), item(3))
    world.cycle(1)


def collapsed(world: World) -> None:
    world.shows("sea", item(1), item(2, words=SHORT), item(3))
    world.cycle(1)


def revoked(world: World) -> None:
    world.shows("sea", item(1, license=""), item(2, license="", rights="All rights reserved."), item(3, license=""))
    world.cycle(1)


Withdrawing = Callable[[World], None]
WAYS: list[tuple[Withdrawing, Reason, bool]] = [
    (taken_down, Reason.TAKEDOWN, False),
    (deleted, Reason.UPSTREAM_TOMBSTONE, False),
    (retracted, Reason.ARTICLE_GONE, True),
    (removed, Reason.ARTICLE_GONE, True),
    (collapsed, Reason.ARTICLE_GONE, True),
    (revoked, Reason.LICENSE_REVOKED, True),
]
"""How an entry is withdrawn, the reason it leaves with, and whether readers are still led to the original."""


def furnished(world: World, withdraw: Withdrawing, *lines: str) -> World:
    """Give a world with three live entries, under a permission where that is what is taken back."""
    bespoke = withdraw is revoked
    terms = ['license = "permission:gazette"', "license_may_be_silent = true"] if bespoke else ['license = "cc:by/4.0"']
    world.publisher("gazette")
    path = world.folder / "config/publishers/gazette.toml"
    path.write_text(path.read_text().replace('license = "cc:by/4.0"', "\n".join(terms)))
    world.source("sea", "gazette")
    world.feed("world", ["sea"], *lines)
    license_ = "" if bespoke else item(1).license
    world.shows("sea", *(item(number, license=license_) for number in (1, 2, 3)))
    world.cycle()
    assert world.ids("world") == [item(1).id, item(2).id, item(3).id]
    assert world.stubs("world") == {}
    return world


@pytest.mark.proves("D-40", "D-42")
@pytest.mark.parametrize(("withdraw", "reason", "leads"), WAYS)
def test_a_withdrawn_entry_leaves_its_bare_id_for_fourteen_days_and_stays_retired(
    world: World, withdraw: Withdrawing, reason: Reason, leads: bool
) -> None:
    withdraw(furnished(world, withdraw))
    (stub,) = world.stubs("world").values()
    assert set(stub) == {"title", "guid", "pubDate", "description", *(["link"] if leads else [])}
    assert stub | PLAIN == stub
    assert stub.get("link") == (item(2).link if leads else None)
    assert stub["pubDate"] == "Fri, 20 Nov 2026 13:00:00 +0000"
    assert stub["description"].startswith("This entry was withdrawn because ")
    assert b"Piece 2" not in world.bytes_of("world", "rss")
    assert world.ids("world") == [item(1).id, item(3).id]
    assert world.tombstones("world") == [item(2).id]
    state = world.app.store.feed_state("world")
    assert state is not None
    assert state.next_release == NOON + timedelta(hours=1 + DAYS_14)

    usual = "" if withdraw is revoked else item(1).license
    world.shows("sea", *(item(number, license=usual) for number in (1, 2, 3)))
    world.restart()
    world.cycle(2)
    (gone,) = world.app.store.decisions(kinds=("withdrawal",))
    assert (gone.id, gone.reasons) == (item(2).id, (reason,))
    assert list(world.stubs("world")) == [item(2).id]
    assert outcome(world.cycle(0.99 + DAYS_14), "world").outcome in {"skipped", "unchanged"}
    assert list(world.stubs("world")) == [item(2).id]
    atom = world.bytes_of("world")
    assert outcome(world.cycle(1 + DAYS_14), "world").outcome == "published"
    assert world.stubs("world") == {}
    assert item(2).id.encode() not in world.bytes_of("world", "rss")
    assert world.bytes_of("world") == atom
    world.shows("sea", item(1, license=usual), item(2, license=usual, title="Piece 2, revised"), item(3, license=usual))
    world.cycle(2 + DAYS_14)
    assert world.ids("world") == [item(1).id, item(3).id]
    assert item(2).id.encode() not in world.bytes_of("world", "rss")


@pytest.mark.proves("D-40", "D-42")
def test_an_entry_whose_time_is_over_leaves_to_the_instant_without_tombstone_or_stub_and_for_good(
    world: World,
) -> None:
    world.publisher("gazette", 'remove_after = "30h"')
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    world.shows("sea", item(1), item(2))
    world.cycle()
    end = 30.0 - 2
    assert outcome(world.cycle(end - 0.001), "world").outcome in {"skipped", "unchanged"}
    assert world.ids("world") == [item(1).id, item(2).id]
    report = world.cycle(end)
    assert said(report, "world")["Piece 2"] == ("withdrawal", (Reason.REMOVE_AFTER,))
    assert (world.ids("world"), world.tombstones("world"), world.stubs("world")) == ([item(1).id], [], {})
    world.shows("sea", item(1), item(2, published=NOON + timedelta(hours=end), title="Piece 2, dated anew"))
    world.cycle(end + 0.5)
    assert item(2).id not in world.ids("world")


def test_a_feed_in_another_language_says_that_the_stub_is_in_english(world: World) -> None:
    furnished(world, taken_down, 'language = "fr"')
    taken_down(world)
    assert world.stubs("world")[item(2).id]["language"] == "en"


def test_a_feed_without_rss_has_no_stub_and_comes_due_all_the_same(world: World) -> None:
    furnished(world, taken_down)
    world.feed("world", ["sea"], 'formats = ["atom"]')
    world.restart()
    taken_down(world)
    assert world.tombstones("world") == [item(2).id]
    assert outcome(world.cycle(1 + DAYS_14), "world").outcome == "unchanged"


def test_the_beginning_of_a_text_and_silence_are_a_shortened_feed_and_no_withdrawal(world: World) -> None:
    for words in ("&lt;p&gt;The ferries of Lower Brindle have sailed without a timetable since ...&lt;/p&gt;", ""):
        furnished(world, collapsed)
        world.shows("sea", item(1), item(2, words=words), item(3))
        report = world.cycle(1)
        assert said(report, "world")["Piece 2"] == ("hold", (Reason.TEASER_ONLY,))
        assert (world.tombstones("world"), world.stubs("world")) == ([], {})
        world.shows("sea", item(1), item(2), item(3))
        world.cycle(2)
        assert world.ids("world") == [item(1).id, item(2).id, item(3).id]
        world.lose_database()


@pytest.mark.proves("D-41")
def test_a_withdrawal_is_in_the_ledger_with_its_reason_once_for_each_feed(world: World) -> None:
    furnished(world, retracted)
    retracted(world)
    world.shows("sea", item(1), item(2), item(3))
    world.cycle(2)
    world.cycle(3)
    lines = [one.event for one in world.app.store.ledger() if one.event.event == "withdrawal"]
    assert [(one.subject, one.feed, one.reasons) for one in lines] == [(item(2).id, "world", ("article-gone",))] * 2
    assert world.app.store.verify_ledger().ok
