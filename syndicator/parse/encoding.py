"""Which encoding the bytes are in, in one documented order.

1. a byte order mark, or the byte pattern of UTF-16 and UTF-32 without one (XML 1.0, appendix F);
2. the XML declaration;
3. the charset of the HTTP Content-Type;
4. UTF-8;
5. windows-1252, always marked as recovered.

The first that is known and decodes every byte wins. When it is not the first that was *named*, the document is
marked as recovered: it lied. ``iso-8859-1`` and ``us-ascii`` labels are read as the Encoding Standard reads them.
UTF-7 is never used, whoever names it, nor is any codec outside the list.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from syndicator.parse.base import refused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PATTERNS = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_EBCDIC = b"\x4c\x6f\xa7\x94"
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_WIDE = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})
_CODECS = frozenset(
    {"utf-8", "cp1252", "ascii", "gb2312", "gbk", "gb18030", "big5", "big5hkscs", "shift_jis", "cp932", "euc_jp"}
    | {"iso2022_jp", "euc_kr", "cp949", "koi8-r", "koi8-u", "cp866", "mac-roman", "mac-cyrillic", "tis-620", "cp874"}
    | {f"iso8859-{part}" for part in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)}
    | {f"cp{page}" for page in range(1250, 1259)}
)
_READ_AS = {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "iso8859-9": "cp1254"}
"""A label's superset, where the Encoding Standard says that the label means it."""


class Decoded(NamedTuple):
    """A document as UTF-8 without a byte order mark, and why its label was not trusted, if so."""

    body: bytes
    encoding: str
    recovered_because: str = ""


def to_utf8(body: bytes, content_type: str) -> Decoded:
    """Give the document's bytes as UTF-8. Raises ``ParseError`` (``encoding-refused``) for UTF-7 and EBCDIC."""
    if body.startswith(_EBCDIC):
        raise refused("encoding-refused", "the document is in EBCDIC", "the publisher must serve UTF-8")
    mark, body = _marked(body)
    declared = _label(_DECLARED.match(body))
    charset = _label(_CHARSET.search(content_type[:500]))
    if declared == "utf-7" or (not declared and not mark and charset == "utf-7"):
        raise refused("encoding-refused", "the document says that it is in UTF-7", "it is never decoded")
    named = [name for name in (mark, declared, charset) if name]
    for name in dict.fromkeys((*named, "utf-8")):
        utf8 = _decode(body, name)
        if utf8 is not None:
            return Decoded(utf8, name, _lie(name, named, mark, declared))
    return Decoded(
        body.decode("cp1252", "replace").encode(),
        "windows-1252",
        f"the bytes are not {named[0] if named else 'utf-8'}; read as windows-1252",
    )


def _marked(body: bytes) -> tuple[str, bytes]:
    for bom, name in _MARKS:
        if body.startswith(bom) and not (name == "utf-16-le" and body.startswith(codecs.BOM_UTF32_LE)):
            return name, body[len(bom) :]
    for pattern, name in _PATTERNS:
        if body.startswith(pattern):
            return name, body
    return "", body


def _label(found: re.Match[bytes] | re.Match[str] | None) -> str:
    """Give the codec that a label names, the label itself where no codec is known."""
    if found is None:
        return ""
    raw = found[1]
    label = (raw if isinstance(raw, str) else raw.decode("ascii")).lower()
    try:
        return codecs.lookup(label).name
    except LookupError:
        return label


def _decode(body: bytes, name: str) -> bytes | None:
    """Give the bytes as UTF-8 if the codec is one of ours and decodes them all."""
    if name == "utf-8" and body.isascii():
        return body
    if name in _WIDE:
        if b"\0" not in body[:64]:
            return None
    elif name not in _CODECS:
        return None
    try:
        if name == "iso8859-1":
            return _latin(body)
        text = body.decode(_READ_AS.get(name, name))
        return body if name == "utf-8" else text.encode()
    except (UnicodeDecodeError, UnicodeEncodeError):
        return None


def _latin(body: bytes) -> bytes:
    """Read Latin-1 as windows-1252 (Encoding Standard 4.2); its five unused bytes stay what they are in Latin-1."""
    try:
        return body.decode("cp1252").encode()
    except UnicodeDecodeError:
        return body.decode("latin-1").encode()


def _lie(name: str, named: list[str], mark: str, declared: str) -> str:
    if named and name != named[0]:
        return f"labeled {named[0]}, but the bytes are {name}"
    if mark and declared and not mark.startswith(declared):
        return f"a {mark} byte order mark, but declared as {declared}"
    return ""
