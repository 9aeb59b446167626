"""A package: for works that no feed may carry, and for no work whose rights refuse it."""

from __future__ import annotations

from typing import Any

import pytest
from harness.world import CONTENT, World, item

from syndicator.errors import SyndicatorError
from syndicator.model.config import ActKind
from syndicator.wiring.packaging import Packaged, package

SCRIPT = '<script async src="https://pixel.gazette.example/p.js"></script>'
ESCAPED = SCRIPT.replace("<", "&lt;")
COUNTER = '[counter]\nrule = "required"\nkind = "script"\nmatch = "^https://pixel\\\\.gazette\\\\.example/p\\\\.js$"'


def desk(world: World, *lines: str, items: tuple[Any, ...] = (), source: tuple[str, ...] = ()) -> World:
    """Give a world whose publisher lets nothing go by itself, with one entry held."""
    world.publisher("gazette", *lines)
    path = world.folder / "config/publishers/gazette.toml"
    path.write_text(path.read_text().replace('"allowed"', '"manual"'))
    world.source("sea", "gazette", *source)
    world.feed("world", ["sea"])
    world.feed("money", ["sea"], "[use]\nads = true")
    world.shows("sea", *(items or (item(1),)))
    world.cycle()
    return world


def checks(made: Packaged) -> dict[str, str]:
    return {one.key: one.text for one in made.checklist}


def test_what_forbids_machines_feeds_and_a_full_quota_does_not_stop_a_package(world: World) -> None:
    desk(world, 'quota = "1/day"', COUNTER, items=(item(1, words=CONTENT + ESCAPED), item(2)))
    assert {one.kind for one in world.app.store.decisions()} == {"refusal"}
    made = package(world.app, item(1).link)
    assert (made.kind, made.reasons, made.counter) == ("permit", (), "script")
    assert made.html.startswith("<h1>Piece 1</h1>\n")
    assert made.html.endswith(SCRIPT)
    assert (made.byline, made.link) == ("By Ada Nomen", item(1).link)
    for words in ("The Sample Gazette", "CC BY 4.0", item(1).link, "Ada Nomen"):
        assert words in made.html
    assert "1 of 1 slots left for 2026-11-20" in checks(made)["quota"]
    other = package(world.app, item(2).id)
    assert (other.kind, other.counter) == ("permit", "page")
    assert f"copy it from the republish button on {item(2).link}" in checks(other)["counter"]
    assert world.app.store.charged("gazette", since=item(9).published, until=world.clock.now()) == frozenset()


def test_a_package_carries_the_frame_that_a_feed_does(world: World) -> None:
    desk(world)
    world.act(ActKind.APPROVE, item(1).id)
    world.act(ActKind.REMOVE_NAME, item(1).id, name="Ada Nomen")
    made = package(world.app, item(1).id, "world")
    frame = made.html.removeprefix("<h1>Piece 1</h1>\n")
    from html import escape

    assert escape(frame, quote=False).encode() in world.bytes_of("world")
    assert "Ada Nomen" not in made.html


@pytest.mark.parametrize(
    ("entry", "kind", "reason"),
    [
        (item(1, license="https://gazette.example/terms"), "hold", "license-unknown"),
        (item(1, words="&lt;p&gt;Short.&lt;/p&gt;"), "hold", "teaser-only"),
        (item(1, authors=()), "hold", "author-missing"),
        (item(-9), "wait", "embargo"),
        (item(1, title="[Withdrawn] Piece 1"), "withdrawal", "article-gone"),
    ],
)
def test_rights_that_refuse_or_are_unknown_give_no_package_and_say_why(
    world: World, entry: Any, kind: str, reason: str
) -> None:
    desk(world, items=(entry,))
    made = package(world.app, entry.id)
    assert (made.kind, made.reasons, made.html, made.checklist) == (kind, (reason,), "", ())
    assert made.message
    assert made.fixes[0].startswith(f"{reason}: ")


def test_a_refusal_and_a_takedown_hold_for_packages(world: World) -> None:
    desk(world, items=(item(1), item(2)))
    world.act(ActKind.REFUSE, item(1).id, feed="money")
    world.act(ActKind.TAKEDOWN, item(2).id)
    assert package(world.app, item(1).id, "money").reasons == ("editor-refused",)
    assert package(world.app, item(1).id, "world").kind == "permit"
    assert package(world.app, item(2).id).reasons == ("takedown",)


