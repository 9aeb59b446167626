"""License keys and addresses."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from syndicator.licensing import key_of_url, license_named, license_of, looser, stricter, url_of
from syndicator.licensing.keys import (
    EDITIONS,
    RESERVED,
    UNUSABLE,
    burdens,
    edition_of,
    exists,
    key_of,
    key_of_other_url,
)
from syndicator.licensing.urls import is_license_page
from syndicator.model.rights import License

SIX = ("by", "by-nc", "by-nd", "by-sa", "by-nc-nd", "by-nc-sa")


def known(key: str) -> License:
    found = license_of(key)
    assert found is not None, key
    return found


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("table", ["cc_licenses.tsv", "cc_licenses_supplement.tsv"])
def test_every_known_license_has_its_facts_and_its_address(shared: Path, table: str) -> None:
    for row in rows(shared / "data" / "rights" / table):
        if (row["unit"], row["version"]) == ("by-nd-nc", "2.0"):
            assert key_of_url(row["url"]).outcome == "reject"  # removed by Creative Commons as nonexistent
            continue
        key = key_of_url(row["url"]).key
        one = known(key)
        assert one.url == row["url"]
        assert edition_of(key) == (row["version"], row["jurisdiction"])
        if key not in UNUSABLE:
            facts = [frozenset(filter(None, row[part].split(","))) for part in ("permits", "requires", "prohibits")]
            assert [one.permits, one.requires, one.prohibits] == facts, key


DOCUMENTS = ("", "deed", "deed.fr", "deed.pt_BR", "deed.zh-hans", "legalcode", "legalcode.de", "legalcode.txt", "rdf")


@pytest.mark.parametrize("table", ["cc_licenses.tsv", "cc_licenses_supplement.tsv"])
def test_the_key_of_every_known_address_is_stable_under_suffix_language_case_and_slashes(
    shared: Path, table: str
) -> None:
    for row in rows(shared / "data" / "rights" / table):
        address = row["url"]
        read = key_of_url(address)
        bare = address.rstrip("/").removeprefix("https:")
        forms = [address + document for document in DOCUMENTS]
        forms += [bare, f"http:{bare}", f"https:{bare.replace('/', '//').replace('////', '//')}//", f"({address})."]
        forms += [f"https:{bare}/?lang=es#deed", f"https://www.{bare.removeprefix('//')}", address.upper(), f" {bare} "]
        assert {key_of_url(form) for form in forms} == {read}, address


@pytest.mark.parametrize("table", ["cc_licenses.tsv", "cc_licenses_supplement.tsv"])
def test_no_other_host_has_the_addresses_of_a_license(shared: Path, table: str) -> None:
    for row in rows(shared / "data" / "rights" / table):
        path = row["url"].removeprefix("https://creativecommons.org/")
        for host in (
            "creativecommons.org.lookalike.example",
            "reader@creativecommons.org",
            "creativecommons.org@lookalike.example",
            "creativecommons.org:8443",
            "creative-commons.org",
            "creativecommons.com",
            "notcreativecommons.org",
            "wiki.creativecommons.org",
            "сreativecommons.org",
            "lookalike.example/creativecommons.org",
            "lookalike.example/?to=https://creativecommons.org",
        ):
            assert key_of_url(f"https://{host}/{path}").outcome == "reject", (host, path)


@pytest.mark.parametrize(
    ("key", "edition", "permits", "prohibits"),
    [
        ("spdx:OGL-UK-1.0", ("1.0", "uk"), 3, set()),
        ("spdx:OGL-UK-2.0", ("2.0", "uk"), 3, set()),
        ("spdx:OGL-UK-3.0", ("3.0", "uk"), 3, set()),
        ("spdx:OGL-Canada-2.0", ("2.0", "ca"), 3, set()),
        ("spdx:etalab-2.0", ("2.0", "fr"), 3, set()),
        ("spdx:DL-DE-BY-2.0", ("2.0", "de"), 3, set()),
        ("spdx:DL-DE-ZERO-2.0", ("2.0", "de"), 3, set()),
        ("pd:us-gov", ("", "us"), 3, set()),
        (RESERVED, ("", ""), 0, {"CommercialUse"}),
        ("cc:by", ("", ""), 3, set()),
        ("permission:sample", ("", ""), 2, set()),
    ],
)
def test_a_license_outside_creative_commons_has_its_terms_and_edition(
    key: str, edition: tuple[str, str], permits: int, prohibits: set[str]
) -> None:
    one = known(key)
    assert (edition_of(key), len(one.permits), one.prohibits) == (edition, permits, prohibits)
    assert ("Attribution" in one.requires) == (key not in {"spdx:DL-DE-ZERO-2.0", "pd:us-gov", RESERVED})


def test_all_rights_reserved_is_looser_than_nothing_and_everything_is_looser() -> None:
    assert not looser(known(RESERVED), known("cc:by-nc-nd/4.0"))
    assert looser(known("cc:by-nc-nd/4.0"), known(RESERVED))
    assert not known(RESERVED).public


@pytest.mark.parametrize("form", ["{0}", "{0}deed.fr", "{0}legalcode", "{0}?x=1#y", " <{0}>, ", "{0}/"])
@pytest.mark.parametrize("unit", SIX)
def test_the_forms_of_one_address_have_one_key(unit: str, form: str) -> None:
    address = url_of(f"cc:{unit}/4.0")
    assert address is not None
    assert key_of_url(form.format(address)) == (f"cc:{unit}/4.0", "exact")
    assert key_of_url(form.format(address.upper().replace("/DEED", "/deed"))) == (f"cc:{unit}/4.0", "exact")


@pytest.mark.parametrize(
    "address",
    [
        "https://creativecommons.org.lookalike.example/licenses/by/4.0/",
        "https://creativecommons.org@lookalike.example/licenses/by/4.0/",
        "https://creativecommons.org:8080/licenses/by/4.0/",
        "https://creativecommons.org/licenses/by/../by-nd/4.0/",
        "https://creativecommons.org/licenses/./by/4.0/",
        "https://creativecommons.org/licenses/by/4.0/../",
        "https://creativecommons.org/licenses/by/3.0/us/extra/",
        "https://creativecommons.org/licenses/deed",
        "https://creativecommons.org",
        "https://creativecommons.org/licenses/by/4.0/?x\\y",
        "x.https://creativecommons.org/licenses/by/4.0/",
        "https://creativecommons.org\\licenses\\by\\4.0",
        "https://creativecommons.org/licenses%2Fby/4.0/",
        "https://creativecommons.org/licenses/by/4.0/us/",
        "https://creativecommons.org/licenses/by-nc-nd/1.0/",
        "https://creativecommons.org/licenses/by-nd-nc/",
        "https://creativecommons.org/",
        "https://licensebuttons.net/x/by/4.0/88x31.png",
        "https://licensebuttons.net/l/by/4.0/big.gif",
        "ftp://creativecommons.org/licenses/by/4.0/",
        "/licenses/by/4.0/",
        "by/4.0",
        "",
    ],
)
def test_what_is_no_license_address_is_rejected(address: str) -> None:
    assert key_of_url(address) == ("", "reject")


@pytest.mark.parametrize(
    ("address", "key", "outcome"),
    [
        ("https://creativecommons.org/licenses/by-nd-nc/1.0/", "cc:by-nc-nd/1.0", "exact"),
        ("//creativecommons.org/licenses/by/2.5/scotland/deed.en_GB", "cc:by/2.5/scotland", "exact"),
        ("creativecommons.org/publicdomain/zero/1.0", "cc:zero/1.0", "exact"),
        ("https://creativecommons.org/about/cc0", "cc:zero/1.0", "weak"),
        ("https://licensebuttons.net/p/zero/1.0/88x31.png", "cc:zero/1.0", "weak"),
        ("https://licensebuttons.net/l/by-nd/88x31.png", "cc:by-nd", "hold"),
        ("https://creativecommons.org/licenses/by-sa", "cc:by-sa", "hold"),
        ("https://creativecommons.org/licenses/MIT/", "cc:mit", "hold"),
        ("http://creativecommons.org/licenses/sampling%20/1.0/", "cc:sampling+/1.0", "exact"),
    ],
)
def test_odd_addresses_keep_their_meaning(address: str, key: str, outcome: str) -> None:
    assert key_of_url(address) == (key, outcome)


def test_the_only_address_of_by_nc_nd_1_0_is_spelled_the_old_way() -> None:
    assert url_of("cc:by-nc-nd/1.0") == "https://creativecommons.org/licenses/by-nd-nc/1.0/"


@pytest.mark.parametrize(
    ("key", "name", "spdx"),
    [
        ("cc:by-nd/4.0", "CC BY-ND 4.0", "CC-BY-ND-4.0"),
        ("cc:by-nc-nd/3.0/us", "CC BY-NC-ND 3.0 US", None),
        ("cc:by/3.0/igo", "CC BY 3.0 IGO", "CC-BY-3.0-IGO"),
        ("cc:by-nc-sa/2.5/scotland", "CC BY-NC-SA 2.5 Scotland", None),
        ("cc:zero/1.0", "CC0 1.0", "CC0-1.0"),
        ("cc:certification/1.0/us", "CC Public Domain Dedication and Certification 1.0 US", "CC-PDDC"),
        ("cc:sampling/1.0", "CC SAMPLING 1.0", None),
        ("spdx:OGL-UK-3.0", "Open Government Licence v3.0", "OGL-UK-3.0"),
        ("pd:us-gov", "US government work", None),
        ("permission:sample", "the publisher's permission", None),
    ],
)
def test_a_license_has_a_name_and_an_spdx_id_only_where_one_exists(key: str, name: str, spdx: str | None) -> None:
    assert (known(key).name, known(key).spdx) == (name, spdx)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "cc:",
        "cc:by/5.0",
        "cc:by/4.0/us",
        "cc:by/3.0/us/extra",
        "cc:by-nd-sa",
        "spdx:MIT",
        "pd:moon",
        "permission:",
        "rights:some",
        "house:rules",
    ],
)
def test_a_key_that_does_not_exist_is_no_license(key: str) -> None:
    assert license_of(key) is None
    assert url_of(key) is None


def test_an_unversioned_license_knows_its_elements_and_has_no_address() -> None:
    one = known("cc:by-nc-nd")
    assert (one.version_known, one.url, one.no_derivatives, one.non_commercial) == (False, None, True, True)


_ADAPT = {"Distribution", "Reproduction", "DerivativeWorks"}
_CREDIT = {"Attribution", "Notice"}


@pytest.mark.parametrize(
    ("key", "permits", "requires", "url"),
    [
        ("pd:us-gov", _ADAPT, set(), None),
        ("permission:sample", {"Distribution", "Reproduction"}, _CREDIT, None),
        ("spdx:DL-DE-BY-2.0", _ADAPT, _CREDIT, "https://www.govdata.de/dl-de/by-2-0"),
        ("spdx:DL-DE-ZERO-2.0", _ADAPT, set(), "https://www.govdata.de/dl-de/zero-2-0"),
        ("cc:zero/1.0", _ADAPT, set(), "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("cc:by/2.5/scotland", {"Distribution", "Reproduction"}, _CREDIT, None),
        ("cc:gpl/2.0", set(), set(), "https://creativecommons.org/licenses/GPL/2.0/"),
    ],
)
def test_a_license_permits_and_requires_what_it_says(
    key: str, permits: set[str], requires: set[str], url: str | None
) -> None:
    one = known(key)
    assert (one.permits, one.requires, one.prohibits) == (permits, requires, set())
    assert url is None or one.url == url


@pytest.mark.parametrize(
    ("key", "expected"), [("cc:gpl/2.0", True), ("cc:mit", False), ("cc:by", False), ("cc:by/4.0", True)]
)
def test_a_license_knows_its_version_where_its_key_has_one(key: str, expected: bool) -> None:
    assert known(key).version_known is expected


def test_to_keep_the_notice_is_no_burden_that_makes_a_license_stricter() -> None:
    assert burdens(known("cc:nd/1.0")) == {"no DerivativeWorks"}
    assert burdens(known("cc:by-nc/4.0")) == {"Attribution", "CommercialUse"}


def test_licenses_outside_creative_commons_are_known_by_their_address() -> None:
    address = "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3?x#y"
    assert key_of_other_url(address) == "spdx:OGL-UK-3.0"
    assert key_of_other_url(address.replace("?x", "")) == "spdx:OGL-UK-3.0"
    assert key_of_other_url(address.replace("?x#y", "/")) == "spdx:OGL-UK-3.0"
    assert key_of_other_url(address.replace("?x#y", " /")) == ""
    assert key_of_other_url(address.replace("?x#y", "X")) == ""
    assert key_of_other_url("https://licenses.example/house") == ""


def test_license_pages_are_told_from_other_pages() -> None:
    assert is_license_page("https://creativecommons.org/licenses/by/9.9/")
    assert is_license_page(" (https://creativecommons.org/publicdomain/nine/9.9/), ")
    assert is_license_page("https://creativecommons.org//licenses/by/9.9/")
    assert not is_license_page("https://creativecommons.org/xlicenses/by/9.9/")
    assert not is_license_page("https://creativecommons.org")
    assert not is_license_page("https://creativecommons.org/about/")
    assert not is_license_page("https://licenses.example/licenses/by/4.0/")
    assert not is_license_page("no address at all")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("cc:by/4.0", "cc:by-nd/4.0", True),
        ("cc:by-nd/4.0", "cc:by/4.0", False),
        ("cc:by-nd/3.0", "cc:by-nd/4.0", False),
        ("cc:by-sa/4.0", "cc:by-nd/4.0", True),
        ("cc:by-nd/4.0", "cc:by-sa/4.0", True),
        ("cc:zero/1.0", "cc:by/4.0", True),
        ("cc:by/4.0", "spdx:OGL-UK-3.0", True),
        ("permission:a", "permission:b", True),
        ("permission:a", "permission:a", False),
        ("permission:a:b", "permission:a:c", True),
        ("cc:nd/1.0", "cc:by-nd/4.0", True),
        ("cc:sampling/1.0", "cc:by/4.0", False),
    ],
)
def test_looser_means_that_something_more_is_allowed(one: str, other: str, expected: bool) -> None:
    assert looser(known(one), known(other)) is expected


def test_what_was_never_published_does_not_exist() -> None:
    assert exists("by", "4.0")
    assert not exists("by", "2.1")
    assert exists("by", "2.1", "jp")
    assert not exists("by-sa", "3.0", "ca")
    assert not exists("house", "1.0")


def test_stricter_means_less_and_nothing_more() -> None:
    assert stricter(known("cc:by-nc-nd/4.0"), known("cc:by-nd/4.0"))
    assert not stricter(known("cc:by-nd/3.0"), known("cc:by-nd/4.0"))
    assert not stricter(known("cc:by-sa/4.0"), known("cc:by-nd/4.0"))


@pytest.mark.parametrize(
    "key", ["cc:by-nd/4.0", "cc:by-nc-nd/3.0/us", "cc:zero/1.0", "cc:by/2.5/scotland", "spdx:OGL-UK-3.0", "pd:us-gov"]
)
def test_a_license_is_found_again_by_its_short_name(key: str) -> None:
    assert license_named(known(key).name) == known(key)


def test_every_license_has_a_name_of_its_own_and_a_permission_that_of_all_permissions() -> None:
    keys = [
        key_of(unit, version, port)
        for unit in EDITIONS
        for version in EDITIONS[unit]
        for port in EDITIONS[unit][version]
    ]
    assert [found.key for key in keys if (found := license_named(known(key).name))] == keys
    permission = license_named(known("permission:anything").name)
    assert permission is not None
    assert not permission.public
    assert license_named("CC BY 9.0") is None
    assert license_named("") is None
