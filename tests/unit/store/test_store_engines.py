from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from syndicator.errors import CannotWriteError, LockedError, StoreError
from syndicator.model.base import Instant
from syndicator.store import open_store
from syndicator.store.creating import create
from syndicator.store.engines import Engines, translated
from syndicator.store.tables import APPLICATION_ID, SCHEMA, feed
from tests.harness.store_records import AT, arrival, later, poll


@pytest.fixture
def engines(tmp_path: Path) -> Iterator[Engines]:
    create(tmp_path / "syndicator.db")
    made = Engines(tmp_path / "syndicator.db")
    yield made
    made.close()


def feed_row(at: object) -> dict[str, object]:
    return {"name": "world", "generation": 1, "inputs": "", "files": "[]", "published": 0, "at": at}


@pytest.mark.proves("D-10")
def test_every_connection_is_set_as_safe_as_it_gets(engines: Engines) -> None:
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "application_id": APPLICATION_ID,
        "user_version": SCHEMA,
    }
    for door in (engines.write, engines.read):
        with door() as connection:
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected}
            assert found == expected
            assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() >= 5000


@pytest.mark.proves("D-10")
def test_a_write_takes_the_lock_at_once(engines: Engines) -> None:
    other = sqlite3.connect(engines.path, timeout=0, isolation_level=None)
    with engines.write(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.close()


@pytest.mark.proves("D-10")
def test_every_table_of_ours_is_strict(engines: Engines) -> None:
    with engines.read() as connection:
        rows = connection.exec_driver_sql("PRAGMA table_list").all()
    ours = {row.name: row.strict for row in rows if row.schema == "main" and not row.name.startswith("sqlite_")}
    assert len(ours) == 15
    assert [name for name, strict in ours.items() if not strict] == ["alembic_version"]


def test_a_reader_can_neither_write_nor_checkpoint(engines: Engines) -> None:
    with engines.read() as connection:
        assert connection.exec_driver_sql("PRAGMA query_only").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA wal_autocheckpoint").scalar() == 0
    with pytest.raises(CannotWriteError), engines.read() as connection:
        connection.execute(insert(feed), feed_row(AT))


def test_there_is_one_writer_and_others_wait_for_it(engines: Engines) -> None:
    order: list[str] = []

    def second() -> None:
        with engines.write():
            order.append("second")

    thread = threading.Thread(target=second)
    with engines.write():
        thread.start()
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_a_reader_sees_one_state_while_a_writer_commits(engines: Engines) -> None:
    with engines.read() as reader:
        assert reader.execute(select(feed)).all() == []
        with engines.write() as writer:
            writer.execute(insert(feed), feed_row(AT))
        assert reader.execute(select(feed)).all() == []
    with engines.read() as reader:
        assert len(reader.execute(select(feed)).all()) == 1


def test_an_error_leaves_nothing_of_its_transaction(engines: Engines) -> None:
    with pytest.raises(StoreError), engines.write() as writer:
        writer.execute(insert(feed), [feed_row(AT), {**feed_row(AT), "inputs": None, "name": "other"}])
    with engines.read() as reader:
        assert reader.execute(select(feed)).all() == []


@pytest.mark.proves("D-26")
def test_a_naive_datetime_is_a_type_error_and_an_aware_one_is_stored_in_utc(engines: Engines) -> None:
    naive = datetime(2026, 11, 20, 8)  # noqa: DTZ001 - the fault under test
    with pytest.raises(TypeError, match="naive"), engines.write() as writer:
        writer.execute(insert(feed), feed_row(naive))
    elsewhere: Instant = datetime.fromisoformat("2026-11-20T10:00:00+02:00")
    with engines.write() as writer:
        writer.execute(insert(feed), feed_row(elsewhere))
    with engines.read() as reader:
        assert reader.exec_driver_sql("SELECT at FROM feed").scalar() == "2026-11-20T08:00:00.000000Z"
        assert reader.execute(select(feed.c.at)).scalar_one() == AT
        assert reader.execute(select(feed.c.at)).scalar_one().tzinfo is not None


@pytest.mark.proves("D-26")
def test_no_instant_enters_the_store_without_a_zone(tmp_path: Path) -> None:
    store = open_store("sqlite", tmp_path, at=AT)
    naive = datetime(2026, 11, 20, 8)  # noqa: DTZ001 - the fault under test
    with pytest.raises(TypeError):
        store.append_events([_event()], at=naive)
    with pytest.raises(TypeError):
        store.offered("sample-gazette", since=naive)
    store.record_polls([poll("uk", arrival("tag:x:1"))])
    assert store.offered("sample-gazette", since=later(-1)) == 1
    store.close()


def _event() -> object:
    from syndicator.model.records import LedgerEvent

    return LedgerEvent(event="force", subject="uk")


@pytest.mark.parametrize(
    ("code", "kind", "name"),
    [
        (sqlite3.SQLITE_CORRUPT, StoreError, "store-corrupt"),
        (sqlite3.SQLITE_NOTADB, StoreError, "store-corrupt"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, LockedError, "store-busy"),
        (sqlite3.SQLITE_FULL, CannotWriteError, "store-disk-full"),
        (sqlite3.SQLITE_IOERR_FSYNC, CannotWriteError, "store-io-error"),
        (sqlite3.SQLITE_READONLY, CannotWriteError, "store-read-only"),
        (sqlite3.SQLITE_CANTOPEN, CannotWriteError, "store-cannot-open"),
        (sqlite3.SQLITE_ERROR, StoreError, "store-failed"),
    ],
)
@pytest.mark.parametrize("wrapped", [True, False])
def test_each_error_of_the_database_becomes_ours(code: int, kind: type, name: str, wrapped: bool) -> None:
    error = sqlite3.OperationalError("it said no")
    error.sqlite_errorcode = code
    with pytest.raises(kind) as caught, translated(Path("syndicator.db")):
        raise DBAPIError("SELECT", {}, error) if wrapped else error
    assert caught.value.code == name
    assert caught.value.hint
    assert "it said no" in caught.value.what or name == "store-busy"


def test_a_database_deleted_under_a_running_program_is_not_made_anew(tmp_path: Path) -> None:
    create(tmp_path / "syndicator.db")
    engines = Engines(tmp_path / "syndicator.db")
    (tmp_path / "syndicator.db").unlink()
    with pytest.raises(CannotWriteError) as caught, engines.read():
        pass
    assert caught.value.code == "store-cannot-open"
    assert list(tmp_path.iterdir()) == []


def test_a_path_with_letters_that_mean_something_in_an_address_is_only_a_path(tmp_path: Path) -> None:
    odd = tmp_path / "a?mode=memory#b%20c é"
    store = open_store("sqlite", odd, at=AT)
    store.record_polls([poll("uk", arrival("tag:x:1"))])
    store.close()
    assert [path.name for path in odd.iterdir()] == ["syndicator.db"]


def test_a_wait_for_another_thread_ends_as_busy(tmp_path: Path) -> None:
    with pytest.raises(LockedError, match="another thread"), translated(tmp_path):
        raise PoolTimeout("it took too long")


def test_a_row_that_points_at_nothing_is_a_problem_of_the_full_check_only(tmp_path: Path) -> None:
    create(tmp_path / "syndicator.db")
    raw = sqlite3.connect(tmp_path / "syndicator.db")
    raw.execute("INSERT INTO listing (source, entry, digest, listed) VALUES ('uk', 7, 'd', 1)")
    raw.commit()
    raw.close()
    store = open_store("sqlite", tmp_path, at=AT)
    assert store.check(full=False) == ()
    assert any("points at nothing in entry" in line for line in store.check(full=True))
    store.close()
