"""Read one TOML file into a value, and name everything that is wrong with it.

Never stops at the first fault of a file that parses; never reads a file larger than 256 KiB.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from syndicator.errors import Fault

SIZE_BYTES_MAX = 262_144
DEPTH_MAX = 32

_DURATION = re.compile(r"(\d{1,6})(s|m|h|d)\Z")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}

Model = TypeVar("Model", bound=BaseModel)


SAYINGS = {
    "model_type": "must be a table",
    "tuple_type": "must be a list",
    "string_type": "must be a text in quotes",
    "int_parsing": "must be a number",
    "int_type": "must be a number",
    "finite_number": "must be a finite number",
}
"""pydantic's kinds of fault in the words of TOML."""


class Mistyped(NamedTuple):
    """A key whose value pydantic would turn into what was asked for, though it says something else."""

    keys: tuple[str | int, ...]
    found: object
    asked: str


def duration(text: object) -> timedelta | None:
    """Give the duration that ``"15m"``, ``"1h"``, ``"2d"`` or ``"30s"`` means, or ``None`` for anything else."""
    match = _DURATION.match(text) if isinstance(text, str) else None
    return timedelta(seconds=int(match[1]) * _UNITS[match[2]]) if match else None


def read_text(path: Path, name: str) -> str | Fault:
    """Give a configuration file's text, or the fault that keeps it from being read."""
    try:
        if not path.is_file():
            return Fault(name, "", "is not a plain file", "replace it with a plain text file")
        with path.open("rb") as file:
            raw = file.read(SIZE_BYTES_MAX + 1)
    except OSError as error:
        return Fault(name, "", f"can not be read: {error.strerror}", "check its permissions")
    if len(raw) > SIZE_BYTES_MAX:
        return Fault(name, "", f"is larger than {SIZE_BYTES_MAX // 1024} KiB", "split it")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Fault(name, "", f"is not UTF-8 (byte {error.start})", "save it as UTF-8", line)


def parse(text: str, name: str) -> dict[str, Any] | Fault:
    """Give the tables of a TOML text, or the fault with its line."""
    depth = _nesting(text)
    if depth > DEPTH_MAX:
        return Fault(name, "", f"nests {depth} brackets deep", f"at most {DEPTH_MAX} are read")
    if max((line.count(".") for line in text.splitlines()), default=0) > 1000:
        return Fault(name, "", "has a dotted key of more than 1,000 parts", "shorten it")
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        hint = "remove the byte order mark" if text.startswith("\ufeff") else "see https://toml.io for the syntax"
        return Fault(name, "", f"is not valid TOML: {error}", hint, line)


