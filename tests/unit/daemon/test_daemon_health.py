"""A part that dies or hangs is noticed."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from apscheduler.jobstores.memory import MemoryJobStore
from daemon_parts import NOW, PATIENCE_S, Stage

from syndicator.clock import FixedClock
from syndicator.daemon import Health
from syndicator.daemon.schedule import Schedule, _After
from syndicator.errors import StoreError

HERE = Path(__file__).parent
PROGRAM = """
import asyncio, sys, time
from pathlib import Path
from daemon_parts import NOW, Stage

async def main(kind):
    stage = Stage(Path(sys.argv[1]))
    stage.watchdog_s = 0.02
    stage.manager.address = sys.argv[2]
    print("made", flush=True)
    async def drain(at):
        stage.work.due = None
        print("draining", flush=True)
        if kind == "hang":
            time.sleep(60)
        elif kind == "wait":
            await asyncio.sleep(60)
    stage.work.drain = drain
    stage.work.due = NOW
    stage.pace = stage.pace._replace(grace_s=30)
    return await stage.daemon().run()

sys.exit(asyncio.run(main(sys.argv[3])))
"""


def start(folder: Path, address: str, kind: str, *before: str) -> subprocess.Popen[str]:
    folder.mkdir()
    return subprocess.Popen(
        [*before, sys.executable, "-c", PROGRAM, str(folder), address, kind],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(HERE)},
    )


def wait_for(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdout is not None
    while (said := process.stdout.readline()) != f"{line}\n":
        assert said, "the daemon ended early"


@pytest.mark.proves("O-03")
async def test_a_hanging_loop_gives_no_sign_of_life(stage: Stage, tmp_path: Path) -> None:
    process = start(tmp_path / "d", stage.manager.address, "hang")
    try:
        await asyncio.to_thread(wait_for, process, "draining")
        stage.manager.heard()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(stage.manager.until("WATCHDOG=1"), 0.3)
    finally:
        process.kill()
        process.communicate()


@pytest.mark.proves("O-03")
async def test_signs_of_life_come_while_scheduler_and_store_are_well(stage: Stage) -> None:
    stage.watchdog_s = 0.01
    task = asyncio.create_task(stage.daemon().run())
    for _ in range(3):
        await stage.manager.until("WATCHDOG=1")
    stage.work.store_reads = False
    while not stage.work.called.empty():
        stage.work.called.get_nowait()
    for _ in range(2):
        await stage.work.until("store asked")
    stage.manager.heard()
    for _ in range(3):
        await stage.work.until("store asked")
    assert stage.manager.heard() == []
    assert "store-silent" in stage.log.names()
    os.kill(os.getpid(), signal.SIGTERM)
    assert await task == 0


@pytest.mark.proves("O-03")
async def test_a_scheduler_that_stands_still_gives_no_sign_of_life_and_ends_the_process(stage: Stage) -> None:
    stage.watchdog_s = 0.01
    daemon = stage.daemon()
    task = asyncio.create_task(daemon.run())
    await stage.manager.until("WATCHDOG=1")
    daemon._schedule.pause()
    assert isinstance(stage.clock, FixedClock)
    stage.clock.move_to(NOW + timedelta(seconds=15))
    stage.manager.heard()
    await stage.log.until("scheduler-stalled")
    assert daemon.alive()
    stage.clock.move_to(NOW + timedelta(seconds=30))
    assert not daemon.alive()
    assert await asyncio.wait_for(task, PATIENCE_S) == 1
    assert not any(one.startswith("WATCHDOG") for one in stage.manager.heard())
    assert dict(stage.log.events)["task-died"]["task"] == "watch"


@pytest.mark.proves("O-25")
@pytest.mark.parametrize("name", ["control", "http", "watch"])
async def test_a_long_lived_task_that_dies_ends_the_process(stage: Stage, name: str) -> None:
    async def serve(_health: Health, bound: Callable[[], None]) -> None:
        bound()
        await asyncio.Event().wait()

    stage.serve = serve
    task = asyncio.create_task(stage.daemon().run())
    await stage.manager.until("READY=1")
    victim = next(one for one in asyncio.all_tasks() if one.get_name() == name)
    victim.cancel()
    assert await asyncio.wait_for(task, PATIENCE_S) == 1
    assert dict(stage.log.events)["task-died"]["task"] == name
    assert stage.work.calls[-1] == "close"


@pytest.mark.proves("O-25")
async def test_a_drain_that_keeps_crashing_ends_the_process(stage: Stage) -> None:
    stage.work.due = NOW
    daemon = stage.daemon()
    task = asyncio.create_task(daemon.run())
    await stage.manager.until("READY=1")
    stage.work.error = LookupError("a mistake of ours")
    assert await asyncio.wait_for(task, PATIENCE_S) == 1
    assert stage.log.names().count("job-failed") >= 5


async def test_local_trouble_makes_us_unready_until_a_drain_succeeds_and_never_ends_the_process(stage: Stage) -> None:
    stage.work.due = NOW
    daemon = stage.daemon()
    task = asyncio.create_task(daemon.run())
    await stage.manager.until("READY=1")
    stage.work.error = StoreError("the disk is full")
    for _ in range(8):
        await stage.work.until("drain")
    assert daemon.problems() == ("the disk is full",)
    stage.work.error = None
    await stage.work.until("drained")
    await stage.manager.until("STATUS=")
    assert daemon.problems() == ()
    os.kill(os.getpid(), signal.SIGTERM)
    assert await task == 0


def test_a_second_signal_ends_the_process_at_once(stage: Stage, tmp_path: Path) -> None:
    process = start(tmp_path / "d", stage.manager.address, "wait")
    wait_for(process, "draining")
    process.send_signal(signal.SIGTERM)
    asyncio.run(stage.manager.until("STOPPING=1"))
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 128 + signal.SIGTERM


def test_as_process_1_it_ends_cleanly_when_told(tmp_path: Path, stage: Stage) -> None:
    unshare = ("unshare", "--pid", "--fork", "--kill-child", "--mount-proc")
    if os.geteuid() != 0 or subprocess.run([*unshare, "true"], capture_output=True).returncode != 0:
        pytest.skip("a pid namespace needs root and unshare")
    process = start(tmp_path / "d", stage.manager.address, "quick", *unshare)
    try:
        wait_for(process, "draining")
        asyncio.run(stage.manager.until("READY=1"))
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        os.kill(int(children[0]), signal.SIGTERM)
        process.communicate(timeout=PATIENCE_S)
    finally:
        process.kill()
    assert process.returncode == 0


@pytest.mark.proves("O-24")
async def test_jobs_live_in_memory_never_twice_at_once_and_late_ones_run_once() -> None:
    running, most, runs = 0, 0, asyncio.Event()
    release = asyncio.Event()

    async def slow() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        runs.set()
        await release.wait()
        running -= 1

    others: asyncio.Queue[int] = asyncio.Queue()

    async def quick() -> None:
        others.put_nowait(1)

    schedule = Schedule((("slow", 0.001, slow), ("quick", 0.001, quick)), lambda _name, _error: None)
    schedule.start()
    await asyncio.wait_for(runs.wait(), PATIENCE_S)
    for _ in range(20):
        await asyncio.wait_for(others.get(), PATIENCE_S)
    assert most == 1
    scheduler = schedule._scheduler
    assert isinstance(scheduler._jobstores["default"], MemoryJobStore)
    for job in scheduler.get_jobs():
        assert (job.max_instances, job.coalesce, job.misfire_grace_time) == (1, True, None)
    release.set()
    schedule.stop()


@pytest.mark.parametrize("jump", [timedelta(days=3_650), timedelta(hours=-1)])
def test_a_jump_of_the_clock_costs_one_run_and_no_loop(jump: timedelta) -> None:
    before = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    after = before + jump
    assert _After(1.0).get_next_fire_time(before, after) == after + timedelta(seconds=1)
