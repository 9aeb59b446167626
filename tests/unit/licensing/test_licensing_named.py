"""Licenses that a text calls by their own name: each in the spellings that publishers use, one version and no other."""

from __future__ import annotations

import pytest

from syndicator.licensing import read


def key_of(text: str) -> str:
    return "".join(claim.key for claim in read(text).claims if claim.scope == "work")


@pytest.mark.parametrize("text", ["CC0", "CC 0", "CC-0", "CC-0 1.0", "CC Zero", "Creative Commons 0", "CC0 v1.0"])
def test_zero_is_heard_in_every_spelling(text: str) -> None:
    assert key_of(text) == "cc:zero/1.0"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Public Domain Mark 1.0", "cc:mark/1.0"),
        ("CC-PDM-1.0", "cc:mark/1.0"),
        ("CC-PDDC", "cc:certification/1.0/us"),
        ("Open Government Licence v1.0", "spdx:OGL-UK-1.0"),
        ("Open Government Licence (OGL) version 2", "spdx:OGL-UK-2.0"),
        ("Open Government Licence for public sector information v. 3.0", "spdx:OGL-UK-3.0"),
        ("Open Government Licence 3.0", "spdx:OGL-UK-3.0"),
        ("Open Government Licence - Canada, version 2.0", "spdx:OGL-Canada-2.0"),
        ("Licence Ouverte (Etalab) 2.0", "spdx:etalab-2.0"),
        ("Datenlizenz Deutschland – Namensnennung 2.0", "spdx:DL-DE-BY-2.0"),
        ("dl-de/by-2-0", "spdx:DL-DE-BY-2.0"),
        ("Datenlizenz Deutschland – Zero – Version 2.0", "spdx:DL-DE-ZERO-2.0"),
        ("dl-de/zero-2-0", "spdx:DL-DE-ZERO-2.0"),
    ],
)
def test_a_license_is_heard_by_its_own_name(text: str, key: str) -> None:
    assert key_of(text) == key


@pytest.mark.parametrize(
    "id_",
    ["OGL-UK-1.0", "OGL-UK-2.0", "OGL-UK-3.0", "OGL-Canada-2.0", "etalab-2.0", "DL-DE-BY-2.0", "DL-DE-ZERO-2.0"],
)
def test_a_license_is_heard_by_its_spdx_id_in_letters_of_any_case(id_: str) -> None:
    assert key_of(id_) == key_of(id_.lower()) == f"spdx:{id_}"


@pytest.mark.parametrize(
    "text",
    [
        "CC0 2.0",
        "Open Government Licence",
        "Open Government Licence 2.0.1",
        "OGL-UK-3.0-only",
        "Etalab 2.0",
        "dl-de/by-1-0",
    ],
)
def test_another_version_or_none_is_no_license_of_ours(text: str) -> None:
    assert key_of(text) == ""
