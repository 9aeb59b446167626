"""Bodies in pieces to one in whole, within limits."""

import gzip
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.poll.body import Body, BodyFault, Coding, coding_of
from syndicator.poll.request import MIB, BodyLimits

LIMITS = BodyLimits(10 * MIB, 10 * MIB, 100)
FEED = b"<rss>" + random.Random(7).randbytes(3_000) + b"</rss>"


def read(
    data: bytes, coding: Coding = Coding.GZIP, limits: BodyLimits = LIMITS, piece: int = 1_000
) -> bytes | BodyFault:
    body = Body(coding, limits)
    for start in range(0, len(data), piece):
        if fault := body.feed(data[start : start + piece]):
            return fault
    return body.finish()


def code(found: bytes | BodyFault) -> str:
    assert isinstance(found, BodyFault), found
    return found.code


@pytest.mark.parametrize(
    ("values", "coding"),
    [
        ((), Coding.PLAIN),
        ((b"",), Coding.PLAIN),
        ((b"identity",), Coding.PLAIN),
        ((b" GZIP ",), Coding.GZIP),
        ((b"x-gzip",), Coding.GZIP),
        ((b"gzip, gzip",), None),
        ((b"gzip", b"gzip"), None),
        ((b"br",), None),
        ((b"zstd",), None),
        ((b"deflate",), None),
        ((b"gzip;q=1",), None),
        ((b",".join([b"gzip"] * 1000),), None),
    ],
)
def test_only_plain_and_gzip_are_known_codings(values: tuple[bytes, ...], coding: Coding | None) -> None:
    assert coding_of(values) is coding


@given(st.binary(min_size=1, max_size=5_000), st.integers(1, 700), st.sampled_from(Coding))
def test_what_was_packed_comes_out_whatever_the_pieces(data: bytes, piece: int, coding: Coding) -> None:
    wire = gzip.compress(data) if coding is Coding.GZIP else data
    assert read(wire, coding, piece=piece) == data


def test_a_large_body_comes_out_whole() -> None:
    data = random.Random(1).randbytes(3 * MIB)
    assert read(gzip.compress(data, 1), piece=200_000) == data


@given(st.data())
def test_a_gzip_body_cut_anywhere_gives_nothing(data: st.DataObject) -> None:
    wire = gzip.compress(FEED)
    end = data.draw(st.integers(1, len(wire) - 1))
    assert code(read(wire[:end])) == "body-truncated"


@pytest.mark.parametrize(
    "behind",
    [b"x", b"\0" * 8, gzip.compress(b"more"), b"x" * 5_000],
    ids=["a byte", "zeros", "a member", "much"],
)
@pytest.mark.parametrize("piece", [1, 1_000, 100_000])
def test_something_behind_the_end_gives_nothing(behind: bytes, piece: int) -> None:
    assert code(read(gzip.compress(b"feed") + behind, piece=piece)) == "body-malformed"


def test_a_wrong_check_sum_or_length_gives_nothing() -> None:
    wire = gzip.compress(FEED)
    assert code(read(wire[:-8] + b"\0\0\0\0" + wire[-4:])) == "body-malformed"
    assert code(read(wire[:-4] + b"\0\0\0\0")) == "body-malformed"
    assert code(read(FEED)) == "body-malformed"
    assert code(read(zlib.compress(FEED))) == "body-malformed"


def test_an_empty_body_is_named_as_such() -> None:
    assert code(read(b"", Coding.PLAIN)) == "empty-body"
    assert code(read(b"")) == "empty-body"
    assert code(read(gzip.compress(b""))) == "empty-body"


def test_a_body_of_exactly_the_limit_is_fine_and_one_byte_more_is_not() -> None:
    limits = BodyLimits(2_000, 4_000, 100)
    assert read(b"x" * 2_000, Coding.PLAIN, limits) == b"x" * 2_000
    assert code(read(b"x" * 2_001, Coding.PLAIN, limits)) == "body-too-large"
    assert read(gzip.compress(b"x" * 4_000), limits=limits) == b"x" * 4_000
    assert code(read(gzip.compress(b"x" * 4_001), limits=limits)) == "body-too-large"
    assert code(read(b"x" * 1_500, Coding.PLAIN, BodyLimits(2_000, 1_000, 100))) == "body-too-large"


def test_a_small_body_may_unpack_far_and_a_large_one_may_not() -> None:
    assert read(gzip.compress(b"\0" * MIB)) == b"\0" * MIB
    assert code(read(gzip.compress(b"\0" * (MIB + 1)))) == "body-ratio"
    assert code(read(gzip.compress(b"\0" * 12 * MIB))) == "body-ratio"
