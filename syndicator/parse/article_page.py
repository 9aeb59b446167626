"""What an article's own page says of the article: its rights, whether it is free, withdrawn or changed.

Pure: the page was fetched elsewhere, and nothing is fetched from here. The page is hostile, and this never raises.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from itertools import islice

from syndicator.model.document import ArticlePage
from syndicator.parse.base import RIGHTS_MAX
from syndicator.parse.json_ld import Stated, read_json_ld
from syndicator.parse.page_rights import rights_of_page
from syndicator.parse.page_tree import Page, main_of, page_of, text_below, text_of_body
from syndicator.parse.text import collapse, date_of

_WIRE_MAX = 32
_MARKED_TITLE = re.compile(r"\W{0,4}[\[(]\s*(?:retracted|withdrawn|removed)\s*[\])]", re.IGNORECASE)
_WITHDRAWN = re.compile(
    r"(?:(?:retraction|notice|note|editor[’']s note)\s*[:.]?\s*)?"
    r"this (?:article|story|post|piece|page|report|paper) (?:has been|was|is) (?:permanently |since )?"
    r"(?:removed|withdrawn|retracted|taken down|unpublished)\b",
    re.IGNORECASE,
)
_NOTICE_CHARS_MAX = 400
"""A whole article no longer than this can be a mere notice that it is gone."""
_HEADINGS = frozenset({"h1", "h2", "header", "time", "figure", "nav", "aside", "footer"})
_ZONE = re.compile(r"(?:Z|GMT|UTC?|[+-][0-9]{2}:?[0-9]{2})\s*\Z", re.IGNORECASE)
_MODIFIED = ("article:modified_time", "og:updated_time")


def read_article_page(html: bytes | str, url: str, content_type: str = "") -> ArticlePage:
    """Give what a page says of the article at ``url``, the address that answered.

    At most 2 MiB are read. Never raises: what can not be read says nothing, and its text is empty.
    """
    page = page_of(html, url, content_type)
    if page is None:
        return ArticlePage(text_digest=_digest(""))
    element, whole = main_of(page)
    text = text_of_body(element) if whole else text_below(element)
    notice = text_below(element, without=_HEADINGS) if len(text) <= 4 * _NOTICE_CHARS_MAX else text
    stated = read_json_ld(page)
    return ArticlePage(
        rights=tuple(islice(dict.fromkeys((*rights_of_page(page), *stated.marks)), RIGHTS_MAX)),
        paywalled=stated.paywalled,
        withdrawn=any(map(_MARKED_TITLE.match, _titles(page, stated))) or _is_notice(notice),
        modified=_modified(page, stated),
        text_digest=_digest(text),
        wire=tuple(dict.fromkeys(stated.wire))[:_WIRE_MAX],
    )


def _digest(text: str) -> str:
    return sha256(collapse(unicodedata.normalize("NFC", text)).encode(errors="replace")).hexdigest()


def _titles(page: Page, stated: Stated) -> Iterator[str]:
    yield from stated.titles
    yield from _metas(page, ("og:title",))
    for name in ("title", "h1"):
        yield from (collapse("".join(map(str, one.itertext()))) for one in islice(page.root.iter(name), 1))


def _is_notice(text: str) -> bool:
    return len(text) <= _NOTICE_CHARS_MAX and _WITHDRAWN.match(text) is not None


def _modified(page: Page, stated: Stated) -> datetime | None:
    """Give the first date of change that names its time zone; one that does not is no instant."""
    for text in (stated.modified, *_metas(page, _MODIFIED)):
        if _ZONE.search(text) and (date := date_of(text)):
            return date
    return None


def _metas(page: Page, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        for meta in page.root.iter("meta"):
            if (meta.get("property") or meta.get("name") or "").strip().lower() == name:
                yield collapse(meta.get("content") or "")
