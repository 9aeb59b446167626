"""Faults of a JSON Feed, each with its path, line and column."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from syndicator.validate.code_text import FINDINGS_MAX, Fault
from syndicator.validate.json_feed.objects import members, objects
from syndicator.validate.json_feed.places import At, Path, Told, oddities, offsets
from syndicator.validate.json_feed.reading import read_json
from syndicator.validate.json_feed.rules import Asked, is_feed, rules, version_of
from syndicator.validate.limits import larger

_BEGIN = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe(?:\x00\x00)?|(?:\x00\x00)?\xfe\xff)?[\s\x00]*+[{\[]")
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,59}\Z")
_SHOWN = 40


def is_json(body: bytes) -> bool:
    """Tell whether a document begins as JSON does, in any encoding of Unicode."""
    return _BEGIN.match(body) is not None


def json_faults(body: bytes, *, address: str = "", now: datetime | None = None) -> list[Fault]:
    """Give every fault of a JSON Feed. A document that is no JSON gives that fault and what can still be told."""
    refused = larger(body)
    if refused is not None:
        return [refused]
    read = read_json(body)
    told = [Told(each.code, (), each.value, each.offset) for each in read.problems]
    found = [] if read.value is None and read.problems else _first(_faults(read.value, Asked(address, now)))
    if read.is_odd:
        told.extend(islice(oddities(read.text), FINDINGS_MAX))
    if found:
        begins = offsets(read.text, (each.path for each in found))
        told.extend(Told(*each, begins[each.path]) for each in found)
    at = _lines(read.text, (each.offset for each in told))
    return [Fault(code, None, value, *at[offset], _written(path)) for code, path, value, offset in told]


def _first(found: Iterable[At]) -> list[At]:
    """Give the first faults of each code, as many as are told: no error hides behind others."""
    times: Counter[str] = Counter()
    result = []
    for each in found:
        times[each.code] += 1
        if times[each.code] <= FINDINGS_MAX:
            result.append(each)
    return result


def _faults(value: Any, asked: Asked) -> Iterator[At]:
    if not is_feed(value):
        yield At("json-not-a-feed", ())
        return
    version = version_of(value) or "1.1"
    for node in objects(value):
        yield from members(node, version)
        yield from rules(node, asked)


def _lines(text: str, offsets: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Give line and column of offsets, both from 1; columns count bytes, as they do in XML. Takes linear time."""
    result: dict[int, tuple[int, int]] = {}
    line, column, done = 1, 1, 0
    for offset in sorted(set(offsets)):
        between = text[done:offset]
        if "\n" in between:
            line += between.count("\n")
            column = 1
        column += len(between[between.rfind("\n") + 1 :].encode("utf-8", "surrogatepass"))
        result[offset] = (line, column)
        done = offset
    return result


def _written(path: Path) -> str:
    """Write a path as ``items[3].author``; a name that is no plain word as ``["a b"]``."""
    return "".join(map(_part, path)).removeprefix(".")


def _part(part: str | int) -> str:
    if isinstance(part, int):
        return f"[{part}]"
    return f".{part}" if _PLAIN.match(part) else f"[{json.dumps(part[:_SHOWN])}]"
