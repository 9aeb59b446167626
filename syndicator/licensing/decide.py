"""The only maker of ``Permit``: asks every rule in the stated order, and the strongest answer decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from syndicator.licensing.case import Asked, Case
from syndicator.licensing.preferences import opts_out_of_ai
from syndicator.licensing.rules import RULES, Rule
from syndicator.licensing.rules.claims import evidence
from syndicator.model.base import Instant
from syndicator.model.reasons import REASONS, Kind, Reason
from syndicator.model.rights import (
    Answered,
    Decision,
    Grant,
    Hold,
    License,
    NotPermitted,
    Permit,
    Refusal,
    Wait,
    Withdrawal,
)

REFERENCE = License(key="reference", name="a reference", public=False)
"""What stands in for a license where no text of the work is published: naming a work needs none."""

ONLY_FEEDS = frozenset({Reason.AUTOMATION_FORBIDDEN, Reason.NOT_SELECTED, Reason.COUNTER_NEEDS_SCRIPT})
"""What is said of feeds and machines alone, and not of a person who puts a work into a page of their own."""

_STRONGEST_FIRST = (Kind.WITHDRAWAL, Kind.REFUSAL, Kind.HOLD, Kind.WAIT)


def decide(case: Case) -> Decision:
    """Give the decision about one entry in one feed: the same for the same case, at any time and in any order.

    Withdrawal beats refusal, refusal beats hold, hold beats wait. The reasons are all those of the strongest kind,
    in the order of the rules. An approval lifts the reasons that a person may lift, and no other.
    """
    asked = Asked(case)
    answers = tuple(_lifted(answer, asked) for answer in _ask_all(asked))
    against = [answer for answer in answers if answer.outcome in {"wait", "hold", "refusal"}]
    for kind in _STRONGEST_FIRST:
        strongest = [answer for answer in against if answer.reason and REASONS[answer.reason].kind is kind]
        if strongest:
            return _no(kind, strongest, answers)
    return _yes(asked, answers)


def stays(decision: NotPermitted, case: Case, recorded: License) -> bool:
    """Tell whether a text that is live under the ``recorded`` license stays, although its newest revision may not go.

    It does when nothing but another license speaks against the newest revision, and what was recorded is public: no
    publisher takes such a grant back from a copy made under it.
    """
    if not (recorded.public and case.terms and set(decision.reasons) <= _OF_THE_LICENSE):
        return False
    rights = Asked(case).rights
    return not isinstance(rights, Grant) or rights.license.key != recorded.key


_OF_THE_LICENSE = frozenset(
    {
        Reason.LICENSE_CHANGED,
        Reason.LICENSE_CONFLICT,
        Reason.LICENSE_MISSING,
        Reason.LICENSE_UNKNOWN,
        Reason.RIGHTS_RESERVED,
        Reason.RIGHTS_TEXT_UNEXPECTED,
        Reason.USE_NOT_PERMITTED,
    }
)


def _ask_all(case: Asked) -> Iterator[Answered]:
    for rule in RULES:
        if (case.terms is None and not rule.without_terms) or (case.is_reference and not rule.of_references):
            yield Answered(rule=rule.name, outcome="not-asked")
        else:
            yield from _ask(rule, case)


def _ask(rule: Rule, case: Asked) -> Sequence[Answered]:
    got = rule.ask(case)
    return (got,) if isinstance(got, Answered) else got


def _lifted(answer: Answered, case: Asked) -> Answered:
    if case.by_hand and answer.reason in ONLY_FEEDS:
        return answer.model_copy(update={"outcome": "lifted", "message": f"By hand: {answer.message}", "until": None})
    if answer.reason is None or case.approval is None or not REASONS[answer.reason].can_be_lifted:
        return answer
    by = f"Lifted by {case.approval.by}: {answer.message}"
    return answer.model_copy(update={"outcome": "lifted", "message": by, "until": None})


def _no(kind: Kind, strongest: Sequence[Answered], answers: tuple[Answered, ...]) -> Decision:
    reasons = tuple(dict.fromkeys(answer.reason for answer in strongest if answer.reason))
    message = " ".join(dict.fromkeys(answer.message for answer in strongest))
    match kind:
        case Kind.WITHDRAWAL:
            return Withdrawal(reasons=reasons, message=message, answers=answers)
        case Kind.REFUSAL:
            return Refusal(reasons=reasons, message=message, answers=answers)
        case Kind.HOLD:
            return Hold(reasons=reasons, message=message, answers=answers)
        case _:
            return Wait(reasons=reasons, until=_end(strongest), message=message, answers=answers)


def _end(waits: Sequence[Answered]) -> Instant | None:
    """Give the instant when the last of the waits is over, or nothing where one has no known end."""
    ends = [answer.until for answer in waits if answer.until is not None]
    return max(ends) if len(ends) == len(waits) else None


def _yes(case: Asked, answers: tuple[Answered, ...]) -> Permit:
    if case.is_reference:
        reference = Grant(license=REFERENCE, basis=())
        return Permit(grant=reference, names_removed=case.names_removed, answers=answers)
    terms, read, grant = case.terms, case.source.terms_read, case.rights
    assert terms is not None  # the rule on terms speaks against a case without them
    assert read is not None  # and against terms that nobody read
    assert isinstance(grant, Grant)  # the rule on claims speaks against a case without a grant
    approval = case.approval
    return Permit(
        grant=evidence(terms, read, grant),
        picked=approval is not None,
        author=approval.author if approval else None,
        names_removed=case.names_removed,
        answers=answers,
        notes=tuple(_notes(case)),
    )


def _notes(case: Asked) -> Iterator[Reason]:
    if case.document.recovered:
        yield Reason.RECOVERED
    if opts_out_of_ai((*case.entry.claims, *case.document_claims, *case.page_claims)):
        yield Reason.AI_OPT_OUT
