"""Validators: kept as they came, shown to whoever issued them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.model.polling import Validators
from syndicator.poll.conditional import VALIDATOR_BYTES_MAX, for_address, request_fields, updated, validators_in

URL = "http://gazette.example/feed"
LEGAL = [*range(0x21, 0x7F), *range(0x80, 0x100)]
field_values = st.lists(st.sampled_from(LEGAL), min_size=1, max_size=200).map(bytes)


@pytest.mark.proves("P-11")
@given(field_values, field_values)
def test_validators_go_back_byte_for_byte(etag: bytes, modified: bytes) -> None:
    stored = validators_in(((b"ETag", etag), (b"Last-Modified", modified)), URL)
    assert stored is not None
    stored = Validators.model_validate_json(stored.model_dump_json())
    assert request_fields(stored) == ((b"If-None-Match", etag), (b"If-Modified-Since", modified))


@pytest.mark.proves("P-20")
@pytest.mark.parametrize("etag", [b'W/"x"', b'w/"x"', b'"x-gzip"', b"unquoted", b'"a", "b"', b'W/"' + b"\xe9" + b'"'])
def test_a_weak_or_odd_etag_stays_what_it_is(etag: bytes) -> None:
    stored = validators_in(((b"etag", etag),), URL)
    assert request_fields(stored) == ((b"If-None-Match", etag),)


def test_nothing_is_made_up_where_the_server_gave_nothing() -> None:
    fields = ((b"Date", b"Tue, 15 Nov 1994 08:12:31 GMT"), (b"Expires", b"0"), (b"Age", b"3"))
    assert validators_in(fields, URL) is None
    assert request_fields(None) == ()
    assert request_fields(Validators(url=URL)) == ()


def test_a_validator_is_kept_whole_or_not_at_all() -> None:
    largest = b"x" * VALIDATOR_BYTES_MAX
    assert validators_in(((b"ETag", largest),), URL) == Validators(url=URL, etag=largest)
    assert validators_in(((b"ETag", largest + b"x"),), URL) is None


@pytest.mark.parametrize("value", [b"", b"a\r\nX-Evil: 1", b"a\nb", b"a\x00b", b"a\x7fb"])
def test_a_value_no_header_can_carry_is_neither_kept_nor_sent(value: bytes) -> None:
    assert validators_in(((b"ETag", value),), URL) is None
    assert request_fields(Validators(url=URL, etag=value, last_modified=b"x")) == ((b"If-Modified-Since", b"x"),)


def test_of_two_different_etags_none_is_believed() -> None:
    assert validators_in(((b"ETag", b'"a"'), (b"ETag", b'"b"')), URL) is None
    assert validators_in(((b"ETag", b'"a"'), (b"ETag", b'"a"')), URL) == Validators(url=URL, etag=b'"a"')


def test_validators_are_shown_to_the_address_that_issued_them_alone() -> None:
    known = Validators(url=URL, etag=b'"a"')
    assert for_address(known, URL) == known
    assert for_address(known, URL + "?page=2") is None
    assert for_address(known, "https://gazette.example/feed") is None
    assert for_address(None, URL) is None


def test_a_304_replaces_what_it_carries_and_keeps_the_rest() -> None:
    known = Validators(url=URL, etag=b'"a"', last_modified=b"Mon")
    assert updated(known, ()) == known
    assert updated(known, ((b"ETag", b'"b"'),)) == Validators(url=URL, etag=b'"b"', last_modified=b"Mon")
    assert updated(known, ((b"Last-Modified", b"Tue"),)) == Validators(url=URL, etag=b'"a"', last_modified=b"Tue")
