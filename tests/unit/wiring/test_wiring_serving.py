from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from harness.world import NOON, UNHURRIED, World, item

from syndicator.cycle import Traffic
from syndicator.errors import PublishError, StoreError
from syndicator.model.base import Instant
from syndicator.model.config import ActKind, Source
from syndicator.model.polling import Due
from syndicator.model.records import PollRecord, SourceState
from syndicator.ops.control import ActRequest, EraseRequest, PollRequest, ReleaseRequest, decode_request, encode
from syndicator.settings import load
from syndicator.wiring.erasing import EvidenceError
from syndicator.wiring.serving import LOOK_AGAIN, DaemonWork

ACT = ActRequest(kind=ActKind.TAKEDOWN, entry=item(1).id, by="Sam Sample", why="asked")
DAMAGE = StoreError("the database is damaged: page 3", hint="restore a backup", code="store-corrupt")


class Told:
    """A log that keeps what it is told."""

    def __init__(self) -> None:
        self.events: list[tuple[str, dict[str, Any]]] = []

    def info(self, event: str, **fields: object) -> None:
        self.events.append((event, fields))

    debug = warning = error = info

    def of(self, event: str) -> list[dict[str, Any]]:
        return [fields for name, fields in self.events if name == event]


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def work(world: World, told: Told, monkeypatch: pytest.MonkeyPatch) -> DaemonWork:
    """Give the daemon's work on one source and one feed."""
    world.publisher("gazette")
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    world.shows("sea", item(1), item(2))
    return working(world, told, monkeypatch)


def working(world: World, told: Told, monkeypatch: pytest.MonkeyPatch) -> DaemonWork:
    monkeypatch.setattr(world.app, "_refresh", world._refresh)
    world.app.traffic = Traffic(UNHURRIED)
    return DaemonWork(world.app, told)


def raising(error: Exception) -> Callable[..., Any]:
    def fail(*_args: object, **_named: object) -> Any:
        raise error

    return fail


async def test_a_drain_polls_and_releases_and_then_waits_for_the_next_source(work: DaemonWork, told: Told) -> None:
    assert work.next_due() == NOON
    await work.drain(NOON)
    assert work.next_due() == NOON + timedelta(hours=1)
    assert work.problems() == ()
    assert "1 sources, 1 feeds, next poll 13:00:00 UTC" in work.summary()
    assert [(one["source"], one["outcome"]) for one in told.of("source-done")] == [("sea", "new")]
    assert [(one["feed"], one["outcome"]) for one in told.of("feed-done")] == [("world", "published")]
    assert {one["entry_id"] for one in told.of("entry-decided")} == {item(1).id, item(2).id}


async def test_only_decisions_that_changed_are_told_again(work: DaemonWork, world: World, told: Told) -> None:
    await work.drain(NOON)
    told.events.clear()
    world.shows("sea", item(0), item(1), item(2))
    world.clock.move_to(NOON + timedelta(hours=1))
    await work.drain(NOON + timedelta(hours=1))
    assert [one["entry_id"] for one in told.of("entry-decided")] == [item(0).id]


async def test_an_act_poll_or_release_that_was_asked_for_is_done_at_once(work: DaemonWork, world: World) -> None:
    await work.drain(NOON)
    reply = await work.answer(ACT)
    assert world.ids("world") == [item(2).id]
    assert reply.feeds[0].outcome == "published"
    forced = await work.answer(PollRequest(by="Sam Sample", force=True))
    assert [one.source for one in forced.sources] == ["sea"]
    (world.folder / "feeds" / "world.rss").unlink()
    released = await work.answer(ReleaseRequest(feeds=("world",)))
    assert released.feeds[0].files_written == ("world.rss",)
    assert released.sources == ()


async def test_evidence_is_erased_by_the_daemon_that_holds_the_database(work: DaemonWork, world: World) -> None:
    await work.drain(NOON)
    request = EraseRequest(entry=item(1).id, by="Jo Park", why="asked")
    with pytest.raises(EvidenceError):
        await work.answer(request)
    await work.answer(ACT)
    reply = await work.answer(decode_request(encode(request)))
    assert (reply.exit_code, reply.code) == (0, item(1).id)
    assert world.app.store.ledger()[-1].event.event == "erase"


