"""The folder that subscribers read: the only place that makes, replaces or removes a feed file.

It publishes nothing but a ``ValidFeed``, as a set. It does not judge, render or validate.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from syndicator.errors import PublishError, StoreError
from syndicator.model.findings import ValidFeed
from syndicator.model.records import Withdrawn
from syndicator.publish import swap
from syndicator.publish.calls import Calls
from syndicator.publish.disk import Disk, Signature, fault, is_plain, signature
from syndicator.publish.manifest import FILE_NAME, LiveFeed, LiveFile, Manifest, from_bytes, to_bytes
from syndicator.publish.opening import look_at, obstacles, open_disk
from syndicator.publish.swap import Put, Swap
from syndicator.publish.values import Difference

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}(?<!\.)\Z")
_FORMAT = re.compile(r"[a-z]{1,8}\Z")
_RESERVED = frozenset({"manifest", "index"})
_FEED_FILE = re.compile(r"[a-z0-9][a-z0-9._-]*\.(?:rss|atom)\Z")


class Folder:
    """An open feeds folder. Made by ``open``; its methods may be called from any thread.

    Changes hold a lock on the folder, so that another process of ours can not change it between check and rename.
    """

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._turn = threading.Lock()
        self._generations: dict[str, int] = {}
        self._seen: dict[str, tuple[Signature, str]] = {}
        self._manifest: tuple[Signature, Manifest] | None = None

    @classmethod
    def open(cls, path: Path, *, calls: Calls | None = None, writing: bool = True) -> Folder:
        """Open the folder, making it when missing, and remove what a stopped publish of ours left.

        To read only, nothing is made, removed or required of it. ``calls`` stands in for the kernel in tests.

        Raises:
            CannotWriteError: it can not be made or written, is no folder, is not ours, or anybody may write it.
        """
        opening = open_disk if writing else look_at
        return cls(opening(path, calls or Calls()))

    def close(self) -> None:
        """Give the folder's handle back."""
        os.close(self._disk.folder)

    def publish(
        self, name: str, feeds: Sequence[ValidFeed], *, generation: int, withdrawn: Sequence[Withdrawn] = ()
    ) -> tuple[str, ...]:
        """Make a feed's formats live as one set, and nothing else of that name; give the names of the files written.

        What was ``withdrawn`` is remembered by the manifest in the same step, for ever.

        Nothing is written, and nothing given, when all is live already. Formats that are not in ``feeds`` leave.

        Raises:
            PublishError: the old files are live still. Code ``generation-superseded`` when a higher generation was
                published by this process; ``name-refused``, ``target-unsafe``, ``disk-full``, ``read-only`` and so on.
            StoreError: code ``manifest-unreadable``.
        """
        bodies = _bodies(name, feeds)
        with self._changing():
            if generation < self._generations.get(name, generation):
                raise PublishError(
                    f"generation {generation} of feed {name} comes after {self._generations[name]}",
                    hint="nothing to do: the newer one is live",
                    code="generation-superseded",
                )
            live = _live(name, feeds)
            before = self._read_manifest()
            old = before.feed(name)
            gone = sorted({file.name for file in old.files} - set(bodies)) if old is not None else []
            written = self._swap(bodies, gone, before.with_feed(live).remembering(withdrawn))
            self._generations[name] = generation
            return written

    def remove(self, name: str, formats: Sequence[str] = ()) -> tuple[str, ...]:
        """Take a feed's files away, those of the manifest and those of these formats; give the names that left.

        Raises:
            PublishError: they are live still.
        """
        _require_name(name)
        with self._changing():
            before = self._read_manifest()
            old = before.feed(name)
            listed = {file.name for file in old.files} if old is not None else set()
            files = sorted(listed | {_file(name, format_name) for format_name in formats})
            there = [file for file in files if self._disk.about(file) is not None]
            self._swap({}, there, before.without_feed(name))
            return tuple(there)

    def remember(self, withdrawn: Sequence[Withdrawn]) -> None:
        """Have the manifest remember these, for ever; nothing is written when it does already.

        Raises:
            PublishError: it could not be written.
            StoreError: code ``manifest-unreadable``.
        """
        with self._changing():
            before = self._read_manifest()
            after = before.remembering(withdrawn)
            if after != before:
                self._swap({}, (), after)

    def repair(self) -> tuple[str, ...]:
        """Finish or take back a change that was interrupted; give the names of the files it was about.

        Raises:
            PublishError: the disk does not let us yet.
        """
        with self._changing(repaired=False):
            return self._repair()

    def manifest(self) -> Manifest:
        """Give what is live.

        Raises:
            StoreError: code ``manifest-unreadable``.
        """
        with self._looking():
            return self._read_manifest()

    def in_place(self, files: Sequence[tuple[str, str]]) -> bool:
        """Tell whether these files (name, SHA-256) are live unchanged; read only what was touched since last time."""
        with self._looking():
            return all(self._holds(name, sha256) for name, sha256 in files)

    def digest_of(self, name: str) -> str | None:
        """Give the SHA-256 of a file as it is now; None when there is no plain file of this name."""
        with self._looking():
            about = self._disk.about(name)
            if about is None or not is_plain(about):
                return None
            return hashlib.sha256(self._disk.read(name)).hexdigest()

    def verify(self) -> tuple[Difference, ...]:
        """Read everything live again, between two publishes, and give every difference from the manifest, by file."""
        with self._changing(repaired=False):
            self._seen.clear()
            self._manifest = None
            found = []
            if swap.is_pending(self._disk):
                found.append(Difference(FILE_NAME, "interrupted", "a publish was interrupted: start the program once"))
            try:
                manifest = self._read_manifest()
            except StoreError as error:
                return (*found, Difference(FILE_NAME, "manifest-unreadable", error.what))
            files = [file for feed in manifest.feeds for file in feed.files]
            found += [difference for file in files if (difference := self._difference(file)) is not None]
            listed = {file.name for file in files}
            found += [
                Difference(name, "unlisted", "a feed file that the manifest does not know")
                for name in self._disk.calls.names(self._disk.folder)
                if _FEED_FILE.match(name) and name not in listed
            ]
            return tuple(sorted(found))

    def obstacles(self) -> tuple[str, ...]:
        """Give what would keep a file from being written now; empty: nothing that can be seen."""
        return obstacles(self._disk)

    @contextmanager
    def _changing(self, *, repaired: bool = True) -> Iterator[None]:
        with self._turn:
            disk = self._disk
            try:
                disk.calls.lock(disk.folder)
            except OSError as error:
                raise fault(disk.path, "the folder can not be locked", error) from error
            try:
                if repaired:
                    self._repair()
                yield
            except OSError as error:
                raise fault(disk.path, "the files can not be read", error) from error
            finally:
                with suppress(OSError):  # the kernel lets go at the latest when the handle is closed
                    disk.calls.unlock(disk.folder)

    @contextmanager
    def _looking(self) -> Iterator[None]:
        with self._turn:
            try:
                yield
            except OSError as error:
                raise fault(self._disk.path, "the files can not be read", error) from error

    def _repair(self) -> tuple[str, ...]:
        try:
            return swap.repair(self._disk)
        except OSError as error:
            raise fault(self._disk.path, "an interrupted publish can not be repaired yet", error) from error

    def _swap(self, bodies: Mapping[str, bytes], gone: Sequence[str], after: Manifest) -> tuple[str, ...]:
        """Write the files that differ, then the manifest; give the names of the feed files."""
        puts = []
        for file, body in bodies.items():
            sha256 = hashlib.sha256(body).hexdigest()
            replaces = self._disk.require_plain(file)
            if not self._holds(file, sha256):
                puts.append(Put(file, sha256, replaces))
        drops = tuple(file for file in gone if self._disk.require_plain(file))
        manifest = to_bytes(after)
        sha256 = hashlib.sha256(manifest).hexdigest()
        replaces = self._disk.require_plain(FILE_NAME)
        written = tuple(put.file for put in puts)
        if puts or drops or not self._holds(FILE_NAME, sha256):
            puts.append(Put(FILE_NAME, sha256, replaces))
            swap.apply(self._disk, Swap(tuple(puts), drops), {**bodies, FILE_NAME: manifest})
        return written

    def _holds(self, name: str, sha256: str) -> bool:
        about = self._disk.about(name)
        if about is None or not is_plain(about):
            return False
        sign = signature(about)
        seen = self._seen.get(name)
        if seen is None or seen[0] != sign:
            seen = (sign, hashlib.sha256(self._disk.read(name)).hexdigest())
            self._seen[name] = seen
        return seen[1] == sha256

    def _read_manifest(self) -> Manifest:
        about = self._disk.about(FILE_NAME)
        if about is None:
            return Manifest()
        sign = signature(about)
        if self._manifest is None or self._manifest[0] != sign:
            self._manifest = (sign, from_bytes(self._disk.read(FILE_NAME), self._disk.path))
        return self._manifest[1]

    def _difference(self, file: LiveFile) -> Difference | None:
        about = self._disk.about(file.name)
        if about is None:
            return Difference(file.name, "missing", "the manifest names it, but it is not there")
        if not is_plain(about) or about.st_nlink != 1:
            return Difference(file.name, "unsafe", "it is not a plain file of its own")
        if about.st_size != file.size_bytes or not self._holds(file.name, file.sha256):
            return Difference(file.name, "changed", "its bytes are not those that were published")
        return None


