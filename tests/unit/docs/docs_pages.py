"""The pages for operators, taken apart: sections by heading, tables by first column; and the commands they tell of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import click
import typer
from architecture.source_tree import ROOT

from syndicator.cli import app


@cache
def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def section(name: str, heading: str) -> str:
    """Give what stands below a heading, up to the next one of any depth."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", page(name), re.MULTILINE | re.DOTALL)
    assert found, f"{name} has no heading {heading!r}"
    return found[1]


def rows(name: str, heading: str) -> dict[str, tuple[str, ...]]:
    """Give the rows of a section's table by their first cell, without its backticks."""
    cells = [
        tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1])
        for line in section(name, heading).splitlines()
        if line.startswith("|")
    ]
    return {first.strip("`"): rest for first, *rest in ((one[0], *one[1:]) for one in cells[2:])}


def _commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    children = getattr(command, "commands", None)
    if children is None:
        yield " ".join(path), command
    for name, child in (children or {}).items():
        yield from _commands(child, (*path, name))


COMMANDS = dict(_commands(typer.main.get_command(app)))
"""Every command by its words: ``ledger list``."""
