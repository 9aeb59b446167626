"""Each folder of tests/cases/pages is an article's page and what must be read from it; ``text`` is what is digested."""

from __future__ import annotations

import json
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.model.document import ArticlePage, Carrier, Scope
from syndicator.parse import read_article_page
from syndicator.parse.page_tree import ATTRIBUTES_MAX, PAGE_BYTES_MAX

CASES = Path(__file__).parents[2] / "cases" / "pages"
URL = "https://ferry.example/news/timetable"
BY = "https://creativecommons.org/licenses/by/4.0/"
LICENSE = "https://ferry.example/license"
DATED = '<script type="application/ld+json">{"@type": "Article", "dateModified": "%s"}</script>'
LATER = '<meta property="article:modified_time" content="2026-04-01T10:00:00Z">'
NOTHING = sha256(b"").hexdigest()


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def page(html: bytes | str, content_type: str = "") -> ArticlePage:
    return read_article_page(html, URL, content_type)


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_a_page_is_read_as_its_case_says(case: Path) -> None:
    expected: dict[str, Any] = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    got = json.loads(page((case / "page.html").read_bytes()).model_dump_json(exclude_defaults=True))
    assert got.pop("text_digest") == digest(expected.pop("text"))
    assert got == expected


@pytest.mark.parametrize(
    ("html", "content_type", "text"),
    [
        ("<p>Žluťoučký</p>".encode(), "", "Žluťoučký"),
        ("<p>Žluťoučký</p>".encode("cp1250"), "text/html; charset=windows-1250", "Žluťoučký"),
        (b'<meta charset="windows-1250">' + "<p>Žluťoučký</p>".encode("cp1250"), "text/html", "Žluťoučký"),
        ("<p>Žluťoučký</p>".encode("utf-16"), "", "Žluťoučký"),
        (b"<p>caf\xe9</p>", "", "café"),
        ("<p>cafe\u0301</p>", "", "café"),
        (b"<?xml version='1.0' encoding='utf-7'?><p>x</p>", "", "x"),
        (b"<p>a\0b</p>", "", "ab"),
        ("<p>\ud800</p>", "", "?"),
    ],
    ids=["utf-8", "by-field", "by-meta", "utf-16", "neither", "composed", "utf-7", "nul", "lone-surrogate"],
)
def test_a_page_is_decoded_as_its_label_says(html: bytes | str, content_type: str, text: str) -> None:
    assert page(html, content_type).text_digest == digest(text)


@pytest.mark.parametrize("html", ["", b"", b"\0", "<!-- nothing", b"\xff\xfe", "<![CDATA["])
def test_a_page_without_an_element_says_nothing(html: bytes | str) -> None:
    assert page(html) == ArticlePage(text_digest=NOTHING)


@given(st.text(max_size=400) | st.binary(max_size=400), st.text(max_size=40), st.text(max_size=40))
def test_no_page_address_or_type_makes_it_raise(html: bytes | str, url: str, content_type: str) -> None:
    read_article_page(html, url, content_type)


_BITS = (
    '<script type="application/ld+json">',
    '{"@type":"Article","license":',
    '"https://x.example/"',
    "[{}]",
    "}",
    "</script>",
    "<article>",
    "<a rel=license href=",
    "<meta name=tdm-reservation content=1>",
    "<span about=",
    "</",
    ">",
    '"',
    "<!--",
    '<script type="application/rsl+xml"><content/>',
    "//[",
)


@given(st.lists(st.sampled_from(_BITS), max_size=30).map("".join))
def test_no_mixture_of_what_it_looks_for_makes_it_raise(html: str) -> None:
    page(html)


@pytest.mark.parametrize(
    "html",
    [
        "<div " + " ".join(f"a{number}=1" for number in range(150_000)) + ">",
        "<div>" * 200_000,
        "<p>x" * 100_000,
        "<script>" * 250_000,
        "<!-- " * 400_000,
        "<a b=\"'" * 250_000,
        "<a " + "/" * PAGE_BYTES_MAX,
        '<script type="application/ld+json">' + "[" * 250_000 + "</script>",
        f'<a rel="license" href="{BY}">' * 10_000,
    ],
    ids=["attributes", "deep", "wide", "scripts", "comments", "quotes", "slashes", "json", "licenses"],
)
def test_a_hostile_page_costs_no_more_than_its_length(html: str) -> None:
    begin = time.process_time()
    page(html)
    assert time.process_time() - begin < 20


