"""Header fields as they came, and Retry-After."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.poll.fields import only_value, retry_after, text_of, values_of

DATE = (b"Date", b"Fri, 20 Nov 2026 12:00:00 GMT")


def waits(value: bytes, *more: tuple[bytes, bytes]) -> timedelta | None:
    return retry_after(((b"Retry-After", value), *more))


@pytest.mark.proves("P-59")
@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (b"0", 0),
        (b"120", 120),
        (b"+120", 120),
        (b"000120", 120),
        (b"-5", 0),
        (b"604800", 604800),
        (b"604801", 604800),
        (b"99999999", 604800),
        (b"9" * 5000, 604800),
        (b"0" * 5000, 0),
    ],
)
def test_seconds_are_read_and_clamped_to_a_week(value: bytes, seconds: int) -> None:
    assert waits(value) == timedelta(seconds=seconds)


@pytest.mark.proves("P-59")
@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (b"Fri, 20 Nov 2026 12:10:00 GMT", 600),
        (b"Friday, 20-Nov-26 12:10:00 GMT", 600),
        (b"Fri Nov 20 12:10:00 2026", 600),
        (b"Fri, 20 Nov 2026 13:10:00 +0100", 600),
        (b"Fri, 20 Nov 2026 11:00:00 GMT", 0),
        (b"Fri, 20 Nov 2099 11:00:00 GMT", 604800),
    ],
)
def test_a_date_is_read_against_the_date_of_the_answer(value: bytes, seconds: int) -> None:
    assert waits(value, DATE) == timedelta(seconds=seconds)


@pytest.mark.proves("P-59")
@pytest.mark.parametrize(
    "value", [b"NaN", b"", b"soon", b"1.5", b"1e9", b"inf", b"Fri, 99 Nov 2026 12:00:00 GMT", b"x" * 8000]
)
def test_what_is_neither_seconds_nor_a_date_says_nothing(value: bytes) -> None:
    assert waits(value, DATE) is None


def test_a_date_without_date_of_the_answer_says_nothing() -> None:
    assert waits(b"Fri, 20 Nov 2026 12:10:00 GMT") is None
    assert retry_after((DATE,)) is None


@given(st.binary(max_size=80), st.binary(max_size=80))
def test_any_bytes_give_a_wait_within_bounds_or_none(value: bytes, date: bytes) -> None:
    found = waits(value, (b"Date", date))
    assert found is None or timedelta(0) <= found <= timedelta(days=7)


@given(st.binary(max_size=8).map(lambda tail: b"Fri, 20 Nov 2026 12:10:00 " + tail))
def test_any_time_zone_gives_a_wait_within_bounds_or_none(value: bytes) -> None:
    found = waits(value, DATE)
    assert found is None or timedelta(0) <= found <= timedelta(days=7)


def test_names_are_compared_without_case_and_values_kept_in_order() -> None:
    fields = ((b"LINK", b"<a>"), (b"link", b"<\xe9>"), (b"X", b"1"))
    assert values_of(fields, b"link") == (b"<a>", b"<\xe9>")
    assert only_value(fields, b"link") is None
    assert only_value(fields, b"x") == b"1"
    assert text_of(b"<\xe9>") == "<\u00e9>"
