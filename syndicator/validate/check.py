"""Findings of any feed."""

from __future__ import annotations

from syndicator.model.findings import Finding
from syndicator.validate.code_text import Fault
from syndicator.validate.document import read
from syndicator.validate.findings import findings
from syndicator.validate.rules import RULES
from syndicator.validate.structure import structure


def validate(body: bytes, *, file: str = "", address: str = "", charset: str = "") -> tuple[Finding, ...]:
    """Give what is wrong with an RSS 0.90 to 2.0, RSS 1.0 or Atom 1.0 document, in the order of its lines.

    ``file`` is the name that findings carry. ``address`` is where the document was fetched from and ``charset`` what
    the server said of its encoding; without them, nothing is said of how the two fit the document. Nothing is fetched,
    no entity is expanded. A document that is not well-formed gives that one finding.
    """
    doc = read(body, address=address, charset=charset)
    if isinstance(doc, Fault):
        return findings((doc,), body, file)
    faults = [*structure(doc), *(fault for rule in RULES for fault in rule(doc))]
    return findings(faults, body, file)
