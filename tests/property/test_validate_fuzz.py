"""Documents with faults put into them at random: whatever comes, the validator answers, in time and in order."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness.patience import within
from hypothesis import given, settings
from hypothesis import strategies as st

from syndicator.validate import CODES, validate

CASES = Path(__file__).parents[1] / "cases" / "validate"
SEEDS = sorted(path.read_bytes() for path in CASES.glob("*/document.*") if path.stat().st_size < 4_000)
PIECES = (
    *(b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<?", b"?>", b"&#xD800;", b"&#0;", b"&amp;", b"&x;"),
    *(
        b"\x00",
        b"\xff",
        b"\xed\xa0\x80",
        b"\xef\xbb\xbf",
        b"\xfe\xff",
        b'"',
        b"'",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b"\\u",
    ),
    *(
        b"<item>",
        b"</item>",
        b"<entry>",
        b' xmlns="x"',
        b' type="xhtml"',
        b"<!DOCTYPE a [",
        b"]>",
        b" " * 300,
        b"9" * 60,
    ),
)


@st.composite
def broken(draw: st.DrawFn) -> bytes:
    """Give a document of ours with a few pieces cut out, doubled or put in."""
    body = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.integers(0, 40)))
        piece = draw(st.sampled_from([b"", body[start:end] * 2, *PIECES]) | st.binary(max_size=8))
        body = body[:start] + piece + body[end:]
    return body


def answers(body: bytes) -> None:
    """Hold what is true of every answer."""
    found = within(2, lambda: validate(body, file="x", address="https://gazette.example/x", charset="us-ascii"))
    assert found == validate(body, file="x", address="https://gazette.example/x", charset="us-ascii")
    places = [(each.line, each.column, each.code, each.message) for each in found]
    assert places == sorted(set(places), key=places.index)
    assert [place[:2] for place in places] == sorted(place[:2] for place in places)
    lines = len(body.splitlines()) + body.count(b"\n") + 2
    for each in found:
        assert each.severity is CODES[each.code].severity
        assert 0 <= each.line <= lines
        assert each.column >= 0


@given(broken())
def test_a_broken_document_has_an_answer(body: bytes) -> None:
    answers(body)


@pytest.mark.slow
@pytest.mark.timeout(900)
@settings(max_examples=20_000, deadline=None)
@given(
    broken() | st.binary(max_size=2_000) | st.text(max_size=500).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_twenty_thousand_broken_documents_have_answers(body: bytes) -> None:
    answers(body)
