"""Pictures, captions, embeds and pixels: what leaves, what may stay, what the notice says."""

from __future__ import annotations

import pytest
from unit.rewrite.rewrite_sample import BY, GAZETTE, framed, open_framed, work_of

from syndicator.model.reasons import Reason
from syndicator.model.terms import Media

PIXEL = [
    '<img src="/p.gif" width="1" height="1">',
    '<img src="/p.gif" width="0">',
    '<img src="/p.gif" height="1px">',
    '<img src="/p.gif" style="display: none">',
    '<img src="/p.gif" style="visibility:hidden">',
    '<img src="/p.gif" style="width:1px;height:1px">',
    '<img src="https://pixel.wp.com/g.gif?x=1">',
    '<img src="https://ad.doubleclick.net/x">',
    '<img src="https://pixel.gazette.example/x">',
    '<img src="https://[/x">',
]


def figure(caption: str, image: str = '<img src="/a.jpg" alt="A" srcset="/b.jpg 2x" sizes="1px">') -> str:
    return f"<p>x</p><figure>{image}<figcaption>{caption}</figcaption></figure>"


def keeping(rule: str, pattern: str = ""):
    return GAZETTE.model_copy(update={"media": Media(rule=rule, pattern=pattern)}), BY


@pytest.mark.proves("S-17")
@pytest.mark.parametrize("pixel", PIXEL)
def test_pixels_go_even_where_pictures_stay_and_the_record_alone_says_so(pixel: str):
    result = framed(f"<p>x</p>{pixel}", *keeping("keep"))
    assert work_of(result) == "<p>x</p>"
    assert not result.media_removed
    assert "Changes" not in result.notice
    assert result.notes == (Reason.MEDIA_STRIPPED,)


@pytest.mark.parametrize("size", ['width="300"', 'width="1" height="300"', 'style="max-width:100px"', ""])
def test_a_picture_of_any_size_is_no_pixel(size: str):
    result = framed(f'<p>x</p><img src="https://gazette.example/a.jpg" {size}>', *keeping("keep"))
    assert '<img src="https://gazette.example/a.jpg"' in work_of(result)


@pytest.mark.parametrize(
    "picture",
    [
        figure("A caption"),
        '<p>x</p><p><a href="/a.jpg"><img src="/a.jpg"></a></p>',
        '<p>x</p><picture><source srcset="/a.webp"><img src="/a.jpg"></picture>',
        "<p>x</p><svg><title>t</title><circle r=1 /><text>label</text></svg>",
        '<p>x</p><figure><figure><img src="/a"><figcaption>i</figcaption></figure><figcaption>o</figcaption></figure>',
    ],
    ids=["figure", "linked", "picture", "drawing", "gallery"],
)
def test_stripped_pictures_leave_with_their_captions_and_the_notice_says_so(picture: str):
    result = framed(picture, GAZETTE, BY)
    assert work_of(result) == "<p>x</p>"
    assert result.media_removed
    assert result.notes == (Reason.MEDIA_STRIPPED,)
    assert result.notice.endswith("Changes: images removed.")


def test_a_figure_without_a_picture_keeps_its_caption():
    body = "<figure><pre>code</pre><figcaption>Listing 1</figcaption></figure>"
    assert work_of(open_framed(body)) == body


def test_a_picture_that_stays_is_a_plain_image_with_its_caption():
    result = framed(figure("A caption"), *keeping("keep"))
    image = '<img src="https://conversation.example/a.jpg" alt="A">'
    assert work_of(result) == f"<p>x</p><figure>{image}<figcaption>A caption</figcaption></figure>"
    assert not result.media_removed


