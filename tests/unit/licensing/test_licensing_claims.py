"""Rights marks become claims at their scope."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from licensing_world import AT, SENTENCE, entry_of

from syndicator.licensing import claims_of_document, claims_of_entry, claims_of_page
from syndicator.model.document import ArticlePage, DocumentInfo, Scope
from syndicator.model.rights import Claim, Reading


def claims(**mark: Any) -> tuple[Claim, ...]:
    return claims_of_entry(entry_of({"rights": ({"scope": "entry", **mark},)}), at=AT)


def test_a_claim_keeps_its_statement_and_its_date() -> None:
    (claim,) = claims(carrier="atom:rights", text=SENTENCE)
    assert (claim.raw, claim.license_key, claim.reading, claim.seen_at) == (SENTENCE, "cc:by-nd", Reading.HOLD, AT)


def test_the_digest_depends_on_the_statement_and_not_on_the_time() -> None:
    entry = entry_of()
    first, later = claims_of_entry(entry, at=AT)[0], claims_of_entry(entry, at=AT + timedelta(days=1))[0]
    assert first.digest == later.digest
    assert claims(carrier="dc:rights", text=SENTENCE)[0].digest != first.digest
    assert first.digest == sha256(f"atom:rights\0entry\0{SENTENCE}".encode()).hexdigest()


@pytest.mark.parametrize(
    ("mark", "key", "reading"),
    [
        ({"carrier": "cc:license", "url": "http://creativecommons.org/licenses/by/3.0/"}, "cc:by/3.0", Reading.EXACT),
        ({"carrier": "cc:license", "url": "https://creativecommons.org/licenses/by/"}, "cc:by", Reading.HOLD),
        ({"carrier": "dc:rights", "text": "https://licensebuttons.net/l/by/4.0/88x31.png"}, "cc:by/4.0", Reading.WEAK),
        ({"carrier": "dcterms:license", "text": "CC BY 4.0"}, "cc:by/4.0", Reading.EXACT),
        ({"carrier": "dcterms:license", "text": "House rules"}, "", Reading.NONE),
        (
            {
                "carrier": "dc:rights",
                "url": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/1/",
            },
            "spdx:OGL-UK-1.0",
            Reading.EXACT,
        ),
        ({"carrier": "dc:rights", "text": ""}, "", Reading.NONE),
    ],
)
def test_a_statement_reads_as_its_license(mark: dict[str, Any], key: str, reading: Reading) -> None:
    (claim,) = claims(**mark)
    assert (claim.license_key, claim.reading) == (key, reading)


def test_words_and_address_of_one_mark_count_both() -> None:
    (claim,) = claims(carrier="dc:rights", text="CC BY-NC 4.0", url="https://creativecommons.org/licenses/by-nd/4.0/")
    assert claim.license_key == "cc:by-nc-nd/4.0"


@pytest.mark.parametrize("carrier", ["media:license", "media:copyright", "podcast:license"])
def test_a_carrier_of_media_never_speaks_for_the_text(carrier: str) -> None:
    assert {claim.scope for claim in claims(carrier=carrier, text="CC-BY-4.0")} == {Scope.MEDIA}


def test_a_podcast_license_is_a_slug_in_any_case() -> None:
    assert claims(carrier="podcast:license", text="cc-by-sa-4.0")[0].license_key == "cc:by-sa/4.0"
    assert claims(carrier="podcast:license", text="cc-by-sa-4.0")[0].reading is Reading.EXACT
    assert claims(carrier="podcast:license", text="house-license")[0].names_license


def test_words_in_the_place_of_a_license_name_one_unless_they_are_a_mere_notice() -> None:
    assert claims(carrier="dcterms:license", text="House rules")[0].names_license
    assert not claims(carrier="dcterms:license", text="© 2026 The Sample Gazette")[0].names_license


def test_a_picture_credit_in_a_rights_element_is_the_picture_s() -> None:
    media, nothing = claims(carrier="dc:rights", text="Photo: Jo Park, CC BY 2.0")
    assert (media.scope, media.license_key) == (Scope.MEDIA, "cc:by/2.0")
    assert (nothing.scope, nothing.license_key) == (Scope.ENTRY, "")


def test_another_work_s_license_is_no_claim() -> None:
    (claim,) = claims(carrier="dc:rights", text="The data are released under CC0.")
    assert claim.license_key == ""


def test_a_document_s_marks_are_claims_of_the_document() -> None:
    mark = {"carrier": "copyright", "scope": "document", "text": "© 2026 The Sample Gazette. All rights reserved."}
    info = DocumentInfo.model_validate({"format": "rss-2.0", "rights": (mark,)}, strict=False)
    (claim,) = claims_of_document(info, at=AT)
    assert (claim.scope, claim.refusal) == (Scope.DOCUMENT, True)


def test_a_page_s_marks_are_claims_that_license_nothing() -> None:
    address = "https://creativecommons.org/licenses/by-nd/4.0/"
    marks = (
        {"carrier": "HTML rel=license", "scope": "page", "url": address},
        {"carrier": "JSON-LD creditText", "scope": "page", "text": "Jo Park, CC BY 4.0"},
        {"carrier": "RDFa license", "scope": "media", "url": address, "about": "https://sample.example/i.jpg"},
    )
    page = ArticlePage.model_validate({"rights": marks, "text_digest": ""}, strict=False)
    assert [(claim.scope, claim.license_key, claim.about) for claim in claims_of_page(page, at=AT)] == [
        (Scope.PAGE, "cc:by-nd/4.0", None),
        (Scope.PAGE, "", None),
        (Scope.MEDIA, "cc:by-nd/4.0", "https://sample.example/i.jpg"),
    ]


def test_a_sentence_of_a_page_needs_the_work_as_its_subject() -> None:
    def keys(text: str) -> list[str]:
        mark = {"carrier": "meta copyright", "scope": "page", "text": text}
        page = ArticlePage.model_validate({"rights": (mark,), "text_digest": ""}, strict=False)
        return [claim.license_key for claim in claims_of_page(page, at=AT)]

    assert keys("CC BY 4.0") == [""]
    assert keys("This article is licensed under CC BY 4.0.") == ["cc:by/4.0"]


def test_a_statement_that_is_only_its_address_is_told_once() -> None:
    address = "https://sample.example/house-license"
    (claim,) = claims(carrier="creativeCommons:license", text=address, url=address)
    assert (claim.raw, claim.names_license) == (address, True)


def test_a_claim_says_what_it_is_about() -> None:
    (claim,) = claims(carrier="cc:license", text="CC BY 4.0", about="https://sample.example/ferries-1001")
    assert claim.about == "https://sample.example/ferries-1001"


def test_a_sentence_of_a_document_reads_as_its_license() -> None:
    mark = {"carrier": "copyright", "scope": "document", "text": "CC BY-ND 4.0"}
    info = DocumentInfo.model_validate({"format": "rss-2.0", "rights": (mark,)}, strict=False)
    assert claims_of_document(info, at=AT)[0].license_key == "cc:by-nd/4.0"