def test_a_page_is_read_up_to_a_tag_with_too_many_attributes() -> None:
    many = "<b " + " ".join(f"a{number}" for number in range(ATTRIBUTES_MAX + 1)) + ">never</b>"
    enough = "<b " + " ".join(f"a{number}='>'" for number in range(ATTRIBUTES_MAX)) + ">second</b>"
    words = "<script>a<b " + "c " * (ATTRIBUTES_MAX + 1) + "</script><!-- <b " + "c " * (ATTRIBUTES_MAX + 1) + "-->"
    assert page(f"<p>first {enough} {words}third {many}</p>").text_digest == digest("first second third")


def test_a_page_is_cut_between_two_characters() -> None:
    html = ("<p>" + "é" * PAGE_BYTES_MAX).encode()
    assert page("<p>x " + "é" * PAGE_BYTES_MAX).text_digest == digest("x " + "é" * (PAGE_BYTES_MAX - 5))
    assert page(b"<p>x " + html).text_digest == digest("x")


def test_no_more_than_two_mebibytes_are_read() -> None:
    html = b"<p>" + b"x" * (PAGE_BYTES_MAX - 3)
    assert page(html + b"y" * 100).text_digest == page(html).text_digest == digest("x" * (PAGE_BYTES_MAX - 3))


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (f'<a rel="noreferrer LICENSE" href="{BY}">', (Carrier.HTML_LICENSE, Scope.PAGE, BY, None)),
        ('<link rel="license" href="/license">', (Carrier.HTML_LICENSE, Scope.PAGE, LICENSE, None)),
        (f'<a class="license" href="{BY}">CC BY</a>', None),
        (f'<a rel="licensed" href="{BY}">', None),
        ('<a rel="license">', None),
        ('<a rel="license" href="javascript:x">', None),
        (
            f'<figure><img src="/i.jpg"><figcaption><a rel="license" href="{BY}">CC BY</a></figcaption></figure>',
            (Carrier.HTML_LICENSE, Scope.MEDIA, BY, None),
        ),
        (
            f'<span about="/i.jpg"><a rel="license" href="{BY}">x</a></span>',
            (Carrier.RDFA_LICENSE, Scope.MEDIA, BY, "https://ferry.example/i.jpg"),
        ),
        (
            f'<div about="/photo/7" typeof="dcmitype:StillImage"><a rel="cc:license" href="{BY}">x</a></div>',
            (Carrier.RDFA_LICENSE, Scope.MEDIA, BY, "https://ferry.example/photo/7"),
        ),
        (
            f'<img src="/photo" rel="license" resource="{BY}">',
            (Carrier.RDFA_LICENSE, Scope.MEDIA, BY, "https://ferry.example/photo"),
        ),
        (f'<a about="" rel="dct:license" href="{BY}">x</a>', (Carrier.RDFA_LICENSE, Scope.PAGE, BY, None)),
        (f'<a about="#post" rel="license" href="{BY}">x</a>', (Carrier.HTML_LICENSE, Scope.PAGE, BY, None)),
        (f'<a about="/" rel="license" href="{BY}">x</a>', (Carrier.RDFA_LICENSE, Scope.SITE, BY, None)),
        (f'<a about="/another-article" rel="license" href="{BY}">x</a>', None),
        (f'<span property="cc:license" content="{BY}"></span>', (Carrier.RDFA_LICENSE, Scope.PAGE, BY, None)),
        (
            '<span property="cc:attributionName" content="Jo"></span>',
            (Carrier.CC_ATTRIBUTION_NAME, Scope.PAGE, None, None),
        ),
        (
            '<a rel="cc:attributionURL" href="/jo"></a>',
            (Carrier.CC_ATTRIBUTION_URL, Scope.PAGE, "https://ferry.example/jo", None),
        ),
        ('<span property="cc:attributionName"></span>', None),
        ('<a rel="license" type="application/rsl+xml">', None),
        (
            '<link rel="license" type="application/rsl+xml" href="/l">',
            (Carrier.RSL_LINK, Scope.PREFERENCE, "https://ferry.example/l", None),
        ),
        (
            '<base href="https://cdn.example/x/"><a rel="license" href="l">',
            (Carrier.HTML_LICENSE, Scope.PAGE, "https://cdn.example/x/l", None),
        ),
        (f'<meta name="DCTERMS.license" content="{BY}">', (Carrier.META_LICENSE, Scope.PAGE, BY, None)),
        ('<meta name="dc.rights" content="© Jo">', (Carrier.META_RIGHTS, Scope.PAGE, None, None)),
        ('<meta name="Copyright" content=" ">', None),
    ],
)
def test_a_statement_in_markup_is_found_with_what_it_is_about(markup: str, expected: tuple[Any, ...] | None) -> None:
    found = [(mark.carrier, mark.scope, mark.url, mark.about) for mark in page(f"<body>{markup}</body>").rights]
    assert found == ([expected] if expected else [])


