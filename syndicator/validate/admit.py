"""The gate: the only maker of ``ValidFeed``."""

from __future__ import annotations

import hashlib

from syndicator.model.findings import Finding, Rejected, Severity, ValidFeed
from syndicator.validate.code_text import Fault
from syndicator.validate.document import read
from syndicator.validate.findings import findings
from syndicator.validate.profile import PROFILE
from syndicator.validate.profile.published import published
from syndicator.validate.rules import RULES
from syndicator.validate.structure import structure


def admit(
    name: str,
    format: str,  # noqa: A002 -- the word of the contract
    body: bytes,
    plan_ids: tuple[str, ...],
    stub_ids: tuple[str, ...] = (),
) -> ValidFeed | Rejected:
    """Give the proof that a feed of ours may go live, or every finding where one of them is an error.

    The bytes are read back as UTF-8 and held against their format and our own profile: each entry licensed,
    attributed, with its notice and the link to its original, and exactly the entries of ``plan_ids`` in their order.
    After them stand the stubs of ``stub_ids``: withdrawn entries, which hold nothing of the work.
    """
    found = gate(format, body, plan_ids, stub_ids)
    if any(finding.severity is Severity.ERROR for finding in found):
        return Rejected(name=name, format=format, findings=found)
    digest = hashlib.sha256(body).hexdigest()
    return ValidFeed(name=name, format=format, body=body, digest=digest, entry_ids=plan_ids)


def gate(
    format: str,  # noqa: A002 -- same
    body: bytes,
    plan_ids: tuple[str, ...],
    stub_ids: tuple[str, ...] = (),
) -> tuple[Finding, ...]:
    """Give everything that ``admit`` finds, with the warnings that keep no feed back."""
    doc = read(body, encoding="utf-8")
    if isinstance(doc, Fault):
        return findings((doc,), body, "")
    if doc.broken is not None:
        return findings((doc.broken,), body, "")
    view = published(doc, format, plan_ids, stub_ids)
    faults = [*structure(doc)]
    faults.extend(fault for rule in RULES for fault in rule(doc))
    faults.extend(fault for rule in PROFILE for fault in rule(view))
    return findings(faults, body, "")
