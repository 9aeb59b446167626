"""Walks a JSON Feed along its table: which members an object has, and what stands in each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from syndicator.validate.code_text import ERROR, WARNING, CodeText
from syndicator.validate.json_feed.members import LISTS, OBJECTS, TABLE, Member
from syndicator.validate.json_feed.places import At, Path

_SOURCE = "JSON Feed 1.1"

CODES = {
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
    "json-member-unknown": CodeText(
        WARNING,
        "The format has no such member here.",
        "Readers pass over it: it is mostly a slip.",
        "Correct its name, or begin it with an underscore and a letter where it is an extension of your own.",
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
}

_EXTENSION = re.compile("_[A-Za-z]")
_TYPES = {str: "text", dict: "an object", list: "a list", bool: "true or false", float: "a number"}


class Node(NamedTuple):
    """One object of the format: which one, where, and its members."""

    kind: str
    path: Path
    value: dict[str, Any]


def objects(feed: dict[str, Any]) -> Iterator[Node]:
    """Give every object of the format in a feed, the feed first. What is of a wrong type is left out."""
    pending = [Node("feed", (), feed)]
    for node in pending:
        yield node
        for name, inner in node.value.items():
            place = (node.kind, name)
            if isinstance(inner, dict) and place in OBJECTS:
                pending.append(Node(OBJECTS[place], (*node.path, name), inner))
            elif isinstance(inner, list) and LISTS.get(place):
                kind = LISTS[place]
                entries = enumerate(inner)
                pending.extend(Node(kind, (*node.path, name, no), each) for no, each in entries if type(each) is dict)


def members(node: Node, version: str) -> Iterator[At]:
    """Judge the members of an object by the table."""
    known = TABLE[node.kind]
    for name, value in node.value.items():
        member = known.get(name)
        if member is None:
            yield from _stranger(name, value, node.path)
            continue
        path = (*node.path, name)
        if member.deprecated and version != "1.0" and "authors" not in node.value:
            yield At("json-member-deprecated", path, name)
        if member.since > version:
            yield At("json-member-newer", path, name)
        yield from _judged(member, value, path)
    for member in known.values():
        if member.required and member.name not in node.value:
            yield At("json-member-missing", node.path, member.name)


def _stranger(name: str, value: Any, path: Path) -> Iterator[At]:
    if not _EXTENSION.match(name):
        yield At("json-member-unknown", (*path, name), name)
    elif not isinstance(value, dict):
        yield At("json-extension-type", (*path, name), name)


def _judged(member: Member, value: Any, path: Path) -> Iterator[At]:
    if not _fits(value, member.type):
        is_number = member.name == "id" and _fits(value, float)
        text = str(value) if is_number else f"{member.name} is to be {_TYPES[member.type]}"
        yield At("json-id-type" if is_number else "json-member-type", path, text)
    elif member.type is str:
        yield from (At(code, path, value) for code in member.value(value))
    elif member.type is float and value < 0:
        yield At("json-negative", path, str(value))
    elif member.type is list:
        yield from _entries(member, value, path)


def _entries(member: Member, value: list[Any], path: Path) -> Iterator[At]:
    wanted: type = dict if LISTS[member.within, member.name] else str
    for number, each in enumerate(value):
        if not isinstance(each, wanted):
            yield At("json-member-type", (*path, number), f"{member.name} is to hold {_TYPES[wanted].split()[-1]}s")
        elif isinstance(each, str):
            yield from (At(code, (*path, number), each) for code in member.value(each))


def _fits(value: Any, wanted: type) -> bool:
    if wanted is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, wanted)
