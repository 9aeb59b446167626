"""The acceptance list at the end of The Conversation's page (section 11), row by row, on the bytes that are live.

With invented entries in the publisher's shape under its own registry entry, and with the shared golden article where
it is at hand. The rows of its case table that the page on rights has too stand in the tests of that page.
"""

from __future__ import annotations

import itertools
import re
from datetime import timedelta
from pathlib import Path

import pytest
from harness.documents import BODY, SENTENCES, Piece, atom, decided, source, tc, tc_body
from harness.world import NOON, World
from lxml import etree, html

from syndicator.model.config import ActKind

ATOM = {"a": "http://www.w3.org/2005/Atom"}
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
ALL = "[select]\ninclude = [{ words_min = 0 }]"
PERMITTED = ("permit", ())


def play(world: World, *pieces: Piece, raw: bytes = b"", lines: tuple[str, ...] = ()) -> dict[str, tuple]:
    source(world, "tc", "the-conversation", *lines, ALL)
    world.feed("world", ["tc"])
    world.documents["tc"] = raw or atom(*pieces)
    return decided(world.cycle())


def bodies(world: World) -> list[html.HtmlElement]:
    """Give the HTML of every live entry, of the Atom file and then of the RSS file."""
    of_atom = [one.text for one in etree.fromstring(world.bytes_of("world")).findall("a:entry/a:content", ATOM)]
    of_rss = [one.text for one in etree.fromstring(world.bytes_of("world", "rss")).iter(CONTENT)]
    return [html.fragment_fromstring(one, create_parent="div") for one in (*of_atom, *of_rss)]


def folded(element: html.HtmlElement) -> str:
    return " ".join("".join(element.xpath(".//text()")).split())


@pytest.fixture(params=["own", "golden"])
def live(request: pytest.FixtureRequest, world: World) -> World:
    """Give a world in which one entry is live: one of ours, and the shared golden article."""
    raw = b""
    if request.param == "golden":
        path: Path = request.getfixturevalue("shared") / "data/golden/tc-beijing.atom"
        if not path.is_file():
            pytest.skip("the shared test data has no golden article")
        raw = path.read_bytes()
    assert list(play(world, tc(1), raw=raw).values()) == [PERMITTED]
    return world


def entry_of(world: World) -> etree._Element:
    return etree.fromstring(world.bytes_of("world")).find("a:entry", ATOM)


def number_of(world: World) -> str:
    return world.ids("world")[0].rpartition("/")[2]


# 1


def test_1_the_original_is_an_article_address_with_the_digits_of_the_atom_id(live: World) -> None:
    links = {one.get("rel"): one.get("href") for one in entry_of(live).findall("a:link", ATOM)}
    assert re.fullmatch(rf"https://theconversation\.com/[a-z0-9-]+-{number_of(live)}", links["alternate"])
    assert links["via"] == links["alternate"]


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"link": "https://conversation.example/why-brindle-bay-counts-its-herons-900001"}, "hold"),
        ({"link": "https://theconversation.com.bugle.example/x-900001"}, "hold"),
        ({"id": "tag:theconversation.com,2011:article/900002"}, "hold"),
        ({"link": "https://theconversation.com/why-brindle-bay-counts-its-herons-900002"}, "hold"),
        ({"link": "https://theconversation.com/uk/republishing-guidelines"}, "hold"),
    ],
    ids=[
        "another host",
        "a host that looks alike",
        "another number in the id",
        "another number in the address",
        "a page that is no article",
    ],
)
def test_1_an_entry_whose_address_or_number_is_not_its_own_is_held(
    world: World, changes: dict[str, str], kind: str
) -> None:
    assert {one for one, _ in play(world, tc(1)._replace(**changes)).values()} == {kind}


# 2


def test_2_without_the_rights_sentence_or_with_another_it_is_held_or_refused(world: World) -> None:
    sentences = {
        1: "",
        2: "<rights>Licensed as Creative Commons – attribution.</rights>",
        3: "<rights>All rights reserved</rights>",
        4: "<rights>Licensed as Creative Commons – attribution, no derivations.</rights>",
    }
    ended = play(world, *(tc(number, rights=rights) for number, rights in sentences.items()))
    assert [ended[tc(number).title] for number in sentences] == [
        ("hold", ("license-missing",)),
        ("hold", ("rights-text-unexpected", "license-changed")),
        ("refusal", ("rights-reserved",)),
        ("hold", ("rights-text-unexpected",)),
    ]


# 3


