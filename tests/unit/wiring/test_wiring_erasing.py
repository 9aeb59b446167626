"""Evidence is shown by its digest and can be erased: who, when and why is recorded, and the chain still holds."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from harness.world import NOON, World, item

from syndicator.assemble import first_look, looked
from syndicator.model.config import ActKind
from syndicator.model.pages import PageKind, Seen
from syndicator.ops.control import EraseRequest, Reply
from syndicator.wiring.erasing import EvidenceError, erase, show

RIGHTS = "https://creativecommons.org/licenses/by/4.0/"


@pytest.fixture
def two(world: World) -> World:
    """Give a world in which two entries are live, one of them in its second revision."""
    world.publisher("gazette")
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    world.shows("sea", item(1), item(2, title="Piece 2, at first"))
    world.cycle()
    world.shows("sea", item(1), item(2))
    world.cycle(1)
    return world


def revisions(world: World, number: int) -> list[str]:
    """Give the digests of an entry's revisions, oldest first."""
    return [one.digest for one in world.app.store.held("gazette", item(number).id)]


def erased(world: World, digest: str = "", entry: str = "") -> Reply:
    return erase(world.app, EraseRequest(digest=digest, entry=entry, by="Jo Park", why="asked by the author"))


def code_of(world: World, digest: str = "", entry: str = "") -> str:
    with pytest.raises(EvidenceError) as raised:
        erased(world, digest, entry)
    return raised.value.code


@pytest.mark.proves("D-52")
def test_every_line_of_the_ledger_leads_to_the_bytes_that_it_rests_on(two: World) -> None:
    names = {name for line in two.app.store.ledger() for name in line.event.evidence}
    kinds = {name.partition(":")[0] for name in names}
    assert kinds == {"claim", "entry", "revision", "text", "terms"}
    registry = 0
    for name in sorted(names):
        if name.startswith("entry:"):
            assert '"title": "Piece' in str(show(two.app, name).piece.text)
        elif name.startswith("claim:"):
            try:
                assert show(two.app, name).piece.text == RIGHTS
            except EvidenceError:
                registry += 1  # what the operator's own signature gives stands in the source's file
    assert registry == 1


@pytest.mark.proves("D-52", "O-17")
def test_the_bytes_of_an_old_revision_are_erased_and_who_when_and_why_stays(two: World) -> None:
    old, new = revisions(two, 2)
    assert "Piece 2, at first" in str(show(two.app, old).piece.text)
    reply = erased(two, old[:8])
    assert reply.message == f"erased 1 piece of evidence, by Jo Park: entry:{old}"
    shown = show(two.app, old)
    assert shown.piece.text is None
    assert str(shown.erased) == (
        f"erased on {NOON:%Y-%m-%d} 13:00 UTC by Jo Park: asked by the author (line {shown.lines[-1]} of the ledger)"
    )
    assert two.app.store.verify_ledger().ok
    assert show(two.app, new).piece.text is not None
    two.restart()
    two.cycle(2)
    assert two.ids("world") == [item(1).id, item(2).id]
    assert [one.erased for one in two.app.store.held("gazette", item(2).id)] == [True, False]


def test_what_was_erased_is_not_erased_twice_and_what_is_unknown_is_said(two: World) -> None:
    old, _ = revisions(two, 2)
    erased(two, old)
    lines = len(two.app.store.ledger())
    with pytest.raises(EvidenceError, match="was erased on 2026-11-20 13:00 UTC by Jo Park: asked by the author"):
        erased(two, old)
    for text in ("0" * 64, "entry:" + "0" * 32, "", old[:7], "claim:" + old):
        assert code_of(two, text) == "evidence-unknown"
    assert len(two.app.store.ledger()) == lines


def test_what_publishing_needs_is_refused_with_what_to_do(two: World) -> None:
    *_, current = revisions(two, 2)
    statement = two.app.store.claims_of(item(1).id)[0].digest
    before = len(two.app.store.ledger())
    for digest in (current, statement):
        with pytest.raises(EvidenceError) as raised:
            erased(two, digest)
        assert raised.value.code == "evidence-needed"
        assert raised.value.hint.startswith(
            f"take it down first: `syndicator takedown {item(2).id if digest == current else item(1).id}"
        )
    assert code_of(two, entry=item(1).id) == "evidence-needed"
    assert len(two.app.store.ledger()) == before
    assert two.app.store.newest(["sea"], limit=9)[1].entry.body


