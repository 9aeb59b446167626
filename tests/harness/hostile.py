"""Hostile entries from data files: what an upstream sends, how it is served, and what stands in the feeds then.

Each case is an entry that goes out twice: by a publisher whose license permits changes and whose pictures may stay
(``lenient``), and by one whose license does not and whose pictures leave (``strict``). A third one demands a page
counter (``counted``). Cases and their keys: tests/cases/hostile/README.md.
"""

from __future__ import annotations

import asyncio
import re
import threading
import tomllib
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from html import escape
from pathlib import Path
from typing import Any, NamedTuple, Self

from harness.program import Place
from harness.upstream import Answer, Upstream, conditional
from lxml import etree

FOLDER = Path(__file__).parent.parent / "cases" / "hostile"
NOW = "2026-11-20T12:00:00Z"
_COUNTER = r"""
[counter]
rule = "required"
id_from = "link-digits"
match = '^http://counter\.example/content/(?P<id>\d+)/count\.gif$'
"""
PUBLISHERS = {
    "lenient": ("cc:by/4.0", "keep", ""),
    "strict": ("cc:by-nd/4.0", "strip", ""),
    "counted": ("cc:by-nd/4.0", "strip", _COUNTER),
}
"""Each publisher's license, what becomes of its pictures, and its counter."""

_NAMESPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "creativeCommons": "http://backend.userland.com/creativeCommonsRssModule",
    "media": "http://search.yahoo.com/mrss/",
    "georss": "http://www.georss.org/georss",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
}
_ATOM = "{http://www.w3.org/2005/Atom}"
_DECLARED = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
_REPEATED = re.compile(r"⟦(\d+)×(.*?)⟧", re.DOTALL)
_NAMED = re.compile(r"<([\w:]+)")
_INNER = re.compile(r"(?<=<source>).*?(?=</source>)|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_TERMS = """
name = "The {title} Sample"
url = "http://{name}.example/"
hosts = ["{name}.example"]
terms_url = "http://{name}.example/terms"
review_interval = "36500d"
license = "{license}"
license_may_be_silent = true
ignore_channel_copyright = true
recovered = "allow"
automation = "allowed"
own_only = false
full_text = "any"
media = "{media}"
{counter}
"""


class Case(NamedTuple):
    """One hostile entry."""

    name: str
    file: str
    rows: tuple[str, ...]
    form: str
    document: str
    body: str
    parts: str
    publishers: tuple[str, ...]
    expect: dict[str, Any]

    @property
    def slug(self) -> str:
        """Give the name as it stands in addresses and ids."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")

    def on(self, publisher: str) -> dict[str, Any]:
        """Give what is expected under one publisher: what holds for both, and its own."""
        common = {key: value for key, value in self.expect.items() if key not in PUBLISHERS}
        return spread({**common, **self.expect.get(publisher, {})}, publisher)


def spread(value: Any, publisher: str) -> Any:
    """Give a value with repetitions written out and the publisher's host in its place."""
    if isinstance(value, dict):
        return {key: spread(inner, publisher) for key, inner in value.items()}
    if isinstance(value, list):
        return [spread(inner, publisher) for inner in value]
    if not isinstance(value, str):
        return value
    return _REPEATED.sub(_repeated, value).replace("HOST", f"{publisher}.example")


def _repeated(found: re.Match[str]) -> str:
    times, text = int(found[1]), found[2]
    return "".join(text.replace("№", str(number)) for number in range(times)) if "№" in text else times * text


