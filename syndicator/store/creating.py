"""Making a new database: the newest schema at once, equal to what all migrations give."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Connection, insert

from syndicator.errors import CannotWriteError
from syndicator.store.engines import Engines
from syndicator.store.tables import APPLICATION_ID, REVISION, SCHEMA, alembic_version, metadata


def create(path: Path) -> None:
    """Build an empty database beside its place, make it durable, and move it there whole.

    Raises:
        CannotWriteError: the folder can not take it.
    """
    new = path.with_name(f".{path.name}.new")
    try:
        for suffix in ("", "-wal", "-shm", "-journal"):
            new.with_name(new.name + suffix).unlink(missing_ok=True)
        engines = Engines(new, mode="rwc")
        try:
            with engines.write() as connection:
                create_schema(connection)
        finally:
            engines.close()
        new.chmod(0o600)
        _fsync(new)
        new.rename(path)
        _fsync(path.parent)
    except OSError as error:
        raise CannotWriteError(
            f"{path} can not be made: {error.strerror}",
            hint="look at the disk of data_dir: space, rights, read-only mount",
            code="store-cannot-create",
        ) from error


def empty(path: Path) -> Engines:
    """Give a database without a file, as empty as a new one: what there is to read before the first run."""
    engines = Engines(path, mode="memory")
    with engines.write() as connection:
        create_schema(connection)
    return engines


def create_schema(connection: Connection) -> None:
    """Make every table and index, and mark whose file this is and of which schema."""
    metadata.create_all(connection, checkfirst=False)
    connection.execute(insert(alembic_version), {"version_num": REVISION})
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
