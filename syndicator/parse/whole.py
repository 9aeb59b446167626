"""A document that no XML parser accepts, as feedparser reads it: always marked as recovered.

Rights elements are what feedparser leaves of them, so nothing here is evidence as good as a tree's.
"""

from __future__ import annotations

import hashlib
import html
from typing import Any

from syndicator.model.document import Carrier, Document, DocumentInfo, Entry, RightsMark, Scope
from syndicator.parse.base import ENTRIES_MAX, ID_CHARS_MAX, READER, RIGHTS_MAX, Hints, refused
from syndicator.parse.from_feedparser import Facts, entry_facts, parse_whole
from syndicator.parse.rights_marks import rights_in_fields
from syndicator.parse.rsl import RSL_TYPE, rsl_link
from syndicator.parse.text import absolute, collapse, html_to_text, language_of

_FORMATS = {
    "rss090": "rss-0.90",
    "rss091n": "rss-0.91",
    "rss091u": "rss-0.91",
    "rss092": "rss-0.92",
    "rss093": "rss-0.93",
    "rss094": "rss-0.94",
    "rss20": "rss-2.0",
    "rss10": "rss-1.0",
    "atom03": "atom-0.3",
    "atom10": "atom-1.0",
}


def read_whole(body: bytes, hints: Hints, known: frozenset[str], because: str) -> Document:
    """Give the document as feedparser alone reads it, with digests over each entry's fields.

    Raises ``ParseError`` (``not-a-feed``, ``unreadable``).
    """
    parsed = parse_whole(body, hints.url)
    version, found = parsed.get("version") or "", parsed["entries"]
    if not version and not found:
        raise refused("not-a-feed", "the document is neither RSS, Atom nor JSON Feed", "check the source's address")
    feed = parsed["feed"]
    link = absolute(dict.get(feed, "link"), hints.url)
    is_atom = version.startswith("atom")
    base = hints.url if is_atom else link or hints.url
    language = language_of(dict.get(feed, "language"))
    facts = entry_facts(feed, base, date_is_publication=False)
    newest = sorted(range(len(found)), key=lambda at: _age(found[at]), reverse=True)[:ENTRIES_MAX]
    entries: dict[str, Entry] = {}
    for at in sorted(newest):
        entry = _entry(found[at], (base, hints.url), language, is_atom=is_atom)
        entries.setdefault(entry.digest, entry)
    return Document(
        info=DocumentInfo(
            format=_FORMATS.get(version, "atom" if is_atom else "rss"),
            id=_text(feed, "id") or None,
            title=_title(feed),
            link=link,
            self_link=_link(feed, "self", base),
            updated=facts.updated or facts.published,
            language=language,
            authors=facts.authors,
            rights=(*_rights(feed, Scope.DOCUMENT, is_atom=is_atom), *rights_in_fields(hints)),
            recovered=True,
            recovered_because=because,
        ),
        listed=tuple(entries),
        entries=tuple(entry for digest, entry in entries.items() if digest not in known),
        dropped=max(0, len(found) - ENTRIES_MAX),
    )


def _entry(parsed: Any, bases: tuple[str, str], language: str | None, *, is_atom: bool) -> Entry:
    """Give one entry; ``bases`` are the document's base, and its address, which feedparser took for one."""
    base, url = bases
    facts: Facts = entry_facts(parsed, base, date_is_publication=not is_atom)
    content = next(iter(dict.get(parsed, "content", ())), None)
    body = _markup(content) if content else None
    detail = dict.get(parsed, "summary_detail")
    summary = _markup(detail) if detail else None
    if summary == body:
        summary = None
    upstream_id = _text(parsed, "id")
    own = (content or {}).get("base") or (detail or {}).get("base")
    entry = Entry(
        upstream_id=upstream_id if upstream_id and len(upstream_id) <= ID_CHARS_MAX else None,
        link=absolute(dict.get(parsed, "link"), base),
        title=_title(parsed),
        authors=facts.authors,
        published=facts.published,
        updated=facts.updated,
        body=body if body is not None else summary,
        body_is_summary=body is None and summary is not None,
        summary=summary if body is not None else None,
        base=base if own == url else absolute(own, base) or base,
        language=language_of(dict.get(parsed, "language")) or language,
        categories=facts.categories,
        enclosures=facts.enclosures,
        rights=_rights(parsed, Scope.ENTRY, is_atom=is_atom),
        digest="",
    )
    return entry.model_copy(update={"digest": digest_of(entry)})


def digest_of(entry: Entry) -> str:
    """Give the digest of an entry that has no element of its own: BLAKE2b-128 of reader and fields."""
    hashed = hashlib.blake2b(f"{READER}\n".encode(), digest_size=16)
    hashed.update(entry.model_copy(update={"digest": ""}).model_dump_json().encode())
    return hashed.hexdigest()


def _text(parsed: Any, key: str) -> str:
    value = dict.get(parsed, key)
    return value.strip() if isinstance(value, str) else ""


def _title(parsed: Any) -> str:
    detail = dict.get(parsed, "title_detail") or {}
    text = detail.get("value") or _text(parsed, "title")
    return collapse(text) if detail.get("type") == "text/plain" else html_to_text(text)


def _markup(detail: Any) -> str | None:
    """Give a feedparser text construct as HTML."""
    text = detail.get("value") or ""
    if not text.strip():
        return None
    return html.escape(text, quote=False) if detail.get("type") == "text/plain" else text


def _age(parsed: Any) -> tuple[int, ...]:
    return tuple(dict.get(parsed, "updated_parsed") or dict.get(parsed, "published_parsed") or (0,))


def _link(parsed: Any, relation: str, base: str) -> str | None:
    found = (link.get("href") for link in dict.get(parsed, "links", ()) if link.get("rel") == relation)
    return next((link for href in found if (link := absolute(href, base))), None)


def _rights(parsed: Any, scope: Scope, *, is_atom: bool) -> tuple[RightsMark, ...]:
    carrier = Carrier.ATOM_LINK_LICENSE if is_atom else Carrier.CREATIVE_COMMONS_LICENSE
    marks = [
        rsl_link(link["href"])
        if link.get("type") == RSL_TYPE
        else RightsMark(carrier=carrier, scope=scope, url=link["href"])
        for link in dict.get(parsed, "links", ())
        if link.get("rel") == "license" and link.get("href")
    ]
    if text := _text(parsed, "rights"):
        plain = Carrier.ATOM_RIGHTS if is_atom else Carrier.RSS_COPYRIGHT
        marks.append(RightsMark(carrier=plain, scope=scope, text=text))
    return tuple(marks[:RIGHTS_MAX])
