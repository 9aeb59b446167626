"""Where things stand in a JSON text: only asked for when there is something to tell."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from syndicator.validate.code_text import ERROR, CodeText
from syndicator.validate.json_feed.reading import TOKEN, is_half, is_no_number

_SOURCE = "RFC 8259"

CODES = {
    "json-number": CodeText(
        ERROR,
        "A number is none that JSON has.",
        "NaN and infinities are no JSON, and a number of a thousand digits fits no program.",
        "Leave the member out, or write a number of ordinary size.",
        f"{_SOURCE}, section 6",
    ),
    "json-member-repeated": CodeText(
        ERROR,
        "An object has the same member twice.",
        "Programs take the first, the last or none.",
        "Keep one.",
        f"{_SOURCE}, section 4",
    ),
    "json-lone-surrogate": CodeText(
        ERROR,
        "A text holds half of a character.",
        "It can not be written as UTF-8: programs fail or replace it.",
        "Write the whole character, or both halves of its escape.",
        f"{_SOURCE}, section 8.2",
    ),
}

Path = tuple[str | int, ...]
_OPENING = frozenset("{[")
_CLOSING = frozenset("}]")


class At(NamedTuple):
    """A code at a path, with what was found there."""

    code: str
    path: Path
    value: str = ""


class Told(NamedTuple):
    """The same, with the offset in the text."""

    code: str
    path: Path
    value: str
    offset: int


class _Level:
    """One object or list that is open, with where in it the reading is."""

    __slots__ = ("is_list", "is_named", "key", "seen")

    def __init__(self, *, is_list: bool) -> None:
        self.is_list = is_list
        self.is_named = is_list
        """Whether the next token is a value."""
        self.key: str | int = 0 if is_list else ""
        self.seen: set[str] = set()
        """The names that members had so far."""


class _Token(NamedTuple):
    """A name or the beginning of a value."""

    sign: str
    offset: int
    is_name: bool
    levels: list[_Level]
    """The objects and lists around it, outermost first; only to look at, and only now."""

    @property
    def path(self) -> Path:
        """The path of the member or entry."""
        return tuple([level.key for level in self.levels])


def offsets(text: str, wanted: Iterable[Path]) -> dict[Path, int]:
    """Find these paths in a text that is JSON; of one that is not there, what holds it, or the beginning of the text.

    A member begins at its name, an entry of a list at itself. Where a member is repeated, its path is the last one's,
    as that is the one whose value was read.
    """
    asked = set(wanted)
    within = {path[:end] for path in asked for end in range(1, len(path) + 1)}
    ends = {path[-1] for path in within}
    found: dict[Path, int] = {(): len(text) - len(text.lstrip())}
    for token in _tokens(text) if within else ():
        level = token.levels[-1] if token.levels else None
        if level is not None and level.key in ends and (token.is_name or level.is_list) and token.path in within:
            found[token.path] = token.offset
    begin = {path: next(path[:end] for end in range(len(path), -1, -1) if path[:end] in found) for path in asked}
    return {path: found[holder] for path, holder in begin.items()}


def oddities(text: str) -> Iterator[Told]:
    """Tell what is odd in a text that is JSON, in its order: repeated members, half characters, no numbers."""
    for token in _tokens(text):
        for code, value in _odd_name(token) if token.is_name else _odd_value(token.sign):
            yield Told(code, token.path, value, token.offset)


def _tokens(text: str) -> Iterator[_Token]:
    levels: list[_Level] = []
    for match in TOKEN.finditer(text):
        sign = match.group()
        if sign in _CLOSING:
            levels.pop()
        elif sign == ",":
            _next(levels[-1])
        elif sign == ":":
            levels[-1].is_named = True
        else:
            is_name = bool(levels) and not levels[-1].is_named
            if is_name:
                levels[-1].key = _unescaped(sign)
            yield _Token(sign, match.start(), is_name, levels)
            if sign in _OPENING:
                levels.append(_Level(is_list=sign == "["))


def _next(level: _Level) -> None:
    if level.is_list:
        level.key = int(level.key) + 1
    else:
        level.is_named = False


def _odd_name(token: _Token) -> Iterator[tuple[str, str]]:
    level = token.levels[-1]
    name = str(level.key)
    if name in level.seen:
        yield "json-member-repeated", name
    level.seen.add(name)
    if is_half(name):
        yield "json-lone-surrogate", ""


def _odd_value(sign: str) -> Iterator[tuple[str, str]]:
    if sign.startswith('"'):
        if "\\u" in sign and is_half(_unescaped(sign)):
            yield "json-lone-surrogate", ""
    elif sign not in _OPENING and is_no_number(sign):
        yield "json-number", sign[:40]


def _unescaped(sign: str) -> str:
    return str(json.loads(sign)) if "\\" in sign else sign[1:-1]
