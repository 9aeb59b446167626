"""Exactly one instance for each data folder.

The lock is a ``flock`` on a descriptor that stays open for life, so the kernel gives it back however the
process ends. The pid in the file is a message for people; nothing is decided by it.
"""

from __future__ import annotations

import fcntl
import os
import time
import weakref
from pathlib import Path
from types import TracebackType
from typing import Self

from syndicator.errors import CannotWriteError, LockedError

_FILE = "lock"
_TRIES = 5
_TRY_GAP_S = 0.02
"""``holder`` takes the lock for an instant to see whether it is free; a start must not stumble over that."""


class DataLock:
    """The right to write a data folder. Ends with ``release`` or with the process."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        _held.add(self)

    @classmethod
    def take(cls, data_dir: Path) -> DataLock:
        """Give the lock of a folder that exists.

        Raises:
            LockedError: another process has it; the message names its pid.
            CannotWriteError: the lock file can not be opened, or is not a plain file.
        """
        path = data_dir / _FILE
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
        try:
            descriptor = os.open(path, flags, 0o600)
        except OSError as error:
            raise CannotWriteError(
                f"can not open the lock file {path}: {error.strerror}",
                hint="data_dir must be a folder that this user may write",
                code="lock-unusable",
            ) from error
        if not _locks(descriptor):
            pid = _pid_in(descriptor)
            os.close(descriptor)
            raise LockedError(
                f"{data_dir} is in use by process {pid or 'unknown'}",
                hint="stop that instance, or give this one another data_dir",
                code="locked",
                permanent=False,
            )
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        return cls(descriptor)

    @staticmethod
    def holder(data_dir: Path) -> int | None:
        """Give the pid of the process that has the lock, or ``None`` when it is free.

        A holder that has not written its pid yet is given as 0.
        """
        try:
            descriptor = os.open(data_dir / _FILE, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _pid_in(descriptor)
        else:
            return None
        finally:
            os.close(descriptor)

    def is_in(self, data_dir: Path) -> bool:
        """Tell whether the lock file of a folder is still the one that we hold: a second start would find another."""
        try:
            about = os.lstat(data_dir / _FILE)
        except OSError:
            return False
        return self._descriptor >= 0 and os.path.samestat(about, os.fstat(self._descriptor))

    def release(self) -> None:
        """Give the lock back. Doing it again changes nothing."""
        if self._descriptor >= 0:
            os.ftruncate(self._descriptor, 0)
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
            self.forget()

    def forget(self) -> None:
        """Close this process's descriptor without giving up the lock of the process it was forked from."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _locks(descriptor: int) -> bool:
    for attempt in range(_TRIES):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if attempt + 1 < _TRIES:
                time.sleep(_TRY_GAP_S)
        else:
            return True
    return False


def _pid_in(descriptor: int) -> int:
    text = os.pread(descriptor, 32, 0).strip()
    return int(text) if text.isdigit() else 0


_held: weakref.WeakSet[DataLock] = weakref.WeakSet()


def _forget_in_child() -> None:
    for lock in _held:
        lock.forget()


# A flock belongs to the open file, not to the process: a forked worker that outlives us would keep it.
os.register_at_fork(after_in_child=_forget_in_child)
