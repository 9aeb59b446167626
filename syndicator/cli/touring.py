"""``demo``: a complete tour without network."""

from __future__ import annotations

import shutil
import tempfile
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

from syndicator.cli.loading import opened
from syndicator.cli.output import Format, FormatOption, note, say
from syndicator.clock import FixedClock

TOUR = """
This is what happened: a sample upstream on this machine served {sources} invented feeds; each was polled once, every
rights statement in it was read, and each entry was decided on its license and its publisher's house rules.
  permit   is in the feeds, framed with byline, attribution and notice
  wait     goes out by itself later        hold   needs a person: `syndicator explain ENTRY` says why
  refusal  this use is not permitted
The feeds: {feeds}
Next: `syndicator init` writes a configuration of your own; `syndicator publishers list` shows whose terms are known.
"""


def add_to(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command()(demo)


def demo(
    feeds: Annotated[
        Path | None, typer.Option("--feeds", metavar="DIR", help="Write the feeds here; otherwise to a new folder.")
    ] = None,
    port: Annotated[
        int | None, typer.Option("--port", metavar="N", help="Keep serving the feeds on this port until Ctrl-C.")
    ] = None,
    output: FormatOption = Format.TEXT,
) -> None:
    """Take the tour: sample publishers on this machine, one full cycle, the feeds, and why each entry went where.

    Needs no network, no configuration, and ends by itself.
    """
    from syndicator.cli.reporting import print_report
    from syndicator.cli.running import cycle, sample_upstream
    from syndicator.cycle import Options
    from syndicator.demo import NOW
    from syndicator.settings import load

    place = Path(tempfile.mkdtemp(prefix="syndicator-demo-"))
    with as_file(files("syndicator.demo").joinpath("config")) as packaged:
        shutil.copytree(packaged, place / "config")
    target = (feeds or place / "feeds").absolute()
    settings = load(place / "config", {"SYNDICATOR_DATA_DIR": str(place / "var"), "SYNDICATOR_FEEDS_DIR": str(target)})
    clock = FixedClock(NOW)
    with opened(settings, clock) as app, sample_upstream(settings):
        report = cycle(app, clock, Options(by="demo"), show=output is Format.TEXT)
    print_report(report, settings, output)
    if output is Format.TEXT:
        say(TOUR.format(sources=len(report.sources), feeds=", ".join(sorted(map(str, target.glob("*.[ra][st]*"))))))
    if port is not None:
        from syndicator.wiring.serving import serve_folder

        serve_folder(settings, target, "127.0.0.1", port, _announce)
    if feeds or port is not None:
        shutil.rmtree(place, ignore_errors=True)


def _announce(address: str) -> None:
    note(f"Open {address} in a browser, or subscribe to a feed there. Ctrl-C ends it.")
