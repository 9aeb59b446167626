from __future__ import annotations

import shutil
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from syndicator.errors import CannotWriteError, ConfigError, StoreError, SyndicatorError
from syndicator.store import open_store
from syndicator.store.mounts import file_system_of
from syndicator.store.opening import library_warnings, require_local
from syndicator.store.tables import APPLICATION_ID, SCHEMA
from tests.harness.store_records import AT, arrival, poll

NFS = "36 35 0:40 / / rw - ext4 /dev/vda rw\n90 36 0:50 / {point} rw,noatime shared:1 - nfs4 server:/export rw\n"


def filled(data_dir: Path, entries: int = 40) -> Path:
    """Make a database with entries in it, closed cleanly."""
    store = open_store("sqlite", data_dir, at=AT)
    store.record_polls([poll("uk", *(arrival(f"tag:x:{number}", body="<p>x</p>" * 99) for number in range(entries)))])
    store.close()
    return data_dir / "syndicator.db"


def test_a_new_store_is_fresh_and_an_opened_one_is_not(tmp_path: Path) -> None:
    first = open_store("sqlite", tmp_path / "deep" / "var", at=AT)
    first.close()
    again = open_store("sqlite", tmp_path / "deep" / "var", at=AT)
    again.close()
    assert (first.fresh, again.fresh) == (True, False)
    assert stat.S_IMODE((tmp_path / "deep" / "var").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "deep" / "var" / "syndicator.db").stat().st_mode) == 0o600


def test_a_clean_shutdown_leaves_the_database_alone_in_its_folder(tmp_path: Path) -> None:
    filled(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["syndicator.db"]


def test_another_kind_of_database_is_a_configuration_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="not supported"):
        open_store("postgresql+psycopg://x", tmp_path, at=AT)


def as_text(path: Path) -> None:
    path.write_text("entries: none\n" * 99)


def as_nothing(path: Path) -> None:
    path.write_bytes(b"")


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


def of_another_program(path: Path) -> None:
    path.unlink()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE recipe (name TEXT)")
    other.close()


def newer(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    other.close()


def open_to_all(path: Path) -> None:
    path.chmod(0o666)


def a_link(path: Path) -> None:
    path.rename(path.with_name("elsewhere.db"))
    path.symlink_to("elsewhere.db")


@pytest.mark.proves("H-138")
@pytest.mark.parametrize(
    ("spoil", "code", "exit_code"),
    [
        (as_text, "store-corrupt", 65),
        (as_nothing, "store-corrupt", 65),
        (cut_short, "store-corrupt", 65),
        (of_another_program, "store-foreign", 65),
        (newer, "store-newer", 65),
        (open_to_all, "store-unsafe", 73),
        (a_link, "store-unsafe", 73),
    ],
)
def test_a_file_that_is_not_ours_to_use_is_refused_with_advice_and_left_alone(
    tmp_path: Path, spoil: Callable[[Path], None], code: str, exit_code: int
) -> None:
    path = filled(tmp_path)
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(SyndicatorError) as caught:
        open_store("sqlite", tmp_path, at=AT)
    assert (caught.value.code, caught.value.exit_code) == (code, exit_code)
    assert caught.value.hint
    assert path.read_bytes() == before


@pytest.mark.proves("H-138")
def test_a_folder_on_a_network_file_system_is_refused(tmp_path: Path) -> None:
    require_local(tmp_path, NFS.format(point="/elsewhere"))
    with pytest.raises(CannotWriteError, match="nfs4") as caught:
        require_local(tmp_path, NFS.format(point=tmp_path.resolve().parent))
    assert "local disk" in caught.value.hint


def test_of_mounts_on_one_another_the_last_and_deepest_is_seen() -> None:
    table = "\n".join(
        [
            "1 0 0:1 / / rw - ext4 /dev/vda rw",
            "2 1 0:2 / /srv rw - nfs server:/ rw",
            "3 1 0:3 / /srv rw - xfs /dev/vdb rw",
            "4 1 0:4 / /srv/my\\040feeds rw - cifs //server rw",
            "not a line of the table",
        ]
    )
    kinds = {path: file_system_of(Path(path), table) for path in ("/", "/srv/x", "/srv/my feeds/x", "/srvx")}
    assert kinds == {"/": "ext4", "/srv/x": "xfs", "/srv/my feeds/x": "cifs", "/srvx": "ext4"}
    assert file_system_of(Path("/srv"), "") == ""


def test_a_place_that_can_not_take_a_new_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".syndicator.db.new").mkdir()
    with pytest.raises(CannotWriteError, match="can not be made"):
        open_store("sqlite", tmp_path, at=AT)


