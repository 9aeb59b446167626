"""Opening the database: refuse what is not ours, damaged, newer or unsafe; make what is missing; migrate what is older.

A new database is built beside its place and moved there whole, so an empty or half-made file is never ours and is
refused, not filled. A non-empty log left beside the file means that the last shutdown was not clean.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from syndicator.errors import CannotWriteError, ConfigError, Fault, StoreError, SyndicatorError
from syndicator.model.base import Instant
from syndicator.store.creating import create, empty
from syndicator.store.engines import Engines, damaged
from syndicator.store.mounts import file_system_of, is_network
from syndicator.store.store import Store
from syndicator.store.tables import APPLICATION_ID, SCHEMA

FILE_NAME = "syndicator.db"

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_WAL_RESET_FIXED = (3, 51, 3)
_WAL_RESET_BACKPORTED = frozenset({(3, 44, 6), (3, 50, 7)})
_RESTORE = "keep the file and restore a backup in its place; published files stay as they are until then"


class _Header(NamedTuple):
    """What the first 100 bytes of a database file say (SQLite file format 1.3)."""

    application_id: int
    user_version: int
    size_bytes: int
    """Size that the header promises; 0 when it promises none."""


def open_store(database: str, data_dir: Path, *, at: Instant, writing: bool = True) -> Store:
    """Open the store, making the database when there is none and migrating an older one.

    To read only, nothing is made or changed: another process may be writing. Where there is no database, an empty one
    is read.

    Args:
        database: ``sqlite``: the file ``syndicator.db`` in ``data_dir``.
        data_dir: Made with mode 0700 when missing.
        at: Names the backup that is made before a migration.
        writing: Whether this process alone may change the database; it then holds the data folder's lock.

    Raises:
        ConfigError: another kind of database.
        StoreError: the file is damaged, cut short, of another program, or of a newer version, or of an older one when
            it is only read (exit 65).
        CannotWriteError: folder or file can not be written or trusted, or lie on a network file system (exit 73).
    """
    if database != "sqlite":
        raise ConfigError((Fault("syndicator.toml", "database", f"{database!a} is not supported", 'write "sqlite"'),))
    if writing:
        _require_folder(data_dir)
    require_local(data_dir, _mountinfo())
    path = data_dir / FILE_NAME
    log = path.with_name(FILE_NAME + "-wal")
    fresh = not os.path.lexists(path)
    if fresh:
        _require_no_log(log)
        if not writing:
            return Store(empty(path), fresh=True, warnings=())
        create(path)
    header = _require_ours(path, writing=writing)
    clean = not (log.exists() and log.stat().st_size)
    if clean and path.stat().st_size < header.size_bytes:
        raise damaged(path, f"it has {path.stat().st_size} of {header.size_bytes} bytes")
    if writing and not clean:
        _require_sound(path)
    engines = Engines(path, mode="rw" if writing else "ro")
    try:
        _require_readable(engines, writing=writing, at=at)
    except SyndicatorError:
        with suppress(SyndicatorError):
            engines.close()
        raise
    return Store(engines, fresh=fresh, warnings=library_warnings(sqlite3.sqlite_version_info))


def _require_folder(data_dir: Path) -> None:
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWriteError(
            f"data_dir {data_dir} can not be made: {error.strerror}",
            hint="let this user make and write it, or name another data_dir in syndicator.toml",
            code="data-dir-unusable",
        ) from error
    if not os.access(data_dir, os.R_OK | os.W_OK | os.X_OK):
        raise CannotWriteError(
            f"data_dir {data_dir} can not be written",
            hint="make it writable for this user, or mount it read-write",
            code="data-dir-unusable",
        )


def require_local(data_dir: Path, mountinfo: str) -> None:
    """Refuse a folder on a network file system, as the mount table tells.

    Raises:
        CannotWriteError: code ``data-dir-on-network``.
    """
    kind = file_system_of(data_dir.resolve(), mountinfo)
    if is_network(kind):
        raise CannotWriteError(
            f"data_dir {data_dir} lies on a network file system ({kind})",
            hint="name a folder on a local disk: SQLite's locks and shared memory do not work over a network",
            code="data-dir-on-network",
        )


def _mountinfo() -> str:
    try:
        return Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


def _require_no_log(log: Path) -> None:
    if log.exists() and log.stat().st_size:
        raise StoreError(
            f"{log} is there, but its database is not",
            hint="put the database back beside its log, or move the log away to begin anew",
            code="store-missing",
        )


def _require_ours(path: Path, *, writing: bool) -> _Header:
    about = path.lstat()
    if not stat.S_ISREG(about.st_mode):
        raise CannotWriteError(
            f"{path} is not a regular file", hint="move it away and restore a backup", code="store-unsafe"
        )
    if about.st_mode & stat.S_IWOTH:
        raise CannotWriteError(f"{path} may be written by anybody", hint=f"run `chmod 600 {path}`", code="store-unsafe")
    if writing and not os.access(path, os.R_OK | os.W_OK):
        raise CannotWriteError(
            f"{path} can not be written", hint="make it writable for this user", code="store-read-only"
        )
    if not os.access(path, os.R_OK):
        raise CannotWriteError(f"{path} can not be read", hint="run as the user it belongs to", code="store-unreadable")
    with path.open("rb") as file:
        raw = file.read(_HEADER_BYTES)
    if len(raw) < _HEADER_BYTES or not raw.startswith(_MAGIC):
        raise StoreError(f"{path} is not a database", hint=_RESTORE, code="store-corrupt")
    header = _header(raw)
    if header.application_id != APPLICATION_ID:
        raise StoreError(
            f"{path} is the database of another program",
            hint="name another data_dir; if the file was ours, it is damaged: keep it and restore a backup",
            code="store-foreign",
        )
    _require_known(path, header.user_version)
    return header


def _header(raw: bytes) -> _Header:
    def number(start: int) -> int:
        return int.from_bytes(raw[start : start + 4], "big")

    page_bytes = int.from_bytes(raw[16:18], "big")
    pages = number(28) if number(24) == number(92) else 0
    return _Header(number(68), number(60), pages * (65_536 if page_bytes == 1 else page_bytes))


def _require_known(path: Path, version: int) -> None:
    if version > SCHEMA:
        raise StoreError(
            f"{path} was written by a newer version (schema {version}, this one knows {SCHEMA})",
            hint="use that version again, or restore a backup from before the upgrade",
            code="store-newer",
        )


def _require_sound(path: Path) -> None:
    """Check the file and its log without touching either: what writes would bring the log into a damaged file."""
    engines = Engines(path, mode="ro")
    try:
        problems = engines.problems(full=False)
    finally:
        engines.close()
    if problems:
        raise damaged(path, "; ".join(problems[:3]))


def _require_readable(engines: Engines, *, writing: bool, at: Instant) -> None:
    """Bring an older schema up to date."""
    with engines.read() as connection:
        version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    _require_known(engines.path, version)
    if version < SCHEMA and not writing:
        raise StoreError(
            f"{engines.path} was written by an older version (schema {version}, this one needs {SCHEMA})",
            hint="run `syndicator once` or `syndicator run`: either keeps a backup and brings it up to date",
            code="store-older",
        )
    if version < SCHEMA:
        from syndicator.store.migrating import migrate  # noqa: PLC0415, RUF100 - Alembic takes 0.2 s to import

        migrate(engines, version, at=at)


def library_warnings(library: tuple[int, int, int]) -> tuple[str, ...]:
    """Give what to tell about a version of SQLite that can reset a log in use (sqlite.org/wal.html, WAL-reset bug)."""
    if library >= _WAL_RESET_FIXED or library in _WAL_RESET_BACKPORTED:
        return ()
    name = ".".join(map(str, library))
    risk = f"SQLite {name} can lose data when two connections write or checkpoint at once"
    return (f"{risk}; this program has only one that does. Use 3.51.3 or newer, 3.50.7 or 3.44.6.",)
