"""``explain`` says what the next release does, and ``verify`` sees what is not as it was published."""

from __future__ import annotations

import pytest
from harness.world import World, item, outcome, said

from syndicator.errors import SyndicatorError
from syndicator.model.config import ActKind
from syndicator.wiring.inspecting import differences, explain

ITEMS = {
    "permitted": item(1),
    "too short to be whole": item(2, words="&lt;p&gt;Read more ...&lt;/p&gt;"),
    "another license": item(3, license="https://creativecommons.org/licenses/by-nc/4.0/"),
    "no license known here": item(4, license="https://gazette.example/terms"),
    "another's work": item(5, link="https://agency.example/5"),
    "withdrawn by its title": item(6, title="[Withdrawn] Piece 6"),
    "waits for a slot": item(7),
    "taken down": item(8),
    "refused": item(9),
    "not yet": item(-9),
    "an address that XML may not hold": item(11, link="https://gazette.example/a|b"),
    "a script": item(10, words=item(10).words + "&lt;script&gt;alert(1)&lt;/script&gt;"),
}


@pytest.fixture
def full(world: World) -> World:
    """Give a world in which every kind of decision was made."""
    world.publisher("gazette", 'quota = "2/day"')
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    world.feed("links", ["sea"], 'mode = "link"')
    world.shows("sea", *ITEMS.values())
    world.cycle()
    world.act(ActKind.TAKEDOWN, item(8).id)
    world.act(ActKind.REFUSE, item(9).id)
    return world


def test_explain_says_what_release_decides(full: World) -> None:
    full.feed("world", ["sea"], "entries = 49")
    full.feed("links", ["sea"], 'mode = "link"', "entries = 49")
    full.restart()
    before = {(one.id, one.feed): one for entry in ITEMS.values() for one in explain(full.app, entry.id)}
    report = full.cycle(0.5)
    kinds = set()
    for feed in ("world", "links"):
        decided = {one.id: one for one in outcome(report, feed).decisions}
        assert len(decided) == len(ITEMS)
        for entry in ITEMS.values():
            told = before[entry.id, feed]
            assert (told.kind, told.reasons if told.kind != "permit" else ()) == (
                decided[entry.id].kind,
                tuple(map(str, decided[entry.id].reasons)) if told.kind != "permit" else (),
            ), entry.title
            assert told.until == decided[entry.id].until, entry.title
            kinds.add(told.kind)
    assert kinds == {"permit", "wait", "hold", "refusal", "withdrawal"}


def test_explain_gives_the_evidence_the_answer_of_every_rule_and_what_to_do(full: World) -> None:
    link, told = explain(full.app, item(1).link)
    assert (told.feed, told.kind, told.publisher, told.source) == ("world", "permit", "gazette", "sea")
    assert told.license is not None
    assert told.license.key == "cc:by/4.0"
    assert [claim.license_key for claim in told.claims] == ["cc:by/4.0"]
    assert [one.rule for one in told.answers][-1] == "framing"
    assert len(told.answers) > 8
    assert told.fixes == ()
    assert "not-asked" in {one.outcome for one in link.answers}
    (held,) = explain(full.app, item(4).id, "world")
    assert [fix.partition(":")[0] for fix in held.fixes] == list(held.reasons)


def test_explain_of_what_waits_for_a_slot_says_so(full: World) -> None:
    (told,) = explain(full.app, item(7).id, "world")
    assert (told.kind, told.reasons) == ("wait", ("quota-reached",))
    assert told.until is not None
    assert told.answers[-1].rule == "quota"


def test_explain_of_what_can_not_be_framed_names_the_findings(full: World) -> None:
    full.shows("sea", item(20, link="mailto:ada@gazette.example"))
    full.cycle(2)
    (told,) = explain(full.app, item(20).id, "world")
    assert told.kind == "hold"
    assert "unsafe-to-frame" in told.reasons
    assert told.answers[-1].rule == "framing"


@pytest.mark.parametrize(("text", "feed"), [(item(1).id, "none"), ("tag:nobody", None)])
def test_explain_of_nothing_says_so(full: World, text: str, feed: str | None) -> None:
    with pytest.raises(SyndicatorError) as raised:
        explain(full.app, text, feed)
    assert raised.value.code in {"entry-without-feed", "entry-unknown"}


def test_explain_knows_an_entry_whose_publisher_nobody_named(world: World) -> None:
    world.write("config/sources/sea.toml", 'url = "https://gazette.example/sea.atom"\n')
    world.feed("world", ["sea"])
    world.shows("sea", item(1))
    report = world.cycle()
    (told,) = explain(world.app, item(1).id)
    assert (told.kind, told.license, told.publisher) == ("hold", None, "source:sea")
    assert said(report, "world")["Piece 1"] == ("hold", told.reasons)


def test_what_is_live_as_it_was_published_has_no_difference(full: World) -> None:
    assert differences(full.app) == ((), 4)


@pytest.mark.parametrize("harm", ["missing", "changed", "both away from the manifest"])
def test_what_is_not_live_as_it_was_published_is_named_and_put_back(full: World, harm: str) -> None:
    path = full.app.settings.feeds_dir / "world.rss"
    good = path.read_bytes()
    if harm == "missing":
        path.unlink()
    elif harm == "changed":
        path.write_bytes(good + b" ")
    else:
        full.app.folder.remove("world")
    found, files = differences(full.app)
    assert "world.rss" in {one.file for one in found}
    assert all(one.what for one in found)
    assert files == 4
    full.restart()
    full.cycle(0.1)
    assert path.read_bytes() == good
    assert differences(full.app)[0] == ()
