"""Bringing an older database up to date with Alembic: forward only, backup first, one transaction.

Imported only when the file's schema is older than the code's.
"""

from __future__ import annotations

import os
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from syndicator.errors import CannotWriteError
from syndicator.model.base import Instant
from syndicator.store.engines import Engines
from syndicator.store.tables import APPLICATION_ID, REVISION, SCHEMA

_SCRIPTS = Path(__file__).parent / "migrations"


def migrate(engines: Engines, version: int, *, at: Instant) -> Path:
    """Back the database up and run every migration above its version; give the backup's path.

    A failure or a kill leaves the old schema.
    """
    backup = engines.path.with_name(f"{engines.path.stem}-schema-{version}-{at:%Y%m%dT%H%M%SZ}.db")
    _back_up(engines, backup)
    with engines.write() as connection:
        upgrade(connection)
    return backup


def upgrade(connection: Connection, *, revision: str = REVISION, schema: int = SCHEMA) -> None:
    """Run the migrations up to a revision within the caller's transaction, and note the schema's number."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {schema}")


def _back_up(engines: Engines, backup: Path) -> None:
    new = backup.with_name(f".{backup.name}.new")
    try:
        new.unlink(missing_ok=True)
        engines.copy_to(new)
        descriptor = os.open(new, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        new.rename(backup)
    except OSError as error:
        raise CannotWriteError(
            f"no backup before the migration at {backup}: {error.strerror}",
            hint="make room in data_dir: nothing was changed",
            code="store-no-backup",
        ) from error
