"""The editors' feed of what is held."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from lxml import etree

from syndicator.model.findings import Severity
from syndicator.model.reasons import REASONS, Reason
from syndicator.model.records import DecisionRecord
from syndicator.render import holds
from syndicator.validate import validate

AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def decision(number: int, kind: str = "hold", **changes: object) -> DecisionRecord:
    values = {
        "feed": "world",
        "id": f"urn:sample:{number}",
        "kind": kind,
        "reasons": (Reason.AUTHOR_MISSING,) if kind == "hold" else (),
        "at": AT + timedelta(minutes=number),
        "title": f"Piece {number}",
        "link": f"https://gazette.example/{number}",
        "publisher": "sample-gazette",
    }
    return DecisionRecord.model_validate({**values, **changes})


def entries(body: bytes) -> list[etree._Element]:
    return etree.fromstring(body).findall("a:entry", ATOM)


def test_holds_stand_newest_first_with_reason_and_what_to_do() -> None:
    body = holds((decision(1), decision(2)), {}, at=AT)
    assert [one.findtext("a:title", namespaces=ATOM) for one in entries(body)] == ["Piece 2", "Piece 1"]
    text = entries(body)[0].findtext("a:content", namespaces=ATOM)
    assert "author-missing" in text
    assert REASONS[Reason.AUTHOR_MISSING].fix in text
    assert entries(body)[0].find("a:link", ATOM).get("href") == "https://gazette.example/2"


def test_an_entry_that_is_held_in_two_feeds_stands_once() -> None:
    body = holds((decision(1), decision(1, feed="business", reasons=(Reason.THIRD_PARTY_SUSPECT,))), {}, at=AT)
    (entry,) = entries(body)
    text = entry.findtext("a:content", namespaces=ATOM)
    assert "business: third-party-suspect" in text
    assert "world: author-missing" in text


def test_equal_decisions_give_equal_bytes_and_a_valid_feed_whatever_a_title_holds() -> None:
    made = (decision(1, title="A\x00 <b>\u202etitle", link="javascript:alert(1)"), decision(2, title=""))
    body = holds(made, {}, at=AT)
    assert body == holds(tuple(reversed(made)), {}, at=AT + timedelta(days=1))
    assert not [one for one in validate(body) if one.severity is Severity.ERROR]
    assert b"javascript" not in body


def test_nothing_held_is_an_empty_feed_of_that_instant() -> None:
    body = holds((), {}, at=AT)
    assert not entries(body)
    assert etree.fromstring(body).findtext("a:updated", namespaces=ATOM).startswith("2026-11-20T10:00:00")


def test_an_id_that_no_xml_can_carry_is_left_out() -> None:
    assert not entries(holds((decision(1, id="urn:x\x01"),), {}, at=AT))


def test_a_candidate_says_until_when_it_may_be_picked_and_each_entry_what_is_left_of_the_quota() -> None:
    until = AT + timedelta(days=3)
    candidate = decision(1, kind="wait", reasons=(Reason.NOT_SELECTED,), until=until)
    words = {"sample-gazette": "The Sample Gazette: 1 of 3 slots left for 2026-11-20 (UTC)"}
    body = holds((candidate, decision(2, publisher="another")), words, at=AT)
    other, picked = (one.findtext("a:content", namespaces=ATOM) for one in entries(body))
    assert "world: not-selected until 2026-11-23 10:00 UTC." in picked
    assert REASONS[Reason.NOT_SELECTED].fix in picked
    assert picked.endswith("Publisher: sample-gazette. The Sample Gazette: 1 of 3 slots left for 2026-11-20 (UTC).")
    assert other.endswith("Publisher: another.")
    assert body == holds((decision(2, publisher="another"), candidate), words, at=AT)
    assert not [one for one in validate(body) if one.severity is Severity.ERROR]
