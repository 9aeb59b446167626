"""Faults of a JSON Feed, each with its path, line and column."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from syndicator.validate.code_text import ERROR, FINDINGS_MAX, INFO, WARNING, CodeText, Fault
from syndicator.validate.json_feed.members import LISTS, OBJECTS, TABLE, VERSIONS, Member
from syndicator.validate.json_feed.reading import Path, offsets, read_json
from syndicator.validate.rules.atom_links import CODES as LINKS
from syndicator.validate.values.addresses import CODES as ADDRESSES
from syndicator.validate.values.dates import CODES as DATES
from syndicator.validate.values.plain import CODES as PLAIN
from syndicator.validate.values.words import CODES as WORDS

_SOURCE = "JSON Feed 1.1"

CODES = {
    "json-not-a-feed": CodeText(
        ERROR,
        "The document is JSON and no JSON Feed.",
        "A feed is one object with version, title and items.",
        'Begin with {"version": "https://jsonfeed.org/version/1.1", "title": "...", "items": [...]}.',
        f"{_SOURCE}, structure",
    ),
    "json-version": CodeText(
        ERROR,
        "The version is none of JSON Feed's.",
        "Readers know the format by it.",
        'Write "https://jsonfeed.org/version/1.1".',
        f"{_SOURCE}, top-level",
    ),
    "json-member-missing": CodeText(
        ERROR,
        "A required member is missing.",
        "Readers refuse the feed or leave the item out.",
        "Add the member.",
        f"{_SOURCE}, top-level, items, hubs and attachments",
    ),
    "json-member-type": CodeText(
        ERROR,
        "A member has a value of the wrong type.",
        "Readers can not use it.",
        "Write the type that the format asks for: text in quotes, numbers and true or false without.",
        f"{_SOURCE}, top-level, items, authors, hubs and attachments",
    ),
    "json-id-type": CodeText(
        WARNING,
        "The id of an item is a number.",
        "Readers turn it into a text, not all in the same way.",
        "Write it in quotes.",
        f"{_SOURCE}, items, id",
    ),
    "json-id-blank": CodeText(
        ERROR,
        "The id of an item is empty.",
        "Readers leave out an item without an id.",
        "Give each item its own id and keep it for ever.",
        f"{_SOURCE}, items, id",
    ),
    "json-id-repeated": CodeText(
        ERROR,
        "Two items have the same id.",
        "Readers show one of them.",
        "Give each item its own id and keep it for ever.",
        f"{_SOURCE}, items, id",
    ),
    "json-member-unknown": CodeText(
        WARNING,
        "The format has no such member here.",
        "Readers pass over it: it is mostly a slip.",
        "Correct its name, or begin it with an underscore where it is an extension of your own.",
        f"{_SOURCE}, extensions",
    ),
    "json-member-deprecated": CodeText(
        WARNING,
        "A member is used that version 1.1 has replaced.",
        "Readers of today look at authors.",
        "Write authors, a list; author may stand beside it for old readers.",
        f"{_SOURCE}, changes since 1.0",
    ),
    "json-member-newer": CodeText(
        WARNING,
        "A member is used that came with a later version than the feed's.",
        "Readers of the older version pass over it.",
        'Write version "https://jsonfeed.org/version/1.1".',
        f"{_SOURCE}, changes since 1.0",
    ),
    "json-content-missing": CodeText(
        ERROR,
        "An item has neither content_html nor content_text.",
        "One of them is required: a reader has nothing to show.",
        "Add content_html or content_text.",
        f"{_SOURCE}, items, content_html and content_text",
    ),
    "json-author-empty": CodeText(
        ERROR,
        "An author has neither name, url nor avatar.",
        "At least one is required: it says nobody.",
        "Add a name, or leave the author out.",
        f"{_SOURCE}, authors",
    ),
    "json-next-is-self": CodeText(
        ERROR,
        "The next page of the feed is the feed itself.",
        "A reader that follows goes in circles.",
        "Remove next_url on the last page.",
        f"{_SOURCE}, top-level, next_url",
    ),
    "json-extension-type": CodeText(
        WARNING,
        "An extension is no object.",
        "Extensions are objects, so that they can grow.",
        "Put the value into an object.",
        f"{_SOURCE}, extensions",
    ),
    "json-negative": CodeText(
        ERROR,
        "A size or duration is negative.",
        "There is no such thing.",
        "Write zero or more, or leave the member out.",
        f"{_SOURCE}, attachments",
    ),
    "json-home-page-missing": CodeText(
        INFO,
        "The feed does not name the page it belongs to.",
        "Readers can not lead there.",
        "Add home_page_url.",
        f"{_SOURCE}, top-level, home_page_url",
    ),
}

_BEGIN = re.compile(rb"\A(?:\xef\xbb\xbf)?[\s\x00]*[{\[]")
_TYPES = {str: "text", dict: "an object", list: "a list", bool: "true or false", int: "a number", float: "a number"}


class _At(NamedTuple):
    """A fault at a path; its place in the text is looked up at the end."""

    code: str
    path: Path
    value: str = ""


_OF_VALUES = {**ADDRESSES, **DATES, **WORDS, **PLAIN, **LINKS}
"""Where the codes stand that values and other formats have too."""
_LINE_MAX = 100_000
"""In a line that is longer, columns count characters."""


def is_json(body: bytes) -> bool:
    """Tell whether a document begins as JSON does."""
    return _BEGIN.match(body[:4096]) is not None


def json_faults(body: bytes) -> list[Fault]:
    """Give every fault of a JSON Feed."""
    read = read_json(body)
    places = _Places(read.text)
    told = [places.fault(_At(each.code, (), each.value), each.offset) for each in read.problems]
    if read.value is None and read.problems:
        return told
    found = _worst(_feed(read.value))
    begins = offsets(read.text, [each.path for each in found]) if found else {}
    for each in found:
        offset = next(begins[each.path[:end]] for end in range(len(each.path), -1, -1) if each.path[:end] in begins)
        told.append(places.fault(each, offset))
    return told


def _worst(found: Iterable[_At]) -> list[_At]:
    """Give at most ``FINDINGS_MAX``, and warnings only where there are not so many errors."""
    groups: dict[bool, list[_At]] = {True: [], False: []}
    for each in found:
        group = groups[(CODES.get(each.code) or _OF_VALUES[each.code]).severity is ERROR]
        if len(group) < FINDINGS_MAX:
            group.append(each)
    return [*groups[True], *groups[False]][:FINDINGS_MAX]


class _Places:
    """Lines and columns of offsets in a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._begins = [0, *(found.end() for found in re.finditer("\n", text))]
        self._is_ascii = text.isascii()

    def fault(self, at: _At, offset: int) -> Fault:
        """Give the fault with the place; a column counts bytes."""
        line = bisect_right(self._begins, offset)
        begin = self._begins[line - 1]
        before = offset - begin
        if not self._is_ascii and before < _LINE_MAX:
            before = len(self._text[begin:offset].encode("utf-8", "surrogatepass"))
        return Fault(at.code, value=at.value, line=line, column=before + 1, path=_written(at.path))


