"""When a rights statement was first and last seen: every poll that succeeds confirms what a source shows, a 304 too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from harness.world import NOON, World, item

from syndicator.model.polling import PollFailure, PollKind
from syndicator.store import HeldRevision

DOWN = PollFailure(url="https://gazette.example/sea.atom", kind=PollKind.SOFT_ERROR, code="http-503", message="busy")


def hour(number: float) -> object:
    return NOON + timedelta(hours=number)


@pytest.fixture
def polled(world: World) -> World:
    """Give a world in which a source was polled once, with a rights statement of the document."""
    world.publisher("gazette")
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    show(world, 1, 2)
    world.cycle()
    return world


def show(world: World, *numbers: int, title: str = "Piece 1", rights: str = "CC BY 4.0") -> None:
    world.shows("sea", *(item(number, title=title) if number == 1 else item(number) for number in numbers))
    body = world.documents["sea"]
    assert isinstance(body, bytes)
    world.documents["sea"] = body.replace(b"<updated>", f"<rights>{rights}</rights><updated>".encode(), 1)


def revisions(world: World, number: int) -> list[HeldRevision]:
    return world.app.store.held("gazette", item(number).id)


@pytest.mark.proves("D-43")
def test_a_304_confirms_every_statement_and_a_failure_none(polled: World) -> None:
    report = polled.cycle(5)
    assert [one.outcome for one in report.sources] == ["not_modified"]
    (one,) = revisions(polled, 1)
    assert (one.first_seen, one.last_seen, one.listed) == (hour(0), hour(5), True)
    (claim,) = polled.app.store.claims_of(item(1).id)
    assert (claim.raw, len(claim.digest), claim.seen_at) == (
        "https://creativecommons.org/licenses/by/4.0/",
        64,
        hour(0),
    )
    assert one.claims == (claim,)
    good, polled.documents["sea"] = polled.documents["sea"], DOWN
    polled.cycle(9)
    assert revisions(polled, 1)[0].last_seen == hour(5)
    polled.documents["sea"] = good
    polled.restart()
    polled.cycle(11)
    assert revisions(polled, 1)[0].last_seen == hour(11)


@pytest.mark.proves("D-43")
def test_what_leaves_the_document_was_last_seen_at_the_last_success_before(polled: World) -> None:
    polled.cycle(4)
    show(polled, 1, title="Piece 1, revised")
    polled.cycle(8)
    old, new = revisions(polled, 1)
    assert (old.first_seen, old.last_seen, old.listed, old.current) == (hour(0), hour(4), False, False)
    assert (new.first_seen, new.last_seen, new.listed, new.current) == (hour(8), hour(8), True, True)
    (gone,) = revisions(polled, 2)
    assert (gone.last_seen, gone.listed, gone.current) == (hour(4), False, True)
    polled.cycle(12)
    assert [one.last_seen for one in revisions(polled, 1)] == [hour(4), hour(12)]
    show(polled, 1, 2, title="Piece 1, revised")
    polled.cycle(16)
    assert revisions(polled, 2)[0].last_seen == hour(16)


@pytest.mark.proves("D-43")
def test_a_documents_statement_keeps_the_instant_it_was_first_made_and_another_begins_anew(polled: World) -> None:
    show(polled, 1, 2, 3)
    polled.cycle(6)
    (claim,) = polled.app.store.source_states()["sea"].claims
    assert claim.seen_at == hour(0)
    show(polled, 1, 2, 3, rights="CC BY-ND 4.0")
    polled.cycle(7)
    (claim,) = polled.app.store.source_states()["sea"].claims
    assert (claim.raw, claim.seen_at) == ("CC BY-ND 4.0", hour(7))


def test_an_entry_that_nobody_holds_has_no_revisions(polled: World) -> None:
    assert polled.app.store.held("gazette", "tag:nobody") == []
