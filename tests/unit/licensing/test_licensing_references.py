"""A reference publishes no text of a work and needs no license; and what is live in a feed keeps its place there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from licensing_world import AT, case_of

from syndicator.licensing import Case, decide
from syndicator.licensing.decide import REFERENCE
from syndicator.model.reasons import Reason
from syndicator.model.rights import Hold, Permit, Refusal, Wait, Withdrawal

LINK = {"feed": {"mode": "link"}}
LICENSELESS: dict[str, dict[str, Any]] = {
    "no license at all": {"entry": {"rights": ()}},
    "a reserved right": {"entry": {"rights": ({"carrier": "atom:rights", "scope": "entry", "text": "All rights."},)}},
    "terms that nobody read": {"source": {"terms_read": None}},
    "terms read too long ago": {"source": {"terms_read": {"by": "Jo Park", "on": date(2020, 1, 1)}}},
    "a publisher to be told first": {"terms": {"notify": "before"}},
    "a feed with another use": {"feed": {"use": {"ads": True}}, "terms": {"ads": "no"}},
    "an entry that nobody picked": {"source": {"select": {}}},
    "somebody else's work": {"entry": {"body": "<p>This was first published in The Far Ledger.</p>" * 9}},
    "a teaser": {"entry": {"body": ""}},
}


def both(given: dict[str, Any]) -> tuple[Case, Case]:
    """Give the same case for a feed of full texts and for one of references."""
    as_reference = {**given, "feed": {**given.get("feed", {}), "mode": "link"}}
    return case_of(**given), case_of(**as_reference)


@pytest.mark.parametrize("given", LICENSELESS.values(), ids=LICENSELESS)
def test_what_speaks_against_a_full_text_does_not_speak_against_a_reference(given: dict[str, Any]) -> None:
    full, reference = both(given)
    assert not isinstance(decide(full), Permit)
    permit = decide(reference)
    assert isinstance(permit, Permit)
    assert permit.grant.license == REFERENCE
    assert permit.grant.basis == ()


@pytest.mark.parametrize(
    ("given", "kind", "reason"),
    [
        ({"acts": ({"kind": "takedown"},)}, Withdrawal, Reason.TAKEDOWN),
        ({"acts": ({"kind": "refuse"},)}, Refusal, Reason.EDITOR_REFUSED),
        ({"no_terms": True}, Hold, Reason.TERMS_MISSING),
        ({"stored": {"published": AT + timedelta(hours=1)}}, Wait, Reason.EMBARGO),
    ],
)
def test_a_reference_is_no_way_around_a_persons_no_an_unknown_publisher_or_an_embargo(
    given: dict[str, Any], kind: type, reason: Reason
) -> None:
    _, reference = both(given)
    decision = decide(reference)
    assert isinstance(decision, kind)
    assert reason in decision.reasons


def test_the_license_of_a_reference_is_never_shown_as_a_public_one() -> None:
    assert not REFERENCE.public
    permit = decide(case_of(**LINK))
    assert isinstance(permit, Permit)
    assert permit.notes == ()


@pytest.mark.parametrize(
    ("terms", "age"),
    [
        ({"max_age_to_start": timedelta(days=2)}, timedelta(days=3)),
        ({"effective_from": date(2026, 11, 24)}, timedelta(days=3)),
        ({"embargo": {"delay": timedelta(days=9)}}, timedelta(days=3)),
    ],
)
def test_what_may_no_longer_start_keeps_its_place_in_the_feed_where_it_is_live(
    terms: dict[str, Any], age: timedelta
) -> None:
    case = case_of(terms=terms, stored={"published": AT - age})
    assert not isinstance(decide(case), Permit)
    assert isinstance(decide(case.model_copy(update={"live_here": True})), Permit)


def test_what_is_live_and_was_picked_by_nobody_any_more_keeps_its_place() -> None:
    case = case_of(source={"select": {}})
    assert isinstance(decide(case), Wait)
    assert isinstance(decide(case.model_copy(update={"live_here": True})), Permit)


def test_the_day_on_which_a_republication_must_end_holds_for_what_is_live() -> None:
    case = case_of(terms={"remove_after": timedelta(days=2)}, stored={"published": AT - timedelta(days=3)})
    ended = decide(case.model_copy(update={"live_here": True}))
    assert isinstance(ended, Withdrawal)
    assert ended.reasons == (Reason.REMOVE_AFTER,)
