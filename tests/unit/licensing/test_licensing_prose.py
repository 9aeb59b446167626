"""License sentences: never looser than the text."""

from __future__ import annotations

import pytest

from syndicator.licensing import read
from syndicator.licensing.prose import ProseReading, is_bare_notice


def work_keys(reading: ProseReading) -> list[str]:
    return [claim.key for claim in reading.claims if claim.scope == "work"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Licensed as Creative Commons – attribution, no derivatives.", "cc:by-nd"),
        ("CC BY 4.0", "cc:by/4.0"),
        ("Creative Commons Attribution-NonCommercial-ShareAlike 3.0 Unported License", "cc:by-nc-sa/3.0"),
        ("Creative Commons Namensnennung - Keine Bearbeitung 4.0 International", "cc:by-nd/4.0"),
        ("CC BY-NC-ND 3.0 US", "cc:by-nc-nd/3.0/us"),
        ("cc by 3.0 us", "cc:by/3.0/us"),
        ("CC BY 2.0 UK: Scotland", ""),
        ("CC BY 3.0 Atlantis", "cc:by"),
        ("cc by 3.0 us of the authors", "cc:by"),
        ("cc by 3.0 us of the north", ""),
        ("CC BY for noncommercial use", "cc:by-nc"),
        ("CC BY, for noncommercial use", ""),
        ("CC BY 4.0, NoDerivatives", "cc:by-nd/4.0"),
        ('<a href="https://creativecommons.org/licenses/by-nc/4.0/">CC BY-ND</a>', "cc:by-nc-nd/4.0"),
        ('<a href="https://creativecommons.org/licenses/by/9.9/">CC BY 4.0</a>', ""),
        ('<a href="https://licensebuttons.net/l/by-nd/4.0/88x31.png">CC BY 4.0</a>', "cc:by-nd/4.0"),
        ("See https://www.nationalarchives.gov.uk/doc/open-government-licence/version/2/", "spdx:OGL-UK-2.0"),
        ("Open Government Licence – Atlantis (version 2.0)", ""),
        ("Open Government Licence v3.0 and CC BY 4.0", ""),
        ("Open Government Licence v3.0 or Open Government Licence v2.0", ""),
        ("Creative Commons Attribution\nNonCommercial", "cc:by-nc"),
        ("CC BY<br/>NC 4.0", "cc:by-nc/4.0"),
        ("<p>Creative Commons Attribution</p><p>No Derivatives</p>", "cc:by-nd"),
        ("CC BY-<p>NC</p>", ""),
        ("CC BY 4.0 <img src=x", "cc:by/4.0"),
        ('<a href="https://creativecommons.org/licenses/by/4.0/">2026</a>', "cc:by/4.0"),
        ("CC BY-ND 4.0; NC", "cc:by-nc-nd/4.0"),
        ("CC BY-XX 4.0, NC", ""),
        ('CC BY 4.0 <a href="https://creativecommons.org/licenses/by-nc/4.0/"', "cc:by-nc/4.0"),
        ('CC BY 4.0 <a href="https://creativecommons.org/licenses/by-nc/4.0/', "cc:by-nc/4.0"),
        ("CC BY 4.0 <b NonCommercial", ""),
        ("CC BY 4.0 <b not for commercial use", ""),
        ("CC0 or CC BY-SA 4.0", "cc:by-sa/4.0"),
        ("CC0 2.0", ""),
        ("CC BY 12.0", ""),
        ("CC BY-XX 4.0", ""),
        ("CC BY Ekonomik 4.0", ""),
        ("Recipe: CC BY 4.0", ""),
        ("Similar to CC BY 4.0", ""),
        ("everything but CC BY 4.0", ""),
        ("non-CC BY 4.0", ""),
        ("was CC BY 4.0", ""),
        ("CC BY 4.0 (proposed)", ""),
        ("CC BY 4.0 if paid", ""),
        ("CC BY 4.0 prohibited", ""),
        ("CC BY 4.0 explained", ""),
        ("Quote from a text under CC BY 4.0", ""),
        ('<a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a> for the photo', ""),
        ("CC BY 4.0 by Mia Rook (photo)", ""),
        ("CC BY 4.0 by Mia Rook (dataset)", ""),
        ("SIMILAR TO CC BY 4.0", ""),
        ("© BRINDLE POST, CC BY 4.0", "cc:by/4.0"),
        ("CC NC 4.0", ""),
        ("CC NC", ""),
        ("CC SA 1.0", "cc:sa/1.0"),
        ("CC BY-ND 4.0 CC BY-ND 3.0", "cc:by-nd"),
        ("CC BY 3.0 US, CC BY 3.0 AU", "cc:by"),
        ("CC BY-ND-SA 4.0", ""),
        ("https://creativecommons.org/licenses/publicdomain/", "cc:publicdomain"),
    ],
)
def test_a_rights_statement_reads_as_its_license(text: str, key: str) -> None:
    assert "".join(work_keys(read(text))) == key


