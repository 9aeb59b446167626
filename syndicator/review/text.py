"""A report for people: place, severity, message, the line of the document with a caret, and what to do."""

from __future__ import annotations

from collections import Counter

from syndicator.model.findings import Finding, Severity
from syndicator.model.shown import columns, counted, safe
from syndicator.review.judged import Judged, Report
from syndicator.review.places import Place
from syndicator.review.plain import beginning, ending

_COLORS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}
_BOLD, _DIM = "1", "2"
_INDENT = "    "
_BEFORE = 20
"""Columns shown before the place of a finding, where its line is too long to be shown whole."""
_WIDTH_LEAST = 40


def text(report: Report, *, width: int, color: bool) -> str:
    """Give the report; source lines fit into ``width`` columns. ``color`` adds terminal codes."""
    rules, told = report.by_code, set[str]()
    lines: list[str] = []
    for document in report.documents:
        around = document.around
        for finding in document.findings:
            lines.append(_head(finding, color=color))
            lines += _source(finding, around, max(width, _WIDTH_LEAST), color=color)
            if finding.code not in told:
                lines.append(_painted(f"{_INDENT}fix: {rules[finding.code].fix}", _DIM, color=color))
                told.add(finding.code)
        lines += ignored_lines(document)
    return "\n".join([*lines, _painted(summary(report), _BOLD, color=color)])


def summary(report: Report) -> str:
    """Give the last line: how many documents and findings."""
    parts = [
        counted(report.count(severity), "note" if severity is Severity.INFO else severity) for severity in Severity
    ]
    parts += [f"{len(report.ignored)} ignored"] if report.ignored else []
    unread = f", {len(report.unread)} not read" if report.unread else ""
    return f"{counted(len(report.documents), 'document')} checked{unread}: {', '.join(parts)}."


def ignored_lines(document: Judged) -> list[str]:
    """Give a line for each ignored code: how often it was found and why it does not count."""
    times = Counter((each.finding.code, each.reason) for each in document.ignored)
    return [
        f"{safe(document.name)}: ignored: {code}, {counted(number, 'time')}: {safe(reason)}"
        for (code, reason), number in times.items()
    ]


def _head(finding: Finding, *, color: bool) -> str:
    place = _painted(f"{safe(finding.file)}:{finding.line}:{finding.column}:", _BOLD, color=color)
    severity = _painted(f"{finding.severity}:", _COLORS[finding.severity], color=color)
    element = _painted(f" [{safe(finding.element)}]" if finding.element else "", _DIM, color=color)
    return f"{place} {severity} {finding.code}: {safe(finding.message)}{element}"


def _source(finding: Finding, around: dict[tuple[int, int], Place], width: int, *, color: bool) -> list[str]:
    place = around.get((finding.line, finding.column))
    if place is None:
        return []
    shown, caret = excerpt(place, width - len(_INDENT))
    mark = _painted("^", _COLORS[finding.severity], color=color)
    return [f"{_INDENT}{shown}".rstrip(), *([f"{_INDENT}{' ' * caret}{mark}"] if caret is not None else [])]


def excerpt(place: Place, width: int) -> tuple[str, int | None]:
    """Give a line around a place in at most ``width`` columns, and where the caret stands if the column is known."""
    before = place.before.lstrip() if place.begins else f"…{place.before}"
    if columns(before) > width // 2:
        before = ending(before, _BEFORE)
    shown = beginning((before + place.after).rstrip(), width)
    return (shown, columns(before)) if place.column > 0 else (shown.lstrip(), None)


def _painted(words: str, code: str, *, color: bool) -> str:
    return f"\x1b[{code}m{words}\x1b[0m" if color and words else words
