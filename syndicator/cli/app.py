"""The command line's frame: global options and the list of commands. Each command imports its work when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from syndicator import __version__
from syndicator.cli import (
    configuring,
    editing,
    inspecting,
    licenses,
    packaging,
    proving,
    registry,
    reviewing,
    running,
    sources,
    telling,
    touring,
    validating,
)

HELP = """Republish other people's articles lawfully.

{what}

{start}

Exit codes: 0 fine, 1 findings, 2 usage, 65 data, 69 upstream unavailable, 73 cannot write, 75 locked, 78 configuration.
""".format(
    what="syndicator polls RSS and Atom feeds, checks that the license and the publisher's house rules allow an entry "
    "to be republished, frames it with byline, attribution and notice without touching its text, and publishes feeds "
    "that were validated before anyone could fetch them.",
    start="Start with [bold]syndicator demo[/bold]: a tour on this machine alone. Then [bold]init[/bold] writes a "
    "configuration of your own, [bold]check[/bold] tells what is wrong with it, [bold]once[/bold] runs one cycle "
    "and [bold]run[/bold] stays and keeps going.",
)

app = typer.Typer(
    help=HELP,
    rich_markup_mode="rich",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"syndicator {__version__}")
        raise typer.Exit


@app.callback()
def settle(
    context: typer.Context,
    config: Annotated[
        Path, typer.Option("--config", metavar="DIR", envvar="SYNDICATOR_CONFIG", help="The configuration folder.")
    ] = Path("config"),
    version: Annotated[
        bool, typer.Option("--version", metavar="", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Remember what every command needs to know."""
    context.obj = config


touring.add_to(app)
configuring.add_to(app)
running.add_to(app)
editing.add_to(app)
packaging.add_to(app)
sources.add_to(app)
registry.add_to(app)
telling.add_to(app)
proving.add_to(app)
licenses.add_to(app)
inspecting.add_to(app)
validating.add_to(app)
reviewing.add_to(app)