def test_the_use_is_that_of_the_feed_that_was_named_or_the_general_one(world: World) -> None:
    desk(world, 'ads = "no"')
    assert package(world.app, item(1).id).kind == "permit"
    refused = package(world.app, item(1).id, "money")
    assert (refused.kind, refused.reasons, refused.feed) == ("refusal", ("use-not-permitted",), "money")


def test_a_page_of_one_s_own_is_no_onward_grant_and_carries_the_whole_work_whatever_the_feed_does(world: World) -> None:
    desk(world, 'audience = "news_org"', 'downstream = "forbidden"')
    world.feed("world", ["sea"], 'mode = "link"', "[use]\nnews_org = true")
    world.restart()
    made = package(world.app, item(1).id, "world")
    assert made.kind == "permit"
    assert "The ferries of Lower Brindle" in made.html


def test_the_checklist_names_what_the_terms_ask_of_a_page(world: World) -> None:
    lines = (
        'canonical = "required"',
        'notify = "after"',
        'report = "Reach figures."',
        'tagline = "The Gazette is a sample."',
        'remark = "Show the logo and tag us."',
        'headline = "fixed"',
        'remove_after = "90d"',
        'seo_farms = "no"',
        '[terms_urls]\nuk = "https://gazette.example/uk"',
    )
    image = "&lt;img src='https://gazette.example/a.jpg'&gt;"
    desk(
        world,
        *lines,
        items=(item(1, words=CONTENT + image, link=f"{item(1).link}?a=1&amp;b=2"),),
        source=('edition = "uk"',),
    )
    told = checks(package(world.app, item(1).id))
    assert '<link rel="canonical" href="https://gazette.example/pieces/1?a=1&amp;b=2">' in told["canonical"]
    assert told["canonical"].startswith("The publisher requires this")
    assert told["unchanged"].startswith("Leave the text, links and headline as they are")
    assert "Pictures, players and frames were taken out" in told["media"]
    assert "by 2027-02-18" in told["remove_after"]
    assert "closing lines" in told["tagline"]
    assert "syndicator report gazette" in told["notify"]
    assert told["report"] == "Report to them: Reach figures."
    assert told["remark"] == "Show the logo and tag us."
    assert "search engines" in told["seo_farms"]
    assert told["terms"] == "The terms: https://gazette.example/uk, read by Sam Sample on 2026-11-01."


@pytest.mark.parametrize(("rule", "words"), [("one-of", "or for the notice"), ("none", "Good manners")])
def test_a_canonical_link_is_asked_for_as_strongly_as_the_terms_do(world: World, rule: str, words: str) -> None:
    desk(world, f'canonical = "{rule}"', 'edits = "none"')
    told = checks(package(world.app, item(1).id))
    assert words in told["canonical"]
    assert told["unchanged"].startswith("Leave the text and links as they are")


def test_a_counter_image_is_to_be_looked_for_once_the_page_is_published(world: World) -> None:
    rule = '[counter]\nrule = "required"\nmatch = "^https://count\\\\.gazette\\\\.example/1\\\\.gif$"'
    image = "&lt;img src='https://count.gazette.example/1.gif' width='1' height='1'&gt;"
    desk(world, rule, items=(item(1, words=CONTENT + image),))
    made = package(world.app, item(1).id)
    assert made.counter == "image"
    assert made.html.count("https://count.gazette.example/1.gif") == 1
    assert "image stands in the text, once" in checks(made)["counter"]


def test_an_entry_of_no_such_feed_or_of_no_source_any_more_is_named(world: World) -> None:
    desk(world)
    world.source("land", "gazette")
    world.feed("coast", ["land"])
    world.restart()
    with pytest.raises(SyndicatorError, match="belongs to no feed called coast"):
        package(world.app, item(1).id, "coast")
    for name in ("sources/sea", "feeds/world", "feeds/money"):
        world.remove(f"config/{name}.toml")
    world.restart()
    with pytest.raises(SyndicatorError, match="has no source any more") as raised:
        package(world.app, item(1).id)
    assert raised.value.code == "entry-without-feed"
