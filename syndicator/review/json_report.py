"""A report for programs (docs/json.md)."""

from __future__ import annotations

from typing import Any

from syndicator.model.findings import Finding, Severity
from syndicator.review.judged import Report
from syndicator.review.plain import help_page


def json_report(report: Report) -> dict[str, Any]:
    """Give findings, ignored findings with their reasons, and how many errors count."""
    ignored = [
        {**_finding(each.finding), "reason": each.reason} for document in report.documents for each in document.ignored
    ]
    return {
        "findings": [_finding(finding) for finding in report.findings],
        "ignored": ignored,
        "errors": report.count(Severity.ERROR),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {**finding.model_dump(mode="json"), "help": help_page(finding.code)}
