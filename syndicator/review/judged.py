"""A document's findings as they count: warnings made errors, and those that somebody chose to ignore, with why."""

from __future__ import annotations

from collections.abc import Mapping

from syndicator.model.base import Value
from syndicator.model.findings import Finding, Severity


class Ignored(Value):
    """A finding that does not count, and why."""

    finding: Finding
    reason: str


class Judged(Value):
    """One document with what was found in it."""

    name: str
    body: bytes
    findings: tuple[Finding, ...]
    ignored: tuple[Ignored, ...] = ()


class Report(Value):
    """All documents of one run."""

    documents: tuple[Judged, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding that counts, document after document."""
        return tuple(finding for document in self.documents for finding in document.findings)

    def count(self, severity: Severity) -> int:
        """Give how many findings of a severity count."""
        return sum(finding.severity is severity for finding in self.findings)


def judged(
    name: str, body: bytes, findings: tuple[Finding, ...], *, ignore: Mapping[str, str], strict: bool = False
) -> Judged:
    """Give a document's findings as they count.

    ``ignore`` maps codes to reasons. With ``strict``, warnings are errors.
    """
    named = tuple(finding.model_copy(update={"file": name}) for finding in findings)
    counted = tuple(_raised(finding, strict=strict) for finding in named if finding.code not in ignore)
    ignored = tuple(Ignored(finding=each, reason=ignore[each.code]) for each in named if each.code in ignore)
    return Judged(name=name, body=body, findings=counted, ignored=ignored)


def _raised(finding: Finding, *, strict: bool) -> Finding:
    if strict and finding.severity is Severity.WARNING:
        return finding.model_copy(update={"severity": Severity.ERROR})
    return finding
