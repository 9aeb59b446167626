"""One folder a case: ``case.json`` says what was found in its documents, and a file a format what its report is.

``WRITE_CASES=1`` in the environment writes the expected files anew, to be read in the diff.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from lxml import etree
from review_reports import CONTROLS, RULES, schema

from syndicator import __version__
from syndicator.model.findings import Finding, Severity
from syndicator.review import Report, Unread, github, json_report, judged, junit, sarif, text

CASES = sorted(Path(__file__).parents[2].joinpath("cases", "review").iterdir())


def report_of(case: Path) -> Report:
    told = json.loads((case / "case.json").read_text(encoding="utf-8"))
    documents = [
        judged(
            one["name"],
            (case / one["body"]).read_bytes(),
            [finding_of(each) for each in one["findings"]],
            ignore=one.get("ignore", {}),
            is_file=one.get("is_file", True),
        )
        for one in told["documents"]
    ]
    unread = [Unread(**one) for one in told.get("unread", ())]
    return Report(tool="gazette check", documents=tuple(documents), unread=tuple(unread), rules=RULES)


def finding_of(told: dict[str, Any]) -> Finding:
    return Finding(**{**told, "severity": Severity(told["severity"])})


def reports(report: Report) -> dict[str, str]:
    """Give the report in every format by the name of its file."""
    as_sarif = json.dumps(sarif(report), ensure_ascii=False, indent=2).replace(f'"{__version__}"', '"VERSION"')
    return {
        "expect.txt": text(report, width=80, color=False) + "\n",
        "expect.color.txt": text(report, width=60, color=True).replace("\x1b", "␛") + "\n",
        "expect.json": json.dumps(json_report(report), indent=2) + "\n",
        "expect.sarif": as_sarif + "\n",
        "expect.github": github(report) + "\n",
        "expect.xml": junit(report),
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_report_is_in_every_format_as_its_case_says(case: Path) -> None:
    for name, shown in reports(report_of(case)).items():
        if os.environ.get("WRITE_CASES"):
            (case / name).write_text(shown, encoding="utf-8", newline="")
        assert shown == (case / name).read_bytes().decode(), name


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_report_holds_what_moves_a_cursor_turns_a_direction_or_can_not_be_parsed(case: Path) -> None:
    shown = reports(report_of(case))
    for name in ("expect.txt", "expect.github", "expect.xml"):
        assert CONTROLS.findall(shown[name]) == []
    json.loads(shown["expect.json"])
    log = json.loads(shown["expect.sarif"].replace('"VERSION"', '"1.0.0"'))
    assert [error.message for error in Draft4Validator(schema()).iter_errors(log)] == []
    assert etree.fromstring(shown["expect.xml"].encode()).tag == "testsuites"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_line_for_github_is_a_whole_command_or_none(case: Path) -> None:
    for line in github(report_of(case)).splitlines():
        is_command = line.startswith(("::error ", "::warning ", "::notice "))
        assert is_command or not (line.lstrip().startswith("::") or "##[" in line)
