"""Whether the program could do its work now: its lock, its store, its output. What upstreams do counts for nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from syndicator.errors import SyndicatorError
from syndicator.model.base import Instant
from syndicator.model.records import FeedOutcome
from syndicator.wiring.app import App

RETRY = timedelta(minutes=1)
"""How long a feed waits that could not be released."""


class Failures:
    """Feeds whose last release failed: why, and when to try again."""

    def __init__(self) -> None:
        self._failed: dict[str, tuple[str, Instant]] = {}

    def note(self, outcomes: Sequence[FeedOutcome], at: Instant) -> None:
        """Take note of what releases ended in."""
        for one in outcomes:
            if one.outcome == "failed":
                self._failed[one.feed] = (f"{one.feed}: {one.message.partition(chr(10))[0]}", at + RETRY)
            else:
                self._failed.pop(one.feed, None)

    def due(self, feed: str, due: Instant | None) -> Instant | None:
        """Give when a feed is to be released, given when it would be if nothing had failed."""
        if feed not in self._failed:
            return due
        retry = self._failed[feed][1]
        return max(due, retry) if due else retry

    def words(self) -> tuple[str, ...]:
        """Give why each of them failed."""
        return tuple(words for words, _ in self._failed.values())


def problems_of(app: App, *, store: bool) -> tuple[str, ...]:
    """Give what is wrong with lock, store and output, cheaply; ``store`` tells whether to look at the store too."""
    checks = (_lock, _output, _live, *((_store,) if store else ()))
    found: list[str] = []
    for check in checks:
        try:
            found += check(app)
        except SyndicatorError as error:
            found.append(error.what)
    return tuple(found)


def _lock(app: App) -> Iterator[str]:
    if app.lock is not None and not app.lock.is_in(app.settings.data_dir):
        yield f"the lock file in {app.settings.data_dir} was removed: another instance could start"


def _output(app: App) -> Iterator[str]:
    yield from app.folder.obstacles()


def _live(app: App) -> Iterator[str]:
    wrong = _differing(app) and _differing(app)  # a second look, for a publish that came between
    yield from (f"{name} is not as it was published" for name in wrong)


def _differing(app: App) -> list[str]:
    files = [file for feed in app.folder.manifest().feeds for file in feed.files]
    return [one.name for one in files if not app.folder.in_place(((one.name, one.sha256),))]


def _store(app: App) -> Iterator[str]:
    app.store.feed_state("")
    yield from ()
