"""One configuration at work: what makes a feed due again, who holds the lock, and how a source is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from harness.world import NOON, World, item, outcome, said

from syndicator.clock import FixedClock
from syndicator.errors import CannotWriteError, LockedError, StoreError
from syndicator.model.config import ActKind
from syndicator.model.polling import Fetched, NotModified, PollFailure, PollKind
from syndicator.poll.schedule import share_of
from syndicator.settings import load
from syndicator.wiring import open_app
from syndicator.wiring.polling import Polling


@pytest.fixture
def ready(world: World) -> World:
    """Give a world with two entries live in one feed."""
    world.publisher("gazette")
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    world.shows("sea", item(1), item(2))
    world.cycle()
    return world


def test_nothing_changed_means_nothing_is_done_even_after_a_restart(ready: World) -> None:
    before = ready.bytes_of("world")
    ready.restart()
    assert outcome(ready.cycle(24 * 300), "world").outcome == "skipped"
    assert ready.bytes_of("world") == before


@pytest.mark.parametrize("change", ["feed", "source", "publisher", "base_url", "act of the file", "act of the store"])
def test_whatever_a_release_rests_on_releases_again_when_it_changes(ready: World, change: str) -> None:
    match change:
        case "feed":
            ready.feed("world", ["sea"], "entries = 1")
        case "source":
            ready.source("sea", "gazette", '[select]\nexclude = [{ title = ["Piece 2"] }]')
        case "publisher":
            ready.publisher("gazette", 'tagline = "A sample of the Gazette."')
        case "base_url":
            path = ready.folder / "config/syndicator.toml"
            path.write_text(path.read_text().replace("feeds.sampletown", "other.sampletown"))
        case "act of the file":
            act = f'[[takedown]]\nentry = "{item(1).id}"\nby = "Jo"\nat = 2026-11-20T12:00:00Z\nwhy = "asked"\n'
            ready.write("config/approvals.toml", act)
        case _:
            assert outcome(ready.act(ActKind.TAKEDOWN, item(1).id), "world").outcome == "published"
            return
    ready.restart()
    assert outcome(ready.cycle(0.1), "world").outcome != "skipped"
    assert outcome(ready.cycle(0.1), "world").outcome == "skipped"


def test_terms_that_nobody_read_again_in_time_hold_what_comes_next(world: World) -> None:
    world.publisher("gazette")
    path = world.folder / "config/publishers/gazette.toml"
    path.write_text(path.read_text().replace('"36500d"', '"30d"'))
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    world.shows("sea", item(1))
    world.cycle()
    assert world.ids("world") == [item(1).id]
    assert outcome(world.cycle(24), "world").outcome == "skipped"
    report = world.cycle(24 * 12)
    assert outcome(report, "world").outcome != "skipped"
    assert "terms-overdue" in said(report, "world")["Piece 1"][1]


@pytest.mark.parametrize("harm", ["gone", "changed", "one format gone"])
def test_files_that_are_not_as_they_were_published_are_put_back(ready: World, harm: str) -> None:
    before = ready.bytes_of("world"), ready.bytes_of("world", "rss")
    folder = ready.app.settings.feeds_dir
    if harm == "changed":
        (folder / "world.atom").write_bytes(b"<feed/>")
    for name in {"gone": ["world.rss", "world.atom"], "one format gone": ["world.rss"]}.get(harm, []):
        (folder / name).unlink()
    assert outcome(ready.cycle(0.1), "world").outcome == "published"
    assert (ready.bytes_of("world"), ready.bytes_of("world", "rss")) == before
    assert outcome(ready.cycle(0.1), "world").outcome == "skipped"


def test_a_second_instance_is_told_who_has_the_lock_and_the_first_goes_on(ready: World) -> None:
    with pytest.raises(LockedError):
        open_app(ready.app.settings, FixedClock(NOON))
    assert outcome(ready.cycle(2), "world").outcome == "skipped"


@pytest.mark.parametrize("part", ["store", "folder", "data folder"])
def test_what_can_not_be_opened_gives_the_lock_back(world: World, part: str) -> None:
    world.publisher("gazette")
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    settings = load(world.folder / "config", {})
    bad = {
        "store": settings.data_dir / "syndicator.db",
        "folder": settings.feeds_dir,
        "data folder": settings.data_dir,
    }[part]
    bad.parent.mkdir(mode=0o700, exist_ok=True)
    bad.write_bytes(b"no database, and no folder either")
    with pytest.raises((StoreError, CannotWriteError)):
        open_app(settings, FixedClock(NOON))
    bad.unlink()
    open_app(settings, FixedClock(NOON)).close()


def test_another_configuration_takes_over_the_same_parts(ready: World) -> None:
    old = ready.app
    ready.feed("coast", ["sea"])
    new = old.with_settings(load(ready.folder / "config", {}))
    assert (new.store, new.folder, new.lock, new.turn) == (old.store, old.folder, old.lock, old.turn)
    assert set(new.work().feeds) == {"coast", "world"}
    assert set(old.work().feeds) == {"world"}


# How a source is asked.


@pytest.fixture
def polling(ready: World) -> Polling:
    """Give the first half's real parts; neither client nor workers are started before they are needed."""
    return Polling(ready.app.settings, ready.app.store, spread=False)


FETCHED = Fetched(url="u", final_url="u", permanent=False, body=b"", body_digest="")


def failure(code: str, *, wait: timedelta | None = None) -> PollFailure:
    return PollFailure(url="u", kind=PollKind.SOFT_ERROR, code=code, message="m", retry_after=wait)


async def test_a_source_is_due_after_its_interval_and_later_after_each_failure(ready: World, polling: Polling) -> None:
    source = ready.app.settings.sources[0]
    due = polling.tools.next_due
    for answer in (FETCHED, NotModified(url="u")):
        assert due(source, answer, 0, NOON).at - NOON == source.interval
    waits = [due(source, failure("http-503"), errors, NOON).at - NOON for errors in (1, 2, 3)]
    assert waits == [source.interval, 2 * source.interval, 4 * source.interval]
    asked = timedelta(hours=30)
    assert due(source, failure("http-503", wait=asked), 1, NOON).at - NOON == asked
    patient = FETCHED.model_copy(update={"retry_after": asked})
    assert due(source, patient, 0, NOON).at - NOON == asked
    await polling.close()


async def test_the_daemon_spreads_polls_by_a_stable_share_of_jitter(ready: World) -> None:
    source = ready.app.settings.sources[0]
    spread = Polling(ready.app.settings, ready.app.store, spread=True)
    due = spread.tools.next_due(source, FETCHED, 0, NOON)
    assert due.at - NOON == source.interval + source.interval / 10 * share_of(source.id)
    await spread.close()


async def test_a_document_is_read_in_a_worker_and_what_is_none_is_a_passing_failure(polling: Polling) -> None:
    good = FETCHED.model_copy(update={"body": b"<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title></feed>"})
    document = await polling.tools.parse(good, frozenset())
    assert not isinstance(document, PollFailure)
    assert document.info.title == "T"
    page = await polling.tools.parse(FETCHED.model_copy(update={"body": b"<html><p>Sorry</p></html>"}), frozenset())
    assert isinstance(page, PollFailure)
    assert (page.kind, page.code) == (PollKind.SOFT_ERROR, "html-page")
    bomb = b"<!DOCTYPE feed [<!ENTITY a 'b'>]><feed>&a;</feed>"
    refused = await polling.tools.parse(FETCHED.model_copy(update={"body": bomb}), frozenset())
    assert isinstance(refused, PollFailure)
    assert refused.kind is PollKind.HARD_ERROR
    await polling.close()
