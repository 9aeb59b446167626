"""Whether the publisher lets entries go out without a person picking each one."""

from __future__ import annotations

from syndicator.licensing.case import Asked, against, passed
from syndicator.model.reasons import Reason
from syndicator.model.rights import Answered
from syndicator.model.terms import Automation

RULE = "automation"
QUESTION = "May the publisher's works go out without a person who picks each one?"


def ask(case: Asked) -> Answered:
    """Answer whether the terms forbid automatic republication; an approval is the person's pick."""
    if case.terms is not None and case.terms.automation is Automation.MANUAL:
        return against(RULE, Reason.AUTOMATION_FORBIDDEN)
    return passed(RULE)
