"""JSON Feed beside its cases: what hostile text costs, where things are found, what is known beside the document."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from harness.patience import within

from syndicator.model.findings import Finding, Severity
from syndicator.validate import validate
from syndicator.validate.code_text import FINDINGS_MAX

FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Sample Gazette",
    "home_page_url": "https://gazette.example/",
    "feed_url": "https://gazette.example/sea.json",
    "items": [],
}
ITEM = {"id": "1", "url": "https://gazette.example/1", "content_text": "Two tides in one day."}


def feed(*items: object, **members: object) -> bytes:
    return json.dumps({**FEED, "items": [*items], **members}, ensure_ascii=False).encode()


def codes(body: bytes, **known: Any) -> list[str]:
    return [each.code for each in validate(body, **known)]


def only(body: bytes) -> Finding:
    (finding,) = validate(body)
    return finding


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[" * 40 + b'"' + b'\\"' * 1_000_000,
        b"[" + b"[]," * 100 + b'"' + b'\\"' * 1_000_000,
        b"[" + b"[]," * 100 + b'"' + b"\\" * 2_000_001,
        b'{"a' * 700_000,
        b"[" * 2_000_000,
        b'{"a":' * 400_000,
        b"\xef\xbb\xbf{" + b"\xff" * 1_000_000,
        b"{" + b" " * 2_000_000 + b"x",
        b" " * 2_000_000 + b"{",
    ],
    ids=lambda body: body[:12].decode("latin-1"),
)
def test_what_is_no_json_is_told_in_no_time(body: bytes) -> None:
    found = within(1, lambda: validate(body, file="sea.json"))
    assert {each.code for each in found} <= {"json-syntax", "json-too-deep", "json-byte-order-mark", "unicode-error"}
    assert {"json-syntax", "json-too-deep"} & {each.code for each in found}
    assert all(each.line >= 1 and each.column >= 1 and each.file == "sea.json" for each in found)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (feed(**{f"m{number}": 1 for number in range(100_000)}), "json-member-unknown"),
        (feed(**{f"\u00e9{number}": 1 for number in range(100_000)}), "json-member-unknown"),
        (feed(*[ITEM] * 20_000), "json-id-repeated"),
        (b'{"items":[],' + b'"a":1,' * 200_000 + b'"b":1}', "json-member-repeated"),
        (b'{"items":[' + b"NaN," * 200_000 + b"1]}", "json-number"),
        (b'{"items":["' + b'\\ud800","' * 100_000 + b'"]}', "json-lone-surrogate"),
    ],
    ids=["unknown", "unknown and not ASCII", "repeated ids", "repeated members", "numbers", "half characters"],
)
def test_a_hundred_thousand_faults_on_one_line_are_cut_off_and_take_no_time(body: bytes, code: str) -> None:
    found = within(4, lambda: validate(body))
    assert len(found) == FINDINGS_MAX
    assert code in {each.code for each in found}


def test_five_megabytes_are_read_in_a_second() -> None:
    items = [
        {**ITEM, "id": str(number), "date_published": "2026-11-20T10:00:05Z", "content_html": f"<p>{'tide ' * 200}</p>"}
        for number in range(4_800)
    ]
    body = feed(*items)
    assert len(body) > 5_000_000
    assert within(1, lambda: validate(body)) == ()
    late = body[: -len("Z]}")].replace(b"2026-11-20", b"2026-13-20") + body[-len("Z]}") :]
    assert "invalid-rfc3339-date" in within(2, lambda: codes(late))


def test_errors_do_not_hide_behind_warnings() -> None:
    body = feed({**ITEM, "date_published": "yesterday"}, **{f"m{number}": 1 for number in range(3 * FINDINGS_MAX)})
    found = validate(body)
    assert len(found) == FINDINGS_MAX
    assert [each.code for each in found if each.severity is Severity.ERROR] == ["invalid-rfc3339-date"]


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_any_encoding_of_unicode_is_read_and_told(encoding: str) -> None:
    text = json.dumps({**FEED, "title": ""}, ensure_ascii=False)
    expected = "json-byte-order-mark" if encoding == "utf-8-sig" else "json-encoding"
    assert codes(text.encode(encoding)) == [expected, "not-blank"]


def test_a_broken_encoding_is_told_at_its_place_and_the_rest_is_judged() -> None:
    body = feed(title="x", description=3).replace(b'"x"', b'"caf\xe9"')
    first, second = validate(body)
    assert (first.code, first.column) == ("unicode-error", body.index(b"\xe9") + 1)
    assert (second.code, second.element) == ("json-member-type", "description")
    cut = json.dumps(FEED).encode("utf-16") + b"\x00"
    assert "unicode-error" in codes(cut)


def test_a_repeated_member_is_told_at_its_second_place_and_judged_by_its_last_value() -> None:
    body = b'{"title": "a",\n "title": 3,\n' + feed()[1:].replace(b'"title": "The Sample Gazette"', b'\n"title": 4')
    found = [(each.line, each.column, each.code, each.element) for each in validate(body)]
    assert found == [
        (2, 2, "json-member-repeated", "title"),
        (4, 1, "json-member-repeated", "title"),
        (4, 1, "json-member-type", "title"),
    ]


def test_a_column_counts_bytes_and_a_path_is_safe_to_show() -> None:
    finding = only(feed(title="\u00e9\u00e9", **{"a\x1b\u202eb c": 1}))
    assert finding.element == '["a\\u001b\\u202eb c"]'
    assert finding.column == feed(title="\u00e9\u00e9").index(b"}") + len(', "')
    assert len(only(feed(**{"x" * 500: 1})).element) < 60


@pytest.mark.parametrize(
    ("members", "path"),
    [
        ({"authors": [{"name": "Ada Nomen"}, {}]}, "items[0].authors[1]"),
        ({"author": {}, "authors": []}, "items[0].author"),
        ({"attachments": [{"url": "https://gazette.example/a"}]}, "items[0].attachments[0]"),
        ({"tags": ["sea", None]}, "items[0].tags[1]"),
    ],
)
def test_a_path_leads_to_the_object_that_is_wrong(members: dict[str, object], path: str) -> None:
    assert only(feed({**ITEM, **members})).element == path


def test_what_is_of_a_wrong_type_is_told_once_and_not_entered() -> None:
    assert only(feed(authors={"name": 3})).code == "json-member-type"
    assert only(feed(items="none")).element == "items"
    assert [each.element for each in validate(feed(3, [], None))] == ["items[0]", "items[1]", "items[2]"]
    assert only(feed(version=1.1)).element == "version"
    assert only(feed({**ITEM, "id": True})).code == "json-member-type"
    assert only(feed({**ITEM, "content_html": 3})).code == "json-member-type"
    assert codes(feed({**ITEM, "date_published": 3, "date_modified": "2026-11-20T10:00:05Z"})) == ["json-member-type"]


def test_what_an_extension_holds_is_its_own() -> None:
    assert validate(feed({**ITEM, "_sea": {"id": 3, "items": [{}], "author": {}}})) == ()


def test_dates_ahead_and_another_address_are_told_where_they_are_known() -> None:
    body = feed({**ITEM, "date_published": "2026-11-20T10:00:05Z", "date_modified": "2026-11-21T10:00:05Z"})
    assert codes(body) == []
    assert codes(body, now=datetime(2026, 11, 20, 9, tzinfo=UTC)) == ["implausible-date"]
    assert codes(body, now=datetime(2026, 11, 22, tzinfo=UTC), address="https://gazette.example/sea.json") == []
    assert codes(body, address="https://gazette.example/old.json") == ["self-doesnt-match-location"]


def test_an_instruction_in_html_is_told_as_in_other_formats() -> None:
    assert codes(feed({**ITEM, "content_html": "<?import namespace='t'><p>Tides</p>"})) == ["not-html", "security-risk"]


def test_half_a_character_is_looked_for_in_lists_names_and_texts() -> None:
    for odd in (b'["\\ud800"]', b'{"\\udfff": 1}', b'{"a": "\\ud83d x"}'):
        assert codes(feed(_sea={"a": 1}).replace(b'{"a": 1}', b'{"b": ' + odd + b"}")) == ["json-lone-surrogate"]
    assert codes(feed(_sea={"a": 1}).replace(b": 1", b': ["\\ud83d\\ude00", "\\\\ud83d", 1.5, -2, true, {}]')) == []
