"""A second instance, a store that can not be used, a folder that can not be written: refused, nothing overwritten."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_place import Desk
from harness.store_records import AT, arrival, poll

from syndicator.ops.lock import DataLock
from syndicator.store import open_store
from syndicator.store.tables import SCHEMA


def fill(desk: Desk) -> None:
    store = open_store("sqlite", desk.data, at=AT)
    store.record_polls([poll("gazette", arrival("tag:gazette.example,2026:1"))])
    store.close()
    desk.folder.joinpath("feeds").mkdir()
    desk.folder.joinpath("feeds/world.rss").write_text("the last good one")


def as_text(path: Path) -> None:
    path.write_text("entries: none\n" * 99)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


def of_a_newer_version(path: Path) -> None:
    _pragma(path, f"user_version = {SCHEMA + 1}")


def of_another_program(path: Path) -> None:
    _pragma(path, "application_id = 7")


def _pragma(path: Path, text: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA {text}")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("spoil", [as_text, cut_short, of_a_newer_version, of_another_program])
@pytest.mark.parametrize("args", [("once",), ("once", "--dry-run"), ("run",), ("holds",), ("ledger", "verify")])
def test_a_store_that_can_not_be_used_is_refused_with_advice_and_nothing_is_overwritten(
    desk: Desk, spoil: Callable[[Path], None], args: tuple[str, ...]
) -> None:
    fill(desk)
    spoil(desk.database)
    before = desk.everything()
    refused = desk.run(*args)
    assert (refused.code, refused.out) == (65, "")
    what, hint = refused.err.splitlines()[:2]
    assert str(desk.database) in what
    assert len(hint.strip()) > 10
    after = desk.everything()
    after.pop("var/lock", None)
    assert after == before


@pytest.mark.parametrize("args", [("once",), ("run",), ("takedown", "tag:gazette", "--reason", "asked")])
def test_a_second_instance_is_refused_with_the_pid_of_the_first(desk: Desk, args: tuple[str, ...]) -> None:
    fill(desk)
    before = desk.everything()
    with DataLock.take(desk.data):
        refused = desk.run(*args)
    assert (refused.code, refused.out) == (75, "")
    assert f"in use by process {os.getpid()}" in refused.err
    assert "stop that instance" in refused.err
    after = desk.everything()
    after.pop("var/lock")
    assert after == before


@pytest.mark.parametrize("args", [("holds",), ("sources", "list"), ("ledger", "list"), ("explain", "tag:gazette")])
def test_whoever_only_reads_is_no_second_instance(desk: Desk, args: tuple[str, ...]) -> None:
    fill(desk)
    with DataLock.take(desk.data):
        assert desk.run(*args).code == 0


@pytest.mark.parametrize("name", ["feeds", "var"])
def test_a_file_in_the_place_of_a_folder_is_named_and_left_alone(desk: Desk, name: str) -> None:
    (desk.folder / name).write_text("somebody's notes")
    refused = desk.run("once")
    assert (refused.code, refused.out) == (73, "")
    assert str(desk.folder / name) in refused.err
    assert len(refused.err.splitlines()) == 2
    assert (desk.folder / name).read_text() == "somebody's notes"


def test_a_folder_that_anybody_may_write_is_refused(desk: Desk) -> None:
    (desk.folder / "feeds").mkdir()
    (desk.folder / "feeds").chmod(0o777)
    refused = desk.run("once")
    assert refused.code == 73
    assert str(desk.folder / "feeds") in refused.err
