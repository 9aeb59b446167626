"""The members of JSON Feed as a table: object, member, type, versions, and how it is judged (JSON Feed 1.1)."""

from __future__ import annotations

from typing import NamedTuple

from syndicator.validate.values import Value
from syndicator.validate.values.addresses import full_iri, name_of_scheme
from syndicator.validate.values.dates import rfc3339
from syndicator.validate.values.plain import any_text, plain, words
from syndicator.validate.values.words import language, media_type

VERSIONS = {
    "https://jsonfeed.org/version/1": "1.0",
    "https://jsonfeed.org/version/1.1": "1.1",
}
"""What version may say, and which version that is. http is borne with."""


class Member(NamedTuple):
    """One member of one object."""

    within: str
    name: str
    type: type
    value: Value = any_text
    required: bool = False
    since: str = "1.0"
    deprecated: bool = False
    """Whether 1.1 has another member for it."""


def _heading(text: str) -> tuple[str, ...]:
    """Take a plain text that is not blank: HTML stands in content_html alone."""
    return plain(text) if text.strip() else ("not-blank",)


def _identifier(text: str) -> tuple[str, ...]:
    """Take any text that is not blank; a tag, URN or UUID must be a right one."""
    if not text.strip():
        return ("json-id-blank",)
    return name_of_scheme(text)


def _texts(within: str, value: Value, *names: str) -> tuple[Member, ...]:
    return tuple(Member(within, name, str, value) for name in names)


def _addresses(within: str, *names: str) -> tuple[Member, ...]:
    return tuple(Member(within, name, str, full_iri) for name in names)


MEMBERS = (
    Member("feed", "version", str, required=True),
    Member("feed", "title", str, _heading, required=True),
    *_addresses("feed", "home_page_url", "feed_url", "next_url", "icon", "favicon"),
    Member("feed", "description", str, plain),
    Member("feed", "user_comment", str),
    Member("feed", "author", dict, deprecated=True),
    Member("feed", "authors", list, since="1.1"),
    Member("feed", "language", str, language, since="1.1"),
    Member("feed", "expired", bool),
    Member("feed", "hubs", list),
    Member("feed", "items", list, required=True),
    Member("item", "id", str, _identifier, required=True),
    *_addresses("item", "url", "external_url", "image", "banner_image"),
    Member("item", "title", str, _heading),
    *_texts("item", words, "content_html", "content_text"),
    Member("item", "summary", str, plain),
    *_texts("item", rfc3339, "date_published", "date_modified"),
    Member("item", "author", dict, deprecated=True),
    Member("item", "authors", list, since="1.1"),
    Member("item", "language", str, language, since="1.1"),
    Member("item", "tags", list, words),
    Member("item", "attachments", list),
    Member("author", "name", str, _heading),
    *_addresses("author", "url", "avatar"),
    Member("hub", "type", str, words, required=True),
    Member("hub", "url", str, full_iri, required=True),
    Member("attachment", "url", str, full_iri, required=True),
    Member("attachment", "mime_type", str, media_type, required=True),
    Member("attachment", "title", str, plain),
    *(Member("attachment", name, float) for name in ("size_in_bytes", "duration_in_seconds")),
)

LISTS = {
    ("feed", "items"): "item",
    ("feed", "authors"): "author",
    ("item", "authors"): "author",
    ("feed", "hubs"): "hub",
    ("item", "attachments"): "attachment",
    ("item", "tags"): "",
}
"""What stands in a list: an object of the table, or text."""

OBJECTS = {("feed", "author"): "author", ("item", "author"): "author"}

TABLE: dict[str, dict[str, Member]] = {}
for _member in MEMBERS:
    TABLE.setdefault(_member.within, {})[_member.name] = _member
