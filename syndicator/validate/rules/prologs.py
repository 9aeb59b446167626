"""The XML declaration, the encoding and the document type declaration (XML 1.0, 2.8 and 4.3.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from syndicator.validate.code_text import ERROR, INFO, WARNING, CodeText, Fault
from syndicator.validate.document import Doc

CODES = {
    "wp-blank-line": CodeText(
        ERROR,
        "WordPress wrote white space before the XML declaration.",
        "Nothing may stand there: readers that follow the standard refuse the document.",
        "Look for empty lines at the beginning or end of functions.php, themes and plugins.",
        "XML 1.0, section 2.8",
    ),
    "bad-xml-version": CodeText(
        ERROR,
        "The XML declaration names another version than 1.0.",
        "Readers of feeds know XML 1.0 alone.",
        'Write version="1.0".',
        "XML 1.0, section 2.8",
    ),
    "missing-encoding": CodeText(
        INFO,
        "The document does not name its encoding.",
        "Programs that get it without HTTP's help must know that UTF-8 is meant.",
        'Begin it with <?xml version="1.0" encoding="UTF-8"?>.',
        "XML 1.0, section 4.3.3",
    ),
    "nonstd-encoding": CodeText(
        INFO,
        "The encoding is none of the two that every XML program reads.",
        "Most readers know it, but none has to.",
        "Write UTF-8.",
        "XML 1.0, section 4.3.3",
    ),
    "obscure-encoding": CodeText(
        WARNING,
        "The encoding is one that few programs know.",
        "Some readers can not decode the document.",
        "Write UTF-8.",
        "XML 1.0, section 4.3.3",
    ),
    "deprecated-dtd": CodeText(
        ERROR,
        "The document refers to the document type of RSS 0.91, which is no longer there.",
        "A reader that asks for it gets nothing and may refuse the document.",
        "Remove the DOCTYPE line.",
        "RSS Advisory Board, RSS 0.91 specification",
    ),
    "invalid-doctype": CodeText(
        ERROR,
        "The document type is that of RSS 0.91, and the document is of another version.",
        "A program that checks against it finds nothing right.",
        "Remove the DOCTYPE line.",
        "RSS Advisory Board, RSS 0.91 specification",
    ),
    "contains-system-entity": CodeText(
        INFO,
        "The document declares something that lies elsewhere.",
        "Readers do not fetch it, for good reasons; what it stands for is missing.",
        "Write the text itself.",
        "XML 1.0, section 4.2.2; RFC 4287, section 8",
    ),
}

_STANDARD = frozenset({"utf-8", "utf-16", "utf-16le", "utf-16be"})
_COMMON_WORDS = """
    us-ascii ascii iso-8859-1 iso-8859-2 iso-8859-5 iso-8859-7 iso-8859-8 iso-8859-9 iso-8859-15 latin1
    windows-1250 windows-1251 windows-1252 windows-1253 windows-1254 windows-1255 windows-1256 windows-1257 koi8-r
    koi8-u big5 gb2312 gbk gb18030 shift_jis euc-jp iso-2022-jp euc-kr tis-620
"""
_COMMON = _STANDARD | frozenset(_COMMON_WORDS.split())
_ELSEWHERE = re.compile(rb"<!ENTITY\s+(?:%\s+)?([A-Za-z0-9._:-]{1,64})\s+(?:SYSTEM|PUBLIC)\b")
_DOCTYPE_MAX = 65_536
"""Bytes in which declarations are looked for."""
_RSS_091 = ("-//Netscape Communications//DTD RSS 0.91//EN", "http://my.netscape.com/publish/formats/rss-0.91.dtd")


def prologs(doc: Doc) -> Iterator[Fault]:
    """Judge the declarations at the head of a document."""
    prolog = doc.prolog
    if prolog.start and doc.broken is None:
        yield Fault("wp-blank-line", line=1, column=1)
    if prolog.version and prolog.version != "1.0":
        yield Fault("bad-xml-version", value=prolog.version, line=prolog.lines + 1, column=1)
    yield from _encoding(doc)
    yield from _document_type(doc)


def _encoding(doc: Doc) -> Iterator[Fault]:
    prolog, at = doc.prolog, doc.prolog.lines + 1
    named = prolog.encoding.lower()
    if not named and not prolog.mark:
        yield Fault("missing-encoding", line=at, column=1)
        if prolog.charset and not _decodes(doc.body, prolog.charset):
            yield Fault("unicode-error", value=prolog.charset, line=at, column=1)
    elif named and named not in _COMMON:
        yield Fault("obscure-encoding", value=named, line=at, column=1)
    elif named and named not in _STANDARD:
        yield Fault("nonstd-encoding", value=named, line=at, column=1)
    if prolog.mark and named and not named.startswith(prolog.mark):
        yield Fault("unicode-error", value=f"{named} behind a mark of {prolog.mark}", line=at, column=1)


def _decodes(body: bytes, charset: str) -> bool:
    try:
        body.decode(charset)
    except (UnicodeError, LookupError):
        return False
    return True


def _document_type(doc: Doc) -> Iterator[Fault]:
    info = doc.root.getroottree().docinfo
    if info.internalDTD is None:
        return
    public_id, address = info.public_id or "", str(getattr(info, "system_url", None) or "")
    if public_id == _RSS_091[0] or address == _RSS_091[1]:
        yield Fault("deprecated-dtd", value=public_id or address, line=1, column=1)
        if doc.root.get("version", "0.91") != "0.91":
            yield Fault("invalid-doctype", doc.root, doc.root.get("version", ""))
    elif address:
        yield Fault("contains-system-entity", value=address, line=1, column=1)
    for found in _ELSEWHERE.findall(doc.body[:_DOCTYPE_MAX]):
        yield Fault("contains-system-entity", value=found.decode("ascii", "replace"), line=1, column=1)
