"""Every case of ``tests/cases/preferences``: what a site says about use by machines, and what that comes to."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from licensing_world import AT

from syndicator.licensing import claims_of_marks, combined, opts_out_of_ai, rsl_addresses
from syndicator.model.document import RightsMark, Scope
from syndicator.parse import preferences_in_fields, read_article_page, read_robots, read_rsl, read_tdmrep

CASES = Path(__file__).parents[2] / "cases" / "preferences"
URL = "https://ferry.example/news/2026/timetable?page=2"


def _marks(folder: Path, case: dict[str, Any]) -> tuple[RightsMark, ...]:
    url = case.get("url", URL)

    def text_of(name: str) -> str:
        path = folder / name
        return path.read_text(encoding="utf-8") if path.exists() else ""

    return (
        *read_tdmrep(text_of("tdmrep.json"), url),
        *read_robots(text_of("robots.txt"), case.get("agent", "syndicator/1.2"), url),
        *preferences_in_fields(tuple(map(tuple, case.get("fields", ())))),
        *read_article_page(text_of("page.html"), url).rights,
        *read_rsl(text_of("rsl.xml"), "https://ferry.example/license.xml", url),
    )


@pytest.mark.parametrize("folder", sorted(CASES.iterdir()), ids=lambda folder: folder.name)
def test_preferences_come_to_what_their_case_says(folder: Path) -> None:
    case = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    claims = claims_of_marks(_marks(folder, case), at=AT)
    assert {(claim.scope, claim.license_key, claim.names_license) for claim in claims} <= {
        (Scope.PREFERENCE, "", False)
    }
    assert all(len(claim.digest) == 64 and claim.seen_at == AT for claim in claims)
    got = {
        "claims": [[claim.carrier, claim.raw] for claim in claims],
        "combined": {one.usage: one.allowed for one in combined(claims)},
        "opts_out": opts_out_of_ai(claims),
        "refused": any(claim.refusal for claim in claims),
        "rsl": list(rsl_addresses(claims)),
    }
    assert {key: got[key] for key in case["expect"]} == case["expect"]
