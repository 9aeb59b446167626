"""One loaded configuration at work: store, folder, and what a cycle needs.

Holds the data folder's lock from ``open_app`` to ``close``, unless it was opened only to read.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from syndicator.clock import Clock
from syndicator.cycle import Traffic, Work
from syndicator.errors import CannotWriteError, PublishError
from syndicator.model.base import Instant
from syndicator.model.config import Act, Feed, Source
from syndicator.model.records import FeedState, LedgerEvent, PollRecord, SourceState
from syndicator.ops.lock import DataLock
from syndicator.poll.gate import GateLimits
from syndicator.publish import Folder
from syndicator.settings import Settings
from syndicator.store import Store, open_store
from syndicator.wiring.memory import recall, remember

if TYPE_CHECKING:
    from syndicator.wiring.looking import Looking
    from syndicator.wiring.polling import Polling


class App:
    """The program put together for one configuration. Made by ``open_app``."""

    def __init__(
        self, settings: Settings, clock: Clock, store: Store, folder: Folder | None = None, lock: DataLock | None = None
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.store = store
        self.lock = lock
        self._folder = folder
        self.spread = False
        """Whether polls are spread by a share of jitter (the daemon) or asked for exactly when due (``once``)."""
        self.turn = asyncio.Lock()
        """Held by whatever releases; shared by every configuration over the same folders."""
        self.traffic = Traffic(_limits(settings))
        """The requests under way; shared likewise."""
        self._polling: Polling | None = None
        self._sources = {one.id: one for one in settings.sources}

    def with_settings(self, settings: Settings) -> App:
        """Give the same parts under another configuration of the same folders."""
        app = App(settings, self.clock, self.store, self._folder, self.lock)
        app.spread = self.spread
        app.turn = self.turn
        if _limits(settings) == _limits(self.settings):
            app.traffic = self.traffic
        else:
            app.traffic.under_way = self.traffic.under_way
        return app

    @property
    def folder(self) -> Folder:
        """Give the folder of live feeds; opened to read only when it is first looked into.

        Raises:
            CannotWriteError: it is not there, or no folder.
        """
        if self._folder is None:
            self._folder = Folder.open(self.settings.feeds_dir, writing=False)
        return self._folder

    def work(self) -> Work:
        """Give what a cycle works on and with."""
        return Work(
            sources=self._sources,
            feeds={one.name: one for one in self.settings.feeds},
            store=self.store,
            refresh=self._refresh,
            releaser=self.releaser,
            rationed=self._rationed,
            in_place=self._in_place,
            fingerprint=self.fingerprint,
            limits=_limits(self.settings),
            clock=self.clock,
            turn=self.turn,
            traffic=self.traffic,
            pages=self.looking,
        )

    @property
    def looking(self) -> Looking | None:
        """What looks at pages beside the feeds; None where no source asks for it."""
        if not any(one.pages.fetch or one.pages.terms for one in self.settings.sources):
            return None
        from syndicator.wiring.looking import Looking

        return Looking(self.settings, self.store, self.polling)

    def polling(self) -> Polling:
        """Give the HTTP client and the parser's workers, made when they are first needed."""
        from syndicator.wiring.polling import Polling

        if self._polling is None:
            self._polling = Polling(self.settings, self.store, spread=self.spread)
        return self._polling

    async def _refresh(self, source: Source, state: SourceState, at: Instant) -> PollRecord:
        from syndicator.pipeline import refresh

        return await refresh(source, state, self.polling().tools, at)

    def releaser(self, at: Instant) -> Any:
        """Give the second half of the pipeline at one instant."""
        from syndicator.wiring.releasing import Releaser

        return Releaser(self.settings, self.store, self.folder, self.acts(), at)

    def acts(self) -> dict[str, tuple[Act, ...]]:
        """Give the acts of file and store, by entry."""
        by_entry: dict[str, list[Act]] = defaultdict(list)
        for act in (*self.settings.acts, *self.store.acts()):
            by_entry[act.entry].append(act)
        return {entry: tuple(acts) for entry, acts in by_entry.items()}

    def _rationed(self, feed: Feed) -> frozenset[str]:
        publishers = {self._sources[one].publisher or "" for one in feed.sources}
        terms = [self.settings.registry.get(one) for one in publishers if one]
        return frozenset(one.id for one in terms if one and feed.mode != "link" and (one.quota or one.never_all))

    def _in_place(self, state: FeedState) -> bool:
        live = self.folder.manifest().feed(state.name)
        known = {file.name for file in live.files} if live else set()
        return known == {name for name, _ in state.files} and self.folder.in_place(state.files)

    def fingerprint(self, feed: Feed, at: Instant) -> str:
        """Give a digest of everything configured that a feed's release depends on, and of readings that ran out."""
        from syndicator import __version__

        digest = hashlib.sha256(f"{__version__}\n{self.settings.main.base_url}\n{feed.model_dump_json()}".encode())
        for source_id in feed.sources:
            source = self._sources[source_id]
            terms = self.settings.registry.get(source.publisher) if source.publisher else None
            digest.update(source.model_dump_json().encode())
            if terms:
                read = source.terms_read
                overdue = read is not None and at.date() - read.on > terms.review_interval
                digest.update(f"{terms.model_dump_json()}{overdue}".encode())
        for act in self.settings.acts:
            digest.update(act.model_dump_json().encode())
        digest.update(self._seen_of_pages(feed, at).encode())
        return digest.hexdigest()

    def _seen_of_pages(self, feed: Feed, at: Instant) -> str:
        """Give what decisions about a feed rest on beside its sources: pages, readings, and graces that are over."""
        sources = [self._sources[one] for one in feed.sources]
        watched = {one.publisher for one in sources if one.publisher and (one.pages.fetch or one.pages.terms)}
        if not watched:
            return ""
        from syndicator.wiring.watched import seen_of

        return "".join(seen_of(self.store, one, at) for one in sorted(watched))

    async def close_polling(self) -> None:
        """End the HTTP client and the parser's workers, if they were started."""
        if self._polling is not None:
            await self._polling.close()
            self._polling = None

    def close(self) -> None:
        """Close store and folder and give the lock back."""
        try:
            self.store.close()
        finally:
            if self._folder is not None:
                self._folder.close()
            if self.lock is not None:
                self.lock.release()