def _require_name(name: str) -> None:
    if not _NAME.match(name) or name in _RESERVED:
        raise PublishError(
            f"{name[:80]!a} can not be the name of a feed",
            hint="use small letters, digits, dot, underscore and hyphen; 63 characters at most; not manifest or index",
            code="name-refused",
        )


def _file(name: str, format_name: str) -> str:
    if not _FORMAT.match(format_name):
        raise PublishError(f"{format_name[:80]!a} is no format", hint="report this as a bug", code="name-refused")
    return f"{name}.{format_name}"


def _bodies(name: str, feeds: Sequence[ValidFeed]) -> dict[str, bytes]:
    _require_name(name)
    for feed in feeds:
        if feed.name != name or hashlib.sha256(feed.body).hexdigest() != feed.digest:
            raise PublishError(
                f"the bytes of {feed.name!a} as {feed.format!a} are not those that were validated for {name!a}",
                hint="report this as a bug",
                code="not-validated",
            )
    return {_file(name, feed.format): feed.body for feed in feeds}


def _live(name: str, feeds: Sequence[ValidFeed]) -> LiveFeed:
    files = (LiveFile(name=_file(name, feed.format), sha256=feed.digest, size_bytes=len(feed.body)) for feed in feeds)
    ids = dict.fromkeys(id_ for feed in feeds for id_ in feed.entry_ids)
    return LiveFeed(name=name, files=tuple(sorted(files, key=lambda file: file.name)), entry_ids=tuple(ids))
