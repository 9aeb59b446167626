"""What a source's answer changes, with a played upstream, the real reader and a store in memory."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from harness.candidates import AT, SOURCE
from harness.fake_store import FakeStore
from harness.world import atom, item

from syndicator.errors import ParseError
from syndicator.model.base import Instant
from syndicator.model.config import Source
from syndicator.model.document import Document
from syndicator.model.polling import Due, Fetched, NotModified, PollAnswer, PollFailure, PollKind, Validators
from syndicator.model.records import PollRecord, SourceState
from syndicator.parse import Hints, read
from syndicator.pipeline import Refreshing, refresh

FAILURE = PollFailure(url=SOURCE.url, kind=PollKind.HARD_ERROR, code="http-404", message="Not found.")


def validators(tag: str) -> Validators:
    return Validators(url=SOURCE.url, etag=f'"{tag}"'.encode())


def fetched(body: bytes, tag: str = "1") -> Fetched:
    return Fetched(
        url=SOURCE.url,
        final_url=SOURCE.url,
        permanent=False,
        body=body,
        body_digest=hashlib.blake2b(body, digest_size=16).hexdigest(),
        validators=validators(tag),
    )


class Played:
    """A source asked again and again: what it answers is set, what it was sent and what it was read with is seen."""

    def __init__(self) -> None:
        self.store = FakeStore()
        self.source = SOURCE
        self.reader = "r1"
        self.sent: list[Validators | None] = []
        self.known: list[frozenset[str]] = []
        self.due_for: list[tuple[PollAnswer, int]] = []
        self.hours = 0

    async def poll(self, answer: PollAnswer) -> PollRecord:
        """Poll an hour after the last poll, store what changed, and give it."""
        self.hours += 1
        at = AT + timedelta(hours=self.hours)

        async def fetch(_source: Source, shown: Validators | None) -> PollAnswer:
            self.sent.append(shown)
            return answer

        tools = Refreshing(self.store, fetch, self._parse, self._next_due, "https://feeds.example/", self.reader)
        record = await refresh(self.source, self.state, tools, at)
        self.store.record_polls([record])
        return record

    @property
    def state(self) -> SourceState:
        return self.store.source_states().get("sea") or SourceState(id="sea")

    async def _parse(self, answer: Fetched, known: frozenset[str]) -> Document | PollFailure:
        self.known.append(known)
        try:
            return read(answer.body, Hints(url=answer.final_url), known)
        except ParseError as error:
            return PollFailure(url=answer.url, kind=PollKind.SOFT_ERROR, code=error.code, message=error.what)

    def _next_due(self, source: Source, answer: PollAnswer, errors: int, at: Instant) -> Due:
        self.due_for.append((answer, errors))
        return Due(at=at + source.interval, because="interval")


async def test_a_first_answer_brings_its_entries_with_ids_dates_and_claims() -> None:
    played = Played()
    record = await played.poll(fetched(atom(item(1), item(2, id="2"))))
    assert played.sent == [None]
    assert (record.outcome, record.errors, record.validators) == (PollKind.NEW, 0, validators("1"))
    assert [one.key for one in record.arrivals] == [item(1).id, "2"]
    assert record.arrivals[0].id == item(1).id
    assert record.arrivals[1].id.startswith("tag:feeds.example,2026-11-20:gazette/")
    assert record.arrivals[0].published == item(1).published
    assert [claim.license_key for claim in record.arrivals[0].claims] == ["cc:by/4.0"]
    assert [key for key, _ in record.listed] == [item(1).id, "2"]
    assert record.info is not None
    assert record.info.format == "atom-1.0"


async def test_only_what_is_new_or_changed_is_read_again() -> None:
    played = Played()
    first = await played.poll(fetched(atom(item(1), item(2)), "1"))
    record = await played.poll(fetched(atom(item(1), item(2, title="Changed"), item(3)), "2"))
    assert played.known[1] == {one.entry.digest for one in first.arrivals}
    assert {one.key: one.entry.title for one in record.arrivals} == {item(2).id: "Changed", item(3).id: "Piece 3"}
    changed = next(one for one in record.arrivals if one.key == item(2).id)
    assert (changed.first_seen, changed.published) == (first.arrivals[1].first_seen, first.arrivals[1].published)
    assert changed.updated == AT + timedelta(hours=2)
    assert [key for key, _ in record.listed] == [item(1).id, item(2).id, item(3).id]


async def test_a_304_changes_nothing_but_the_validators_and_the_due_time() -> None:
    played = Played()
    first = await played.poll(fetched(atom(item(1))))
    record = await played.poll(NotModified(url=SOURCE.url, validators=validators("2")))
    assert played.sent[1] == validators("1")
    assert (record.outcome, record.arrivals, record.info) == (PollKind.NOT_MODIFIED, (), None)
    assert (record.validators, record.body_digest) == (validators("2"), first.body_digest)
    assert len(played.known) == 1
    assert len(played.store.newest(("sea",), limit=9)) == 1


async def test_the_same_bytes_are_not_read_again_and_their_new_validators_are_kept() -> None:
    played = Played()
    await played.poll(fetched(atom(item(1)), "1"))
    record = await played.poll(fetched(atom(item(1)), "2"))
    assert (record.outcome, record.validators) == (PollKind.UNCHANGED, validators("2"))
    assert len(played.known) == 1


async def test_other_bytes_with_the_same_entries_are_no_news() -> None:
    played = Played()
    await played.poll(fetched(atom(item(1)), "1"))
    record = await played.poll(fetched(atom(item(1)) + b"\n", "2"))
    assert (record.outcome, record.arrivals) == (PollKind.UNCHANGED, ())
    assert [key for key, _ in record.listed] == [item(1).id]


async def test_a_tombstone_is_news() -> None:
    played = Played()
    await played.poll(fetched(atom(item(1), item(2)), "1"))
    record = await played.poll(fetched(atom(item(1), deleted=(item(2).id,)), "2"))
    assert record.outcome is PollKind.NEW
    assert [one.ref for one in record.tombstones] == [item(2).id]


@pytest.mark.parametrize("answer", [FAILURE, fetched(b"<html>sorry</html>", "9"), fetched(b"", "9")])
async def test_failures_count_up_keep_what_is_known_and_an_answer_ends_them(answer: PollAnswer) -> None:
    played = Played()
    await played.poll(fetched(atom(item(1)), "1"))
    for count in (1, 2, 3):
        record = await played.poll(answer)
        assert record.errors == count
        assert record.outcome in {PollKind.SOFT_ERROR, PollKind.HARD_ERROR}
        assert record.validators == validators("1")
        failure, errors = played.due_for[-1]
        assert isinstance(failure, PollFailure)
        assert errors == count
    assert len(played.store.newest(("sea",), limit=9)) == 1
    record = await played.poll(NotModified(url=SOURCE.url, validators=validators("1")))
    assert (record.errors, played.state.errors, played.state.code) == (0, 0, "")


async def test_what_failed_to_be_read_is_asked_for_again_in_full() -> None:
    played = Played()
    await played.poll(fetched(atom(item(1)), "1"))
    await played.poll(fetched(b"<feed", "2"))
    record = await played.poll(fetched(atom(item(1), item(2)), "2"))
    assert played.sent[1:] == [validators("1"), validators("1")]
    assert [one.key for one in record.arrivals] == [item(2).id]


async def test_another_reader_version_asks_for_everything_and_reads_all_of_it_again() -> None:
    played = Played()
    await played.poll(fetched(atom(item(1)), "1"))
    played.reader = "r2"
    record = await played.poll(fetched(atom(item(1)), "1"))
    assert played.sent == [None, None]
    assert played.known == [frozenset(), frozenset()]
    assert record.info is not None
    assert (record.reader, [key for key, _ in record.listed]) == ("r2", [item(1).id])
    await played.poll(fetched(atom(item(1)), "1"))
    assert played.sent[2] == validators("1")
    assert len(played.known) == 2


async def test_another_address_sends_no_validators_and_forgets_none_of_the_entries() -> None:
    played = Played()
    await played.poll(fetched(atom(item(1)), "1"))
    played.source = SOURCE.model_copy(update={"url": "https://gazette.example/moved.atom"})
    record = await played.poll(FAILURE)
    assert (played.sent[1], record.validators) == (None, None)
    record = await played.poll(fetched(atom(item(1)) + b"\n", "7"))
    assert (played.sent[2], record.arrivals) == (None, ())
    assert record.url == "https://gazette.example/moved.atom"


async def test_a_source_without_a_publisher_keeps_its_entries_apart() -> None:
    played = Played()
    played.source = SOURCE.model_copy(update={"publisher": None})
    record = await played.poll(fetched(atom(item(1))))
    assert record.publisher == "source:sea"
    assert played.store.stored("source:sea", [item(1).id])
    assert not played.store.stored("gazette", [item(1).id])
