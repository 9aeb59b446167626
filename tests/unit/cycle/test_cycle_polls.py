"""What is asked, when, how many at once, and what one failing poll costs the others."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from cycle_parts import Played, feed, news, source
from harness.candidates import AT
from harness.store_records import arrival, poll, silent

from syndicator.cycle import Options, is_due, outcome_of, run_due
from syndicator.cycle.recorder import BATCH_MAX
from syndicator.errors import PollError, StoreError
from syndicator.model.base import Instant
from syndicator.model.config import Source
from syndicator.model.polling import Due, PollKind, Validators
from syndicator.model.records import PollRecord, SourceState
from syndicator.poll.gate import GateLimits

HOUR = timedelta(hours=1)


async def test_every_enabled_source_is_asked_once_and_its_answer_stored() -> None:
    played = Played([source("a"), source("b"), source("c", enabled=False)])
    report = await run_due(played.work(), AT)
    assert sorted(played.asked) == ["a", "b"]
    assert [(one.source, one.outcome, one.entries_new) for one in report.sources] == [
        ("a", PollKind.NEW, 1),
        ("b", PollKind.NEW, 1),
    ]
    assert {one.source for one in played.store.newest(("a", "b"), limit=9)} == {"a", "b"}
    assert (report.not_due, report.next_due) == (0, AT + HOUR)


async def test_a_source_is_not_asked_before_it_is_due() -> None:
    played = Played([source("a"), source("b", interval=3 * HOUR)])
    played.answer = lambda one, at: poll(one.id, at=at).model_copy(
        update={"due": Due(at=at + one.interval, because="interval")}
    )
    await run_due(played.work(), AT)
    report = await run_due(played.work(), AT + timedelta(minutes=59))
    assert (report.sources, report.not_due, report.next_due) == ((), 2, AT + HOUR)
    report = await run_due(played.work(), AT + HOUR)
    assert ([one.source for one in report.sources], report.not_due) == (["a"], 1)
    assert report.next_due == AT + 2 * HOUR


def test_a_source_that_was_never_asked_is_due() -> None:
    assert is_due(None, AT)
    assert is_due(SourceState(id="a"), AT)
    assert is_due(SourceState(id="a", next_due=AT), AT)
    assert not is_due(SourceState(id="a", next_due=AT + timedelta(microseconds=1)), AT)


async def test_only_the_sources_that_were_named_are_asked_and_only_when_due() -> None:
    played = Played([source("a"), source("b")])
    report = await run_due(played.work(), AT, Options(sources=frozenset({"b"})))
    assert (played.asked, report.not_due) == (["b"], 0)
    report = await run_due(played.work(), AT, Options(sources=frozenset({"b"})))
    assert (played.asked, report.not_due) == (["b"], 1)


async def test_no_poll_when_none_is_wanted() -> None:
    played = Played([source("a")], [feed("world", "a")])
    report = await run_due(played.work(), AT, Options(poll=False))
    assert (played.asked, report.not_due) == ([], 1)
    assert [one.outcome for one in report.feeds] == ["published"]


async def test_force_asks_what_is_not_due_and_writes_one_line_a_run() -> None:
    played = Played([source("a"), source("b")])
    await run_due(played.work(), AT)
    assert played.store.ledger() == []
    await run_due(played.work(), AT, Options(force=True, by="Sam Sample"))
    assert sorted(played.asked) == ["a", "a", "b", "b"]
    (line,) = played.store.ledger()
    assert (line.event.event, line.event.subject, line.event.by) == ("force", "a, b", "Sam Sample")


class Killed(BaseException):
    """What no handler of the program expects."""


@pytest.mark.parametrize("error", [RuntimeError("no"), asyncio.CancelledError(), Killed()])
async def test_due_times_are_stored_before_the_first_request(error: BaseException) -> None:
    played = Played([source("a"), source("b")])
    store = played.store

    async def die(one: Source, at: Instant) -> PollRecord:
        assert {key: state.next_due for key, state in store.source_states().items()} == {"a": AT + HOUR, "b": AT + HOUR}
        raise error

    played.answer = die
    try:
        await run_due(played.work(), AT)
    except BaseException as raised:  # noqa: BLE001 - what the program would end with
        assert type(raised) is type(error)  # noqa: PT017 - any of three, or none
    assert {state.next_due for state in store.source_states().values()} == {AT + HOUR}
    played.answer = news
    report = await run_due(played.work(), AT + timedelta(minutes=30))
    assert report.not_due == 2


async def test_a_cancelled_cycle_stores_what_came_before() -> None:
    played = Played([source("a"), source("b")])
    asked = asyncio.Event()

    async def hang(one: Source, at: Instant) -> PollRecord:
        if one.id == "b":
            asked.set()
            await asyncio.Event().wait()
        return news(one, at)

    played.answer = hang
    running = asyncio.create_task(run_due(played.work(), AT))
    await asked.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert [one.source for one in played.store.newest(("a", "b"), limit=9)] == ["a"]


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (ZeroDivisionError("by zero"), "internal-error", "ZeroDivisionError: by zero"),
        (PollError("broken", hint="mend it", code="odd"), "odd", "broken"),
    ],
)
async def test_an_error_that_nobody_foresaw_is_one_sources_failure(error: Exception, code: str, message: str) -> None:
    played = Played([source("a"), source("b"), source("c")], [feed("world", "a", "b", "c")])
    await run_due(played.work(), AT)
    known = played.store.source_states()["b"]

    def fail(one: Source, at: Instant) -> PollRecord:
        if one.id == "b":
            raise error
        return silent(one.id, PollKind.NOT_MODIFIED, at=at)

    played.answer = fail
    for count in (1, 2):
        report = await run_due(played.work(), AT + count * HOUR)
        outcomes = {one.source: one for one in report.sources}
        assert {key: one.outcome for key, one in outcomes.items()} == {
            "a": PollKind.NOT_MODIFIED,
            "b": PollKind.HARD_ERROR,
            "c": PollKind.NOT_MODIFIED,
        }
        assert (outcomes["b"].code, outcomes["b"].message) == (code, message)
        state = played.store.source_states()["b"]
        assert (state.errors, state.code, state.next_due) == (count, code, AT + (count + 1) * HOUR)
        assert (state.body_digest, state.reader, state.info) == (known.body_digest, known.reader, known.info)
        assert len(report.feeds) == 1


async def test_an_error_at_another_address_keeps_no_validators() -> None:
    played = Played([source("a")])
    played.store.record_polls([poll("a")])

    def fail(_one: Source, _at: Instant) -> PollRecord:
        raise OSError

    played.answer = fail
    await run_due(played.work(), AT + HOUR)
    assert played.store.source_states()["a"].validators is None
    same = played.store.source_states()["a"].model_copy(
        update={"url": "https://a.example/feed", "validators": Validators(url="https://a.example/feed", etag=b'"1"')}
    )
    played.store._states["a"] = same
    await run_due(played.work(), AT + 2 * HOUR)
    assert played.store.source_states()["a"].validators == same.validators


async def test_text_that_can_not_be_stored_is_one_sources_failure() -> None:
    played = Played([source("a"), source("bad"), source("c")], [feed("world", "a", "bad", "c")])
    told: list[tuple[str, PollKind]] = []

    def answer(one: Source, at: Instant) -> PollRecord:
        key = "tag:\0" if one.id == "bad" else f"tag:{one.id}"
        return poll(one.id, arrival(key), at=at)

    played.answer = answer
    report = await run_due(
        played.work(),
        AT,
        progress=lambda event, one: told.append((one.source, one.outcome)) if event == "source" else None,
    )
    outcomes = {one.source: (one.outcome, one.code) for one in report.sources}
    assert outcomes["bad"] == (PollKind.HARD_ERROR, "text-not-storable")
    assert outcomes["a"] == outcomes["c"] == (PollKind.NEW, "")
    assert told[-1] == ("bad", PollKind.HARD_ERROR)
    assert {one.source for one in played.store.newest(("a", "bad", "c"), limit=9)} == {"a", "c"}
    assert played.store.source_states()["bad"].errors == 1
    assert [one.outcome for one in report.feeds] == ["published"]


async def test_a_store_that_is_broken_ends_the_cycle() -> None:
    played = Played([source("a")])

    def broken(_records: Sequence[PollRecord]) -> None:
        raise StoreError("the database is damaged", code="store-damaged")

    played.store.record_polls = broken  # type: ignore[method-assign]  # a store that can not write
    with pytest.raises(StoreError, match="damaged"):
        await run_due(played.work(), AT)


async def test_many_answers_are_stored_in_groups_and_none_is_lost() -> None:
    count = 2 * BATCH_MAX + 5
    played = Played([source(f"s{number}") for number in range(count)])
    sizes: list[int] = []
    record_polls = played.store.record_polls

    def counted(records: Sequence[PollRecord]) -> None:
        sizes.append(len(records))
        record_polls(records)

    played.store.record_polls = counted  # type: ignore[method-assign]  # counts, then stores
    report = await run_due(played.work(), AT)
    assert len(report.sources) == sum(sizes) == count
    assert len(sizes) < count
    assert all(state.last_success == AT for state in played.store.source_states().values())


@pytest.mark.parametrize(("limits", "most_all", "most_host"), [((3, 16), 3, 3), ((16, 2), 8, 2), ((16, 1), 4, 1)])
async def test_no_more_requests_at_once_than_the_limits_allow(
    limits: tuple[int, int], most_all: int, most_host: int
) -> None:
    played = Played([source(f"s{n}", url=f"https://host{n // 6}.example/{n}") for n in range(24)])
    played.limits = GateLimits(*limits, timedelta())
    on: list[str] = []
    seen: list[tuple[int, int]] = []

    async def answer(one: Source, at: Instant) -> PollRecord:
        host = one.url[:21]
        on.append(host)
        for _ in range(5):
            await asyncio.sleep(0)
            seen.append((len(on), on.count(host)))
        on.remove(host)
        return news(one, at)

    played.answer = answer
    report = await run_due(played.work(), AT)
    assert len(report.sources) == 24
    assert (max(all_ for all_, _ in seen), max(host for _, host in seen)) == (most_all, most_host)


async def test_progress_is_told_how_many_and_each_outcome() -> None:
    played = Played([source("a"), source("b")], [feed("world", "a")])
    told: list[tuple[str, object]] = []
    report = await run_due(played.work(), AT, progress=lambda event, value: told.append((event, value)))
    assert told[0] == ("polls", 2)
    assert {value for event, value in told if event == "source"} == set(report.sources)
    assert [value for event, value in told if event == "feed"] == list(report.feeds)


def test_an_outcome_says_what_is_new_what_changed_and_what_to_do() -> None:
    record = poll("a", arrival("tag:new"), arrival("tag:old").model_copy(update={"first_seen": AT - HOUR}))
    record = record.model_copy(update={"code": "c", "message": "What happened.\nWhat to do."})
    outcome = outcome_of(record, 7)
    assert (outcome.entries_new, outcome.entries_changed, outcome.duration_ms) == (1, 1, 7)
    assert (outcome.code, outcome.message, outcome.hint) == ("c", "What happened.", "What to do.")
    assert not outcome.recovered
