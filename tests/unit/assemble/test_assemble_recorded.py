"""What a release leaves in the record."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from harness.candidates import AT, BASE, CLAIM, FEED, SOURCE, TERMS, candidate, considered, stored

from syndicator import assemble
from syndicator.assemble import Considered, Rests
from syndicator.model.config import Feed
from syndicator.model.reasons import Reason
from syndicator.model.records import DecisionRecord, LiveEntry, ReleaseRecord, StoredEntry
from syndicator.model.rights import Hold, Withdrawal

DOCUMENT = CLAIM.model_copy(update={"digest": "c9"})
TERMS_DIGEST = hashlib.sha256(TERMS.model_dump_json().encode()).hexdigest()


def rests(one: StoredEntry, feed: Feed) -> Rests:
    assert feed.name == "world"
    return Rests(f"r-{one.entry.digest}", (DOCUMENT,), TERMS)


def recorded(made: Considered) -> ReleaseRecord:
    released = assemble.plan_of(made, {}, {"sea": SOURCE}, {}, BASE, AT)
    files = (("world.rss", "a"),)
    return assemble.recorded(made, released, files, rests, inputs="i", next_release=AT + timedelta(hours=1), at=AT)


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
    made = recorded(considered(candidate(1), candidate(2), prior=prior(1)))
    assert [one.id for one in made.decisions] == [stored(2).id]
    assert [(one.event, one.subject, one.feed) for one in made.events] == [
        ("permit", stored(2).id, "world"),
        ("publish", stored(1).id, "world"),
        ("publish", stored(2).id, "world"),
    ]


def test_a_decision_that_changed_in_any_part_is_written_again() -> None:
    changes = {"kind": "hold", "reasons": (Reason.EMBARGO,), "message": "m", "until": AT, "title": "t", "link": "l"}
    for key, value in changes.items():
        assert recorded(considered(candidate(1), prior=prior(1, **{key: value}))).decisions, key


def test_every_line_carries_its_evidence_and_a_holds_its_reasons_too() -> None:
    hold = Hold(reasons=(Reason.LICENSE_MISSING,), message="None found.")
    made = recorded(considered(candidate(1), others=((stored(2), hold),)))
    whole = ("claim:c1", "claim:c9", "entry:d1", "revision:r-d1", f"text:{'0' * 64}", f"terms:{TERMS_DIGEST}")
    assert [(one.event, one.evidence) for one in made.events] == [
        ("permit", whole),
        ("hold", ("claim:c1", "claim:c9", "entry:d2", "revision:r-d2", f"terms:{TERMS_DIGEST}")),
        ("publish", whole),
    ]
    assert (made.events[1].reasons, made.events[1].message) == (("license-missing",), "None found.")


def test_a_reference_rests_on_no_text_and_what_nobody_has_terms_for_on_no_terms() -> None:
    made = considered(candidate(1), feed=FEED.model_copy(update={"mode": "link"}))
    assert not any(digest.startswith("text:") for line in recorded(made).events for digest in line.evidence)
    hold = Hold(reasons=(Reason.TERMS_MISSING,))
    released = assemble.plan_of(considered(others=((stored(2), hold),)), {}, {"sea": SOURCE}, {}, BASE, AT)
    record = assemble.recorded(
        considered(others=((stored(2), hold),)),
        released,
        (),
        lambda *_: Rests("r"),
        inputs="",
        next_release=None,
        at=AT,
    )
    assert [one.evidence for one in record.events] == [("claim:c1", "entry:d2", "revision:r")]


def live(number: int, **changes: object) -> LiveEntry:
    digest = f"d{number}"
    made = LiveEntry(feed="world", id=stored(number).id, digest=digest, state="live", when=AT)
    return made.model_copy(update=changes)


@pytest.mark.parametrize(
    ("was", "events"),
    [
        ((), [("publish", "CC BY 4.0, The Sample Gazette")]),
        ((live(1),), []),
        ((live(1, digest="d0"),), [("update", "in place of entry:d0")]),
        ((live(1, state="withdrawn"),), [("publish", "CC BY 4.0, The Sample Gazette")]),
    ],
    ids=["new", "as it was", "revised", "back again"],
)
def test_each_publication_and_update_is_a_line_also_when_no_decision_changed(was, events) -> None:
    made = recorded(considered(candidate(1), live=was, prior=prior(1)))
    assert made.decisions == ()
    assert [(one.event, one.message) for one in made.events] == events
    assert all(one.evidence[2] == "entry:d1" for one in made.events)


def test_what_leaves_without_a_new_decision_is_a_line() -> None:
    made = recorded(considered(candidate(1), live=(live(1), live(3), live(4, state="withdrawn")), prior=prior(1)))
    assert [(one.event, one.subject, one.message, one.evidence) for one in made.events] == [
        ("leave", stored(3).id, "no longer among the feed's entries", ("entry:d3",))
    ]


def test_an_entry_that_leaves_by_a_decision_has_no_other_line() -> None:
    hold = Hold(reasons=(Reason.LICENSE_MISSING,))
    made = recorded(considered(candidate(1), others=((stored(2), hold),), live=(live(1), live(2)), prior=prior(1)))
    assert [(one.event, one.subject) for one in made.events] == [("hold", stored(2).id)]


def test_a_withdrawal_is_one_line_with_its_evidence() -> None:
    gone = Withdrawal(reasons=(Reason.TAKEDOWN,), message="Taken down by Jo Park: asked to")
    made = recorded(considered(others=((stored(2), gone),), live=(live(2),)))
    (line,) = made.events
    assert (line.event, line.reasons, line.evidence[:3]) == (
        "withdrawal",
        ("takedown",),
        ("claim:c1", "claim:c9", "entry:d2"),
    )


def test_a_line_about_an_id_that_two_publishers_use_rests_on_the_entry_that_had_it_first() -> None:
    hold = Hold(reasons=(Reason.IDENTITY_SUSPECT,))
    ours, theirs = stored(2), stored(5, id=stored(2).id, contested=True)
    made = recorded(considered(others=((theirs, hold), (ours, hold))))
    assert [one.evidence[2] for one in made.events] == ["entry:d2"]


def test_a_slot_is_taken_once_and_by_no_reference() -> None:
    both = (candidate(1), candidate(2, first_live=AT - timedelta(days=1)))
    assert recorded(considered(*both)).charged == (stored(1).id,)
    assert recorded(considered(*both, feed=FEED.model_copy(update={"mode": "link"}))).charged == ()
