"""Laws of framing over generated HTML: the text stays, nothing forbidden comes out, cleaning comes to rest."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from unit.rewrite.rewrite_sample import BY, BY_ND, GAZETTE, framed_as, work_of

from syndicator.model.framing import Framed
from syndicator.rewrite import chars, text_of, tree, unframe
from syndicator.rewrite.sanitize import TAGS, seal

BLOCK = st.sampled_from(["p", "div", "h2", "blockquote", "li", "ul", "td", "tr", "section", "figure", "pre", "center"])
INLINE = st.sampled_from(["b", "i", "a", "span", "em", "code", "sub", "x-new", "font", "wbr"])
FORBIDDEN = ["script", "style", "svg", "math", "iframe", "object", "embed", "form", "input", "meta", "base", "link"]
FORBIDDEN += ["noscript", "template", "title", "textarea", "xmp", "plaintext", "noembed", "noframes", "select", "video"]
WORD = st.sampled_from(
    ["one", "two", " ", "three &amp; four", "&lt;b&gt;", "é", "שלום", "👩‍👧", "\n", "]]>", "{{x}}", "&"]
)
ATTRIBUTE = st.sampled_from(
    [
        "",
        ' class="syndicator-work"',
        ' onclick="x"',
        ' href="javascript:x"',
        " href=/y",
        ' style="x"',
        " id=body",
        ' title="<p>"',
    ]
)
HIDDEN = st.sampled_from(
    ["\u202e", "\u200b", "\u200d", "\U000e0041", "\x00", "\x85", "\ufe0f\ufe0f", "\ufffe", "\ud800", "&#2;"]
)


def element(names: st.SearchStrategy[str]):
    def around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.builds(lambda n, a, t: f"<{n}{a}>{t}</{n}>", names, ATTRIBUTE, inner)

    return around


def several(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(inner, max_size=4).map("".join)


TABLE = WORD.map(lambda cell: f"<table><caption>{cell}</caption><tr><td>{cell}</td><th>{cell}</th></tr></table>")
NESTED = st.recursive(
    WORD | TABLE,
    lambda inner: several(inner) | element(BLOCK)(several(inner)) | element(INLINE)(several(inner)),
    max_leaves=25,
)
PIECE = st.one_of(
    WORD,
    HIDDEN,
    st.builds(lambda n, a: f"<{n}{a}>", BLOCK | INLINE | st.sampled_from(FORBIDDEN), ATTRIBUTE),
    st.builds(lambda n: f"</{n}>", BLOCK | INLINE | st.sampled_from([*FORBIDDEN, "body", "html", "br"])),
    st.sampled_from(
        ["<!--", "-->", "--!>", "<![CDATA[", "<?php", "<", "'", '"', "=", "/>", "<img src=/a>", "<img src=x onerror=y"]
    ),
)
FOREIGN = ["math", "mtext", "mi", "mglyph", "malignmark", "annotation-xml", "svg", "foreignObject", "desc", "title"]
FOREIGN += ["style", "table", "tr", "td", "p", "a", "form", "noscript", "template", "textarea", "xmp", "select", "b"]
FOREIGN_PIECE = st.one_of(
    st.builds(
        lambda n, a: f"<{n}{a}>",
        st.sampled_from(FOREIGN),
        st.sampled_from(["", " encoding=text/html", " id=x", ' title="--><img src=x onerror=y>"', ' title="</style>"']),
    ),
    st.builds(lambda n: f"</{n}>", st.sampled_from(FOREIGN)),
    st.sampled_from(
        ["<!--", "-->", "<![CDATA[", "]]>", "<img src=x onerror=y>", "&lt;img src=x onerror=y>", "x", "\u00a0"]
    ),
)
MUTANTS = st.lists(FOREIGN_PIECE, min_size=3, max_size=25).map("".join)
"""Mutation XSS: markup of foreign content, tables and raw text, which parsers read in different ways."""
TAG_SOUP = st.lists(PIECE, max_size=30).map("".join)


@given(NESTED)
def test_framing_keeps_the_text_of_well_formed_html(body: str):
    result = framed_as(f"<p>start</p>{body}", GAZETTE, BY)
    assert isinstance(result, Framed), result
    assert text_of(unframe(result.html)) == text_of(f"<p>start</p>{body}")


@given(NESTED | TAG_SOUP)
def test_a_work_that_may_not_change_comes_out_with_its_text_or_not_at_all(body: str):
    result = framed_as(f"<p>start</p>{body}", GAZETTE, BY_ND)
    if isinstance(result, Framed):
        assert "".join(text_of(work_of(result)).split()).startswith("start")
        assert text_of(unframe(result.html)) == text_of(work_of(result))


@pytest.mark.proves("S-12", "H-070", "H-071", "H-072", "H-073")
@given(TAG_SOUP | MUTANTS)
def test_no_forbidden_element_and_no_foreign_attribute_ever_comes_out(body: str):
    result = framed_as(f"<p>start</p>{body}", GAZETTE, BY)
    if not isinstance(result, Framed):
        return
    assert not TAGS & set(FORBIDDEN)
    for node in html.fromstring(f"<main>{result.html}</main>").iterdescendants():
        assert node.tag in TAGS
        assert not any(name.startswith("on") or name in {"style", "id", "name", "srcset"} for name in node.attrib)
        assert not re.match(r"\s*(javascript|data|vbscript):", node.get("href", ""), re.IGNORECASE)
    work = html.fromstring(f"<main>{result.html}</main>").find_class("syndicator-work")
    assert len(work) == 1
    assert not [node for node in work[0].iterdescendants() if node.get("class")]


@pytest.mark.proves("S-15", "H-070", "H-071", "H-072", "H-073")
@given(TAG_SOUP | MUTANTS)
def test_cleaning_what_was_published_changes_nothing_more(body: str):
    result = framed_as(f"<p>start</p>{body}", GAZETTE, BY)
    if not isinstance(result, Framed):
        return
    parts = list(tree.parse(result.html))
    for part in parts:
        part.tail = None
    assert seal(parts) == result.html
    again = framed_as(work_of(result), GAZETTE, BY)
    assert isinstance(again, Framed)
    assert work_of(again) == work_of(result)


@given(st.lists(HIDDEN | WORD, max_size=20).map("".join))
def test_no_unsafe_character_comes_out_of_a_work_that_may_change(text: str):
    result = framed_as(f"<p>start {text}</p>", GAZETTE, BY, title=f"t{text}", summary=text)
    assert isinstance(result, Framed)
    for plain in (
        result.title,
        result.byline,
        result.notice,
        result.rights,
        result.summary or "",
        text_of(result.html),
    ):
        assert not chars.unsafe(plain)


@given(st.text(max_size=200))
def test_any_text_at_all_gives_an_answer(body: str):
    framed_as(body, GAZETTE, BY_ND, title=body, summary=body, link=body)
    framed_as(f"x{body}", GAZETTE, BY, base=body)


@given(st.text(max_size=60))
def test_filtering_is_done_in_one_go(text: str):
    once = chars.filtered(text)
    assert not chars.unsafe(once)
    assert chars.filtered(once) == once
