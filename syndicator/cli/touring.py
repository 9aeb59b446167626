"""``demo``: a complete tour without network."""

from __future__ import annotations

import shutil
import socket
import tempfile
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from syndicator.cli.loading import opened
from syndicator.cli.output import Format, FormatOption, note, say
from syndicator.clock import FixedClock
from syndicator.errors import SyndicatorError

if TYPE_CHECKING:
    from syndicator.cycle import Report
    from syndicator.settings import Settings

SAMPLE_PORT = 8090
"""Where the packaged configuration has its sample upstream."""

TOUR = """
What happened: a sample upstream on this machine served {sources} feeds of invented
publishers. Each was polled once, every rights statement in it was read, and
each entry was decided by its license and its publisher's house rules.

  permit    is in the feed, framed with byline, attribution and notice
  wait      goes out by itself later
  hold      needs a person: `holds` says why, `approve` lifts what may be lifted
  refusal   this use is not permitted

The feeds:
{feeds}
"""

LOOK = """
Ask why an entry went where it went:
  syndicator --config {config} explain {entry} --now {now}
"""

NEXT = """
Next: `syndicator init` writes a configuration of your own, and
`syndicator publishers list` shows whose terms are known."""


def add_to(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command(rich_help_panel="Begin")(demo)


def demo(
    feeds: Annotated[
        Path | None, typer.Option("--feeds", metavar="DIR", help="Write the feeds here; otherwise to a new folder.")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", metavar="N", min=0, max=65_535, help="Keep serving the feeds on this port; 0: any."),
    ] = None,
    output: FormatOption = Format.TEXT,
) -> None:
    """Take a complete tour on this machine alone.

    Sample publishers, one full cycle, the feeds, and why each entry went where. Needs no network and no configuration,
    and ends by itself.

    Example: [bold]syndicator demo --port 8080[/bold]
    """
    from syndicator.cli.reporting import print_report
    from syndicator.cli.running import cycle, sample_upstream
    from syndicator.cycle import Options
    from syndicator.demo import NOW
    from syndicator.settings import load

    place = Path(tempfile.mkdtemp(prefix="syndicator-demo-"))
    _configure(place / "config")
    target = (feeds or place / "feeds").absolute()
    environ = {"SYNDICATOR_DATA_DIR": str(place / "var"), "SYNDICATOR_FEEDS_DIR": str(target)}
    if port is not None:
        port = port or _free()
        environ["SYNDICATOR_BASE_URL"] = f"http://127.0.0.1:{port}/"
    settings = load(place / "config", environ)
    clock = FixedClock(NOW)
    kept = feeds is None and port is None
    try:
        with opened(settings, clock, writing=True) as app, sample_upstream(settings):
            report = cycle(app, clock, Options(by="demo"), show=output is Format.TEXT)
        print_report(report._replace(next_due=None), settings, output)
        if output is Format.TEXT:
            _explain(report, settings, kept=kept)
        if port is not None:
            _serve(settings, port)
    finally:
        if not kept:
            shutil.rmtree(place, ignore_errors=True)


def _configure(folder: Path) -> None:
    """Write the sample configuration, with another port for the sample upstream when its own is taken."""
    with as_file(files("syndicator.demo").joinpath("config")) as packaged:
        shutil.copytree(packaged, folder)
    port = _free(SAMPLE_PORT)
    for path in folder.rglob("*.toml") if port != SAMPLE_PORT else ():
        path.write_text(path.read_text(encoding="utf-8").replace(f":{SAMPLE_PORT}", f":{port}"), encoding="utf-8")


def _free(wanted: int = 0) -> int:
    """Give a port of this machine that is free: the wanted one, or any."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _explain(report: Report, settings: Settings, *, kept: bool) -> None:
    written = sorted(path for feed in settings.feeds for path in settings.feeds_dir.glob(f"{feed.name}.*"))
    say(TOUR.format(sources=len(report.sources), feeds="\n".join(f"  {path}" for path in written)).rstrip())
    held = [one for feed in report.feeds for one in feed.decisions if one.kind == "hold"]
    if kept and held:
        from syndicator.demo import NOW

        say(LOOK.format(config=settings.folder, entry=held[-1].id, now=f"{NOW:%Y-%m-%dT%H:%M:%SZ}").rstrip())
    say(NEXT)


def _serve(settings: Settings, port: int) -> None:
    from syndicator.wiring.site import serve_folder

    try:
        serve_folder(settings, settings.feeds_dir, "127.0.0.1", port, _announce)
    except SyndicatorError as error:
        raise SyndicatorError(
            error.what, hint="choose another --port; 0 takes any free one", code=error.code
        ) from error


def _announce(address: str) -> None:
    note(f"\nOpen {address} in a browser, or subscribe to a feed there. Ctrl-C ends it.")
