"""Each folder of tests/cases/parse is one document and what must be read from it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import syndicator.parse
from syndicator.parse import Hints, read

CASES = Path(__file__).parents[2] / "cases" / "parse"
HINTS = Hints(url="https://feeds.example/feed")


def _input(case: Path) -> bytes:
    return next(case.glob("input.*")).read_bytes()


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_the_document_is_read_as_its_case_says(case: Path) -> None:
    document = read(_input(case), HINTS, frozenset())
    got = json.loads(document.model_dump_json(exclude_defaults=True))
    got.pop("listed", None)
    for entry in got.get("entries", []):
        entry.pop("digest")
    assert got == json.loads((case / "expected.json").read_text(encoding="utf-8"))


ITEM = "<item%s><link>https://sample.example/p/1</link><description%s>%s</description></item>"


@pytest.mark.parametrize(
    ("channel", "item", "inner", "text", "base"),
    [
        ("", "", "", "x", "https://sample.example/p/1"),
        ("", "", "", "of xml:base", "https://sample.example/p/1"),
        (' xml:base="https://cdn.example/c/"', "", "", "x", "https://cdn.example/c/"),
        ("", ' xml:base="https://cdn.example/i/"', "", "x", "https://cdn.example/i/"),
        (' xml:base="https://cdn.example/c/"', ' xml:base="i/"', ' xml:base="d/"', "x", "https://cdn.example/c/i/d/"),
        ("", "", ' xml:base="d/"', "x", "https://sample.example/d/"),
        ("", ' xml:base="javascript:x"', "", "x", "https://sample.example/p/1"),
    ],
)
@pytest.mark.parametrize(
    "beside", ["", ITEM % (' xml:base="https://other.example/"', "", "y")], ids=["alone", "beside"]
)
def test_the_base_of_a_text_is_its_xml_base_else_its_page(
    channel: str, item: str, inner: str, text: str, base: str, beside: str
) -> None:
    head = f'<rss version="2.0"><channel{channel}><link>https://sample.example/</link>'
    document = read((head + ITEM % (item, inner, text) + beside + "</channel></rss>").encode(), HINTS, frozenset())
    assert document.entries[0].base == base


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_an_entry_is_the_same_whichever_siblings_are_known(case: Path) -> None:
    body = _input(case)
    whole = read(body, HINTS, frozenset())
    for entry in whole.entries:
        alone = read(body, HINTS, frozenset(whole.listed) - {entry.digest})
        assert alone.entries == (entry,)
        assert alone.listed == whole.listed
    assert read(body, HINTS, frozenset(whole.listed)).entries == ()


def test_the_room_has_no_name_that_it_does_not_export() -> None:
    with pytest.raises(AttributeError, match="no attribute 'red'"):
        _ = syndicator.parse.red
