from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from syndicator.errors import CannotWriteError, StoreError
from syndicator.model.records import LedgerEvent
from syndicator.store import Store, open_store
from syndicator.store.ledger import chained
from syndicator.store.mounts import file_system_of
from tests.harness.store_records import AT, arrival, poll


def made(data_dir: Path, *statements: str) -> Store:
    """Give a store with an entry, opened again after somebody changed the file."""
    store = open_store("sqlite", data_dir, at=AT)
    store.record_polls([poll("uk", arrival("tag:x:1"))])
    store.append_events([LedgerEvent(event="permit", subject="tag:x:1")], at=AT)
    store.close()
    with closing(sqlite3.connect(data_dir / "syndicator.db")) as raw:
        for statement in statements:
            raw.execute(statement)
        raw.commit()
    return open_store("sqlite", data_dir, at=AT)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE entry SET publisher = CAST(x'67ff' AS TEXT)", "no UTF-8"),
        ("UPDATE entry SET published = 'soon'", "an instant can not be read back"),
        ("UPDATE revision SET payload = x'00'", "an entry can not be read back"),
        ("DELETE FROM revision", "an entry can not be read back"),
    ],
)
def test_what_does_not_read_back_is_damage_of_a_named_database(tmp_path: Path, statement: str, words: str) -> None:
    store = made(tmp_path, statement)
    with pytest.raises(StoreError) as caught:
        store.newest(["uk"], limit=9)
    assert caught.value.code == "store-corrupt"
    assert caught.value.what.startswith(f"the database {tmp_path / 'syndicator.db'} is damaged: ")
    assert words in caught.value.what
    assert "restore a backup" in caught.value.hint
    store.close()


@pytest.mark.parametrize(
    "use",
    [
        lambda store: store.acts(),
        lambda store: store.record_polls([poll("us", arrival("tag:x:2"))]),
        lambda store: store.begin_polls([], at=AT),
    ],
)
def test_a_database_found_damaged_once_is_not_used_further(tmp_path: Path, use: Callable[[Store], object]) -> None:
    store = made(tmp_path, "UPDATE revision SET payload = x'00'")
    assert store.acts() == ()
    for _ in range(2):
        with pytest.raises(StoreError, match="is damaged"):
            store.newest(["uk"], limit=9)
    with pytest.raises(StoreError, match="is damaged") as caught:
        use(store)
    assert caught.value.code == "store-corrupt"
    assert "is damaged" in store.check(full=False)[0]
    store.close()


def test_a_damaged_database_with_the_log_of_a_kill_is_refused_and_neither_is_touched(tmp_path: Path) -> None:
    store = open_store("sqlite", tmp_path / "one", at=AT)
    store.record_polls([poll("uk", *(arrival(f"tag:x:{number}", body="<p>x</p>" * 99) for number in range(400)))])
    store.close()
    store = open_store("sqlite", tmp_path / "one", at=AT)
    store.record_polls([poll("uk", arrival("tag:x:new"))])
    killed = shutil.copytree(tmp_path / "one", tmp_path / "two")
    store.close()
    path = killed / "syndicator.db"
    raw = bytearray(path.read_bytes())
    for page in range(2, len(raw) // 4096):
        raw[page * 4096 : page * 4096 + 8] = b"\xff" * 8
    path.write_bytes(raw)
    log = (killed / "syndicator.db-wal").read_bytes()
    assert log
    with pytest.raises(StoreError, match="is damaged"):
        open_store("sqlite", killed, at=AT)
    assert path.read_bytes() == raw
    assert (killed / "syndicator.db-wal").read_bytes() == log


def test_a_line_of_the_ledger_that_is_no_record_is_found(tmp_path: Path) -> None:
    """Even where somebody computed the chain anew."""
    first = chained("0" * 64, "[]")
    store = made(
        tmp_path, f"UPDATE ledger SET body = '[]', digest = '{first}'", f"UPDATE ledger_head SET digest = '{first}'"
    )
    check = store.verify_ledger()
    store.close()
    assert not check.ok
    assert check.broken_at == 1


@pytest.mark.parametrize(("writable", "words"), [("folder", "can not be written"), ("file", "can not be written")])
def test_a_folder_or_file_that_this_user_may_not_write_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writable: str, words: str
) -> None:
    made(tmp_path).close()
    refused = tmp_path if writable == "folder" else tmp_path / "syndicator.db"
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != refused and real(path, mode))
    with pytest.raises(CannotWriteError, match=words) as caught:
        open_store("sqlite", tmp_path, at=AT)
    assert str(refused) in caught.value.what
    assert "writable for this user" in caught.value.hint


def test_a_file_that_this_user_may_not_even_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path).close()
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path).name != "syndicator.db")
    with pytest.raises(CannotWriteError, match="can not be read"):
        open_store("sqlite", tmp_path, at=AT, writing=False)


def test_without_a_table_of_mounts_no_folder_is_taken_for_a_network_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(_path: Path, **_named: object) -> str:
        raise FileNotFoundError

    monkeypatch.setattr(Path, "read_text", nothing)
    made(tmp_path).close()
    assert file_system_of(tmp_path, "") == ""
