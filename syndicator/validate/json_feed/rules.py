"""What the table of JSON Feed can not say: rules for the feed, for its items and for authors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from syndicator.validate.code_text import ERROR, INFO, WARNING, CodeText
from syndicator.validate.json_feed.members import VERSIONS
from syndicator.validate.json_feed.objects import Node
from syndicator.validate.json_feed.places import At
from syndicator.validate.rules.html_content import html_faults
from syndicator.validate.values.dates import instant

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
    "json-id-repeated": CodeText(
        ERROR,
        "Two items have the same id.",
        "Readers show one of them.",
        "Give each item its own id and keep it for ever.",
        f"{_SOURCE}, items, id",
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
    "json-home-page-missing": CodeText(
        WARNING,
        "The feed does not name the page it belongs to.",
        "Readers can not lead there; a feed on the public web should have it.",
        "Add home_page_url.",
        f"{_SOURCE}, top-level, home_page_url",
    ),
    "json-url-missing": CodeText(
        INFO,
        "An item does not name its page.",
        "Readers can not lead there; it should be there even where it is the same as the id.",
        "Add url.",
        f"{_SOURCE}, items, url",
    ),
    "json-modified-before-published": CodeText(
        WARNING,
        "An item was changed before it was published.",
        "One of its dates is wrong; readers sort it by either.",
        "Correct the dates, or leave date_modified out.",
        f"{_SOURCE}, items, date_published and date_modified",
    ),
}

_SLACK = timedelta(days=1)
"""Clocks and zones may differ so much."""
_CONTENT = ("content_html", "content_text")
_DATES = ("date_published", "date_modified")


class Asked(NamedTuple):
    """What is known beside the document: where it was fetched from, and the instant it is judged at."""

    address: str
    now: datetime | None


def is_feed(value: Any) -> bool:
    """Tell whether a value is a feed at all, or is meant as one."""
    return isinstance(value, dict) and not {"version", "items"}.isdisjoint(value)


def version_of(feed: dict[str, Any]) -> str:
    """Give the version of a feed; empty where it is none that there is."""
    said = feed.get("version")
    return VERSIONS.get(said.replace("http://", "https://").rstrip("/"), "") if isinstance(said, str) else ""


def rules(node: Node, asked: Asked) -> Iterator[At]:
    """Judge one object as a whole."""
    if node.kind == "feed":
        yield from _feed(node.value, asked)
    elif node.kind == "item":
        yield from _item(node, asked.now)
    elif node.kind == "author" and {"name", "url", "avatar"}.isdisjoint(node.value):
        yield At("json-author-empty", node.path)


def _feed(feed: dict[str, Any], asked: Asked) -> Iterator[At]:
    if not version_of(feed) and isinstance(feed.get("version"), str):
        yield At("json-version", ("version",), feed["version"])
    if "home_page_url" not in feed:
        yield At("json-home-page-missing", ())
    own = feed.get("feed_url")
    if own is None:
        yield At("missing-self", (), "feed_url")
    elif own == feed.get("next_url"):
        yield At("json-next-is-self", ("next_url",))
    if asked.address and isinstance(own, str) and own.partition("#")[0] != asked.address:
        yield At("self-doesnt-match-location", ("feed_url",), own)
    yield from _repeated(feed.get("items"))


def _repeated(items: Any) -> Iterator[At]:
    seen: set[str] = set()
    for number, item in enumerate(items if isinstance(items, list) else ()):
        own = item.get("id") if isinstance(item, dict) else None
        if isinstance(own, str | int | float) and not isinstance(own, bool):
            if str(own) in seen:
                yield At("json-id-repeated", ("items", number, "id"), str(own))
            seen.add(str(own))


def _item(node: Node, now: datetime | None) -> Iterator[At]:
    item = node.value
    if all(name not in item for name in _CONTENT):
        yield At("json-content-missing", node.path)
    if "url" not in item:
        yield At("json-url-missing", node.path)
    html = item.get("content_html")
    if isinstance(html, str):
        faults = html_faults(html, has_base=False)
        yield from (At(fault.code, (*node.path, "content_html"), fault.value) for fault in faults)
    yield from _dates(node, now)


def _dates(node: Node, now: datetime | None) -> Iterator[At]:
    if now is None and "date_modified" not in node.value:
        return
    published, modified = (_instant(node.value.get(name)) for name in _DATES)
    for name, at in zip(_DATES, (published, modified), strict=True):
        if at is not None and now is not None and at - now > _SLACK:
            yield At("implausible-date", (*node.path, name), str(node.value[name]))
    if published is not None and modified is not None and modified < published:
        yield At("json-modified-before-published", (*node.path, "date_modified"), str(node.value["date_modified"]))


def _instant(value: Any) -> datetime | None:
    return instant(value) if isinstance(value, str) else None
