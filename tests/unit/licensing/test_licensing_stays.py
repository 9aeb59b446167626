"""Which text stays live when the newest revision may not take its place."""

from __future__ import annotations

from typing import Any

import pytest
from licensing_world import case_of

from syndicator.licensing import Case, decide, license_of, stays
from syndicator.model.rights import License, Permit

RESERVED: dict[str, Any] = {"rights": ({"carrier": "atom:rights", "scope": "entry", "text": "All rights reserved."},)}
MARKED: dict[str, Any] = {"body": "<p>Not for republication elsewhere, says the desk.</p>" * 20}


def stays_under(key: str, case: Case) -> bool:
    recorded, decision = license_of(key), decide(case)
    assert isinstance(recorded, License)
    assert not isinstance(decision, Permit)
    return stays(decision, case, recorded)


@pytest.mark.proves("D-44")
@pytest.mark.parametrize(
    ("key", "given", "expected"),
    [
        ("cc:by-nd/4.0", {"entry": RESERVED}, True),
        ("permission:sample", {"entry": RESERVED}, False),
        ("cc:by-nd/4.0", {"entry": RESERVED, "no_terms": True}, False),
        ("cc:by-nd/4.0", {"entry": RESERVED, "acts": ({"kind": "takedown"},)}, False),
        ("cc:by-nd/4.0", {"entry": {**RESERVED, "link": "https://elsewhere.example/1"}}, True),
        ("cc:by-nd/4.0", {"entry": {"link": "https://elsewhere.example/1"}}, False),
        ("cc:by-nd/4.0", {"entry": MARKED, "terms": {"deny_if_text": ("says the desk",)}}, False),
        ("cc:by/4.0", {"entry": MARKED, "terms": {"deny_if_text": ("says the desk",)}}, True),
    ],
    ids=["reserved", "permission", "no terms", "takedown", "refusal first", "foreign", "marked", "marked and stricter"],
)
def test_a_publicly_licensed_text_stays_when_only_another_license_speaks_against_the_newest(
    key: str, given: dict[str, Any], expected: bool
) -> None:
    assert stays_under(key, case_of(**given)) is expected
