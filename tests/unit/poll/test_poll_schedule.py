"""When a source may be asked again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.model.polling import PollKind
from syndicator.poll import DueFacts, next_due
from syndicator.poll.schedule import share_of

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
SHARE = 0.005691338563337922
"""The first 32 bits of the name's SHA-256, as a part of 1."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SUCCESSES = [PollKind.NEW, PollKind.UNCHANGED, PollKind.NOT_MODIFIED, PollKind.SKIPPED]
FAILURES = [PollKind.SOFT_ERROR, PollKind.HARD_ERROR, PollKind.BLOCKED]


def wait(facts: DueFacts, spread: float = 0.0) -> tuple[timedelta, str]:
    due = next_due(facts, at=AT, spread=spread)
    return due.at - AT, due.because


facts_values = st.builds(
    DueFacts,
    interval=st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=60)),
    outcome=st.sampled_from(PollKind),
    code=st.sampled_from(["", "http-429", "http-503", "deadline"]),
    errors=st.integers(0, 10_000),
    retry_after=st.none() | st.timedeltas(min_value=timedelta(days=-900), max_value=timedelta(days=900)),
    max_age=st.none() | st.timedeltas(min_value=timedelta(days=-900), max_value=timedelta(days=900)),
)


@given(facts_values, st.floats(-1, 2))
def test_no_schedule_comes_due_before_the_interval_is_over(facts: DueFacts, spread: float) -> None:
    due = next_due(facts, at=AT, spread=spread)
    assert due.at >= AT + facts.interval
    assert due.at == next_due(facts, at=AT, spread=spread).at


@pytest.mark.proves("P-04")
@given(facts_values, st.floats(0, 1))
def test_jitter_only_adds_time_and_at_most_a_tenth_or_half_a_minute(facts: DueFacts, spread: float) -> None:
    plain = next_due(facts, at=AT, spread=0).at
    spreading = next_due(facts, at=AT, spread=spread).at - plain
    assert timedelta(0) <= spreading <= max(facts.interval / 10, timedelta(seconds=30))
    room = next_due(facts, at=AT, spread=1).at - plain
    assert room >= min(timedelta(seconds=30), facts.interval)


@pytest.mark.proves("P-04")
@given(facts_values, st.text(max_size=60))
def test_a_sources_share_is_between_none_and_all_and_never_moves(facts: DueFacts, source: str) -> None:
    share = share_of(source)
    assert 0 <= share < 1
    assert share == share_of(source)
    assert next_due(facts, at=AT, spread=share).at >= next_due(facts, at=AT, spread=0).at


@pytest.mark.proves("P-04")
def test_a_share_is_the_same_in_every_process_and_version() -> None:
    assert share_of("sampletown-gazette") == SHARE
    assert share_of("sampletown-gazette-2") != SHARE


@pytest.mark.proves("P-07")
@pytest.mark.parametrize("interval", [timedelta(minutes=15), HOUR, DAY])
def test_sources_that_were_polled_together_do_not_all_come_due_in_one_minute(interval: timedelta) -> None:
    facts = DueFacts(interval=interval, outcome=PollKind.NEW)
    due = [next_due(facts, at=AT, spread=share_of(f"gazette-{section}")).at for section in range(20)]
    assert len(set(due)) == len(due)
    assert len({at.replace(second=0, microsecond=0) for at in due}) > 1


@pytest.mark.parametrize("outcome", SUCCESSES)
def test_after_a_success_the_interval_decides(outcome: PollKind) -> None:
    assert wait(DueFacts(interval=HOUR, outcome=outcome)) == (HOUR, "interval")
    assert wait(DueFacts(interval=HOUR, outcome=outcome), spread=0.5) == (HOUR + timedelta(minutes=3), "interval")


@pytest.mark.parametrize("outcome", FAILURES)
@pytest.mark.parametrize(
    ("errors", "hours", "because"),
    [
        (0, 1, "1 failure"),
        (1, 1, "1 failure"),
        (2, 2, "2 failures"),
        (3, 4, "3 failures"),
        (5, 16, "5 failures"),
        (6, 24, "6 failures"),
        (10000, 24, "10000 failures"),
    ],
)
def test_failures_double_the_wait_up_to_a_day(outcome: PollKind, errors: int, hours: int, because: str) -> None:
    facts = DueFacts(interval=HOUR, outcome=outcome, errors=errors)
    assert wait(facts) == (hours * HOUR, f"backoff after {because}")


def test_an_interval_of_more_than_a_day_is_not_cut_by_a_failure() -> None:
    facts = DueFacts(interval=3 * DAY, outcome=PollKind.SOFT_ERROR, errors=9)
    assert wait(facts) == (3 * DAY, "backoff after 9 failures")


def test_a_429_without_retry_after_waits_four_hours_or_two_intervals() -> None:
    facts = DueFacts(interval=HOUR, outcome=PollKind.SOFT_ERROR, code="http-429", errors=1)
    assert wait(facts) == (4 * HOUR, "429 without Retry-After")
    slow = facts.model_copy(update={"interval": 3 * HOUR})
    assert wait(slow) == (6 * HOUR, "429 without Retry-After")
    often = facts.model_copy(update={"errors": 5})
    assert wait(often) == (16 * HOUR, "backoff after 5 failures")


def test_retry_after_wins_when_it_is_later_and_ends_at_a_week() -> None:
    facts = DueFacts(interval=HOUR, outcome=PollKind.SOFT_ERROR, code="http-503", errors=1, retry_after=2 * HOUR)
    assert wait(facts) == (2 * HOUR, "Retry-After")
    assert wait(facts.model_copy(update={"retry_after": timedelta(minutes=1)}))[1] == "backoff after 1 failure"
    assert wait(facts.model_copy(update={"retry_after": 30 * DAY})) == (7 * DAY, "Retry-After")
    moved = DueFacts(interval=HOUR, outcome=PollKind.NEW, retry_after=5 * HOUR)
    assert wait(moved) == (5 * HOUR, "Retry-After")


def test_freshness_delays_up_to_a_day_and_never_hastens() -> None:
    facts = DueFacts(interval=HOUR, outcome=PollKind.NEW, max_age=2 * HOUR)
    assert wait(facts) == (2 * HOUR, "max-age")
    assert wait(facts.model_copy(update={"max_age": 9 * DAY})) == (DAY, "max-age")
    assert wait(facts.model_copy(update={"max_age": timedelta(minutes=5)})) == (HOUR, "interval")
