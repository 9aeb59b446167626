"""A text or HTML fragment cut into tidied sentences, with the addresses lifted out of it and kept with their places."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from syndicator.licensing.text import strip_tags, tidy


class Sentence(NamedTuple):
    """One sentence, tidied, with the addresses in it and what else stands in its markup, each with its place."""

    text: str
    addresses: tuple[tuple[int, str], ...] = ()
    caption: bool = False
    """It stands in a caption or a picture's credit."""


BADGE_ALT = "alt:"
"""Stands before a badge image's alternative text where an address is given."""

_HREF = re.compile(r"<a\b[^<>]*?\bhref\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s<>]+))[^<>]*>", re.IGNORECASE)
_BADGE = re.compile(
    r"<img\b(?=[^<>]*?\bsrc\s*=\s*[\"']?([^\s\"'<>]*(?:creativecommons\.org|licensebuttons\.net)/[^\s\"'<>]+))"
    r"(?:(?=[^<>]*?\balt\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)')))?[^<>]*>",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"<(?:figcaption|caption)\b[^<>]*>|<a\b[^<>]*\bclass\s*=\s*[\"'][^\"'<>]*\blicense\b[^<>]*>|"
    r"<[a-z]+\b[^<>]*\bclass\s*=\s*[\"'][^\"'<>]*(?:caption|(?:photo|image|picture)[_-]?credit)[^<>]*>",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?:https?:)?//[^\s<>\"']+|\b(?:www\.)?creativecommons\.org/[^\s<>\"']+", re.IGNORECASE)
_BREAK = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)
_UNCLOSED = re.compile(
    r"<[a-z][a-z0-9]*(?:\s+[a-z-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s<>\"']+))*(?:\s+[a-z-]+=[\"'][^\s\"'<>]*)?\s*$",
    re.IGNORECASE,
)
"""A tag that is never closed, and nothing but a tag: words behind a stray ``<`` are words."""
_MARK_FIRST, _CAPTION_MARK = 0xE000, "\uf8ff"
_MARKS = re.compile("[\ue000-\uf8ff]")
_ONE_MARK = re.compile("([\ue000-\uf8ff])")
_SENTENCE_END = re.compile(r"[.!?;](?<!\bal\.)(?<!\bno\.)(?<![\s(][A-Za-z]\.)[\"')\]]*\s+")


def sentences(text: str) -> list[Sentence]:
    """Give the sentences of a text or HTML fragment, in their order."""
    if not text.isascii():
        text = _MARKS.sub("", text)
    if "<" not in text and "&" not in text and "//" not in text and "creativecommons.org/" not in text.lower():
        return [Sentence(part) for part in _parts(_tidied(text))]
    addresses: list[str] = []
    blocks = _lifted(" ".join(text.split()), addresses).split("\n")
    return [sentence for block in blocks for sentence in _of_block(_tidied(block), addresses)]


def _parts(text: str) -> list[str]:
    """Give the sentences of tidied text, without the quotes and brackets that close them."""
    parts: list[str] = []
    begin = 0
    for end in _SENTENCE_END.finditer(text):
        parts.append(text[begin : end.start() + 1])
        begin = end.end()
    if begin < len(text):
        parts.append(text[begin:])
    return parts


def _tidied(text: str) -> str:
    """Give text tidied, with hyphens for underscores ("CC_BY")."""
    return tidy(text).replace("_", "-")


def _lifted(text: str, addresses: list[str]) -> str:
    """Give a text without its markup, a mark standing for each address; the addresses go into the list."""

    def lift(address: str) -> str:
        addresses.append(html.unescape(address))
        return chr(_MARK_FIRST + len(addresses) - 1)

    def badge(tag: re.Match[str]) -> str:
        source, *alternative = tag.groups("")
        return f" {lift(source)}{lift(''.join((BADGE_ALT, *alternative)))} "

    for _ in range(2):  # what was escaped may be markup again
        captioned = _CAPTION.sub(lambda tag: f"{tag[0]}{_CAPTION_MARK}", _BREAK.sub(" ", text))
        linked = _HREF.sub(lambda tag: lift("".join(tag.groups(""))), _BADGE.sub(badge, captioned))
        text = _unescaped(strip_tags(linked))
    lifted = _BARE.sub(lambda found: lift(found[0]), strip_tags(text))
    return _UNCLOSED.sub(lambda tag: "".join(_MARKS.findall(tag[0])), lifted)


def _unescaped(text: str) -> str:
    """Give a text without entities; no entity stands for a mark of ours."""
    if "&" not in text:
        return text
    pieces = _ONE_MARK.split(text)
    return "".join(piece if _MARKS.fullmatch(piece) else _MARKS.sub("", html.unescape(piece)) for piece in pieces)


def _of_block(block: str, addresses: list[str]) -> list[Sentence]:
    """Give the sentences of one block; once a caption has begun, the rest of its block belongs to it."""
    given: list[Sentence] = []
    caption = False
    for part in _parts(block):
        caption |= _CAPTION_MARK in part
        given.append(_sentence(part, addresses, caption=caption))
    return given


def _sentence(text: str, addresses: list[str], *, caption: bool) -> Sentence:
    """Take the marks out again, noting where each address stood."""
    places: list[tuple[int, str]] = []
    kept: list[str] = []
    length = 0
    for piece in _ONE_MARK.split(text):
        if not _MARKS.fullmatch(piece):
            kept.append(piece)
            length += len(piece)
        elif piece != _CAPTION_MARK:
            places.append((length, addresses[ord(piece) - _MARK_FIRST]))
    return Sentence("".join(kept), tuple(places), caption)
