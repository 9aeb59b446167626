"""The acceptance list at the end of the page on rights (section 24), rows 1 to 6: what is stated, and what it gives.

Each row is played from upstream bytes to published bytes, with documents of our own in the shape the row describes,
and with the shared ones where they are at hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from harness.documents import BODY, CC, atom, decided, license_link, piece, rss, source, tc, tc_body
from harness.world import NOON, World
from lxml import etree, html

from syndicator.licensing import claims_of_document, claims_of_entry
from syndicator.model.document import Scope
from syndicator.parse import Hints, read

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SELECTS_ALL = "[select]\ninclude = [{ words_min = 0 }]"
PERMITTED = ("permit", ())


def hold(*reasons: str) -> tuple[str, tuple[str, ...]]:
    return ("hold", reasons)


def the_conversation(world: World, body: bytes, *lines: str) -> None:
    source(world, "tc", "the-conversation", *lines, SELECTS_ALL)
    world.feed("world", ["tc"])
    world.documents["tc"] = body


def gazette(world: World, body: bytes, *terms: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Play a document of a publisher with the license BY 4.0 and give what was decided, by title."""
    world.publisher("gazette", *terms)
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    world.documents["sea"] = body
    return decided(world.cycle())


def licenses(world: World) -> dict[str, str]:
    """Give the license that each entry of the live Atom file carries, by title, in the form ``by-nd/4.0``."""
    entries = etree.fromstring(world.bytes_of("world")).findall("a:entry", ATOM)
    return {
        one.findtext("a:title", "", ATOM): link.get("href", "").removeprefix(f"{CC}/").rstrip("/")
        for one in entries
        for link in one.findall("a:link[@rel='license']", ATOM)
    }


def work_of(world: World, at: int = 0) -> tuple[html.HtmlElement, html.HtmlElement]:
    """Give an entry's whole HTML and the work in it."""
    body = etree.fromstring(world.bytes_of("world")).findall("a:entry/a:content", ATOM)[at].text
    tree = html.fragment_fromstring(body, create_parent="div")
    return tree, tree.find_class("syndicator-work")[0]


def words(tree: html.HtmlElement) -> list[str]:
    """Give the words of a tree without its figures, told by nothing of the program's own."""
    for figure in list(tree.iter("figure")):
        figure.drop_tree()
    return re.sub(r"\s+", " ", " ".join(tree.xpath(".//text()"))).split()


def entry_claims(world: World) -> list[tuple[str, str, str]]:
    """Give (carrier, scope, license) of every claim that was stored with the entries."""
    found = world.app.store.newest(["sea"], limit=50)
    return [(str(one.carrier), str(one.scope), one.license_key) for entry in found for one in entry.claims]


# 1


def test_1_three_entries_without_summary_without_content_and_with_two_authors_end_differently(world: World) -> None:
    two = ("Mina Sampler, Lecturer, University of Example", "Nils Stand-in, Lecturer, Media and Ferries, Weir College")
    the_conversation(world, atom(tc(1), tc(2, summary=None, authors=two), tc(3, body=None)))
    ended = decided(world.cycle())
    assert [ended[tc(number).title] for number in (1, 2, 3)] == [PERMITTED, PERMITTED, hold("teaser-only")]
    byline = work_of(world, 1)[0].find_class("syndicator-byline")[0].text_content()
    assert (
        byline == "By Mina Sampler, University of Example and Nils Stand-in, Lecturer, Media and Ferries, Weir College"
    )


