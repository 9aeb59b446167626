"""Folding of sentences for comparison, and the visible text of markup, as far as a rule needs it."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_QUOTES = {ord(mark): "'" for mark in "‘’‚‛`´"} | {ord(mark): '"' for mark in "“”„‟«»"}
_PLAIN = _DASHES | _QUOTES
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|u)(?=[\s>/])[^<>]*>", re.IGNORECASE
)
_TAG = re.compile(r"</?[a-z][^<>]*>|<[!?][^<>]*>", re.IGNORECASE)
_HIDING = re.compile(r"<!(?=--)|<(script|style)\b", re.IGNORECASE)
_CLOSES = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style")} | {
    "": re.compile("-->|(?<!<!)--!>")  # of a comment, which may be as short as "<!-->" (HTML 13.2.5.43 to 13.2.5.52)
}
"""All patterns stop at the next ``<``, so that hostile markup costs no more than its length."""
_HOST = re.compile(r"(?:https?:)?//(?:[^/?#]*@)?([^/?#:@]+)", re.IGNORECASE)
_CUT_REFERENCE = re.compile(r"&#?\w{0,40}\Z")
_WIDENING = 4
"""How much more is read where a window showed too little."""


def tidy(text: str) -> str:
    """Give text in NFKC with plain dashes, quotes and spaces and without invisible characters; case is kept."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_PLAIN)
        if not text.isprintable():  # nothing that is printable is invisible
            text = "".join(mark for mark in text if unicodedata.category(mark) != "Cf")
    return " ".join(text.split())


def folded(text: str) -> str:
    """Give the form in which two texts are compared: tidied and without case."""
    return tidy(text).casefold()


fold = lru_cache(maxsize=4096)(folded)
"""The same, remembered: for sentences that come again and again."""


def strip_tags(markup: str) -> str:
    """Give markup without tags, scripts and comments; a block boundary becomes a line break. Entities stay."""
    return _TAG.sub("\n", _INLINE.sub("", _without_hidden(markup)))


def _without_hidden(markup: str) -> str:
    """Give markup without comments, scripts and styles; what is opened and never closed hides all the rest."""
    shown: list[str] = []
    place = 0
    while opens := _HIDING.search(markup, place):
        shown.append(markup[place : opens.start()])
        place = _end_of_hidden(markup, opens)
    return "".join((*shown, markup[place:]))


def _end_of_hidden(markup: str, opens: re.Match[str]) -> int:
    closes = _CLOSES[(opens[1] or "").lower()].search(markup, opens.end())
    return closes.end() if closes else len(markup)


def visible(markup: str) -> str:
    """Give the text a reader sees, with white space collapsed."""
    return " ".join(html.unescape(strip_tags(markup)).split())


def visible_head(markup: str, length: int) -> str:
    """Give at least the first ``length`` visible characters, where there are as many, without reading it all."""
    shown = _without_hidden(markup)
    window = 2 * length
    while window < len(shown):
        head = visible(_without_cut(shown[:window]))
        if len(head) >= length:
            return head
        window *= _WIDENING
    return visible(shown)


def _without_cut(piece: str) -> str:
    """Give a piece without the tag or character reference in which it was cut."""
    cut = piece.rfind("<")
    return piece[:cut] if cut > piece.rfind(">") else _CUT_REFERENCE.sub("", piece)


def visible_tail(markup: str, length: int) -> str:
    """Give at least the last ``length`` visible characters, where there are as many, without reading it all."""
    shown = _without_hidden(markup)
    window = 2 * length
    while window < len(shown):
        tail = visible(shown[max(shown.find("<", len(shown) - window), 0) :])
        if len(tail) >= length:
            return tail
        window *= _WIDENING
    return visible(shown)


def host_of(address: str | None) -> str:
    """Give the host of an http address in lower case, without port; empty where there is none."""
    found = _HOST.match(address) if address else None
    return found[1].lower().removesuffix(".") if found else ""


def is_host_of(host: str, hosts: tuple[str, ...]) -> bool:
    """Say whether a host is one of these, or below one of them."""
    return any(host == own.lower() or host.endswith(f".{own.lower()}") for own in hosts)
