"""Hostile HTML, row by row: what is left of it in the work."""

from __future__ import annotations

import re

import pytest
from harness.patience import within
from lxml import html
from unit.rewrite.rewrite_sample import BY, BY_ND, GAZETTE, framed, framed_as, open_framed, reasons, work_of

from syndicator.model.framing import Framed, Unframed
from syndicator.model.terms import Media
from syndicator.rewrite import text_of, unframe

CLEANED = [
    ("script", "<script>alert(1)</script>kept", "kept"),
    ("double-escaped markup stays text", "<p>&amp;lt;script&amp;gt;</p>", "<p>&amp;lt;script&amp;gt;</p>"),
    ("event attributes", "<p onclick=x ONMOUSEOVER=y/onload=z\nonfocus=w>kept</p>", "<p>kept</p>"),
    ("image with a handler", "<img src=x onerror=alert(1)>kept", "kept"),
    ("comment that ends early", "<!--><img src=x onerror=alert(1)>kept", "kept"),
    ("conditional comment", "<!--[if IE]><script>x</script><![endif]-->kept", "kept"),
    ("javascript link", '<a href="javascript:alert(1)">kept</a>', "<a>kept</a>"),
    ("vbscript link", '<a href="vbscript:x">kept</a>', "<a>kept</a>"),
    ("javascript with a tab", '<a href="java&#09;script:alert(1)">kept</a>', "<a>kept</a>"),
    ("javascript with a space and capitals", '<a href=" JaVaScRiPt:alert(1)">kept</a>', "<a>kept</a>"),
    ("javascript after a control character", '<a href="&#x1;javascript:alert(1)">kept</a>', "<a>kept</a>"),
    ("data link", '<a href="data:text/html,<script>x</script>">kept</a>', "<a>kept</a>"),
    ("data image", '<img src="data:image/svg+xml,<svg/>">kept', "kept"),
    ("inline SVG", '<svg><use href="x"/><animate onbegin=x /><text>label</text></svg>kept', "kept"),
    ("base", '<base href="https://evil.example/"><a href="x">kept</a>', '<a href="https://gazette.example/x">kept</a>'),
    ("style element and attribute", "<style>*{}</style><p style='background:url(x)'>kept</p>", "<p>kept</p>"),
    ("frames and plug-ins", "<iframe srcdoc='<b>x'></iframe><embed src=x><object data=y></object>kept", "kept"),
    (
        "form",
        "<form action=/x><input autofocus onfocus=x><button formaction=y>kept</button></form>",
        "<div><span>kept</span></div>",
    ),
    (
        "mXSS by math",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img onerror=x&gt;'></table></math>kept",
        "kept",
    ),
    ("mXSS by svg", "<svg></p><style><a id='</style><img src=1 onerror=x>'></svg>kept", "kept"),
    ("mXSS by noscript", "<noscript><p title='</noscript><img src=x onerror=x>'></p></noscript>kept", "kept"),
    ("textarea", "<textarea><img src=x onerror=x></textarea>", "<span>&lt;img src=x onerror=x&gt;</span>"),
    ("xmp", "<xmp><img src=x onerror=x></xmp>", "<span>&lt;img src=x onerror=x&gt;</span>"),
    ("plaintext to the end", "kept<plaintext><b>x", "kept<span>&lt;b&gt;x</span>"),
    ("template and title", "<template><img src=x></template><title><b></title>kept", "kept"),
    ("ids and names", "<p id=__proto__ name=attributes class=body>kept</p>", "<p>kept</p>"),
    ("meta and link", "<meta http-equiv=refresh content=0><link rel=stylesheet href=x>kept", "kept"),
    (
        "new window",
        '<a href="/x" target="_BLANK">kept</a>',
        '<a href="https://gazette.example/x" rel="noopener noreferrer nofollow">kept</a>',
    ),
    ("other relations", '<a href="/x" rel="opener">kept</a>', '<a href="https://gazette.example/x">kept</a>'),
    ("ping", '<a href="/x" ping="https://evil.example/">kept</a>', '<a href="https://gazette.example/x">kept</a>'),
    ("processing instruction", "<?xml-stylesheet href=x?><?php echo 1 ?>kept", "kept"),
    ("empty elements", "one<wbr>two<embed src=x>three<source src=y>four", "one<wbr>twothreefour"),
    ("server-side include", "<!--#exec cmd=x -->kept", "kept"),
    ("templates stay literal", "<p>{{7*7}} ${x} {author} [b]</p>", "<p>{{7*7}} ${x} {author} [b]</p>"),
    (
        "unknown elements",
        "<custom-element>kept</custom-element><o:p> and kept</o:p>",
        "<span>kept</span><span> and kept</span>",
    ),
    ("end of the page", "<p>kept</p></body></html><p>and kept</p>", "<p>kept</p><p>and kept</p>"),
    ("markers of the frame", '<div class="syndicator-notice">x</div></div></div>kept', "<div>x</div>kept"),
    ("attributes with odd names", '<p {x}y=1 a"b=2 xmlns:q=u>kept</p>', "<p>kept</p>"),
    ("language is kept", '<p lang="fr" dir="ltr">kept</p>', '<p lang="fr" dir="ltr">kept</p>'),
    (
        "a table",
        '<table><tr><td colspan="2">kept</table>',
        '<table><tbody><tr><td colspan="2">kept</td></tr></tbody></table>',
    ),
    ("leading lines in pre", "<pre>\n\n kept\n  too</pre>", "<pre> kept\n  too</pre>"),
    (
        "junk that a publisher leaves",
        "<p><div inline-promo-placement='editor'></div></p><p>&nbsp;<br></p><p>kept</p>",
        "<p>kept</p>",
    ),
]