@pytest.mark.parametrize(
    "text",
    [
        "All rights reserved",
        "Alle Rechte vorbehalten.",
        "Tous droits réservés",
        "Todos los derechos reservados",
        "Todos os direitos reservados",
        "Tutti i diritti riservati",
        "Alle rechten voorbehouden",
        "Tots els drets reservats",
        "Hak cipta dilindungi undang-undang",
        "Not for republication",
        "This story may not be republished.",
        "No part of this report may be reproduced.",
        "Nachdruck verboten",
        "Reproduction interdite",
        "Prohibida su reproducción",
        "Proibida a reprodução",
        "Riproduzione riservata",
        "Dilarang memperbanyak",
        "This article is no longer available under CC BY 4.0.",
    ],
)
def test_a_refusal_is_heard_in_nine_languages(text: str) -> None:
    reading = read(text)
    assert (reading.refusal, reading.claims) == (True, ())


@pytest.mark.parametrize(
    "text",
    ["Some rights reserved", "Algunos derechos reservados", "Reproduction is authorized provided the source is named"],
)
def test_what_refuses_nothing_is_no_refusal(text: str) -> None:
    assert read(text) == ProseReading()


def test_a_license_without_a_name_is_named_and_gives_nothing() -> None:
    assert read("Republished under a Creative Commons license.") == ProseReading((), False, names_license=True)


def test_a_sentence_in_a_body_needs_the_work_as_its_subject() -> None:
    assert work_keys(read("CC BY 4.0", "body")) == []
    assert work_keys(read("This article is licensed under CC BY 4.0.", "body")) == ["cc:by/4.0"]


def test_a_picture_credit_is_the_picture_s() -> None:
    (claim,) = read("Photo: Jo Park, CC BY 2.0").claims
    assert (claim.key, claim.scope) == ("cc:by/2.0", "media")


def test_a_refusal_that_follows_a_picture_is_the_picture_s() -> None:
    assert not read("Photo by Jo Park. All rights reserved.", "body").refusal


def test_what_a_sentence_in_a_body_refuses_of_another_work_is_no_refusal_of_this_one() -> None:
    assert not read("No part of the book may be reproduced.", "body").refusal
    assert read("No part of the book may be reproduced.").refusal


def test_markup_that_was_escaped_is_markup_and_no_entity_makes_an_address() -> None:
    escaped = '&lt;a href="https://creativecommons.org/licenses/by-nc/4.0/"&gt;CC BY 4.0&lt;/a&gt;'
    assert work_keys(read(escaped)) == ["cc:by-nc/4.0"]
    assert read("&#xE000; CC BY 4.0 https://creativecommons.org/licenses/by/4.0/").claims[0].key == "cc:by/4.0"


def test_an_alternative_text_of_a_badge_restricts_and_licenses_nothing() -> None:
    badge = '<img src="https://licensebuttons.net/l/by/4.0/88x31.png" alt="{0}">'
    assert work_keys(read(badge.format("CC BY-NC"))) == []
    assert work_keys(read(badge.format("CC BY-NC") + " CC BY 4.0")) == ["cc:by-nc/4.0"]
    assert work_keys(read(badge.format("a picture") + " CC BY 4.0")) == ["cc:by/4.0"]


def test_a_caption_holds_for_the_rest_of_its_block() -> None:
    shown = "<figure><figcaption>A ferry. Tove Lind, CC BY 2.0</figcaption></figure><p>CC BY-ND 4.0</p>"
    assert [(claim.key, claim.scope) for claim in read(shown).claims] == [
        ("cc:by-nd/4.0", "work"),
        ("cc:by/2.0", "media"),
    ]


def test_a_license_of_another_family_in_the_link_leaves_the_words_unread() -> None:
    assert work_keys(read('<a href="http://creativecommons.org/licenses/sampling/1.0/">CC BY</a>')) == []


def test_a_statement_of_a_document_is_about_a_site() -> None:
    assert read("CC BY 4.0", "document-rights").claims[0].subject == "site"
    assert read("CC BY 4.0").claims[0].subject == "entry"


def test_a_sentence_about_a_site_is_about_a_site_wherever_it_stands() -> None:
    assert read("This site is published under CC BY 4.0.", "body").claims[0].subject == "site"
    assert read("This article is published under CC BY 4.0.", "page").claims[0].subject == "entry"


def test_no_text_says_nothing() -> None:
    assert read("") == ProseReading()


@pytest.mark.parametrize(
    "text", ["Text: CC BY 4.0", "CC BY 4.0. The data are CC BY-SA 4.0.", "CC BY 4.0, photos excluded"]
)
def test_a_text_that_limits_its_own_claim_says_so(text: str) -> None:
    assert read(text).claims[0].exceptions


def test_a_text_too_long_to_be_a_rights_statement_is_not_read() -> None:
    assert read("CC BY 4.0 " * 2000) == ProseReading(names_license=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("© 2026 The Sample Gazette", True),
        ("Copyright 2026 Sample Media Inc.", True),
        ("(c) Jo Park", True),
        ("© 2026 The Sample Gazette, for personal use", False),
        ("© 2026 The Sample Gazette. Ask before copying.", False),
        ("Ask the harbor master.", False),
        ("All rights reserved", False),
        ("© CC BY 4.0", False),
    ],
)
def test_a_bare_notice_says_nothing_else(text: str, expected: bool) -> None:
    assert is_bare_notice(text) is expected
