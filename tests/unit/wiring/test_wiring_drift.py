"""What happens to what is live, and to what is new, when the publisher's license changes between two polls."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from harness.world import CC_BY, World, item, said

from syndicator.model.records import DecisionRecord

BY_NC = "https://creativecommons.org/licenses/by-nc/4.0/"
BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/"
ZERO = "https://creativecommons.org/publicdomain/zero/1.0/"


def furnish(world: World, *feed: str, license_: str = "cc:by/4.0", **document: str) -> World:
    """Give a world in which entry 2 is live, under a license that its publisher states in every entry."""
    world.publisher("gazette")
    path = world.folder / "config/publishers/gazette.toml"
    path.write_text(path.read_text().replace('"cc:by/4.0"', f'"{license_}"'))
    world.source("sea", "gazette")
    world.feed("world", ["sea"], *feed)
    world.shows("sea", item(2, license=_stated(license_)), **document)
    world.cycle()
    assert world.ids("world") == [item(2).id]
    return world


def _stated(license_: str) -> str:
    return CC_BY if license_.startswith("cc:") else ""


def decision(world: World, number: int) -> DecisionRecord:
    return next(one for one in world.app.store.decisions() if one.id == item(number).id)


CHANGES: list[tuple[str, str, tuple[str, ...]]] = [
    (ZERO, "", ("license-changed",)),
    ("", "", ("license-missing",)),
    ("", "You may share this if you ask us nicely.", ("license-missing", "rights-text-unexpected")),
]


@pytest.mark.proves("D-44")
@pytest.mark.parametrize(("link", "rights", "reasons"), CHANGES, ids=["looser", "missing", "other words"])
@pytest.mark.parametrize("revised", [False, True], ids=["same text", "revised text"])
def test_a_looser_missing_or_other_license_holds_what_is_new_and_leaves_what_is_live_as_it_was_licensed(
    world: World, link: str, rights: str, reasons: tuple[str, ...], revised: bool
) -> None:
    furnish(world)
    before = world.bytes_of("world"), world.bytes_of("world", "rss")
    changes = {"title": "Piece 2, revised"} if revised else {}
    world.shows("sea", item(1, license=link, rights=rights), item(2, license=link, rights=rights, **changes))
    report = world.cycle(1)
    kind, said_reasons = said(report, "world")["Piece 1"]
    assert kind == "hold"
    assert set(said_reasons) <= set(reasons)
    assert said_reasons
    assert (world.bytes_of("world"), world.bytes_of("world", "rss")) == before
    assert decision(world, 2).kind == "permit"
    assert "It is live under CC BY 4.0, which stays" in decision(world, 2).message
    world.restart()
    world.shows("sea", item(1, license=link, rights=rights), item(2, license=link, rights=rights, **changes), item(9))
    world.cycle(2)
    assert world.ids("world") == [item(2).id, item(9).id]


@pytest.mark.proves("D-44")
def test_an_entry_that_reserves_its_rights_later_keeps_its_creative_commons_copy_and_no_new_text_of_it_goes_out(
    world: World,
) -> None:
    furnish(world)
    before = world.bytes_of("world")
    world.shows("sea", item(2, license="", rights="All rights reserved.", title="Piece 2, for pay"))
    world.cycle(1)
    assert world.bytes_of("world") == before
    assert (world.tombstones("world"), world.stubs("world")) == ([], {})


@pytest.mark.proves("D-44")
def test_a_document_that_reserves_all_rights_later_holds_what_is_new_and_leaves_what_is_live(world: World) -> None:
    furnish(world)
    world.shows("sea", item(1), item(2), rights="Copyright The Sample Gazette. All rights reserved.")
    report = world.cycle(1)
    assert said(report, "world")["Piece 1"] == ("hold", ("license-conflict",))
    assert world.ids("world") == [item(2).id]
    assert world.tombstones("world") == []
    assert "its publisher says otherwise (license-conflict) now" in decision(world, 2).message


@pytest.mark.proves("D-44")
@pytest.mark.parametrize("ads", [False, True])
def test_a_stricter_license_applies_to_what_is_new_with_an_alert(world: World, ads: bool) -> None:
    furnish(world, "[use]", f"ads = {str(ads).lower()}")
    world.shows("sea", item(1, license=BY_NC), item(2, license=BY_NC, title="Piece 2, revised"))
    report = world.cycle(1)
    text = world.bytes_of("world").decode()
    if ads:
        assert said(report, "world")["Piece 1"] == ("refusal", ("use-not-permitted",))
        assert world.ids("world") == [item(2).id]
        assert "revised" not in text
        assert BY_NC not in text
    else:
        assert "is stricter than the registry's CC BY 4.0; the stricter applies" in decision(world, 1).message
        assert text.count(f'rel="license" href="{BY_NC}"') == 2
        assert "Piece 2, revised" in text


def test_a_stricter_statement_beside_the_same_text_leaves_it_under_the_license_it_was_copied_under(
    world: World,
) -> None:
    furnish(world)
    before = world.bytes_of("world")
    world.documents["sea"] = world.documents["sea"].replace(  # type: ignore[union-attr]  # bytes
        b"<title>A feed", f"<link rel='license' href='{BY_SA}'/><title>A feed".encode()
    )
    world.cycle(1)
    assert world.bytes_of("world") == before
    assert "its publisher states CC BY-SA" in decision(world, 2).message


def test_an_operators_own_correction_of_the_registry_takes_effect_on_what_is_live(world: World) -> None:
    furnish(world, "[use]", "ads = true")
    path = world.folder / "config/publishers/gazette.toml"
    path.write_text(path.read_text().replace('"cc:by/4.0"', '"cc:by-nc/4.0"'))
    world.restart()
    world.cycle(1)
    assert world.ids("world") == []
    assert decision(world, 2).kind in {"hold", "refusal"}


def close_publisher(world: World) -> None:
    path = world.folder / "config/publishers/gazette.toml"
    closed = '"none"\nwhy = "It told us on the telephone that it takes its permission back."'
    path.write_text(path.read_text().replace('"permission:gazette"', closed))
    world.restart()


def reserve(world: World) -> None:
    world.shows("sea", item(2, license="", rights="All rights reserved."))


@pytest.mark.proves("D-40", "D-44")
@pytest.mark.parametrize("take_back", [close_publisher, reserve], ids=["for all", "for one"])
def test_a_permission_that_is_taken_back_takes_out_what_is_live_under_it(
    world: World, take_back: Callable[[World], None]
) -> None:
    world.publisher("gazette", "license_may_be_silent = true")
    path = world.folder / "config/publishers/gazette.toml"
    path.write_text(path.read_text().replace('"cc:by/4.0"', '"permission:gazette"'))
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    world.shows("sea", item(2, license=""))
    world.cycle()
    assert world.ids("world") == [item(2).id]
    take_back(world)
    world.cycle(1)
    assert world.ids("world") == []
    assert world.tombstones("world") == [item(2).id]
    assert list(world.stubs("world")) == [item(2).id]
    assert decision(world, 2).reasons == ("license-revoked",)


def test_a_closed_publishers_creative_commons_works_leave_without_a_word(world: World) -> None:
    """It is the operator's own decision not to have them, and no withdrawal."""
    furnish(world)
    path = world.folder / "config/publishers/gazette.toml"
    path.write_text(path.read_text().replace('"cc:by/4.0"', '"none"\nwhy = "We have fallen out."'))
    world.restart()
    world.cycle(1)
    assert (world.ids("world"), world.tombstones("world"), world.stubs("world")) == ([], [], {})


def test_a_reference_stays_whatever_becomes_of_the_license(world: World) -> None:
    furnish(world, 'mode = "link"')
    world.shows("sea", item(2, license="", rights="All rights reserved."))
    world.cycle(1)
    assert world.ids("world") == [item(2).id]
    assert b"reserved" not in world.bytes_of("world")
