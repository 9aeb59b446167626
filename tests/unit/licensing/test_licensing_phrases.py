"""Forms of words found in a sentence."""

from __future__ import annotations

import pytest

from syndicator.licensing import phrases
from syndicator.licensing.forms import FORMS
from syndicator.licensing.phrases import Forms, words_of
from syndicator.licensing.subjects import SUBJECTS


def found(forms: dict[str, str], text: str) -> list[tuple[str, str]]:
    return [(span.kind, text[span.start : span.end]) for span in Forms(forms).find(text, words_of(text))]


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("all rights reserved", "© 2026. All Rights reserved!", ["All Rights reserved"]),
        ("all rights are? reserved", "All rights are reserved, all rights reserved", 2),
        ("photo|photos", "One photo, two photos, a photograph", ["photo", "photos"]),
        ("modif*", "No modification, no modifier, no mode", ["modification", "modifier"]),
        ("this _ article", "this long article, this article", ["this long article"]),
        ("no ... allowed", "no copy of any kind is allowed", ["no copy of any kind is allowed"]),
        ("no ... allowed", "no a b c d e f g h i j allowed", []),
        ("the? end", "The end. An end.", ["The end", "end", "end"]),
        ("non commercial", "noncommercial", []),
        ("l article", "L’article, l'article", ["L’article", "l'article"]),
        ("a? b?", "a b, b, c", ["a b", "b", "b"]),
        ("ir", "İR ir", ["ir"]),
    ],
)
def test_a_form_is_found_where_its_words_stand_in_a_row(form: str, text: str, expected: list[str] | int) -> None:
    texts = [said for _, said in found({"kind": form}, text)]
    assert texts == expected or len(texts) == expected


def test_the_longest_form_of_each_kind_counts() -> None:
    forms = {"one": "no;no more;no more of it", "other": "no"}
    assert found(forms, "No more of this") == [("one", "No more"), ("other", "No")]


def test_a_plain_row_of_words_is_found_apart_and_together() -> None:
    forms = Forms({}, [("sin obra derivada", "nd")])
    for text in ("sin obra derivada", "SinObraDerivada", "sinobra-derivada"):
        assert [span.kind for span in forms.find(text, words_of(text))] == ["nd"]


def test_no_more_words_are_remembered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrases, "_WORDS_KNOWN_MAX", 2)
    forms = Forms({"kind": "a"})
    for text in ("a b c d", "a b c d"):
        assert len(forms.find(text, words_of(text))) == 1
    assert len(forms._known) <= 2


def test_the_tables_are_in_lower_case_and_every_stem_is_long_enough_to_mean_something() -> None:
    for listed in (*FORMS.values(), *SUBJECTS.values()):
        assert listed == listed.lower()
        assert "'" not in listed
        for item in listed.replace(";", " ").split():
            assert all(2 <= len(one) - 1 <= 6 for one in item.split("|") if one.endswith("*")), item
