"""What stands around a license expression decides: addresses, ports, broken expressions, plans, other works."""

from __future__ import annotations

import pytest

from syndicator.licensing.prose import CarrierKind, is_bare_notice, read

CC = "https://creativecommons.org"
OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
LONG = "CC BY 4.0." + " x" * 995


def key_of_work(text: str, carrier: CarrierKind = "entry-rights") -> str:
    return "".join(claim.key for claim in read(text, carrier).claims if claim.scope == "work")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("CC BY\ue000 4.0", "cc:by/4.0"),
        (f"<a href='{CC}/licenses/by-nc/4.0/'>CC BY</a>", "cc:by-nc/4.0"),
        (f"<a href={CC}/licenses/by-nc/4.0/>CC BY</a>", "cc:by-nc/4.0"),
        (f"CC BY 4.0 {CC}/licenses/publicdomain/", ""),
        (f"{CC}/licenses/by/2.5/scotland/ and {CC}/licenses/by/3.0/", ""),
        (f"{OGL} or CC BY 4.0", ""),
        (f"{CC}/publicdomain/zero/1.0/ and CC BY-SA 4.0", "cc:by-sa/4.0"),
        ("cc by-nc-nd 3.0 us", "cc:by-nc-nd/3.0/us"),
        ("cc by-nc-sa 3.0 us", "cc:by-nc-sa/3.0/us"),
        ("cc by 4.0 us", "cc:by/4.0"),
        ("CC BY 4.0 (Freedonia)", "cc:by"),
        (LONG, "cc:by/4.0"),
        (f"{LONG} ", ""),
    ],
)
def test_words_addresses_versions_and_ports_give_one_license(text: str, key: str) -> None:
    assert key_of_work(text) == key


@pytest.mark.parametrize("broken", ["CC BY-XX 4.0", "CC BY-NC foo 4.0", "CC BY 12.0", "CC BY 4.0.1", "CC BY 4.0 (ND)"])
def test_an_expression_that_is_not_fully_understood_spoils_the_others(broken: str) -> None:
    assert key_of_work(f"{broken}. The text is CC BY 4.0.") in {"", "cc:by-nd/4.0"}


def test_the_name_of_somebody_behind_the_family_is_no_broken_license() -> None:
    assert key_of_work("Creative Commons by Jo Park. CC BY-ND 4.0") == "cc:by-nd/4.0"


@pytest.mark.parametrize(
    ("text", "carrier"),
    [
        ("This article will be released under CC BY 4.0.", "entry-rights"),
        ("We plan to publish under CC BY 4.0.", "entry-rights"),
        ("This article should have been under CC BY 4.0.", "body"),
        ("Is this CC BY 4.0?", "entry-rights"),
        ("Not CC BY 4.0", "entry-rights"),
        ("This article is not under CC BY 4.0.", "page"),
        ("The article is not licensed under CC BY 4.0.", "body"),
        (f"Photos under {CC}/licenses/by/4.0/ or {CC}/licenses/by-nd/4.0/", "entry-rights"),
    ],
)
def test_plans_questions_denials_and_pictures_give_no_license_for_the_work(text: str, carrier: CarrierKind) -> None:
    assert key_of_work(text, carrier) == ""


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("CC BY 4.0, all rights reserved", True),
        ("Under CC BY 4.0. All rights reserved.", True),
        ("This article is not under CC BY 4.0.", True),
        ("Photo by Jo Park. It shows a ferry. All rights reserved.", False),
    ],
)
def test_a_refusal_in_a_body_is_heard_unless_it_is_the_picture_s(text: str, refused: bool) -> None:
    assert read(text, "body").refusal is refused


@pytest.mark.parametrize("more", [", all rights reserved", ", CC BY 2.0", "; photo: Ada Brindle, CC BY 2.0"])
def test_a_notice_that_refuses_or_licenses_is_not_bare(more: str) -> None:
    assert is_bare_notice("© 2026 Jo Park")
    assert not is_bare_notice(f"© 2026 Jo Park{more}")
