"""What stands before a document's first element: white space, a byte order mark, the XML declaration."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_DECLARATION = re.compile(
    rb"<\?xml\s+version\s*=\s*[\"'](?P<version>[^\"'>]{1,16})[\"']"
    rb"(?:\s+encoding\s*=\s*[\"'](?P<encoding>[A-Za-z0-9._:-]{1,64})[\"'])?[^>]{0,200}>"
)
_BLANK = re.compile(rb"\s+(?=<\?xml)")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Prolog(NamedTuple):
    """The beginning of a document. What is not there is empty."""

    mark: str
    """The encoding of the byte order mark."""
    version: str
    encoding: str
    """The encoding that the declaration names."""
    charset: str
    """What the server said of the encoding."""
    start: int
    """The bytes of white space before the declaration, which XML forbids and which are passed over."""
    lines: int
    """The line breaks in that white space."""


def prolog_of(body: bytes, charset: str) -> Prolog:
    """Read the beginning of a document."""
    mark, encoding = next(((mark, name) for mark, name in _MARKS if body.startswith(mark)), (b"", ""))
    blank = None if mark else _BLANK.match(body)
    start = blank.end() if blank else 0
    found = _DECLARATION.match(body, len(mark) or start)
    version, named = (found["version"], found["encoding"] or b"") if found else (b"", b"")
    lines = body.count(b"\n", 0, start)
    return Prolog(encoding, version.decode("ascii", "replace"), named.decode("ascii"), charset, start, lines)
