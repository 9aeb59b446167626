"""Opening the folder: refuse one that others could write, and take away what a stopped publish of ours left."""

from __future__ import annotations

import os
import stat
from contextlib import ExitStack
from pathlib import Path

from syndicator.errors import CannotWriteError
from syndicator.publish.calls import Calls
from syndicator.publish.disk import Disk, fault, is_plain
from syndicator.publish.swap import NEW, OLD, is_pending

_PROBE = NEW + "probe"


def open_disk(path: Path, calls: Calls) -> Disk:
    """Give a handle on the folder, made with mode 0755 when missing, and proven to take a file.

    Raises:
        CannotWriteError: it can not be made or written, is no folder, belongs to another user, or anybody may write it.
    """
    try:
        path.mkdir(mode=0o755, parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable(path, error) from error
    disk = look_at(path, calls)
    with ExitStack() as undo:
        undo.callback(os.close, disk.folder)
        try:
            _require_own(path, os.fstat(disk.folder))
            _remove_stale(disk)
        except OSError as error:
            raise fault(path, "no file can be made", error) from error
        undo.pop_all()
    return disk


def look_at(path: Path, calls: Calls) -> Disk:
    """Give a handle on a folder as it stands, for reading.

    Raises:
        CannotWriteError: it is not there, or no folder.
    """
    try:
        return Disk(path, os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC), calls)
    except OSError as error:
        raise _unusable(path, error) from error


def obstacles(disk: Disk) -> tuple[str, ...]:
    """Give what would keep a file from being written to an open folder; empty: nothing that can be seen."""
    path, opened = disk.path, os.fstat(disk.folder)
    try:
        about = path.stat()
    except OSError as error:
        return (f"feeds_dir {path}: {error.strerror}",)
    if not os.path.samestat(about, opened):
        return (f"another folder was put in the place of feeds_dir {path}: start the program anew",)
    if not os.access(path, os.W_OK | os.X_OK):
        return (f"feeds_dir {path} can not be written",)
    if not os.fstatvfs(disk.folder).f_bavail:
        return (f"the disk of feeds_dir {path} is full",)
    return ()


def _unusable(path: Path, error: OSError) -> CannotWriteError:
    return CannotWriteError(
        f"feeds_dir {path} can not be used: {error.strerror}",
        hint="let this user make and write it, or name another feeds_dir in syndicator.toml",
        code="feeds-dir-unusable",
    )


def _require_own(path: Path, about: os.stat_result) -> None:
    if about.st_uid != os.geteuid():
        raise CannotWriteError(
            f"feeds_dir {path} belongs to user {about.st_uid}, not to this one ({os.geteuid()})",
            hint=f"run `chown {os.geteuid()} {path}`, or run as its owner",
            code="feeds-dir-unsafe",
        )
    if about.st_mode & stat.S_IWOTH:
        raise CannotWriteError(
            f"feeds_dir {path} may be written by anybody",
            hint=f"run `chmod o-w {path}`",
            code="feeds-dir-unsafe",
        )


def _remove_stale(disk: Disk) -> None:
    """Remove files of a publish that stopped before its journal: ours by name, and older than this start.

    The file system's own time decides: that of a probe made now. What a journal still names is left to ``repair``.
    """
    calls, folder = disk.calls, disk.folder
    calls.lock(folder)
    try:
        disk.remove(_PROBE)
        calls.close(calls.create(folder, _PROBE))
        started_ns = calls.stat(folder, _PROBE).st_mtime_ns
        disk.remove(_PROBE)
        if is_pending(disk):
            return
        for name in calls.names(folder):
            if name.startswith((NEW, OLD)):
                about = disk.about(name)
                if about is not None and is_plain(about) and about.st_mtime_ns <= started_ns:
                    disk.remove(name)
    finally:
        calls.unlock(folder)
