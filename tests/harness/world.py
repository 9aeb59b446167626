"""The program put together in this process: real settings, store, parser, rules, renderer and folder; HTTP is played.

world = World(tmp_path)
world.publisher("gazette")
world.source("sea", "gazette")
world.feed("world", ["sea"])
world.shows("sea", item(1), item(2))
report = world.cycle()
world.ids("world")                      # what subscribers of the Atom file see
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, Self

from lxml import etree

from syndicator.clock import FixedClock
from syndicator.cycle import Options, Report, run_due
from syndicator.errors import ParseError
from syndicator.model.base import Instant
from syndicator.model.config import ActKind, Source
from syndicator.model.document import Document
from syndicator.model.pages import PageKind, PageState, Seen
from syndicator.model.polling import Due, Fetched, NotModified, PollAnswer, PollFailure, PollKind, Validators
from syndicator.model.records import FeedOutcome, PollRecord, SourceState
from syndicator.ops.control import ActRequest, Reply
from syndicator.parse import READER, Hints, read
from syndicator.parse.policy_text import policy_text
from syndicator.pipeline import Refreshing, refresh
from syndicator.poll.gate import GateLimits
from syndicator.settings import load
from syndicator.wiring import App, open_app
from syndicator.wiring.acting import act
from syndicator.wiring.looking import Looking

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
UNHURRIED = GateLimits(concurrency=16, host_concurrency=16, host_gap=timedelta())
DATE = "%Y-%m-%dT%H:%M:%SZ"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
PARAGRAPH = "&lt;p&gt;The ferries of Lower Brindle have sailed without a timetable since the flood.&lt;/p&gt;"
CONTENT = PARAGRAPH * 9


class Item(NamedTuple):
    """One entry of an upstream document."""

    id: str
    title: str
    link: str
    published: Instant
    license: str = CC_BY
    words: str = CONTENT
    authors: tuple[str, ...] = ("Ada Nomen",)
    rights: str = ""
    updated: Instant | None = None


def item(number: int, *, host: str = "gazette.example", **changes: Any) -> Item:
    """Give an entry: the higher its number, the older it is, by an hour each."""
    usual = Item(
        id=f"tag:{host},2026:{number}",
        title=f"Piece {number}",
        link=f"https://{host}/pieces/{number}",
        published=NOON - timedelta(hours=number),
    )
    return usual._replace(**changes)


def atom(
    *items: Item,
    deleted: tuple[str, ...] = (),
    host: str = "gazette.example",
    self_link: str = "",
    rights: str = "",
    deleted_at: str = "2026-11-20T11:00:00Z",
) -> bytes:
    """Give an upstream's Atom document of these entries and tombstones; ``rights`` is what it says of itself."""
    entries = "".join(
        f"<entry><id>{one.id}</id><title>{one.title}</title><link href='{one.link}'/>"
        f"<published>{one.published:{DATE}}</published><updated>{one.updated or one.published:{DATE}}</updated>"
        f"{_rights(one)}{_authors(one)}"
        f"<content type='html'>{one.words}</content></entry>"
        for one in items
    )
    stones = "".join(
        f"<at:deleted-entry xmlns:at='http://purl.org/atompub/tombstones/1.0' ref='{ref}' when='{deleted_at}'/>"
        for ref in deleted
    )
    me = f"<link rel='self' href='{self_link}'/>" if self_link else ""
    said = f"<rights>{rights}</rights>" if rights else ""
    return (
        f"<feed xmlns='http://www.w3.org/2005/Atom'><id>tag:{host},2026:all</id><title>A feed of {host}</title>"
        f"{me}{said}<updated>2026-11-20T11:00:00Z</updated>{stones}{entries}</feed>"
    ).encode()


def _rights(one: Item) -> str:
    link = f"<link rel='license' href='{one.license}'/>" if one.license else ""
    return link + (f"<rights>{one.rights}</rights>" if one.rights else "")


