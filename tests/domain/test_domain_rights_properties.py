"""The properties below the acceptance list of the page on rights (section 24): true of any story of any feeds.

Each holds for documents with entries of all kinds at once, listed in any order, polled in any order, for several
feeds, over several cycles with corrections, tombstones and takedowns.
"""

from __future__ import annotations

import itertools
import random
import re
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from harness.documents import BODY, Piece, atom, license_link, piece, source, tc, tc_body
from harness.world import NOON, World
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from syndicator.errors import SyndicatorError
from syndicator.model.config import ActKind
from syndicator.validate import validate

ATOM = {"a": "http://www.w3.org/2005/Atom"}
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
FEEDS = ("world", "left")
SHAPES: tuple[dict[str, object], ...] = (
    {"rights": license_link("by/4.0")},
    {"rights": license_link("by-nd/4.0")},
    {"rights": license_link("by-nc-nd/3.0/us")},
    {"rights": license_link("by-nd/4.0"), "body": f"{BODY}<figure><img src='https://g.example/a.jpg'></figure>"},
    {"rights": license_link("by-nd/4.0"), "body": f"{BODY}<iframe src='https://video.example/1'></iframe>"},
    {"rights": license_link("by-nd/4.0"), "authors": ()},
    {"rights": license_link("by-nd/4.0"), "body": "<p>Short.</p>"},
    {"rights": license_link("by-nd/4.0"), "body": f"<p>a\u202eb</p>{BODY}"},
    {"rights": "<rights>All rights reserved</rights>"},
    {"rights": ""},
    {"rights": license_link("by/4.0"), "body": tc_body(900_001)},
    {"rights": license_link("by/4.0"), "link": "https://bugle.example/1"},
)
"""What entries of the gazette can be like: permitted, held and refused ones."""


def of(number: int, *, changed: bool = False) -> Piece:
    """Give the entry of a number, in the shape that its number says, as it first is or corrected."""
    made = piece(number, **SHAPES[number % len(SHAPES)])
    return made._replace(body=f"{made.body}<p>Corrected.</p>") if changed else made


