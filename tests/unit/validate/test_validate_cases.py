"""One folder a code, or several with numbers behind its name: a ``document``, and ``expect.txt`` with every finding.

A finding is written ``line:column severity code``.

A first line ``gate FORMAT ID ...`` says that the document is judged as one of ours; ``-ID`` names a withdrawn entry. A
first line ``from ADDRESS`` says where it was fetched from.
Without ``expect.txt`` lines the document is valid; folders that begin with ``valid-`` must be.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from syndicator.model.findings import Finding
from syndicator.validate import CODES, gate, validate

CASES = sorted(Path(__file__).parents[2].joinpath("cases", "validate").iterdir())
WITHOUT_A_FOLDER = {
    "document-too-large",
    "feed-too-large",
    "json-too-many-values",
    "part-too-large",
    "too-many-elements",
}
"""Mebibytes of it, and hundreds of thousands, are made by their tests."""


def code_of(case: Path) -> str:
    """Give the code that a case is of: its name without the number."""
    return case.name if case.name in CODES else case.name.rstrip("0123456789").rstrip("-")


def judge(case: Path) -> tuple[list[str], tuple[Finding, ...]]:
    expected = case.joinpath("expect.txt").read_text(encoding="utf-8").splitlines()
    (document,) = case.glob("document.*")
    body = document.read_bytes()
    if expected and expected[0].startswith("gate "):
        _, format_, *ids = expected.pop(0).split(" ")
        works = tuple(each for each in ids if not each.startswith("-"))
        return expected, gate(format_, body, works, tuple(each[1:] for each in ids if each.startswith("-")))
    address = expected.pop(0).removeprefix("from ") if expected and expected[0].startswith("from ") else ""
    return expected, validate(body, file=case.name, address=address)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_document_has_the_findings_of_its_case_and_no_others(case: Path) -> None:
    expected, found = judge(case)
    assert [f"{each.line}:{each.column} {each.severity} {each.code}" for each in found] == expected
    if case.name.startswith("valid-"):
        assert not expected
    else:
        assert code_of(case) in {each.code for each in found}


def test_every_code_has_a_case_and_every_case_a_code() -> None:
    names = {code_of(case) for case in CASES if not case.name.startswith("valid-")}
    assert names == set(CODES) - WITHOUT_A_FOLDER


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_says_what_why_and_how_to_mend_it(code: str) -> None:
    text = CODES[code]
    assert all(part.endswith(".") for part in (text.message, text.why, text.fix))
    assert text.source
    assert code == code.lower().replace(" ", "-")


def test_codes_that_the_public_validator_has_too_have_its_severity(shared: Path) -> None:
    lines = shared.joinpath("data/validator-cases/codes.tsv").read_text(encoding="utf-8").splitlines()[1:]
    theirs = {code: severity for _, code, severity in (line.split("\t") for line in lines)}
    both = {code for code in CODES if code in theirs}
    assert len(both) > 70
    assert {code: str(CODES[code].severity) for code in both} == {code: theirs[code] for code in both}
