"""docs/json.md names the keys of every document that a command prints."""

from __future__ import annotations

import ast

import pytest
from architecture.source_tree import modules
from docs_pages import COMMANDS, rows, section
from harness.commands import command

from syndicator.errors import Fault
from syndicator.model.findings import Finding
from syndicator.model.framing import Change
from syndicator.model.records import DecisionRecord, FeedOutcome, LedgerEvent, Slots, SourceOutcome, SourceState
from syndicator.model.reporting import MonthReport, Place, Reported
from syndicator.model.rights import Answered, Claim, License
from syndicator.review import Report, json_report
from syndicator.store import LedgerCheck, LedgerLine
from syndicator.wiring.against import Checked
from syndicator.wiring.dossier import Asked, Dossier, Happened, Revision, Statement, TermsRead
from syndicator.wiring.inspecting import Difference, Explained
from syndicator.wiring.packaging import Check, Packaged
from syndicator.wiring.reporting import ToTell


def keys_of(value: type) -> set[str]:
    return set(getattr(value, "model_fields", None) or value._fields)


@pytest.mark.parametrize(
    ("heading", "value", "added"),
    [
        ("Fault", Fault, set()),
        ("Poll", SourceOutcome, set()),
        ("Release", FeedOutcome, set()),
        ("Decision", DecisionRecord, set()),
        ("Slots", Slots, set()),
        ("To tell", ToTell, set()),
        ("Package", Packaged, set()),
        ("Report", MonthReport, set()),
        ("Reported", Reported, set()),
        ("Place", Place, set()),
        ("Explanation", Explained, set()),
        ("Dossier", Dossier, set()),
        ("Revision", Revision, set()),
        ("Statement", Statement, set()),
        ("Terms on record", TermsRead, set()),
        ("Change", Change, set()),
        ("Happened", Happened, set()),
        ("Verdict", Checked, set()),
        ("Claim", Claim, set()),
        ("Answer", Answered, set()),
        ("State", SourceState, set()),
        ("Finding", Finding, {"help"}),
        ("Line", LedgerLine, set()),
        ("Event", LedgerEvent, set()),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_each_key_of_a_value_is_told_and_no_other(heading, value, added):
    assert set(rows("json.md", heading)) == keys_of(value) | added


@pytest.mark.parametrize("value", [Check, Difference, LedgerCheck, License, Asked], ids=lambda value: value.__name__)
def test_the_keys_of_a_small_value_stand_where_it_is_named(value):
    told = "".join(section("json.md", heading) for heading in ("Documents", "Explanation", "Package"))
    assert {key for key in keys_of(value) if f"`{key}`" not in told} == set()


def test_each_key_of_a_license_claim_is_told():
    shown = command("license", "read", "--format", "json", "CC BY 4.0").json
    assert set(rows("json.md", "License claim")) == set(shown["claims"][0])
    assert all(f"`{key}`" in section("json.md", "Documents") for key in shown)


def test_each_key_at_the_top_of_a_document_is_told():
    told = section("json.md", "Documents")
    printed = {
        key.value
        for module in modules()
        if module.name.startswith("cli")
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "document" and isinstance(call.args[0], ast.Dict)
        for key in call.args[0].keys
        if isinstance(key, ast.Constant)
    } | json_report(Report(tool="validate")).keys()
    assert {"faults", "sources", "decisions", "findings"} <= printed
    assert {key for key in printed if f"`{key}`" not in told} == set()


def test_each_command_with_a_document_is_told():
    with_json = {name for name in COMMANDS if "--format" in rows("operating.md", f"`{name}`")}
    assert with_json == {name for cell in rows("json.md", "Documents") for name in cell.split("`, `")}
