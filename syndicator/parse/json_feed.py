"""JSON Feed 1.0 and 1.1 as input (jsonfeed.org/version/1.1): lenient about types where that is harmless."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import from_json, to_json

from syndicator.model.document import (
    Carrier,
    Document,
    DocumentInfo,
    Enclosure,
    Entry,
    Person,
    RightsMark,
    Scope,
)
from syndicator.parse.base import (
    AUTHORS_MAX,
    CATEGORIES_MAX,
    ENCLOSURES_MAX,
    ENTRIES_MAX,
    ID_CHARS_MAX,
    READER,
    RIGHTS_MAX,
    Hints,
    refused,
)
from syndicator.parse.fields import person_named
from syndicator.parse.rights_marks import rights_in_fields
from syndicator.parse.text import absolute, collapse, date_of, language_of, media_type_of

_VERSION = re.compile(r"https?://jsonfeed\.org/version/([0-9.]{1,8})\Z")
_RIGHTS_KEYS = ("license", "license_url", "rights", "copyright")
_OLDEST = datetime.min.replace(tzinfo=UTC)


def _text(value: Any) -> str:
    """Give a text, a number as a text (ids of 1.0 feeds are numbers at times), and nothing for the rest.

    A NUL, which no store takes, becomes U+0001, which no feed takes either: framing knows what to do with it.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).replace("\0", "\x01")


def _objects(value: Any) -> list[Any]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _texts(value: Any) -> list[str]:
    return [text for one in value if (text := _text(one))] if isinstance(value, list) else []


_Text = Annotated[str, BeforeValidator(_text)]
_Texts = Annotated[list[str], BeforeValidator(_texts)]


class _Author(BaseModel):
    name: _Text = ""
    url: _Text = ""


class _Attachment(BaseModel):
    url: _Text = ""
    mime_type: _Text = ""
    size_in_bytes: Any = None


_Authors = Annotated[list[_Author], BeforeValidator(_objects)]


class _Signed(BaseModel):
    model_config = ConfigDict(extra="allow")
    authors: _Authors = Field(default_factory=list)
    author: Any = None
    language: _Text = ""

    def people(self) -> tuple[Person, ...]:
        """Give the authors; the single author of version 1.0 where there are none."""
        written = self.authors or [_Author.model_validate(one) for one in _objects([self.author])]
        named = (person_named(one.name, one.url) for one in written[:AUTHORS_MAX])
        return tuple(dict.fromkeys(person for person in named if person))


class _Item(_Signed):
    id: _Text = ""
    url: _Text = ""
    title: _Text = ""
    content_html: _Text = ""
    content_text: _Text = ""
    summary: _Text = ""
    date_published: _Text = ""
    date_modified: _Text = ""
    tags: _Texts = Field(default_factory=list)
    attachments: Annotated[list[_Attachment], BeforeValidator(_objects)] = Field(default_factory=list)


class _Feed(_Signed):
    version: _Text = ""
    title: _Text = ""
    home_page_url: _Text = ""
    feed_url: _Text = ""
    items: Annotated[list[dict[str, Any]], BeforeValidator(_objects)] = Field(default_factory=list)


