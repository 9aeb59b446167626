"""The frame as a whole: modes, limits, and the proofs on the finished HTML."""

from __future__ import annotations

import hashlib

import pytest
from unit.rewrite.rewrite_sample import (
    BY,
    BY_ND,
    CONVERSATION,
    COUNTER,
    GAZETTE,
    LINK,
    framed,
    framed_as,
    open_framed,
    reasons,
    work_of,
)

from syndicator.model.terms import Media
from syndicator.rewrite import proof, same_text, text_of, tree, unframe
from syndicator.rewrite.sanitize import clean, seal
from syndicator.rewrite.verbatim import place_of_counter
from syndicator.rewrite.work import Work

BODY = f"<p>x</p>{COUNTER}"
LONG = "<h2>Head</h2><p>one</p><div><p>two <b>bold</b></p>tail<p>three</p></div><p>four</p>"


def excerpt(terms, granted, body: str = LONG, **changes):
    return framed_as(body, terms, granted, setting={"mode": "excerpt"}, **changes)


def test_the_digest_is_of_the_works_text_in_normal_form():
    assert framed(BODY).text_digest == hashlib.sha256(b"x").hexdigest()
    assert framed(f"<div>\n<p> x </p></div>{COUNTER}").text_digest == framed(BODY).text_digest


def test_the_same_entry_is_framed_the_same_twice():
    assert framed(BODY) == framed(BODY)


@pytest.mark.parametrize(
    "body", [None, "", "  ", "<p>&nbsp;</p>", "<figure><img src=/a.jpg><figcaption>c</figcaption></figure>"]
)
def test_an_entry_without_text_can_not_be_republished(body: str | None):
    assert reasons(framed_as(body, GAZETTE, BY)) == ["teaser-only"]


def test_a_body_over_the_limit_is_refused_and_never_cut():
    setting = {"body_bytes_max": len(BODY) + 1}
    assert reasons(framed_as(f"{BODY}é", setting=setting)) == ["oversize"]
    assert framed(f"{BODY}e", setting=setting).text_digest


def test_every_finding_is_told_at_once():
    result = framed_as("<p>x</p>", authors=(), link=None, title="\u200b" * 2_000)
    assert reasons(result) == ["unsafe-to-frame", "unsafe-to-frame", "author-missing", "counter-missing"]


def test_an_entry_without_a_web_address_is_held_unless_the_document_may_stand_in():
    for link in (None, "ftp://x.example/", "https://[", "urn:x"):
        assert reasons(framed_as("x", GAZETTE, BY, link=link)) == ["unsafe-to-frame"]
    terms = GAZETTE.model_copy(update={"link_fallback": "document-link"})
    assert framed("x", terms, BY, link=None, setting={"document_link": "https://gazette.example/"}).link == (
        "https://gazette.example/"
    )
    assert reasons(framed_as("x", terms, BY, link=None)) == ["unsafe-to-frame"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a\u202eb", "ab"),
        ("a\u2066b\u2069", "ab"),
        ("a\u200bb", "ab"),
        ("a\u00adb", "ab"),
        ("a\U000e0041b", "ab"),
        ("a\x85b", "ab"),
        ("a\ufdd0b", "ab"),
        ("a\U0001fffeb", "ab"),
        ("a\x00b", "ab"),
        ("a\x1bb", "ab"),
        ("a\ud800b", "ab"),
        ("a&#1;b", "ab"),
        ("a&#xFFFE;b", "ab"),
        ("a&#x202E;b", "ab"),
        ("a\ufe0f\ufe0f\ufe0fb", "a\ufe0fb"),
        ("a\u200db", "ab"),
        ("e" + "\u0301" * 10_000, "e" + "\u0301" * 8),
    ],
)
def test_unsafe_characters_leave_a_work_that_may_change_and_hold_one_that_may_not(text: str, left: str):
    assert text_of(work_of(open_framed(f"<p>{text}</p>"))) == text_of(left)
    assert reasons(framed_as(f"<p>{text}</p>", GAZETTE, BY_ND)) == ["unsafe-to-frame"]


@pytest.mark.parametrize("text", ["👩‍👩‍👧 ❤️ 1️⃣", "می‌خواهم", "क्‍ष", "שלום", "é e\u0301", "\U0001f9ff", "tab\fform"])
def test_characters_that_scripts_and_emoji_need_are_kept(text: str):
    assert same_text(work_of(framed(f"<p>{text}</p>{COUNTER}")), text)


def test_terms_that_forbid_edits_bind_under_a_license_that_permits_them():
    terms = GAZETTE.model_copy(update={"edits": "none"})
    assert reasons(framed_as("a\u200bb", terms, BY)) == ["unsafe-to-frame"]


