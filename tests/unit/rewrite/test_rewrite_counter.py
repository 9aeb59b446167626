"""The page counter: required, kept, checked, never doubled."""

from __future__ import annotations

import pytest
from unit.rewrite.rewrite_sample import BY, CONVERSATION, COUNTER, GAZETTE, RULE, framed, framed_as, reasons, work_of

ADDRESS = "https://counter.example/content/4711/count.gif"


def terms(**changes):
    return CONVERSATION.model_copy(update={"counter": RULE.model_copy(update=changes)})


def image(src: str, more: str = "") -> str:
    return f'<p>x</p><img src="{src}" width="1" height="1" {more}>'


@pytest.mark.proves("S-17")
def test_the_counter_stays_where_it_stands_as_it_came():
    assert work_of(framed(f"<p>one</p>{COUNTER}<p>two</p>")) == f"<p>one</p>{COUNTER}<p>two</p>"


def test_the_counter_of_republication_markup_is_the_same_counter_with_its_query():
    src = f"{ADDRESS}?distributor=republish-lightbox-basic"
    noise = 'style="border: none !important" onload="x" referrerpolicy="no-referrer-when-downgrade"'
    image = f'<img src="{src}" alt="S" width="1" height="1" {noise} />'
    body = f"<p>x</p><!-- counter. DO NOT REMOVE -->{image}<!-- end -->"
    assert work_of(framed(body)) == f'<p>x</p><img src="{src}" alt="S" width="1" height="1">'


def test_a_counter_that_stands_twice_is_kept_once():
    assert work_of(framed(f"<p>one</p>{COUNTER}<p>two</p>{COUNTER}")) == f"<p>one</p>{COUNTER}<p>two</p>"


def test_another_articles_counter_beside_the_right_one_goes():
    other = ADDRESS.replace("4711", "12")
    assert work_of(framed(f"{image(other)}{COUNTER}")) == f"<p>x</p>{COUNTER}"


def test_a_counter_inside_a_figure_that_leaves_is_kept_in_its_place():
    body = f"<p>one</p><object data=x>text {COUNTER} more</object><p>two</p>"
    assert work_of(framed(body)) == f"<p>one</p>{COUNTER}<p>two</p>"
    body = f"<p>one</p><object data=x><i>a</i> text {COUNTER} more<b>b</b></object><p>two</p>"
    assert work_of(framed(body)) == f"<p>one</p>{COUNTER}<p>two</p>"


@pytest.mark.parametrize(
    "body",
    [
        "<p>x</p>",
        image("https://evil.example/content/4711/count.gif"),
        image(f"{ADDRESS}?distributor=a&amp;x=1"),
        image(f"{ADDRESS}#x"),
        image(f" {ADDRESS}"),
        image("http://counter.example/content/4711/count.gif"),
        f"<p>x</p><noscript>{COUNTER}</noscript>",
        f"<p>x</p><p>{COUNTER.replace('src=', 'data-src=')}</p>",
        f"<p>x</p>{COUNTER.replace('<img', '&lt;img')}",
    ],
    ids=["none", "host", "query", "fragment", "space", "scheme", "noscript", "lazy", "escaped"],
)
def test_a_required_counter_that_is_absent_or_altered_holds_the_entry(body: str):
    assert reasons(framed_as(body)) == ["counter-missing"]


def test_a_counter_of_another_number_holds_the_entry_and_says_both_numbers():
    result = framed_as(image(ADDRESS.replace("4711", "4712")))
    assert reasons(result) == ["counter-id-mismatch"]
    assert "4712" in result.findings[0].message
    assert "4711" in result.findings[0].message


def test_an_entry_without_a_number_matches_no_counter():
    assert reasons(framed_as(image(ADDRESS), upstream_id="tag:conversation.example,2011:x/y")) == [
        "counter-id-mismatch"
    ]


def test_the_number_can_come_from_the_link():
    by_link = terms(id_from="link-digits")
    assert work_of(framed(image(ADDRESS), by_link, upstream_id="x")).count(ADDRESS) == 1
    assert reasons(framed_as(image(ADDRESS), by_link, link="https://conversation.example/x-9")) == [
        "counter-id-mismatch"
    ]


def test_without_a_number_to_compare_the_address_alone_decides():
    assert ADDRESS in work_of(framed(image(ADDRESS), terms(id_from=""), upstream_id="x"))


@pytest.mark.parametrize("link", ["https://sample.example/another-1002", "https://sample.example/about", None])
def test_a_link_that_names_another_article_than_the_id_holds_the_entry(link: str | None):
    found = reasons(framed_as(f"<p>x</p>{COUNTER}", link=link))
    assert "counter-id-mismatch" in found


def test_a_counter_that_is_only_to_be_kept_may_be_absent():
    keep = terms(rule="keep")
    assert work_of(framed("<p>x</p>", keep)) == "<p>x</p>"
    assert ADDRESS in work_of(framed(image(ADDRESS), keep))


def test_a_counter_that_must_be_a_script_refuses_the_entry():
    assert reasons(framed_as("<p>x</p>", terms(kind="script"))) == ["counter-needs-script"]
    assert work_of(framed("<p>x</p>", terms(kind="script", rule="keep"))) == "<p>x</p>"


def test_a_counter_nobody_named_is_a_pixel_like_any_other():
    assert work_of(framed(f"<p>x</p>{COUNTER}", GAZETTE, BY)) == "<p>x</p>"


def test_a_counter_in_text_that_must_go_is_not_lost_silently():
    assert reasons(framed_as(f"<p>x</p><math>{COUNTER}</math>")) == ["counter-missing", "not-verbatim"]
