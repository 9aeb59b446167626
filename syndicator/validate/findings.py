"""Faults to findings: words, line and column."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from syndicator.model.findings import Finding
from syndicator.validate.code_text import ERROR, FINDINGS_MAX, Fault
from syndicator.validate.codes import CODES
from syndicator.validate.names import name
from syndicator.validate.placing import Places

_SHOWN = 120
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def findings(faults: Iterable[Fault], body: bytes, file: str, *, skipped: int = 0) -> tuple[Finding, ...]:
    """Give at most ``FINDINGS_MAX`` findings in the order of their lines; equal ones once.

    Where there are more, warnings are left out before any error is: no error hides behind them. ``skipped`` is the
    number of lines before those that the tree counts.
    """
    worst_first = sorted(faults, key=lambda fault: CODES[fault.code].severity is not ERROR)[:FINDINGS_MAX]
    places = Places(body, skipped)
    told = {_finding(fault, places, file) for fault in worst_first}
    return tuple(sorted(told, key=_order))


def _order(each: Finding) -> tuple[int, int, str, str, str]:
    """Give the key that no two findings of a document share: without one, their order would change from run to run."""
    return each.line, each.column, each.code, each.message, each.element


def _finding(fault: Fault, places: Places, file: str) -> Finding:
    text = CODES[fault.code]
    line, column = (fault.line, fault.column) if fault.element is None else places.of(fault.element)
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


def _path(element: etree._Element | None) -> str:
    """Give the element with its parent, as ``atom:entry/atom:title``."""
    if element is None:
        return ""
    parent = element.getparent()
    own = name(element.tag)
    return own if parent is None else f"{name(parent.tag)}/{own}"