def json_ld(text: str) -> ArticlePage:
    return page(f'<script type="application/ld+json">{text}</script>')


@pytest.mark.parametrize(
    ("text", "paywalled"),
    [
        ('{"@type": "NewsArticle", "isAccessibleForFree": false}', True),
        ('{"@type": "NewsArticle", "isAccessibleForFree": "False"}', True),
        ('{"@type": ["Thing", "http://schema.org/Article"], "isAccessibleForFree": "http://schema.org/False"}', True),
        ('{"@type": "WebPage", "isAccessibleForFree": "no"}', True),
        ('{"@type": "Article", "hasPart": [7, {"isAccessibleForFree": 0}]}', True),
        ('{"@type": "WebPage", "mainEntity": {"@type": "Article", "isAccessibleForFree": false}}', True),
        ('{"@type": "Article", "isAccessibleForFree": true}', False),
        ('{"@type": "Article", "isAccessibleForFree": "True"}', False),
        ('{"@type": "Article"}', False),
        ('{"@type": "Event", "isAccessibleForFree": false}', False),
        ('{"isAccessibleForFree": false}', False),
        ('[7, "x"]', False),
        ('{"@type": "ItemList", "itemListElement": [{"@type": "Article", "isAccessibleForFree": false}]}', False),
        ('{"@type": "Article", "isAccessibleForFree": false', False),
    ],
)
def test_a_paywall_is_what_the_page_s_own_article_says(text: str, paywalled: bool) -> None:
    assert json_ld(text).paywalled is paywalled


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (f'"license": "{BY}"', [(Carrier.JSON_LD_LICENSE, None, BY)]),
        (
            f'"license": {{"@type": "CreativeWork", "name": "CC BY 4.0", "url": "{BY}"}}',
            [(Carrier.JSON_LD_LICENSE, "CC BY 4.0", BY)],
        ),
        (
            f'"license": ["{BY}", {{"@id": "{BY}"}}, "All rights reserved", 7, {{}}]',
            [(Carrier.JSON_LD_LICENSE, None, BY), (Carrier.JSON_LD_LICENSE, "All rights reserved", None)],
        ),
        ('"usageInfo": "/terms"', [(Carrier.JSON_LD_USAGE_INFO, None, "https://ferry.example/terms")]),
        ('"acquireLicensePage": "/buy"', [(Carrier.JSON_LD_ACQUIRE, None, "https://ferry.example/buy")]),
        ('"copyrightNotice": "© Jo"', [(Carrier.JSON_LD_COPYRIGHT, "© Jo", None)]),
        ('"creditText": "AP"', [(Carrier.JSON_LD_CREDIT, "AP", None)]),
        (f'"sdLicense": "{BY}"', []),
        ('"license": "/license.xml"', [(Carrier.RSL_LINK, None, "https://ferry.example/license.xml")]),
        (
            '"license": {"url": "/l", "encodingFormat": "application/rsl+xml"}',
            [(Carrier.RSL_LINK, None, "https://ferry.example/l")],
        ),
    ],
)
def test_a_statement_in_json_ld_is_found(statement: str, expected: list[tuple[Any, ...]]) -> None:
    found = json_ld('{"@type": "BlogPosting", ' + statement + "}").rights
    assert [(mark.carrier, mark.text, mark.url) for mark in found] == expected


def test_the_article_whose_address_is_the_page_s_goes_before_others() -> None:
    other = '{"@type": "Article", "url": "/other", "license": "https://x.example/other"}'
    own = '{"@type": "Article", "mainEntityOfPage": {"@id": "' + URL + '#x"}, "license": "https://x.example/own"}'
    assert [mark.url for mark in json_ld(f"[{other}, {own}]").rights] == ["https://x.example/own"]
    assert [mark.url for mark in json_ld(f"[{other}]").rights] == ["https://x.example/other"]