@pytest.mark.parametrize(("hostile", "left"), [case[1:] for case in CLEANED], ids=[case[0] for case in CLEANED])
def test_what_is_hostile_goes_and_what_is_text_stays(hostile: str, left: str):
    assert work_of(open_framed(hostile, link="https://gazette.example/article")) == left


@pytest.mark.proves("S-14")
@pytest.mark.parametrize(
    ("address", "left"),
    [
        ("x?y=1", "https://gazette.example/a/x?y=1"),
        ("/x", "https://gazette.example/x"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("#part", "https://gazette.example/a/b#part"),
        ("  https://other.example/p\n", "https://other.example/p"),
        ("https://other.example/ä|b?c=%C3%A4&amp;d", "https://other.example/ä|b?c=%C3%A4&amp;d"),
        ("mailto:jo@gazette.example", "mailto:jo@gazette.example"),
        ("tel:+15550100", "tel:+15550100"),
        ("", None),
        ("https://[x/", None),
        ("https:nobody", "https://gazette.example/a/nobody"),
        ("ftp:nobody", None),
        ("ftp://gazette.example/x", None),
        ("data:text/html,x", None),
        ("javascript:x", None),
    ],
)
def test_links_are_made_absolute_or_dropped(address: str, left: str | None):
    result = open_framed(f'<p><a href="{address}">x</a></p>', link="https://gazette.example/a/b")
    assert work_of(result) == ("<p><a>x</a></p>" if left is None else f'<p><a href="{left}">x</a></p>')


def test_relative_links_start_from_the_base_where_it_is_a_web_address():
    body = '<a href="x">k</a>'
    assert 'href="https://cdn.example/x"' in work_of(open_framed(body, base="https://cdn.example/"))
    assert 'href="https://conversation.example/x"' in work_of(open_framed(body, base="javascript:alert(1)"))


@pytest.mark.parametrize(
    "body",
    [
        "<p " + " ".join(f"a{number}=1" for number in range(80_000)) + ">x",
        '<p x=">" ' + " ".join(f"a{number}='>'" for number in range(60_000)) + ">x",
        '<!-- <a b="--><p ' + " ".join(f"a{number}" for number in range(60_000)) + ">x",
        '<script><a b="</script><p ' + " ".join(f"a{number}" for number in range(60_000)) + ">x",
        "<a/y=" * 170_000,
        "<div>" * 50_000 + "x",
        "x<b>" * 300 + "y",
    ],
    ids=["attributes", "behind quotes", "behind a comment", "behind a script", "no end", "depth", "inline depth"],
)
def test_markup_that_costs_parsers_minutes_is_held_at_once(body: str):
    assert reasons(within(5, lambda: framed_as(body))) == ["unsafe-to-frame"]


@pytest.mark.parametrize(
    "body",
    ["<a href=x>" * 8_000 + "x", "<a href=x>y</a>" * 20_000, "<!--" * 200_000, '&<"' * 100_000, "<b><p>" * 120 + "x"],
    ids=["nested links", "many links", "comments", "signs", "formatting"],
)
def test_large_but_flat_markup_takes_no_more_than_seconds(body: str):
    assert reasons(within(10, lambda: framed_as(f"<p>kept</p>{body}"))) == ["counter-missing"]
    within(10, lambda: open_framed(f"<p>kept</p>{body}"))


HEAVY = {
    "nested elements": ("<div>" * 50_000 + "x", False, 2),
    "nested links": ("<a href=x>" * 8_000 + "x", True, 2),
    "more links than fit": ("<a href=x>y</a>" * 200_000, False, 2),
    "as many links as fit": ("<a href=x>y</a>" * 69_000, True, 5),
    "ampersands": ("&" * 1_000_000, True, 1),
    "opening signs": ("<" * 1_000_000, True, 1),
    "quotes": ('"' * 1_000_000, True, 1),
    "all signs": ('&<"' * 330_000, True, 1),
    "ampersands between words": ("x& " * 330_000, True, 1),
    "no-break spaces": ("x\u00a0" * 330_000, True, 1),
    "ampersands in an attribute": (f'<a title="{"x&" * 400_000}">x</a>', True, 1),
}
"""A body, whether it goes out, and how many seconds of work it may cost."""


@pytest.mark.proves("H-085", "H-086", "S-13")
@pytest.mark.parametrize(("body", "goes_out", "cpu_s"), HEAVY.values(), ids=HEAVY)
def test_a_heavy_body_costs_little(body: str, goes_out: bool, cpu_s: float):
    result = within(cpu_s, lambda: framed_as(f"<p>start</p>{body}", GAZETTE, BY))
    assert isinstance(result, Framed) == goes_out


def test_blocks_taken_out_between_words_leave_the_words_apart():
    assert work_of(open_framed("one<figure><img src=/a.png></figure>two")) == "one<br>two"
    assert text_of(unframe(open_framed("<b>one<p></p></b>two").html)) == "one\ntwo"


def test_text_that_html_moves_out_of_its_element_is_taken_back():
    assert work_of(open_framed("<p>a</p><li><div><li></li></div>one<b>two</b></li>three")) == (
        "<p>a</p><li></li><li></li>one<b>two</b>three"
    )
    assert work_of(open_framed("<li><div><li></li></div>one</li>")) == "<li></li><li></li>one"


def test_signs_pass_as_they_are_in_texts_and_addresses():
    body = '<p>x &amp;lt; y &lt;b&gt; z&nbsp;&amp;nbsp;</p><a href="/?a=1&amp;lt=2" title="a &amp; b &lt; c">l</a>'
    assert work_of(open_framed(body, link="https://gazette.example/x")) == (
        "<p>x &amp;lt; y &lt;b&gt; z&nbsp;&amp;nbsp;</p>"
        '<a href="https://gazette.example/?a=1&amp;lt=2" title="a &amp; b &lt; c">l</a>'
    )


def test_white_space_elements_between_words_are_kept():
    assert text_of(unframe(open_framed("<p>one<span> </span>two<b></b></p>").html)) == "one two"


def test_markup_with_text_that_must_go_holds_a_work_that_may_not_change():
    body = "<p>x is <math><mi>y</mi></math></p>"
    assert reasons(_no_counter(body)) == ["not-verbatim"]
    assert work_of(open_framed(body)) == "<p>x is </p>"


@pytest.mark.parametrize(
    "body", ["<p>one</p><svg><path/></p>two", "<p>one</p><svg><path/>two", "<svg><p>two</p></svg>one"]
)
def test_text_that_only_seems_to_stand_in_a_drawing_is_never_lost_silently(body: str):
    assert reasons(_no_counter(body)) == ["not-verbatim"]


def test_the_output_is_one_work_and_every_element_of_it_is_closed():
    result = open_framed("<table><td><ul><li><b><i>x</b></table></div></div><div class=syndicator-work>y")
    page = html.fromstring(f"<main>{result.html}</main>")
    assert len(page.find_class("syndicator-work")) == 1
    assert page.getchildren()[-1].get("class") == "syndicator-notice"
    assert not re.search(r"class=\"syndicator", work_of(result))


def test_an_image_without_an_address_goes_even_where_pictures_stay():
    terms = GAZETTE.model_copy(update={"media": Media(rule="keep")})
    assert work_of(framed("<p>x</p><img alt=y>", terms, BY)) == "<p>x</p>"


def _no_counter(body: str) -> Framed | Unframed:
    """Frame a body under a no-derivatives license of a publisher without a counter."""
    return framed_as(body, GAZETTE, BY_ND)
