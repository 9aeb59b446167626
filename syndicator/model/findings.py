"""Faults found by validation, and the proof that there were none."""

from enum import StrEnum

from syndicator.model.base import Value


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Finding(Value):
    """One fault in a document: where, how bad, which code, and what it means."""

    code: str
    severity: Severity
    message: str
    line: int = 0
    column: int = 0
    element: str = ""
    file: str = ""


class ValidFeed(Value):
    """Bytes that passed every check. Made by ``validate.admit`` alone."""

    name: str
    format: str
    body: bytes
    digest: str
    """SHA-256 of ``body``, hexadecimal."""
    entry_ids: tuple[str, ...]


class Rejected(Value):
    """Bytes that must not be published, and why."""

    name: str
    format: str
    findings: tuple[Finding, ...]
