"""The frame of every built-in publisher that prescribes a sentence or a closing line, read as a reader's program would.

An invented entry goes through the frame under each publisher's own terms, in each language the publisher has a notice
for: sentences verbatim with real links in their place, the byline's form, license, changes; and nothing said twice.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import NamedTuple

import pytest
from lxml import html

from syndicator.licensing import license_of
from syndicator.model.document import Entry, Person
from syndicator.model.framing import Framed
from syndicator.model.rights import Grant, License, Permit
from syndicator.model.terms import Counter, Notice, Terms
from syndicator.publishers import Registry, load_registry
from syndicator.rewrite import Setting, frame

PUBLISHED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
AUTHOR = {"plain": "Mira Solvay", "name-first": "Mira Solvay, Lecturer, University of Lower Weir"}
SHOWN = {"plain": "Mira Solvay", "name-first": "Mira Solvay, University of Lower Weir"}
WORK = "<p>The ferries of Lower Brindle have sailed without a timetable since the flood.</p>\n" * 3
PICTURE = '<figure><img src="https://pictures.example/1.jpg"><figcaption>A stand-in.</figcaption></figure>'
COUNTERS = {
    "the-conversation": "https://counter.theconversation.com/content/900001/count.gif",
    "kff-health-news": "https://kffhealthnews.org/?republication-pixel=true&post=900001",
}
DATES = {"en": "November 20, 2026", "es": "20 de noviembre de 2026", "fr": "20 novembre 2026"}


def prescribing() -> list[Terms]:
    registry = load_registry()
    assert isinstance(registry, Registry)
    found = [terms for name in registry.ids() if (terms := registry.get(name))]
    return [terms for terms in found if terms.notices or terms.tagline]


class Played(NamedTuple):
    """One framed entry: its parts in their order, and where the work stands among them."""

    framed: Framed
    parts: list[html.HtmlElement]
    work_at: int

    @property
    def work(self) -> html.HtmlElement:
        return self.parts[self.work_at]

    def paragraphs(self, place: str) -> list[html.HtmlElement]:
        """Give the paragraphs of the notices before (``top``) or after the work."""
        side = self.parts[: self.work_at] if place == "top" else self.parts[self.work_at + 1 :]
        return [one for part in side if part.get("class") == "syndicator-notice" for one in part.iter("p")]


def license_for(terms: Terms) -> License:
    """Give the publisher's license; for one that is closed or names no version, one that stands in."""
    known = license_of(terms.license)
    return known if known is not None and known.version_known else License(**_STAND_IN)


_STAND_IN = {
    "key": "cc:by-nc-nd/3.0/us",
    "name": "CC BY-NC-ND 3.0 US",
    "url": "https://creativecommons.org/licenses/by-nc-nd/3.0/us/",
    "permits": frozenset({"Reproduction", "Distribution"}),
}


def link_of(terms: Terms) -> str:
    return f"https://{terms.hosts[0]}/2026/why-brindle-bay-counts-its-herons-900001"


def play(terms: Terms, language: str, body: str = "") -> Played:
    """Frame the entry; where no address of a required counter is on record, as if none were required."""
    counter = COUNTERS.get(terms.id, "")
    if not counter:
        terms = terms.model_copy(update={"counter": Counter()})
    pixel = f'<img src="{counter.replace("&", "&amp;")}" width="1" height="1" alt="">' if counter else ""
    entry = Entry(
        upstream_id="tag:sample.example,2026:article/900001",
        title="Why Brindle Bay counts its herons",
        link=link_of(terms),
        authors=(Person(name=AUTHOR[terms.author_form]),),
        body=(body or PICTURE + WORK) + pixel,
        digest="d",
    )
    permit = Permit(grant=Grant(license=license_for(terms), basis=()))
    framed = frame(entry, permit, terms, Setting(language=language, published=PUBLISHED))
    assert isinstance(framed, Framed), framed
    parts = list(html.fragment_fromstring(framed.html, create_parent="div"))
    (work_at,) = [at for at, one in enumerate(parts) if one.get("class") == "syndicator-work"]
    return Played(framed, parts, work_at)