def test_1_the_captured_three_entry_document_ends_so_as_it_stands_and_with_texts_of_ours_in_it(
    world: World, rights_data: Path
) -> None:
    raw = (rights_data / "tc" / "tc_au_2020_three_entries.atom").read_bytes()
    the_conversation(world, raw)
    report = world.cycle()
    assert {*decided(report).values()} == {hold("teaser-only")}
    assert len({one.message for one in report.feeds[0].decisions}) == 2
    for number, words_there in ((147557, b"Some content text"), (147351, b"Some other content text")):
        ours = etree.tostring(etree.Element("x", a=tc_body(number))).split(b'"', 1)[1].rsplit(b'"', 1)[0]
        raw = raw.replace(words_there, ours)
    world.documents["tc"] = raw
    kinds = [kind for kind, _ in decided(world.cycle(1)).values()]
    assert sorted(kinds) == ["hold", "permit", "permit"]
    byline = work_of(world, 1)[0].find_class("syndicator-byline")[0].text_content()
    assert byline == (
        "By Belinda Barnet, Swinburne University of Technology and "
        "Diana Bossio, Lecturer, Media and Communications, Swinburne University of Technology"
    )


# 2


def counter_once_and_text_equal(world: World, upstream: str, number: int) -> None:
    tree, work = work_of(world)
    counters = [one.get("src") for one in tree.iter("img")]
    assert counters == [f"https://counter.theconversation.com/content/{number}/count.gif"]
    assert list(tree.iter("figure", "figcaption")) == []
    whole = world.bytes_of("world") + world.bytes_of("world", "rss")
    assert not re.search(rb"(?i)shutterstock|images\.theconversation", whole)
    fine = [one.text_content() for one in work.iter("p") if "work for" in one.text_content()]
    assert fine
    assert words(work) == words(html.fragment_fromstring(upstream, create_parent="div"))


def test_2_the_counter_stays_once_with_its_number_the_fine_print_stays_and_the_figures_go(world: World) -> None:
    the_conversation(world, atom(tc(1)))
    assert decided(world.cycle()) == {tc(1).title: PERMITTED}
    counter_once_and_text_equal(world, tc(1).body or "", 900_001)


def test_2_the_captured_entry_keeps_counter_fine_print_and_every_word(world: World, rights_data: Path) -> None:
    raw = (rights_data / "tc" / "tc_uk_health_2026_one_entry_excerpted.atom").read_bytes()
    the_conversation(world, raw)
    assert list(decided(world.cycle()).values()) == [PERMITTED]
    upstream = etree.fromstring(raw).findtext("a:entry/a:content", "", ATOM)
    counter_once_and_text_equal(world, upstream, 289335)


# 3


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Licensed as Creative Commons - attribution, no derivatives.", PERMITTED),
        ("Licensed as Creative\u00a0Commons\u00a0–\u00a0attribution, no derivatives.", PERMITTED),
        ("Licensed as Creative Commons – attribution, no adaptations.", hold("rights-text-unexpected")),
    ],
    ids=["with a hyphen", "with no-break spaces", "with a changed word"],
)
def test_3_the_rights_sentence_matches_with_hyphen_and_no_break_space_and_not_with_a_changed_word(
    world: World, sentence: str, expected: tuple[str, tuple[str, ...]]
) -> None:
    the_conversation(world, atom(tc(1, rights=f"<rights>{sentence}</rights>")))
    assert decided(world.cycle()) == {tc(1).title: expected}


# 4

KFF_TAGLINE = (
    '<em><a href="https://kffhealthnews.org/about-us">KFF Health News</a> is a national newsroom that produces '
    "in-depth journalism about health issues and is one of the core operating programs at KFF—an independent source "
    'of health policy research, polling, and journalism. Learn more about <a href="https://www.kff.org/about-us">KFF'
    "</a>.</em>"
)
KFF_NOTICE = (
    '<p>This <a target="_blank" href="https://kffhealthnews.org/sample/a/">article</a> first appeared on <a '
    'href="https://kffhealthnews.org">KFF Health News</a> and is republished here under a <a target="_blank" '
    'href="https://creativecommons.org/licenses/by-nc-nd/4.0/">Creative Commons Attribution-NonCommercial-'
    "NoDerivatives 4.0 International License</a>.</p>"
)
KFF_COUNTER = "https://kffhealthnews.org/?republication-pixel=true&post=900001&ga4=G-SAMPLE1"


