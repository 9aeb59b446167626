"""Faults to findings: words, line and column."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from syndicator.model.findings import Finding
from syndicator.validate.code_text import ERROR, FINDINGS_MAX, Fault
from syndicator.validate.codes import CODES
from syndicator.validate.names import local_name, name

_SHOWN = 120
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def findings(faults: Iterable[Fault], body: bytes, file: str, *, skipped: int = 0) -> tuple[Finding, ...]:
    """Give at most ``FINDINGS_MAX`` findings in the order of their lines; equal ones once.

    Where there are more, warnings are left out before any error is: no error hides behind them. ``skipped`` is the
    number of lines before those that the tree counts.
    """
    worst_first = sorted(faults, key=lambda fault: CODES[fault.code].severity is not ERROR)[:FINDINGS_MAX]
    lines = body.splitlines() if any(fault.element is not None for fault in worst_first) else []
    told = {_finding(fault, lines, file, skipped) for fault in worst_first}
    return tuple(sorted(told, key=_order))


def _order(each: Finding) -> tuple[int, int, str, str, str]:
    """Give the key that no two findings of a document share: without one, their order would change from run to run."""
    return each.line, each.column, each.code, each.message, each.element


def _finding(fault: Fault, lines: list[bytes], file: str, skipped: int) -> Finding:
    text = CODES[fault.code]
    line, column = _place(fault, lines, skipped)
    shown = _CONTROL.sub("\ufffd", fault.value)
    shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
    return Finding(
        code=fault.code,
        severity=text.severity,
        message=f"{text.message} ({shown})" if shown else text.message,
        line=line,
        column=column,
        element=fault.path or _path(fault.element),
        file=file,
    )


def _place(fault: Fault, lines: list[bytes], skipped: int) -> tuple[int, int]:
    """Give line and column, both from 1; the column is 0 where the line does not tell the start of the element.

    libxml2 knows the line on which a start tag ends; the column is looked up there.
    """
    if fault.element is None:
        return fault.line, fault.column
    line = line_of(fault.element) + skipped
    prefix = f"{fault.element.prefix}:" if fault.element.prefix else ""
    start = f"<{prefix}{local_name(fault.element.tag)}".encode()
    return line, b"".join(lines[line - 1 : line]).find(start) + 1


def _path(element: etree._Element | None) -> str:
    """Give the element with its parent, as ``atom:entry/atom:title``."""
    if element is None:
        return ""
    parent = element.getparent()
    own = name(element.tag)
    return own if parent is None else f"{name(parent.tag)}/{own}"


def line_of(element: etree._Element) -> int:
    """Give the line on which an element's start tag ends, as the tree counts; 0 where it is not known."""
    return int(element.sourceline or 0)  # type: ignore[call-overload,no-any-return] # the stubs allow for no number
