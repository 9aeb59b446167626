"""Every case of ``tests/cases/licensing``: what is given, and what must come out."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from licensing_world import case_of

from syndicator.licensing import decide
from syndicator.model.rights import Permit, Wait

CASES = Path(__file__).parents[2] / "cases" / "licensing"


def _params() -> list[Any]:
    return [pytest.param(folder, id=folder.name) for folder in sorted(CASES.iterdir())]


def _given(table: dict[str, Any]) -> dict[str, Any]:
    """Give the arguments of ``case_of``; ``false`` stands for what is not set, which TOML can not say."""
    source = {key: None if value is False else value for key, value in table.get("source", {}).items()}
    terms = {key: None if key == "excerpt" and not value else value for key, value in table.get("terms", {}).items()}
    return {**table, "source": source, "terms": terms}


@pytest.mark.parametrize("folder", _params())
def test_a_case_ends_in_the_decision_it_states(folder: Path) -> None:
    case = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    expect = dict(case["expect"])
    decision = decide(case_of(**_given(case.get("given", {}))))
    answers = decision.answers
    told: dict[str, Any] = {
        "kind": type(decision).__name__.lower(),
        "reasons": [str(reason) for reason in getattr(decision, "reasons", ())],
        "not_asked": sum(answer.outcome == "not-asked" for answer in answers),
        "lifted": [str(answer.reason) for answer in answers if answer.outcome == "lifted"],
        "spoke": [f"{answer.rule}: {answer.outcome}" for answer in answers if answer.outcome != "pass"],
        "message": getattr(decision, "message", ""),
    }
    if isinstance(decision, Wait):
        expect.setdefault("until", None)
        told["until"] = decision.until
    if isinstance(decision, Permit):
        told |= {
            "license": decision.grant.license.key,
            "alerts": len(decision.grant.alerts),
            "alert": " ".join(decision.grant.alerts),
            "notes": [str(note) for note in decision.notes],
            "picked": decision.picked,
            "author": decision.author,
        }
    assert {key: told.get(key) for key in expect} == expect, decision
