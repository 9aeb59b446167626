"""``once`` and ``run``: do what is due now, or stay and keep going."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from syndicator.cli.loading import NowOption, asked, clock_at, is_running, opened, settings_of, who
from syndicator.cli.output import Format, FormatOption, note
from syndicator.clock import Clock
from syndicator.errors import CannotWriteError, PollError, StoreError, SyndicatorError

if TYPE_CHECKING:
    import asyncio

    from syndicator.cycle import Options, Progress, Report
    from syndicator.settings import Settings
    from syndicator.wiring import App


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(rich_help_panel="Run")(once)
    app.command(rich_help_panel="Run")(run)


def once(
    context: typer.Context,
    source: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this source; may be repeated. Exits 69 if it is down.")
    ] = None,
    feed: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Release only this feed; may be repeated.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", metavar="", help="Poll and decide, but write nothing at all.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", metavar="", help="Poll although not due; the ledger says so.")
    ] = False,
    now: NowOption = None,
    output: FormatOption = Format.TEXT,
) -> None:
    """Poll what is due, release what changed, and end.

    While a daemon has the same configuration, it is asked to do so.

    Example: [bold]syndicator once --source tc-uk-politics --dry-run[/bold]
    """
    from syndicator.cli.reporting import print_report
    from syndicator.cycle import Options

    settings = settings_of(context)
    _known(settings, source or [], feed or [])
    clock = _clock(settings, now, dry=dry_run)
    options = Options(sources=frozenset(source or ()), feeds=frozenset(feed or ()), force=force, by=who(None))
    running = is_running(settings)
    if running and not dry_run:
        report = _handed_over(settings, options, now)
    else:
        samples = nullcontext() if running else sample_upstream(settings)
        with (
            _scratch(settings, dry=dry_run) as used,
            opened(used, clock, writing=True) as app,
            samples,
        ):
            report = cycle(app, clock, options, show=output is Format.TEXT)
    print_report(report, settings, output, dry=dry_run)
    _judge(report, source or [])


def run(context: typer.Context) -> None:
    """Stay and keep going: poll, release, serve the feeds.

    Ends on SIGTERM or Ctrl-C; SIGHUP reads the configuration again.

    Example: [bold]SYNDICATOR_CONTACT=https://paper.example/about syndicator --config my-config run[/bold]
    """
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

    reports: list[Report] = []  # not returned by the task: its runner writes a task's result out only to drop the text

    async def play(progress: Progress) -> None:
        try:
            reports.append(await run_due(app.work(), clock.now(), options, progress))
        finally:
            await app.close_polling()

    with _progress(show=show) as progress, _runner() as runner:
        runner.run(play(progress))
    return reports[0]


@contextmanager
def _scratch(settings: Settings, *, dry: bool) -> Iterator[Settings]:
    """Give the configuration itself, or for a dry run the same over a copy of store and feeds that is thrown away."""
    if not dry:
        yield settings
        return
    with tempfile.TemporaryDirectory(prefix="syndicator-dry-") as name:
        place = Path(name)
        _copy(settings, place)
        main = settings.main.model_copy(update={"data_dir": str(place / "var"), "feeds_dir": str(place / "feeds")})
        try:
            yield settings._replace(main=main)
        except SyndicatorError as error:
            # A store that can not be used is refused under its own name.
            error.what = error.what.replace(str(place / "var"), str(settings.data_dir))
            raise


def _copy(settings: Settings, place: Path) -> None:
    """Copy store and feeds to a folder."""
    try:
        (place / "var").mkdir()
        database = settings.data_dir / "syndicator.db"
        if database.exists():
            _copy_database(database, place / "var" / "syndicator.db")
        if settings.feeds_dir.is_dir():
            shutil.copytree(settings.feeds_dir, place / "feeds")
    except OSError as error:
        raise CannotWriteError(
            f"{settings.data_dir} and {settings.feeds_dir} can not be copied for a dry run: {error}",
            hint="every file there must be readable, and there must be room in the folder for temporary files",
            code="not-copied",
        ) from error


def _copy_database(source: Path, target: Path) -> None:
    """Copy a database file. SQLite copies it where a log lies beside it; elsewhere it would make one."""
    if not source.with_name(f"{source.name}-wal").exists():
        shutil.copyfile(source, target)
        return
    import sqlite3

    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        try:
            live.backup(copy)
        except sqlite3.Error as error:
            raise StoreError(
                f"{source} can not be read: {error}",
                hint="restore a backup; published files stay",
                code="store-corrupt",
            ) from error


def _runner() -> asyncio.Runner:
    import asyncio

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

    if now and not dry:
        allow = settings.main.poll.allow
        stranger = next((one.id for one in settings.sources if not is_allowed(one.url, allow)), None)
        if stranger:
            reason = f"invented time is for --dry-run or allow-listed loopback sources; {stranger} is none"
            raise typer.BadParameter(reason, param_hint="--now")
    return clock_at(now)


def _known(settings: Settings, sources: list[str], feeds: list[str]) -> None:
    for kind, named, known in (
        ("source", sources, [one.id for one in settings.sources]),
        ("feed", feeds, [one.name for one in settings.feeds]),
    ):
        for missing in sorted(set(named) - set(known)):
            reason = f"no {kind} is called {missing!r}; known: {', '.join(known) or 'none'}"
            raise typer.BadParameter(reason, param_hint=f"--{kind}")
    for off in sorted(one.id for one in settings.sources if one.id in sources and not one.enabled):
        raise typer.BadParameter(f"{off} is disabled in its file; write enabled = true there", param_hint="--source")


def _handed_over(settings: Settings, options: Options, now: str | None) -> Report:
    """Let the running daemon do it, and give its report."""
    from syndicator.cycle import Report
    from syndicator.ops.control import PollRequest

    if now:
        reason = "a daemon has this configuration, and its clock is the machine's; add --dry-run, or stop it"
        raise typer.BadParameter(reason, param_hint="--now")
    sources, feeds = tuple(sorted(options.sources)), tuple(sorted(options.feeds))
    reply = asked(settings, PollRequest(sources=sources, feeds=feeds, force=options.force, by=options.by))
    wanted = sum(one.enabled and (not sources or one.id in sources) for one in settings.sources)
    next_due = reply.status.next_due if reply.status else None
    return Report(reply.sources, reply.feeds, wanted - len(reply.sources), next_due)


def _judge(report: Report, asked_for: list[str]) -> None:
    """Exit as the contract says: 73 or 65 by the failure, 69 for a source asked for by name, 1 for a kept feed."""
    from syndicator.cli.reporting import failure_code
    from syndicator.model.polling import PollKind

    code = failure_code(report.feeds)
    down = {PollKind.SOFT_ERROR, PollKind.HARD_ERROR, PollKind.BLOCKED}
    failed = next((one for one in report.sources if one.source in asked_for and one.outcome in down), None)
    if failed and code <= 1:
        what = f"{failed.source} could not be polled: {failed.message or failed.code}"
        raise PollError(what, hint=failed.hint, code=failed.code)
    if code:
        raise typer.Exit(code)
