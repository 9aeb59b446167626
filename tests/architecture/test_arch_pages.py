"""What is written for people tells the truth: generated pages, promises, decisions, and the locked dependencies."""

from __future__ import annotations

import re
import tomllib

import pytest
from source_tree import ROOT, contract, modules

from syndicator.model.reasons import REASONS
from syndicator.validate import CODES
from tools import acceptance, docs
from tools.acceptance_rows import PREFIXES, Row, acceptance_rows, numbers_in, rows_of

ROWS = """\
| # | Requirement | Test | Pri | Src |
|---|---|---|---|---|
| P-14 | Either `a\\|b` | i | M | – |

| # | Input | Expected | Test | Pri |
|---|---|---|---|---|
| H-001 | A bomb | refuse | u + i | M |

| # | Promise | Proof |
|---|---|---|
| L-05 | Polite | P-14–P-15, H-001 |

Text with P-16 in it, and a table of something else:

| Fact | Row |
|---|---|
| None | P-17 |
"""


PAGES = docs.pages()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_generated_page_is_as_committed(path):
    assert path.read_text(encoding="utf-8") == PAGES[path], "run `make docs`"


def test_every_reason_and_every_finding_has_its_heading():
    reasons, findings = ((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("reasons.md", "findings.md"))
    assert {reason.value for reason in REASONS} == set(re.findall(r"^### (\S+)$", reasons, re.MULTILINE))
    assert sorted(CODES) == re.findall(r"^\| \[(\S+)\]\(findings/\1\.md\)", findings, re.MULTILINE)
    pages = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "findings").glob("*.md")}
    assert set(pages) == set(CODES)
    assert all(page.startswith(f"# {code}\n") for code, page in pages.items())


def test_every_finding_has_a_message_a_why_and_a_fix():
    assert [code for code, text in CODES.items() if not (text.message and text.why and text.fix)] == []
    assert [code for code in CODES if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)] == []


def test_rows_are_read_with_the_columns_of_their_own_table():
    assert rows_of(ROWS) == (
        Row("P-14", r"Either `a\|b`", "M", "i"),
        Row("H-001", "A bomb → refuse", "M", "u + i"),
        Row("L-05", "Polite", proof="P-14–P-15, H-001"),
    )
    assert numbers_in("P-14–P-15, H-001") == ("P-14", "P-15", "H-001")


def test_the_acceptance_page_counts_and_names_the_proving_tests():
    page = acceptance.page(rows_of(ROWS), {"P-14": ["b", "a"]})
    assert r"| P-14 | Either `a\|b` | M | i | `a`<br>`b` |" in page
    assert "| H-001 | A bomb → refuse | M | u + i | not yet |" in page
    assert "| all | 3 | 1 | 2 | 1 |" in page


def test_the_acceptance_page_can_be_made_anew_from_itself():
    page = acceptance.page(rows_of(ROWS), {"P-14": ["a"]})
    assert acceptance.page(rows_of(page), {"P-14": ["a"]}) == page


def test_each_acceptance_row_stands_once_in_the_order_of_its_tables(shared):
    committed = rows_of((ROOT / "docs" / "acceptance.md").read_text(encoding="utf-8"))
    numbers = [row.number for row in acceptance_rows()]
    assert [row.number for row in committed] == numbers
    assert len(set(numbers)) == len(numbers)
    assert {row.prefix for row in committed} == set(PREFIXES)


def test_the_code_map_names_what_there_is():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    cells = re.findall(r"^\| (`.+?) \|", text.split("## Code map")[1].split("**Invariant.**")[0], re.MULTILINE)
    named = {name.strip("`/").removesuffix(".py") for cell in cells for name in cell.split(", ")}
    assert named == {module.name.split(".")[0] for module in modules()} - {""}


def test_the_layers_are_those_of_the_code_map():
    declared = {name.strip(" ()") for layer in contract("layers")["layers"] for name in layer.split("|")}
    assert {module.name.split(".")[0] for module in modules()} - {""} <= declared


@pytest.mark.proves("S-33")
def test_security_tells_how_to_report_what_is_supported_and_what_is_promised():
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    parts = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    assert {"Supported versions", "Report a weakness in private", "Promised", "Not promised"} <= set(parts)
    assert "Report a vulnerability" in parts["Report a weakness in private"]
    promised = re.findall(r"^- \*\*(\w+)\.\*\*", parts["Promised"], re.MULTILINE)
    assert promised == ["Network", "Parsing", "Markup", "Publication", "Code", "Secrets", "Supply"]


def test_decisions_are_numbered_without_a_gap_and_give_reasons():
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(page.name[:4])}. ")
        assert all(part in text for part in ("**Context.**", "**Decision.**", "**Consequences.**"))


def test_every_dependency_is_locked_with_its_hashes():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.findall(r"^([a-z0-9-]+)==\S+ \\\n    --hash=sha256:[0-9a-f]{64}", lock, re.MULTILINE)
    assert pinned == re.findall(r"^([a-zA-Z0-9._-]+)\W*==", lock, re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    assert {re.match(r"[\w-]+", each).group() for each in wanted} <= set(pinned)
    assert "://" not in lock


@pytest.mark.parametrize("unwanted", ["aiodns", "pyyaml", "httpx", "requests"])
def test_what_would_go_around_a_promise_is_not_among_the_dependencies(unwanted):
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(rf"^{unwanted}==", lock, re.MULTILINE | re.IGNORECASE)
