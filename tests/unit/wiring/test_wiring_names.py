"""An author who asks not to be named: out of every feed at once, for good, and nothing else changes."""

from __future__ import annotations

import pytest
from harness.world import World, item, said
from lxml import etree

from syndicator.errors import SyndicatorError
from syndicator.model.config import ActKind

ADA, BO = "Ada Nomen", "Bo Finch"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
FILED = f'[[remove-name]]\nentry = "{item(1).id}"\nby = "Jo"\nat = 2026-11-19\nwhy = "asked"\nname = "{ADA}"\n'


@pytest.fixture
def live(world: World) -> World:
    """Give a world with an entry of two authors and one of one, in a feed of works and one of references."""
    world.publisher("gazette")
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    world.feed("links", ["sea"], 'mode = "link"')
    world.shows("sea", item(1, authors=(ADA, BO)), item(2))
    world.cycle()
    return world


def entry_of(world: World, feed: str, entry: str, format_name: str = "atom") -> etree._Element:
    tree = etree.fromstring(world.bytes_of(feed, format_name))
    found = tree.xpath("//a:entry[a:id=$id] | //item[guid=$id]", namespaces=ATOM, id=entry)
    return found[0]


def texts(world: World, entry: str) -> str:
    places = [(feed, name) for feed in ("world", "links") for name in ("atom", "rss")]
    return "".join(etree.tostring(entry_of(world, *place[:1], entry, place[1]), encoding="unicode") for place in places)


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_removed_name_stands_in_no_form_of_any_feed_and_comes_back_with_no_restart(
    live: World, by_hand: bool
) -> None:
    assert ADA in texts(live, item(1).id)
    if by_hand:
        live.write("config/approvals.toml", FILED)
        live.restart()
        live.cycle(0.5)
        live.remove("config/approvals.toml")
    else:
        live.act(ActKind.REMOVE_NAME, item(1).id, name="ada nomen")
    for hours in (1, 2):
        assert ADA not in texts(live, item(1).id)
        assert BO in texts(live, item(1).id)
        assert ADA in texts(live, item(2).id)
        live.restart()
        live.shows("sea", item(1, authors=(ADA, BO), title=f"Piece 1 at {hours}"), item(2))
        live.cycle(hours)
        assert live.ids("world") == [item(1).id, item(2).id]


def test_only_the_credit_changes_and_updated_does_not_move(live: World) -> None:
    before = entry_of(live, "world", item(2).id)
    live.act(ActKind.REMOVE_NAME, item(2).id, name=ADA)
    after = entry_of(live, "world", item(2).id)
    for name in ("updated", "published", "id", "title", "source"):
        one, other = (tree.find(f"a:{name}", ATOM) for tree in (before, after))
        assert etree.tostring(one) == etree.tostring(other), name
    assert [one.text for one in after.iterfind("a:author/a:name", ATOM)] == ["The Sample Gazette"]
    assert [one.get("href") for one in after.iterfind("a:link[@rel='via']", ATOM)] == [item(2).link]
    assert [one.text for one in entry_of(live, "world", item(2).id, "rss").iter(CREATOR)] == ["The Sample Gazette"]
    assert [one.text for one in entry_of(live, "world", item(1).id).iterfind("a:author/a:name", ATOM)] == [ADA, BO]


def test_a_removal_is_on_record_with_who_when_why_and_whose_name(live: World) -> None:
    live.act(ActKind.REMOVE_NAME, item(1).id, name=ADA)
    lines = live.app.store.ledger()
    (line,) = [one for one in lines if one.event.event == "remove-name"]
    assert (line.event.subject, line.event.by, line.event.message) == (item(1).id, "Sam Sample", f"{ADA}: read it")
    permits = [one.event.message for one in lines if one.no > line.no and one.event.event == "permit"]
    assert permits
    assert all("a name removed on request" in message for message in permits)


def test_a_takedown_beats_a_removal_and_an_approval_does_not_bring_the_name_back(live: World) -> None:
    live.act(ActKind.REMOVE_NAME, item(1).id, name=ADA)
    live.act(ActKind.APPROVE, item(1).id, author=f"{ADA}, Writer, Gazette")
    assert ADA not in texts(live, item(1).id)
    reply = live.act(ActKind.TAKEDOWN, item(1).id)
    assert said(reply, "world")["Piece 1"] == ("withdrawal", ("takedown",))
    assert live.ids("world") == [item(2).id]


def test_a_name_that_is_no_author_s_is_refused_with_those_that_are_and_nothing_is_recorded(live: World) -> None:
    with pytest.raises(SyndicatorError) as raised:
        live.act(ActKind.REMOVE_NAME, item(1).id, name="Ada")
    assert raised.value.code == "name-unknown"
    assert f"{ADA}; {BO}" in raised.value.hint
    assert live.app.store.acts() == ()


def test_a_name_in_the_work_s_own_text_stays_there_and_the_act_says_so(live: World) -> None:
    words = item(3).words + f"&lt;p&gt;{ADA} lives in Brindle.&lt;/p&gt;"
    live.shows("sea", item(3, words=words))
    live.cycle(1)
    reply = live.act(ActKind.REMOVE_NAME, item(3).id, name=ADA)
    assert "also stands in the work's text" in reply.message
    assert "not ours to change" in reply.message
    assert "also stands" not in live.act(ActKind.REMOVE_NAME, item(1).id, name=BO).message


def test_the_author_that_an_approval_or_the_document_supplied_can_be_removed(live: World) -> None:
    live.publisher("gazette", 'author_fallback = "document-title"')
    live.shows("sea", item(3, authors=()), item(4, authors=()))
    live.restart()
    live.cycle(1)
    live.act(ActKind.APPROVE, item(4).id, author="Cy Low")
    live.act(ActKind.REMOVE_NAME, item(4).id, name="Cy Low")
    assert "Cy Low" not in texts(live, item(4).id)
    live.act(ActKind.REMOVE_NAME, item(3).id, name="A feed of gazette.example")
    assert [one.text for one in entry_of(live, "world", item(3).id).iterfind("a:author/a:name", ATOM)] == [
        "The Sample Gazette"
    ]


def test_an_entry_whose_publisher_nobody_knows_can_lose_a_name_too(world: World) -> None:
    world.write("config/sources/sea.toml", 'url = "https://gazette.example/sea.atom"\n')
    world.feed("world", ["sea"])
    world.shows("sea", item(1), item(2, authors=()))
    world.cycle()
    assert world.act(ActKind.REMOVE_NAME, item(1).id, name=ADA).code == item(1).id
    with pytest.raises(SyndicatorError, match="no author"):
        world.act(ActKind.REMOVE_NAME, item(2).id, name=ADA)
