"""The text around the places of findings, cut out once: a report needs no more of a document.

Takes linear time and keeps little, however long the lines and however many findings stand on one of them.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator

from syndicator.model.base import Value
from syndicator.model.findings import Finding
from syndicator.model.shown import safe

AROUND_BYTES_MAX = 1_200
"""So much of a line is kept on each side of a place: more than the widest terminal shows."""

_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,64})")
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"{\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"\0{", "utf-16-be"),
)


class Place(Value):
    """What stands around one place. The texts are safe to show."""

    line: int
    column: int
    """In bytes, from 1, as findings have it; 0 where only the line is known."""
    characters: int
    """The same in UTF-16 code units, as editors and code hosts count."""
    before: str
    after: str
    begins: bool
    """Whether ``before`` reaches back to the start of the line."""


def places(body: bytes, findings: Iterable[Finding]) -> tuple[Place, ...]:
    """Give the places of findings in the order of the document, each once; those that have no line are left out."""
    wanted = sorted({(one.line, one.column) for one in findings if one.line > 0})
    if not wanted:
        return ()
    lines, encoding = _lines(body)
    return tuple(_along(lines, encoding, [place for place in wanted if place[0] <= len(lines)]))


def _along(lines: list[bytes], encoding: str, wanted: list[tuple[int, int]]) -> Iterator[Place]:
    """Count characters from one place to the next of the same line, and no byte twice."""
    now, done, characters = 0, 0, 0
    for number, column in wanted:
        line = lines[number - 1]
        if number != now:
            now, done, characters = number, 0, 0
        at = min(max(column - 1, 0), len(line))
        characters += len(_text(line[done:at], encoding).encode("utf-16-le", "surrogatepass")) // 2
        done = at
        start = max(0, at - AROUND_BYTES_MAX)
        yield Place(
            line=number,
            column=column,
            characters=characters + 1 if column > 0 else 0,
            before=safe(_text(_whole(line[start:at]) if start else line[:at], encoding)),
            after=safe(_text(line[at : at + AROUND_BYTES_MAX], encoding)),
            begins=start == 0,
        )


def _whole(cut: bytes) -> bytes:
    """Leave out what is left of a UTF-8 character whose beginning was cut off."""
    return cut[:3].lstrip(bytes(range(0x80, 0xC0))) + cut[3:]


def _lines(body: bytes) -> tuple[list[bytes], str]:
    """Give a document's lines as findings count them, and the encoding to read them with.

    What has two or four bytes a character is counted in UTF-8, as the parsers see it.
    """
    wide = next((encoding for mark, encoding in _WIDE if body.startswith(mark)), "")
    if wide:
        return body.decode(wide, "replace").encode("utf-8", "replace").splitlines(), "utf-8"
    declared = _DECLARED.match(body)
    return body.splitlines(), declared[1].decode("ascii") if declared else "utf-8"


def _text(part: bytes, encoding: str) -> str:
    """Read bytes for a person's eyes: what can not be read becomes a question mark in a diamond."""
    try:
        return part.decode(encoding, "replace")
    except (LookupError, UnicodeError):
        return part.decode("utf-8", "replace")
