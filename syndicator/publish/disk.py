"""Files of one folder through its handle: whole reads, checked writes, and what a name stands for.

Errors of the kernel pass through as ``OSError``; ``fault`` turns them into ours where a publish ends.
"""

from __future__ import annotations

import errno
import hashlib
import stat
from os import stat_result
from pathlib import Path
from typing import NamedTuple

from syndicator.errors import PublishError
from syndicator.publish.calls import Calls

_READ_BYTES = 1 << 20
_DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NOT_PERMITTED = frozenset({errno.EACCES, errno.EPERM})


class Signature(NamedTuple):
    """What changes whenever a file's bytes do: a cheap sign that they did not."""

    inode: int
    size_bytes: int
    modified_ns: int
    changed_ns: int


class Disk:
    """A folder's handle with the calls to use on it."""

    def __init__(self, path: Path, folder: int, calls: Calls) -> None:
        self.path = path
        self.folder = folder
        self.calls = calls

    def write(self, name: str, body: bytes) -> None:
        """Write a new file, wait until it is on the disk, and read it back.

        A failed ``fsync`` is never tried again: the kernel may then say yes although the bytes are lost.

        Raises:
            PublishError: code ``reread-differs`` when other bytes came back.
        """
        self.remove(name)
        file = self.calls.create(self.folder, name)
        try:
            rest = memoryview(body)
            while rest:
                rest = rest[self.calls.write(file, rest) :]
            self.calls.make_readable(file)
            self.calls.sync(file)
        finally:
            self.calls.close(file)
        if not self.holds(name, hashlib.sha256(body).hexdigest()):
            raise PublishError(
                f"{self.path / name} does not hold the bytes that were written",
                hint="look at the disk of feeds_dir and at the kernel's log; the old files stay live",
                code="reread-differs",
                permanent=False,
            )

    def read(self, name: str) -> bytes:
        """Give a file's bytes. Raises ``OSError``, also for what is no regular file."""
        file = self.calls.open(self.folder, name)
        try:
            pieces = []
            while piece := self.calls.read(file, _READ_BYTES):
                pieces.append(piece)
        finally:
            self.calls.close(file)
        return b"".join(pieces)

    def holds(self, name: str, sha256: str) -> bool:
        """Tell whether a regular file of this name holds these bytes."""
        about = self.about(name)
        return about is not None and is_plain(about) and hashlib.sha256(self.read(name)).hexdigest() == sha256

    def about(self, name: str) -> stat_result | None:
        """Tell what a name stands for; None when for nothing."""
        try:
            return self.calls.stat(self.folder, name)
        except FileNotFoundError:
            return None

    def require_plain(self, name: str) -> bool:
        """Tell whether a file of this name exists.

        Raises:
            PublishError: code ``target-unsafe`` when it is a link, pipe, device, folder, or has a second name.
        """
        about = self.about(name)
        if about is not None and (not is_plain(about) or about.st_nlink != 1):
            raise PublishError(
                f"{self.path / name} is not a plain file of its own (a link, pipe, device or folder)",
                hint="somebody put it there: find out who, then move it away; nothing was followed or replaced",
                code="target-unsafe",
            )
        return about is not None

    def remove(self, name: str) -> None:
        """Remove a name, which need not exist."""
        try:
            self.calls.unlink(self.folder, name)
        except FileNotFoundError:
            return

    def sync(self) -> None:
        """Wait until every change of names is on the disk."""
        self.calls.sync(self.folder)


def is_plain(about: stat_result) -> bool:
    """Tell whether a name stands for a regular file."""
    return stat.S_ISREG(about.st_mode)


def signature(about: stat_result) -> Signature:
    """Give the sign that a file's bytes did not change."""
    return Signature(about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns)


def fault(path: Path, what: str, error: OSError) -> PublishError:
    """Make our error of a kernel's, with a code of its own for a full, read-only or locked disk."""
    code, hint = "publish-failed", "look at feeds_dir and at the kernel's log"
    if error.errno in _DISK_FULL:
        code, hint = "disk-full", "free some space on the disk of feeds_dir; the next release goes on by itself"
    elif error.errno == errno.EROFS:
        code, hint = "read-only", "mount the disk of feeds_dir read-write; the next release goes on by itself"
    elif error.errno in _NOT_PERMITTED:
        code, hint = "not-permitted", "let this user write feeds_dir and everything in it"
    elif error.errno == errno.EIO:
        code, hint = "io-error", "look at the disk of feeds_dir and at the kernel's log"
    return PublishError(f"{what} in {path}: {error.strerror}", hint=hint, code=code, permanent=False)