def test_a_title_is_one_line_and_held_where_it_would_have_to_change():
    assert open_framed("x", title=" a\u202e\n  b ").title == "a b"
    assert len(open_framed("x", title="é" * 4_000).title.encode()) == 4_096
    assert framed(BODY, title="a\n  b").title == "a b"
    assert reasons(framed_as(BODY, title="a\u202eb")) == ["unsafe-to-frame"]
    assert reasons(framed_as(BODY, title="é" * 4_000)) == ["unsafe-to-frame"]


@pytest.mark.parametrize(
    ("summary", "plain"),
    [
        (None, None),
        ("", None),
        ("<p>One &amp; <b>two</b></p>\n<p>three<img src=x></p><script>x</script>", "One & two three"),
        ("<figure><img src=x><figcaption>c</figcaption></figure>", None),
        ("x" * 2_000_000, None),
        ("<p " + "a " * 300 + ">x", None),
        ("<p " + " ".join(f"a{n}=1" for n in range(300)) + ">x", None),
        ("<div>" * 300 + "x", None),
    ],
)
def test_a_summary_is_plain_text_or_nothing(summary: str | None, plain: str | None):
    assert framed(BODY, summary=summary).summary == plain


def test_a_summary_that_would_have_to_change_is_left_out_of_a_work_that_may_not():
    for hidden in ("a\u200bb", "a\x01b"):
        assert framed(BODY, summary=hidden).summary is None
        assert open_framed("x", summary=hidden).summary == "ab"


def test_an_excerpt_is_the_beginning_with_a_line_that_leads_on():
    result = excerpt(CONVERSATION, BY_ND)
    assert '<div class="syndicator-work"><h2>Head</h2><p>one</p><div><p>two <b>bold</b></p></div></div>' in result.html
    assert f'<p><a href="{LINK}">Read the full article on The Sample Conversation</a>.</p>' in result.html
    assert result.notice.endswith("Changes: only the beginning is shown.")
    assert result.text_digest == hashlib.sha256(b"Head\none\ntwo bold").hexdigest()


def test_an_excerpt_carries_no_counter_since_it_is_not_the_article():
    assert "count.gif" not in excerpt(CONVERSATION, BY_ND, BODY).html


def test_an_excerpt_of_a_work_without_paragraphs_shows_nothing_of_it():
    assert '<div class="syndicator-work"></div>' in excerpt(CONVERSATION, BY_ND, "one<br><b>two</b>").html


@pytest.mark.parametrize(
    ("says", "granted", "allowed"),
    [
        ("start", BY_ND, True),
        ("part", BY_ND, True),
        ("free", BY_ND, True),
        ("no", BY, False),
        ("ask", BY, False),
        (None, BY, True),
        (None, BY_ND, False),
    ],
)
def test_an_excerpt_needs_terms_or_a_license_that_allow_it(says, granted, allowed: bool):
    result = excerpt(GAZETTE.model_copy(update={"excerpt": says}), granted)
    assert reasons(result) == ([] if allowed else ["use-not-permitted"])


def test_a_reference_shows_title_authors_publisher_and_date_and_no_text_of_the_work():
    result = framed_as("<p>secret</p>", summary="secret", setting={"mode": "link"})
    assert result.html == (
        f'<div class="syndicator-notice"><p><a href="{LINK}">Why tides turn</a>, '
        "Ada Brook, University of Saltmarsh and Bo Finch, Weir College, "
        '<a href="https://conversation.example">The Sample Conversation</a>, May 4, 2026.</p></div>'
    )
    assert (result.byline, result.summary) == ("", None)
    assert result.rights == (
        "A reference to a work by Ada Brook and Bo Finch at The Sample Conversation; its text is not republished here."
    )


def test_a_reference_needs_neither_author_nor_body_nor_counter_but_an_address():
    result = framed_as(None, authors=(), title="a\u202eb", setting={"mode": "link"})
    assert result.notice == "ab, The Sample Conversation, May 4, 2026."
    assert result.rights == "A reference to a work at The Sample Conversation; its text is not republished here."
    assert reasons(framed_as(None, link=None, setting={"mode": "link"})) == ["unsafe-to-frame"]


def made(**changes) -> Work:
    fields = {
        "element": None,
        "text": "x",
        "counter_src": "",
        "counter_place": None,
        "media_removed": False,
        "embedded": False,
        "embeds": (),
        "trackers_dropped": False,
    }
    return Work(**(fields | changes))


PAGE = f'<div class="syndicator-work"><p>x</p></div><p><a href="{LINK}">o</a></p>'


