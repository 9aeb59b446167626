"""A report as JUnit XML, which test runners' pages show: a suite a document, a case a code."""

from __future__ import annotations

import re

from lxml.etree import Element, SubElement, _Element, indent, tostring

from syndicator.model.findings import Finding, Severity
from syndicator.review.judged import Judged, Report
from syndicator.review.plain import safe
from syndicator.validate import CODES

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(report: Report) -> str:
    """Give one suite for each document. Errors are failures; warnings and notes stand in the output of their case."""
    root = Element("testsuites", name="syndicator validate")
    for document in report.documents:
        _suite(root, document)
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(root: _Element, document: Judged) -> None:
    by_code: dict[str, list[Finding]] = {}
    for finding in document.findings:
        by_code.setdefault(finding.code, []).append(finding)
    failed = sum(any(one.severity is Severity.ERROR for one in found) for found in by_code.values())
    ignored = {each.finding.code: each.reason for each in document.ignored}
    suite = SubElement(
        root,
        "testsuite",
        name=_plain(document.name),
        tests=str(max(1, len(by_code) + len(ignored))),
        failures=str(failed),
        errors="0",
        skipped=str(len(ignored)),
    )
    if not by_code and not ignored:
        SubElement(suite, "testcase", classname=_plain(document.name), name="valid")
    for code, found in by_code.items():
        case = SubElement(suite, "testcase", classname=_plain(document.name), name=code)
        lines = "\n".join(f"{one.file}:{one.line}:{one.column}: {one.severity}: {one.message}" for one in found)
        is_error = any(one.severity is Severity.ERROR for one in found)
        told = (
            SubElement(case, "failure", type=code, message=_plain(found[0].message))
            if is_error
            else SubElement(case, "system-out")
        )
        told.text = "\n".join((*map(_plain, lines.splitlines()), CODES[code].fix))
    for code, reason in ignored.items():
        case = SubElement(suite, "testcase", classname=_plain(document.name), name=code)
        SubElement(case, "skipped", message=_plain(reason))


def _plain(words: str) -> str:
    """Take out what XML can not hold."""
    return _NO_XML.sub("\ufffd", safe(words))
