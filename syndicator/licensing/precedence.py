"""Which statement gave the grant, in a sentence for whoever has to answer for it."""

from __future__ import annotations

from syndicator.licensing.keys import license_of
from syndicator.licensing.rules import RULES
from syndicator.model.document import Scope
from syndicator.model.rights import Claim, Grant, Hold, Refusal
from syndicator.model.terms import Terms

QUESTIONS = {rule.name: rule.question for rule in RULES}
"""Each rule's question in plain words."""

_SPEAKERS = (
    (Scope.ENTRY, "the entry itself"),
    (Scope.ORIGIN, "the feed it came from"),
    (Scope.DOCUMENT, "its document"),
)
"""Who may speak for a work's text, the nearest first (domain: claims and precedence)."""


def precedence(rights: Grant | Hold | Refusal, terms: Terms) -> str:
    """Give the sentence that says which statements decided, and how they stand to the terms on record."""
    if not isinstance(rights, Grant):
        return f"There is no grant: {rights.message}"
    on_record = license_of(terms.license)
    assert on_record is not None  # a grant rests on a license on record
    stated = [f"{speaker} ({_carriers(rights.basis, scope)})" for scope, speaker in _SPEAKERS if _speaks(rights, scope)]
    if not stated:
        return (
            f"No statement names a license; the terms on record say {on_record.name} and that the publisher licenses "
            "without a word in the feed."
        )
    alike = f"The terms on record say {on_record.name} too." if rights.license.key == on_record.key else ""
    against = " ".join(rights.alerts) or alike or f"The terms on record say {on_record.name}."
    more = " Where several state something, their restrictions add up." if len(rights.basis) > 1 else ""
    return f"{rights.license.name} is stated by {' and by '.join(stated)}.{more} {against}"


def _speaks(grant: Grant, scope: Scope) -> bool:
    return any(claim.scope is scope for claim in grant.basis)


def _carriers(basis: tuple[Claim, ...], scope: Scope) -> str:
    return ", ".join(dict.fromkeys(str(claim.carrier) for claim in basis if claim.scope is scope))