def test_3_the_counter_of_this_number_stands_exactly_once_unchanged_and_is_no_lead_image_or_enclosure(
    live: World,
) -> None:
    address = f"https://counter.theconversation.com/content/{number_of(live)}/count.gif"
    for body in bodies(live):
        (image,) = body.iter("img")
        assert (image.get("src"), image.get("width"), image.get("height")) == (address, "1", "1")
        assert image.getprevious() is not None
        assert "syndicator-work" in [one.get("class") for one in image.iterancestors()]
    for format_name in ("atom", "rss"):
        tree = etree.fromstring(live.bytes_of("world", format_name))
        outside = [one for one in tree.iter() if any("counter." in value for value in one.attrib.values())]
        assert outside == []
        assert tree.findall(".//enclosure") + tree.findall(".//a:link[@rel='enclosure']", ATOM) == []
        assert "media" not in tree.nsmap


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (tc_body(900_002), "counter-id-mismatch"),
        (BODY, "counter-missing"),
        (tc_body(900_001).replace("count.gif", "count.gif?x=1"), "counter-missing"),
        (tc_body(900_001).replace("https://counter.", "https://images."), "counter-missing"),
    ],
    ids=["another article's", "none", "with another query", "of another host"],
)
def test_3_a_counter_that_is_not_this_articles_own_holds_it(world: World, body: str, reason: str) -> None:
    assert play(world, tc(1, body=body)) == {tc(1).title: ("hold", (reason,))}


def test_3_the_republication_package_has_the_same_counter_which_is_not_doubled(world: World) -> None:
    comment = "<!-- Below is the page counter tag. Please DO NOT REMOVE. -->"
    address = "https://counter.theconversation.com/content/900001/count.gif"
    both = f"{comment}<img src='{address}?distributor=republish-lightbox-basic' width='1' height='1'/><!-- End -->"
    play(world, tc(1, body=tc_body(900_001) + both), tc(2, body=BODY + both.replace("900001", "900002")))
    of_one, of_two, *of_rss = bodies(world)
    for first, second in ((of_one, of_two), of_rss):
        assert [one.get("src") for one in first.iter("img")] == [address]
        assert [one.get("src") for one in second.iter("img")] == [
            f"{address.replace('900001', '900002')}?distributor=republish-lightbox-basic"
        ]


# 4


def test_4_the_originals_address_stands_in_the_notice_and_as_a_link_element(live: World) -> None:
    original = entry_of(live).find("a:link[@rel='alternate']", ATOM).get("href")
    for body in bodies(live):
        notice = body.find_class("syndicator-notice")[-1]
        assert original in [one.get("href") for one in notice.iter("a")]
    assert etree.fromstring(live.bytes_of("world", "rss")).findtext("channel/item/link") == original


# 5


def test_5_authors_stand_as_given_with_their_institutions_and_person_elements_carry_names_alone(world: World) -> None:
    given = (
        "Mina Sampler, Lecturer, University of Example ",
        "Nils Stand-in, Head of Ferries, Department of Crossings, Weir Institute",
        "Ada Nomen, Researcher; Director of the Marsh Station, University of Sampleton, Santa Muestra",
    )
    play(world, tc(1, authors=given))
    for body in bodies(world):
        line = folded(body.find_class("syndicator-byline")[0])
        assert line == (
            "By Mina Sampler, University of Example; Nils Stand-in, Head of Ferries, Department of Crossings, "
            "Weir Institute; Ada Nomen, Researcher; Director of the Marsh Station, University of Sampleton, "
            "Santa Muestra"
        )
        whole = folded(body.find_class("syndicator-authors")[0])
        assert whole == "; ".join(one.strip() for one in given)
    names = ["Mina Sampler", "Nils Stand-in", "Ada Nomen"]
    assert [one.text for one in entry_of(world).findall("a:author/a:name", ATOM)] == names
    creators = etree.fromstring(world.bytes_of("world", "rss")).iter("{http://purl.org/dc/elements/1.1/}creator")
    assert [one.text for one in creators] == names


@pytest.mark.parametrize(
    "authors", [(), ("Mina Sampler",), ("Mina Sampler, Lecturer, University of Example", "Nils Stand-in")]
)
def test_5_without_an_author_or_an_institution_it_is_held_until_a_person_names_one(
    world: World, authors: tuple[str, ...]
) -> None:
    assert play(world, tc(1, authors=authors)) == {tc(1).title: ("hold", ("author-missing",))}


# 6


