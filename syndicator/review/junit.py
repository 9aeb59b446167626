"""A report as JUnit XML, which test runners' pages show: a suite a document, a case a code."""

from __future__ import annotations

from lxml.etree import Element, SubElement, _Element, indent, tostring

from syndicator.model.findings import Finding, Severity
from syndicator.model.shown import safe
from syndicator.review.judged import Ignored, Judged, Report, Unread


def junit(report: Report) -> str:
    """Give one suite for each document. Errors are failures; warnings and notes stand in the output of their case.

    A document that could not be read is a suite whose one case is in error. Unsafe characters, which include all that
    XML can not hold, are escapes.
    """
    root = Element("testsuites", name=report.tool)
    fixes = {code: rule.fix for code, rule in report.by_code.items()}
    for document in report.documents:
        _suite(root, document, fixes)
    for unread in report.unread:
        _unread(root, unread)
    for key in ("tests", "failures", "errors", "skipped"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(root: _Element, document: Judged, fixes: dict[str, str]) -> None:
    found: dict[str, list[Finding]] = {}
    for finding in document.findings:
        found.setdefault(finding.code, []).append(finding)
    ignored: dict[str, list[Ignored]] = {}
    for each in document.ignored:
        ignored.setdefault(each.finding.code, []).append(each)
    failures = sum(any(one.severity is Severity.ERROR for one in of_code) for of_code in found.values())
    number = max(1, len(found) + len(ignored))
    suite = _named_suite(root, document.name, tests=number, failures=failures, skipped=len(ignored))
    for code, of_code in found.items():
        _case(suite, document.name, code, of_code, fixes[code])
    for code, left in ignored.items():
        case = SubElement(suite, "testcase", classname=safe(document.name), name=code)
        SubElement(case, "skipped", message=safe(left[0].reason)).text = _places([each.finding for each in left])
    if not found and not ignored:
        SubElement(suite, "testcase", classname=safe(document.name), name="valid")


def _case(suite: _Element, name: str, code: str, found: list[Finding], fix: str) -> None:
    case = SubElement(suite, "testcase", classname=safe(name), name=code)
    if any(one.severity is Severity.ERROR for one in found):
        told = SubElement(case, "failure", type=code, message=safe(found[0].message))
    else:
        told = SubElement(case, "system-out")
    told.text = f"{_places(found)}\n{safe(fix)}"


def _places(found: list[Finding]) -> str:
    return "\n".join(safe(f"{one.file}:{one.line}:{one.column}: {one.severity}: {one.message}") for one in found)


def _unread(root: _Element, unread: Unread) -> None:
    suite = _named_suite(root, unread.name, tests=1, errors=1)
    case = SubElement(suite, "testcase", classname=safe(unread.name), name="read")
    SubElement(case, "error", type=unread.code, message=safe(unread.message)).text = safe(unread.hint)


def _named_suite(
    root: _Element, name: str, *, tests: int, failures: int = 0, errors: int = 0, skipped: int = 0
) -> _Element:
    counts = {"tests": tests, "failures": failures, "errors": errors, "skipped": skipped}
    suite = SubElement(root, "testsuite", name=safe(name))
    for key, number in counts.items():
        suite.set(key, str(number))
    return suite
