"""Whether the entry is surely this publisher's, and surely whole."""

from __future__ import annotations

from syndicator.licensing.case import Asked, against, passed
from syndicator.model.reasons import Reason
from syndicator.model.rights import Answered

RULE = "identity"
QUESTION = "Is the entry surely this publisher's, and its document whole?"


def ask(case: Asked) -> Answered | tuple[Answered, ...]:
    """Answer whether another publisher had this id first, and whether the document had to be recovered."""
    answers: list[Answered] = []
    if case.entry.contested:
        answers.append(against(RULE, Reason.IDENTITY_SUSPECT))
    if case.document.recovered and case.terms and case.terms.recovered == "hold" and not _same_as_live(case):
        message = f"The document was recovered: {case.document.recovered_because or 'it was broken'}."
        answers.append(against(RULE, Reason.DOCUMENT_RECOVERED, message))
    return tuple(answers) or passed(RULE)


def _same_as_live(case: Asked) -> bool:
    """Say whether this revision went live before the document broke."""
    first_live = case.entry.first_live
    return case.live and first_live is not None and case.entry.seen <= first_live