def _limits(settings: Settings) -> GateLimits:
    pace = settings.main.poll
    return GateLimits(pace.concurrency, pace.host_concurrency, pace.host_gap)


def open_app(settings: Settings, clock: Clock, *, writing: bool = True) -> App:
    """Take the lock, open store and folder, and make good what an interrupted run left.

    To read only, no lock is taken and nothing is made or changed: another instance may be running.

    Raises:
        LockedError: another instance has the data folder.
        CannotWriteError: a folder can not be made, written or trusted.
        StoreError: the database is corrupt, newer than this program, or not ours.
    """
    data_dir = settings.data_dir
    if not writing:
        return App(settings, clock, open_store(settings.main.database, data_dir, at=clock.now(), writing=False))
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o750)
    except OSError as error:
        raise CannotWriteError(
            f"the data folder {data_dir} can not be made: {error.strerror}",
            hint="check its permissions, or name another data_dir in syndicator.toml",
            code="data-dir-unwritable",
        ) from error
    lock = DataLock.take(data_dir)
    try:
        store = open_store(settings.main.database, data_dir, at=clock.now())
        try:
            folder = Folder.open(settings.feeds_dir)
            folder.repair()
        except BaseException:
            store.close()
            raise
    except BaseException:
        lock.release()
        raise
    app = App(settings, clock, store, folder, lock)
    try:
        come_into_force(app)
    except BaseException:
        app.close()
        raise
    return app


def come_into_force(app: App) -> None:
    """Make store and folder follow a configuration that was loaded.

    Acts of ``approvals.toml`` are recorded, so that deleting a line takes nothing back. What the manifest remembers as
    withdrawn is taken into the store, before anything is released, and the other way around. A feed that this store
    published and that is configured no more leaves the folder, so that no takedown passes it by.
    """
    known = set(app.store.acts())
    for act in app.settings.acts:
        if act not in known:
            app.store.record_act(act)
    recall(app.store, app.folder, app.clock.now())
    with suppress(PublishError):  # a release tries it again, and says what is wrong with the folder
        remember(app.store, app.folder)
    configured = {one.name for one in app.settings.feeds}
    for live in app.folder.manifest().feeds:
        if live.name not in configured and app.store.feed_state(live.name):
            app.folder.remove(live.name)
            event = LedgerEvent(
                event="retire", subject=live.name, message="no longer configured; its files were removed"
            )
            app.store.append_events([event], at=app.clock.now())
    for name in sorted(configured):
        state = app.store.feed_state(name)
        if state and state.files and app.folder.manifest().feed(name) is None and _is_retired(app.store, name):
            event = LedgerEvent(
                event="resume", subject=name, message="configured, and its files are to be written anew"
            )
            app.store.append_events([event], at=app.clock.now())


def _is_retired(store: Store, feed: str) -> bool:
    """Tell whether the ledger last said of a feed that it is configured no more. Asked only where files are missing."""
    last, after = "", 0
    while lines := store.ledger(after=after):
        after = lines[-1].no
        last = next(
            (one.event.event for one in reversed(lines) if one.event.subject == feed and one.event.event in _OF_FEEDS),
            last,
        )
    return last == "retire"


_OF_FEEDS = frozenset({"retire", "resume"})
