"""Bytes to a JSON value, strictly: what RFC 8259 leaves open is refused, and every fault has its place."""

from __future__ import annotations

import codecs
import json
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from syndicator.validate.code_text import ERROR, WARNING, CodeText

_SOURCE = "RFC 8259"

CODES = {
    "json-syntax": CodeText(
        ERROR,
        "The document is no JSON.",
        "A reader shows nothing of it.",
        "Mend the place that the finding names; let a JSON library write the document.",
        f"{_SOURCE}, section 2",
    ),
    "json-too-deep": CodeText(
        ERROR,
        "Objects and lists are nested too deeply.",
        "No feed needs it: it is an attempt to break the programs that read it.",
        "Keep to what JSON Feed asks for.",
        f"{_SOURCE}, section 9; syndicator, SECURITY.md",
    ),
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
    "json-byte-order-mark": CodeText(
        WARNING,
        "A byte order mark stands before the document.",
        "It must not be there, and some programs refuse the document.",
        "Write UTF-8 without a mark.",
        f"{_SOURCE}, section 8.1",
    ),
}

DEPTH_MAX = 64
"""A feed of the format itself nests seven deep."""

Path = tuple[str | int, ...]
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")
_DIGITS_MAX = 1_000


class Problem(NamedTuple):
    """One fault of reading, at an offset in the text."""

    code: str
    value: str = ""
    offset: int = 0


class Read(NamedTuple):
    """A text and the value it holds; without a value there is a problem that says why."""

    text: str
    value: Any
    problems: tuple[Problem, ...]


def read_json(body: bytes) -> Read:
    """Read a document; gives its value as far as it is one."""
    marked = body.startswith(codecs.BOM_UTF8)
    first = (Problem("json-byte-order-mark"),) if marked else ()
    own = body[3 if marked else 0 :]
    try:
        text = own.decode("utf-8")
    except UnicodeDecodeError as error:
        offset = len(own[: error.start].decode("utf-8"))
        return Read(own.decode("utf-8", "replace"), None, (Problem("unicode-error", error.reason, offset),))
    if _depth(text) > DEPTH_MAX:
        return Read(text, None, (*first, Problem("json-too-deep")))
    repeated: list[str] = []
    try:
        value = json.loads(
            text, object_pairs_hook=lambda pairs: _object(pairs, repeated), parse_constant=_refuse, parse_int=_whole
        )
    except json.JSONDecodeError as error:
        return Read(text, None, (*first, Problem("json-syntax", error.msg, error.pos)))
    except ValueError as error:
        return Read(text, None, (*first, Problem("json-number", str(error)[:40])))
    twice = tuple(Problem("json-member-repeated", key) for key in dict.fromkeys(repeated))
    halves = (Problem("json-lone-surrogate"),) if "\\u" in text and _has_surrogate(value) else ()
    return Read(text, value, (*first, *twice, *halves))


def _object(pairs: list[tuple[str, Any]], repeated: list[str]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        repeated.extend(key for key, count in counts.items() if count > 1)
    return result


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _whole(digits: str) -> int:
    if len(digits) > _DIGITS_MAX:
        raise ValueError(digits)
    return int(digits)


def _depth(text: str) -> int:
    """Give how deep brackets are nested outside of strings; takes linear time."""
    if text.count("[") + text.count("{") <= DEPTH_MAX:
        return 0
    depth = deepest = 0
    for token in _TOKEN.finditer(text):
        sign = token.group()
        if sign in {"{", "["}:
            depth += 1
            deepest = max(deepest, depth)
            if deepest > DEPTH_MAX:
                break
        elif sign in {"}", "]"}:
            depth -= 1
    return deepest


def _has_surrogate(value: Any) -> bool:
    pending = [value]
    while pending:
        each = pending.pop()
        if isinstance(each, str) and _SURROGATE.search(each):
            return True
        if isinstance(each, dict):
            pending.extend((*each, *each.values()))
        elif isinstance(each, list):
            pending.extend(each)
    return False


def offsets(text: str, wanted: Iterable[Path]) -> dict[Path, int]:
    """Give where the values of these paths begin; a path that is not there has no offset.

    A member begins at its name, an entry of a list at itself. The text must be JSON.
    """
    asked = set(wanted)
    found: dict[Path, int] = {(): len(text) - len(text.lstrip())}
    path: list[str | int] = []
    is_list: list[bool] = []
    name, at = "", 0
    for token in _TOKEN.finditer(text):
        sign = token.group()
        if sign in {"}", "]"} and is_list:
            is_list.pop()
            path.pop()
        elif sign == ",":
            if is_list and is_list[-1] and path:
                path[-1] = int(path[-1]) + 1
        elif sign == ":":
            path[-1] = name
            _note(found, asked, tuple(path), at)
        else:
            if is_list and is_list[-1]:
                _note(found, asked, tuple(path), token.start())
            if sign in {"{", "["}:
                is_list.append(sign == "[")
                path.append(0 if sign == "[" else "")
            elif sign.startswith('"'):
                name, at = json.loads(sign), token.start()
    return found


def _note(found: dict[Path, int], asked: set[Path], path: Path, offset: int) -> None:
    if path in asked:
        found.setdefault(path, offset)
