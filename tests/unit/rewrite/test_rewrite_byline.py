"""Who wrote it: byline, author lines, person elements."""

from __future__ import annotations

import pytest
from lxml import html
from unit.rewrite.rewrite_sample import BY, CONVERSATION, COUNTER, GAZETTE, framed, framed_as, open_framed, reasons

from syndicator.model.document import Person

BODY = f"<p>x</p>{COUNTER}"


def named(*names: str, **changes):
    return framed(BODY, authors=tuple(Person(name=name) for name in names), **changes)


@pytest.mark.parametrize(
    ("author", "short"),
    [
        ("Ada Brook, Lecturer, Weir College", "Ada Brook, Weir College"),
        ("  Ada Brook , Senior Lecturer in Tides ,  Weir College ", "Ada Brook, Weir College"),
        ("Ada Brook, Weir College", None),
        ("Ada Brook, Lecturer, Media and Communications, Weir College", None),
        ("Ada Brook, Expert on Tides, Weir College", None),
        ("Ada Brook, Lecturer, Professor Weir Institute", None),
        ("Ada Brook, Professor of Reefs; Director of the Institute, Weir College, Sandport", None),
        ("Ada Brook, , Weir College", None),
        ("Ada Brook, Profesora de Mareas, Colegio Weir", "Ada Brook, Colegio Weir"),
    ],
)
def test_an_author_is_shortened_only_where_the_three_parts_are_clear(author: str, short: str | None):
    result = named(author)
    whole = ", ".join(part.strip() for part in author.strip().split(",")) if short else author
    assert result.byline == f"By {short or author}"
    assert [person.name for person in result.persons] == ["Ada Brook"]
    assert (f'<p class="syndicator-authors">{whole}</p>'.replace(" ,", ",") in result.html.replace(" ,", ",")) is bool(
        short
    )


def test_two_authors_are_joined_by_and_three_by_semicolons():
    assert named("A, X", "B, Y").byline == "By A, X and B, Y"
    assert named("A, X", "B, Y", "C, Z").byline == "By A, X; B, Y; C, Z"
    assert named("A, Dean, X", "B, Y", "C, Z").html.count("A, Dean, X; B, Y; C, Z") == 1


@pytest.mark.parametrize(
    ("language", "byline"),
    [
        ("en-GB", "By A, X and B, Y"),
        ("fr", "Par A, X et B, Y"),
        ("es", "Por A, X y B, Y"),
        ("pt-BR", "Por A, X e B, Y"),
        ("de", "Von A, X und B, Y"),
        ("it", "Di A, X e B, Y"),
        ("nl", "Door A, X en B, Y"),
        ("id", "Oleh A, X dan B, Y"),
        ("sv", "By A, X and B, Y"),
        ("es-QQQQQ", "Por A, X y B, Y"),
        ("en-x-y", "By A, X and B, Y"),
        ("", "By A, X and B, Y"),
    ],
)
def test_the_byline_speaks_the_language_of_the_notices(language: str, byline: str):
    assert named("A, X", "B, Y", setting={"language": language}).byline == byline


@pytest.mark.parametrize(
    ("template", "byline"),
    [
        ("{author}, EFF", "By Jo {publisher}, EFF"),
        ("By {author}, {publisher}", "By Jo {publisher}, The Sample Gazette"),
        ("Bystander {author}", "By Bystander Jo {publisher}"),
    ],
)
def test_the_publishers_form_is_filled_once_and_never_doubled(template: str, byline: str):
    terms = GAZETTE.model_copy(update={"byline": template})
    assert framed("x", terms, BY, authors=(Person(name="Jo {publisher}"),)).byline == byline


def test_an_entry_without_an_author_is_held():
    assert reasons(framed_as(BODY, authors=())) == ["author-missing"]
    assert reasons(framed_as(BODY, authors=(Person(name=" \u200b "),))) == ["author-missing"]


def test_an_author_without_an_institution_is_held_where_the_publisher_asks_for_one():
    result = framed_as(BODY, authors=(Person(name="Ada Brook, Weir College"), Person(name="Bo Finch")))
    assert reasons(result) == ["author-missing"]
    assert "institution" in result.findings[0].message
    assert reasons(framed_as(BODY, authors=(Person(name="Bo Finch, "),))) == ["author-missing"]
    assert open_framed("x", authors=(Person(name="Bo Finch"),)).byline == "By Bo Finch"


def test_the_author_a_person_supplied_overrides_the_document():
    result = framed_as(BODY, author="Cy Moss, Reader, Weir College", authors=())
    assert result.byline == "By Cy Moss, Weir College"
    assert framed_as(BODY, author="  ").byline.startswith("By Ada Brook")


def test_the_documents_title_stands_in_only_where_the_terms_say_so():
    terms = CONVERSATION.model_copy(update={"author_fallback": "document-title"})
    setting = {"document_title": "The Sample\nGazette"}
    assert framed(BODY, terms, authors=(), setting=setting).byline == "By The Sample Gazette"
    assert reasons(framed_as(BODY, terms, authors=(), setting={})) == ["author-missing"]
    assert reasons(framed_as(BODY, authors=(), setting=setting)) == ["author-missing"]


def test_profiles_are_linked_only_where_they_are_web_addresses():
    people = (Person(name="A, X", uri="javascript:x"), Person(name="B, Y", uri="https://gazette.example/b"))
    result = framed(BODY, authors=people)
    lines = html.fromstring(f"<main>{result.html}</main>").find_class("syndicator-authors")[0]
    assert lines.text_content() == "A, X and B, Y"
    assert lines.xpath("a/@href") == ["https://gazette.example/b"]
    assert [person.uri for person in result.persons] == [None, "https://gazette.example/b"]


def test_author_lines_that_would_only_repeat_the_byline_are_left_out():
    assert "syndicator-authors" not in open_framed("x", authors=(Person(name="Jo"),)).html


def test_names_are_plain_text_without_hidden_characters():
    result = open_framed("x", authors=(Person(name="<b>Jo</b>\u202e &amp; \u200bCo\n"),))
    assert result.byline == "By <b>Jo</b> &amp; Co"
    assert '<p class="syndicator-byline">By &lt;b&gt;Jo&lt;/b&gt; &amp;amp; Co</p>' in result.html
