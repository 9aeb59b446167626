"""How results look: tables for people, one JSON document for programs, complaints on standard error."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import BaseModel

from syndicator.errors import ConfigError, SyndicatorError

if TYPE_CHECKING:
    from rich.console import Console


class Format(StrEnum):
    """How a command answers."""

    TEXT = "text"
    JSON = "json"


FormatOption = Annotated[Format, typer.Option("--format", help="Tables for people, or one JSON document.")]

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
    "hard_error": "red",
    "soft_error": "yellow",
    "blocked": "red",
}


def console(*, stderr: bool = False) -> Console:
    """Give a console that wraps to the terminal, or to 120 columns where there is none."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, width=None if stream.isatty() else 120, highlight=False, soft_wrap=False)


def clean(text: str, length: int = 200) -> str:
    """Give upstream text safe to show: control and format characters visible as escapes, cut to a length."""
    shown = "".join(
        char if unicodedata.category(char)[0] != "C" else f"\\u{ord(char):04x}" for char in text[: length + 1]
    )
    return shown if len(shown) <= length else f"{shown[: length - 1]}…"


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], *, wide: int | None = None) -> None:
    """Print a table; a cell that is a known outcome is colored. ``wide`` is the column that may wrap."""
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    shown = Table(title=title or None, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(columns):
        shown.add_column(column, overflow="fold", no_wrap=False, ratio=1 if number == wide else None)
    count = 0
    for row in rows:
        cells = [escape(clean(cell, 400)) for cell in row]
        shown.add_row(*(f"[{STYLES[cell]}]{cell}[/]" if cell in STYLES else cell for cell in cells))
        count += 1
    if count:
        console().print(shown)


def say(text: str) -> None:
    """Print a line on standard output."""
    typer.echo(text)


def note(text: str) -> None:
    """Print a line on standard error."""
    typer.echo(text, err=True)


def document(value: Any) -> None:
    """Print one JSON document on standard output: values, tuples and plain types."""
    typer.echo(json.dumps(plain(value), ensure_ascii=False, indent=2))


def plain(value: Any) -> Any:
    """Give JSON's plain types for a value."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if hasattr(value, "_asdict"):
        return {key: plain(inner) for key, inner in value._asdict().items()}
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def complain(error: SyndicatorError) -> None:
    """Print an error on standard error: what was tried, on what, and what to do now."""
    if isinstance(error, ConfigError):
        note(f"syndicator: {error.what}:")
        for fault in error.faults:
            note(f"  {clean(str(fault), 500)}")
        return
    note(f"syndicator: {error.what}")
    if error.hint:
        note(f"  {error.hint}")
