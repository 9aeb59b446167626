"""Feeds over HTTP: what the public application is told, and the two ways to serve it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from syndicator.clock import SystemClock
from syndicator.daemon import Health, Serve
from syndicator.publish import Folder
from syndicator.settings import Settings
from syndicator.web import FeedPage, Live, Site, make_app

AGE_MAX = timedelta(minutes=15)
"""How long a reader may keep a feed at most (F-06)."""


def serving(settings: Callable[[], Settings], folder: Folder, announce: Callable[[str], None]) -> Serve | None:
    """Give what serves a folder as the settings in force say; None when they say nothing of it."""
    main = settings().main
    if not main.serve.listen:
        return None
    host, _, port = main.serve.listen.rpartition(":")

    async def run(health: Health, bound: Callable[[], None]) -> None:
        from syndicator.web.server import serve

        def listening(address: str) -> None:
            announce(address)
            bound()

        site = Site(
            folder=settings().feeds_dir,
            live=lambda: live_in(folder),
            feeds=lambda: pages(settings(), folder),
            starting=health.starting,
            alive=health.alive,
            problems=health.problems,
            base_url=main.base_url,
            max_age_s=int(min(AGE_MAX, main.poll.interval / 2).total_seconds()),
            clock=SystemClock(),
        )
        await serve(make_app(site), host.strip("[]"), int(port), listening)

    return run


def live_in(folder: Folder) -> Live:
    """Give the names of files that are public."""
    return Live(frozenset(file.name for feed in folder.manifest().feeds for file in feed.files))


def pages(settings: Settings, folder: Folder) -> tuple[FeedPage, ...]:
    """Give what the index page says of each live feed."""
    manifest = folder.manifest()
    return tuple(
        FeedPage(
            name=one.name,
            title=one.title,
            description=one.description,
            language=one.language,
            formats=tuple(file.name.rpartition(".")[2] for file in live.files),
        )
        for one in settings.feeds
        if (live := manifest.feed(one.name))
    )


def serve_folder(settings: Settings, folder: Path, host: str, port: int, bound: Callable[[str], None]) -> None:
    """Serve a folder of feeds and nothing else, until Ctrl-C."""
    from syndicator.web.server import serve

    live = Folder.open(folder, writing=False)
    site = Site(
        folder=folder,
        live=lambda: live_in(live),
        feeds=lambda: pages(settings, live),
        starting=lambda: False,
        alive=lambda: True,
        problems=lambda: (),
        base_url=settings.main.base_url,
        max_age_s=60,
        clock=SystemClock(),
    )
    try:
        asyncio.run(serve(make_app(site), host, port, bound))
    except KeyboardInterrupt:
        pass
    finally:
        live.close()
