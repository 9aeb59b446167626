"""What every store answers: the real one and the fake pass the same suite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from syndicator.errors import StoreError
from syndicator.model.config import Act, ActKind
from syndicator.model.polling import Due, PollKind
from syndicator.model.reasons import Reason
from syndicator.model.records import DecisionRecord, LedgerEvent, LiveEntry, SourceState, Withdrawn
from syndicator.store import Store, open_store
from tests.harness.fake_store import FakeStore
from tests.harness.store_records import (
    AT,
    GAZETTE,
    HERALD,
    INFO,
    arrival,
    claim,
    later,
    permit,
    poll,
    release,
    silent,
)

ONE, TWO, THREE = (f"tag:gazette.example,2026:{number}" for number in ("one", "two", "three"))


@pytest.fixture(params=["fake", "real"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store | FakeStore]:
    made = FakeStore() if request.param == "fake" else open_store("sqlite", tmp_path, at=AT)
    yield made
    made.close()


def test_an_unknown_source_has_no_state(store: Store) -> None:
    assert store.source_states() == {}
    assert store.source_states(["nobody"]) == {}


def test_beginning_a_poll_pushes_the_due_time_out_and_notes_the_attempt(store: Store) -> None:
    store.begin_polls([("uk", Due(at=later(1), because="in flight"))], at=AT)
    state = store.source_states(["uk"])["uk"]
    assert state == SourceState(id="uk", next_due=later(1), due_because="in flight", last_attempt=AT)


def test_beginning_no_polls_changes_nothing(store: Store) -> None:
    store.begin_polls([], at=AT)
    assert store.source_states() == {}


def test_moving_a_due_time_changes_nothing_else(store: Store) -> None:
    store.record_polls([poll("uk", arrival(ONE))])
    before = store.source_states()["uk"]
    store.move_due("uk", Due(at=later(9), because="asked by hand"))
    after = store.source_states()["uk"]
    assert after == before.model_copy(update={"next_due": later(9), "due_because": "asked by hand"})


def test_validators_are_stored_with_the_entries_they_describe(store: Store) -> None:
    record = poll("uk", arrival(ONE)).model_copy(update={"document_claims": (claim("CC BY-ND for all"),)})
    store.record_polls([record])
    state = store.source_states(["uk"])["uk"]
    assert state.validators == record.validators
    assert state.claims == record.document_claims
    assert (state.info, state.reader, state.body_digest) == (INFO, "1", "0f" * 16)
    assert state.last_success == state.last_attempt == AT
    assert set(store.stored(GAZETTE, [ONE])) == {ONE}


def test_a_poll_without_a_document_keeps_what_the_last_document_said(store: Store) -> None:
    store.record_polls([poll("uk", arrival(ONE))])
    store.record_polls([silent("uk", PollKind.NOT_MODIFIED, at=later(1))])
    state = store.source_states()["uk"]
    assert (state.info, state.reader, state.body_digest) == (INFO, "1", "0f" * 16)
    assert (state.outcome, state.last_success) == (PollKind.NOT_MODIFIED, later(1))
    assert store.known_digests("uk", "1")


def test_a_failed_poll_keeps_the_last_success_and_clears_validators_when_told(store: Store) -> None:
    store.record_polls([poll("uk", arrival(ONE))])
    failed = silent("uk", PollKind.HARD_ERROR, at=later(2)).model_copy(
        update={"validators": None, "errors": 3, "code": "http-500", "message": "the server failed"}
    )
    store.record_polls([failed])
    state = store.source_states()["uk"]
    assert (state.last_success, state.last_attempt) == (AT, later(2))
    assert (state.errors, state.code, state.message, state.validators) == (3, "http-500", "the server failed", None)


def test_an_entry_comes_back_as_it_went_in(store: Store) -> None:
    made = arrival(ONE, body="<p>Smörgås &amp; \U0001f600 \\u0000</p>", rights=["CC BY-ND 4.0", "© Ada"])
    store.record_polls([poll("uk", made)])
    stored = store.stored(GAZETTE, [ONE])[ONE]
    assert stored.entry == made.entry
    assert stored.claims == made.claims
    assert (stored.publisher, stored.key, stored.id, stored.source, stored.sources) == (
        GAZETTE,
        ONE,
        ONE,
        "uk",
        ("uk",),
    )
    assert (stored.first_seen, stored.seen, stored.published) == (AT, AT, later(-1))
    assert not stored.contested
    assert stored.first_live is None


def test_known_digests_are_those_of_the_newest_document_and_of_its_reader(store: Store) -> None:
    one, two = arrival(ONE), arrival(TWO)
    store.record_polls([poll("uk", one, two)])
    assert store.known_keys("uk", "1") == {one.entry.digest: ONE, two.entry.digest: TWO}
    assert store.known_digests("uk", "2") == frozenset()
    store.record_polls([poll("uk", listed=((TWO, two.entry.digest),), at=later(1))])
    assert store.known_digests("uk", "1") == {two.entry.digest}


def test_a_listed_key_that_was_never_stored_is_not_known(store: Store) -> None:
    store.record_polls([poll("uk", listed=((ONE, "d1"),))])
    assert store.known_digests("uk", "1") == frozenset()


@pytest.mark.parametrize("order", [("africa", "uk"), ("uk", "africa")])
def test_of_two_sources_that_show_one_revision_the_same_one_stands_for_it_whichever_came_first(
    store: Store, order: tuple[str, ...]
) -> None:
    for at, name in enumerate(order):
        store.record_polls([poll(name, arrival(ONE), at=later(at))])
    (stored,) = store.newest(["uk"], limit=5)
    assert (stored.source, stored.sources) == ("africa", ("africa", "uk"))


def test_an_entry_that_left_the_document_stays_stored(store: Store) -> None:
    store.record_polls([poll("uk", arrival(ONE), arrival(TWO))])
    store.record_polls([poll("uk", listed=(), at=later(1))])
    assert {stored.id for stored in store.newest(["uk"], limit=10)} == {ONE, TWO}


def test_a_new_revision_replaces_the_old_and_keeps_identity_and_first_sight(store: Store) -> None:
    store.record_polls([poll("uk", arrival(ONE))])
    second = arrival(ONE, body="<p>Other words.</p>").model_copy(
        update={"id": "tag:other", "first_seen": later(5), "updated": later(5)}
    )
    store.record_polls([poll("uk", second, at=later(5))])
    stored = store.stored(GAZETTE, [ONE])[ONE]
    assert stored.entry.body == "<p>Other words.</p>"
    assert (stored.id, stored.first_seen, stored.seen, stored.updated) == (ONE, AT, later(5), later(5))


def test_a_revision_that_returns_was_first_seen_when_it_was(store: Store) -> None:
    first, second = arrival(ONE), arrival(ONE, body="<p>Other.</p>")
    for hours, made in enumerate((first, second, first)):
        store.record_polls([poll("uk", made, at=later(hours))])
    stored = store.stored(GAZETTE, [ONE])[ONE]
    assert (stored.entry.body, stored.seen) == ("<p>First words.</p>", AT)


def test_the_same_polls_recorded_twice_leave_one_of_each(store: Store) -> None:
    records = [poll("uk", arrival(ONE, rights=["CC BY"]), arrival(TWO), tombstones=[TWO])]
    store.record_polls(records)
    before = (store.newest(["uk"], limit=10), store.source_states(), store.known_keys("uk", "1"))
    store.record_polls(records)
    assert (store.newest(["uk"], limit=10), store.source_states(), store.known_keys("uk", "1")) == before
    assert len(before[0]) == 2


def test_one_entry_in_two_sources_of_a_publisher_is_one_with_the_claims_of_both(store: Store) -> None:
    free, strict = arrival(ONE, rights=["CC BY"]), arrival(ONE, rights=["All rights reserved"])
    store.record_polls([poll("uk", strict), poll("africa", free, at=later(1))])
    (stored,) = store.newest(["uk", "africa"], limit=10)
    assert (stored.source, stored.sources) == ("africa", ("africa", "uk"))
    assert [made.raw for made in stored.claims] == ["CC BY", "All rights reserved"]


def test_a_claim_that_no_document_shows_any_more_is_no_longer_heard(store: Store) -> None:
    free, strict = arrival(ONE, rights=["CC BY"]), arrival(ONE, rights=["All rights reserved"])
    store.record_polls([poll("uk", strict), poll("africa", free)])
    store.record_polls([poll("uk", listed=(), at=later(1))])
    (stored,) = store.newest(["uk"], limit=10)
    assert [made.raw for made in stored.claims] == ["CC BY"]


@pytest.mark.parametrize("together", [True, False])
def test_an_id_that_another_publisher_had_first_is_contested(store: Store, together: bool) -> None:
    records = [poll("uk", arrival(ONE)), poll("copy", arrival(ONE), publisher=HERALD, at=later(1))]
    for batch in [records] if together else [[record] for record in records]:
        store.record_polls(batch)
    assert not store.stored(GAZETTE, [ONE])[ONE].contested
    assert store.stored(HERALD, [ONE])[ONE].contested
    assert [stored.contested for stored in store.newest(["uk", "copy"], limit=5)] == [False, True]


def test_a_tombstone_marks_its_publishers_entry_for_ever_and_no_other(store: Store) -> None:
    store.record_polls([poll("uk", arrival(ONE), arrival(TWO)), poll("copy", arrival(ONE), publisher=HERALD)])
    store.record_polls([poll("uk", listed=(), tombstones=[ONE, "tag:unknown"], at=later(1))])
    store.record_polls([poll("uk", arrival(ONE, body="<p>Back.</p>"), tombstones=[ONE], at=later(2))])
    assert store.stored(GAZETTE, [ONE])[ONE].deleted_upstream == later(1)
    assert store.stored(GAZETTE, [TWO])[TWO].deleted_upstream is None
    assert store.stored(HERALD, [ONE])[ONE].deleted_upstream is None


@pytest.mark.parametrize("letter", ["\0", "\ud800"])
@pytest.mark.parametrize("place", ["body", "key", "message"])
def test_text_that_can_not_be_stored_is_named_and_loses_no_other_record(store: Store, letter: str, place: str) -> None:
    made = arrival(TWO, body=f"<p>{letter}</p>" if place == "body" else "<p>x</p>")
    if place == "key":
        made = made.model_copy(update={"key": TWO + letter})
    bad = poll("bad", made)
    if place == "message":
        bad = bad.model_copy(update={"message": letter})
    with pytest.raises(StoreError) as caught:
        store.record_polls([poll("uk", arrival(ONE)), bad, poll("africa", arrival(THREE))])
    assert caught.value.code == "text-not-storable"
    assert (TWO if place != "message" else "document") in caught.value.what
    assert {stored.id for stored in store.newest(["uk", "africa", "bad"], limit=9)} == {ONE, THREE}
    assert "bad" not in store.source_states()


def test_newest_entries_come_by_date_then_id_and_in_pages(store: Store) -> None:
    made = [arrival(ONE, age_h=2), arrival(TWO, age_h=1), arrival(THREE, age_h=2)]
    store.record_polls([poll("uk", *made), poll("africa", arrival("tag:a", age_h=0))])
    assert [stored.id for stored in store.newest(["uk"], limit=9)] == [TWO, ONE, THREE]
    first = store.newest(["uk"], limit=2)
    rest = store.newest(["uk"], limit=2, before=(first[-1].published, first[-1].id))
    assert [stored.id for stored in rest] == [THREE]
    assert [stored.id for stored in store.newest(["uk", "africa"], limit=1)] == ["tag:a"]
    assert store.newest([], limit=9) == []


def test_an_entry_is_found_by_id_link_or_the_beginning_of_either(store: Store) -> None:
    store.record_polls([poll("uk", arrival(ONE), arrival(TWO))])
    for text in (ONE, "https://gazette.example/one", "https://gazette.example/o", ONE[:-1]):
        assert [stored.id for stored in store.find(text)] == [ONE], text
    assert {stored.id for stored in store.find("tag:gazette")} == {ONE, TWO}
    assert store.find("") == []
    assert store.find("nothing like it") == []


def test_claims_are_given_by_the_published_id(store: Store) -> None:
    store.record_polls([poll("uk", arrival(ONE, rights=["CC BY"]))])
    assert [made.raw for made in store.claims_of(ONE)] == ["CC BY"]
    assert store.claims_of(TWO) == ()


def test_inputs_change_with_whatever_a_release_depends_on(store: Store) -> None:
    one = arrival(ONE)
    seen = [store.inputs(["uk", "africa"])]

    def moved() -> bool:
        seen.append(store.inputs(["uk", "africa"]))
        return seen[-1] not in seen[:-1]

    store.record_polls([poll("uk", one)])
    assert moved()
    store.record_polls([poll("africa", one)])
    assert moved()
    store.record_polls([poll("uk", arrival(ONE, body="<p>Other.</p>"), at=later(1))])
    assert moved()
    store.record_polls([poll("elsewhere", arrival(ONE, rights=["All rights reserved"]), at=later(2))])
    assert moved(), "another source shows the entry with another claim"
    store.record_polls([poll("uk", listed=(), tombstones=[ONE], at=later(3))])
    assert moved()
    titled = INFO.model_copy(update={"title": "The New Gazette"})
    store.record_polls([poll("uk", listed=(), info=titled, at=later(4))])
    assert moved()
    store.record_act(Act(kind=ActKind.REFUSE, entry=ONE, by="Jo Park", at=AT, why="dull"))
    assert moved()


def test_inputs_stay_when_nothing_a_release_depends_on_changed(store: Store) -> None:
    record = poll("uk", arrival(ONE)).model_copy(update={"document_claims": (claim("CC BY"),)})
    store.record_polls([record])
    before = store.inputs(["uk"])
    store.record_polls([silent("uk", PollKind.NOT_MODIFIED, at=later(1)), poll("other", arrival(TWO))])
    seen_again = claim("CC BY").model_copy(update={"seen_at": later(2)})
    store.record_polls([record.model_copy(update={"arrivals": (), "document_claims": (seen_again,), "at": later(2)})])
    store.begin_polls([("uk", Due(at=later(3), because="x"))], at=later(2))
    assert store.inputs(["uk"]) == before


def test_an_entry_is_given_as_an_earlier_revision_had_it_with_the_identity_and_dates_of_now(store: Store) -> None:
    first, second = arrival(ONE, rights=["CC BY"]), arrival(ONE, body="<p>Revised.</p>", rights=["All rights reserved"])
    store.record_polls([poll("uk", first)])
    store.record_polls([poll("africa", second, at=later(1))])
    (now,) = store.newest(["uk"], limit=10)
    then = store.as_of(now, first.entry.digest)
    assert then is not None
    assert (then.entry, then.source, then.seen) == (first.entry, "uk", AT)
    assert [claim.raw for claim in then.claims] == ["CC BY"]
    assert (then.id, then.updated, then.sources) == (now.id, now.updated, now.sources)
    assert store.as_of(now, now.entry.digest) == now.model_copy(update={"claims": second.claims})
    assert store.as_of(now, "another") is None
    assert store.as_of(now.model_copy(update={"publisher": HERALD}), first.entry.digest) is None


def left(id_: str, feed: str, hours: int, reason: Reason = Reason.TAKEDOWN) -> Withdrawn:
    return Withdrawn(id=id_, feed=feed, when=later(hours), reason=reason)


def test_what_left_any_feed_is_given_by_id_and_feed(store: Store) -> None:
    assert store.withdrawn() == ()
    gone = LiveEntry(feed="world", id=TWO, digest="d", state="withdrawn", when=AT, reason=Reason.ARTICLE_GONE)
    stays = LiveEntry(feed="world", id=ONE, digest="d", state="live", when=AT)
    store.record_release(release(live=(stays, gone)))
    assert store.withdrawn() == (left(TWO, "world", 0, Reason.ARTICLE_GONE),)


def test_what_left_before_this_database_is_taken_in_with_its_lines_and_every_feed_is_due_again(store: Store) -> None:
    stays = LiveEntry(feed="world", id=ONE, digest="d", state="live", when=AT)
    store.mark_published("world", store.record_release(release(live=(stays,))), at=AT)
    event = LedgerEvent(event="withdrawal", subject=ONE, feed="world", by="manifest.json")
    told = (left(ONE, "coast", 1), left(ONE, "world", 2), left(TWO, "coast", 3, Reason.REMOVE_AFTER))
    store.take_in(told, [event], at=later(5))
    assert store.withdrawn() == told
    (here,) = store.live("world")
    assert (here.digest, here.state, here.when, here.reason) == ("d", "withdrawn", later(2), Reason.TAKEDOWN)
    assert [one.id for one in store.live("coast")] == [ONE, TWO]
    state = store.feed_state("world")
    assert state is not None
    assert not state.published
    line = store.ledger()[-1]
    assert (line.event, line.at) == (event, later(5))
    assert store.verify_ledger().ok
    store.record_release(release(feed="coast", live=store.live("coast")))
    assert store.withdrawn() == told


def test_a_feed_has_no_state_before_its_first_release(store: Store) -> None:
    assert store.feed_state("world") is None
    assert store.live("world") == ()


def test_a_release_is_recorded_as_unpublished_and_marked_when_its_files_are_live(store: Store) -> None:
    made = release(ONE)
    assert store.record_release(made) == 1
    state = store.feed_state("world")
    assert state is not None
    assert (state.generation, state.published, state.inputs) == (1, False, "fingerprint")
    assert (state.files, state.next_release) == (made.files, made.next_release)
    store.mark_published("world", 1, at=AT)
    assert store.feed_state("world") == state.model_copy(update={"published": True})


def test_a_late_finisher_does_not_mark_a_newer_release_as_published(store: Store) -> None:
    store.record_release(release(ONE))
    assert store.record_release(release(ONE, TWO)) == 2
    store.mark_published("world", 1, at=AT)
    store.mark_published("nobody", 1, at=AT)
    state = store.feed_state("world")
    assert state is not None
    assert (state.generation, state.published) == (2, False)


def test_the_live_set_is_the_last_releases(store: Store) -> None:
    store.record_release(release(ONE, TWO))
    gone = LiveEntry(feed="world", id=TWO, digest="d", state="withdrawn", when=later(1), reason=Reason.TAKEDOWN)
    here = LiveEntry(feed="world", id=THREE, digest="d", state="live", when=later(1))
    store.record_release(release(feed="other"))
    store.record_release(release(at=later(1), live=(gone, here)))
    assert store.live("world") == (here, gone)
    assert store.live("other") == ()


def test_only_a_decision_that_changed_is_written_again(store: Store) -> None:
    store.record_release(release(ONE, at=AT))
    hold = DecisionRecord(
        feed="world", id=TWO, kind="hold", reasons=(Reason.AUTHOR_MISSING, Reason.TEASER_ONLY), at=later(1)
    )
    store.record_release(release(at=later(1), decisions=(permit(ONE, at=later(1)), hold)))
    assert store.decisions() == (permit(ONE, at=AT), hold)
    assert store.decisions(kinds=["hold"]) == (hold,)
    assert store.decisions(feeds=["other"]) == ()
    assert store.decisions(feeds=["world"], kinds=["permit", "wait"]) == (permit(ONE, at=AT),)


def test_an_entry_is_charged_once_at_its_first_release(store: Store) -> None:
    store.record_polls([poll("uk", arrival(ONE), arrival(TWO)), poll("copy", arrival(ONE), publisher=HERALD)])
    store.record_release(release(ONE, at=later(1)))
    store.record_release(release(ONE, feed="other", at=later(2)))
    assert store.stored(GAZETTE, [ONE])[ONE].first_live == later(1)
    assert store.charged(GAZETTE, since=later(1), until=later(2)) == {ONE}
    assert store.charged(GAZETTE, since=AT, until=later(1)) == frozenset()
    assert store.charged(HERALD, since=AT, until=later(9)) == frozenset()


def test_a_contested_entry_that_was_permitted_all_the_same_is_charged(store: Store) -> None:
    store.record_polls([poll("uk", arrival(ONE)), poll("copy", arrival(ONE), publisher=HERALD)])
    store.record_release(release(ONE, decisions=(permit(ONE, publisher=HERALD),)))
    assert store.charged(HERALD, since=AT, until=later(1)) == {ONE}


def test_offered_counts_the_publishers_entries_since_an_instant(store: Store) -> None:
    late = arrival(TWO).model_copy(update={"first_seen": later(5)})
    store.record_polls([poll("uk", arrival(ONE), late)])
    assert [store.offered(GAZETTE, since=later(hours)) for hours in (0, 5, 6)] == [2, 1, 0]
    assert store.offered(HERALD, since=AT) == 0


def test_an_act_is_stored_once_with_its_line_in_the_ledger(store: Store) -> None:
    act = Act(kind=ActKind.APPROVE, entry=ONE, by="Jo Park", at=AT, why="good", feed="world", revision="f" * 64)
    store.record_act(act)
    store.record_act(act)
    store.record_act(act.model_copy(update={"kind": ActKind.TAKEDOWN, "feed": None, "revision": None}))
    assert [made.kind for made in store.acts()] == ["approve", "takedown"]
    assert store.acts()[0] == act
    lines = store.ledger()
    assert [line.event.event for line in lines] == ["approve", "takedown"]
    assert lines[0].event == LedgerEvent(
        event="approve", subject=ONE, feed="world", by="Jo Park", message="good", evidence=(f"revision:{'f' * 64}",)
    )


def test_the_ledger_is_a_chain_in_order(store: Store) -> None:
    store.record_release(release(ONE, TWO))
    store.append_events([LedgerEvent(event="force", subject="uk", reasons=("why not",), by="Zoë")], at=later(1))
    store.append_events([], at=later(1))
    lines = store.ledger()
    assert [line.no for line in lines] == [1, 2, 3]
    assert lines[0].previous == "0" * 64
    assert [line.previous for line in lines[1:]] == [line.digest for line in lines[:-1]]
    assert store.ledger(after=1, limit=1) == lines[1:2]
    assert (lines[2].at, lines[2].event.by) == (later(1), "Zoë")
    check = store.verify_ledger()
    assert (check.ok, check.lines) == (True, 3)


def test_the_same_events_give_the_same_chain_in_every_store(store: Store) -> None:
    store.append_events([LedgerEvent(event="publish", subject="world", message="“Grüße”")], at=AT)
    assert store.ledger()[0].digest == "6818866ca27263744ff1e7df61bc3db23c2e1da587f1aa58a14ab614efa70ee4"


def test_a_sound_store_has_no_problems(store: Store) -> None:
    store.record_polls([poll("uk", arrival(ONE))])
    assert store.check(full=False) == ()
    assert store.check(full=True) == ()
