"""A report in SARIF 2.1.0 (OASIS Standard, 27 March 2020), which code hosts show beside the lines.

Rules carry no ``helpUri``: it has to be absolute (section 3.49.12), and this project knows no address of its own. The
page of a code is named in the text of its ``help``.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

from syndicator import __version__
from syndicator.model.findings import Finding, Severity
from syndicator.model.shown import safe
from syndicator.review.judged import Judged, Report, Rule, Unread

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


class _Told(NamedTuple):
    """One finding with its document; an ignored one has a reason. A column of 0 is not known."""

    document: Judged
    finding: Finding
    column: int
    reason: str


def sarif(report: Report) -> dict[str, Any]:
    """Give one run with a rule for each code that was found, and a notification for each document not read."""
    told = [*_told(report)]
    codes = sorted({each.finding.code for each in told})
    rules = report.by_code
    driver = {"name": report.tool, "semanticVersion": __version__, "rules": [_rule(rules[code]) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "invocations": [
            {
                "executionSuccessful": not report.unread,
                "toolExecutionNotifications": [_notification(each) for each in report.unread],
            }
        ],
        "results": _results(told, codes, suppressing=bool(report.ignored)),
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _told(report: Report) -> Iterator[_Told]:
    for document in report.documents:
        around = document.around
        found = [(finding, "") for finding in document.findings]
        found += [(each.finding, each.reason) for each in document.ignored]
        for finding, reason in found:
            place = around.get((finding.line, finding.column))
            yield _Told(document, finding, place.characters if place else 0, reason)


def _rule(rule: Rule) -> dict[str, Any]:
    parts = (f"**Why.** {rule.why}", f"**Fix.** {rule.fix}", f"**Source.** {rule.source}", f"See `{rule.page}`.")
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.message},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.fix} ({rule.source}; see {rule.page})", "markdown": "\n\n".join(parts)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _results(told: list[_Told], codes: list[str], *, suppressing: bool) -> list[dict[str, Any]]:
    """Give the results. Where one is suppressed, each says whether it is (section 3.27.23)."""
    numbers = {code: number for number, code in enumerate(codes)}
    seen: Counter[tuple[str, ...]] = Counter()
    results = []
    for each in told:
        same = (each.finding.file, each.finding.code, each.finding.element, each.finding.message)
        result: dict[str, Any] = {
            "ruleId": each.finding.code,
            "ruleIndex": numbers[each.finding.code],
            "level": _LEVELS[each.finding.severity],
            "message": {"text": _message(each.finding.message)},
            "locations": [_location(each)],
            "partialFingerprints": {"finding/v1": _fingerprint(same, seen[same])},
        }
        seen[same] += 1
        if suppressing:
            reason = [{"kind": "external", "justification": safe(each.reason)}]
            result["suppressions"] = reason if each.reason else []
        results.append(result)
    return results


def _fingerprint(same: tuple[str, ...], number: int) -> str:
    """Give what stays the same when lines move: no line number, but which of several equal findings it is."""
    words = "\0".join((*same, str(number))).encode("utf-8", "surrogatepass")
    return hashlib.sha256(words).hexdigest()[:32]


def _location(told: _Told) -> dict[str, Any]:
    region = {"startLine": max(told.finding.line, 1), **({"startColumn": told.column} if told.column else {})}
    artifact = {"uri": uri(told.document.name, is_file=told.document.is_file)}
    place: dict[str, Any] = {"physicalLocation": {"artifactLocation": artifact, "region": region}}
    if told.finding.element:
        place["logicalLocations"] = [{"fullyQualifiedName": safe(told.finding.element)}]
    return place


def _notification(unread: Unread) -> dict[str, Any]:
    place = {"physicalLocation": {"artifactLocation": {"uri": uri(unread.name, is_file=unread.is_file)}}}
    words = f"{unread.message}: {unread.hint}"
    return {
        "level": "error",
        "message": {"text": _message(words)},
        "descriptor": {"id": unread.code},
        "locations": [place],
    }


def _message(words: str) -> str:
    """Give a message's text; what viewers would show as a link (section 3.11.6) is taken apart."""
    return safe(words).replace("](", "] (")


def uri(name: str, *, is_file: bool) -> str:
    """Give the URI of a document: a relative reference for a file, the address itself for one from the web.

    Bytes of a file's name are percent-encoded, a colon too: before the first slash it would end a scheme.
    """
    if not is_file:
        return quote(name, safe="/:?#[]@!$&'()*+,;=%~-._", errors="replace")
    path = quote(name.encode("utf-8", "surrogateescape"), safe="/~-._")
    return f"file://{path}" if path.startswith("/") else path.removeprefix("./")
