"""``once`` and ``run``: do what is due now, or stay and keep going."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from syndicator.cli.loading import NowOption, clock_at, opened, settings_of, who
from syndicator.cli.output import Format, FormatOption, note
from syndicator.clock import Clock
from syndicator.errors import PollError, SyndicatorError

if TYPE_CHECKING:
    from syndicator.cycle import Options, Progress, Report
    from syndicator.settings import Settings
    from syndicator.wiring import App


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(once)
    app.command()(run)


def once(
    context: typer.Context,
    source: Annotated[list[str] | None, typer.Option(help="Only this source; may be repeated.")] = None,
    feed: Annotated[list[str] | None, typer.Option(help="Only this feed; may be repeated.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Decide everything, write nothing.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Poll although not due; the ledger says so.")] = False,
    now: NowOption = None,
    output: FormatOption = Format.TEXT,
) -> None:
    """Poll what is due, release what changed, and end."""
    from syndicator.cycle import Options

    settings = settings_of(context)
    _known(settings, source or [], feed or [])
    clock = _clock(settings, now, dry=dry_run)
    options = Options(sources=frozenset(source or ()), feeds=frozenset(feed or ()), force=force, by=who(None))
    report = _handed_over(settings, options) if not dry_run else None
    if report is None:
        with _scratch(settings, dry=dry_run) as used, opened(used, clock) as app, sample_upstream(settings):
            report = cycle(app, clock, options, show=output is Format.TEXT)
    from syndicator.cli.reporting import print_report

    print_report(report, settings, output)
    _judge(report, source or [])


def run(context: typer.Context) -> None:
    """Stay: poll when due, release what changes, serve the feeds, until SIGTERM or Ctrl-C. SIGHUP reloads."""
    from syndicator.settings import load
    from syndicator.wiring.serving import run_daemon

    settings = settings_of(context)
    with sample_upstream(settings):
        code = run_daemon(
            settings, lambda: load(settings.folder, os.environ), lambda address: _announce(settings, address)
        )
    raise typer.Exit(code)


LIVE = """The sources here are samples on this machine. To go live:
  make run CONTACT=https://your-site/about CONFIG=config/examples
or write a configuration of your own with `syndicator init`."""


def _announce(settings: Settings, address: str) -> None:
    note(f"Feeds are served at {address} - open it in a browser, or subscribe to:")
    for feed in settings.feeds:
        note("  " + "   ".join(f"{address}{feed.name}.{name}" for name in feed.formats))
    if settings.main.demo.listen:
        note(LIVE)
    note("Ctrl-C ends it cleanly; `syndicator sources list` shows the state of each source.")


def cycle(app: App, clock: Clock, options: Options, *, show: bool) -> Report:
    """Run one cycle with progress on a terminal."""
    from syndicator.cycle import run_due

    async def play(progress: Progress) -> Report:
        try:
            return await run_due(app.work(), clock.now(), options, progress)
        finally:
            await app.close_polling()

    with _progress(show=show) as progress, _runner() as runner:
        return runner.run(play(progress))


@contextmanager
def _scratch(settings: Settings, *, dry: bool) -> Iterator[Settings]:
    """Give the configuration itself, or for a dry run the same over a copy of store and feeds that is thrown away."""
    if not dry:
        yield settings
        return
    with tempfile.TemporaryDirectory(prefix="syndicator-dry-") as name:
        place = Path(name)
        (place / "var").mkdir()
        database = settings.data_dir / "syndicator.db"
        if database.exists():
            with (
                closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as source,
                closing(sqlite3.connect(place / "var" / "syndicator.db")) as copy,
            ):
                source.backup(copy)
        if settings.feeds_dir.is_dir():
            shutil.copytree(settings.feeds_dir, place / "feeds")
        main = settings.main.model_copy(update={"data_dir": str(place / "var"), "feeds_dir": str(place / "feeds")})
        yield settings._replace(main=main)


def _runner() -> asyncio.Runner:
    import uvloop

    return asyncio.Runner(loop_factory=uvloop.new_event_loop)


def _progress(*, show: bool) -> AbstractContextManager[Callable[[str, Any], None]]:
    from syndicator.cycle import quiet

    if show:
        from syndicator.cli.reporting import live_progress

        return live_progress()
    return nullcontext(quiet)


def sample_upstream(settings: Settings) -> AbstractContextManager[Any]:
    """Run the sample upstream where the configuration asks for it."""
    if not settings.main.demo.listen:
        return nullcontext()
    from syndicator.demo import SampleUpstream

    return SampleUpstream(settings.main.demo.listen)


def _clock(settings: Settings, now: str | None, *, dry: bool) -> Clock:
    """Give the clock of a run. Invented time never goes into a store that real polls feed."""
    from syndicator.settings.checks import is_allowed

    strangers = [one.id for one in settings.sources if not is_allowed(one.url, settings.main.poll.allow)]
    if now and strangers and not dry:
        reason = f"invented time is for --dry-run or allow-listed loopback sources; {strangers[0]} is none"
        raise typer.BadParameter(reason, param_hint="--now")
    return clock_at(now)


def _known(settings: Settings, sources: list[str], feeds: list[str]) -> None:
    for kind, asked, known in (
        ("source", sources, [one.id for one in settings.sources]),
        ("feed", feeds, [one.name for one in settings.feeds]),
    ):
        for missing in sorted(set(asked) - set(known)):
            reason = f"no {kind} is called {missing!r}; known: {', '.join(known) or 'none'}"
            raise typer.BadParameter(reason, param_hint=f"--{kind}")


def _handed_over(settings: Settings, options: Options) -> Report | None:
    """Let a running daemon do it, and give its report; ``None`` when no daemon has the data folder."""
    from syndicator.cycle import Report
    from syndicator.ops.control import PollRequest, client_request, socket_path
    from syndicator.ops.lock import DataLock

    if DataLock.holder(settings.data_dir) is None or not socket_path(settings.data_dir).exists():
        return None
    request = PollRequest(sources=tuple(sorted(options.sources)), by=options.by)
    reply = client_request(socket_path(settings.data_dir), request)
    if reply.exit_code:
        raise SyndicatorError(reply.message, hint=reply.hint, code=reply.code)
    return Report(reply.sources, reply.feeds, 0, reply.status.next_due if reply.status else None)


def _judge(report: Report, asked: list[str]) -> None:
    """Exit as the contract says: 69 for a source asked for by name, 1 when the gate kept an old feed."""
    from syndicator.model.polling import PollKind

    down = {PollKind.SOFT_ERROR, PollKind.HARD_ERROR, PollKind.BLOCKED}
    failed = [one for one in report.sources if one.source in asked and one.outcome in down]
    if failed:
        one = failed[0]
        raise PollError(f"{one.source} could not be polled: {one.message or one.code}", hint=one.hint, code=one.code)
    if any(one.outcome == "failed" and one.code in CANNOT_WRITE for one in report.feeds):
        raise typer.Exit(73)
    if any(one.outcome in {"kept", "failed"} for one in report.feeds):
        raise typer.Exit(1)


CANNOT_WRITE = frozenset({"publish-failed", "disk-full", "read-only"})
"""Codes of a feeds folder that can not be written."""
