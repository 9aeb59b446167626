"""Warnings that what we publish may have, each with the reason; every other one is a fault of ours."""

from __future__ import annotations

from syndicator.model.findings import Finding, Severity

AGREED = {
    "missing-source-element": "a date that the upstream feed did not give is not made up",
    "duplicate-updated": "entries keep their dates; a publisher may change several at once",
    "non-canonical-uri": "an entry keeps the id that its publisher gave it, character for character (RFC 4287, 4.2.6)",
    "scheme-not-iana-registered": "same",
    "contains-html": "a title says what its publisher wrote, also where that is about markup",
    "contains-undeclared-html": "same, in Atom",
    "contains-email": "a person is named as the publisher named that person",
}
"""Code to reason."""


def not_agreed(findings: tuple[Finding, ...]) -> list[Finding]:
    """Give the errors, and the warnings that nobody agreed on."""
    bad = (one for one in findings if one.severity is not Severity.INFO)
    return [one for one in bad if one.severity is Severity.ERROR or one.code not in AGREED]
