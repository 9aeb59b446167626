"""The quick look at text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.model.text import is_ordinary
from syndicator.rewrite import chars


@pytest.mark.parametrize("text", ["", "Plain words, 1 & 2.", "a\n\tb", "It\u2019s \u201cso\u201d\xa0\u2013 said\u2026"])
def test_english_prose_is_ordinary(text: str) -> None:
    assert is_ordinary(text)


@pytest.mark.parametrize(
    "text", ["\x00", "\x7f", "\x85", "a\xadb", "\u200b", "\u202e", "\ud800", "e\u0301", "\U000e0041", "\r"]
)
def test_whatever_hides_or_reorders_is_not(text: str) -> None:
    assert not is_ordinary(f"words {text} words")


@given(st.text())
def test_what_is_ordinary_is_never_unsafe(text: str) -> None:
    if is_ordinary(text):
        assert chars._UNSAFE.search(text) is None
