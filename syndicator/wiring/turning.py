"""A cycle, and what belongs after it: the editors' feed of what is held."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from syndicator.assemble import for_a_person
from syndicator.cycle import Options, Progress, Report, quiet, run_due
from syndicator.errors import CannotWriteError, PublishError, StoreError
from syndicator.model.base import Instant
from syndicator.model.records import DecisionRecord, Slots
from syndicator.wiring.app import App
from syndicator.wiring.memory import remember

HOLDS = "holds.atom"
"""The editors' feed of what is held, in the data folder: it is not public."""
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Dates the feed of holds while nothing is held, so that it stays the same."""


async def turn(app: App, at: Instant, options: Options | None = None, progress: Progress = quiet) -> Report:
    """Run one cycle; when a release changed something, see that withdrawals are remembered and write holds anew."""
    report = await run_due(app.work(), at, options, progress)
    if any(one.outcome != "skipped" for one in report.feeds):
        try:
            await asyncio.to_thread(remember, app.store, app.folder)
        except (PublishError, StoreError):
            if not any(one.outcome == "failed" for one in report.feeds):
                raise  # else the feed says what is wrong with the folder, and is tried again with all of this
        await asyncio.to_thread(write_holds, app)
    return report


def write_holds(app: App) -> None:
    """Write the editors' feed of holds, if it changed.

    Raises:
        CannotWriteError: the data folder can not be written.
    """
    from syndicator.render import holds

    at = app.clock.now()
    found = waiting(app, at)
    body = holds(found, {one.publisher: one.words for one in slots_of(app, found, at) if one.words}, at=NEVER)
    path = app.settings.data_dir / HOLDS
    try:
        if _holds(path, body):
            return
        _replace(path, body)
    except OSError as error:
        raise CannotWriteError(
            f"{path} can not be written: {error.strerror}",
            hint="make room in data_dir and check its permissions",
            code="holds-unwritable",
        ) from error


def waiting(app: App, at: Instant) -> tuple[DecisionRecord, ...]:
    """Give what waits for a person in feeds that are configured: holds, and candidates that have not expired."""
    configured = {one.name for one in app.settings.feeds}
    found = [one for one in app.store.decisions(kinds=("hold", "wait")) if one.feed in configured]
    return for_a_person(found, at)


def slots_of(app: App, decisions: Iterable[DecisionRecord], at: Instant) -> tuple[Slots, ...]:
    """Give what is left of the quota and share of each publisher that these decisions are about and that has one."""
    from syndicator.wiring.slots import slots

    names = sorted({one.publisher for one in decisions})
    found = (slots(app.settings, app.store, name, at) for name in names)
    return tuple(one for one in found if one)


def _holds(path: Path, body: bytes) -> bool:
    try:
        return path.read_bytes() == body
    except FileNotFoundError:
        return False


def _replace(path: Path, body: bytes) -> None:
    """Put new bytes in a file's place at once; only our own user may read them."""
    temporary = path.with_name(f".{path.name}.new")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with open(descriptor, "wb") as file:
        file.write(body)
    temporary.replace(path)
