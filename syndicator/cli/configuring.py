"""``init`` and ``check``: write a configuration, and tell what is wrong with one."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated

import typer

from syndicator.cli.loading import settings_of
from syndicator.cli.output import Format, FormatOption, document, say
from syndicator.errors import CannotWriteError, ConfigError
from syndicator.model.shown import counted

HINT = """Wrote {count} files to {folder}/.
1. Put your contact and base_url into {folder}/syndicator.toml.
2. Read the terms page named in {folder}/sources/, then sign terms_read there: until then everything is held.
3. Run `syndicator --config {folder} check`, then `once`, then `run`."""


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(rich_help_panel="Begin")(init)
    app.command(rich_help_panel="Begin")(check)


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write it.")] = Path("config"),
) -> None:
    """Write a commented, working configuration.

    Never overwrites a file: when one is there already, nothing is written.

    Example: [bold]syndicator init my-config[/bold]
    """
    templates = dict(_files(files("syndicator.cli").joinpath("templates"), Path()))
    standing = [folder / path for path in templates if (folder / path).exists()]
    if standing:
        raise CannotWriteError(
            f"{standing[0]} is there already; nothing was written",
            hint="name another folder: `syndicator init other-config`",
            code="config-exists",
        )
    try:
        for path, text in templates.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            with (folder / path).open("x", encoding="utf-8") as file:
                file.write(text)
    except OSError as error:
        raise CannotWriteError(
            f"{error.filename} can not be written: {error.strerror}", hint="check the folder's permissions"
        ) from error
    say(HINT.format(count=len(templates), folder=folder))


def _files(place: Traversable, path: Path) -> list[tuple[Path, str]]:
    found = []
    for one in sorted(place.iterdir(), key=lambda one: one.name):
        if one.is_dir():
            found += _files(one, path / one.name)
        elif one.name.endswith(".toml"):
            found.append((path / one.name, one.read_text(encoding="utf-8")))
    return found


def check(context: typer.Context, output: FormatOption = Format.TEXT) -> None:
    """Tell what is wrong with the configuration.

    Prints every fault with file, line, key, reason and hint, and exits 78 when there is one.

    Example: [bold]syndicator --config my-config check --format json[/bold]
    """
    try:
        settings = settings_of(context)
    except ConfigError as error:
        if output is Format.JSON:
            document({"faults": error.faults})
            raise typer.Exit(error.exit_code) from None
        raise
    unread = [one.id for one in settings.sources if one.enabled and one.publisher and not one.terms_read]
    unknown = [
        one.id
        for one in settings.sources
        if one.enabled and not (one.publisher and settings.registry.get(one.publisher))
    ]
    if output is Format.JSON:
        document({"faults": [], "terms_unread": unread, "terms_missing": unknown})
        return
    say(f"{settings.folder}: fine, {counted(len(settings.sources), 'source')}, {counted(len(settings.feeds), 'feed')}.")
    if unread:
        say(f"Held until terms_read is signed: {', '.join(unread)}.")
    if unknown:
        say(f"Held until their publisher is in the registry: {', '.join(unknown)}.")
