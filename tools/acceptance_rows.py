"""The numbered acceptance rows, read from the shared tables or from the committed docs/acceptance.md."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "docs" / "acceptance.md"
FILES = ("polling.md", "security.md", "data-safety.md", "operations.md", "publishing.md")
PREFIXES = ("P", "WS", "WH", "WP", "W", "S", "H", "D", "T", "G", "O", "L", "F")

_NUMBER = re.compile(rf"(?:{'|'.join(PREFIXES)})-[0-9]+")
_NAMED_ROWS = re.compile(rf"\b({'|'.join(PREFIXES)})-([0-9]+)(?:\s*(?:–|to)\s*\1-([0-9]+))?")
_CELL = re.compile(r"(?<!\\)\|")
_NAMED = {"Pri": "priority", "Test": "kind", "Kind": "kind", "Proof": "proof", "Proved by": "proof"}


class Row(NamedTuple):
    """One acceptance row. ``proof`` holds the rows that prove a promise, or the cell already committed."""

    number: str
    requirement: str
    priority: str = ""
    kind: str = ""
    proof: str = ""

    @property
    def prefix(self) -> str:
        """Give the letters before the dash."""
        return self.number.split("-")[0]


def shared_folder() -> Path | None:
    """Give the folder that SYNDICATOR_SHARED names, else ``shared`` beside the checkout, else None."""
    named = os.environ.get("SYNDICATOR_SHARED")
    folder = Path(named) if named else ROOT.parent / "shared"
    return folder if (folder / "acceptance").is_dir() else None


def acceptance_rows() -> tuple[Row, ...]:
    """Give every row in the order of its tables; without the shared tables, as committed."""
    shared = shared_folder()
    if shared is None:
        return rows_of(TABLE.read_text(encoding="utf-8")) if TABLE.is_file() else ()
    tables = (shared / "acceptance" / name for name in FILES)
    return tuple(row for table in tables for row in rows_of(table.read_text(encoding="utf-8")))


def rows_of(text: str) -> tuple[Row, ...]:
    """Give the rows of one Markdown page: the table lines whose first cell is a row number."""
    rows: list[Row] = []
    columns: list[str] = []
    for line in text.splitlines():
        cells = _cells(line)
        if not cells:
            columns = []
        elif not columns:
            columns = cells
        elif _NUMBER.fullmatch(cells[0]):
            rows.append(_row(columns, cells))
    return tuple(rows)


def numbers_in(text: str) -> tuple[str, ...]:
    """Give the row numbers a text names, ranges such as ``H-001–H-030`` spelled out, both ends included."""
    return tuple(
        f"{prefix}-{number:0{len(first)}d}"
        for prefix, first, last in _NAMED_ROWS.findall(text)
        for number in range(int(first), int(last or first) + 1)
    )


def _cells(line: str) -> list[str]:
    if not line.startswith("|"):
        return []
    return [cell.strip() for cell in _CELL.split(line.strip())[1:-1]]


def _row(columns: list[str], cells: list[str]) -> Row:
    fields = {_NAMED[name]: cell for name, cell in zip(columns, cells, strict=True) if name in _NAMED}
    texts = [cell for name, cell in zip(columns, cells, strict=True) if name not in _NAMED][1:]
    priority, kind = (fields.get(name, "").replace("–", "") for name in ("priority", "kind"))
    return Row(cells[0], _requirement(cells[0], columns, texts), priority, kind, fields.get("proof", ""))


def _requirement(number: str, columns: list[str], texts: list[str]) -> str:
    """Join what a row asks for.

    An input and its outcome, a figure and its target, a part and its content, or the first text alone.
    """
    if number.startswith("H-") and "Requirement" not in columns:
        return " → ".join(texts[:2])
    if number.startswith(("G-", "T-")) and "Requirement" not in columns:
        return ": ".join(texts[:2])
    return texts[0]
