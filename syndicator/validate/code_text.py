"""What a person reads about a code, and the fault that carries one."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from syndicator.model.findings import Severity


class CodeText(NamedTuple):
    """One code's severity and words: what is wrong, why it matters, how to mend it, and the rule's source."""

    severity: Severity
    message: str
    why: str
    fix: str
    source: str


class Fault(NamedTuple):
    """One place where a code applies. Without an element it is about the whole document."""

    code: str
    element: etree._Element | None = None
    value: str = ""
    """What was found there: a name, an attribute or a text."""
    line: int = 0
    column: int = 0
    path: str = ""
    """The place within a document that is no XML, as ``items[3].author``."""


FINDINGS_MAX = 1_000
"""A document with more faults than this is told no better by telling all."""

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
