"""A name that is removed on request: out of the credit, whatever its form, and the others stay."""

from __future__ import annotations

import pytest
from unit.rewrite.rewrite_sample import BY, BY_ND, CONVERSATION, COUNTER, GAZETTE, LINK, PUBLISHED, entry

from syndicator.model.document import Person
from syndicator.model.framing import Framed
from syndicator.model.rights import Grant, License, Permit
from syndicator.model.terms import Notice, Terms
from syndicator.rewrite import Setting, credited, frame, is_named, stands_in
from syndicator.rewrite.names import without

BODY = f"<p>x</p>{COUNTER}"


@pytest.mark.parametrize(
    ("author", "name", "left"),
    [
        ("Jo Park", "JO  park", None),
        ("By Jo Park", "Jo Park", None),
        ("Jo Park", "by Jo Park", None),
        ("Jo Park and Bo Finch", "Jo Park", "Bo Finch"),
        ("Bo Finch and Jo Park", "Jo Park", "Bo Finch"),
        ("Bo Finch, Jo Park and Cy Low", "Jo Park", "Bo Finch and Cy Low"),
        ("Bo Finch, Cy Low, and Jo Park", "Jo Park", "Bo Finch, Cy Low"),
        ("By Jo Park; Bo Finch", "Jo Park", "Bo Finch"),
        ("Jo Park, Staff Writer", "Jo Park", None),
        ("Jo Park, staff writer, and Bo Finch", "Jo Park", "Bo Finch"),
        ("Jo Park | The Gazette", "Jo Park", "The Gazette"),
        ("Jos\u00e9 Ortega y Gasset, Bo Finch", "Jose\u0301 Ortega y Gasset", "Bo Finch"),
        ("Bo Finch, Ann\u2010Marie O\u2019Hara", "Ann-Marie O'Hara", "Bo Finch"),
        ("Jo Park-Smith", "Jo Park", "Jo Park-Smith"),
        ("Mary Jo Park", "Jo Park", "Mary Jo Park"),
        ("Jo Parker and Jo Park", "Jo Park", "Jo Parker"),
        ("Jo Park and", "Jo Park", None),
        ("Bo Finch", "Jo Park", "Bo Finch"),
    ],
)
def test_a_name_leaves_an_author_string_and_the_others_stay(author: str, name: str, left: str | None) -> None:
    assert without((author,), (name,), "plain") == (left,)
    assert is_named((author,), name, "plain") is (left != author)


@pytest.mark.parametrize(
    ("author", "left"),
    [
        ("Jo Park, Lecturer, Weir College", None),
        ("Jo Park", None),
        ("By Jo Park, Lecturer, Weir College", None),
        ("Jo Park and Bo Finch, Lecturers, Weir College", "Bo Finch, Lecturers, Weir College"),
        ("Bo Finch, Lecturer, Jo Park College", "Bo Finch, Lecturer, Jo Park College"),
    ],
)
def test_where_the_name_comes_first_the_first_comma_ends_it(author: str, left: str | None) -> None:
    assert without((author,), ("Jo Park",), "name-first") == (left,)


def test_a_removal_names_the_author_by_the_whole_string_too_and_a_blank_one_names_nobody() -> None:
    whole = "Jo Park, Lecturer, Weir College"
    assert without((whole,), (whole,), "name-first") == (None,)
    assert without((whole, "Jo Park and Bo"), ("Jo Park", "Bo"), "plain") == ("Weir College", None)
    assert without(("Jo",), (" ",), "plain") == ("Jo",)


def test_those_who_are_credited_are_named_by_name_alone() -> None:
    authors = ("Jo Park, Lecturer, Weir College", "Bo\nFinch, Reader, Weir College", " , x")
    assert credited(authors, ("jo park",), "name-first") == ("Bo Finch",)
    assert credited(("Jo Park, Bo Finch",), (), "plain") == ("Jo Park, Bo Finch",)


def test_a_name_in_a_text_is_found_whatever_its_case_and_spaces() -> None:
    assert stands_in("as JO\u00a0PARK writes", "Jo Park")
    assert not stands_in("as Jo writes", "Jo Park")


def framed(*removed: str, terms: Terms = GAZETTE, license_: License = BY, **changes: object) -> Framed:
    permit = Permit(grant=Grant(license=license_, basis=()), names_removed=removed)
    mode = changes.pop("mode", "full")
    title = changes.pop("document_title", "")
    setting = Setting.model_validate({"published": PUBLISHED, "mode": mode, "document_title": title})
    result = frame(entry(BODY, **changes), permit, terms, setting)
    assert isinstance(result, Framed), result
    return result


JO, BO = Person(name="Jo Park", uri="https://gazette.example/jo"), Person(name="Bo Finch")


def test_a_removed_name_stands_nowhere_in_the_frame_and_the_others_are_credited_alone() -> None:
    result = framed("Jo Park", authors=(JO, BO))
    assert "Jo Park" not in result.model_dump_json()
    assert "gazette.example/jo" not in result.html
    assert result.byline == "By Bo Finch"
    assert result.persons == (BO,)
    assert "by Bo Finch" in result.rights


def test_where_nobody_else_is_named_the_publisher_stands_alone_and_the_entry_is_not_held() -> None:
    terms = GAZETTE.model_copy(
        update={"byline": "{author}, {publisher}", "notices": (Notice(text="By {author}. Read the {original_link}."),)}
    )
    result = framed("Jo Park", terms=terms, authors=(JO,))
    assert "Jo Park" not in result.model_dump_json()
    assert result.byline == "By The Sample Gazette"
    assert result.persons == ()
    assert result.rights == (
        "CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/), republished from The Sample Gazette."
    )
    assert result.notice.startswith("By The Sample Gazette. Read the original article.")
    assert result.link == LINK


def test_the_work_is_the_same_before_and_after_a_name_was_removed() -> None:
    people = (Person(name="Jo Park, Lecturer, Weir College"), Person(name="Bo Finch, Reader, Weir College"))
    before = framed(terms=CONVERSATION, license_=BY_ND, authors=people)
    after = framed("jo park", terms=CONVERSATION, license_=BY_ND, authors=people)
    assert after.text_digest == before.text_digest
    assert after.byline == "By Bo Finch, Weir College"
    assert "Jo Park" not in after.html


def test_a_reference_names_nobody_who_asked_not_to_be_named() -> None:
    result = framed("Jo Park", authors=(JO,), mode="link")
    assert "Jo Park" not in result.model_dump_json()
    assert result.notice.count("The Sample Gazette") == 1


def test_a_document_title_that_is_the_author_s_name_can_be_removed_and_never_stands_in_for_a_removed_one() -> None:
    terms = GAZETTE.model_copy(update={"author_fallback": "document-title"})
    assert framed(terms=terms, authors=(), document_title="Jo Park").byline == "By Jo Park"
    assert framed("Jo Park", terms=terms, authors=(), document_title="Jo Park").byline == "By The Sample Gazette"
    assert framed("Jo Park", terms=terms, authors=(JO,), document_title="Jo").byline == "By The Sample Gazette"
