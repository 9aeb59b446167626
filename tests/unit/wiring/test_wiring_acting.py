"""What a person decides: at once, in the right feeds, for the right revision, on record."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from harness.world import NOON, World, item, outcome, said

from syndicator.errors import CannotWriteError, SyndicatorError
from syndicator.model.config import ActKind
from syndicator.ops.control import ActRequest
from syndicator.settings import load
from syndicator.wiring.acting import file_act


@pytest.fixture
def held(world: World) -> World:
    """Give a world whose publisher lets nothing go by itself, with one entry held in two feeds."""
    world.publisher("gazette")
    world.write(
        "config/publishers/gazette.toml",
        (world.folder / "config/publishers/gazette.toml").read_text().replace('"allowed"', '"manual"'),
    )
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    world.feed("coast", ["sea"])
    world.shows("sea", item(1))
    world.cycle()
    return world


def test_what_no_rule_lets_go_is_held_until_a_person_approves_it(held: World) -> None:
    assert [one.kind for one in held.app.store.decisions(kinds=("hold",))] == ["hold", "hold"]
    reply = held.act(ActKind.APPROVE, item(1).id)
    assert reply.code == item(1).id
    assert "Sam Sample" in reply.message
    assert {one.feed: one.outcome for one in reply.feeds} == {"world": "published", "coast": "published"}
    assert held.ids("world") == held.ids("coast") == [item(1).id]
    assert held.app.store.decisions(kinds=("hold",)) == ()


def test_an_approval_for_one_feed_stays_in_that_feed(held: World) -> None:
    reply = held.act(ActKind.APPROVE, item(1).link, feed="coast")
    assert held.ids("coast") == [item(1).id]
    assert outcome(reply, "world").outcome == "empty"
    assert said(reply, "world") == {"Piece 1": ("hold", ("automation-forbidden",))}
    held.restart()
    held.cycle(30)
    assert held.ids("coast") == [item(1).id]
    assert not (held.app.settings.feeds_dir / "world.atom").exists()


def test_a_refusal_takes_back_an_approval_and_the_latest_act_counts(held: World) -> None:
    held.act(ActKind.APPROVE, item(1).id)
    held.clock.move_to(NOON.replace(hour=13))
    reply = held.act(ActKind.REFUSE, item(1).id)
    assert said(reply, "world") == {"Piece 1": ("refusal", ("editor-refused",))}
    assert held.ids("world") == []
    held.clock.move_to(NOON.replace(hour=14))
    held.act(ActKind.APPROVE, item(1).id)
    assert held.ids("world") == [item(1).id]


def test_a_pinned_approval_ends_with_the_revision_it_was_given_for(held: World) -> None:
    held.act(ActKind.APPROVE, item(1).id, pinned=True)
    assert held.ids("world") == [item(1).id]
    held.shows("sea", item(1, title="Piece 1, changed"))
    report = held.cycle(2)
    kind, reasons = said(report, "world")["Piece 1, changed"]
    assert kind == "hold"
    assert "approval-outdated" in reasons
    held.shows("sea", item(1))
    held.cycle(4)
    assert held.ids("world") == [item(1).id]


def test_every_act_stands_in_the_ledger(held: World) -> None:
    held.act(ActKind.APPROVE, item(1).id)
    held.act(ActKind.TAKEDOWN, item(1).id)
    events = [(one.event.event, one.event.by, one.at) for one in held.app.store.ledger() if one.event.by]
    assert events == [("approve", "Sam Sample", NOON), ("takedown", "Sam Sample", NOON)]


@pytest.mark.parametrize("text", ["tag:nobody", "https://gazette.example/none"])
def test_an_act_on_what_is_not_stored_says_so_and_records_nothing(held: World, text: str) -> None:
    with pytest.raises(SyndicatorError) as raised:
        held.act(ActKind.APPROVE, text)
    assert raised.value.code == "entry-unknown"
    assert held.app.store.acts() == ()


def test_an_act_on_what_names_several_entries_says_which(held: World) -> None:
    held.shows("sea", item(1), item(2))
    held.cycle(1)
    with pytest.raises(SyndicatorError, match="names 2 entries") as raised:
        held.act(ActKind.APPROVE, "tag:gazette")
    assert raised.value.code == "entry-ambiguous"


def test_a_filed_act_is_appended_and_holds_from_the_next_run_on(held: World) -> None:
    path = held.folder / "config/approvals.toml"
    before = '# Kept by hand.\n[[refuse]]\nentry = "tag:x"\nby = "Jo"\nat = 2026-11-01T00:00:00Z\nwhy = "no"\n'
    path.write_text(before)
    request = ActRequest(kind=ActKind.APPROVE, entry=item(1).id, by='Sam "S" Sample', why="read\nit", author="A, B, C")
    words = file_act(held.app, request)
    assert str(path) in words
    text = path.read_text()
    assert text.startswith(before)
    filed = tomllib.loads(text)["approve"][0]
    assert filed["by"] == 'Sam "S" Sample'
    assert "feed" not in filed
    file_act(held.app, request.model_copy(update={"kind": ActKind.TAKEDOWN, "entry": item(1).link, "feed": "coast"}))
    assert [act.kind for act in load(held.folder / "config", {}).acts].count(ActKind.TAKEDOWN) == 1
    held.restart()
    held.cycle(1)
    assert held.ids("world") == [item(1).id]
    assert not (held.app.settings.feeds_dir / "coast.atom").exists()


def test_the_first_act_makes_the_file(held: World) -> None:
    file_act(held.app, ActRequest(kind=ActKind.APPROVE, entry=item(1).id, by="Sam", why="read it"))
    (act,) = load(held.folder / "config", {}).acts
    assert (act.entry, act.kind, act.by, act.at) == (item(1).id, ActKind.APPROVE, "Sam", NOON)


def test_an_act_that_can_not_be_filed_says_why(held: World) -> None:
    (held.folder / "config/approvals.toml").mkdir()
    with pytest.raises(CannotWriteError) as raised:
        file_act(held.app, ActRequest(kind=ActKind.APPROVE, entry=item(1).id, by="Sam"))
    assert raised.value.code == "approvals-unwritable"


COMMITTED = f"""\
# What the desk decided. One table an act, newest last.

