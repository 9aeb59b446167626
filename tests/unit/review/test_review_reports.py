"""What single formats promise beyond the cases: order, limits, numbers, columns, addresses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft4Validator
from lxml import etree
from review_reports import BODY, RULES, finding, report, schema

from syndicator.model.findings import Severity
from syndicator.model.shown import columns, safe
from syndicator.review import Judged, Report, Unread, feed_rules, github, json_report, junit, sarif, text
from syndicator.review.github import SHOWN_MAX
from syndicator.review.places import AROUND_BYTES_MAX, places
from syndicator.review.plain import beginning, ending
from syndicator.review.sarif import uri
from syndicator.review.text import excerpt
from syndicator.validate import CODES

WARNING, INFO = Severity.WARNING, Severity.INFO
JOKE = {"ttl-word": "it is a joke"}
MISSING = Unread(name="land.rss", code="file-unreadable", message="land.rss can not be read", hint="check the name")


def run_of(made: Report) -> Any:
    (run,) = sarif(made)["runs"]
    return run


def test_strict_makes_warnings_errors_and_leaves_notes_alone() -> None:
    warning, note = finding(severity=WARNING), finding(severity=INFO)
    assert report(warning, note).count(Severity.ERROR) == 0
    assert report(warning, note, strict=True).count(Severity.ERROR) == 1


def test_what_is_ignored_does_not_count_and_keeps_its_reason_in_every_format() -> None:
    made = report(finding(), finding(line=3), finding(code="date-word"), ignore=JOKE)
    assert [each.code for each in made.findings] == ["date-word"]
    told = "feeds/sea.rss: ignored: ttl-word, 2 times: it is a joke"
    assert told in text(made, width=80, color=False).splitlines()
    assert f"- {told}" in github(made).splitlines()
    assert [each["reason"] for each in json_report(made)["ignored"]] == ["it is a joke"] * 2
    assert junit(made).count('<skipped message="it is a joke">') == 1
    suppressed = [{"kind": "external", "justification": "it is a joke"}]
    assert [result["suppressions"] for result in run_of(made)["results"]] == [[], suppressed, suppressed]
    assert "2 ignored" in github(made).splitlines()[-1]
    assert not any("suppressions" in result for result in run_of(report(finding()))["results"])


def test_what_could_not_be_read_stands_in_every_format() -> None:
    made = Report(tool="gazette check", documents=report().documents, unread=(MISSING,), rules=RULES)
    assert text(made, width=80, color=False) == "1 document checked, 1 not read: 0 errors, 0 warnings, 0 notes."
    assert json_report(made)["unread"] == [
        {
            "file": "land.rss",
            "code": "file-unreadable",
            "message": "land.rss can not be read",
            "hint": "check the name",
        }
    ]
    assert github(made).startswith(
        "::error file=land.rss,title=file-unreadable::land.rss can not be read: check the name\n"
    )
    (invocation,) = run_of(made)["invocations"]
    assert not invocation["executionSuccessful"]
    assert invocation["toolExecutionNotifications"][0]["descriptor"] == {"id": "file-unreadable"}
    root = etree.fromstring(junit(made).encode())
    assert (root.get("tests"), root.get("errors"), root.get("failures")) == ("2", "1", "0")
    assert root.find("testsuite[@name='land.rss']/testcase/error") is not None


def test_annotations_begin_with_the_worst_and_say_what_they_leave_out() -> None:
    many = [finding(code="link-space", severity=WARNING, line=number, column=0) for number in range(SHOWN_MAX + 3)]
    lines = github(report(*many, finding(), name="./feeds/sea.rss")).splitlines()
    assert lines[0].startswith("::error file=feeds/sea.rss,line=2,col=6,title=ttl-word::The value is no number.")
    assert sum(line.startswith("::warning") for line in lines) == SHOWN_MAX
    assert "3 more of kind warning are not annotated: GitHub shows no more." in lines


def test_an_annotation_of_what_is_no_file_names_its_place_in_words() -> None:
    line = github(report(finding(), name="stdin", is_file=False)).splitlines()[0]
    assert line == "::error title=ttl-word::stdin:2:7: The value is no number. (soon) Write digits."


def test_junit_has_a_suite_a_document_and_a_case_a_code() -> None:
    valid = Judged(name="feeds/land.rss")
    documents = (*report(finding(), finding(line=3), finding(code="link-space", severity=WARNING)).documents, valid)
    root = etree.fromstring(junit(Report(tool="gazette check", documents=documents, rules=RULES)).encode())
    first, second = root.findall("testsuite")
    assert (first.get("name"), first.get("tests"), first.get("failures")) == ("feeds/sea.rss", "2", "1")
    failure = first.find("testcase[@name='ttl-word']/failure")
    assert failure is not None
    assert (failure.text or "").count("feeds/sea.rss:") == 2
    assert first.find("testcase[@name='link-space']/system-out") is not None
    assert [case.get("name") for case in second] == ["valid"]


def test_sarif_names_rules_counts_columns_in_utf_16_and_levels_by_what_counts() -> None:
    found = (finding(), finding(line=0, column=0, element=""), finding(code="no-language", severity=INFO))
    run = run_of(report(*found))
    assert [(rule["id"], rule["defaultConfiguration"]["level"]) for rule in run["tool"]["driver"]["rules"]] == [
        ("no-language", "note"),
        ("ttl-word", "error"),
    ]
    regions = [result["locations"][0]["physicalLocation"]["region"] for result in run["results"]]
    assert regions == [{"startLine": 2, "startColumn": 6}, {"startLine": 1}, {"startLine": 2, "startColumn": 6}]
    assert [result["level"] for result in run["results"]] == ["error", "error", "note"]


def test_fingerprints_stay_when_lines_move_and_tell_equal_findings_apart() -> None:
    def prints(*lines: int) -> list[str]:
        run = run_of(report(*(finding(line=line) for line in lines)))
        return [result["partialFingerprints"]["finding/v1"] for result in run["results"]]

    assert prints(1, 2) == prints(2, 3)
    assert len({*prints(1, 2, 3)}) == 3


def test_the_words_of_a_document_make_no_link_in_sarif() -> None:
    run = run_of(report(finding(message="see [this](https://gazette.example/)")))
    assert run["results"][0]["message"]["text"] == "see [this] (https://gazette.example/)"


@pytest.mark.parametrize(
    ("name", "is_file", "wanted"),
    [
        ("./feeds/sea rss.xml", True, "feeds/sea%20rss.xml"),
        ("/srv/sea.rss", True, "file:///srv/sea.rss"),
        ("a:b.rss", True, "a%3Ab.rss"),
        ("\udcff.rss", True, "%FF.rss"),
        ("https://gazette.example/?a=ü%20", False, "https://gazette.example/?a=%C3%BC%20"),
        ("stdin", False, "stdin"),
    ],
)
def test_a_document_has_an_address_that_hosts_understand(name: str, is_file: bool, wanted: str) -> None:
    assert uri(name, is_file=is_file) == wanted


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_the_line_of_a_finding_is_read_in_the_encoding_of_its_document(encoding: str) -> None:
    body = f'<?xml version="1.0" encoding="{encoding[:6] if "16-" in encoding else encoding}"?>\n<é><ttl/>'.encode(
        encoding
    )
    (place,) = places(body, [finding(column=0)])
    assert (place.before + place.after, place.characters) == ("<é><ttl/>", 0)


@pytest.mark.parametrize("encoding", [b"tides", b"undefined", b"idna", b"hex"])
def test_an_encoding_that_nobody_knows_makes_no_report_fail(encoding: bytes) -> None:
    (place,) = places(b'<?xml version="1.0" encoding="' + encoding + b'"?>\n<a>\xff', [finding(column=3)])
    assert place.before + place.after == "<a>\ufffd"


def test_places_are_cut_out_of_long_lines_and_counted_in_one_pass() -> None:
    line = "é" * 4_000 + "<a/>" + "𝄞" * 4_000
    found = [finding(line=1, column=8_001), finding(line=1, column=8_005), finding(line=1, column=99_999)]
    first, second, beyond = places(line.encode(), [*found, finding(line=9)])
    assert (first.characters, second.characters) == (4_001, 4_005)
    assert (len(first.before), first.begins) == (AROUND_BYTES_MAX // 2, False)
    assert first.after.startswith("<a/>𝄞")
    assert beyond.characters == 4_000 + 4 + 2 * 4_000 + 1
    (odd,) = places(("x" + "é" * 4_000).encode(), [finding(line=1, column=8_001)])
    assert odd.before[0] == "é"


def test_many_findings_on_one_long_line_take_no_longer_than_it_takes_to_read_it() -> None:
    body = ("é" * 2_000_000).encode()
    found = [finding(line=1, column=4_000 * number + 1) for number in range(1_000)]
    made = report(*found, body=body)
    assert (
        sum(len(place.before) + len(place.after) for place in made.documents[0].places) <= 1_000 * 2 * AROUND_BYTES_MAX
    )
    assert text(made, width=80, color=False).count("^") == 1_000
    assert len(run_of(made)["results"]) == 1_000


def test_a_caret_stands_below_its_place_and_long_lines_are_cut_on_both_sides() -> None:
    line = "  " + "潮" * 300 + "<ttl>" + "b" * 300
    (place,) = places(line.encode(), [finding(line=1, column=903)])
    shown, caret = excerpt(place, 76)
    assert caret is not None
    assert columns(shown) <= 76
    assert (shown[0], shown[-1]) == ("…", "…")
    assert columns(shown[: shown.index("<ttl>")]) == caret
    (place,) = places(b"\t<a>", [finding(line=1, column=2)])
    assert excerpt(place, 76) == ("<a>", 0)
    (place,) = places(b"  <a>", [finding(line=1, column=0)])
    assert excerpt(place, 76) == ("<a>", None)
    assert text(report(finding(line=1, column=1), body=b""), width=80, color=False).count("\n") == 2


def test_columns_are_those_of_a_terminal() -> None:
    assert [columns(text) for text in ("tide", "潮", "e\u0301", "ü")] == [4, 2, 1, 1]
    assert (beginning("潮潮潮", 4), ending("潮潮潮", 4), beginning("潮", 2)) == ("潮…", "…潮", "潮")
    assert (beginning("tides", 4), ending("tides", 4)) == ("tid…", "…des")
    assert safe("a\tb\x00é") == "a b\\u0000é"


def test_every_code_of_the_validator_is_a_rule_that_sarif_takes() -> None:
    rules = feed_rules([*CODES, "missing-self"])
    assert [rule.code for rule in rules] == sorted(CODES)
    assert all(rule.page == f"docs/findings/{rule.code}.md" for rule in rules)
    found = [finding(code=rule.code, severity=rule.severity) for rule in rules]
    made = Report(tool="gazette check", documents=report(*found, body=BODY).documents, rules=rules)
    log = json.loads(json.dumps(sarif(made)))
    assert list(Draft4Validator(schema()).iter_errors(log)) == []
    assert log["$schema"] == schema()["id"]
