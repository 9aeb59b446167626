"""One statement by itself: words or an address, what it claims and how surely."""

from __future__ import annotations

import pytest

from syndicator.licensing import Statement, StatementClaim, license_of, statement_of
from syndicator.licensing.keys import edition_of
from syndicator.licensing.prose import read
from syndicator.licensing.statements import license_of_address

CC = "https://creativecommons.org/licenses"
OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


@pytest.mark.parametrize(
    ("text", "key", "outcome"),
    [
        (f"{CC}/by/4.0/", "cc:by/4.0", "exact"),
        ("creativecommons.org/licenses/by/4.0", "cc:by/4.0", "exact"),
        (f"{CC}/by/", "cc:by", "hold"),
        ("https://licensebuttons.net/l/by/4.0/88x31.png", "cc:by/4.0", "weak"),
        ("//licensebuttons.net/l/by/4.0/88x31.png", "cc:by/4.0", "weak"),
    ],
)
def test_an_address_claims_by_its_grammar_alone(text: str, key: str, outcome: str) -> None:
    said = statement_of(text)
    assert [(one.key, one.scope, one.exceptions, one.outcome) for one in said.claims] == [(key, "work", False, outcome)]
    assert said[1:] == (False, False, True)


def test_an_address_that_is_no_license_claims_nothing() -> None:
    assert statement_of(OGL) == Statement(names_license=True, is_address=True)
    assert statement_of("https://licenses.example/house") == Statement(is_address=True)
    assert license_of_address(OGL) == ("spdx:OGL-UK-3.0", "exact")
    assert license_of_address(f"{CC}/by/") == ("cc:by", "hold")
    assert license_of_address("https://licenses.example/house") == ("", "reject")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "CC BY 4.0",
            Statement((StatementClaim("cc:by/4.0", "work", exceptions=False, outcome="exact"),), False, True),
        ),
        ("CC:BY-SA", Statement((StatementClaim("cc:by-sa", "work", exceptions=False, outcome="hold"),), False, True)),
        (
            "CC BY 4.0, photos excluded",
            Statement((StatementClaim("cc:by/4.0", "work", exceptions=True, outcome="exact"),), False, True),
        ),
        (
            "Photo: Jo Park, CC BY 2.0",
            Statement((StatementClaim("cc:by/2.0", "media", exceptions=False, outcome="exact"),)),
        ),
        ("All rights reserved", Statement(refusal=True)),
    ],
)
def test_words_are_read_as_a_sentence(text: str, expected: Statement) -> None:
    assert statement_of(text) == expected


def test_where_a_statement_stood_counts() -> None:
    assert statement_of("CC BY 4.0", "body").claims == ()
    assert [one.key for one in statement_of("CC BY 4.0", "document-rights").claims] == ["cc:by/4.0"]


@pytest.mark.parametrize(
    ("key", "edition"),
    [
        ("cc:by/3.0/igo", ("3.0", "igo")),
        ("cc:by/4.0", ("4.0", "")),
        ("cc:by", ("", "")),
        ("spdx:OGL-UK-3.0", ("3.0", "uk")),
    ],
)
def test_a_key_tells_its_version_and_port(key: str, edition: tuple[str, str]) -> None:
    assert edition_of(key) == edition


def test_all_rights_reserved_has_a_name_in_words() -> None:
    reserved = license_of("rights:reserved")
    assert reserved is not None
    assert (reserved.name, reserved.public) == ("All rights reserved", False)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("CC BY 4.0, but the photos are not.", "cc:by/4.0"),
        ("CC BY 4.0, but the data are not.", "cc:by/4.0"),
        ("CC BY 4.0, but this article is not.", ""),
        ("CC BY 4.0, the photos are not, and this article is not.", ""),
        ("CC BY 4.0 does not apply to this article.", ""),
        ("CC BY 4.0 does not apply.", ""),
        ("This article is under CC BY 4.0, which does not cover the photos.", "cc:by/4.0"),
        ("This article is CC BY 4.0, not included are photos.", "cc:by/4.0"),
        ("This site uses the CC BY 4.0 license.", "cc:by/4.0"),
        ("This site uses cookies and the CC BY 4.0 license.", ""),
        ("This site uses photos under CC BY 4.0.", ""),
    ],
)
def test_a_not_behind_a_license_is_of_what_it_stands_beside(text: str, key: str) -> None:
    assert "".join(claim.key for claim in read(text).claims if claim.scope == "work") == key
