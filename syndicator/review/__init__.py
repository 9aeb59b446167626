"""Judged documents to reports: text for people, JSON, SARIF, GitHub annotations, JUnit.

Takes: names and bytes of documents with their findings, and what is not to count, with the reason.
Gives: one text a format; the exit code follows from the errors that are left.
Touches: nothing.
Knows: lxml, to write XML.
Holds: no rule of validation and no printing.
Change here when: a report is to say more, or another program wants its own form (add a file, list it in ``WRITERS``).
"""

from syndicator.review.github import github
from syndicator.review.json_report import json_report
from syndicator.review.judged import Ignored, Judged, Report, judged
from syndicator.review.junit import junit
from syndicator.review.sarif import sarif
from syndicator.review.text import text

__all__ = ["Ignored", "Judged", "Report", "github", "json_report", "judged", "junit", "sarif", "text"]
