"""Texts, addresses, languages and numbers as they stand in feeds, taken for what they say."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

_CLOSING_TAG = re.compile(r"</[A-Za-z][A-Za-z0-9]*\s*>|<(?:br|img|hr|wbr)\b[^<>]*>", re.IGNORECASE)
_HIDING = re.compile(r"<!--|<(?:script|style)(?=[\s>/])", re.IGNORECASE)
_HIDING_END = {
    "<!--": re.compile("-->"),
    "<script": re.compile(r"</script[^<>]*>", re.IGNORECASE),
    "<style": re.compile(r"</style[^<>]*>", re.IGNORECASE),
}
_BLOCK = re.compile(
    r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|td|th|table|blockquote|figure|figcaption|section|article|hr|pre|dt|dd|dl)\b[^<>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[/!?A-Za-z][^<>]*>")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,7}\Z")
_MEDIA_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}\Z")
_YEAR_MIN = 1900
_YEAR_MAX = 9998
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DATE_CHARS_MAX = 128


def collapse(text: str) -> str:
    """Give a text with each run of white space as one space, and none at its ends."""
    return " ".join(text.split())


def html_to_text(markup: str) -> str:
    """Give the text of an HTML title: tags gone, character references read once."""
    return collapse(html.unescape(_TAG.sub("", markup)))


def untyped_title(text: str) -> str:
    """Give a title as plain text where its format does not say whether it is HTML, as RSS does not.

    It is HTML when it holds a closing tag; character references are read once in any case, because publishers
    escape titles as if they were HTML (RSS Best Practices Profile, "title").
    """
    if _CLOSING_TAG.search(text):
        return html_to_text(text)
    return collapse(html.unescape(text))


def visible_text(markup: str) -> str:
    """Give what a reader sees of HTML, words apart where blocks are; for comparing, never for display."""
    if "<" not in markup and "&" not in markup:
        return collapse(markup)
    shown = _TAG.sub("", _BLOCK.sub(" ", _hide(markup)))
    return collapse(html.unescape(shown))


def _hide(markup: str) -> str:
    """Take out scripts, styles and comments that end; linear also where thousands of them never do."""
    kept, at, endless = [], 0, set()
    for opening in _HIDING.finditer(markup):
        kind = opening[0].lower()
        if opening.start() < at or kind in endless:
            continue
        closing = _HIDING_END[kind].search(markup, opening.end())
        if closing is None:
            endless.add(kind)
            continue
        kept.append(markup[at : opening.start()])
        at = closing.end()
    kept.append(markup[at:])
    return " ".join(kept)


def absolute(address: str | None, base: str) -> str | None:
    """Give an http or https address made absolute against its base (RFC 3986 5.2), else nothing."""
    if not address or not (address := address.strip()):
        return None
    try:
        joined = urljoin(base, address)
        parts = urlsplit(joined)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return None
    return joined if usable else None


def language_of(text: str | None) -> str | None:
    """Give a language tag that has a tag's form (RFC 5646 2.1), with hyphens; else nothing."""
    tag = (text or "").strip().replace("_", "-")
    return tag if _LANGUAGE.match(tag) else None


def media_type_of(text: str | None) -> str | None:
    """Give a media type without parameters (RFC 6838 4.2), else nothing."""
    name = (text or "").partition(";")[0].strip().lower()
    return name if _MEDIA_TYPE.match(name) else None


def length_of(text: str | None) -> int | None:
    """Give a length in bytes that some file may have, else nothing."""
    digits = (text or "").strip()
    if not digits.isascii() or not digits.isdigit() or len(digits) > 15:
        return None
    return int(digits)


def usable_date(date: datetime) -> datetime | None:
    """Give a date in UTC that a publication may bear: years 1900 to 9998, and not the very start of 1970."""
    try:
        instant = (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return instant if _YEAR_MIN <= instant.year <= _YEAR_MAX and instant != _EPOCH else None


def date_of(text: str | None) -> datetime | None:
    """Give the instant an RFC 3339 or RFC 5322 date names, else nothing."""
    written = (text or "").strip()
    if not written or len(written) > _DATE_CHARS_MAX:
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return usable_date(read(written))
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None
