"""What a poll changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from harness.candidates import AT, CLAIM, SOURCE, stored
from harness.store_records import arrival

from syndicator import assemble
from syndicator.model.base import Instant
from syndicator.model.document import Document, DocumentInfo, Tombstone
from syndicator.model.polling import Due, Fetched, NotModified, PollFailure, PollKind, Validators
from syndicator.model.records import SourceState

DUE = Due(at=AT + timedelta(hours=1), because="interval")
OLD = Validators(url=SOURCE.url, etag=b'"old"')
NEW = Validators(url=SOURCE.url, etag=b'"new"')
STATE = SourceState(id="sea", url=SOURCE.url, validators=OLD, body_digest="b0", reader="r0", errors=2)
FETCHED = Fetched(
    url=SOURCE.url, final_url=SOURCE.url, permanent=False, body=b"<feed/>", body_digest="b1", validators=NEW
)
INFO = DocumentInfo(format="atom-1.0")
FAILURE = PollFailure(url=SOURCE.url, kind=PollKind.SOFT_ERROR, code="http-503", message="Unavailable.", hint="Wait.")


def test_entries_are_stored_under_their_publisher_else_under_their_source() -> None:
    assert assemble.publisher_key(SOURCE) == "gazette"
    assert assemble.publisher_key(SOURCE.model_copy(update={"publisher": None})) == "source:sea"


@pytest.mark.parametrize("arrivals", [0, 1])
@pytest.mark.parametrize("stones", [0, 1])
def test_a_document_is_news_when_it_brought_an_entry_or_a_tombstone(arrivals: int, stones: int) -> None:
    document = Document(info=INFO, tombstones=(Tombstone(ref="tag:a"),) * stones)
    made = (arrival("tag:b"),) * arrivals
    record = assemble.read(SOURCE, FETCHED, document, made, (("k", "d"),), (CLAIM,), due=DUE, reader="r1", at=AT)
    assert record.outcome is (PollKind.NEW if arrivals or stones else PollKind.UNCHANGED)
    assert (record.validators, record.body_digest, record.reader) == (NEW, "b1", "r1")
    assert (record.info, record.document_claims, record.listed) == (INFO, (CLAIM,), (("k", "d"),))
    assert (record.arrivals, record.tombstones) == (made, document.tombstones)
    assert (record.errors, record.code, record.due) == (0, "", DUE)


HOUR = timedelta(hours=1)


@pytest.mark.proves("D-40")
@pytest.mark.parametrize(
    ("stone", "speaks"),
    [
        (Tombstone(ref="tag:gazette.example,2026:2"), True),
        (Tombstone(ref="tag:gazette.example,2026:2", when=AT - timedelta(hours=2)), True),
        (Tombstone(ref="tag:gazette.example,2026:2", when=AT - timedelta(hours=3)), False),
        (Tombstone(ref="tag:gazette.example,2026:3"), False),
        (Tombstone(ref="tag:gazette.example,2026:9"), False),
        (Tombstone(ref="minted", when=AT), True),
        (Tombstone(ref="tag:b", when=AT), True),
    ],
    ids=["undated", "of its last update", "older", "another source's", "unknown", "by published id", "just arrived"],
)
def test_a_tombstone_speaks_for_an_entry_of_its_own_source_that_is_not_younger(stone: Tombstone, speaks: bool) -> None:
    mine = [stored(2), stored(4, id="minted"), stored(3, sources=("land",))]
    priors = {one.key: one for one in mine}
    assert bool(assemble.heard((stone,), SOURCE, (arrival("tag:b"),), priors)) is speaks


@pytest.mark.proves("D-40")
@pytest.mark.parametrize(
    ("when", "dates", "speaks"),
    [
        (AT, {"updated": AT - HOUR}, True),
        (AT, {"updated": AT}, True),
        (AT, {"updated": AT + HOUR}, False),
        (AT, {"published": AT + HOUR}, False),
        (AT, {"published": AT + HOUR, "updated": AT - HOUR}, True),
        (AT, {}, False),
        (None, {"updated": AT}, True),
    ],
)
def test_a_tombstone_that_is_older_than_the_date_an_entry_states_says_nothing(
    when: Instant | None, dates: dict[str, Instant], speaks: bool
) -> None:
    """Without a date of its own it is as old as the last change that we saw."""
    entry = stored(1).entry.model_copy(update=dates)
    one = stored(1, entry=entry, updated=AT + 2 * HOUR)
    assert bool(assemble.heard((Tombstone(ref=one.key, when=when),), SOURCE, (), {one.key: one})) is speaks


def test_of_an_entry_and_a_tombstone_in_one_document_the_newer_counts() -> None:
    made = arrival(stored(1).key)
    made = made.model_copy(update={"entry": made.entry.model_copy(update={"updated": AT})})
    newer, older = (Tombstone(ref=made.key, when=AT + step) for step in (HOUR, -HOUR))
    assert assemble.heard((newer, older), SOURCE, (made,), {}) == (newer,)
    before = stored(1).entry.model_copy(update={"updated": AT - 2 * HOUR})
    assert assemble.heard((older,), SOURCE, (made,), {made.key: stored(1, entry=before)}) == ()


def test_a_document_that_had_to_be_recovered_says_so() -> None:
    info = INFO.model_copy(update={"recovered": True, "recovered_because": "line 3"})
    record = assemble.read(SOURCE, FETCHED, Document(info=info), (), (), (), due=DUE, reader="r1", at=AT)
    assert (record.code, record.message) == ("recovered", "line 3")


def test_nothing_new_keeps_what_was_read_and_takes_the_newest_validators() -> None:
    for answer, kind in (
        (FETCHED, PollKind.UNCHANGED),
        (NotModified(url=SOURCE.url, validators=NEW), PollKind.NOT_MODIFIED),
    ):
        record = assemble.unread(SOURCE, STATE, answer, due=DUE, at=AT)
        assert (record.outcome, record.validators, record.errors) == (kind, NEW, 0)
        assert (record.body_digest, record.reader, record.info) == ("b0", "r0", None)


def test_a_failure_counts_up_and_keeps_the_old_validators() -> None:
    record = assemble.failed(SOURCE, STATE, FAILURE, due=DUE, at=AT)
    assert (record.outcome, record.code, record.errors) == (PollKind.SOFT_ERROR, "http-503", 3)
    assert (record.validators, record.body_digest, record.reader) == (OLD, "b0", "r0")
    assert record.message == "Unavailable.\nWait."
    plain = FAILURE.model_copy(update={"hint": ""})
    assert assemble.failed(SOURCE, STATE, plain, due=DUE, at=AT).message == "Unavailable."


def test_a_failure_at_another_address_keeps_no_validators() -> None:
    moved = SOURCE.model_copy(update={"url": "https://gazette.example/moved.atom"})
    assert assemble.failed(moved, STATE, FAILURE, due=DUE, at=AT).validators is None
