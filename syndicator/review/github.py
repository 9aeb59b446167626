"""A report as workflow commands of GitHub Actions, which show as annotations beside the lines."""

from __future__ import annotations

from syndicator.model.findings import Finding, Severity
from syndicator.model.shown import safe
from syndicator.review.judged import Judged, Report, Unread
from syndicator.review.places import Place
from syndicator.review.text import ignored_lines, summary

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
SHOWN_MAX = 10
"""GitHub shows so many annotations of each kind a step; what is more is in the summary and the other formats."""


def github(report: Report) -> str:
    """Give a command for each finding, the worst first, and in plain lines what else there is to say.

    What could not be read comes before everything. No line but a command begins as one does.
    """
    fixes = {code: rule.fix for code, rule in report.by_code.items()}
    commands = [("error", _unread(each)) for each in report.unread]
    for document in report.documents:
        around = document.around
        commands += [
            (_COMMANDS[each.severity], _finding(document, each, around, fixes[each.code])) for each in document.findings
        ]
    lines: list[str] = []
    for command in _COMMANDS.values():
        of_kind = [line for kind, line in commands if kind == command]
        lines += of_kind[:SHOWN_MAX]
        if len(of_kind) > SHOWN_MAX:
            lines.append(f"{len(of_kind) - SHOWN_MAX} more of kind {command} are not annotated: GitHub shows no more.")
    ignored = (line for document in report.documents for line in ignored_lines(document))
    return "\n".join([*lines, *map(_plain, ignored), summary(report)])


def _finding(document: Judged, finding: Finding, around: dict[tuple[int, int], Place], fix: str) -> str:
    command, words = _COMMANDS[finding.severity], f"{finding.message} {fix}"
    if not document.is_file:
        return _line(command, {"title": finding.code}, f"{finding.file}:{finding.line}:{finding.column}: {words}")
    place = around.get((finding.line, finding.column))
    parts = {"file": finding.file.removeprefix("./"), "line": str(max(finding.line, 1))}
    if place and place.characters:
        parts["col"] = str(place.characters)
    return _line(command, {**parts, "title": finding.code}, words)


def _unread(unread: Unread) -> str:
    file = {"file": unread.name.removeprefix("./")} if unread.is_file else {}
    return _line("error", {**file, "title": unread.code}, f"{unread.message}: {unread.hint}")


def _line(command: str, parts: dict[str, str], words: str) -> str:
    written = ",".join(f"{key}={_property(value)}" for key, value in parts.items())
    return f"::{command} {written}::{_message(words)}"


def _message(words: str) -> str:
    """Escape what would end a message; line breaks are escapes already."""
    return safe(words).replace("%", "%25")


def _property(words: str) -> str:
    return _message(words).replace(":", "%3A").replace(",", "%2C")


def _plain(line: str) -> str:
    """Give a line that the runner takes for no command, in neither of the two ways to write one."""
    return f"- {line}".replace("##[", "## [")
