"""A report for programs (docs/json.md)."""

from __future__ import annotations

from typing import Any

from syndicator.model.findings import Finding, Severity
from syndicator.model.shown import safe
from syndicator.review.judged import Report, Rule


def json_report(report: Report) -> dict[str, Any]:
    """Give findings, ignored findings with their reasons, what could not be read, and how many errors count."""
    rules = report.by_code
    return {
        "findings": [_finding(each, rules) for each in report.findings],
        "ignored": [{**_finding(each.finding, rules), "reason": _text(each.reason)} for each in report.ignored],
        "unread": [
            {"file": _text(each.name), "code": each.code, "message": _text(each.message), "hint": _text(each.hint)}
            for each in report.unread
        ],
        "errors": report.count(Severity.ERROR),
    }


def _finding(finding: Finding, rules: dict[str, Rule]) -> dict[str, Any]:
    told = finding.model_copy(update={"file": _text(finding.file)}).model_dump(mode="json")
    return {**told, "help": rules[finding.code].page}


def _text(words: str) -> str:
    """Give a text that UTF-8 can hold: names of files need not be."""
    try:
        words.encode()
    except UnicodeEncodeError:
        return safe(words)
    return words