class PlayedPages:
    """Pages of hosts by address: bytes, or why they can not be had. A host says nothing to robots unless told to."""

    def __init__(self) -> None:
        self.shown: dict[str, bytes | PollFailure] = {}
        self.asked: list[str] = []

    def status(self, url: str, status: int) -> None:
        """Let an address answer with an error from now on."""
        message = f"{url} answers {status}"
        self.shown[url] = PollFailure(
            url=url, kind=PollKind.SOFT_ERROR, code=f"http-{status}", message=message, status=status
        )

    async def page(self, state: PageState, _ports: tuple[int, ...]) -> PollAnswer:
        """Answer a request as an HTTP client would."""
        self.asked.append(state.url)
        if state.url not in self.shown:
            self.status(state.url, 404)
        body = self.shown[state.url]
        if isinstance(body, PollFailure):
            return body
        now = Validators(url=state.url, etag=f'"{hashlib.blake2b(body).hexdigest()}"'.encode())
        if state.validators == now:
            return NotModified(url=state.url, validators=now)
        return Fetched(url=state.url, final_url=state.url, permanent=False, body=body, body_digest="", validators=now)

    async def read_page(self, state: PageState, answer: Fetched) -> Seen:
        """Read a page as the workers do."""
        if state.kind is PageKind.TERMS:
            return Seen(text=policy_text(answer.body), validators=answer.validators)
        from syndicator.parse.article_page import read_article_page

        page = read_article_page(answer.body, answer.final_url, "")
        return Seen(page=page, validators=answer.validators)


def _authors(one: Item) -> str:
    return "".join(f"<author><name>{name}</name></author>" for name in one.authors)