[[approve]]              # Friday's meeting
entry = "{item(1).id}"
by = "Jo Park"
at = 2026-11-18
why = "fits the series on rivers"
"""


def test_an_act_that_a_commit_adds_is_in_force_at_the_next_run_and_recorded_as_the_file_says(held: World) -> None:
    held.write("config/approvals.toml", COMMITTED)
    held.restart()
    held.cycle(1)
    assert held.ids("world") == held.ids("coast") == [item(1).id]
    (line,) = [one for one in held.app.store.ledger() if one.event.event == "approve"]
    assert (line.event.subject, line.event.by, line.event.message) == (
        item(1).id,
        "Jo Park",
        "fits the series on rivers",
    )
    assert line.at == datetime(2026, 11, 18, tzinfo=UTC)
    assert held.app.store.verify_ledger().ok


def filed(world: World, kind: ActKind, **more: Any) -> str:
    """File an act as a command does, on the configuration as it is now."""
    world.restart()
    world.clock.move_to(world.clock.now() + timedelta(minutes=1))
    request = ActRequest.model_validate({"kind": kind, "entry": item(1).id, "by": "Jo", "why": "read it", **more})
    return file_act(world.app, request)


def test_an_act_that_is_filed_reads_like_one_that_was_written_by_hand(held: World) -> None:
    filed(held, ActKind.APPROVE)
    filed(held, ActKind.REMOVE_NAME, name="Ada Nomen")
    text = (held.folder / "config/approvals.toml").read_text()
    assert text == (
        f'[[approve]]\nentry = "{item(1).id}"\nby = "Jo"\nat = 2026-11-20T12:01:00Z\nwhy = "read it"\n\n'
        f'[[remove-name]]\nentry = "{item(1).id}"\nby = "Jo"\nat = 2026-11-20T12:02:00Z\nwhy = "read it"\n'
        'name = "Ada Nomen"\n'
    )


def test_the_same_act_is_filed_once_and_again_only_when_something_else_was_said_since(held: World) -> None:
    path = held.folder / "config/approvals.toml"
    held.write("config/approvals.toml", COMMITTED)
    assert "wrote approve" in filed(held, ActKind.APPROVE)
    text = path.read_text()
    assert text.startswith(COMMITTED)
    assert "stands in" in filed(held, ActKind.APPROVE)
    assert "already; nothing was written" in filed(held, ActKind.APPROVE)
    assert path.read_text() == text
    assert "wrote refuse" in filed(held, ActKind.REFUSE, feed="coast")
    assert "already" in filed(held, ActKind.REFUSE, feed="coast")
    assert "wrote approve" in filed(held, ActKind.APPROVE)
    assert "wrote takedown" in filed(held, ActKind.TAKEDOWN)
    assert "already" in filed(held, ActKind.TAKEDOWN)
    assert "wrote remove-name" in filed(held, ActKind.REMOVE_NAME, name="Ada Nomen")
    assert "already" in filed(held, ActKind.REMOVE_NAME, name="Ada Nomen")
    held.restart()
    held.cycle(1)
    kinds = [one.event.event for one in held.app.store.ledger() if one.event.by == "Jo"]
    assert sorted(kinds) == ["approve", "approve", "refuse", "remove-name", "takedown"]


def test_an_act_of_the_store_alone_is_filed_when_it_is_given_for_the_file(held: World) -> None:
    held.act(ActKind.APPROVE, item(1).id)
    assert "wrote approve" in filed(held, ActKind.APPROVE, by="Sam Sample")


@pytest.mark.parametrize(
    "before",
    [
        "# Kept by hand",
        "# Kept by hand\n",
        COMMITTED.replace("\n", "\r\n"),
        COMMITTED + "\n",
        f'approve = [\n  {{ entry = "{item(2).id}", by = "Jo", at = 2026-11-18, why = "x" }},  # the first\n]  # all\n',
    ],
    ids=["no line end", "line end", "CRLF", "blank line", "inline"],
)
def test_whatever_the_file_looks_like_an_act_is_added_and_nothing_else_changes(held: World, before: str) -> None:
    path = held.folder / "config/approvals.toml"
    path.write_bytes(before.encode())
    path.chmod(0o640)
    acts = len(load(held.folder / "config", {}).acts)
    filed(held, ActKind.TAKEDOWN)
    filed(held, ActKind.APPROVE)
    after = path.read_bytes().decode()
    assert all(line.rstrip(" ,]") in after for line in before.splitlines())
    assert ("\r\n" in before) is ("\r\n" in after)
    assert not re.search(r"(?<!\r)\n", after) or "\r\n" not in before
    assert len(load(held.folder / "config", {}).acts) == acts + 2
    assert path.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in path.parent.glob(".*")] == []
