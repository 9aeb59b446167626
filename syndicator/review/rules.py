"""The texts that stand beside the validator's codes, as rules of a report."""

from __future__ import annotations

from collections.abc import Iterable

from syndicator.review.judged import Rule
from syndicator.validate import CODES

PAGE = "docs/findings/{code}.md"
"""Where a code is explained, from the project's folder on."""


def feed_rules(codes: Iterable[str]) -> tuple[Rule, ...]:
    """Give the rules of codes, each once, sorted by code."""
    return tuple(_rule(code) for code in sorted(set(codes)))


def _rule(code: str) -> Rule:
    text = CODES[code]
    return Rule(
        code=code,
        severity=text.severity,
        message=text.message,
        why=text.why,
        fix=text.fix,
        source=text.source,
        page=PAGE.format(code=code),
    )
