"""A report in SARIF 2.1.0 (OASIS Standard, 27 March 2020), which code hosts show beside the lines."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import quote

from syndicator import __version__
from syndicator.model.findings import Finding, Severity
from syndicator.review.judged import Report
from syndicator.review.plain import help_page, safe
from syndicator.validate import CODES

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif(report: Report) -> dict[str, Any]:
    """Give one run with a rule for each code that was found."""
    entries = [
        (finding, reason, document.body.splitlines())
        for document in report.documents
        for finding, reason in (
            *((finding, "") for finding in document.findings),
            *((each.finding, each.reason) for each in document.ignored),
        )
    ]
    codes = sorted({finding.code for finding, _, _ in entries})
    numbers = {code: number for number, code in enumerate(codes)}
    driver = {
        "name": "syndicator validate",
        "semanticVersion": __version__,
        "rules": [_rule(code) for code in codes],
    }
    results = [_result(finding, reason, numbers[finding.code], lines) for finding, reason, lines in entries]
    run = {"tool": {"driver": driver}, "columnKind": "utf16CodeUnits", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str) -> dict[str, Any]:
    text = CODES[code]
    return {
        "id": code,
        "shortDescription": {"text": text.message},
        "fullDescription": {"text": text.why},
        "help": {
            "text": f"{text.fix} ({text.source})",
            "markdown": "\n\n".join(
                (
                    f"**Why.** {text.why}",
                    f"**Fix.** {text.fix}",
                    f"**Source.** {text.source}",
                    f"See `{help_page(code)}`.",
                )
            ),
        },
        "defaultConfiguration": {"level": _LEVELS[text.severity]},
        "properties": {"tags": ["feed"]},
    }


def _result(finding: Finding, reason: str, number: int, lines: list[bytes]) -> dict[str, Any]:
    print_ = hashlib.sha256("\0".join((finding.file, finding.code, finding.element, finding.message)).encode())
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": number,
        "level": _LEVELS[finding.severity],
        "message": {"text": safe(finding.message)},
        "locations": [_location(finding, lines)],
        "partialFingerprints": {"finding/v1": print_.hexdigest()[:32]},
    }
    if reason:
        result["suppressions"] = [{"kind": "external", "justification": reason}]
    return result


def _location(finding: Finding, lines: list[bytes]) -> dict[str, Any]:
    region = {"startLine": max(finding.line, 1)}
    if finding.column > 0:
        before = b"".join(lines[finding.line - 1 : finding.line])[: finding.column - 1]
        region["startColumn"] = len(before.decode("utf-8", "replace").encode("utf-16-le")) // 2 + 1
    place: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": address(finding.file)}, "region": region},
    }
    if finding.element:
        place["logicalLocations"] = [{"fullyQualifiedName": safe(finding.element)}]
    return place


def address(name: str) -> str:
    """Give the URI of a document: a relative reference for a file, the address itself for one from the web."""
    if name.startswith(("http://", "https://")):
        return quote(name, safe="/:?#[]@!$&'()*+,;=%~-._")
    plain = name.replace("\\", "/")
    return quote(f"file://{plain}" if plain.startswith("/") else plain.removeprefix("./"), safe="/:~-._")
