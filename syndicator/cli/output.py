"""How results look: tables for people, one JSON document for programs, complaints on standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from syndicator.errors import ConfigError, SyndicatorError
from syndicator.model.shown import columns, safe

if TYPE_CHECKING:
    from rich.console import Console


class Format(StrEnum):
    """How a command answers."""

    TEXT = "text"
    JSON = "json"


FormatOption = Annotated[Format, typer.Option("--format", help="Tables for people, or one JSON document.")]

Cell = str | tuple[str, ...]
"""One line, or several."""

WIDTH = 100
LINE_MAX = 1_000
"""A line of a table is cut here: what an upstream sent may be long."""

STYLES = {
    "permit": "green",
    "wait": "yellow",
    "hold": "magenta",
    "refusal": "red",
    "withdrawal": "red",
    "published": "green",
    "kept": "red",
    "failed": "red",
    "new": "green",
    "hard error": "red",
    "soft error": "yellow",
    "blocked": "red",
}


def console(*, stderr: bool = False) -> Console:
    """Give a console as wide as the terminal, or as ``COLUMNS`` says, or 100 columns where there is neither."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    told = stream.isatty() or os.environ.get("COLUMNS", "").isdigit()
    return Console(stderr=stderr, width=None if told else WIDTH, highlight=False, soft_wrap=False)


def clean(text: str, length: int = 200) -> str:
    """Give upstream text safe to show: control, format and line-breaking characters as escapes, cut to a length."""
    shown = safe(text[: length + 1])
    return shown if len(shown) <= length else f"{shown[: length - 1]}…"


PAGE_WIDTH = 80
"""Columns of running text."""


def paragraph(text: str, *, first: str = "", rest: str = "") -> str:
    """Give running text in lines of 80 columns, safe to show, each begun as told. No word is cut.

    A word that is wider than a line (an address, a digest) stands on a line of its own, whole.
    """
    lines, line, room = [], first, False
    for word in clean(" ".join(text.split()), 6 * len(text) + 1).split(" "):
        if room and columns(line) + 1 + columns(word) > PAGE_WIDTH:
            lines.append(line)
            line, room = rest, False
        line += f" {word}" if room else word
        room = True
    return "\n".join((*lines, line)).rstrip()


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, wrap: Sequence[int] = ()) -> None:
    """Print a table, or nothing when it has no rows. ``wrap`` names the columns that give way in a narrow terminal.

    A cell of several lines is a tuple. A line that is a known outcome is colored. Nothing is cut off and no line ends
    in blanks, so that piped output can be searched.
    """
    from rich import box
    from rich.table import Table

    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="dim")
    for number, column in enumerate(columns):
        shown.add_column(column, overflow="fold", no_wrap=number not in wrap)
    for row in rows:
        shown.add_row(*map(_cell, row))
    if not shown.row_count:
        return
    screen = console()
    with screen.capture() as captured:
        screen.print(shown)
    if title:
        say(f"\n{title}\n")
    say("\n".join(line.rstrip() for line in captured.get().splitlines()))


def _cell(cell: Cell) -> str:
    from rich.markup import escape

    lines = (cell,) if isinstance(cell, str) else cell
    styled = [(clean(line, LINE_MAX), STYLES.get(line)) for line in lines if line]
    return "\n".join(f"[{style}]{escape(line)}[/]" if style else escape(line) for line, style in styled)


class ReaderGoneError(Exception):
    """Whoever read standard output has closed it. Typer would end with 1 on the ``OSError`` itself."""


def say(text: str, *, end: str = "\n") -> None:
    """Print a line on standard output.

    Raises:
        ReaderGoneError: nobody reads it any more.
    """
    try:
        typer.echo(text + end, nl=False)
    except BrokenPipeError as error:
        raise ReaderGoneError from error


class Said:
    """A file to write to that is standard output."""

    def write(self, text: str) -> None:
        """Print as it is."""
        say(text, end="")


def harmless(cell: str) -> str:
    """Give a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def note(text: str) -> None:
    """Print a line on standard error."""
    typer.echo(text, err=True)


def document(value: Any) -> None:
    """Print one JSON document on standard output: values, tuples and plain types."""
    say(json.dumps(plain(value), ensure_ascii=False, indent=2))


def plain(value: Any) -> Any:
    """Give JSON's plain types for a value."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if hasattr(value, "_asdict"):
        return {key: plain(inner) for key, inner in value._asdict().items()}
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def complain(error: SyndicatorError) -> None:
    """Print an error on standard error: what was tried, on what, and what to do now."""
    if isinstance(error, ConfigError):
        note(f"syndicator: {error.what}:")
        for fault in error.faults:
            note(f"  {clean(str(fault), LINE_MAX)}")
        return
    note(f"syndicator: {clean(error.what, LINE_MAX)}")
    for line in error.hint.split("\n") if error.hint else ():
        note(f"  {clean(line, LINE_MAX)}")