@pytest.mark.parametrize(
    ("rule", "caption", "stays"),
    [
        ("if_credit_matches", "Photo: City Desk", True),
        ("if_credit_matches", "Photo: somebody", False),
        ("if_credit_matches", "Photo: City Desk / Getty Images", False),
        ("if_own_license", '<a class="license" href="http://creativecommons.org/licenses/by/4.0/">CC BY</a>', True),
        ("if_own_license", '<a href="https://creativecommons.org/licenses/by-sa/3.0/">CC BY-SA</a>', True),
        ("if_own_license", "Public domain", True),
        ("if_own_license", '<a href="https://creativecommons.org/licenses/by-nc-nd/4.0/">CC</a>', False),
        ("if_own_license", '<a href="https://creativecommons.org/licenses/by/4.0/">CC BY</a>, Reuters', False),
        ("if_own_license", "All mine", False),
        ("if_credit_matches", "Jo Doe/AP, for City Desk", False),
        ("if_credit_matches", "A gap in the map. City Desk", True),
    ],
)
def test_a_caption_decides_where_the_terms_ask_for_it(rule: str, caption: str, stays: bool):
    result = framed(figure(caption), *keeping(rule, "City Desk"))
    assert ("<img" in work_of(result)) is stays
    assert ("figcaption" in work_of(result)) is stays
    assert result.media_removed is not stays


def test_a_picture_without_a_caption_has_no_credit():
    for body in ('<p>x</p><img src="/a.jpg">', '<p>x</p><figure><img src="/a.jpg"></figure>'):
        assert work_of(framed(body, *keeping("if_credit_matches", "."))) == "<p>x</p>"


def test_a_figure_that_keeps_one_picture_keeps_its_caption():
    body = '<figure><img src="/a.jpg"><iframe src="/f"></iframe><figcaption>both</figcaption></figure>'
    assert "both" in work_of(framed(body, *keeping("keep")))


@pytest.mark.parametrize(
    "embed",
    [
        '<iframe src="https://tube.example/1"></iframe>',
        '<figure><iframe src="//tube.example/1"></iframe><figcaption>seen</figcaption></figure>',
        '<object data="https://tube.example/1"><p>fallback</p></object>',
        '<video poster="/p.jpg"><source src="https://tube.example/1">no video</video>',
        '<audio src="https://tube.example/1"></audio>',
        '<embed src="https://tube.example/1">',
        '<script async src="https://tube.example/1"></script>',
    ],
    ids=["iframe", "figure", "object", "video", "audio", "embed", "script"],
)
def test_embeds_are_dropped_and_listed_in_the_notice_with_their_addresses(embed: str):
    result = framed(f"<p>x</p>{embed}", *keeping("keep"))
    assert work_of(result) == "<p>x</p>"
    assert result.embeds == ("https://tube.example/1",)
    assert result.notes == (Reason.EMBEDS_DROPPED,)
    assert result.notice.endswith("Changes: embedded content removed. Removed: https://tube.example/1")
    assert '<a href="https://tube.example/1">https://tube.example/1</a></p></div>' in result.html


def test_the_text_of_a_quoted_embed_stays():
    body = '<blockquote class="post"><p>A quote</p></blockquote><script src="https://tube.example/w.js"></script>'
    assert work_of(open_framed(body)) == "<blockquote><p>A quote</p></blockquote>"


def test_embeds_without_a_web_address_are_told_and_not_listed():
    result = open_framed('<p>x</p><iframe srcdoc="y"></iframe><iframe src="javascript:x"></iframe>')
    assert result.embeds == ()
    assert result.notice.endswith("Changes: embedded content removed.")


def test_trackers_in_frames_and_scripts_are_no_embeds():
    trackers = (
        '<script src="https://www.google-analytics.com/x.js"></script><iframe src="/t" width=0 height=0></iframe>'
    )
    result = open_framed(f"<p>x</p>{trackers}<script>inline()</script>")
    assert (result.embeds, result.notes) == ((), (Reason.MEDIA_STRIPPED,))
    assert "Changes" not in result.notice


def test_pictures_and_embeds_are_told_together_and_each_address_once():
    embed = '<iframe src="https://tube.example/1"></iframe>'
    result = open_framed(f'<p>x</p><img src="/a.jpg">{embed}{embed}<iframe src="https://tube.example/2"></iframe>')
    assert result.notes == (Reason.MEDIA_STRIPPED, Reason.EMBEDS_DROPPED)
    assert result.notice.endswith(
        "Changes: images and embedded content removed. Removed: https://tube.example/1, https://tube.example/2"
    )


def test_an_applet_is_told_by_the_address_its_code_comes_from():
    result = open_framed('<p>x</p><applet code="A.class" codebase="https://applet.example/"></applet>')
    assert result.embeds == ("https://applet.example/",)
