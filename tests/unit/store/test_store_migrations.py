from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from syndicator.errors import CannotWriteError, StoreError
from syndicator.model.config import Act, ActKind
from syndicator.store import open_store
from syndicator.store.creating import create
from syndicator.store.engines import Engines
from syndicator.store.migrating import migrate, upgrade
from syndicator.store.tables import APPLICATION_ID, REVISION, SCHEMA
from tests.harness.store_records import AT, GAZETTE, arrival, later, poll, release


def schema_of(path: Path) -> list[tuple[object, ...]]:
    raw = sqlite3.connect(path)
    rows = raw.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    marks = [raw.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")]
    revision = raw.execute("SELECT * FROM alembic_version").fetchall()
    raw.close()
    return sorted(rows, key=str) + marks + revision


def an_older_one(path: Path) -> None:
    """Make a database as of before the first schema: ours, and empty."""
    raw = sqlite3.connect(path)
    raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    raw.execute("CREATE TABLE relic (word TEXT)")
    raw.execute("INSERT INTO relic VALUES ('old')")
    raw.commit()
    raw.close()


def test_a_new_database_is_what_all_migrations_give(tmp_path: Path) -> None:
    create(tmp_path / "new.db")
    engines = Engines(tmp_path / "migrated.db", mode="rwc")
    with engines.write() as connection:
        upgrade(connection)
    engines.close()
    assert schema_of(tmp_path / "migrated.db") == schema_of(tmp_path / "new.db")


def test_an_older_database_is_backed_up_and_migrated_when_opened(tmp_path: Path) -> None:
    an_older_one(tmp_path / "syndicator.db")
    store = open_store("sqlite", tmp_path, at=AT)
    store.record_polls([poll("uk", arrival("tag:x:1"))])
    assert len(store.newest(["uk"], limit=9)) == 1
    assert not store.fresh
    store.close()
    backup = sqlite3.connect(tmp_path / "syndicator-schema-0-20261120T080000Z.db")
    assert backup.execute("SELECT word FROM relic").fetchall() == [("old",)]
    backup.close()
    assert schema_of(tmp_path / "syndicator.db")[-3:] == [(APPLICATION_ID,), (SCHEMA,), (REVISION,)]


TABLES = "source entry revision evidence listing feed live decision act ledger ledger_head"


def of_the_first_schema(folder: Path) -> Path:
    """Make a database of schema 1 with a poll, a release and an act in it, and give its place."""
    new = folder / "new"
    store = open_store("sqlite", new, at=AT)
    store.record_polls([poll("uk", arrival("tag:x:1", rights=["CC BY"]), arrival("tag:x:2"))])
    store.record_release(release("tag:x:1"))
    store.record_act(Act(kind=ActKind.APPROVE, entry="tag:x:2", by="Jo Park", at=AT, why="good"))
    store.close()
    path = folder / "syndicator.db"
    engines = Engines(path, mode="rwc")
    with engines.write() as connection:
        upgrade(connection, revision="0001", schema=1)
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        raw = connection.connection.driver_connection
        assert raw is not None
        other = sqlite3.connect(new / "syndicator.db")
        for table in TABLES.split():
            rows = other.execute(f"SELECT * FROM {table}").fetchall()
            marks = ", ".join("?" * len(rows[0])) if rows else ""
            raw.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        other.close()
    engines.close()
    path.chmod(0o600)
    return path


def test_a_database_of_the_first_schema_keeps_all_it_holds_and_learns_what_the_second_knows(tmp_path: Path) -> None:
    path = of_the_first_schema(tmp_path)
    with pytest.raises(StoreError) as raised:
        open_store("sqlite", tmp_path, at=AT, writing=False)
    assert raised.value.code == "store-older"
    before = sqlite3.connect(path)
    held = {table: before.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES.split()}
    before.close()
    assert all(held.values())
    store = open_store("sqlite", tmp_path, at=AT)
    after = sqlite3.connect(path)
    assert {table: after.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES.split()} == held
    after.close()
    assert store.verify_ledger().ok
    assert store.check(full=True) == ()
    (one,) = store.held(GAZETTE, "tag:x:1")
    assert (one.first_seen, one.last_seen, one.listed) == (AT, AT, True)
    store.record_polls([poll("uk", arrival("tag:x:2"), at=later(5))])
    (one,) = store.held(GAZETTE, "tag:x:1")
    assert (one.last_seen, one.listed) == (AT, False)
    store.close()
    assert schema_of(path)[-3:] == [(APPLICATION_ID,), (SCHEMA,), (REVISION,)]
    backup = sqlite3.connect(tmp_path / "syndicator-schema-1-20261120T080000Z.db")
    assert backup.execute("PRAGMA user_version").fetchone() == (1,)
    backup.close()


def test_a_migration_that_fails_leaves_the_old_schema(tmp_path: Path) -> None:
    path = tmp_path / "syndicator.db"
    an_older_one(path)
    raw = sqlite3.connect(path)
    raw.execute("CREATE TABLE revision (in_the_way TEXT)")
    raw.close()
    engines = Engines(path)
    with pytest.raises(Exception, match="already exists"):
        migrate(engines, 0, at=AT)
    engines.close()
    raw = sqlite3.connect(path)
    assert raw.execute("PRAGMA user_version").fetchone() == (0,)
    assert {row[0] for row in raw.execute("SELECT name FROM sqlite_master")} == {"relic", "revision"}
    raw.close()


def test_no_backup_no_migration(tmp_path: Path) -> None:
    path = tmp_path / "syndicator.db"
    an_older_one(path)
    (tmp_path / "syndicator-schema-0-20261120T080000Z.db").mkdir()
    engines = Engines(path)
    with pytest.raises(CannotWriteError, match="no backup"):
        migrate(engines, 0, at=AT)
    engines.close()
    raw = sqlite3.connect(path)
    assert raw.execute("PRAGMA user_version").fetchone() == (0,)
    raw.close()


def test_opening_an_up_to_date_database_does_not_load_alembic(tmp_path: Path) -> None:
    program = (
        "import sys; from datetime import UTC, datetime; from pathlib import Path\n"
        "from syndicator.store import open_store\n"
        "for _ in range(2): open_store('sqlite', Path(sys.argv[1]), at=datetime(2026, 11, 20, tzinfo=UTC)).close()\n"
        "print('alembic' in sys.modules, 'zstandard' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
