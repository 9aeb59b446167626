"""Laws of reading JSON Feed: no text breaks it, and every place it gives is the one that was meant."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from syndicator.validate import CODES, validate
from syndicator.validate.json_feed.places import Path, oddities, offsets
from syndicator.validate.json_feed.reading import read_json

NAMES = st.sampled_from(
    ["version", "title", "items", "id", "authors", "author", "content_html", "_sea", 'a"\\', "\u00e9"]
)
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text() | NAMES
)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(NAMES | st.text(), inner), max_leaves=30)
FORMS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"indent": st.sampled_from([None, 0, 3]), "ensure_ascii": st.booleans()}
)


def paths(value: object, path: Path = ()) -> dict[Path, object]:
    """Give every path below a value, with what stands there."""
    found = {path: value}
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            found |= paths(inner, (*path, key))
    return found


@given(VALUES, FORMS)
def test_every_value_is_found_at_its_place(value: object, form: dict[str, Any]) -> None:
    text = json.dumps(value, **form)
    wanted = paths(value)
    found = offsets(text, wanted)
    assert set(found) == set(wanted)
    for path, offset in found.items():
        decoder = json.JSONDecoder()
        begun, _ = decoder.raw_decode(text, offset)
        expected = path[-1] if path and isinstance(path[-1], str) else wanted[path]
        assert begun == expected
    assert list(oddities(text)) == []


@given(VALUES, FORMS)
def test_what_a_library_writes_is_read_as_it_was(value: object, form: dict[str, Any]) -> None:
    read = read_json(json.dumps(value, **form).encode())
    assert (read.value, read.problems, read.is_odd) == (value, (), False)


@given(st.sampled_from([b"{", b"[", b" \xef\xbb\xbf{", b'{"items": [', b"\xff\xfe{\x00"]), st.binary())
def test_no_bytes_break_the_reader(begin: bytes, rest: bytes) -> None:
    assert all(each.code in CODES and each.line >= 1 for each in validate(begin + rest))


@given(st.dictionaries(NAMES, VALUES), FORMS)
def test_no_object_breaks_the_rules(value: dict[str, object], form: dict[str, Any]) -> None:
    found = validate(json.dumps({"items": [], **value}, **form).encode())
    assert all(each.code in CODES and each.line >= 1 and each.column >= 1 for each in found)
