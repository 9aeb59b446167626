"""A report for people: place, severity, message, the line of the document with a caret, and what to do."""

from __future__ import annotations

from syndicator.model.findings import Finding, Severity
from syndicator.review.judged import Judged, Report
from syndicator.review.plain import safe
from syndicator.validate import CODES

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_BOLD, _DIM = "1", "2"
_BEFORE = 20
"""Characters shown before the place of a finding, where its line is too long to be shown whole."""
_WIDTH_LEAST = 40


def text(report: Report, *, width: int, color: bool) -> str:
    """Give the report in lines of at most ``width`` columns where they can be; ``color`` adds terminal codes."""
    told: set[str] = set()
    lines: list[str] = []
    for document in report.documents:
        source = document.body.splitlines()
        for finding in document.findings:
            lines += _finding(finding, source, width=max(width, _WIDTH_LEAST), color=color)
            if finding.code not in told:
                lines.append(_painted(f"    fix: {CODES[finding.code].fix}", _DIM, color=color))
                told.add(finding.code)
        for code, times, reason in _left(document):
            lines.append(f"{safe(document.name)}: ignored: {code}, {times}: {safe(reason)}")
    return "\n".join([*lines, summary(report)])


def summary(report: Report) -> str:
    """Give the last line: how many documents and findings."""
    counts = [(report.count(severity), severity.value) for severity in Severity]
    ignored = sum(len(document.ignored) for document in report.documents)
    parts = [_counted(number, "note" if word == "info" else word) for number, word in counts]
    parts += [f"{ignored} ignored"] if ignored else []
    return f"{_counted(len(report.documents), 'document')} checked: {', '.join(parts)}."


def _left(document: Judged) -> list[tuple[str, str, str]]:
    """Give each ignored code with how often it was found and why it does not count."""
    reasons = {each.finding.code: each.reason for each in document.ignored}
    codes = [each.finding.code for each in document.ignored]
    return [(code, _counted(codes.count(code), "time"), reason) for code, reason in reasons.items()]


def _finding(finding: Finding, source: list[bytes], *, width: int, color: bool) -> list[str]:
    place = _painted(f"{safe(finding.file)}:{finding.line}:{finding.column}:", _BOLD, color=color)
    severity = _painted(f"{finding.severity}:", _COLORS[finding.severity], color=color)
    element = f" [{safe(finding.element)}]" if finding.element else ""
    lines = [f"{place} {severity} {finding.code}: {safe(finding.message)}{_painted(element, _DIM, color=color)}"]
    if 0 < finding.line <= len(source):
        shown, caret = excerpt(source[finding.line - 1], finding.column, width - 4)
        lines.append(f"    {shown}")
        if caret is not None:
            lines.append("    " + " " * caret + _painted("^", _COLORS[finding.severity], color=color))
    return lines


def excerpt(line: bytes, column: int, width: int) -> tuple[str, int | None]:
    """Give the part of a line around a column, and where in it the caret stands; no caret without a column.

    ``column`` counts bytes of the line from 1.
    """
    at = max(column - 1, 0)
    before, after = (safe(part.decode("utf-8", "replace")) for part in (line[:at], line[at:]))
    stripped = before.lstrip()
    if len(stripped) + 1 > width // 2:
        stripped = "…" + stripped[-_BEFORE:]
    shown = stripped + after.rstrip()
    cut = shown if len(shown) <= width else shown[: width - 1] + "…"
    return (cut.strip() if column < 1 else cut), (len(stripped) if column > 0 else None)


def _painted(words: str, code: str, *, color: bool) -> str:
    return f"\x1b[{code}m{words}\x1b[0m" if color and words else words


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
