"""Laws of licensing, on generated texts and cases."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from unit.licensing.licensing_world import case_of

from syndicator.licensing import decide, key_of_url, license_of, looser, read
from syndicator.licensing.keys import EDITIONS, burdens, key_of
from syndicator.licensing.prose import CarrierKind
from syndicator.licensing.words import ELEMENTS
from syndicator.model.reasons import REASONS, Reason
from syndicator.model.rights import License, Permit

UNITS = ("by", "by-nc", "by-nd", "by-sa", "by-nc-nd", "by-nc-sa")
KEYS = [key_of(unit, version, port) for unit in UNITS for version in EDITIONS[unit] for port in EDITIONS[unit][version]]
RESTRICTIONS = [
    (form, element) for language in ELEMENTS.values() for element in ("nc", "nd", "sa") for form in language[element]
]
CARRIERS: st.SearchStrategy[CarrierKind] = st.sampled_from(["entry-rights", "document-rights", "body", "page"])
BURDEN_OF = {"nc": "CommercialUse", "nd": "no DerivativeWorks", "sa": "ShareAlike"}


def known(key: str) -> License:
    found = license_of(key)
    assert found is not None
    return found


def works(text: str, carrier: CarrierKind = "entry-rights") -> list[License]:
    return [known(claim.key) for claim in read(text, carrier).claims if claim.scope == "work"]


@given(st.sampled_from(KEYS))
def test_a_name_reads_as_its_own_license(key: str) -> None:
    one = known(key)
    for found in works(one.name):
        assert not looser(found, one)
        assert found.key == key or not found.version_known


@given(st.sampled_from(KEYS), st.sampled_from(KEYS))
def test_words_and_address_together_are_no_looser_than_either(in_words: str, in_address: str) -> None:
    said, linked = known(in_words), known(in_address)
    for found in works(f'<a href="{linked.url}">{said.name}</a>'):
        assert not looser(found, said)
        assert not looser(found, linked)


@given(st.sampled_from(KEYS), st.sampled_from(RESTRICTIONS), st.sampled_from([" ", ", ", "-", " - ", "; "]), CARRIERS)
def test_adding_a_restrictive_word_never_widens_a_reading(
    key: str, restriction: tuple[str, str], joint: str, carrier: CarrierKind
) -> None:
    words, element = restriction
    sentence = f"This article is licensed under {known(key).name}"
    before = works(sentence, carrier)
    after = works(f"{sentence}{joint}{words}", carrier)
    for found in after:
        assert all(not looser(found, one) for one in before)
        assert BURDEN_OF[element] in burdens(found) or joint == "; "


@given(st.sampled_from(KEYS), st.text(alphabet=st.characters(codec="utf-8"), max_size=12))
def test_a_foreign_word_among_the_elements_gives_no_looser_license(key: str, word: str) -> None:
    one = known(key)
    elements = key.split(":")[1].split("/")[0].split("-")
    assume(len(elements) > 1)
    broken = "CC " + "-".join([elements[0], word, *elements[1:]])
    assert all(not looser(found, one) for found in works(broken))


@given(st.text(max_size=300), CARRIERS)
def test_any_text_is_read_without_an_error(text: str, carrier: CarrierKind) -> None:
    for claim in read(text, carrier).claims:
        assert license_of(claim.key) is not None


@given(st.text(alphabet="creativeommns.og/lisby-d40pubz%@:?#\\ .", max_size=60))
def test_any_address_is_read_without_an_error(tail: str) -> None:
    key, outcome = key_of_url("https://creativecommons.org/" + tail)
    assert (outcome == "reject") == (not key)


STATEMENTS = st.sampled_from(
    [
        {"carrier": "atom:rights", "scope": "entry", "text": "All rights reserved"},
        {"carrier": "atom:rights", "scope": "entry", "text": "CC BY-ND 4.0"},
        {"carrier": "dc:rights", "scope": "entry", "text": "A Creative Commons license"},
        {"carrier": "dc:rights", "scope": "entry", "text": "CC BY-NC-ND 4.0"},
        {"carrier": "media:license", "scope": "media", "text": "CC BY 4.0"},
        *(
            {"carrier": carrier, "scope": scope, "url": f"https://creativecommons.org/licenses/{unit}/4.0/"}
            for carrier in ("atom:link rel=license", "creativeCommons:license")
            for scope in ("entry", "origin")
            for unit in ("by", "by-nd", "by-nc-nd", "by-sa")
        ),
    ]
)
CASES = st.fixed_dictionaries(
    {
        "entry": st.fixed_dictionaries({"rights": st.lists(STATEMENTS, max_size=3).map(tuple)}),
        "terms": st.fixed_dictionaries(
            {
                "expect_rights": st.just(""),
                "license": st.sampled_from(
                    ["cc:by-nd/4.0", "cc:by-nd", "cc:by-nc-nd/4.0", "permission:sample", "none"]
                ),
                "license_may_be_silent": st.booleans(),
                "automation": st.sampled_from(["allowed", "selective", "manual"]),
            }
        ),
        "feed": st.fixed_dictionaries({"use": st.fixed_dictionaries({"ads": st.booleans(), "paywall": st.booleans()})}),
        "acts": st.lists(st.sampled_from([{"kind": "approve"}, {"kind": "refuse"}, {"kind": "takedown"}]), max_size=2),
    }
)


@pytest.mark.proves("D-45")
@given(CASES)
def test_decide_is_a_function_and_never_looser_than_the_registry(given_parts: dict[str, Any]) -> None:
    case = case_of(**given_parts)
    decision = decide(case)
    assert decide(case_of(**given_parts)) == decision
    if isinstance(decision, Permit):
        registry = license_of(given_parts["terms"]["license"])
        granted = decision.grant.license
        assert registry is not None
        assert granted.version_known
        assert not looser(granted, registry)
        stated = [claim for claim in case.entry.claims if claim.scope != "media"]
        assert stated or given_parts["terms"]["license_may_be_silent"]
        assert not any(claim.refusal for claim in stated)
    else:
        kinds = {REASONS[reason].kind for reason in decision.reasons}
        assert len(kinds) == 1


@given(CASES)
def test_more_statements_never_turn_a_no_into_a_looser_license(given_parts: dict[str, Any]) -> None:
    statements = given_parts["entry"]["rights"]
    whole = decide(case_of(**given_parts))
    if isinstance(whole, Permit) and not given_parts["terms"]["license_may_be_silent"]:
        silent = decide(case_of(**{**given_parts, "entry": {"rights": ()}}))
        assert statements
        assert not isinstance(silent, Permit)
        assert Reason.LICENSE_MISSING in silent.reasons
