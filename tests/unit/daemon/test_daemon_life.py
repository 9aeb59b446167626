"""Start, turn, reload, end: one daemon in this process, with real signals to it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from daemon_parts import NOW, PATIENCE_S, FakeWork, Stage

from syndicator.clock import FixedClock
from syndicator.daemon import Daemon, Health
from syndicator.daemon.service import DRAINS_MAX
from syndicator.errors import CannotWriteError, ConfigError, Fault, StoreError, SyndicatorError
from syndicator.model.config import ActKind
from syndicator.ops import DataLock
from syndicator.ops.control import ActRequest, ReloadRequest, Request, StatusRequest, client_request

ACT = ActRequest(kind=ActKind.TAKEDOWN, entry="tag:paper.example,2026:1", by="Jo Park")


@asynccontextmanager
async def running(stage: Stage, code: int = 0) -> AsyncIterator[Daemon]:
    daemon = stage.daemon()
    task = asyncio.create_task(daemon.run())
    await stage.manager.until("READY=1")
    yield daemon
    if not task.done() and code == 0:
        os.kill(os.getpid(), signal.SIGTERM)
    assert await asyncio.wait_for(task, PATIENCE_S) == code


async def ask(stage: Stage, request: Request) -> object:
    return await asyncio.to_thread(client_request, stage.control, request)


async def test_what_is_due_is_drained_and_what_is_not_yet_is_not(stage: Stage) -> None:
    stage.work.due = NOW
    async with running(stage):
        await stage.work.until("drained")
        stage.work.due = NOW + timedelta(seconds=1)
        for _ in range(3):
            await stage.work.until("housekeep")
        assert stage.work.calls.count("drain") == 1
        assert isinstance(stage.clock, FixedClock)
        stage.clock.move_to(NOW + timedelta(seconds=1))
        await stage.work.until("drained")


async def test_what_falls_due_while_a_drain_is_slow_does_not_wait_for_it_nor_do_acts(stage: Stage) -> None:
    stage.work.due = NOW
    stage.work.may_drain.clear()
    async with running(stage):
        await stage.work.until("drain")
        for _ in range(3):
            await stage.work.until("housekeep")
        await ask(stage, ACT)
        assert stage.work.calls.count("drain") == 1
        stage.work.due = NOW
        await stage.work.until("drain")
        assert "drained" not in stage.work.calls
        stage.work.may_drain.set()


async def test_no_more_drains_than_so_many_are_under_way(stage: Stage) -> None:
    stage.work.may_drain.clear()
    async with running(stage):
        for _ in range(DRAINS_MAX):
            stage.work.due = NOW
            await stage.work.until("drain")
        stage.work.due = NOW
        for _ in range(3):
            await stage.work.until("housekeep")
        assert stage.work.calls.count("drain") == DRAINS_MAX
        stage.work.may_drain.set()
        await stage.work.until("drained")


async def test_ready_is_said_only_after_the_listener_is_bound_and_what_is_live_verified(stage: Stage) -> None:
    may_bind = asyncio.Event()

    async def serve(health: Health, bound: Callable[[], None]) -> None:
        assert health.starting()
        assert health.problems() == ("starting",)
        await may_bind.wait()
        bound()
        await asyncio.Event().wait()

    stage.serve = serve
    stage.work.may_start.clear()
    daemon = stage.daemon()
    task = asyncio.create_task(daemon.run())
    may_bind.set()
    await stage.work.until("start")
    assert daemon.starting()
    assert stage.manager.heard() == []
    stage.work.may_start.set()
    await stage.manager.until("READY=1")
    assert not daemon.starting()
    assert daemon.problems() == ()
    os.kill(os.getpid(), signal.SIGINT)
    assert await task == 0


@pytest.mark.proves("O-02")
async def test_the_manager_is_told_of_ready_status_reload_and_stop(stage: Stage) -> None:
    async def remake() -> FakeWork:
        return FakeWork("second")

    stage.remake = remake
    stage.work.due = NOW
    daemon = stage.daemon()
    task = asyncio.create_task(daemon.run())
    assert await stage.manager.until("READY=1") == "READY=1\nSTATUS=first configuration"
    assert await stage.manager.until("STATUS=") == "STATUS=first configuration"
    os.kill(os.getpid(), signal.SIGHUP)
    usec = int(stage.clock.monotonic_s() * 1_000_000)
    assert (await stage.manager.until("RELOADING=1")).splitlines()[1] == f"MONOTONIC_USEC={usec}"
    assert await stage.manager.until("READY=1") == "READY=1\nSTATUS=second configuration"
    os.kill(os.getpid(), signal.SIGTERM)
    assert await task == 0
    assert (await stage.manager.until("STOPPING=1")).startswith("STOPPING=1\nSTATUS=")


async def test_a_good_configuration_replaces_the_old_without_a_poll(stage: Stage) -> None:
    second = FakeWork("second", due=NOW + timedelta(hours=1))

    async def remake() -> FakeWork:
        return second

    stage.remake = remake
    async with running(stage):
        os.kill(os.getpid(), signal.SIGHUP)
        await stage.work.until("close")
        for _ in range(3):
            await second.until("housekeep")
        assert "drain" not in stage.work.calls + second.calls
        assert (await ask(stage, ACT)).message == "second"
    assert second.calls[-1] == "close"
    assert stage.work.calls.count("close") == 1


@pytest.mark.parametrize("way", ["signal", "request"])
async def test_a_bad_configuration_keeps_the_old_and_says_so(stage: Stage, way: str) -> None:
    fault = Fault("config/syndicator.toml", "contact", "is missing")

    async def remake() -> FakeWork:
        raise ConfigError((fault,))

    stage.remake = remake
    async with running(stage) as daemon:
        if way == "signal":
            os.kill(os.getpid(), signal.SIGHUP)
        else:
            reply = await ask(stage, ReloadRequest())
            assert (reply.exit_code, reply.faults) == (78, (fault,))
        assert "the old configuration stays" in await stage.manager.until("READY=1")
        assert (await ask(stage, ACT)).message == "first"
        assert daemon.problems() == ()
        assert dict(stage.log.events)["reload-refused"]["faults"] == (fault,)


async def test_the_old_configuration_is_closed_only_when_nothing_of_it_runs(stage: Stage) -> None:
    async def remake() -> FakeWork:
        return FakeWork("second")

    stage.remake = remake
    stage.work.due = NOW
    stage.work.may_drain.clear()
    async with running(stage):
        await stage.work.until("drain")
        await ask(stage, ReloadRequest())
        assert "close" not in stage.work.calls
        stage.work.may_drain.set()
        await stage.work.until("close")
        assert stage.work.calls.index("drained") < stage.work.calls.index("close")


@pytest.mark.proves("D-21")
async def test_an_act_is_done_by_the_process_that_holds_the_lock(stage: Stage, tmp_path: Path) -> None:
    with DataLock.take(tmp_path):
        async with running(stage):
            assert DataLock.holder(tmp_path) == os.getpid()
            assert (await ask(stage, ACT)).message == "first"
            assert "answer act" in stage.work.calls


async def test_the_status_tells_pid_problems_and_what_comes_next(stage: Stage) -> None:
    stage.work.due = NOW + timedelta(hours=1)
    stage.work.trouble = ("feeds/ can not be written",)
    async with running(stage):
        status = (await ask(stage, StatusRequest())).status
    assert (status.pid, status.summary, status.next_due) == (os.getpid(), "first configuration", stage.work.due)
    assert status.problems == stage.work.trouble


async def test_acts_wait_until_the_start_is_over(stage: Stage) -> None:
    stage.work.may_start.clear()
    task = asyncio.create_task(stage.daemon().run())
    await stage.work.until("start")
    os.kill(os.getpid(), signal.SIGHUP)
    assert (await ask(stage, ACT)).code == "not-now"
    assert (await ask(stage, StatusRequest())).status.problems == ("starting",)
    assert "reload-ignored" in stage.log.names()
    os.kill(os.getpid(), signal.SIGTERM)
    assert await task == 0
    assert stage.work.calls == ["start", "close"]
    assert not any(one.startswith("READY") for one in stage.manager.heard())


async def test_a_start_that_fails_is_the_commands_error(stage: Stage) -> None:
    stage.work.error = StoreError("the database is damaged")
    with pytest.raises(StoreError):
        await stage.daemon().run()
    assert stage.work.calls[-1] == "close"
    assert not stage.control.exists()


async def test_a_socket_that_can_not_be_made_is_the_commands_error(stage: Stage) -> None:
    stage.control.write_text("in the way")
    with pytest.raises(CannotWriteError):
        await stage.daemon().run()


async def test_a_listener_that_can_not_be_had_is_the_commands_error(stage: Stage) -> None:
    async def refuse(_health: Health, _bound: Callable[[], None]) -> None:
        raise SyndicatorError("can not listen", code="listen-failed")

    async def vanish(_health: Health, _bound: Callable[[], None]) -> None:
        return

    for serve, message in ((refuse, "can not listen"), (vanish, "ended before it listened")):
        stage.serve = serve
        with pytest.raises(SyndicatorError, match=message):
            await stage.daemon().run()


async def test_the_first_signal_lets_a_drain_finish(stage: Stage) -> None:
    stage.work.due = NOW
    stage.work.may_drain.clear()
    stage.pace = stage.pace._replace(grace_s=PATIENCE_S)
    daemon = stage.daemon()
    task = asyncio.create_task(daemon.run())
    await stage.work.until("drain")
    os.kill(os.getpid(), signal.SIGTERM)
    await stage.manager.until("STOPPING=1")
    assert daemon.problems() == ("stopping",)
    stage.work.may_drain.set()
    assert await task == 0
    assert stage.work.calls[-2:] == ["drained", "close"]


async def test_a_drain_that_takes_too_long_is_aborted_before_the_store_is_closed(stage: Stage) -> None:
    stage.work.due = NOW
    stage.work.may_drain.clear()
    async with running(stage):
        await stage.work.until("drain")
    assert stage.work.calls[-2:] == ["drain cancelled", "close"]
    assert "aborted" in stage.log.names()


async def test_signals_mean_again_afterwards_what_they_meant_before(stage: Stage) -> None:
    before = [signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)]
    async with running(stage):
        pass
    assert [signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)] == before
