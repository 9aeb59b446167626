"""The daemon put together: work that its clock drives, feeds over HTTP, a log, the service manager."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from syndicator.clock import Clock, SystemClock
from syndicator.cycle import Options, Report, run_due
from syndicator.daemon import Daemon, Surroundings
from syndicator.errors import SyndicatorError
from syndicator.model.base import Instant
from syndicator.model.polling import Due, PollKind
from syndicator.ops.control import ActRequest, PollRequest, ReleaseRequest, Reply, Request, Status, socket_path
from syndicator.ops.logs import Log, configure
from syndicator.ops.notify import Notifier
from syndicator.poll.schedule import share_of
from syndicator.publish import Folder
from syndicator.settings import Settings
from syndicator.web import FeedPage, Live, Site, make_app
from syndicator.wiring.acting import act_now
from syndicator.wiring.app import App, open_app

FAILED = frozenset({PollKind.SOFT_ERROR, PollKind.HARD_ERROR, PollKind.BLOCKED})
AGE_MAX = timedelta(minutes=15)
"""How long a reader may keep a feed at most (F-06)."""


class DaemonWork:
    """What the daemon gives time to: one loaded configuration."""

    def __init__(self, app: App, log: Log) -> None:
        app.spread = True
        self._app = app
        self._log = log
        self._next: Instant | None = app.clock.now()
        self._trouble: tuple[str, ...] = ()

    @property
    def app(self) -> App:
        """Give the program put together."""
        return self._app

    async def start(self, at: Instant) -> None:
        """Verify what is live, and spread the first polls of sources that were never asked."""
        for one in self._app.folder.verify():
            self._log.warning("live-differs", file=one.file, message=one.what)
        for warning in self._app.store.warnings:
            self._log.warning("store-warning", message=warning)
        self._spread_first(at)

    def _spread_first(self, at: Instant) -> None:
        """Spread first polls over the interval, or the number of sources times the gap between two (P-05)."""
        states = self._app.store.source_states()
        new = [one for one in self._app.settings.sources if one.enabled and one.id not in states]
        over = len(new) * self._app.settings.main.poll.host_gap
        for one in new if over else ():
            due = Due(at=at + min(one.interval, over) * share_of(one.id), because="first poll, spread")
            self._app.store.move_due(one.id, due)

    def next_due(self) -> Instant | None:
        """Give when there is something to do next."""
        return self._next

    async def drain(self, at: Instant) -> None:
        """Poll what is due and release what changed."""
        await self._cycle(at, Options(by="daemon"))

    async def _cycle(self, at: Instant, options: Options) -> Report:
        report = await run_due(self._app.work(), at, options, self._tell)
        self._next = self._first(report, at)
        self._trouble = tuple(f"{one.feed}: {one.message}" for one in report.feeds if one.outcome == "failed")
        return report

    def _tell(self, event: str, value: object) -> None:
        if event == "polls":
            return
        fields = value.model_dump(exclude_defaults=True, exclude={"decisions"})  # type: ignore[attr-defined]  # outcomes
        bad = getattr(value, "outcome", "") in {*FAILED, "kept", "failed"}
        (self._log.warning if bad else self._log.info)(f"{event}-done", **fields)

    def _first(self, report: Report, at: Instant) -> Instant | None:
        instants = [report.next_due] if report.next_due else []
        for feed in self._app.settings.feeds:
            state = self._app.store.feed_state(feed.name)
            if state and state.next_release:
                instants.append(state.next_release)
        first = min(instants, default=None)
        failed = any(one.outcome == "failed" for one in report.feeds)
        retry = at + timedelta(minutes=1) if failed else None
        return min((one for one in (first, retry) if one), default=None)

    async def housekeep(self, at: Instant) -> None:
        """Check the database for damage."""
        for problem in await asyncio.to_thread(self._app.store.check, full=False):
            self._log.error("store-damaged", message=problem)

    async def answer(self, request: Request) -> Reply:
        """Do an act, a poll or a release that a person asked for."""
        at = self._app.clock.now()
        match request:
            case ActRequest():
                return await act_now(self._app, request)
            case PollRequest():
                wanted = frozenset(request.sources)
                report = await self._cycle(at, Options(sources=wanted, by=request.by))
            case ReleaseRequest():
                report = await self._cycle(at, Options(feeds=frozenset(request.feeds), poll=False))
            case _:
                raise SyndicatorError("the daemon itself answers this request", code="request-unknown")
        status = Status(pid=os.getpid(), problems=self.problems(), summary=self.summary(), next_due=self._next)
        return Reply(sources=report.sources, feeds=report.feeds, status=status)

    async def store_answers(self) -> bool:
        """Tell whether the store can be read."""
        await asyncio.to_thread(self._app.store.source_states, [])
        return True

    def problems(self) -> tuple[str, ...]:
        """Give what is wrong with store and output."""
        return self._trouble

    def summary(self) -> str:
        """Give the state in a line."""
        settings = self._app.settings
        due = f", next poll {self._next:%H:%M:%S} UTC" if self._next else ""
        return f"{len(settings.sources)} sources, {len(settings.feeds)} feeds{due}"

    async def close(self) -> None:
        """Close what this configuration alone holds."""
        await self._app.close_polling()


def run_daemon(settings: Settings, load: Callable[[], Settings], announce: Callable[[str], None]) -> int:
    """Run until told to stop, and give the exit code. ``announce`` is told the address once feeds are served."""
    import uvloop

    log = configure("logfmt" if os.environ.get("INVOCATION_ID") else "human", "info")
    app = open_app(settings, SystemClock())
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(_daemon(app, load, log, announce))
    finally:
        app.close()


async def _daemon(app: App, load: Callable[[], Settings], log: Log, announce: Callable[[str], None]) -> int:
    work = DaemonWork(app, log)
    current = [work]

    async def remake() -> DaemonWork:
        fresh = await asyncio.to_thread(load)
        _same_folders(app.settings, fresh)
        current[0] = DaemonWork(app.with_settings(fresh), log)
        return current[0]

    around = Surroundings(
        clock=app.clock,
        notifier=Notifier.from_environment(os.environ),
        log=log,
        control=socket_path(app.settings.data_dir),
        serve=_server(app, lambda: current[0].app.settings, announce) if app.settings.main.serve.listen else None,
    )
    return await Daemon(work, remake, around).run()


def _same_folders(old: Settings, new: Settings) -> None:
    for key, before, after in (
        ("data_dir", old.data_dir, new.data_dir),
        ("feeds_dir", old.feeds_dir, new.feeds_dir),
        ("database", old.main.database, new.main.database),
        ("serve.listen", old.main.serve.listen, new.main.serve.listen),
    ):
        if before != after:
            raise SyndicatorError(
                f"{key} changed from {before} to {after}, which a reload can not do",
                hint="restart the daemon, or put the old value back",
                code="reload-needs-restart",
            )


def _server(app: App, settings: Callable[[], Settings], announce: Callable[[str], None]):  # type: ignore[no-untyped-def]  # daemon.Serve
    from syndicator.web.server import serve

    host, _, port = app.settings.main.serve.listen.rpartition(":")

    async def run(health, bound) -> None:  # type: ignore[no-untyped-def]  # daemon.Health, daemon.Bound
        def listening(address: str) -> None:
            announce(address)
            bound(address)

        site = Site(
            folder=app.settings.feeds_dir,
            live=lambda: live_in(app.folder),
            feeds=lambda: pages(settings(), app.folder),
            starting=health.starting,
            alive=health.alive,
            problems=health.problems,
            base_url=settings().main.base_url,
            max_age_s=int(min(AGE_MAX, settings().main.poll.interval / 2).total_seconds()),
            clock=app.clock,
        )
        await serve(make_app(site), host.strip("[]"), int(port), listening)

    return run


def live_in(folder: Folder) -> Live:
    """Give the names of files that are public."""
    return Live(frozenset(file.name for feed in folder.manifest().feeds for file in feed.files))


def pages(settings: Settings, folder: Folder) -> tuple[FeedPage, ...]:
    """Give what the index page says of each live feed."""
    manifest = folder.manifest()
    return tuple(
        FeedPage(
            name=one.name,
            title=one.title,
            description=one.description,
            language=one.language,
            formats=tuple(file.name.rpartition(".")[2] for file in live.files),
        )
        for one in settings.feeds
        if (live := manifest.feed(one.name))
    )


def serve_folder(settings: Settings, folder: Path, host: str, port: int, bound: Callable[[str], None]) -> None:
    """Serve a folder of feeds and nothing else, until Ctrl-C."""
    from syndicator.web.server import serve

    clock: Clock = SystemClock()
    live = Folder.open(folder)
    site = Site(
        folder=folder,
        live=lambda: live_in(live),
        feeds=lambda: pages(settings, live),
        starting=lambda: False,
        alive=lambda: True,
        problems=lambda: (),
        base_url=settings.main.base_url,
        max_age_s=60,
        clock=clock,
    )
    try:
        asyncio.run(serve(make_app(site), host, port, bound))
    except KeyboardInterrupt:
        pass
    finally:
        live.close()