class World:
    """A configuration folder, an upstream, and the program on both. ``close`` it; ``restart`` ends and begins it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = FixedClock(NOON)
        self.documents: dict[str, bytes | PollFailure] = {}
        self.asked: list[tuple[str, Validators | None]] = []
        self.pages = PlayedPages()
        self._app: App | None = None
        self.write(
            "config/syndicator.toml",
            'contact = "https://news.sampletown.org/about"\nbase_url = "https://feeds.sampletown.org/"\n',
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # What an operator writes.

    def write(self, name: str, text: str) -> None:
        """Write a file below the folder. It holds from the next ``restart`` on."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def publisher(self, name: str, *lines: str) -> None:
        """Name a publisher whose works may go out by themselves, with more lines of its terms."""
        self.write(
            f"config/publishers/{name}.toml",
            f'name = "The Sample {name.title()}"\nurl = "https://{name}.example/"\nhosts = ["{name}.example"]\n'
            f'terms_url = "https://{name}.example/republishing"\nreview_interval = "36500d"\n'
            f'license = "cc:by/4.0"\nautomation = "allowed"\n' + "\n".join(lines),
        )

    def source(self, name: str, publisher: str, *lines: str) -> None:
        """Name a source."""
        self.write(
            f"config/sources/{name}.toml",
            f'url = "https://{publisher}.example/{name}.atom"\npublisher = "{publisher}"\n'
            'terms_read = { by = "Sam Sample", on = 2026-11-01 }\n' + "\n".join(lines),
        )

    def feed(self, name: str, sources: list[str], *lines: str) -> None:
        """Name an output feed."""
        head = f'title = "{name}"\ndescription = "A test feed"\nsources = {json.dumps(sources)}\n'
        self.write(f"config/feeds/{name}.toml", head + "\n".join(lines))

    def remove(self, name: str) -> None:
        """Remove a file below the folder."""
        (self.folder / name).unlink()

    # What upstreams say.

    def shows(self, source: str, *items: Item, **document: Any) -> None:
        """Let a source's upstream serve these entries from now on, in a document as ``atom`` makes it."""
        self.documents[source] = atom(*items, **document)

    # The program.

    @property
    def app(self) -> App:
        """Give the program put together."""
        if self._app is None:
            self._app = open_app(load(self.folder / "config", {}), self.clock)
        return self._app

    def close(self) -> None:
        """End the program."""
        if self._app is not None:
            self._app.close()
            self._app = None

    def restart(self) -> None:
        """End the program and begin it again on what is on disk, configuration included."""
        self.close()

    def lose_database(self) -> None:
        """End the program and delete its data folder; feeds and configuration stay."""
        self.close()
        shutil.rmtree(self.folder / "var")

    def cycle(self, hours: float = 0, **options: Any) -> Report:
        """Run one cycle so many hours after noon."""
        at = NOON + timedelta(hours=hours)
        self.clock.move_to(at)
        work = self.app.work()._replace(refresh=self._refresh, traffic=None, limits=UNHURRIED)
        if work.pages is not None:
            work = work._replace(pages=Looking(self.app.settings, self.app.store, lambda: self.pages))
        return asyncio.run(run_due(work, at, Options(**options)))

    def act(self, kind: ActKind, entry: str, feed: str | None = None, **more: Any) -> Reply:
        """Let a person decide, through the door that commands and the daemon use."""
        request = ActRequest(kind=kind, entry=entry, by="Sam Sample", why="read it", feed=feed, **more)
        return act(self.app, request)

    async def _refresh(self, source: Source, state: SourceState, at: Instant) -> PollRecord:
        tools = Refreshing(
            store=self.app.store,
            fetch=self._fetch,
            parse=_parse,
            next_due=_next_due,
            base_url=self.app.settings.main.base_url,
            reader=READER,
        )
        return await refresh(source, state, tools, at)

    async def _fetch(self, source: Source, validators: Validators | None) -> PollAnswer:
        self.asked.append((source.id, validators))
        body = self.documents.get(source.id, b"")
        if isinstance(body, PollFailure):
            return body
        digest = hashlib.blake2b(body, digest_size=16).hexdigest()
        now = Validators(url=source.url, etag=f'"{digest}"'.encode())
        if validators == now:
            return NotModified(url=source.url, validators=now)
        return Fetched(
            url=source.url,
            final_url=source.url,
            permanent=False,
            body=body,
            body_digest=digest,
            content_type="application/atom+xml",
            validators=now,
        )

    # What came of it.

    def bytes_of(self, feed: str, format_name: str = "atom") -> bytes:
        """Give a live file."""
        return (self.app.settings.feeds_dir / f"{feed}.{format_name}").read_bytes()

    def ids(self, feed: str) -> list[str]:
        """Give the ids of a live Atom file, in its order."""
        return [one.findtext(f"{ATOM}id") or "" for one in etree.fromstring(self.bytes_of(feed)).iter(f"{ATOM}entry")]

    def stubs(self, feed: str) -> dict[str, dict[str, str]]:
        """Give what a live RSS file says of entries that were withdrawn, by id: each element's text by its name."""
        items = etree.fromstring(self.bytes_of(feed, "rss")).findall("channel/item")
        return {
            item.findtext("guid") or "": {etree.QName(one).localname: one.text or "" for one in item}
            for item in items
            if item.findtext("title") == "Withdrawn"
        }

    def tombstones(self, feed: str) -> list[str]:
        """Give the ids that a live Atom file says are gone."""
        return [one.get("ref", "") for one in etree.fromstring(self.bytes_of(feed)).iter(DELETED)]


def said(report: Report | Reply, feed: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Give (kind, reasons) of every decision of a feed, by title."""
    return {one.title: (one.kind, tuple(map(str, one.reasons))) for one in outcome(report, feed).decisions}


def outcome(report: Report | Reply, feed: str) -> FeedOutcome:
    """Give what became of a feed."""
    return next(one for one in report.feeds if one.feed == feed)


async def _parse(answer: Fetched, known: frozenset[str]) -> Document | PollFailure:
    try:
        return read(answer.body, Hints(url=answer.final_url, content_type=answer.content_type), known)
    except ParseError as error:
        return PollFailure(url=answer.url, kind=PollKind.SOFT_ERROR, code=error.code, message=error.what)


def _next_due(source: Source, _answer: PollAnswer, _errors: int, at: Instant) -> Due:
    return Due(at=at + source.interval, because="interval")
