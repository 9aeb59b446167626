"""The reference article of the shared data, framed: every sentence that was promised for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree, html
from unit.rewrite.rewrite_sample import BY_ND, CONVERSATION, framed

from syndicator.model.document import Person
from syndicator.model.framing import Framed
from syndicator.model.reasons import Reason
from syndicator.rewrite import text_of, unframe

ATOM = "{http://www.w3.org/2005/Atom}"
HOMEPAGE = "{http://xmlns.com/foaf/0.1/}homepage"
RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
TERMS = CONVERSATION.model_copy(
    update={
        "name": "The Conversation",
        "url": "https://theconversation.com",
        "counter": CONVERSATION.counter.model_copy(
            update={
                "match": r"^https://counter\.theconversation\.com/content/(?P<id>\d+)/count\.gif(\?distributor=[a-z0-9-]+)?$"
            }
        ),
    }
)
ORIGINAL = "https://theconversation.com/beijing-is-walking-a-fine-line-between-support-for-russia-and-not-angering-the-west-too-much-230385"
COUNTER = "https://counter.theconversation.com/content/230385/count.gif"


@pytest.fixture(scope="module")
def body(shared: Path) -> list[str]:
    return (shared / "data/golden/tc-beijing.body.txt").read_text(encoding="utf-8").strip().split("\n")


@pytest.fixture(scope="module")
def golden(shared: Path) -> Framed:
    found = etree.parse(shared / "data/golden/tc-beijing.atom").find(f"{ATOM}entry")
    authors = tuple(
        Person(name=author.findtext(f"{ATOM}name"), uri=author.find(HOMEPAGE).get(RESOURCE))
        for author in found.findall(f"{ATOM}author")
    )
    return framed(
        found.findtext(f"{ATOM}content"),
        TERMS,
        BY_ND,
        upstream_id=found.findtext(f"{ATOM}id"),
        link=found.find(f"{ATOM}link").get("href"),
        title=found.findtext(f"{ATOM}title"),
        summary=found.findtext(f"{ATOM}summary"),
        authors=authors,
    )


def test_all_blocks_of_the_article_stand_in_order_with_their_text_unchanged(golden: Framed, body: list[str]):
    page = html.fromstring(f"<main>{golden.html}</main>")
    work = page.find_class("syndicator-work")[0]
    blocks = [" ".join(block.text_content().split()) for block in work.iter("p", "h2")]
    assert blocks[: len(body)] == body
    assert len(blocks) == len(body) + 2


def test_the_fine_print_is_kept_at_the_end_of_the_work(golden: Framed):
    last = text_of(unframe(golden.html)).split("\n")[-2:]
    assert last[0].startswith("Marcin Kaczmarski does not work for")
    assert last[1].startswith("Natasha Kuhrt has disclosed no relevant affiliations")


def test_the_counter_stands_once_right_after_the_last_paragraph_with_its_own_number(golden: Framed):
    assert golden.html.count("count.gif") == 1
    assert re.search(
        rf'win the Ukraine war, by circumventing western sanctions\.</p><img src="{COUNTER}"'
        r' alt="The Conversation" width="1" height="1">\s*<p><em><span>Marcin',
        golden.html,
    )


def test_the_lead_picture_is_gone_with_its_caption_and_the_notice_says_so(golden: Framed):
    assert "images.theconversation.com" not in golden.html
    assert "stand-in caption" not in golden.html
    assert "Agency/Photographer" not in golden.html
    assert golden.media_removed
    assert golden.notes == (Reason.MEDIA_STRIPPED,)
    assert golden.notice.endswith("Changes: images removed.")


def test_the_byline_gives_each_name_with_its_institution(golden: Framed):
    assert golden.byline == ("By Marcin Kaczmarski, University of Glasgow and Natasha Kuhrt, King's College London")
    assert golden.html.startswith(f'<p class="syndicator-byline">{golden.byline}</p>')


def test_the_author_lines_give_the_strings_whole_and_link_the_profiles(golden: Framed):
    page = html.fromstring(f"<main>{golden.html}</main>")
    lines = page.find_class("syndicator-authors")[0]
    assert lines.text_content() == (
        "Marcin Kaczmarski, Lecturer in Security Studies, University of Glasgow and "
        "Natasha Kuhrt, Senior Lecturer in International Peace & Security, King's College London"
    )
    assert lines.xpath("a/@href") == [
        "https://theconversation.com/profiles/marcin-kaczmarski-000001",
        "https://theconversation.com/profiles/natasha-kuhrt-000002",
    ]


def test_the_notice_says_the_fixed_sentence_and_names_title_publisher_date_and_license(golden: Framed):
    page = html.fromstring(f"<main>{golden.html}</main>")
    sentence, origin, granted = page.find_class("syndicator-notice")[0]
    assert sentence.text_content() == (
        "This article is republished from The Conversation under a Creative Commons license. Read the original article."
    )
    assert sentence.xpath("a/@href") == ["https://theconversation.com", ORIGINAL]
    assert origin.text_content() == (
        "Original: Beijing is walking a fine line between support for Russia and not angering the west too much, "
        "The Conversation, May 4, 2026."
    )
    assert origin.xpath("a/@href") == [ORIGINAL, "https://theconversation.com"]
    assert granted.text_content() == "License: CC BY-ND 4.0. Changes: images removed."
    assert granted.xpath("a/@href") == ["https://creativecommons.org/licenses/by-nd/4.0/"]


def test_rights_and_persons_name_the_authors_alone(golden: Framed):
    assert golden.rights == (
        "CC BY-ND 4.0 (https://creativecommons.org/licenses/by-nd/4.0/), by Marcin Kaczmarski and Natasha Kuhrt, "
        "republished from The Conversation."
    )
    assert [person.name for person in golden.persons] == ["Marcin Kaczmarski", "Natasha Kuhrt"]
