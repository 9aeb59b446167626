"""The daemon put together: work that its clock drives, feeds over HTTP, a log, the service manager."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from syndicator.clock import SystemClock
from syndicator.cycle import Options, Report
from syndicator.daemon import Daemon, Surroundings, Work
from syndicator.errors import StoreError, SyndicatorError
from syndicator.model.base import Instant
from syndicator.model.polling import Due
from syndicator.model.records import FeedOutcome, SourceOutcome
from syndicator.ops.control import (
    ActRequest,
    EraseRequest,
    PollRequest,
    ReadingRequest,
    ReleaseRequest,
    Reply,
    Request,
    Status,
    socket_path,
)
from syndicator.ops.lock import DataLock
from syndicator.ops.logs import Log, configure, in_journal
from syndicator.ops.notify import Notifier
from syndicator.poll.schedule import share_of
from syndicator.publish import Folder
from syndicator.settings import Settings
from syndicator.wiring.acting import act_now
from syndicator.wiring.app import App, come_into_force, open_app
from syndicator.wiring.damaged import CODE, DamagedWork
from syndicator.wiring.erasing import erase_now
from syndicator.wiring.fitness import Failures, problems_of
from syndicator.wiring.reloading import needs_restart, require_same_places
from syndicator.wiring.reviewing import record_reading
from syndicator.wiring.site import serving
from syndicator.wiring.telling import Teller
from syndicator.wiring.turning import turn

LOOK_AGAIN = timedelta(seconds=30)
"""How long what was answered waits to be released, while a slow upstream keeps its poll under way."""


class DaemonWork:
    """What the daemon gives time to: one loaded configuration."""

    def __init__(self, app: App, log: Log) -> None:
        app.spread = True
        self.app = app
        self._log = log
        self._next: Instant | None = app.clock.now()
        self._failures = Failures()
        self._teller = Teller(log)
        self.damage: StoreError | None = None
        """That the database is damaged: from then on nothing is polled, released or changed."""

    async def start(self, at: Instant) -> None:
        """Verify what is live, and spread the first polls of sources that were never asked."""
        app = self.app
        for one in app.folder.verify():
            self._log.warning("live-differs", file=one.file, code=one.code, message=one.what)
        for warning in app.store.warnings:
            self._log.warning("store-warning", message=warning)
        if app.store.fresh and (live := app.folder.manifest().feeds):
            names = ", ".join(one.name for one in live)
            message = f"the database is new; what is live of {names} stays until a poll has brought entries again"
            self._log.warning("store-new", message=message)
        try:
            self.spread_first(at)
        except StoreError as error:
            self._require_damaged(error)

    def spread_first(self, at: Instant) -> None:
        """Spread first polls over the interval, or the number of sources times the gap between two (P-05)."""
        states = self.app.store.source_states()
        new = [one for one in self.app.settings.sources if one.enabled and one.id not in states]
        over = len(new) * self.app.settings.main.poll.host_gap
        for one in new if over else ():
            due = Due(at=at + min(one.interval, over) * share_of(one.id), because="first poll, spread")
            self.app.store.move_due(one.id, due)

    def next_due(self) -> Instant | None:
        """Give when there is something to do next beside what is under way."""
        return None if self.damage else self._next

    async def drain(self, at: Instant) -> None:
        """Poll what is due and release what changed."""
        try:
            await self._cycle(at, Options(by="daemon"))
        except StoreError as error:
            self._require_damaged(error)

    async def _cycle(self, at: Instant, options: Options) -> Report:
        self._next = None  # told again once the polls have begun, and at the end
        try:
            report = await turn(self.app, at, options, partial(self._tell, at))
            self._failures.note(report.feeds, at)
            self._next = self._soonest()
        except BaseException:
            self._next = at
            raise
        self._look_for_damage(report)
        return report

    def _look_for_damage(self, report: Report) -> None:
        jobs: tuple[SourceOutcome | FeedOutcome, ...] = (*report.sources, *report.feeds)
        for one in jobs:
            if one.code == CODE:
                self._require_damaged(StoreError(one.message, code=CODE))

    def _tell(self, at: Instant, event: str, value: object) -> None:
        self._teller.tell(at, value)
        if event == "polls":
            self._next = self._soonest()

    def _soonest(self) -> Instant | None:
        """Give when the first source or feed is due that nothing is being done about."""
        app, now = self.app, self.app.clock.now()
        free = [one.id for one in app.settings.sources if one.enabled and one.id not in app.traffic.under_way]
        states = app.store.source_states(free)
        dues = [(state.next_due if (state := states.get(one)) else None) or now for one in free]
        for feed in app.settings.feeds:
            known = app.store.feed_state(feed.name)
            if due := self._failures.due(feed.name, known.next_release if known else None):
                dues.append(due)
        if app.looking and (due := app.looking.next_due(now)):
            dues.append(due)
        if app.traffic.under_way:
            dues.append(now + LOOK_AGAIN)
        return min(dues, default=None)

    async def housekeep(self, _at: Instant) -> None:
        """Check the database for damage; known damage is told again, for a log that was rotated."""
        if self.damage:
            self._tell_damage(self.damage)
        elif found := await asyncio.to_thread(self.app.store.check, full=False):
            self._require_damaged(StoreError(f"the database is damaged: {'; '.join(found[:3])}", code=CODE))

    async def answer(self, request: Request) -> Reply:
        """Do an act, a poll or a release that a person asked for."""
        if self.damage:
            raise self.damage
        try:
            return await self._answer(request)
        except StoreError as error:
            self._require_damaged(error)
            raise

    async def _answer(self, request: Request) -> Reply:
        at = self.app.clock.now()
        match request:
            case ActRequest():
                reply = await act_now(self.app, request)
                self._failures.note(reply.feeds, at)
                self._next = self._soonest()
                return reply
            case EraseRequest():
                return await erase_now(self.app, request)
            case PollRequest():
                sources, feeds = frozenset(request.sources), frozenset(request.feeds)
                options = Options(sources=sources, feeds=feeds, force=request.force, by=request.by)
                report = await self._cycle(at, options)
            case ReleaseRequest():
                report = await self._cycle(at, Options(feeds=frozenset(request.feeds), poll=False))
            case ReadingRequest():
                reply = await record_reading(self.app, request)
                self._next = self._soonest()
                return reply
            case _:
                raise SyndicatorError("the daemon itself answers this request", code="request-unknown")
        status = Status(pid=os.getpid(), problems=self.problems(), summary=self.summary(), next_due=self._next)
        return Reply(sources=report.sources, feeds=report.feeds, status=status)

    async def store_answers(self) -> bool:
        """Tell whether the store can be read. A damaged one counts as read: no restart mends it (ADR 7)."""
        try:
            if self.damage is None:
                await asyncio.to_thread(self.app.store.feed_state, "")
        except StoreError as error:
            self._require_damaged(error)
        return True

    def _require_damaged(self, error: StoreError) -> None:
        """Stop for good when an error says that the database is damaged; any other one is raised again."""
        if error.code != CODE:
            raise error
        if self.damage is None:
            self.damage = error
            self._tell_damage(error)

    def _tell_damage(self, error: StoreError) -> None:
        self._log.error("store-damaged", code=error.code, message=error.what, hint=error.hint)

    def problems(self) -> tuple[str, ...]:
        """Give what is wrong with lock, store and output."""
        found = (self.damage.what,) if self.damage else ()
        return (*found, *self._failures.words(), *problems_of(self.app, store=self.damage is None))

    def summary(self) -> str:
        """Give the state in a line."""
        if self.damage:
            return f"serving what is live, and nothing else: {self.damage.what}"
        settings = self.app.settings
        due = f", next poll {self._next:%H:%M:%S} UTC" if self._next else ""
        return f"{len(settings.sources)} sources, {len(settings.feeds)} feeds{due}"

    async def close(self) -> None:
        """Close what this configuration alone holds."""
        await self.app.close_polling()


def run_daemon(settings: Settings, load: Callable[[], Settings], announce: Callable[[str], None]) -> int:
    """Run until told to stop, and give the exit code. ``announce`` is told the address once feeds are served."""
    log = configure("logfmt" if os.environ.get("INVOCATION_ID") else "human", journald=in_journal(os.environ))
    try:
        app = open_app(settings, SystemClock())
    except StoreError as error:
        if error.code != CODE or not settings.main.serve.listen:
            raise
        return _serve_damaged(settings, error, log, announce)
    current = DaemonWork(app, log)

    async def remake() -> DaemonWork:
        nonlocal current
        if current.damage:
            raise needs_restart(current.damage)
        fresh = await asyncio.to_thread(load)
        require_same_places(settings, fresh)
        work = DaemonWork(current.app.with_settings(fresh), log)
        come_into_force(work.app)
        work.spread_first(app.clock.now())
        current = work
        return work

    try:
        return _run(current, remake, settings, log, app.folder, lambda: current.app.settings, announce)
    finally:
        app.close()


def _serve_damaged(settings: Settings, error: StoreError, log: Log, announce: Callable[[str], None]) -> int:
    async def remake() -> Work:
        raise needs_restart(error)

    with DataLock.take(settings.data_dir):
        folder = Folder.open(settings.feeds_dir)
        try:
            folder.repair()
            return _run(DamagedWork(error, log), remake, settings, log, folder, lambda: settings, announce)
        finally:
            folder.close()


def _run(  # noqa: PLR0913, RUF100  # the daemon's surroundings, put together here alone
    work: Work,
    remake: Callable[[], Awaitable[Work]],
    settings: Settings,
    log: Log,
    folder: Folder,
    in_force: Callable[[], Settings],
    announce: Callable[[str], None],
) -> int:
    import uvloop

    around = Surroundings(
        clock=SystemClock(),
        notifier=Notifier.from_environment(os.environ),
        log=log,
        control=socket_path(settings.data_dir),
        serve=serving(in_force, folder, announce),
    )
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_daemon(work, remake, around))


async def _daemon(work: Work, remake: Callable[[], Awaitable[Work]], around: Surroundings) -> int:
    return await Daemon(work, remake, around).run()
