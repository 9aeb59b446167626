"""``package``: a work to be pasted into a page, with what to see to."""

from __future__ import annotations

import json
import textwrap
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from syndicator.cli.loading import opened, settings_of
from syndicator.cli.output import clean, complain, note, plain, say
from syndicator.errors import CannotWriteError, SyndicatorError

if TYPE_CHECKING:
    from syndicator.wiring.packaging import Packaged


WIDTH = 79


class Form(StrEnum):
    """How a package is written."""

    HTML = "html"
    JSON = "json"


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(rich_help_panel="Decide")(package)


def package(
    context: typer.Context,
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help="An id, a link, or the beginning of one.")],
    feed: Annotated[
        str | None, typer.Option(metavar="NAME", help="Your page is used as this feed is; otherwise as \\[use] says.")
    ] = None,
    kind: Annotated[Form, typer.Option("--format", help="HTML to paste, or one JSON document.")] = Form.HTML,
    output: Annotated[Path | None, typer.Option("--output", metavar="FILE", help="Write it to this file.")] = None,
) -> None:
    """Give a work to paste into a page of your own.

    HTML with title, byline, notices, text and the publisher's counter, in the frame that feeds carry. It is there for
    works that may not go through a feed too; rights that refuse it or are unknown end in exit code 1 with the reasons.
    What to see to is printed on standard error.

    Example: [bold]syndicator package https://paper.example/article-1 --output article-1.html[/bold]
    """
    from syndicator.wiring.packaging import package as packaged

    settings = settings_of(context)
    if feed and settings.feed(feed) is None:
        raise typer.BadParameter(f"no feed is called {feed!r}", param_hint="--feed")
    with opened(settings, writing=False) as app:
        made = packaged(app, entry, feed)
    if kind is Form.JSON:
        _put(json.dumps(plain(made), ensure_ascii=False, indent=2), output)
    elif made.html:
        _put(made.html, output)
    if not made.html:
        hint = "\n".join(made.fixes)
        complain(SyndicatorError(f"no package of {made.id}: {made.kind}, {_why(made)}", hint=hint))
        raise typer.Exit(1)
    note(f"To see to, for {clean(made.title)}:")
    for one in made.checklist:
        text = f"{one.key}: {clean(one.text, 1_000)}"
        note(textwrap.fill(text, WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False))


def _why(made: Packaged) -> str:
    return ": ".join(part for part in (", ".join(made.reasons), made.message) if part)


def _put(text: str, output: Path | None) -> None:
    if output is None:
        say(text)
        return
    try:
        output.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise CannotWriteError(
            f"{output} can not be written: {error.strerror}", hint="name another file", code="package-unwritable"
        ) from error
    note(f"wrote {clean(str(output))}")