def test_a_log_without_its_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "syndicator.db-wal").write_bytes(b"x" * 99)
    with pytest.raises(StoreError, match="its database is not"):
        open_store("sqlite", tmp_path, at=AT)
    assert [path.name for path in tmp_path.iterdir()] == ["syndicator.db-wal"]


def test_what_a_stopped_creation_left_is_replaced(tmp_path: Path) -> None:
    (tmp_path / ".syndicator.db.new").write_text("half")
    (tmp_path / ".syndicator.db.new-wal").write_text("half")
    open_store("sqlite", tmp_path, at=AT).close()
    assert [path.name for path in tmp_path.iterdir()] == ["syndicator.db"]


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(CannotWriteError, match="can not be made"):
        open_store("sqlite", tmp_path / "var", at=AT)


def after_a_kill(tmp_path: Path) -> Path:
    """Give a copy of a database with its log, as a kill would leave it."""
    store = open_store("sqlite", tmp_path / "one", at=AT)
    made = (arrival(f"tag:x:{number}", body="<p>x</p>" * 99) for number in range(400))
    store.record_polls([poll("uk", *made)])
    copy = tmp_path / "two"
    copy.mkdir()
    for suffix in ("", "-wal"):
        shutil.copy(tmp_path / "one" / f"syndicator.db{suffix}", copy / f"syndicator.db{suffix}")
    store.close()
    return copy


def test_what_was_committed_before_a_kill_is_there_after_it(tmp_path: Path) -> None:
    store = open_store("sqlite", after_a_kill(tmp_path), at=AT)
    assert len(store.newest(["uk"], limit=1000)) == 400
    store.close()


def test_a_database_damaged_by_a_kill_is_found_at_the_start(tmp_path: Path) -> None:
    copy = after_a_kill(tmp_path)
    path = copy / "syndicator.db"
    raw = bytearray(path.read_bytes())
    for page in range(1, len(raw) // 4096):
        raw[page * 4096 : page * 4096 + 8] = b"\xff" * 8
    path.write_bytes(raw)
    with pytest.raises(StoreError) as caught:
        open_store("sqlite", copy, at=AT)
    assert caught.value.code == "store-corrupt"
    assert "backup" in caught.value.hint


@pytest.mark.parametrize("part", range(4))
def test_no_flipped_byte_gives_a_foreign_error_or_an_empty_database(tmp_path: Path, part: int) -> None:
    """200 places over the whole file: each start ends in the same entries or in an error of ours, never in silence."""
    good = filled(tmp_path / "good", entries=12).read_bytes()
    expected = {f"tag:x:{number}" for number in range(12)}
    for place in range(part * 50, part * 50 + 50):
        offset = place * (len(good) // 200)
        raw = bytearray(good)
        raw[offset] ^= 0xFF
        folder = tmp_path / str(place)
        folder.mkdir()
        (folder / "syndicator.db").write_bytes(raw)
        assert found_in(folder) <= expected
        assert (folder / "syndicator.db").stat().st_size == len(good)


def found_in(data_dir: Path) -> set[str | None]:
    """Give the ids that a store gives without an error of ours; any other error fails the test."""
    try:
        store = open_store("sqlite", data_dir, at=AT)
    except SyndicatorError:
        return set()
    assert not store.fresh
    try:
        return (
            set() if store.check(full=True) else {stored.entry.upstream_id for stored in store.newest(["uk"], limit=99)}
        )
    except SyndicatorError:
        return set()
    finally:
        store.close()


@pytest.mark.parametrize(
    ("library", "warned"),
    [((3, 40, 1), True), ((3, 51, 2), True), ((3, 51, 3), False), ((3, 44, 6), False), ((3, 50, 7), False)],
)
def test_a_library_with_the_log_reset_fault_is_warned_of(library: tuple[int, int, int], warned: bool) -> None:
    assert bool(library_warnings(library)) is warned


def test_the_warning_of_this_library_is_in_the_store(tmp_path: Path) -> None:
    store = open_store("sqlite", tmp_path, at=AT)
    assert store.warnings == library_warnings(sqlite3.sqlite_version_info)
    store.close()


def test_the_file_says_whose_it_is_and_of_which_schema(tmp_path: Path) -> None:
    raw = filled(tmp_path, entries=1).read_bytes()
    assert int.from_bytes(raw[68:72], "big") == APPLICATION_ID
    assert int.from_bytes(raw[60:64], "big") == SCHEMA
