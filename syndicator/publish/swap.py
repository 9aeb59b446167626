"""Change several files of a folder as one: all new, or all old, wherever it stops.

1. Every new file is written beside its place, synced and read back.
2. The journal names them; once it is in place, a stop is repaired forward.
3. Each old file gets a second name, then the new ones are moved over them, the last one being the manifest.
4. The folder is synced: the change is made. Second names and journal leave.

An error in 1 or 2 discards what was written. An error in 3 or 4 renames the journal, which turns the repair's direction
in one step, and takes the old files back. Where even that fails, ``repair`` does it when the disk works again.
"""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

from syndicator.errors import PublishError
from syndicator.publish.disk import Disk, fault

NEW = ".syndicator-new-"
OLD = ".syndicator-old-"
JOURNAL = ".syndicator-journal"
UNDO = ".syndicator-undo"

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*\Z")
_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


class Put(NamedTuple):
    """One file to be replaced or made."""

    file: str
    sha256: str
    replaces: bool
    """Whether a file of this name was there before."""


class Swap(NamedTuple):
    """One change of several files. The order of ``puts`` is the order of the moves."""

    puts: tuple[Put, ...]
    drops: tuple[str, ...] = ()
    """Files that leave."""


def apply(disk: Disk, swap: Swap, bodies: Mapping[str, bytes]) -> None:
    """Make the change.

    Raises:
        PublishError: nothing changed, or ``repair`` must be called when the disk works again.
    """
    try:
        for put in swap.puts:
            disk.write(NEW + put.file, bodies[put.file])
        _write_journal(disk, swap)
    except (OSError, PublishError) as error:
        with suppress(OSError):
            disk.remove(JOURNAL)
            _discard(disk, swap)
        raise _ours(disk, error) from error
    try:
        can_undo = _keep_old(disk, swap)
    except OSError as error:
        _undo(disk, swap)
        raise _ours(disk, error) from error
    try:
        _move(disk, swap)
        disk.sync()
    except OSError as error:
        if can_undo:
            _undo(disk, swap)
        raise _ours(disk, error) from error
    with suppress(OSError):
        _finish(disk, swap, JOURNAL)


def is_pending(disk: Disk) -> bool:
    """Tell whether a change was interrupted and not repaired yet."""
    return disk.about(JOURNAL) is not None or disk.about(UNDO) is not None


def repair(disk: Disk) -> tuple[str, ...]:
    """Finish an interrupted change, or take it back; give the names of the files it was about.

    Doing it twice, or being stopped in it, is fine.

    Raises:
        OSError: the disk does not work yet.
    """
    swap = _read_journal(disk, UNDO)
    if swap is not None:
        _take_back(disk, swap)
        return _names(swap)
    swap = _read_journal(disk, JOURNAL)
    if swap is None:
        return ()
    if not all(disk.holds(NEW + put.file, put.sha256) or disk.holds(put.file, put.sha256) for put in swap.puts):
        disk.calls.rename(disk.folder, JOURNAL, UNDO)
        _take_back(disk, swap)
        return _names(swap)
    waiting = tuple(put for put in swap.puts if disk.about(NEW + put.file) is not None)
    _move(disk, swap._replace(puts=waiting))
    disk.sync()
    _finish(disk, swap, JOURNAL)
    return _names(swap)


def _names(swap: Swap) -> tuple[str, ...]:
    return tuple(sorted({put.file for put in swap.puts} | set(swap.drops)))


def _ours(disk: Disk, error: OSError | PublishError) -> PublishError:
    return error if isinstance(error, PublishError) else fault(disk.path, "the files could not be swapped", error)


def _write_journal(disk: Disk, swap: Swap) -> None:
    body = json.dumps({"put": swap.puts, "drop": swap.drops}).encode()
    disk.write(NEW + "journal", body)
    disk.calls.rename(disk.folder, NEW + "journal", JOURNAL)
    disk.sync()


def _read_journal(disk: Disk, name: str) -> Swap | None:
    """Give what a journal says; one that says nothing sensible is removed, since none of ours is ever half-written."""
    if disk.about(name) is None:
        return None
    try:
        content = json.loads(disk.read(name))
        swap = Swap(tuple(Put(*put) for put in content["put"]), tuple(content["drop"]))
        names = _names(swap)
    except (ValueError, KeyError, TypeError):
        names = ("",)
    if not all(isinstance(file, str) and _NAME.match(file) for file in names):
        disk.remove(name)
        return None
    return swap


def _keep_old(disk: Disk, swap: Swap) -> bool:
    """Give every file that changes a second name; tell whether the file system can do that."""
    for file in _replaced(swap):
        disk.remove(OLD + file)
        try:
            disk.calls.link(disk.folder, file, OLD + file)
        except OSError as error:
            if error.errno in _NO_LINKS:
                return False
            raise
    return True


def _replaced(swap: Swap) -> tuple[str, ...]:
    return (*(put.file for put in swap.puts if put.replaces), *swap.drops)


def _move(disk: Disk, swap: Swap) -> None:
    for file in swap.drops:
        disk.remove(file)
    for put in swap.puts:
        disk.calls.rename(disk.folder, NEW + put.file, put.file)


def _undo(disk: Disk, swap: Swap) -> None:
    """Turn the direction and take everything back, as far as the disk lets us."""
    with suppress(OSError):
        disk.calls.rename(disk.folder, JOURNAL, UNDO)
        _take_back(disk, swap)


def _take_back(disk: Disk, swap: Swap) -> None:
    for file in _replaced(swap):
        with suppress(FileNotFoundError):  # taken back before a stop, or never moved
            disk.calls.rename(disk.folder, OLD + file, file)
    for put in swap.puts:
        if not put.replaces:
            disk.remove(put.file)
    disk.sync()
    _finish(disk, swap, UNDO)


def _finish(disk: Disk, swap: Swap, journal: str) -> None:
    _discard(disk, swap)
    disk.remove(journal)


def _discard(disk: Disk, swap: Swap) -> None:
    for put in swap.puts:
        disk.remove(NEW + put.file)
    for file in _replaced(swap):
        disk.remove(OLD + file)
    disk.remove(NEW + "journal")