def _written(path: Path) -> str:
    """Write a path as ``items[3].author``."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")


def _feed(value: Any) -> Iterator[_At]:
    if not isinstance(value, dict) or not {"version", "items"} & value.keys():
        yield _At("json-not-a-feed", ())
        return
    said = value.get("version")
    version = VERSIONS.get(said.replace("http://", "https://").rstrip("/")) if isinstance(said, str) else None
    if version is None and isinstance(said, str):
        yield _At("json-version", ("version",), said)
    yield from _object(value, "feed", (), version or "1.1")
    if "feed_url" not in value:
        yield _At("missing-self", (), "feed_url")
    elif value.get("next_url") == value["feed_url"]:
        yield _At("json-next-is-self", ("next_url",))
    if "home_page_url" not in value:
        yield _At("json-home-page-missing", ())
    items = value.get("items")
    yield from _ids(items if isinstance(items, list) else [])


def _ids(items: list[Any]) -> Iterator[_At]:
    seen: set[str] = set()
    for number, item in enumerate(items):
        own = item.get("id") if isinstance(item, dict) else None
        if isinstance(own, str | int | float):
            if str(own) in seen:
                yield _At("json-id-repeated", ("items", number, "id"), str(own))
            seen.add(str(own))


def _object(value: dict[str, Any], kind: str, path: Path, version: str) -> Iterator[_At]:
    """Judge the members of an object by the table, and what it needs as a whole."""
    known = TABLE[kind]
    for name, inner in value.items():
        member = known.get(name)
        if member is not None:
            yield from _member(member, inner, (*path, name), version)
            if member.deprecated and version != "1.0" and "authors" not in value:
                yield _At("json-member-deprecated", (*path, name))
        elif not name.startswith("_"):
            yield _At("json-member-unknown", (*path, name), name)
        elif not isinstance(inner, dict):
            yield _At("json-extension-type", (*path, name), name)
    for member in known.values():
        if member.required and member.name not in value:
            yield _At("json-member-missing", path, member.name)
    if kind == "item" and not {"content_html", "content_text"} & value.keys():
        yield _At("json-content-missing", path)
    if kind == "author" and not {"name", "url", "avatar"} & value.keys():
        yield _At("json-author-empty", path)


def _member(member: Member, value: Any, path: Path, version: str) -> Iterator[_At]:
    if member.since > version:
        yield _At("json-member-newer", path, member.name)
    if member.within == "item" and member.name == "id" and isinstance(value, int | float) and value is not True:
        yield _At("json-id-type", path, str(value))
    elif not _fits(value, member.type):
        yield _At("json-member-type", path, f"{member.name} is to be {_TYPES[member.type]}")
    elif member.type is str:
        yield from _text(member, value, path)
    elif member.type in {int, float} and value < 0:
        yield _At("json-negative", path, str(value))
    else:
        yield from _inside(member, value, path, version)


def _text(member: Member, value: str, path: Path) -> Iterator[_At]:
    if member.name == "id" and not value.strip():
        yield _At("json-id-blank", path)
        return
    yield from (_At(code, path, value) for code in member.value(value))


def _inside(member: Member, value: Any, path: Path, version: str) -> Iterator[_At]:
    """Judge what stands in an object or a list."""
    place = (member.within, member.name)
    if place in OBJECTS:
        yield from _object(value, OBJECTS[place], path, version)
    for number, each in enumerate(value if place in LISTS else ()):
        kind = LISTS[place]
        if isinstance(each, dict) and kind:
            yield from _object(each, kind, (*path, number), version)
        elif kind or not isinstance(each, str):
            yield _At("json-member-type", (*path, number), f"{member.name} is to hold {'objects' if kind else 'texts'}")


def _fits(value: Any, wanted: type) -> bool:
    if wanted in {int, float}:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, wanted)