def read_json(body: bytes, hints: Hints, known: frozenset[str], because: str) -> Document:
    """Give the document that a JSON Feed holds. Raises ``ParseError`` (``unreadable``, ``not-a-feed``)."""
    try:
        feed = _Feed.model_validate(from_json(body, allow_inf_nan=False))
    except (ValueError, RecursionError) as fault:
        what = "its form is wrong" if isinstance(fault, ValidationError) else str(fault)[:200]
        raise refused(
            "unreadable", f"the document is no readable JSON: {what}", "the publisher must mend it"
        ) from fault
    version = _VERSION.match(feed.version.strip())
    if version is None:
        raise refused("not-a-feed", "the document is JSON, but no JSON Feed", "check the source's address")
    link = absolute(feed.home_page_url, hints.url)
    base, language = link or hints.url, language_of(feed.language)
    raw = feed.items if len(feed.items) <= ENTRIES_MAX else _newest(feed.items)
    listed = {_digest(item, language): item for item in reversed(raw)}
    order = tuple(dict.fromkeys(reversed(listed)))
    info = DocumentInfo(
        format=f"json-feed-{version[1]}",
        id=feed.feed_url or None,
        title=collapse(feed.title),
        link=link,
        self_link=absolute(feed.feed_url, hints.url),
        language=language,
        authors=feed.people(),
        rights=(*_rights(feed.model_extra or {}, Scope.DOCUMENT), *rights_in_fields(hints)),
        recovered=bool(because),
        recovered_because=because,
    )
    return Document(
        info=info,
        listed=order,
        entries=tuple(_entry(listed[key], key, base, language) for key in order if key not in known),
        dropped=len(feed.items) - len(raw),
    )


def _entry(raw: dict[str, Any], digest: str, base: str, language: str | None) -> Entry:
    item = _Item.model_validate(raw)
    body = item.content_html or html.escape(item.content_text, quote=False)
    summary = html.escape(item.summary, quote=False) or None
    return Entry(
        upstream_id=item.id if item.id and len(item.id) <= ID_CHARS_MAX else None,
        link=absolute(item.url, base),
        title=collapse(item.title),
        authors=item.people(),
        published=date_of(item.date_published),
        updated=date_of(item.date_modified),
        body=body or summary,
        body_is_summary=not body and summary is not None,
        summary=summary if body else None,
        base=base,
        language=language_of(item.language) or language,
        categories=tuple(dict.fromkeys(filter(None, map(collapse, item.tags))))[:CATEGORIES_MAX],
        enclosures=tuple(_enclosures(item, base))[:ENCLOSURES_MAX],
        rights=_rights(item.model_extra or {}, Scope.ENTRY),
        digest=digest,
    )


def _enclosures(item: _Item, base: str) -> Iterator[Enclosure]:
    for attachment in item.attachments:
        size = attachment.size_in_bytes
        if url := absolute(attachment.url, base):
            length = size if isinstance(size, int) and not isinstance(size, bool) and size >= 0 else None
            yield Enclosure(url=url, media_type=media_type_of(attachment.mime_type), length_bytes=length)


def _rights(extra: dict[str, Any], scope: Scope) -> tuple[RightsMark, ...]:
    """Read license and rights members of ``_extensions``, and those that stand bare although no version has them."""
    blocks = [extra, *(value for key, value in extra.items() if key[:1] == "_" and isinstance(value, dict))]
    stated = (value for block in blocks for key in _RIGHTS_KEYS for value in _listed(block.get(key)))
    return tuple(islice((mark for value in stated for mark in _mark(value, scope)), RIGHTS_MAX))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _mark(value: Any, scope: Scope) -> Iterator[RightsMark]:
    """Read one statement: a text, an address, or an object with ``name`` and ``url``."""
    inside = value if isinstance(value, dict) else {"name": value}
    text, address = _text(inside.get("name")).strip(), _text(inside.get("url")).strip()
    if text or address:
        url = absolute(address or text, "")
        yield RightsMark(carrier=Carrier.JSON_EXTENSION, scope=scope, text=text or address, url=url)


def _digest(item: dict[str, Any], language: str | None) -> str:
    """Give the digest of an item's members, whatever their order."""
    canonical = to_json({key: item[key] for key in sorted(item)})
    return hashlib.blake2b(repr((READER, language)).encode() + canonical, digest_size=16).hexdigest()


def _newest(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    dates = [
        date_of(_text(item.get("date_published"))) or date_of(_text(item.get("date_modified"))) or _OLDEST
        for item in items
    ]
    order = sorted(range(len(items)), key=lambda at: dates[at], reverse=True)
    return [items[at] for at in sorted(order[:ENTRIES_MAX])]
