"""The runner of tests/cases/rewrite: upstream HTML in, finished HTML or findings out."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from unit.rewrite.rewrite_sample import BY, BY_ND, CONVERSATION, GAZETTE, SENTENCE, framed_as, reasons

from syndicator.model.document import Person
from syndicator.model.framing import Framed
from syndicator.model.terms import Media, Notice
from syndicator.rewrite import text_of, unframe

CASES = sorted(folder for folder in (Path(__file__).parents[2] / "cases/rewrite").iterdir() if folder.is_dir())
SPANISH = Notice(
    lang="es", text="Este artículo viene de {publisher_link}. Lea el {original_link}.", link_text="original"
)
TERMS = {
    "conversation": CONVERSATION.model_copy(update={"notices": (SENTENCE, SPANISH)}),
    "gazette": GAZETTE,
    "gazette-desk": GAZETTE.model_copy(
        update={
            "media": Media(rule="if_credit_matches", pattern=r"Gazette Desk"),
            "byline": "{author}, {publisher}",
            "notices": (Notice(place="top", text="This story first appeared in {publisher_link} on {date}."),),
        }
    ),
}
LICENSES = {"by": BY, "by-nd": BY_ND}


def run(folder: Path) -> tuple[Any, dict[str, Any]]:
    case = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    changes = case.get("entry", {})
    if "authors" in changes:
        changes["authors"] = tuple(Person(**author) for author in changes["authors"])
    body = (folder / "body.html").read_text(encoding="utf-8")
    setting = case.get("setting", {})
    result = framed_as(body, TERMS[case["terms"]], LICENSES[case["license"]], setting=setting, **changes)
    return result, case.get("expected", {})


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_case_ends_as_its_folder_says(folder: Path):
    result, expected = run(folder)
    assert reasons(result) == expected.get("reasons", [])
    if not isinstance(result, Framed):
        return
    assert result.html + "\n" == (folder / "expected.html").read_text(encoding="utf-8")
    assert list(result.embeds) == expected.get("embeds", [])
    assert [note.value for note in result.notes] == expected.get("notes", [])
    assert result.byline == expected.get("byline", result.byline)


def test_broken_markup_keeps_its_words_in_order():
    result, _ = run(next(folder for folder in CASES if folder.name == "broken-markup"))
    assert text_of(unframe(result.html)).split("\n") == [
        "one two three four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelvethirteen",
        "fourteen",
        "longword",
        "fifteen & 16 < 17",
    ]
