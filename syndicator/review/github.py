"""A report as workflow commands of GitHub Actions, which show as annotations beside the lines."""

from __future__ import annotations

from syndicator.model.findings import Finding, Severity
from syndicator.review.judged import Report
from syndicator.review.plain import safe
from syndicator.review.text import summary
from syndicator.validate import CODES

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
SHOWN_MAX = 10
"""GitHub shows so many annotations of each kind a step; what is more is in the summary and the other formats."""


def github(report: Report) -> str:
    """Give a command for each finding, the worst first, and the summary as the last line."""
    lines: list[str] = []
    for severity, command in _COMMANDS.items():
        found = [finding for finding in report.findings if finding.severity is severity]
        lines += [_line(command, finding) for finding in found[:SHOWN_MAX]]
        if len(found) > SHOWN_MAX:
            lines.append(f"{len(found) - SHOWN_MAX} more of severity {severity} are not annotated.")
    return "\n".join([*lines, summary(report)])


def _line(command: str, finding: Finding) -> str:
    parts = {"file": finding.file, "line": str(max(finding.line, 1)), "title": finding.code}
    if finding.column > 0:
        parts["col"] = str(finding.column)
    written = ",".join(f"{key}={_property(value)}" for key, value in parts.items())
    return f"::{command} {written}::{_message(f'{finding.message} {CODES[finding.code].fix}')}"


def _message(words: str) -> str:
    """Escape what would end a message or begin another command."""
    return safe(words).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _message(words).replace(":", "%3A").replace(",", "%2C")
