"""Judged documents to reports: text for people, JSON, SARIF, GitHub annotations, JUnit.

Takes: names and bytes of documents with their findings, and what is not to count, with the reason.
Gives: one text or JSON value a format; what could not be read stands in each.
Touches: nothing.
Knows: lxml, to write XML.
Holds: no rule of validation and no printing; ``rules`` alone knows the validator's codes.
Change here when: a report is to say more, or another program wants its own form (add a file).
"""

from syndicator.review.github import github
from syndicator.review.json_report import json_report
from syndicator.review.judged import Ignored, Judged, Report, Rule, Unread, judged
from syndicator.review.junit import junit
from syndicator.review.rules import feed_rules
from syndicator.review.sarif import sarif
from syndicator.review.text import text

__all__ = [
    "Ignored",
    "Judged",
    "Report",
    "Rule",
    "Unread",
    "feed_rules",
    "github",
    "json_report",
    "judged",
    "junit",
    "sarif",
    "text",
]