@pytest.mark.parametrize(
    ("html", "work", "found"),
    [
        (PAGE, made(), []),
        (PAGE.replace("x<", "y<"), made(), ["not-verbatim"]),
        (PAGE.replace("<p>x", "<p><img src=a>x"), made(), ["unsafe-to-frame"]),
        (PAGE.replace(LINK, "https://other.example/"), made(), ["unsafe-to-frame"]),
        (PAGE.replace("div", "p"), made(), ["unsafe-to-frame"]),
        (PAGE + PAGE, made(), ["unsafe-to-frame"]),
        (PAGE, made(counter_src="c", counter_place=1), ["counter-missing", "not-verbatim"]),
        (PAGE.replace("x<", "x<img src=c><"), made(counter_src="c", counter_place=1), []),
        (PAGE.replace(">x", "><img src=c>x"), made(counter_src="c", counter_place=1), ["not-verbatim"]),
        (PAGE.replace("x<", "x<img src=c><img src=c><"), made(counter_src="c", counter_place=1), ["counter-missing"]),
    ],
    ids=["right", "text", "image", "link", "no work", "two works", "no counter", "counter", "moved", "doubled"],
)
def test_the_last_check_finds_what_went_wrong_on_the_way(html: str, work: Work, found: list[str]):
    faults = proof.prove(html, work, LINK, Media(), strict=True, excerpt=False).findings
    assert [fault.reason.value for fault in faults] == found


@pytest.mark.parametrize(
    ("html", "work", "text", "messages"),
    [
        (PAGE.replace("x<", "y<"), made(), "y", ["the work's text is not the text that came in"]),
        (PAGE.replace("<p>x", "<p><img src=''>x"), made(), "x", ["an image is left that the terms do not grant"]),
        (
            PAGE.replace("<a ", "<b ").replace("</a", "</b"),
            made(),
            "x",
            ["the original's address can not be written as a link"],
        ),
        (PAGE + PAGE, made(), "", ["the finished HTML holds 2 works"]),
        (
            PAGE.replace("x<", "x<img src=c><iframe src=c></iframe><"),
            made(counter_src="c", counter_place=1),
            "x",
            [],
        ),
        (
            PAGE.replace("x<", "x<img src=c>y<img src=c><"),
            made(text="xy", counter_src="c", counter_place=1),
            "xy",
            ["the counter stands 2 times in the finished HTML"],
        ),
    ],
    ids=["text", "image", "link", "two works", "counter beside another element", "doubled"],
)
def test_the_last_check_says_what_it_found_and_gives_the_works_text(
    html: str, work: Work, text: str, messages: list[str]
):
    got = proof.prove(html, work, LINK, Media(), strict=True, excerpt=False)
    assert got.text == text
    assert [fault.message for fault in got.findings] == messages


def test_the_counter_stands_where_it_stands_first():
    assert place_of_counter(["a b", tree.COUNTER_MARK, "c", tree.COUNTER_MARK]) == 2
    assert place_of_counter(["e", "\u0301", tree.LINE_MARK, tree.COUNTER_MARK]) == 1
    assert place_of_counter(["a"]) is None


def test_an_address_that_can_not_be_written_as_it_is_holds_the_entry():
    assert reasons(framed_as(BODY, link=f"{LINK}\u200b")) == ["unsafe-to-frame"]


def test_markup_that_never_settles_is_not_published(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("syndicator.rewrite.sanitize._ROUNDS", 0)
    assert seal([tree.parse("x")]) is None
    assert clean(tree.parse("<p>x</p>"), (), None, None) is None
    assert reasons(framed_as(BODY)) == ["unsafe-to-frame"]
    assert reasons(framed_as(None, setting={"mode": "link"})) == ["unsafe-to-frame"]


def test_a_frame_that_never_settles_is_not_published(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("syndicator.rewrite.sanitize.seal", lambda _parts: None)
    assert reasons(framed_as(BODY)) == ["unsafe-to-frame"]


def test_a_published_work_comes_out_of_its_frame_again():
    result = framed(f"<p>one <b>two</b></p>{COUNTER}")
    assert unframe(result.html) == f"<div><p>one <b>two</b></p>{COUNTER}</div>".replace('">', '"/>')
    assert same_text(unframe(result.html), "<p>one two</p>")
    assert unframe("<p><div class=syndicator-work>inside something</div></p>") != ""
    assert unframe("<section><div class=syndicator-work>inside something</div></section>") == ""


def test_the_normal_form_is_one_block_a_line():
    html = "<h1>A\n b</h1> c<br>d <p>e<b>f</b>&nbsp; g</p><ul><li>h<li>i</ul><table><td>j<td>k</table>e\u0301"
    assert text_of(f"{html}<script>x</script>") == "A b\nc\nd\nef g\nh\ni\nj\nk\né"