@pytest.mark.parametrize(("characters", "expected"), [(700, ("hold", ("teaser-only",))), (701, PERMITTED)])
def test_6_seven_hundred_characters_are_a_teaser_and_one_more_is_an_article(
    world: World, characters: int, expected: tuple[str, tuple[str, ...]]
) -> None:
    shell = tc_body(900_001, "")
    figure_end = shell.index("</figure>") + len("</figure>")
    there = len(folded(html.fragment_fromstring(shell, create_parent="div")))
    text = f"<p>{'y' * (characters - there - 1)}</p>"
    assert play(world, tc(1, body=f"{shell[:figure_end]}{text}{shell[figure_end:]}")) == {tc(1).title: expected}


# 7


def test_7_the_visible_text_is_the_sources_but_for_figures_and_embeds_which_the_notice_lists(world: World) -> None:
    embed = '<figure><iframe src="https://video.example/embed/1"></iframe><figcaption>A film.</figcaption></figure>'
    junk = '<p><div inline-promo-placement="editor"></div></p>'
    cross = '<p><strong>Baca juga: <a href="https://theconversation.com/lain-900009">Yang lain</a></strong></p>'
    text = BODY.replace("</p>", f"</p>{embed}{junk}{cross}", 1)
    play(world, tc(1, body=tc_body(900_001, text)))
    expected = html.fragment_fromstring(tc_body(900_001, text), create_parent="div")
    for figure in list(expected.iter("figure")):
        figure.drop_tree()
    for body in bodies(world):
        work = body.find_class("syndicator-work")[0]
        assert " ".join(work.xpath(".//text()")).split() == " ".join(expected.xpath(".//text()")).split()
        notice = folded(body.find_class("syndicator-notice")[-1])
        assert "images and embedded content removed" in notice
        assert "https://video.example/embed/1" in notice
        assert "Omar Tisdale does not work for any company (sample)." in folded(work)


# 8


def test_8_no_address_of_a_picture_is_left_anywhere(world: World) -> None:
    picture = "https://images.theconversation.com/files/1/a.jpg"
    sources = (
        f'<picture><source srcset="{picture} 2x"><img srcset="{picture} 1x" src="{picture}"></picture>'
        f'<p style="background:url({picture})">{SENTENCES[0]}</p><video poster="{picture}"></video>'
    )
    media = f'<media:content url="{picture}" medium="image"/><media:thumbnail url="{picture}"/>'
    enclosure = f'<link rel="enclosure" type="image/jpeg" length="1" href="{picture}"/>'
    one = tc(1, body=tc_body(900_001, BODY + sources))
    assert play(world, one._replace(rights=one.rights + media + enclosure)) == {one.title: PERMITTED}
    for format_name in ("atom", "rss"):
        public = world.bytes_of("world", format_name)
        assert not re.search(rb"(?i)images\.theconversation|shutterstock|\.jpg|pictures\.example", public)


def test_8_no_address_of_a_picture_of_the_golden_article_is_left(live: World) -> None:
    public = live.bytes_of("world") + live.bytes_of("world", "rss")
    assert not re.search(rb"(?i)images\.theconversation|shutterstock|\.jpg|agency/photo", public)


# 9


@pytest.mark.parametrize(
    ("language", "sentence", "license_words"),
    [
        (
            "en",
            (
                "This article is republished from The Conversation under a Creative Commons license. "
                "Read the original article."
            ),
            "License: CC BY-ND 4.0",
        ),
        (
            "es",
            "Este artículo fue publicado originalmente en The Conversation. Lea el original.",
            "Licencia: CC BY-ND 4.0",
        ),
        (
            "fr",
            (
                "Cet article est republié à partir de The Conversation sous licence Creative Commons. "
                "Lire l'article original."
            ),
            "Licence : CC BY-ND 4.0",
        ),
        (
            "ca",
            (
                "This article is republished from The Conversation under a Creative Commons license. "
                "Read the original article."
            ),
            "License: CC BY-ND 4.0",
        ),
    ],
)
def test_9_the_fixed_sentence_stands_verbatim_in_the_language_with_license_name_and_address_beside_it(
    world: World, language: str, sentence: str, license_words: str
) -> None:
    play(world, tc(1), lines=(f'language = "{language}"',))
    for body in bodies(world):
        notice = body.find_class("syndicator-notice")[-1]
        paragraphs = [folded(one) for one in notice.iter("p")]
        assert paragraphs[0] == sentence
        assert any(one.startswith(license_words) for one in paragraphs), paragraphs
        links = {folded(one): one.get("href") for one in notice.iter("a")}
        assert links["The Conversation"] == "https://theconversation.com"
        assert links["CC BY-ND 4.0"] == "https://creativecommons.org/licenses/by-nd/4.0/"


