"""Bytes to a JSON value, strictly: what RFC 8259 leaves open is told, and the value is given as far as it is one."""

from __future__ import annotations

import json
import math
import re
from itertools import accumulate
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
    "json-trailing-data": CodeText(
        ERROR,
        "Something stands behind the document's end.",
        "Programs refuse the whole document, or take the first of two.",
        "Write one object alone.",
        f"{_SOURCE}, section 2",
    ),
    "json-encoding": CodeText(
        ERROR,
        "The document is JSON in another encoding than UTF-8.",
        "JSON that is sent around must be UTF-8: many programs read nothing else.",
        "Write UTF-8.",
        f"{_SOURCE}, section 8.1",
    ),
    "json-byte-order-mark": CodeText(
        WARNING,
        "A byte order mark stands before the document.",
        "It must not be there, and some programs refuse the document.",
        "Write UTF-8 without a mark.",
        f"{_SOURCE}, section 8.1",
    ),
    "json-too-deep": CodeText(
        ERROR,
        "Objects and lists are nested too deeply.",
        "No feed needs it: it is an attempt to break the programs that read it.",
        "Keep to what JSON Feed asks for.",
        f"{_SOURCE}, section 9; syndicator, SECURITY.md",
    ),
    "json-too-many-values": CodeText(
        ERROR,
        "The document has more values than any feed needs.",
        "It is an attempt to keep readers busy, or a whole archive in one file: they give up or run out of memory.",
        "Keep the newest items, and lead to older ones with next_url.",
        f"{_SOURCE}, section 9; syndicator, SECURITY.md",
    ),
}

DEPTH_MAX = 64
"""A feed of the format itself nests seven deep."""
DIGITS_MAX = 1_000
VALUES_MAX = 300_000
"""A feed of a thousand items has a twentieth of it."""

_STRING = r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)'
"""One that does not end takes all that is left, so that no text takes more than linear time."""
TOKEN = re.compile(rf'{_STRING}|[{{}}\[\]:,]|[^\s{{}}\[\]:,"]++', re.DOTALL)
_NO_BRACKET = re.compile(rf'{_STRING}|[^{{}}\[\]"]++', re.DOTALL)
_OF_A_STRING = re.compile(_STRING, re.DOTALL)
_STEPS = {"{": 1, "[": 1, "}": -1, "]": -1}
_HALF = re.compile("[\ud800-\udfff]")
_ESCAPED_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_OF_A_MARK = {"utf-8-sig": "json-byte-order-mark", "utf-8": ""}


class Problem(NamedTuple):
    """One fault of reading, at an offset in the text."""

    code: str
    value: str
    offset: int


class Read(NamedTuple):
    """A text and the value it holds. Where it holds none, a problem says why."""

    text: str
    value: Any
    problems: tuple[Problem, ...]
    is_odd: bool = False
    """Whether members are repeated, numbers are none, or texts hold half of a character. ``oddities`` tells where."""


def read_json(body: bytes) -> Read:
    """Read a document. Bytes that are not of its encoding are replaced, what stands behind its end is left out."""
    text, problems = _decoded(body)
    if _is_deep(text):
        return Read(text, None, (*problems, Problem("json-too-deep", "", _too_deep_at(text))))
    if _is_crowded(text):
        return Read(text, None, (*problems, Problem("json-too-many-values", f"more than {VALUES_MAX}", 0)))
    value, is_odd, problem = _loaded(text)
    if problem is not None and problem.code == "json-trailing-data":
        value, is_odd, _ = _loaded(text[: problem.offset])
        text = text[: problem.offset]
    return Read(text, value, problems if problem is None else (*problems, problem), is_odd)


def is_half(text: str) -> bool:
    """Tell whether a text holds a surrogate without its other half."""
    return _HALF.search(text) is not None


def is_no_number(literal: str) -> bool:
    """Tell whether a literal is NaN, infinite, or a number that fits no program."""
    return len(literal) > DIGITS_MAX or (literal not in {"true", "false", "null"} and not math.isfinite(float(literal)))


def _decoded(body: bytes) -> tuple[str, tuple[Problem, ...]]:
    encoding = json.detect_encoding(body)
    code = _OF_A_MARK.get(encoding, "json-encoding")
    problems = (Problem(code, encoding if code == "json-encoding" else "", 0),) if code else ()
    try:
        return body.decode(encoding), problems
    except UnicodeDecodeError as error:
        offset = len(error.object[: error.start].decode(encoding))
        return body.decode(encoding, "replace"), (*problems, Problem("unicode-error", error.reason, offset))


def _loaded(text: str) -> tuple[Any, bool, Problem | None]:
    """Give the value, whether something in it is odd, and what keeps it from being one."""
    odd: list[str] = []

    def literal(digits: str) -> Any:
        if is_no_number(digits):
            odd.append(digits)
            return 0
        return float(digits) if not digits.lstrip("-").isdigit() else int(digits)

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if len(result) < len(pairs):
            odd.append("repeated")
        return result

    try:
        value = json.loads(
            text, object_pairs_hook=members, parse_constant=literal, parse_int=literal, parse_float=literal
        )
    except json.JSONDecodeError as error:
        code = "json-trailing-data" if error.msg == "Extra data" else "json-syntax"
        return None, False, Problem(code, "" if code == "json-trailing-data" else error.msg, error.pos)
    return value, bool(odd) or (_ESCAPED_HALF.search(text) is not None and _has_half(value)), None


def _has_half(value: Any) -> bool:
    pending = [value]
    while pending:
        each = pending.pop()
        if isinstance(each, str) and is_half(each):
            return True
        if isinstance(each, dict):
            pending.extend((*each, *each.values()))
        elif isinstance(each, list):
            pending.extend(each)
    return False


def _is_crowded(text: str) -> bool:
    """Tell whether there are more values than a feed has; a comma or an open bracket stands before each."""
    if sum(map(text.count, ",[{")) <= VALUES_MAX:
        return False
    return sum(map(_OF_A_STRING.sub("", text).count, ",[{")) > VALUES_MAX


def _is_deep(text: str) -> bool:
    """Tell whether brackets outside of strings are nested too deeply, before any parser follows them.

    Where there are more brackets than are looked at, there are too many values as well.
    """
    if text.count("[") + text.count("{") <= DEPTH_MAX:
        return False
    brackets = _NO_BRACKET.sub("", text)[: 2 * VALUES_MAX + 1]
    return max(accumulate(map(_STEPS.__getitem__, brackets)), default=0) > DEPTH_MAX


def _too_deep_at(text: str) -> int:
    """Give the offset of the first bracket that is nested too deeply."""
    depths = accumulate(_STEPS.get(token.group(), 0) for token in TOKEN.finditer(text))
    return next(token.start() for token, depth in zip(TOKEN.finditer(text), depths, strict=True) if depth > DEPTH_MAX)
