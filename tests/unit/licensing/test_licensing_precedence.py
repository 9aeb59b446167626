"""The sentence about which statement gave the grant, and each rule's question in plain words."""

from __future__ import annotations

import pytest
from harness.candidates import AT, CC_BY, TERMS

from syndicator.licensing import QUESTIONS, license_of, precedence
from syndicator.licensing.rules import RULES
from syndicator.model.document import Carrier, Scope
from syndicator.model.reasons import Reason
from syndicator.model.rights import Claim, Grant, Hold, License, Refusal
from syndicator.model.terms import Terms

ON_RECORD = TERMS.model_copy(update={"license": "cc:by/4.0"})


def claim(scope: Scope, carrier: Carrier = Carrier.ATOM_RIGHTS) -> Claim:
    return Claim(carrier=carrier, scope=scope, raw="CC BY", license_key="cc:by/4.0", seen_at=AT, digest=f"{scope}")


def said(*scopes: Scope, license_: License = CC_BY, terms: Terms = ON_RECORD, alerts: tuple[str, ...] = ()) -> str:
    return precedence(Grant(license=license_, basis=tuple(map(claim, scopes)), alerts=alerts), terms)


def test_it_names_every_speaker_the_nearest_first_with_what_carried_the_words() -> None:
    assert said(Scope.DOCUMENT, Scope.ENTRY, Scope.ORIGIN) == (
        "CC BY 4.0 is stated by the entry itself (atom:rights) and by the feed it came from (atom:rights) and by its "
        "document (atom:rights). Where several state something, their restrictions add up. The terms on record say "
        "CC BY 4.0 too."
    )


def test_one_statement_alone_says_nothing_of_others() -> None:
    assert said(Scope.ENTRY) == (
        "CC BY 4.0 is stated by the entry itself (atom:rights). The terms on record say CC BY 4.0 too."
    )


def test_silence_rests_on_the_terms_alone() -> None:
    assert said() == (
        "No statement names a license; the terms on record say CC BY 4.0 and that the publisher licenses without a "
        "word in the feed."
    )


def test_what_differs_from_the_record_is_said_in_the_grants_own_words_or_plainly() -> None:
    nc = license_of("cc:by-nc/4.0")
    assert nc is not None
    assert said(Scope.ENTRY, license_=nc, alerts=("It is stricter.",)).endswith("(atom:rights). It is stricter.")
    assert said(Scope.ENTRY, license_=nc, alerts=("One.", "Two.")).endswith("(atom:rights). One. Two.")
    assert said(Scope.ENTRY, license_=nc).endswith("The terms on record say CC BY 4.0.")


@pytest.mark.parametrize("kind", [Hold, Refusal])
def test_without_a_grant_it_says_why(kind: type[Hold] | type[Refusal]) -> None:
    rights = kind(reasons=(Reason.LICENSE_MISSING,), message="None found.")
    assert precedence(rights, TERMS) == "There is no grant: None found."


def test_each_rule_asks_something_in_plain_words() -> None:
    assert set(QUESTIONS) == {rule.name for rule in RULES}
    assert all(question.endswith("?") and question[0].isupper() for question in QUESTIONS.values())
    assert len(set(QUESTIONS.values())) == len(QUESTIONS)
