"""The words of a terms page."""

from __future__ import annotations

import pytest

from syndicator.parse.policy_text import CHARACTERS_MAX, policy_text

PAGE = """<!doctype html><html><head><title>Republish</title><style>p{}</style></head><body>
<nav><a href="/">Home</a></nav><header>The Sample Gazette, 20 November</header>
<main><h1>Republishing</h1><p>You may republish our <b>articles</b>,
if you:</p><ul><li>credit the author;<li>change nothing.</ul><script>track()</script>
<div>Ask first<br>for pictures.</div><form><p>Subscribe</p></form></main>
<footer>&copy; 2026</footer></body></html>"""


def test_the_words_stand_line_by_line_and_menus_are_left_out() -> None:
    assert policy_text(PAGE.encode()).splitlines() == [
        "Republishing",
        "You may republish our articles, if you:",
        "credit the author;",
        "change nothing.",
        "Ask first",
        "for pictures.",
    ]


def test_white_space_and_markup_that_nobody_sees_make_no_difference() -> None:
    other = PAGE.replace("<b>articles</b>,\n", "<em>articles</em>,   ").replace("<p>", "<p class='x'>")
    assert policy_text(other.encode()) == policy_text(PAGE.encode())
    assert policy_text(PAGE.replace("change nothing", "change little").encode()) != policy_text(PAGE.encode())


@pytest.mark.parametrize(
    "page",
    [
        b"<body><article>You may.</article></body>",
        b"<div role='main'>You may.</div><p>Menu</p>",
        b"<p>You may.",
        b"You may.",
        "<main>You may.</main>".encode("utf-16"),
    ],
)
def test_where_there_is_no_main_part_the_best_one_is_taken(page: bytes) -> None:
    assert policy_text(page) == "You may."


@pytest.mark.parametrize("page", [b"", b"   ", b"<!-- only this -->", b"\x4c\x6f\xa7\x94", b"<?pi?>"])
def test_what_holds_no_words_gives_none(page: bytes) -> None:
    assert policy_text(page) == ""


def test_an_encoding_named_by_the_header_is_used() -> None:
    assert policy_text("<p>Sí, con crédito.".encode("latin-1"), "text/html; charset=iso-8859-1") == "Sí, con crédito."


def test_a_page_without_end_is_cut() -> None:
    assert len(policy_text(b"<p>" + b"word " * 100_000)) == CHARACTERS_MAX