def kff(world: World, body: bytes, *, terms: str = "") -> None:
    world.write("config/publishers/kff-health-news.toml", "license_may_be_silent = true\n" + terms)
    source(world, "kff", "kff-health-news")
    world.feed("world", ["kff"], "[use]\nads = true\ncommercial = true\npaywall = true")
    world.documents["kff"] = body


def own_kff() -> bytes:
    counter = f'<img id="republication-tracker-tool-source" src="{KFF_COUNTER.replace("&", "&amp;")}">'
    return rss(
        piece(
            1,
            "kffhealthnews.org",
            id="https://kffhealthnews.org/?p=900001",
            link="https://kffhealthnews.org/sample/a/",
            body=BODY + KFF_TAGLINE + KFF_NOTICE + counter,
        )
    )


def captured_kff(rights_data: Path) -> bytes:
    """Give the captured document with text of ours in its gap: what is left of it is too short to be an article."""
    raw = (rights_data / "kff" / "kff_rss2_one_item_excerpted.xml").read_text(encoding="utf-8")
    return raw.replace("<!-- EXCERPT-GAP -->", BODY).encode()


@pytest.fixture(params=["own", "captured"])
def kff_document(request: pytest.FixtureRequest) -> bytes:
    return own_kff() if request.param == "own" else captured_kff(request.getfixturevalue("rights_data"))


def test_4_notice_tagline_and_pixel_that_stand_in_the_body_are_recognized_and_not_doubled(
    world: World, kff_document: bytes
) -> None:
    kff(world, kff_document)
    assert list(decided(world.cycle()).values()) == [PERMITTED]
    tree, work = work_of(world)
    text = re.sub(r"\s+", " ", tree.text_content())
    assert text.count("is republished here under a Creative Commons Attribution-NonCommercial") == 1
    assert text.count("is a national newsroom that produces in-depth journalism") == 1
    assert [one.get("src").split("post=")[0] for one in tree.iter("img")] == [
        "https://kffhealthnews.org/?republication-pixel=true&"
    ]
    assert [one.getparent() is work or work in one.iterancestors() for one in tree.iter("img")] == [True]
    assert licenses(world) == dict.fromkeys(licenses(world), "by-nc-nd/4.0")
    assert tree.find_class("syndicator-byline")[0].text_content().endswith(", KFF Health News")


def test_4_a_non_commercial_license_goes_out_beside_ads_only_with_the_publishers_own_waiver(
    world: World, kff_document: bytes
) -> None:
    kff(world, kff_document, terms='waiver = ""')
    assert list(decided(world.cycle()).values()) == [("refusal", ("use-not-permitted",))]


def test_4_its_own_first_appeared_is_no_sign_of_a_third_party_and_another_outlets_is(
    world: World, kff_document: bytes
) -> None:
    changed = re.sub(rb"KFF Health News(</a>|&lt;/a&gt;) and is", rb"The Brindle Bugle\1 and is", kff_document)
    assert changed != kff_document
    kff(world, changed)
    assert list(decided(world.cycle()).values()) == [hold("third-party-suspect")]


# 5


def test_5_a_picture_license_gives_the_entry_none(world: World) -> None:
    marks = (
        f'<media:license type="text/html" href="{CC}/by/4.0/">CC BY</media:license>',
        (
            f'<media:content url="https://gazette.example/1.jpg"><media:license href="{CC}/by/4.0/">BY</media:license>'
            "</media:content>"
        ),
    )
    ended = gazette(world, rss(*(piece(at, rights=mark) for at, mark in enumerate(marks, 1))))
    assert {*ended.values()} == {hold("license-missing")}
    assert {(scope, key) for _, scope, key in entry_claims(world)} == {(Scope.MEDIA, "cc:by/4.0")}


# 6

BY, BY_NC = f"{CC}/by/4.0/", f"{CC}/by-nc/4.0/"
CARRIERS = {
    "the current cc namespace under another prefix": f'<ccx:license rdf:resource="{BY}"/>',
    "cc with its address as text": f"<webresource:license>{BY}</webresource:license>",
    "cc with its address as attribute": f'<webresource:license rdf:resource="{BY}"/>',
    "creativeCommons of userland": f"<userland:license>{BY}</userland:license>",
    "creativeCommons of harvard": f"<harvard:license>{BY}</harvard:license>",
    "dcterms": f"<dcterms:license>{BY}</dcterms:license>",
    "an Atom link": license_link("by/4.0"),
    "dc:rights in words": "<dc:rights>CC BY 4.0</dc:rights>",
}


