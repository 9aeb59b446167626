"""What a release leaves in the record."""

from __future__ import annotations

from datetime import timedelta

from harness.candidates import AT, BASE, FEED, SOURCE, candidate, considered, stored

from syndicator import assemble
from syndicator.assemble import Considered
from syndicator.model.reasons import Reason
from syndicator.model.records import DecisionRecord, LiveEntry, ReleaseRecord
from syndicator.model.rights import Hold


def recorded(made: Considered) -> ReleaseRecord:
    released = assemble.plan_of(made, {}, {"sea": SOURCE}, {}, BASE, AT)
    files = (("world.rss", "a"),)
    return assemble.recorded(made, released, files, inputs="i", next_release=AT + timedelta(hours=1), at=AT)


def prior(number: int, **changes: object) -> dict[str, DecisionRecord]:
    one = assemble.plan_of(considered(candidate(number)), {}, {"sea": SOURCE}, {}, BASE, AT - timedelta(days=1))
    decision = one.decisions[0].model_copy(update=changes)
    return {decision.id: decision}


def test_a_release_records_files_inputs_and_when_to_look_again() -> None:
    made = recorded(considered(candidate(1)))
    assert (made.feed, made.at, made.inputs) == ("world", AT, "i")
    assert made.next_release == AT + timedelta(hours=1)
    assert made.files == (("world.rss", "a"),)
    assert [one.id for one in made.live] == [stored(1).id]


def test_a_decision_and_its_line_in_the_ledger_are_written_once() -> None:
    made = recorded(considered(candidate(1), candidate(2), prior=prior(1), live=live(1)))
    assert [one.id for one in made.decisions] == [stored(2).id]
    assert [(one.event, one.subject, one.feed) for one in made.events] == [("permit", stored(2).id, "world")]


def live(*numbers: int, state: str = "live") -> tuple[LiveEntry, ...]:
    fields = {"feed": "world", "digest": "d", "state": state, "when": AT}
    return tuple(LiveEntry.model_validate({**fields, "id": stored(number).id}) for number in numbers)


def moves(made: ReleaseRecord) -> list[tuple[str, str]]:
    return [(one.event, one.subject) for one in made.events]


def test_an_entry_that_leaves_or_comes_back_without_a_new_decision_has_a_line() -> None:
    assert moves(recorded(considered(candidate(1), live=live(1, 2), prior=prior(1)))) == [("leave", stored(2).id)]
    back = recorded(considered(candidate(1), live=live(1, state="withdrawn"), prior=prior(1)))
    assert moves(back) == [("return", stored(1).id)]
    assert back.events[0].message == "CC BY 4.0, The Sample Gazette"


def test_an_entry_that_leaves_by_a_decision_has_no_other_line() -> None:
    hold = Hold(reasons=(Reason.LICENSE_MISSING,))
    assert moves(recorded(considered(candidate(1), others=((stored(2), hold),), live=live(1, 2), prior=prior(1)))) == [
        ("hold", stored(2).id)
    ]


def test_a_decision_that_changed_in_any_part_is_written_again() -> None:
    changes = {"kind": "hold", "reasons": (Reason.EMBARGO,), "message": "m", "until": AT, "title": "t", "link": "l"}
    for key, value in changes.items():
        assert recorded(considered(candidate(1), prior=prior(1, **{key: value}))).decisions, key


def test_every_line_carries_its_evidence_and_a_holds_its_reasons_too() -> None:
    hold = Hold(reasons=(Reason.LICENSE_MISSING,), message="None found.")
    made = recorded(considered(candidate(1), others=((stored(2), hold),)))
    assert made.events[0].evidence == ("c1", "d1")
    assert made.events[1].evidence == ("c1", "d2")
    assert (made.events[1].reasons, made.events[1].message) == (("license-missing",), "None found.")


def test_a_slot_is_taken_once_and_by_no_reference() -> None:
    both = (candidate(1), candidate(2, first_live=AT - timedelta(days=1)))
    assert recorded(considered(*both)).charged == (stored(1).id,)
    assert recorded(considered(*both, feed=FEED.model_copy(update={"mode": "link"}))).charged == ()