def test_a_picture_s_license_in_json_ld_is_the_picture_s() -> None:
    image = '{"@type": "ImageObject", "contentUrl": "/i.jpg", "license": "https://x.example/l.xml"}'
    nameless = '{"@type": "ImageObject", "license": "https://x.example/2"}'
    found = json_ld('{"@graph": [{"@type": "Article", "image": [' + nameless + ', "/j.jpg"]}, ' + image + "]}").rights
    assert [(mark.scope, mark.about, mark.url) for mark in found] == [
        (Scope.MEDIA, "https://ferry.example/i.jpg", "https://x.example/l.xml"),
        (Scope.MEDIA, URL, "https://x.example/2"),
    ]


def test_json_ld_that_is_too_long_or_wrapped_is_skipped_or_unwrapped() -> None:
    free = '{"@type": "Article", "isAccessibleForFree": false}'
    assert json_ld(f"//<![CDATA[\n{free}\n//]]>").paywalled
    assert not json_ld(free + " " * 600_000).paywalled


@pytest.mark.parametrize(
    ("html", "modified"),
    [
        ('<meta property="article:modified_time" content="2026-03-01T10:00:00+01:00">', "2026-03-01T09:00:00+00:00"),
        ('<meta property="article:modified_time" content="2026-03-01T10:00:00">', None),
        ('<meta property="article:modified_time" content="2026-03-01">', None),
        ('<meta property="article:modified_time" content="soon +01:00">', None),
        (DATED % "2026-03-01T10:00:00Z" + LATER, "2026-03-01T10:00:00+00:00"),
        (DATED % "2026-03-01" + LATER, "2026-04-01T10:00:00+00:00"),
    ],
)
def test_the_date_of_change_is_an_instant_or_missing(html: str, modified: str | None) -> None:
    found = page(html).modified
    assert (found.isoformat() if found else None) == modified


@pytest.mark.parametrize(
    ("html", "withdrawn"),
    [
        ("<title>[RETRACTED] Ferries without a timetable</title>", True),
        ("<h1>[Withdrawn] Ferries</h1>", True),
        ('<meta property="og:title" content="(Removed) Ferries">', True),
        ("<title>Retracted: how a study was undone</title>", False),
        ("<title>Ferries [retracted]</title>", False),
        ("<article><h1>Ferries</h1><p>This article has been removed at the request of its author.</p></article>", True),
        ("<main><p>Editor’s note: This story was retracted.</p></main>", True),
        ("<body><nav>Home</nav><p>This article has been withdrawn</p><footer>Us</footer></body>", True),
        ("<article><p>This article has been removed from the list. " + "More. " * 100 + "</p></article>", False),
        ("<article><p>" + "More. " * 1000 + "</p></article>", False),
        ("<article><p>The ferry has been withdrawn. This article has been removed.</p></article>", False),
        ('<script type="application/ld+json">{"@type": "Article", "headline": "[RETRACTED] Ferries"}</script>', True),
    ],
)
def test_a_withdrawn_article_says_so_in_its_title_or_in_its_whole_text(html: str, withdrawn: bool) -> None:
    assert page(html).withdrawn is withdrawn


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<body><nav>n</nav><article>a <b>b</b>c<p>d</p>e</article><aside>x</aside></body>", "a bc d e"),
        ("<article>short</article><article>the longer <article>inner</article></article>", "the longer inner"),
        ("<article>one</article><article>two</article>", "one"),
        ("<main>m<nav>n</nav></main><p>x</p>", "m n"),
        ("<body><header>h</header><p>p</p><aside>a</aside><form>f</form>tail<footer>f</footer></body>", "p tail"),
        ("<article>a<script>s</script><style>s</style><template>t</template><noscript>n</noscript>b</article>", "ab"),
        ("<article>a<p hidden>h<i>i</i></p>b</article>", "ab"),
        ("<article>&amp; &lt;b&gt;\u00a0x</article>", "& <b> x"),
    ],
)
def test_the_digest_is_of_the_article_s_visible_text(html: str, text: str) -> None:
    assert page(html).text_digest == digest(text)


def test_hints_of_another_s_work_are_what_it_is_based_on_and_agencies() -> None:
    found = json_ld(
        '{"@type": "Article", "isBasedOn": ["https://wire.example/1", {"name": "The Wire\'s report"}, {}],'
        ' "creditText": ["Jo Park", "Jo Park/Reuters"], "isBasedOnUrl": "https://wire.example/1"}'
    )
    assert found.wire == ("https://wire.example/1", "The Wire's report", "Jo Park/Reuters")
