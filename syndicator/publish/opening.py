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
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise CannotWriteError(
            f"feeds_dir {path} can not be used: {error.strerror}",
            hint="name a folder that this user may make and write",
            code="feeds-dir-unusable",
        ) from error
    with ExitStack() as undo:
        undo.callback(os.close, folder)
        disk = Disk(path, folder, calls)
        try:
            _require_own(path, os.fstat(folder))
            _remove_stale(disk)
        except OSError as error:
            raise fault(path, "no file can be made", error) from error
        undo.pop_all()
    return disk


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
