"""Findings of any feed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from syndicator.model.findings import Finding
from syndicator.validate.code_text import Fault
from syndicator.validate.document import read
from syndicator.validate.findings import findings
from syndicator.validate.json_feed import is_json, json_faults
from syndicator.validate.placing import line_of
from syndicator.validate.rules import RULES
from syndicator.validate.structure import structure


def validate(
    body: bytes, *, file: str = "", address: str = "", charset: str = "", now: datetime | None = None
) -> tuple[Finding, ...]:
    """Give what is wrong with an RSS, Atom, JSON Feed or OPML document, in the order of its lines.

    ``file`` is the name that findings carry. ``address`` is where the document was fetched from and ``charset`` what
    the server said of its encoding; without them, nothing is said of how the two fit the document. With ``now``, an
    aware instant, dates that lie ahead of it are told. Nothing is fetched, no entity is expanded. A document that
    breaks off gives that finding and what was found before.
    """
    if is_json(body):
        return findings(json_faults(body, address=address, now=now), body, file)
    doc = read(body, address=address, charset=charset, now=now)
    if isinstance(doc, Fault):
        return findings((doc,), body, file)
    faults = [*structure(doc), *(fault for rule in RULES for fault in rule(doc))]
    return findings(faults if doc.broken is None else before(doc.broken, faults), body, file, skipped=doc.prolog.lines)


_WHOLE = frozenset({"undefined-named-entity", "unicode-error"})


def before(broken: Fault, faults: Iterable[Fault]) -> Iterator[Fault]:
    """Give the fault at which a document breaks off, and those that stand before it and stay true.

    What is missing may have been to come. A document is whole where only an entity or a byte is not known.
    """
    yield broken
    for fault in faults:
        line = fault.line if fault.element is None else line_of(fault.element)
        if broken.code in _WHOLE or (line < broken.line and not fault.code.startswith("missing")):
            yield fault
