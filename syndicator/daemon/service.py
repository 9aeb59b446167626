"""The life of the process: start, turn, reload, end.

Every long-lived task is owned by ``run``: when one ends that should not, the process ends with 1 and its manager
starts it anew.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, NoReturn

from syndicator.daemon.lending import Lending
from syndicator.daemon.schedule import Schedule
from syndicator.daemon.work import Serve, Surroundings, Work
from syndicator.errors import SyndicatorError
from syndicator.model.base import Instant
from syndicator.ops.answering import ControlServer
from syndicator.ops.control import ReloadRequest, Reply, Request, Status, StatusRequest, refused

FAILURES_MAX = 5
"""Unforeseen failures of the drain in a row before the process ends."""
DRAINS_MAX = 32
"""How many drains may be under way: what is due next does not wait for a slow upstream."""
_STOP = (signal.SIGTERM, signal.SIGINT)
_DRAIN = "drain"


class Daemon:
    """Runs work until told to stop. ``remake`` reads the configuration and gives new work, or raises."""

    def __init__(self, work: Work, remake: Callable[[], Awaitable[Work]], around: Surroundings) -> None:
        self._lending = Lending(work)
        self._remake = remake
        self._around = around
        self._control = ControlServer(around.control, self._answer)
        jobs = (
            ("beat", around.pace.tick_s, self._beat),
            (_DRAIN, around.pace.tick_s, self._drain),
            ("housekeep", around.pace.housekeep_s, self._housekeep),
        )
        self._schedule = Schedule(jobs, self._job_failed)
        self._owned: set[asyncio.Task[None]] = set()
        self._drains: set[asyncio.Task[None]] = set()
        self._reloads: set[asyncio.Task[Reply]] = set()
        self._stop = asyncio.Event()
        self._reloading = asyncio.Lock()
        self._started = False
        self._beat_s = around.clock.monotonic_s()
        self._failures = self._crashes = 0
        self._not_before_s = 0.0
        self._trouble = ""

    async def run(self) -> int:
        """Give the exit code: 0 after a clean stop, 1 when a part died.

        Raises:
            SyndicatorError: the start failed.
        """
        loop, before = asyncio.get_running_loop(), {one: signal.getsignal(one) for one in (*_STOP, signal.SIGHUP)}
        for number in _STOP:
            loop.add_signal_handler(number, self._told_to_stop)
        loop.add_signal_handler(signal.SIGHUP, self._told_to_reload)
        try:
            await self._start()
            return await self._until_stopped()
        finally:
            await self._end()
            for number, handler in before.items():
                loop.remove_signal_handler(number)
                signal.signal(number, handler)

    def starting(self) -> bool:
        """Tell whether the start is not over yet."""
        return not self._started

    def alive(self) -> bool:
        """Tell whether the scheduler has ticked lately."""
        return self._silent_s() < self._around.pace.stalled_s

    def problems(self) -> tuple[str, ...]:
        """Give why we are not ready; empty: we are."""
        if not self._started:
            return ("starting",)
        if self._stop.is_set():
            return ("stopping",)
        trouble = (self._trouble,) if self._trouble else ()
        return trouble + self._lending.work.problems()

    async def _start(self) -> None:
        await self._control.open()
        self._own("control", self._control.serve())
        if self._around.serve is not None:
            await self._listen(self._around.serve)
        if not await self._unless_stopped(self._lending.work.start(self._around.clock.now())):
            return
        self._beat_s = self._around.clock.monotonic_s()
        self._schedule.start()
        self._own("watch", self._watch())
        self._started = True
        summary = self._lending.work.summary()
        self._around.log.info("started", pid=os.getpid(), summary=summary)
        self._around.notifier.ready(summary)

    async def _listen(self, serve: Serve) -> None:
        bound = asyncio.Event()
        task = self._own("http", serve(self, bound.set))
        waiting = asyncio.create_task(bound.wait())
        await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if not bound.is_set():
            self._owned.discard(task)
            await task
            raise SyndicatorError("the HTTP server ended before it listened", code="listen-failed", permanent=False)

    async def _unless_stopped(self, step: Coroutine[Any, Any, None]) -> bool:
        task, stop = asyncio.create_task(step), asyncio.create_task(self._stop.wait())
        await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
            return False
        await task
        return True

    def _own(self, name: str, job: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(job, name=name)
        self._owned.add(task)
        return task

    async def _until_stopped(self) -> int:
        stop = asyncio.create_task(self._stop.wait())
        done, _ = await asyncio.wait({stop, *self._owned}, return_when=asyncio.FIRST_COMPLETED)
        if stop in done:
            return 0
        stop.cancel()
        for task in self._owned & done:
            error = None if task.cancelled() else task.exception()
            self._around.log.error("task-died", task=task.get_name(), exc_info=error)
        return 1

    def _running(self) -> bool:
        return self._started and not self._stop.is_set()

    def _silent_s(self) -> float:
        return self._around.clock.monotonic_s() - self._beat_s

    async def _beat(self) -> None:
        self._beat_s = self._around.clock.monotonic_s()

    async def _drain(self) -> None:
        at, due = self._around.clock.now(), self._lending.work.next_due()
        early = due is None or due > at or self._around.clock.monotonic_s() < self._not_before_s
        if early or not self._running() or len(self._drains) >= DRAINS_MAX:
            return
        task = asyncio.create_task(self._drain_once(at), name=_DRAIN)
        self._drains.add(task)
        task.add_done_callback(self._drained)

    async def _drain_once(self, at: Instant) -> None:
        async with self._lending.lend() as work:
            await work.drain(at)

    def _drained(self, task: asyncio.Task[None]) -> None:
        self._drains.discard(task)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            self._job_failed(_DRAIN, error)
        elif not task.cancelled():
            self._failures, self._crashes, self._trouble = 0, 0, ""
            if self._running():
                self._around.notifier.status(self._lending.work.summary())

    async def _housekeep(self) -> None:
        async with self._lending.lend() as work:
            await work.housekeep(self._around.clock.now())

    def _job_failed(self, name: str, error: Exception) -> None:
        foreseen = isinstance(error, SyndicatorError)
        self._around.log.error("job-failed", job=name, message=error, exc_info=None if foreseen else error)
        if name == _DRAIN:
            self._failures += 1
            self._crashes += not foreseen
            self._trouble = error.what if isinstance(error, SyndicatorError) else type(error).__name__
            pause_s = min(self._around.pace.backoff_max_s, 2.0**self._failures)
            self._not_before_s = self._around.clock.monotonic_s() + pause_s

    async def _watch(self) -> None:
        """Look after the scheduler, and tell the manager that we live only if scheduler and store do."""
        pace, allowed_s = self._around.pace, self._around.notifier.watchdog_s
        every_s = pace.watch_s if allowed_s is None else min(pace.watch_s, allowed_s)
        while True:
            await asyncio.sleep(every_s)
            silent_s = self._silent_s()
            if silent_s > pace.stalled_s:
                raise SyndicatorError(f"the scheduler has not ticked for {silent_s:.0f} s", code="scheduler-dead")
            if self._crashes >= FAILURES_MAX:
                raise SyndicatorError(f"the drain failed {self._crashes} times in a row", code="drain-dead")
            if silent_s > pace.stalled_s / 2:
                self._around.log.warning("scheduler-stalled", silent_s=round(silent_s))
                self._schedule.arm()
            elif allowed_s is not None and await self._store_answers(every_s):
                self._around.notifier.alive()

    async def _store_answers(self, timeout_s: float) -> bool:
        try:
            answers = await asyncio.wait_for(self._lending.work.store_answers(), timeout_s)
        except (TimeoutError, SyndicatorError):
            answers = False
        if not answers:
            self._around.log.error("store-silent")
        return answers

    def _told_to_stop(self) -> None:
        """Begin to end. From here on a signal ends the process at once, even when the loop no longer turns."""
        loop = asyncio.get_running_loop()
        for number in _STOP:
            loop.remove_signal_handler(number)
            signal.signal(number, _exit_now)
        self._stop.set()

    def _told_to_reload(self) -> None:
        if not self._running():
            self._around.log.warning("reload-ignored", message="the daemon is starting or stopping")
            return
        task = asyncio.create_task(self.reload(), name="reload")
        self._reloads.add(task)
        task.add_done_callback(self._reloads.discard)

    async def reload(self) -> Reply:
        """Swap to a new configuration if all of it is good; else say why and keep the old one. Polls nothing."""
        async with self._reloading:
            self._around.notifier.reloading(self._around.clock.monotonic_s())
            try:
                fresh = await self._remake()
            except SyndicatorError as error:
                return self._kept(refused(error))
            self._around.log.info("reloaded", summary=fresh.summary())
            self._around.notifier.ready(fresh.summary())
            await self._lending.replace(fresh)
        return Reply(message="the new configuration is in force")

    def _kept(self, reply: Reply) -> Reply:
        self._around.log.error("reload-refused", message=reply.message, faults=reply.faults)
        self._around.notifier.ready(f"the old configuration stays: {reply.message}")
        return reply

    async def _answer(self, request: Request) -> Reply:
        if isinstance(request, StatusRequest):
            return Reply(status=self._status())
        if not self._running():
            raise SyndicatorError(
                "the daemon is starting or stopping", hint="try again", code="not-now", permanent=False
            )
        if isinstance(request, ReloadRequest):
            return await self.reload()
        async with self._lending.lend() as work:
            return await work.answer(request)

    def _status(self) -> Status:
        work = self._lending.work
        due = work.next_due() if self._running() else None
        return Status(pid=os.getpid(), problems=self.problems(), summary=work.summary(), next_due=due)

    async def _end(self) -> None:
        self._stop.set()
        self._around.notifier.stopping()
        self._around.log.info("stopping")
        self._schedule.pause()
        self._control.close()
        await self._finish(self._drains | self._lending.borrowers | self._reloads | self._control.busy)
        await _cancel(self._owned, self._around.pace.abort_s)
        self._schedule.stop()
        await self._lending.work.close()
        self._around.log.info("stopped")

    async def _finish(self, tasks: set[asyncio.Task[Any]]) -> None:
        tasks = tasks - {asyncio.current_task()}
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=self._around.pace.grace_s)
            for task in late:
                self._around.log.warning("aborted", task=task.get_name())
            await _cancel(late, self._around.pace.abort_s)


async def _cancel(tasks: set[asyncio.Task[Any]], wait_s: float) -> None:
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks, timeout=wait_s)


def _exit_now(number: int, _frame: object) -> NoReturn:
    os._exit(128 + number)
