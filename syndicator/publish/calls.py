"""The calls to the kernel that publishing makes, one method each, so that a test can fail or stop at any of them."""

from __future__ import annotations

import fcntl
import os


class Calls:
    """The real calls. Names are relative to a directory handle; nothing follows a symbolic link in the last place."""

    def create(self, folder: int, name: str) -> int:
        """Make a new file for writing; an existing one of any kind is an error."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        return os.open(name, flags, 0o600, dir_fd=folder)

    def open(self, folder: int, name: str) -> int:
        """Open a file for reading, without waiting should it be a pipe."""
        return os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)

    def write(self, file: int, body: memoryview) -> int:
        """Write some of the bytes; give how many."""
        return os.write(file, body)

    def read(self, file: int, size_bytes: int) -> bytes:
        """Read up to so many bytes; none at the end."""
        return os.read(file, size_bytes)

    def make_readable(self, file: int) -> None:
        """Let everybody read a file that was just made (mode 0644)."""
        os.fchmod(file, 0o644)

    def sync(self, file: int) -> None:
        """Wait until a file or folder is on the disk."""
        os.fsync(file)

    def close(self, file: int) -> None:
        """Give a handle back."""
        os.close(file)

    def rename(self, folder: int, old: str, new: str) -> None:
        """Move a name over another in one step."""
        os.rename(old, new, src_dir_fd=folder, dst_dir_fd=folder)

    def link(self, folder: int, old: str, new: str) -> None:
        """Give a file a second name."""
        os.link(old, new, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)

    def unlink(self, folder: int, name: str) -> None:
        """Remove a name."""
        os.unlink(name, dir_fd=folder)

    def stat(self, folder: int, name: str) -> os.stat_result:
        """Tell what a name stands for, itself and not what a link leads to."""
        return os.stat(name, dir_fd=folder, follow_symlinks=False)

    def names(self, folder: int) -> list[str]:
        """List the folder."""
        return os.listdir(folder)

    def lock(self, folder: int) -> None:
        """Wait until no other process changes the folder (flock)."""
        fcntl.flock(folder, fcntl.LOCK_EX)

    def unlock(self, folder: int) -> None:
        """Let other processes change the folder."""
        fcntl.flock(folder, fcntl.LOCK_UN)
