from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from syndicator.errors import CannotWriteError, StoreError
from syndicator.publish import Folder
from syndicator.store import open_store
from syndicator.store.tables import SCHEMA
from tests.harness.store_records import AT, arrival, poll


def test_a_store_is_read_while_another_connection_writes_it(tmp_path: Path) -> None:
    writer = open_store("sqlite", tmp_path, at=AT)
    reader = open_store("sqlite", tmp_path, at=AT, writing=False)
    writer.record_polls([poll("uk", arrival("tag:x:1"))])
    assert len(reader.newest(["uk"], limit=9)) == 1
    with pytest.raises(CannotWriteError):
        reader.record_polls([poll("uk", arrival("tag:x:2"))])
    reader.close()
    writer.record_polls([poll("uk", arrival("tag:x:2"))])
    assert len(writer.newest(["uk"], limit=9)) == 2
    writer.close()


def test_reading_leaves_the_log_of_a_killed_writer_for_the_next_start(tmp_path: Path) -> None:
    """The log is the mark of an unclean shutdown: a reader that wrote it back would hide that one happened."""
    writer = open_store("sqlite", tmp_path / "one", at=AT)
    writer.record_polls([poll("uk", arrival("tag:x:1"))])
    killed = shutil.copytree(tmp_path / "one", tmp_path / "two", ignore=shutil.ignore_patterns("*-shm"))
    writer.close()
    before = {name: (killed / name).read_bytes() for name in ("syndicator.db", "syndicator.db-wal")}
    reader = open_store("sqlite", killed, at=AT, writing=False)
    assert len(reader.newest(["uk"], limit=9)) == 1
    reader.close()
    assert {name: (killed / name).read_bytes() for name in before} == before


def test_where_there_is_no_database_an_empty_one_is_read_and_nothing_is_made(tmp_path: Path) -> None:
    reader = open_store("sqlite", tmp_path / "var", at=AT, writing=False)
    assert reader.fresh
    assert reader.source_states() == {}
    assert reader.ledger() == []
    assert reader.verify_ledger().ok
    reader.close()
    assert list(tmp_path.iterdir()) == []


def test_an_older_database_is_not_migrated_by_a_reader(tmp_path: Path) -> None:
    open_store("sqlite", tmp_path, at=AT).close()
    with closing(sqlite3.connect(tmp_path / "syndicator.db")) as raw:
        raw.execute(f"PRAGMA user_version = {SCHEMA - 1}")
    with pytest.raises(StoreError) as caught:
        open_store("sqlite", tmp_path, at=AT, writing=False)
    assert caught.value.code == "store-older"
    assert "syndicator once" in caught.value.hint


def test_a_folder_that_is_only_read_is_neither_made_nor_cleaned(tmp_path: Path) -> None:
    with pytest.raises(CannotWriteError, match="No such file"):
        Folder.open(tmp_path / "feeds", writing=False)
    assert not (tmp_path / "feeds").exists()
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / ".syndicator-new-left").write_text("x")
    folder = Folder.open(tmp_path / "feeds", writing=False)
    assert folder.manifest().feeds == ()
    folder.close()
    assert [one.name for one in (tmp_path / "feeds").iterdir()] == [".syndicator-new-left"]