def folded(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def sentence_of(notice: Notice, terms: Terms) -> tuple[str, dict[str, str]]:
    """Give the words of a notice and where its links lead, worked out without the program."""
    leads = {
        "publisher_link": (terms.name, terms.url),
        "original_link": (notice.link_text, link_of(terms)),
        "title_link": ("Why Brindle Bay counts its herons", link_of(terms)),
        "license_link": (license_for(terms).name, license_for(terms).url or ""),
    }
    links: dict[str, str] = {}

    def put(found: re.Match[str]) -> str:
        if found[1] in leads:
            words, address = leads[found[1]]
            links[found[2] or words] = address
            return found[2] or words
        return {"author": SHOWN[terms.author_form], "date": DATES[notice.lang], "year": "2026"}[found[1]]

    return re.sub(r"\{(\w+)\}(?:\[([^\]]*)\])?", put, notice.text), links


TERMS = prescribing()
NOTICES = [
    pytest.param(terms, one, id=f"{terms.id}-{one.place}-{one.lang}") for terms in TERMS for one in terms.notices
]
EACH = pytest.mark.parametrize("terms", TERMS, ids=[one.id for one in TERMS])


def test_there_are_as_many_as_the_page_prescribes_at_least() -> None:
    assert len(TERMS) >= 30


@pytest.mark.parametrize(("terms", "notice"), NOTICES)
def test_a_notice_stands_verbatim_with_real_links_in_its_place_and_language(terms: Terms, notice: Notice) -> None:
    words, links = sentence_of(notice, terms)
    played = play(terms, notice.lang)
    fitting = [one for one in played.paragraphs(notice.place) if folded(one) == words]
    assert len(fitting) == 1
    assert {folded(one): one.get("href") for one in fitting[0].iter("a")} == links
    assert words not in [folded(one) for one in played.paragraphs("end" if notice.place == "top" else "top")]
    others = [one for one in terms.notices if one.lang != notice.lang]
    shown = " ".join(folded(part) for part in played.parts)
    assert not [one for one in others if sentence_of(one, terms)[0] in shown]


@EACH
def test_a_language_without_a_notice_gets_the_english_one(terms: Terms) -> None:
    played = play(terms, "de")
    for notice in terms.notices:
        if notice.lang == "en" and "{date}" not in notice.text:
            assert sentence_of(notice, terms)[0] in [folded(one) for one in played.paragraphs(notice.place)]


@EACH
def test_the_byline_has_the_publishers_form(terms: Terms) -> None:
    filled = terms.byline.replace("{author}", SHOWN[terms.author_form]).replace("{publisher}", terms.name)
    byline = play(terms, "en").parts[0]
    assert byline.get("class") == "syndicator-byline"
    assert folded(byline) == (filled if filled.startswith("By ") else f"By {filled}")


@EACH
def test_license_with_version_and_port_title_publisher_date_and_changes_stand_after_the_work(terms: Terms) -> None:
    played = play(terms, "en")
    granted = license_for(terms)
    *_, origin, line = played.paragraphs("end")
    changes = "" if terms.media.rule == "keep" else " Changes: images removed."
    assert folded(line) == f"License: {granted.name}.{changes}"
    assert [one.get("href") for one in line.iter("a")] == ([granted.url] if granted.url else [])
    assert folded(origin) == f"Original: Why Brindle Bay counts its herons, {terms.name}, {DATES['en']}."
    assert [one.get("href") for one in origin.iter("a")] == [link_of(terms), terms.url]


@EACH
def test_a_closing_line_stands_verbatim_once_after_the_work(terms: Terms) -> None:
    said = [folded(one) for one in play(terms, "en").paragraphs("end")]
    assert said.count(terms.tagline) == (1 if terms.tagline else 0)


@EACH
def test_nothing_of_a_template_is_left_and_the_work_is_as_it_came(terms: Terms) -> None:
    played = play(terms, "en")
    assert "{" not in played.framed.html
    expected = html.fragment_fromstring(WORK, create_parent="div")
    assert folded(played.work) == folded(expected)


@pytest.mark.parametrize("place", ["as a whole", "in other white space and quotes"])
@EACH
def test_what_the_body_says_itself_with_its_links_is_not_said_again(terms: Terms, place: str) -> None:
    """The pattern of the Republication Tracker Tool, for every publisher: notice and closing line are in the body."""
    first = play(terms, "en")
    notices = [one for one in terms.notices if one.lang == "en"]
    ours = {words for one in notices if (words := sentence_of(one, terms)[0])} | {terms.tagline} - {""}
    found = {
        where: [
            html.tostring(one, encoding="unicode", with_tail=False)
            for one in first.paragraphs(where)
            if folded(one) in ours
        ]
        for where in ("top", "end")
    }
    body = "\n".join((*found["top"], WORK, *found["end"]))
    if place != "as a whole":
        body = body.replace(" ", "\u00a0\n ").replace("’", "'").replace("<p", '<p class="credit"')
        body = re.sub("(?<=<[a-z])\u00a0\n ", " ", body).replace("<p\u00a0\n ", "<p ").replace("<a\u00a0\n ", "<a ")
    again = play(terms, "en", PICTURE + body)
    outside = [folded(one).replace("'", "’") for where in ("top", "end") for one in again.paragraphs(where)]
    inside = [folded(one).replace("'", "’") for one in again.work.iter("p")]
    for words in (one.replace("'", "’") for one in ours):
        assert (outside.count(words), inside.count(words)) == (0, 1), words
