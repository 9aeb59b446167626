"""What conditions and preferences of a request mean."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from syndicator.web.conditional import etag_listed, gzip_wanted, parse_http_date

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
AT = datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "listed"),
    [
        (b'"a"', True),
        (b'W/"a"', True),
        (b'"b", "a"', True),
        (b'"b",W/"a"', True),
        (b' , "b" ,, "a" ', True),
        (b"*", True),
        (b" * ", True),
        (b'"b"', False),
        (b'"A"', False),
        (b"a", False),
        (b'"a', False),
        (b'a"', False),
        (b'w/"a"', False),
        (b'"b" "a"', False),
        (b'b, "a"', False),
        (b'"b, "a"', False),
        (b'"b", *', False),
        (b"", False),
    ],
)
def test_an_entity_tag_is_found_by_weak_comparison(field: bytes, listed: bool) -> None:
    assert etag_listed(field, b'"a"') is listed


@pytest.mark.parametrize("tail", [b'"a"', b'W/"a"', b"x"])
def test_ten_thousand_tags_are_read_once_each(tail: bytes) -> None:
    field = b", ".join([b'"' + b"x" * 20 + b'"'] * 10_000) + b", " + tail
    assert etag_listed(field, b'"a"') is (tail != b"x")


def test_hundreds_of_thousands_of_separators_take_no_time() -> None:
    assert not etag_listed(b", \t" * 200_000 + b"x", b'"a"')


@pytest.mark.parametrize(
    ("field", "at"),
    [
        (b"Sun, 06 Nov 1994 08:49:37 GMT", AT),
        (b"Sunday, 06-Nov-94 08:49:37 GMT", AT),
        (b"Sun Nov  6 08:49:37 1994", AT),
        (b"Sun Nov 16 08:49:37 1994", AT.replace(day=16)),
        (b"Thursday, 31-Dec-76 23:59:60 GMT", datetime(2076, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (b"Friday, 31-Dec-77 23:59:59 GMT", datetime(1977, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (b"Sun, 06 Nov 1994 08:49:37 +0000", None),
        (b"Sun, 6 Nov 1994 08:49:37 GMT", None),
        (b"sun, 06 nov 1994 08:49:37 gmt", None),
        (b"Sun, 31 Feb 1994 08:49:37 GMT", None),
        (b"Sun, 06 Nov 1994 25:49:37 GMT", None),
        (b"06 Nov 1994", None),
        (b"1994-11-06T08:49:37Z", None),
        (b"0", None),
        (b"\xff\xfe", None),
        (b"", None),
        (b"Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT", None),
    ],
)
def test_an_http_date_is_read_in_its_three_forms_and_in_no_other(field: bytes, at: datetime | None) -> None:
    assert parse_http_date(field, NOW) == at


@pytest.mark.proves("F-09")
@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        (b"gzip", True),
        (b"GZIP;Q=0.5", True),
        (b"x-gzip", True),
        (b"deflate, gzip;q=1.0, *;q=0.5", True),
        (b"*", True),
        (b"*;q=0.1", True),
        (b"identity;q=0, gzip", True),
        (b"gzip;q=0.5, identity;q=0.5", True),
        (b"gzip;q=0.1, identity", False),
        (b"gzip;q=0", False),
        (b"gzip;q=0.000, *", False),
        (b"*;q=0", False),
        (b"identity;q=0", False),
        (b"gzip;q=2", False),
        (b"gzip;q=nan", False),
        (b"gzip;level=9", False),
        (b"br, zstd", False),
        (b"", False),
        (b"x;q=0.3, " * 5_000 + b"gzip", True),
        (b"," * 5_000, False),
    ],
)
def test_gzip_is_chosen_as_the_qualities_say(field: bytes, wanted: bool) -> None:
    assert gzip_wanted(field) is wanted
