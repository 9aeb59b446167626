"""Every call to the kernel of a publish fails, or is the last one, once: what readers see is all old or all new."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from syndicator.errors import CannotWriteError, PublishError
from syndicator.model.findings import ValidFeed
from syndicator.publish import Folder
from tests.harness.faulty_calls import FaultyCalls, KilledError
from tests.harness.valid_feeds import feed, pair

OLD = {"world.rss": "<rss>one</rss>", "world.atom": "<feed>one</feed>"}
NEW = {"world.rss": "<rss>two</rss>", "world.atom": "<feed>two</feed>"}


def before(tmp_path: Path) -> Path:
    """Make a folder in which a feed is live."""
    path = tmp_path / "feeds"
    path.mkdir()
    folder = Folder.open(path, calls=FaultyCalls())
    folder.publish("world", pair("one"), generation=1)
    folder.close()
    return path


def live(path: Path) -> dict[str, str]:
    return {entry.name: entry.read_text() for entry in path.iterdir() if entry.name.startswith("world.")}


def calls_of_a_publish(tmp_path: Path, feeds: Sequence[ValidFeed]) -> list[str]:
    path = before(tmp_path / "count")
    calls = FaultyCalls()
    folder = Folder.open(path, calls=calls)
    folder.publish("world", feeds, generation=2)
    folder.close()
    return calls.done


def end_of_opening(done: list[str]) -> int:
    return done.index("unlock") + 1


def assert_whole(path: Path, *allowed: dict[str, str]) -> None:
    """Check after a restart: one of the allowed sets is live, its manifest agrees, nothing of ours lies about."""
    folder = Folder.open(path, calls=FaultyCalls())
    folder.repair()
    assert live(path) in allowed
    assert folder.verify() == ()
    assert not [entry.name for entry in path.iterdir() if entry.name.startswith(".")]
    folder.publish("world", pair("three"), generation=3)
    assert live(path) == {"world.rss": "<rss>three</rss>", "world.atom": "<feed>three</feed>"}
    folder.close()


def run(path: Path, calls: FaultyCalls, feeds: Sequence[ValidFeed]) -> None:
    folder = Folder.open(path, calls=calls)
    try:
        folder.publish("world", feeds, generation=2)
    finally:
        calls.forget()
        folder.close()


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    (tmp_path_factory.getbasetemp() / "x").mkdir(exist_ok=True)
    folder = tmp_path_factory.mktemp("calls")
    (folder / "count").mkdir()
    return calls_of_a_publish(folder, pair("two"))


@pytest.mark.proves("D-01", "D-02")
def test_the_order_of_calls_is_the_safe_one(done: list[str]) -> None:
    """Each file: make, write, sync, close, read back; all before the first move; the folder synced after the last."""
    made = done[end_of_opening(done) :]
    first_move = made.index("rename")
    assert made[:first_move].count("create") == 4, "two feed files, manifest, journal"
    assert made[:first_move].count("sync") == 4
    last_move = len(made) - 1 - made[::-1].index("rename")
    assert made[last_move + 1] == "sync"
    for position in (index for index, name in enumerate(made) if name == "create"):
        assert made[position : position + 5] == ["create", "write", "make_readable", "sync", "close"]
        assert made[position + 5 : position + 7] == ["stat", "open"], "read back"


@pytest.mark.proves("D-01")
@pytest.mark.parametrize("after", [False, True])
def test_a_kill_at_any_call_leaves_each_file_whole_and_a_restart_all_old_or_all_new(
    tmp_path: Path, done: list[str], after: bool
) -> None:
    ends = set()
    for number in range(end_of_opening(done) + 1, len(done) + 1):
        (tmp_path / str(number)).mkdir()
        path = before(tmp_path / str(number))
        with pytest.raises(KilledError):
            run(path, FaultyCalls(number, kill=True, after=after), pair("two"))
        seen = live(path)
        assert all(body in (OLD[name], NEW[name]) for name, body in seen.items()), f"call {number}"
        assert set(seen) == set(OLD), f"call {number}"
        shutil.copytree(path, tmp_path / f"{number}-copy")
        folder = Folder.open(tmp_path / f"{number}-copy")
        folder.repair()
        ends.add(live(tmp_path / f"{number}-copy")["world.rss"])
        folder.close()
        assert_whole(path, OLD, NEW)
    assert ends == {OLD["world.rss"], NEW["world.rss"]}


def test_a_kill_at_any_call_of_the_repair_is_repaired_by_the_next(tmp_path: Path, done: list[str]) -> None:
    third_move = [index + 1 for index, name in enumerate(done) if name == "rename"][2]
    for number in range(1, 99):
        path = before(tmp_path_of(tmp_path, str(number)))
        with pytest.raises(KilledError):
            run(path, FaultyCalls(third_move, kill=True), pair("two"))
        if not killed_in_repair(path, FaultyCalls(number, kill=True, after=bool(number % 2))):
            break
        assert set(live(path)) == set(OLD)
        assert_whole(path, NEW)
    assert 20 < number < 99


def killed_in_repair(path: Path, calls: FaultyCalls) -> bool:
    try:
        folder = Folder.open(path, calls=calls)
    except KilledError:
        calls.forget()
        return True
    try:
        folder.repair()
    except KilledError:
        return True
    finally:
        calls.forget()
        folder.close()
    return False


def tmp_path_of(tmp_path: Path, name: str) -> Path:
    (tmp_path / name).mkdir()
    return tmp_path / name


@pytest.mark.proves("D-02", "D-03")
@pytest.mark.parametrize("error", [errno.EIO, errno.ENOSPC, errno.EROFS, errno.EDQUOT])
def test_an_error_at_any_call_keeps_all_old_files_and_removes_the_temporary_ones(
    tmp_path: Path, done: list[str], error: int
) -> None:
    for number in range(end_of_opening(done) + 1, len(done) + 1):
        path = before(tmp_path_of(tmp_path, str(number)))
        inodes = {name: (path / name).stat().st_ino for name in OLD}
        calls = FaultyCalls(number, error=error)
        try:
            run(path, calls, pair("two"))
        except PublishError as caught:
            assert caught.hint  # noqa: PT017 - some calls may fail after the change is made
            if number < len(done):
                assert live(path) == OLD, f"call {number} {calls.done[number - 1]}"
                assert {name: (path / name).stat().st_ino for name in OLD} == inodes
                left = [entry.name for entry in path.iterdir() if entry.name.startswith(".")]
                assert left == [], f"call {number} {calls.done[number - 1]}"
        else:
            assert live(path) == NEW
        assert_whole(path, OLD, NEW)


@pytest.mark.proves("D-03")
def test_a_sync_that_failed_is_fatal_and_not_tried_again(tmp_path: Path, done: list[str]) -> None:
    syncs = [index + 1 for index, name in enumerate(done) if name == "sync"]
    assert len(syncs) == 6, "two feed files, manifest, journal, the folder twice"
    for number in syncs:
        path = before(tmp_path_of(tmp_path, str(number)))
        calls = FaultyCalls(number, error=errno.EIO)
        with pytest.raises(PublishError) as caught:
            run(path, calls, pair("two"))
        assert caught.value.code == "io-error"
        assert live(path) == OLD
        if number in syncs[:4]:
            assert "sync" not in calls.done[number:], "a file's sync is not repeated"
            assert "rename" not in calls.done[number:] or number == syncs[3]


@pytest.mark.parametrize("error", [errno.EIO, errno.EROFS, errno.ENOSPC])
def test_a_disk_that_fails_from_some_call_on_shows_whole_files_and_is_mended_later(
    tmp_path: Path, done: list[str], error: int
) -> None:
    for number in range(end_of_opening(done) + 1, len(done) + 1):
        path = before(tmp_path_of(tmp_path, str(number)))
        try:
            run(path, FaultyCalls(number, error=error, lasting=True), pair("two"))
        except PublishError as caught:
            assert caught.exit_code == 73  # noqa: PT017 - some calls may fail after the change is made
        seen = live(path)
        assert all(body in (OLD[name], NEW[name]) for name, body in seen.items())
        assert set(seen) == set(OLD)
        assert_whole(path, OLD, NEW)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EDQUOT, "disk-full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "not-permitted"),
        (errno.EIO, "io-error"),
        (errno.ENOTDIR, "publish-failed"),
    ],
)
def test_each_fault_has_a_code_and_advice(tmp_path: Path, done: list[str], error: int, code: str) -> None:
    path = before(tmp_path)
    number = done.index("write") + 1
    with pytest.raises(PublishError) as caught:
        run(path, FaultyCalls(number, error=error), pair("two"))
    assert (caught.value.code, caught.value.permanent) == (code, False)
    assert caught.value.hint


def test_a_publish_after_a_failed_one_mends_what_it_left(tmp_path: Path, done: list[str]) -> None:
    """The same process goes on: the next publish repairs first."""
    for number in (index + 1 for index, name in enumerate(done) if name == "rename"):
        path = before(tmp_path_of(tmp_path, str(number)))
        calls = FaultyCalls(number, error=errno.EIO)
        folder = Folder.open(path, calls=calls)
        with pytest.raises(PublishError):
            folder.publish("world", pair("two"), generation=2)
        assert folder.publish("world", pair("two"), generation=3) == ("world.rss", "world.atom")
        assert live(path) == NEW
        assert folder.verify() == ()
        folder.close()


def test_a_kill_while_a_change_is_taken_back_is_repaired(tmp_path: Path, done: list[str]) -> None:
    failed = [index + 1 for index, name in enumerate(done) if name == "rename"][-1]
    ends = []
    for calls_later in range(1, 12):
        path = before(tmp_path_of(tmp_path, str(calls_later)))
        with pytest.raises(KilledError):
            run(path, FaultyCalls(failed, error=errno.EIO, end=calls_later), pair("two"))
        assert set(live(path)) == set(OLD)
        folder = Folder.open(path, calls=FaultyCalls())
        folder.repair()
        ends.append(live(path))
        folder.close()
        assert_whole(path, OLD, NEW)
    assert ends[0] == NEW, "killed before the journal was turned"
    assert ends[1:] == [OLD] * 10


def test_a_change_whose_new_files_were_lost_is_taken_back(tmp_path: Path, done: list[str]) -> None:
    path = before(tmp_path)
    last_move = len(done) - done[::-1].index("rename")
    with pytest.raises(KilledError):
        run(path, FaultyCalls(last_move, kill=True), pair("two"))
    (path / ".syndicator-new-manifest.json").unlink()
    assert_whole(path, OLD)


def test_a_new_feed_that_could_not_be_published_leaves_no_file(tmp_path: Path) -> None:
    path = before(tmp_path)
    for number in range(1, 200):
        folder = Folder.open(path)
        calls = FaultyCalls(number, error=errno.EIO)
        folder._disk.calls = calls
        try:
            folder.publish("asia", pair("new", name="asia"), generation=1)
        except PublishError:
            assert not list(path.glob("asia.*"))
            assert folder.manifest().feed("asia") is None
        else:
            break
        finally:
            folder.close()
    assert number > 50


def test_a_disk_that_can_not_be_read_is_an_error_of_ours(tmp_path: Path) -> None:
    folder = Folder.open(before(tmp_path))
    folder._disk.calls = FaultyCalls(1, error=errno.EIO)
    with pytest.raises(PublishError) as caught:
        folder.in_place((("world.rss", "x"),))
    assert caught.value.code == "io-error"
    folder.close()


def test_where_files_can_have_no_second_name_a_failed_move_is_finished_later(tmp_path: Path, done: list[str]) -> None:
    class NoLinks(FaultyCalls):
        def link(self, folder: int, old: str, new: str) -> None:
            raise OSError(errno.EOPNOTSUPP, "not supported")

    path = before(tmp_path)
    folder = Folder.open(path, calls=NoLinks())
    assert folder.publish("world", pair("two"), generation=2)
    folder.close()
    moves = [index + 1 for index, name in enumerate(done) if name == "rename"]
    folder = Folder.open(path, calls=NoLinks(moves[2] - 4, error=errno.EIO))
    with pytest.raises(PublishError):
        folder.publish("world", pair("one"), generation=3)
    folder.close()
    assert_whole(path, OLD, NEW)


def test_other_bytes_read_back_are_not_published(tmp_path: Path) -> None:
    class Liar(FaultyCalls):
        def write(self, file: int, body: memoryview) -> int:
            return os.write(file, bytes(len(body)))

    path = before(tmp_path)
    with pytest.raises(PublishError) as caught:
        run(path, Liar(), pair("two"))
    assert caught.value.code == "reread-differs"
    assert live(path) == OLD


def test_short_writes_are_continued(tmp_path: Path) -> None:
    class Slow(FaultyCalls):
        def write(self, file: int, body: memoryview) -> int:
            return os.write(file, body[:3])

    path = before(tmp_path)
    run(path, Slow(), pair("two"))
    assert live(path) == NEW


def test_a_journal_that_leads_elsewhere_is_thrown_away(tmp_path: Path) -> None:
    path = before(tmp_path)
    (tmp_path / "victim").write_text("precious")
    digest = feed("x").digest
    for text in (
        "half",
        f'{{"put": [["../victim", "{digest}", true]], "drop": []}}',
        '{"put": [], "drop": ["../victim"]}',
    ):
        (path / ".syndicator-journal").write_text(text)
        folder = Folder.open(path)
        assert folder.repair() == ()
        folder.close()
        assert not (path / ".syndicator-journal").exists()
    assert (tmp_path / "victim").read_text() == "precious"


def test_an_interrupted_publish_shows_in_verify(tmp_path: Path, done: list[str]) -> None:
    path = before(tmp_path)
    last_move = len(done) - done[::-1].index("rename")
    with pytest.raises(KilledError):
        run(path, FaultyCalls(last_move, kill=True), pair("two"))
    folder = Folder.open(path)
    assert "interrupted" in [difference.code for difference in folder.verify()]
    assert folder.repair() == ("manifest.json", "world.atom", "world.rss")
    assert folder.verify() == ()
    folder.close()


def test_a_folder_that_takes_no_file_is_refused_at_the_start(tmp_path: Path) -> None:
    calls = FaultyCalls(3, error=errno.EROFS)
    with pytest.raises(CannotWriteError, match="no file can be made"):
        Folder.open(tmp_path, calls=calls)
    assert calls.done[2] == "create"


PROGRAM = """
import sys
from pathlib import Path
from syndicator.errors import PublishError
from syndicator.publish import Folder
from tests.harness.valid_feeds import pair
folder = Folder.open(Path(sys.argv[1]))
try:
    folder.publish("world", pair("two"), generation=2)
except PublishError:
    sys.exit(73)
"""
FAULTS = [f"renameat:error=EIO:signal=KILL:when={number}" for number in (1, 2, 3, 4)]
FAULTS += [f"fsync:error=EIO:when={number}" for number in (1, 3, 5, 6)]


@pytest.mark.proves("D-01", "D-02", "D-03")
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_real_kernel_fault_in_a_real_process_leaves_all_old_or_all_new(tmp_path: Path, fault: str) -> None:
    path = before(tmp_path)
    call = fault.partition(":")[0]
    command = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}", "-e", f"inject={fault}"]
    command += [sys.executable, "-B", "-c", PROGRAM, str(path)]
    code = subprocess.run(command, capture_output=True).returncode
    assert code in ((-9, 137) if "KILL" in fault else (73,))
    assert set(live(path)) == set(OLD)
    if "KILL" not in fault:
        assert live(path) == OLD
    assert_whole(path, OLD, NEW)