class Step(NamedTuple):
    """One cycle: what the two gazette documents list, what is corrected or withdrawn, and what a person takes down."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    changed: frozenset[int]
    deleted: int | None
    taken: int | None
    hours: int


NUMBERS = st.integers(0, 23)
STEPS = st.builds(
    Step,
    left=st.lists(NUMBERS, max_size=8, unique=True).map(tuple),
    right=st.lists(NUMBERS, max_size=8, unique=True).map(tuple),
    changed=st.frozensets(NUMBERS, max_size=4),
    deleted=st.none() | NUMBERS,
    taken=st.none() | NUMBERS,
    hours=st.integers(1, 30),
)


def furnish(world: World) -> None:
    world.publisher("gazette", 'quota = "6/day"')
    for name in ("left", "right"):
        world.source(name, "gazette")
    world.feed("world", ["left", "right"])
    world.feed("left", ["left"])


def show(world: World, step: Step, *, shuffled: random.Random | None = None) -> None:
    head = ""
    if step.deleted is not None:
        when = f"{NOON + timedelta(days=9):%Y-%m-%dT%H:%M:%SZ}"
        head = f'<at:deleted-entry ref="{of(step.deleted).id}" when="{when}"/>'
    for name in ("left", "right"):
        numbers = [one for one in getattr(step, name) if one != step.deleted]
        if shuffled:
            shuffled.shuffle(numbers)
        world.documents[name] = atom(*(of(one, changed=one in step.changed) for one in numbers), head=head)


def entries(world: World, feed: str) -> list[tuple[str, etree._Element, html.HtmlElement]]:
    """Give (id, element, HTML) of each entry of a feed in both formats."""
    of_atom = etree.fromstring(world.bytes_of(feed)).findall("a:entry", ATOM)
    of_rss = etree.fromstring(world.bytes_of(feed, "rss")).findall("channel/item")
    found = [(one.findtext("a:id", "", ATOM), one, one.findtext("a:content", "", ATOM)) for one in of_atom]
    found += [
        (one.findtext("guid", ""), one, one.findtext(CONTENT, "")) for one in of_rss if one.find(CONTENT) is not None
    ]
    return [(name, one, html.fragment_fromstring(body, create_parent="div")) for name, one, body in found]


def text(tree: html.HtmlElement) -> str:
    for figure in list(tree.iter("figure")):
        figure.drop_tree()
    return re.sub(r"\s+", " ", " ".join(tree.xpath(".//text()"))).strip()


def assert_lawful(world: World, step: Step, gone: set[str]) -> None:
    """Check every property on the live bytes of every feed."""
    by_id = {of(number).id: number for number in range(24)}
    for feed in FEEDS:
        if not (world.folder / "feeds" / f"{feed}.atom").exists():
            continue
        for format_name in ("atom", "rss"):
            assert [one for one in validate(world.bytes_of(feed, format_name)) if one.severity == "error"] == []
        for name, element, body in entries(world, feed):
            assert name not in gone
            number = by_id[name]
            notice = text(body.find_class("syndicator-notice")[-1])
            credited = text(body.find_class("syndicator-byline")[0])
            assert credited == "By Ada Nomen"
            assert "The Sample Gazette" in notice
            assert re.search(r"License: CC BY", notice)
            hrefs = [link.get("href") for link in body.find_class("syndicator-notice")[-1].iter("a")]
            assert of(number).link in hrefs
            assert element.findall("a:author", ATOM) or element.findall("{http://purl.org/dc/elements/1.1/}creator")
            if "nd" in str(SHAPES[number % len(SHAPES)]["rights"]):
                work = text(body.find_class("syndicator-work")[0])
                both = [
                    text(html.fragment_fromstring(of(number, changed=changed).body or "", create_parent="div"))
                    for changed in (False, True)
                ]
                assert work in both


@pytest.mark.timeout(300)
@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEPS, min_size=1, max_size=4), st.integers(0, 999))
def test_credit_verbatim_text_withdrawals_and_validity_hold_for_any_story(story: list[Step], seed: int) -> None:
    """And the output does not depend on the order in which entries are listed, sources are named or feeds are read."""
    with (
        tempfile.TemporaryDirectory() as one,
        tempfile.TemporaryDirectory() as other,
        World(Path(one)) as world,
        World(Path(other)) as mirrored,
    ):
        furnish(world)
        furnish(mirrored)
        mirrored.feed("world", ["right", "left"])
        hours, chance, gone = 0.0, random.Random(seed), set[str]()
        for step in story:
            hours += step.hours
            for each, order in ((world, None), (mirrored, chance)):
                show(each, step, shuffled=order)
                each.cycle(hours)
                if step.taken is not None:
                    with suppress(SyndicatorError):  # no such entry yet
                        each.act(ActKind.TAKEDOWN, of(step.taken).id)
            gone |= set(world.tombstones("world")) if (world.folder / "feeds/world.atom").exists() else set()
            assert_lawful(world, step, gone)
            for feed in FEEDS:
                for kind in ("atom", "rss"):
                    paths = [each.folder / "feeds" / f"{feed}.{kind}" for each in (world, mirrored)]
                    assert [path.exists() for path in paths] in ([True, True], [False, False])
                    if paths[0].exists():
                        assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize("order", list(itertools.permutations(("left", "right", "far"))))
def test_the_output_is_the_same_in_whichever_order_documents_arrive(order: tuple[str, ...], tmp_path: Path) -> None:
    shown = {"left": (1, 2, 3, 13), "right": (2, 4, 14), "far": (1, 25, 26)}

    def played(folder: Path, arrival: tuple[str, ...]) -> list[bytes]:
        with World(folder) as world:
            world.publisher("gazette", 'quota = "3/day"', "never_all = true")
            for name in sorted(shown):
                world.source(name, "gazette")
                world.documents[name] = atom()
            world.feed("world", sorted(shown))
            world.cycle()
            for name in arrival:
                world.documents[name] = atom(*(of(number) for number in shown[name]))
                world.cycle(1, poll=True, force=True, by="Sam", sources=(name,), feeds=("none",))
            world.cycle(2, poll=False)
            return [world.bytes_of("world", kind) for kind in ("atom", "rss")]

    one, two = played(tmp_path / "a", order), played(tmp_path / "b", ("far", "left", "right"))
    assert [raw.decode().splitlines() for raw in one] == [raw.decode().splitlines() for raw in two]


def test_no_withdrawn_id_is_ever_back_whatever_upstream_does(world: World) -> None:
    furnish(world)
    both = [of(0), of(1), of(12)]
    world.documents |= {"left": atom(*both), "right": atom(both[0])}
    world.cycle()
    world.act(ActKind.TAKEDOWN, both[0].id)
    for hours, change in enumerate(({}, {"title": "Revised"}, {"link": "https://gazette.example/new"}), 1):
        world.restart()
        again = both[0]._replace(**change)
        world.documents |= {"left": atom(again, *both[1:]), "right": atom(again)}
        world.cycle(hours)
        assert both[0].id not in world.ids("world") + world.ids("left")
        assert both[0].id in world.tombstones("world")


def test_nothing_of_the_conversation_goes_out_without_its_credit(world: World) -> None:
    source(world, "left", "the-conversation", "[select]\ninclude = [{ words_min = 0 }]")
    world.feed("world", ["left"])
    world.documents["left"] = atom(*(tc(number) for number in range(1, 9)))
    world.cycle()
    for _, _, body in entries(world, "world"):
        assert text(body.find_class("syndicator-byline")[0]) == "By Omar Tisdale, University of Lower Weir"
        assert "This article is republished from" in text(body.find_class("syndicator-notice")[-1])
