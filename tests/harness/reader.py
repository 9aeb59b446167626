"""A feed as a stranger reads it: feedparser and the standard library, nothing of ours."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any, NamedTuple

import feedparser


class Shown(NamedTuple):
    """What a reader program shows of one entry."""

    id: str
    title: str
    link: str
    authors: tuple[str, ...]
    licenses: tuple[str, ...]
    """Addresses of licenses."""
    links: frozenset[str]
    """Every address that the body leads to."""
    notice: str
    """The text of what is marked as our notice."""
    work: str
    """The text of what is marked as the work."""
    html: str


class _Body(HTMLParser):
    """Collects links, and the texts of the notice and the work."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.texts = {"syndicator-notice": "", "syndicator-work": ""}
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.add(told.get("href", ""))
        if tag == "div":
            self._open.append(told.get("class", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "div":
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for name in self.texts:
            if name in self._open:
                self.texts[name] += data


def shown(body: bytes) -> list[Shown]:
    """Give the entries of a feed, in its order."""
    parsed = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    assert not parsed.bozo, parsed.get("bozo_exception")
    return [_shown(one) for one in parsed.entries]


def _shown(one: Any) -> Shown:
    html = one.content[0].value if "content" in one else ""
    reader = _Body()
    reader.feed(html)
    reader.close()
    return Shown(
        id=one.id,
        title=one.get("title", ""),
        link=one.get("link", ""),
        authors=tuple(author.get("name", "") for author in one.get("authors", ())),
        licenses=tuple(link.href for link in one.get("links", ()) if link.rel == "license"),
        links=frozenset(reader.links),
        notice=reader.texts["syndicator-notice"].strip(),
        work=reader.texts["syndicator-work"].strip(),
        html=html,
    )