def _nesting(text: str) -> int:
    if text.count("[") + text.count("{") <= DEPTH_MAX:
        return 0
    depth = deepest = 0
    for char in re.sub(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*', "", text):
        depth += (char in "[{") - (char in "]}")
        deepest = max(deepest, depth)
    return deepest


def line_of(text: str, keys: tuple[str | int, ...]) -> int:
    """Give the line on which the last named key of a path stands, or 0.

    ``tomllib`` keeps no positions, so this looks for the key's own assignment or table header.
    """
    names = [key for key in keys if isinstance(key, str)]
    for key in reversed(names):
        found = re.search(rf"^[ \t]*(?:\[+[\w.\" -]*\b)?{re.escape(key)}\b[ \t]*(?:=|\]|\.)", text, re.MULTILINE)
        if found:
            return text.count("\n", 0, found.start()) + 1
        found = re.search(rf"[{{,][ \t]*{re.escape(key)}[ \t]*=", text)
        if found:
            return text.count("\n", 0, found.start()) + 1
    return 0


def build(
    model: type[Model],
    tables: dict[str, Any],
    name: str,
    text: str,
    *,
    durations: tuple[str, ...] = (),
    reserved: tuple[str, ...] = (),
) -> tuple[Model | None, tuple[Fault, ...]]:
    """Make a value of the tables; on faults give none, and each fault with its key, line and a hint.

    ``durations`` names the keys (dotted) that hold "1h" and the like; ``reserved`` the fields of the model that
    a file must not set.
    """
    faults: list[Fault] = []
    data = _with_durations(tables, durations, name, text, faults)
    faults += [
        Fault(name, key, "is not set in the file", "the file's name says it", line_of(text, (key,)))
        for key in reserved
        if key in tables
    ]
    faults += [
        Fault(
            name,
            ".".join(map(str, one.keys)),
            f"must be {one.asked}",
            f"found {one.found!r:.80}",
            line_of(text, one.keys),
        )
        for one in _mistyped(model, data)
    ]
    data |= dict.fromkeys(reserved, Path(name).stem)
    try:
        value = model.model_validate(data, strict=False)
    except ValidationError as error:
        found = [_fault(one, model, name, text) for one in error.errors(include_url=False)]
        told = {one.key for one in faults}
        return None, (*faults, *(one for one in found if one.key not in told))
    return (None if faults else value), tuple(faults)


def _with_durations(
    tables: dict[str, Any], durations: tuple[str, ...], name: str, text: str, faults: list[Fault]
) -> dict[str, Any]:
    data = dict(tables)
    for path in durations:
        *parents, key = path.split(".")
        table = data
        for parent in parents:
            inner = table.get(parent)
            if not isinstance(inner, dict):
                table = {}
                break
            table[parent] = table = dict(inner)
        if key in table:
            read = duration(table[key])
            if read is None:
                hint = 'write a number and s, m, h or d, such as "15m" or "1h"'
                faults.append(
                    Fault(name, path, f"{table[key]!r} is no duration", hint, line_of(text, tuple(path.split("."))))
                )
                del table[key]
            else:
                table[key] = read
    return data


def _mistyped(model: type[BaseModel], tables: dict[str, Any], keys: tuple[str | int, ...] = ()) -> Iterator[Mistyped]:
    """Give the keys that hold a number or a text where ``true`` or ``false`` belongs, or the other way around."""
    for key, value in tables.items():
        field = model.model_fields.get(key)
        asked = field.annotation if field else None
        if asked is bool and not isinstance(value, bool):
            yield Mistyped((*keys, key), value, "true or false")
        elif (asked is int or int in get_args(asked)) and isinstance(value, bool):
            yield Mistyped((*keys, key), value, "a number")
        for inner in _models_in(asked):
            listed = value if isinstance(value, list) else [value]
            for number, one in enumerate(listed):
                if isinstance(one, dict):
                    place = (number,) if listed is value else ()
                    yield from _mistyped(inner, one, (*keys, key, *place))


def _fault(error: Any, model: type[BaseModel], name: str, text: str) -> Fault:
    keys = tuple(error["loc"])
    path = ".".join(str(key) for key in keys)
    line = line_of(text, keys)
    if error["type"] == "extra_forbidden":
        known = sorted(_fields_at(model, keys[:-1]))
        close = difflib.get_close_matches(str(keys[-1]), known, n=1)
        hint = f"did you mean `{close[0]}`?" if close else f"known keys: {', '.join(known)}"
        return Fault(name, path, "unknown key", hint, line)
    if error["type"] == "missing":
        return Fault(name, path, "is missing", "it is required", line)
    reason = SAYINGS.get(error["type"], error["msg"].removeprefix("Value error, "))
    return Fault(name, path, reason, f"found {error['input']!r:.80}", line)


def _fields_at(model: type[BaseModel], keys: tuple[str | int, ...]) -> set[str]:
    """Give the field names of the (nested) model that a path leads to."""
    current: type[BaseModel] = model
    for key in keys:
        if isinstance(key, int):
            continue
        field = current.model_fields.get(key)
        inner = next(iter(_models_in(field.annotation)), None) if field else None
        if inner is None:
            return set()
        current = inner
    return set(current.model_fields)


def _models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for arg in getattr(annotation, "__args__", ()) for model in _models_in(arg)]