@pytest.mark.parametrize("write", [atom, rss], ids=["atom", "rss"])
@pytest.mark.parametrize("carrier", CARRIERS)
def test_6_a_license_is_heard_in_every_carrier_whatever_its_prefix(
    world: World, carrier: str, write: Callable[..., bytes]
) -> None:
    ended = gazette(world, write(piece(1, rights=CARRIERS[carrier]), piece(2)))
    assert ended == {"Piece 1": PERMITTED, "Piece 2": hold("license-missing")}
    assert licenses(world) == {"Piece 1": "by/4.0"}


def test_6_two_addresses_in_one_carrier_are_a_choice_and_in_two_carriers_they_add_up(world: World) -> None:
    choice = "".join(f"<userland:license>{address}</userland:license>" for address in (BY_NC, BY))
    both = f'<userland:license>{BY}</userland:license><ccx:license rdf:resource="{BY_NC}"/>'
    ended = gazette(world, rss(piece(1, rights=choice), piece(2, rights=both)))
    assert ended == {"Piece 1": PERMITTED, "Piece 2": PERMITTED}
    assert licenses(world) == {"Piece 1": "by/4.0", "Piece 2": "by-nc/4.0"}


@pytest.mark.parametrize("write", [atom, rss], ids=["atom", "rss"])
def test_6_a_document_license_is_inherited_and_unspecified_overrides_it(
    world: World, write: Callable[..., bytes]
) -> None:
    none = '<atom:link rel="license" href="http://purl.org/atompub/license#unspecified"/>'
    ended = gazette(world, write(piece(1), piece(2, rights=none), head=license_link("by/4.0")))
    assert ended == {"Piece 1": PERMITTED, "Piece 2": hold("license-missing")}


CAPTURED = {
    "rome/rssCreativeCommonsExample.xml": {("document", "cc:by-nd/1.0"), ("entry", "cc:by-nc/1.0")},
    "feedparser-testcases/rss_item_cc_license.xml": {("entry", "cc:by-nc/1.0")},
    "feedparser-testcases/rss_item_creativeCommons_license.xml": {("entry", "cc:by-nc/1.0")},
    "feedparser-testcases/atom10_entry_link_rel_license.xml": {("entry", "cc:by-nc/1.0")},
    "feedparser-testcases/atom10_entry_rights.xml": {("entry", "Example Atom")},
    "feedparser-testcases/atom10_entry_rights_escaped_markup.xml": {("entry", "Example <b>Atom</b>")},
    "feedparser-testcases/atom10_entry_rights_inline_markup.xml": {("entry", "Example <b>Atom</b>")},
    "feedparser-testcases/atom10_entry_source_rights.xml": {("origin", "Example Atom")},
    "feedparser-testcases/atom10_feed_rights.xml": {("document", "Example Atom")},
    "feedparser-testcases/rss_channel_copyright.xml": {("document", "Example copyright")},
    "feedparser-testcases/rss_channel_dc_rights.xml": {("document", "Example copyright")},
    "feedparser-testcases/rss_item_dc_rights.xml": {("entry", "Example copyright")},
}
"""File to (scope, license or words) of every statement in it."""


@pytest.mark.parametrize("name", CAPTURED)
def test_6_every_statement_of_the_captured_documents_is_found_at_its_scope(name: str, rights_data: Path) -> None:
    document = read((rights_data / name).read_bytes(), Hints(url="https://gazette.example/all"), frozenset())
    claims = [*claims_of_document(document.info, at=NOON)]
    for entry in document.entries:
        claims += claims_of_entry(entry, at=NOON)
    found = {(str(one.scope), one.license_key or one.raw) for one in claims}
    assert CAPTURED[name] <= found