@pytest.mark.proves("D-41", "D-52")
def test_after_a_takedown_all_that_was_received_can_be_erased_and_the_entry_stays_known_as_withdrawn(
    two: World,
) -> None:
    two.act(ActKind.TAKEDOWN, item(2).id)
    published = two.bytes_of("world")
    reply = erased(two, entry=item(2).link)
    assert reply.message.startswith("erased 2 pieces of evidence")
    (decision,) = (one for one in two.app.store.decisions() if one.id == item(2).id)
    assert (decision.kind, decision.title) == ("withdrawal", "")
    lines = two.app.store.ledger()
    assert [digest.partition(":")[0] for digest in lines[-1].event.evidence] == ["entry", "entry"]
    assert (lines[-1].event.subject, lines[-1].event.by) == (item(2).id, "Jo Park")
    for again in (2, 3):
        two.restart()
        two.shows("sea", item(1), item(2), item(9 + again))
        two.cycle(again)
        assert item(2).id not in two.ids("world")
        assert two.tombstones("world") == [item(2).id]
    assert two.app.store.verify_ledger().ok
    assert b"Piece 2" not in published
    assert [line.event.event for line in two.app.store.ledger_about(item(2).id)][-1] == "erase"
    assert code_of(two, entry=item(2).id) == "evidence-erased"


def test_what_is_taken_down_and_still_live_is_not_erased(two: World, monkeypatch: pytest.MonkeyPatch) -> None:
    two.act(ActKind.TAKEDOWN, item(2).id)
    still = [one.model_copy(update={"state": "live"}) for one in two.app.store.live("world")]
    monkeypatch.setattr(two.app.store, "live", lambda _feed: tuple(still))
    with pytest.raises(EvidenceError, match="was taken down, but is still live in world"):
        erased(two, entry=item(2).id)


def test_a_statement_is_erased_once_nothing_that_is_live_makes_it(two: World) -> None:
    for number in (1, 2):
        two.act(ActKind.TAKEDOWN, item(number).id)
    claim = two.app.store.claims_of(item(1).id)[0]
    erased(two, claim.digest)
    (after,) = two.app.store.claims_of(item(1).id)
    assert (after.raw, after.license_key) == ("", claim.license_key)
    assert two.app.store.verify_ledger().ok


def test_a_statement_of_a_sources_newest_document_stays(world: World) -> None:
    world.publisher("gazette")
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    world.shows("sea", item(1))
    world.documents["sea"] = world.documents["sea"].replace(b"<updated>", b"<rights>CC BY 4.0</rights><updated>", 1)  # type: ignore[union-attr]
    world.cycle()
    (claim,) = world.app.store.source_states()["sea"].claims
    with pytest.raises(EvidenceError, match="the newest document of sea makes this statement"):
        erased(world, claim.digest)


def test_the_text_of_a_page_stays_while_the_page_says_so(two: World) -> None:
    first = looked(
        first_look(PageKind.ROBOTS, "https://gazette.example/robots.txt", "gazette", NOON), Seen(text="a: b"), NOON
    )
    two.app.store.record_pages([first])
    assert show(two.app, first.state.digest).piece.text == "a: b"
    with pytest.raises(EvidenceError, match=r"it is what https://gazette\.example/robots\.txt said at the newest look"):
        erased(two, first.state.digest)
    two.app.store.record_pages([looked(first.state, Seen(text="c: d"), NOON)])
    erased(two, first.state.digest)
    assert show(two.app, first.state.digest).piece.text is None


def test_what_is_received_again_after_it_was_erased_is_stored_again(two: World) -> None:
    old, _ = revisions(two, 2)
    erased(two, old)
    two.shows("sea", item(1), item(2, title="Piece 2, at first"))
    two.cycle(2)
    assert "Piece 2, at first" in str(show(two.app, old).piece.text)
    for number in (1, 2):
        two.act(ActKind.TAKEDOWN, item(number).id)
    erased(two, two.app.store.claims_of(item(1).id)[0].digest)
    two.shows("sea", item(1), item(12))
    two.cycle(3)
    assert [claim.raw for claim in two.app.store.claims_of(item(12).id)] == [RIGHTS]


def test_several_pieces_that_begin_alike_are_named(two: World) -> None:
    digests = [name for line in two.app.store.ledger() for name in line.event.evidence if name.startswith("entry:")]
    raw = sqlite3.connect(two.app.settings.data_dir / "syndicator.db")
    raw.executemany("INSERT INTO evidence VALUES (?, NULL)", [(f"aaaaaaaa{number}",) for number in range(5)])
    raw.commit()
    raw.close()
    assert digests
    with pytest.raises(EvidenceError, match=re.escape("claim:aaaaaaaa0, claim:aaaaaaaa1, claim:aaaaaaaa2 and 2 more")):
        show(two.app, "aaaaaaaa")
    assert show(two.app, "aaaaaaaa3").erased is None


def test_erased_bytes_are_in_no_file_of_the_data_folder_any_more(two: World) -> None:
    folder: Path = two.app.settings.data_dir
    raw = sqlite3.connect(folder / "syndicator.db")
    payloads = [bytes(row[0]) for row in raw.execute("SELECT payload FROM revision")]
    raw.close()
    assert all(len(payload) > 100 for payload in payloads)
    whole = b"".join(path.read_bytes() for path in folder.glob("syndicator.db*"))
    assert all(payload[20:90] in whole for payload in payloads)
    for number in (1, 2):
        two.act(ActKind.TAKEDOWN, item(number).id)
        erased(two, entry=item(number).id)
    whole = b"".join(path.read_bytes() for path in folder.glob("syndicator.db*"))
    assert not any(payload[20:90] in whole for payload in payloads)
