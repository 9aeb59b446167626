"""Documents as they were judged: what counts, what somebody chose to ignore and why, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from syndicator.model.base import Value
from syndicator.model.findings import Finding, Severity
from syndicator.review.places import Place, places


class Rule(Value):
    """What stands beside a code."""

    code: str
    severity: Severity
    message: str
    why: str
    fix: str
    source: str
    page: str
    """Where it is explained, from the project's folder on."""


class Ignored(Value):
    """A finding that does not count, and why."""

    finding: Finding
    reason: str


class Judged(Value):
    """One document with what was found in it."""

    name: str
    """A path, or what is no path: an address, ``stdin``."""
    is_file: bool = True
    findings: tuple[Finding, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    places: tuple[Place, ...] = ()
    """The text around each finding, ignored ones too, where its line is known."""

    @property
    def around(self) -> dict[tuple[int, int], Place]:
        """Every place by line and column."""
        return {(place.line, place.column): place for place in self.places}


class Unread(Value):
    """A document that was to be judged and could not be: nothing is known of it."""

    name: str
    is_file: bool = True
    code: str
    """Kebab-case; none of the codes of findings."""
    message: str
    """What was tried, on what, and what happened."""
    hint: str
    """What to do now."""


class Report(Value):
    """All documents of one run."""

    tool: str
    """Who judged, as a person calls it."""
    documents: tuple[Judged, ...] = ()
    unread: tuple[Unread, ...] = ()
    rules: tuple[Rule, ...] = ()
    """The rule of every code that was found; others may be among them."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding that counts, document after document."""
        return tuple(finding for document in self.documents for finding in document.findings)

    @property
    def ignored(self) -> tuple[Ignored, ...]:
        """Every finding that does not count, document after document."""
        return tuple(ignored for document in self.documents for ignored in document.ignored)

    @property
    def by_code(self) -> dict[str, Rule]:
        """Every rule by its code."""
        return {rule.code: rule for rule in self.rules}

    def count(self, severity: Severity) -> int:
        """Give how many findings of a severity count."""
        return sum(finding.severity is severity for finding in self.findings)


def judged(
    name: str,
    body: bytes,
    findings: Iterable[Finding],
    *,
    ignore: Mapping[str, str],
    strict: bool = False,
    is_file: bool = True,
) -> Judged:
    """Give a document's findings as they count, with the text around each. The body itself is not kept.

    ``ignore`` maps codes to reasons. With ``strict``, warnings are errors.
    """
    named = tuple(finding.model_copy(update={"file": name}) for finding in findings)
    return Judged(
        name=name,
        is_file=is_file,
        findings=tuple(_raised(each, strict=strict) for each in named if each.code not in ignore),
        ignored=tuple(Ignored(finding=each, reason=ignore[each.code]) for each in named if each.code in ignore),
        places=places(body, named),
    )


def _raised(finding: Finding, *, strict: bool) -> Finding:
    if strict and finding.severity is Severity.WARNING:
        return finding.model_copy(update={"severity": Severity.ERROR})
    return finding
