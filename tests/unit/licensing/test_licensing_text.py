"""The visible text of markup, read whole or from one end, and hosts of addresses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from syndicator.licensing.text import host_of, is_host_of, visible, visible_head, visible_tail

MARKUP = (
    '<p>It is <b>half</b> past ten &amp; <a href="https://sample.example/x?a=1">the &#8217;tide</a> turns.</p>\n'
    "<!-- gone --><p>x<i>y</i>z</p><script>no()</script><p>Nobody minds the clock of Lower Brindle at all.</p>"
)
ENDS: list[tuple[Callable[[str, int], str], Callable[[str, str], bool]]] = [
    (visible_head, str.startswith),
    (visible_tail, str.endswith),
]


@pytest.mark.parametrize(("read", "fits"), ENDS, ids=["head", "tail"])
@pytest.mark.parametrize(
    "markup", [MARKUP, MARKUP * 3, MARKUP + "words without any tag " * 9, "&amp;" * 99, "plain " * 50]
)
def test_one_end_of_a_text_is_an_end_of_the_whole(
    read: Callable[[str, int], str], fits: Callable[[str, str], bool], markup: str
) -> None:
    whole = visible(markup)
    for length in range(1, len(whole) + 3):
        piece = read(markup, length)
        assert fits(whole, piece)
        assert len(piece) >= min(length, len(whole))


def test_a_piece_ends_before_the_tag_or_character_reference_in_which_it_was_cut() -> None:
    assert visible_head("ab<p class='x'>cd", 2) == "ab"
    assert visible_head("<b>abc</b> d <i>efg</i>", 4) == "abc d efg"
    assert visible_head("a<b>bcdefghi", 4) == "abcde"
    assert visible_head("<i>ab<b>cdefghijkl", 6) == "abcdef"
    assert visible_head("ab&amp;cdefgh", 2) == "ab"
    assert visible_head("ab&#8217;cdefgh", 2) == "ab"


def test_no_more_is_read_than_is_needed() -> None:
    text = "<p>abcdefg</p>" * 100
    assert len(visible_head(text, 50)) <= 60
    assert len(visible_tail(text, 50)) <= 60
    assert visible_head("abcdefgh" * 9, 4) == "abcdefgh"
    assert visible_tail("<b>abcd</b>" + "<p>abcd" * 9, 4) == "abcd"


def test_a_text_no_longer_than_the_window_is_read_whole() -> None:
    assert visible_head("ab&c", 2) == "ab&c"
    assert visible_tail("a<p>bcde", 4) == "a bcde"


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("a<!-->b-->c", "ab-->c"),
        ("a<!--->b-->c", "ab-->c"),
        ("a<!--b--!>c-->d", "ac-->d"),
        ("a<!--!>b-->c", "ac"),
        ("a<!-- --> b <!-- --> c", "a b c"),
        ("</script>a<script>b</script>c", "ac"),
        ("</style>a<style>b</STYLE >c</style>d", "ac d"),
        ("a<!--<script>b-->c</script>d", "ac d"),
        ("<!---->a", "a"),
        ("-->a<!-- b -->", "-->a"),
        ("<style>a</script>b</style>c", "c"),
    ],
)
def test_what_is_hidden_ends_at_the_first_end_that_follows_it(markup: str, shown: str) -> None:
    assert visible(markup) == shown


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://sample.example/x", "sample.example"),
        ("HTTP://jo:pw@Sample.Example.:8443/x", "sample.example"),
        ("//sample.example?x", "sample.example"),
        ("https://sample.exampleX/", "sample.examplex"),
        ("https://xx.example./", "xx.example"),
        ("ftp://sample.example/", ""),
        ("sample.example/x", ""),
        ("tag:sample.example,2011:x", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_host_is_read_without_user_and_port(address: str | None, host: str) -> None:
    assert host_of(address) == host


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("sample.example", True),
        ("www.sample.example", True),
        ("notsample.example", False),
        ("sample.example.lookalike.example", False),
        ("example", False),
        ("", False),
    ],
)
def test_a_host_is_one_of_these_or_below_one_of_them(host: str, own: bool) -> None:
    assert is_host_of(host, ("other.example", "Sample.Example")) is own
