"""What is said about a text that is live: under which license it stays, whose name it lost, what it shrank to."""

from __future__ import annotations

from typing import Any

import pytest
from licensing_world import AT, case_of, entry_of, terms_of

from syndicator.licensing import claims_of_entry, claims_of_marks, decide, license_of, precedence, rsl_addresses
from syndicator.licensing.resolve import as_recorded, resolve
from syndicator.model.document import RightsMark
from syndicator.model.reasons import Reason
from syndicator.model.rights import Grant, Hold, License, Permit, Refusal, Withdrawal

ND = "cc:by-nd/4.0"
RESERVED = Refusal(reasons=(Reason.RIGHTS_RESERVED,), message="All rights reserved.")


def known(key: str) -> License:
    found = license_of(key)
    assert found is not None
    return found


def stands(found: Grant | Refusal, recorded: str, registry: str = ND, newer: str = "") -> Grant | Hold | Refusal:
    claims = case_of().entry.claims
    return as_recorded(found, license_of(recorded), newer, claims, terms_of({"license": registry}))


@pytest.mark.parametrize(
    ("recorded", "registry"),
    [
        ("house:none", ND),
        ("permission:sample", "permission:sample"),
        (ND, "house:none"),
        ("cc:by/4.0", ND),
    ],
    ids=["nothing on record", "a permission", "no such license in the registry", "looser than the registry"],
)
def test_a_record_that_binds_nobody_changes_nothing(recorded: str, registry: str) -> None:
    assert stands(RESERVED, recorded, registry) is RESERVED


def test_a_public_license_on_record_stays_and_the_alert_says_why() -> None:
    got = stands(RESERVED, ND)
    assert isinstance(got, Grant)
    assert (got.license, got.basis) == (known(ND), case_of().entry.claims)
    why = "its publisher says otherwise (rights-reserved) now."
    assert got.alerts == (f"It is live under CC BY-ND 4.0, which stays; {why}",)


def test_another_license_that_is_stated_now_does_not_take_its_place() -> None:
    got = stands(Grant(license=known("cc:by/4.0"), basis=()), "cc:by-nc-nd/4.0")
    assert isinstance(got, Grant)
    why = "its publisher states CC BY 4.0 now."
    assert got.alerts == (f"It is live under CC BY-NC-ND 4.0, which stays; {why}",)


def test_what_speaks_against_the_newer_revision_is_said() -> None:
    got = stands(Grant(license=known(ND), basis=()), ND, newer="Its author is missing.")
    assert isinstance(got, Grant)
    why = "its newest revision does not take its place: Its author is missing."
    assert got.alerts == (f"It is live under CC BY-ND 4.0, which stays; {why}",)


@pytest.mark.parametrize("mode", ["full", "link"])
def test_a_permit_names_whose_name_is_to_be_left_out(mode: str) -> None:
    acts = (
        {"kind": "remove-name", "name": "Ada Brindle"},
        {"kind": "remove-name", "name": "Ada Brindle", "by": "Bo Finch"},
        {"kind": "remove-name"},
        {"kind": "approve", "name": "Bo Finch"},
    )
    decision = decide(case_of(acts=acts, feed={"mode": mode}))
    assert isinstance(decision, Permit)
    assert decision.names_removed == ("Ada Brindle",)


@pytest.mark.parametrize(
    ("body", "gone"),
    [
        ("<p>?</p>", True),
        ("", False),
        ("<p>" + "We took it back. " * 10 + "</p>", True),
        ("<p>" + "x" * 199 + "</p>", True),
        ("<p>" + "x" * 200 + "</p>", False),
        ("<p>Seven</p>", False),
    ],
    ids=["one character", "nothing", "a notice", "less than a fifth", "a fifth", "its own beginning"],
)
def test_a_few_other_words_in_place_of_a_live_text_withdraw_it(body: str, gone: bool) -> None:
    live = ("Seven ferries sail. " * 50)[:1000]
    assert len(live.strip()) == 999
    given: dict[str, Any] = {"terms": {"full_text": "any"}, "stored": {"first_live": AT}}
    decision = decide(case_of(entry={"body": body}, live_body=f"<p>{live.strip()}.</p>", **given))
    assert isinstance(decision, Withdrawal) is gone


def test_a_text_that_was_not_live_has_not_shrunk() -> None:
    assert isinstance(decide(case_of(entry={"body": "<p>?</p>"}, terms={"full_text": "any"})), Permit)


def test_a_closed_registry_withdraws_what_is_live_only_where_a_permission_was_on_record() -> None:
    closed: dict[str, Any] = {"terms": {"license": "none", "expect_rights": ""}, "stored": {"first_live": AT}}
    assert isinstance(decide(case_of(recorded="permission:sample", **closed)), Withdrawal)
    assert isinstance(decide(case_of(**closed)), Hold)
    open_ = {"terms": {"license": "permission:other"}, "stored": {"first_live": AT}, "entry": {"rights": ()}}
    assert isinstance(decide(case_of(recorded="permission:sample", **open_)), Hold)


def test_two_statements_of_one_speaker_are_named_with_their_carriers() -> None:
    marks = ("atom:rights", "dc:rights")
    entry = entry_of({"rights": tuple({"carrier": one, "scope": "entry", "text": "CC BY-ND 4.0"} for one in marks)})
    terms = terms_of({"expect_rights": ""})
    got = resolve(claims_of_entry(entry, at=AT), (), terms)
    assert precedence(got, terms) == (
        "CC BY-ND 4.0 is stated by the entry itself (atom:rights, dc:rights). Where several state something, their "
        "restrictions add up. The terms on record say CC BY-ND 4.0 too."
    )


def test_the_address_of_an_rsl_document_is_the_last_word_of_its_statement() -> None:
    mark = RightsMark.model_validate(
        {
            "carrier": "link to RSL",
            "scope": "ai/tdm",
            "text": "See our license",
            "url": "https://sample.example/rsl.xml",
        },
        strict=False,
    )
    assert rsl_addresses(claims_of_marks((mark,), at=AT)) == ("https://sample.example/rsl.xml",)