def cases() -> tuple[Case, ...]:
    """Give every case of every file."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        for table in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            usual = {"form": "rss", "document": "plain", "body": "", "parts": "", "expect": {}}
            lists = {"rows": tuple(table["rows"]), "publishers": tuple(table.get("publishers", ("lenient", "strict")))}
            found.append(Case(**{**usual, **table, **lists, "file": path.stem}))
    assert len({one.slug for one in found}) == len(found), "two cases have one name"
    return tuple(found)


def entry_of(case: Case, publisher: str) -> str:
    """Write a case as an RSS item or an Atom entry: its own parts, and the usual ones where it has none."""
    body, parts = spread(case.body, publisher), spread(case.parts, publisher)
    usual = _atom_parts(case, publisher, body) if case.form == "atom" else _rss_parts(case, publisher, body)
    own = set(_NAMED.findall(_INNER.sub("", parts)))
    kept = "".join(text for name, text in usual.items() if name not in own and f"no:{name}" not in own)
    element = "entry" if case.form == "atom" else "item"
    parts = re.sub(r"<no:\w+(?::\w+)?/>", "", parts)
    return f"<{element}>{parts}{kept}</{element}>"


def _rss_parts(case: Case, publisher: str, body: str) -> dict[str, str]:
    return {
        "title": f"<title>{escape(case.name)}</title>",
        "link": f"<link>http://{publisher}.example/{case.slug}</link>",
        "guid": f'<guid isPermaLink="false">tag:{publisher}.example,2026:{case.slug}</guid>',
        "dc:creator": "<dc:creator>Jo Sample</dc:creator>",
        "pubDate": "<pubDate>Thu, 19 Nov 2026 08:00:00 GMT</pubDate>",
        "content:encoded": f"<content:encoded>{escape(body)}</content:encoded>" if body else "",
    }


def _atom_parts(case: Case, publisher: str, body: str) -> dict[str, str]:
    return {
        "title": f"<title>{escape(case.name)}</title>",
        "link": f'<link href="http://{publisher}.example/{case.slug}"/>',
        "id": f"<id>tag:{publisher}.example,2026:{case.slug}</id>",
        "author": "<author><name>Jo Sample</name></author>",
        "published": "<published>2026-11-19T08:00:00Z</published>",
        "updated": "<updated>2026-11-19T08:00:00Z</updated>",
        "content": f'<content type="html">{escape(body)}</content>' if body else "",
    }


def document_of(form: str, name: str, publisher: str, entries: list[str]) -> bytes:
    """Write an RSS or Atom document around entries."""
    head = spread(_HEADS.get(name, ""), publisher)
    if form == "atom":
        return (
            f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"{_DECLARED}><title>Samples</title>'
            f"<id>tag:{publisher}.example,2026:{name}</id><updated>2026-11-19T08:00:00Z</updated>"
            f'<link href="http://{publisher}.example/"/>{head}{"".join(entries)}</feed>'
        ).encode("utf-8", "surrogatepass")
    return (
        f'<?xml version="1.0"?><rss version="2.0"{_DECLARED}><channel><title>Samples</title>'
        f"<link>http://{publisher}.example/</link><description>d</description>{head}{''.join(entries)}</channel></rss>"
    ).encode("utf-8", "surrogatepass")


_HEADS = {
    "hostile-head": (
        "<copyright>Yours &lt;script&gt;canary(1)&lt;/script&gt;</copyright><generator>javascript:canary(1)</generator>"
        "<language>../../x</language><ttl>1e309</ttl><managingEditor>a@b.example&#13;&#10;Bcc: all</managingEditor>"
        "<image><url>javascript:canary(1)</url><title>t</title><link>data:text/html,x</link></image>"
    ),
}
"""What a document says of itself beside the usual, by its name."""


class Origin:
    """The scripted upstream, run in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._upstream = Upstream()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._upstream.__aenter__(), self._loop).result(30)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._upstream.__aexit__(None, None, None), self._loop).result(30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(30)
        self._loop.close()

    @property
    def port(self) -> int:
        """Give the port it listens on."""
        return self._upstream.port

    def on(self, path: str, answer: Answer) -> None:
        """Script a path: this answer from now on."""
        self._loop.call_soon_threadsafe(self._upstream.on, path, answer)

    def feed(self, path: str, body: bytes) -> None:
        """Serve a feed with an ETag."""
        self.on(path, conditional(body, f'"{hash(body):x}"', ("Content-Type", "application/xml")))


class Shown(NamedTuple):
    """One entry as it stands in a published feed, read back."""

    element: etree._Element
    id: str
    title: str
    link: str
    html: str
    authors: list[str]
    categories: list[str]
    enclosures: list[str]
    published: str
    """Up to the second, without its zone."""

    @property
    def texts(self) -> list[str]:
        """Give every text and attribute of the entry beside its HTML."""
        nodes = list(self.element.iter())
        found = [text for node in nodes for text in (node.text, node.tail, *node.attrib.values()) if text]
        return [text for text in found if text != self.html]


def _rss(body: bytes) -> Iterator[Shown]:
    for item in etree.fromstring(body).iterfind("channel/item"):
        yield Shown(
            item,
            item.findtext("guid"),
            item.findtext("title"),
            item.findtext("link"),
            item.findtext(f"{{{_NAMESPACES['content']}}}encoded"),
            [one.text for one in item.iterfind(f"{{{_NAMESPACES['dc']}}}creator")],
            [one.text for one in item.iterfind("category")],
            [one.get("url") for one in item.iterfind("enclosure")],
            parsedate_to_datetime(item.findtext("pubDate")).strftime("%Y-%m-%dT%H:%M:%S"),
        )


def _atom(body: bytes) -> Iterator[Shown]:
    for entry in etree.fromstring(body).iterfind(f"{_ATOM}entry"):
        links = [(one.get("rel"), one.get("href")) for one in entry.iterfind(f"{_ATOM}link")]
        yield Shown(
            entry,
            entry.findtext(f"{_ATOM}id"),
            entry.findtext(f"{_ATOM}title"),
            next(href for rel, href in links if rel == "alternate"),
            entry.findtext(f"{_ATOM}content"),
            [one.text for one in entry.iterfind(f"{_ATOM}author/{_ATOM}name")],
            [one.get("term") for one in entry.iterfind(f"{_ATOM}category")],
            [href for rel, href in links if rel == "enclosure"],
            entry.findtext(f"{_ATOM}published")[:19],
        )


OUTPUTS: dict[str, Callable[[bytes], Iterator[Shown]]] = {"rss": _rss, "atom": _atom}
"""How each published format is read back. A new format is one line here."""
ONE_ENCLOSURE = frozenset({"rss"})
"""Formats that have room for one enclosure an entry."""


class Played(NamedTuple):
    """All cases after one cycle."""

    place: Place
    report: dict[str, Any]
    shown: dict[tuple[str, str], tuple[Shown, ...]]
    """What stands in the feed of a publisher, by publisher and format."""

    def decision(self, case: Case, publisher: str) -> tuple[str, list[str]]:
        """Give the kind and the reasons of what was decided about a case."""
        (feed,) = [one for one in self.report["feeds"] if one["feed"] == publisher]
        found = [one for one in feed["decisions"] if _is(case, publisher, one["id"], one["link"], one["title"])]
        assert len(found) == 1, f"{len(found)} decisions about {case.name}"
        return found[0]["kind"], found[0]["reasons"]

    def entry(self, case: Case, publisher: str, output: str) -> Shown | None:
        """Give a case as it stands in a feed, or nothing where it is not there."""
        all_shown = self.shown[publisher, output]
        found = [one for one in all_shown if _is(case, publisher, one.id, one.link, one.title)]
        assert len(found) <= 1, f"{case.name} stands {len(found)} times in {publisher}.{output}"
        return found[0] if found else None


def _is(case: Case, publisher: str, entry_id: str, link: str, title: str) -> bool:
    own_id, own_link = f"tag:{publisher}.example,2026:{case.slug}", f"http://{publisher}.example/{case.slug}"
    nameless = "<no:title/>" in case.parts and not title and not link
    return entry_id == own_id or link == own_link or title == case.name or nameless


def play(folder: Path) -> Played:
    """Serve all cases of both publishers and run one cycle on them."""
    found = cases()
    with Origin() as origin:
        place = Place(folder, origin.port)
        for name, (license_key, media, counter) in PUBLISHERS.items():
            terms = _TERMS.format(name=name, title=name.title(), license=license_key, media=media, counter=counter)
            place.write(f"config/publishers/{name}.toml", terms)
            sources = []
            own = [one for one in found if name in one.publishers]
            for form, document in dict.fromkeys((one.form, one.document) for one in own):
                entries = [entry_of(one, name) for one in own if (one.form, one.document) == (form, document)]
                sources.append(f"{name}-{document}-{form}")
                origin.feed(f"/{sources[-1]}", document_of(form, document, name, entries))
                read = f'publisher = "{name}"\nterms_read = {{ by = "Sam Sample", on = 2026-11-01 }}'
                place.source(sources[-1], f"/{sources[-1]}", read)
            place.feed(name, sources, "entries = 1000", "bytes_max = 50_000_000")
        report = place.once(NOW)
    shown = {
        (name, output): tuple(read((place.feeds / f"{name}.{output}").read_bytes()))
        for name in PUBLISHERS
        for output, read in OUTPUTS.items()
    }
    return Played(place, report, shown)
