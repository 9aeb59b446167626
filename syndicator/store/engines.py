"""Connections: one writer that alone writes and checkpoints, and readers that can do neither.

Every error of the database leaves this module as one of ours, with what to do now.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from syndicator.errors import CannotWriteError, LockedError, StoreError, SyndicatorError
from syndicator.store.codec import UnreadableError

_BUSY_TIMEOUT_MS = 10_000
_READERS = 4
_LOG_BYTES_MAX = 16 * 1024 * 1024
"""What is kept of the log's file after a checkpoint."""

_COMMON = (
    f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA synchronous = FULL",
)
_WRITER = (*_COMMON, "PRAGMA journal_mode = WAL", f"PRAGMA journal_size_limit = {_LOG_BYTES_MAX}")
_READER = (*_COMMON, "PRAGMA wal_autocheckpoint = 0", "PRAGMA query_only = ON")

_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_CORRUPT = "store-corrupt"
_NO_TEXT = "Could not decode to UTF-8"
"""How Python's sqlite3 begins what it says of such text; it gives no code."""
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DISK = {
    sqlite3.SQLITE_FULL: ("store-disk-full", "free some space on the disk of data_dir; polling goes on by itself"),
    sqlite3.SQLITE_IOERR: (
        "store-io-error",
        "look at the disk of data_dir: is there space left? and at the kernel's log",
    ),
    sqlite3.SQLITE_READONLY: ("store-read-only", "make data_dir and the database in it writable for this user"),
    sqlite3.SQLITE_CANTOPEN: ("store-cannot-open", "make data_dir and the database in it writable for this user"),
    sqlite3.SQLITE_PERM: ("store-read-only", "make data_dir and the database in it writable for this user"),
}


class Engines:
    """The two engines of one database file. ``close`` ends both.

    Only with the mode ``rwc`` is a missing file made: a database that is deleted under a running program stays missing.
    With ``ro`` nothing is written, not even a log back into the database: another process may have it open.
    """

    def __init__(self, path: Path, *, mode: Literal["rw", "rwc", "ro", "memory"] = "rw") -> None:
        self.path = path.absolute()
        self._keeps_log = mode == "ro"
        self._damage: StoreError | None = None
        uri = f"file:{quote(str(self.path))}?mode={mode}{'&cache=shared' if mode == 'memory' else ''}"
        self._writer = _engine(uri, _WRITER, begin="BEGIN IMMEDIATE", size=1)
        self._reader = _engine(uri, _READER, begin="BEGIN", size=_READERS)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give the writer in a transaction that holds the write lock from its start; commit at the end."""
        with self._trusted(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a reader that sees one state of the database throughout."""
        with self._trusted(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def _trusted(self) -> Iterator[None]:
        """Let nobody use a database that was found damaged once: the rest of it can not be trusted either."""
        if self._damage is not None:
            raise StoreError(self._damage.what, hint=self._damage.hint, code=self._damage.code)
        try:
            with translated(self.path):
                yield
        except StoreError as error:
            if error.code == _CORRUPT:
                self._damage = error
            raise

    def problems(self, *, full: bool) -> tuple[str, ...]:
        """Give what SQLite finds wrong with the file; empty when all is well."""
        try:
            with self.read() as connection:
                word = "integrity_check" if full else "quick_check"
                found = [str(row[0]) for row in connection.execute(text(f"PRAGMA {word}"))]
                if full:
                    found += [
                        f"row {row[1]} of {row[0]} points at nothing in {row[2]}"
                        for row in connection.execute(text("PRAGMA foreign_key_check"))
                    ]
        except StoreError as error:
            return (error.what,)
        return tuple(line for line in found if line != "ok")

    def copy_to(self, path: Path) -> None:
        """Write one consistent copy of the database to a new file (SQLite online backup)."""
        with translated(self.path), self._reader.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            with closing(sqlite3.connect(path)) as target:
                raw.backup(target)

    def checkpoint(self) -> None:
        """Write the log back and empty it, as far as no reader needs it."""
        with translated(self.path), self._writer.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """End the readers, then write the log back, then end the writer, so that SQLite removes the log."""
        self._reader.dispose()
        if self._keeps_log:
            self._writer.dispose()
            return
        try:
            self.checkpoint()
        finally:
            self._writer.dispose()


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn errors of the database into ours: damaged 65, busy 75, disk 73.

    Raises:
        StoreError: the file is damaged (code ``store-corrupt``) or a statement failed (``store-failed``).
        LockedError: another process holds the write lock for too long.
        CannotWriteError: the disk is full, broken or read-only; trying again may help.
    """
    try:
        yield
    except DBAPIError as error:
        raise _ours(path, error.orig if isinstance(error.orig, Exception) else error) from error
    except PoolTimeout as error:
        raise _busy(path, "another thread") from error
    except StatementError as error:
        if isinstance(error.orig, TypeError):
            raise error.orig from error
        raise
    except sqlite3.Error as error:
        raise _ours(path, error) from error
    except UnicodeDecodeError as error:
        raise damaged(path, "text that is no UTF-8") from error
    except UnreadableError as error:
        raise damaged(path, error.what) from error


def _ours(path: Path, error: Exception) -> SyndicatorError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _DAMAGED:
        return damaged(path, str(error))
    if str(error).startswith(_NO_TEXT):
        return damaged(path, "text that is no UTF-8")
    if code in _BUSY:
        return _busy(path, "another process")
    if code in _DISK:
        name, hint = _DISK[code]
        return CannotWriteError(f"the database {path}: {error}", hint=hint, code=name, permanent=False)
    return StoreError(f"the database {path}: {error}", hint="report this as a bug", code="store-failed")


def _busy(path: Path, holder: str) -> LockedError:
    return LockedError(
        f"the database {path} is held by {holder}",
        hint="stop what holds it, or wait for it",
        code="store-busy",
        permanent=False,
    )


def damaged(path: Path, detail: str) -> StoreError:
    """Make the error of a damaged database file."""
    return StoreError(
        f"the database {path} is damaged: {detail}",
        hint="keep the file, restore a backup in its place; published files stay as they are until then",
        code=_CORRUPT,
    )


def _engine(uri: str, pragmas: tuple[str, ...], *, begin: str, size: int) -> Engine:
    def connect() -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True, check_same_thread=False, timeout=_BUSY_TIMEOUT_MS / 1000)

    engine = create_engine(
        "sqlite+pysqlite://",
        creator=connect,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        pool_timeout=60,
        pool_reset_on_return="rollback",
    )

    @event.listens_for(engine, "connect")
    def _on_connect(raw: DBAPIConnection, entry: ConnectionPoolEntry) -> None:  # noqa: ARG001, RUF100 - SQLAlchemy's signature
        raw.isolation_level = None
        cursor = raw.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute(begin)  # by hand: every read begins one, and the long way costs as much as the read

    return engine
