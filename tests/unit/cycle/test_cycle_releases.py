"""Which feeds are released, which are left alone, and what one failing feed costs the others."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta

import pytest
from cycle_parts import Played, feed, source
from harness.candidates import AT
from harness.store_records import arrival, poll

from syndicator.cycle import Options, Report, run_due
from syndicator.errors import PublishError
from syndicator.model.config import Act, ActKind
from syndicator.model.reasons import Reason
from syndicator.model.records import ReleaseRecord
from syndicator.model.rights import Wait

HOUR = timedelta(hours=1)


def played_feeds() -> Played:
    """Give two sources in a feed each and a third feed of both, all released once."""
    return Played([source("a"), source("b")], [feed("fa", "a"), feed("fb", "b"), feed("both", "a", "b")])


async def release(played: Played, hours: float = 0, **options: object) -> Report:
    played.released.clear()
    played.considered.clear()
    return await run_due(played.work(), AT + hours * HOUR, Options(poll=False, **options))  # type: ignore[arg-type]  # pass-through


def names(played: Played) -> list[str]:
    return [name for name, _ in played.released]


async def test_unchanged_inputs_are_skipped_and_nothing_is_considered() -> None:
    played = played_feeds()
    assert [one.outcome for one in (await release(played)).feeds] == ["published"] * 3
    assert [one.outcome for one in (await release(played, 24)).feeds] == ["skipped"] * 3
    assert played.considered == []


async def test_what_a_source_brought_releases_its_feeds_and_no_other() -> None:
    played = played_feeds()
    await release(played)
    played.store.record_polls([poll("a", arrival("tag:a:1"))])
    report = await release(played)
    assert names(played) == ["fa", "both"]
    assert {one.feed: one.outcome for one in report.feeds} == {"fa": "published", "fb": "skipped", "both": "published"}


async def test_a_changed_configuration_or_an_act_releases_again() -> None:
    played = played_feeds()
    await release(played)
    played.configured = "other"
    await release(played)
    assert len(played.released) == 3
    played.store.record_act(Act(kind=ActKind.APPROVE, entry="tag:a:1", by="Sam", at=AT, why=""))
    await release(played)
    assert len(played.released) == 3
    await release(played)
    assert played.released == []


async def test_a_feed_whose_time_has_come_is_released_again() -> None:
    played = played_feeds()
    await release(played)
    state = played.store.feed_state("fa")
    assert state is not None
    again = ReleaseRecord(
        feed="fa",
        at=AT,
        inputs=state.inputs,
        next_release=AT + HOUR,
        files=(),
        decisions=(),
        live=(),
        charged=(),
    )
    played.store.mark_published("fa", played.store.record_release(again), at=AT)
    await release(played, 0.9)
    assert names(played) == []
    await release(played, 1)
    assert names(played) == ["fa"]


async def test_a_feed_whose_files_are_missing_or_changed_is_released_again() -> None:
    played = played_feeds()
    await release(played)
    played.missing = {"fb"}
    await release(played)
    assert names(played) == ["fb"]


async def test_a_feed_that_was_recorded_and_not_marked_is_released_again() -> None:
    played = played_feeds()
    await release(played)
    state = played.store.feed_state("fb")
    assert state is not None
    played.store.record_release(
        ReleaseRecord(
            feed="fb", at=AT, inputs=state.inputs, next_release=None, files=(), decisions=(), live=(), charged=()
        )
    )
    await release(played)
    assert names(played) == ["fb"]


async def test_only_the_feeds_that_were_named_are_released() -> None:
    played = played_feeds()
    report = await release(played, feeds=frozenset({"fb"}))
    assert [one.feed for one in report.feeds] == ["fb"]
    assert names(played) == ["fb"]


async def test_feeds_that_share_a_rationed_publisher_are_considered_and_allotted_together() -> None:
    played = played_feeds()
    played.rationed = {"fa": frozenset({"gazette"}), "fb": frozenset({"gazette"}), "both": frozenset({"herald"})}
    await release(played)
    played.allotted.clear()
    played.waits = {"tag:x": Wait(reasons=(Reason.QUOTA_REACHED,))}
    played.missing = {"fa"}
    await release(played)
    assert played.considered == ["fa", "fb"]
    assert played.allotted == [["fa", "fb"]]
    assert [waits for _, waits in played.released] == [played.waits] * 2


@pytest.mark.parametrize("step", ["fingerprint", "in_place", "consider", "release"])
@pytest.mark.parametrize(
    ("error", "code"),
    [(KeyError("what"), "internal-error"), (PublishError("the disk is full", code="disk-full"), "disk-full")],
)
async def test_an_error_in_one_feed_costs_no_other_feed_anything(step: str, error: Exception, code: str) -> None:
    played = played_feeds()
    if step == "in_place":
        await release(played)
        played.missing = {"fa", "both"}
    played.broken = {(step, "fb"): error}
    told: list[str] = []
    played.released.clear()
    report = await run_due(
        played.work(),
        AT,
        Options(poll=False),
        lambda event, one: told.append(f"{one.feed} {one.outcome}") if event == "feed" else None,
    )
    outcomes = {one.feed: one for one in report.feeds}
    assert (outcomes["fb"].outcome, outcomes["fb"].code) == ("failed", code)
    assert outcomes["fb"].message
    assert names(played) == ["fa", "both"]
    assert sorted(told) == ["both published", "fa published", "fb failed"]
    played.broken, played.missing = {}, {"fb"}
    report = await release(played)
    assert names(played) == ["fb"]


async def test_one_release_at_a_time_and_a_poll_does_not_wait_for_it() -> None:
    played = Played([source("a"), source("b")], [feed("fa", "a")])
    work = played.work()
    async with work.turn:
        running = asyncio.create_task(run_due(work, AT))
        for _ in range(1000):
            await asyncio.sleep(0)
            if len(played.store.newest(("a", "b"), limit=9)) == 2:
                break
            await asyncio.to_thread(lambda: None)
        assert len(played.store.newest(("a", "b"), limit=9)) == 2
        assert played.released == []
    report = await running
    assert [one.outcome for one in report.feeds] == ["published"]


async def test_a_cancelled_release_is_waited_for() -> None:
    played = Played([source("a")], [feed("fa", "a")])
    begun, go_on = threading.Event(), threading.Event()
    work = played.work()

    def fingerprint(_feed: object, _at: object) -> str:
        begun.set()
        assert go_on.wait(60)
        return ""

    running = asyncio.create_task(run_due(work._replace(fingerprint=fingerprint), AT, Options(poll=False)))
    await asyncio.to_thread(begun.wait, 60)
    running.cancel()
    await asyncio.sleep(0)
    assert not running.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert names(played) == ["fa"]