# 10 and 11


def several(world: World, order: tuple[str, ...], feeds: tuple[str, ...]) -> None:
    """Play three sections that share entries, in an order, and feeds of one or all of them."""
    shown = {"politics": (1, 3, 5, 7), "health": (1, 2, 6), "arts": (2, 4, 3)}
    for name in order:
        source(world, name, "the-conversation", ALL)
        world.documents[name] = atom(
            *(tc(number) for number in shown[name]), me=f"tag:theconversation.com,2011:/{name}"
        )
    for name in feeds:
        world.feed(name, list(order) if name == "world" else [name])
    world.cycle()


@pytest.mark.parametrize("order", list(itertools.permutations(("politics", "health", "arts"))))
@pytest.mark.parametrize("feeds", [("world",), ("world", "politics"), ("politics", "health", "arts")])
def test_10_and_11_one_id_counts_once_and_the_choice_of_three_does_not_depend_on_any_order(
    world: World, order: tuple[str, ...], feeds: tuple[str, ...]
) -> None:
    several(world, order, feeds)
    expected = {tc(number).id for number in (1, 2, 3)}
    assert {one for feed in feeds for one in world.ids(feed)} == expected
    world.restart()
    world.cycle(1, force=True, by="Sam")
    assert {one for feed in feeds for one in world.ids(feed)} == expected
    charged = world.app.store.charged("the-conversation", since=NOON - timedelta(1), until=NOON + timedelta(1))
    assert charged == expected


def test_11_the_fourth_waits_for_the_next_utc_day_and_the_share_of_a_third_for_more_offers(world: World) -> None:
    ended = play(world, *(tc(number) for number in range(1, 10)))
    assert [one for one, _ in ended.values()].count("permit") == 3
    assert {reasons for kind, reasons in ended.values() if kind == "wait"} == {("quota-reached",)}
    world.restart()
    ended = decided(world.cycle(12))
    assert {reasons for kind, reasons in ended.values() if kind == "wait"} == {("share-reached",)}
    assert world.ids("world") == [tc(number).id for number in (1, 2, 3)]
    world.act(ActKind.TAKEDOWN, tc(1).id)
    world.restart()
    world.cycle(13)
    assert world.ids("world") == [tc(2).id, tc(3).id]
    world.documents["tc"] = atom(*(tc(number) for number in range(-2, 10)))
    world.cycle(14)
    assert world.ids("world") == [tc(-2).id, tc(2).id, tc(3).id]


# The case table.


def test_a_publisher_without_a_registry_entry_is_held(world: World) -> None:
    source(world, "tc", "the-conversatoin", ALL)
    world.feed("world", ["tc"])
    world.documents["tc"] = atom(tc(1))
    assert decided(world.cycle()) == {tc(1).title: ("hold", ("terms-missing",))}


def test_a_looser_sentence_is_told_as_looser_and_no_approval_lifts_it(world: World) -> None:
    play(world, tc(1, rights="<rights>Licensed as Creative Commons – attribution.</rights>"))
    reply = world.act(ActKind.APPROVE, tc(1).id)
    assert decided(reply)[tc(1).title] == ("hold", ("rights-text-unexpected", "license-changed"))
    assert not (world.folder / "feeds" / "world.atom").exists()


@pytest.mark.parametrize("name", ["tc_es_republished_tail.html", "tc_us_environment_2025_fragments.html"])
def test_the_captured_fragments_keep_their_counter_once_and_their_fine_print(
    world: World, name: str, rights_data: Path
) -> None:
    fragment = (rights_data / "tc" / name).read_text(encoding="utf-8")
    number = int(re.search(r"content/(\d+)/count", fragment)[1])
    links = re.findall(rf'href="(https://theconversation\.com/[a-z0-9-]+-{number})"', fragment)
    link = next(iter(links), f"https://theconversation.com/a-{number}")
    one = tc(1, id=f"tag:theconversation.com,2011:article/{number}", link=link)
    lines = ('language = "es"',) if "_es_" in name else ()
    assert play(world, one._replace(body=BODY + fragment), lines=lines) == {one.title: PERMITTED}
    for body in bodies(world):
        counters = [image.get("src").partition("?")[0] for image in body.iter("img")]
        assert counters == [f"https://counter.theconversation.com/content/{number}/count.gif"]
        assert folded(body).count("Este artículo fue publicado originalmente en The Conversation") == ("_es_" in name)
        assert ("does not work for" in folded(body)) == ("_us_" in name)
        assert not list(body.iter("iframe", "figure"))