async def test_what_falls_due_beside_a_slow_poll_is_done_and_the_slow_one_not_asked_twice(
    work: DaemonWork, world: World, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.source("land", "gazette")
    world.feed("country", ["land"])
    world.shows("land", item(5))
    world.restart()
    work = working(world, told, monkeypatch)
    asked: list[str] = []
    answered, begun = asyncio.Event(), asyncio.Event()

    async def refresh(source: Source, state: SourceState, at: Instant) -> PollRecord:
        asked.append(source.id)
        if source.id == "sea":
            begun.set()
            await answered.wait()
        return await world._refresh(source, state, at)

    monkeypatch.setattr(world.app, "_refresh", refresh)
    world.app.store.move_due("land", Due(at=NOON + timedelta(seconds=10), because="a test"))
    slow = asyncio.create_task(work.drain(NOON))
    await begun.wait()
    assert work.next_due() == NOON + timedelta(seconds=10)
    later = NOON + timedelta(hours=2)
    world.clock.move_to(later)
    await work.drain(later)
    assert asked == ["sea", "land"]
    assert world.ids("country") == [item(5).id]
    assert work.next_due() == later + LOOK_AGAIN
    answered.set()
    await slow
    assert work.next_due() == NOON + timedelta(hours=1)
    assert world.app.traffic.under_way == set()


async def test_an_answer_is_stored_and_released_while_a_slow_one_is_awaited(
    work: DaemonWork, world: World, monkeypatch: pytest.MonkeyPatch, told: Told
) -> None:
    world.source("land", "gazette")
    world.restart()
    work = working(world, told, monkeypatch)
    answered = asyncio.Event()

    async def refresh(source: Source, state: SourceState, at: Instant) -> PollRecord:
        if source.id == "land":
            await answered.wait()
        return await world._refresh(source, state, at)

    monkeypatch.setattr(world.app, "_refresh", refresh)
    monkeypatch.setattr("syndicator.cycle.recorder.BATCH_S", -1.0)
    drain = asyncio.create_task(work.drain(NOON))
    async with asyncio.timeout(60):
        while world.app.traffic.under_way != {"land"}:  # noqa: ASYNC110  # no event tells of it
            await asyncio.sleep(0.01)
    assert len(world.app.store.newest(["sea"], limit=9)) == 2
    assert work.next_due() == NOON + LOOK_AGAIN
    await work.drain(NOON + LOOK_AGAIN)
    assert world.ids("world") == [item(1).id, item(2).id]
    answered.set()
    await drain


async def test_a_feed_that_can_not_be_released_makes_us_unready_and_is_tried_again_in_a_minute(
    work: DaemonWork, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(world.app.folder, "publish", raising(PublishError("the disk is full", code="disk-full")))
        await work.drain(NOON)
    assert work.problems() == ("world: the disk is full",)
    assert work.next_due() == NOON + timedelta(minutes=1)
    await work.drain(NOON + timedelta(minutes=1))
    assert work.problems() == ()
    assert world.ids("world") == [item(1).id, item(2).id]


@pytest.mark.parametrize("where", ["source_states", "record_polls", "feed_state"])
async def test_a_database_found_damaged_stops_the_work_for_good(
    work: DaemonWork, world: World, told: Told, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.setattr(world.app.store, where, raising(DAMAGE))
    await work.drain(NOON)
    assert work.next_due() is None
    assert work.problems()[0].startswith("the database is damaged: page 3")
    assert "serving what is live" in work.summary()
    assert await work.store_answers()
    with pytest.raises(StoreError, match="page 3"):
        await work.answer(ACT)
    assert len(told.of("store-damaged")) == 1
    await work.housekeep(NOON)
    assert len(told.of("store-damaged")) == 2


async def test_damage_that_an_act_meets_is_told_to_whoever_asked(
    work: DaemonWork, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await work.drain(NOON)
    monkeypatch.setattr(world.app.store, "record_act", raising(DAMAGE))
    with pytest.raises(StoreError, match="page 3"):
        await work.answer(ACT)
    assert work.damage is DAMAGE


async def test_the_watchdogs_read_and_the_hourly_check_find_damage_too(
    work: DaemonWork, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.app.store, "feed_state", raising(DAMAGE))
    assert await work.store_answers()
    assert work.damage is DAMAGE
    other = DaemonWork(world.app, Told())
    monkeypatch.setattr(world.app.store, "check", lambda *, full: ("row 7 missing",))
    await other.housekeep(NOON)
    assert other.damage is not None
    assert "row 7 missing" in other.damage.what


async def test_another_error_of_the_store_is_the_daemons_to_wait_out(
    work: DaemonWork, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(world.app.store, "source_states", raising(StoreError("a bug", code="store-failed")))
        with pytest.raises(StoreError, match="a bug"):
            await work.drain(NOON)
    assert work.next_due() == NOON
    assert work.damage is None
    await work.drain(NOON)
    assert world.ids("world") == [item(1).id, item(2).id]


@pytest.mark.proves("O-07")
async def test_lock_store_output_and_what_is_live_each_make_us_unready(
    work: DaemonWork, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await work.drain(NOON)
    assert work.problems() == ()
    live = world.folder / "feeds" / "world.rss"
    body = live.read_bytes()
    live.write_bytes(body + b" ")
    assert work.problems() == ("world.rss is not as it was published",)
    live.write_bytes(body)
    assert work.problems() == ()
    with monkeypatch.context() as broken:
        broken.setattr(world.app.store, "feed_state", raising(StoreError("the database is gone")))
        assert work.problems() == ("the database is gone",)
    lock = world.folder / "var" / "lock"
    lock.rename(lock.with_name("lock-away"))
    assert "another instance could start" in work.problems()[0]
    lock.with_name("lock-away").rename(lock)
    feeds = world.folder / "feeds"
    feeds.rename(world.folder / "feeds-away")
    assert "No such file" in work.problems()[0]
    feeds.mkdir()
    assert "another folder" in work.problems()[0]
    feeds.rmdir()
    (world.folder / "feeds-away").rename(feeds)
    assert work.problems() == ()


async def test_the_start_tells_what_is_not_as_it_was_and_that_the_database_is_new(
    work: DaemonWork, world: World, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    await work.drain(NOON)
    world.close()
    for one in (world.folder / "var").iterdir():
        one.unlink()
    (world.folder / "feeds" / "world.rss").unlink()
    fresh = working(world, told, monkeypatch)
    await fresh.start(NOON)
    assert [(one["file"], one["code"]) for one in told.of("live-differs")] == [("world.rss", "missing")]
    assert "world" in told.of("store-new")[0]["message"]


async def test_first_polls_are_spread_and_those_of_a_new_configuration_too(
    work: DaemonWork, world: World, tmp_path: Path
) -> None:
    await work.start(NOON)
    states = world.app.store.source_states()
    assert NOON <= (states["sea"].next_due or NOON) < NOON + timedelta(seconds=2)
    for number in range(20):
        world.source(f"new{number}", "gazette")
    fresh = DaemonWork(world.app.with_settings(load(tmp_path / "config", {})), Told())
    fresh.spread_first(NOON)
    dues = {name: one.next_due for name, one in world.app.store.source_states().items()}
    assert dues.pop("sea") == states["sea"].next_due
    assert len(set(dues.values())) > 15
    assert all(one and NOON <= one < NOON + timedelta(seconds=40) for one in dues.values())


async def test_a_new_configuration_knows_what_the_old_one_is_asking(
    work: DaemonWork, world: World, tmp_path: Path
) -> None:
    world.app.traffic.under_way.add("sea")
    again = world.app.with_settings(load(tmp_path / "config", {}))
    assert again.traffic.under_way is world.app.traffic.under_way
