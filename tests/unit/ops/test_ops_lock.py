"""One instance for each data folder."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from syndicator.errors import CannotWriteError, LockedError
from syndicator.ops import DataLock

HOLD = """
import sys
from pathlib import Path
from syndicator.ops import DataLock
lock = DataLock.take(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""
FORK = """
import os, signal, sys
from pathlib import Path
from syndicator.ops import DataLock
lock = DataLock.take(Path(sys.argv[1]))
if os.fork() == 0:
    print("held", flush=True)
    sys.stdin.read()
    os._exit(0)
signal.pause()
"""


def start(script: str, folder: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    return process


def end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.communicate()


def test_a_lock_file_that_was_removed_or_replaced_is_noticed(tmp_path: Path) -> None:
    lock = DataLock.take(tmp_path)
    assert lock.is_in(tmp_path)
    (tmp_path / "lock").unlink()
    assert not lock.is_in(tmp_path)
    with DataLock.take(tmp_path) as other:
        assert other.is_in(tmp_path)
        assert not lock.is_in(tmp_path)
    lock.release()
    assert not lock.is_in(tmp_path)


@pytest.mark.proves("D-21")
def test_a_second_instance_is_told_the_pid_of_the_first(tmp_path: Path) -> None:
    process = start(HOLD, tmp_path)
    try:
        with pytest.raises(LockedError, match=f"in use by process {process.pid}") as caught:
            DataLock.take(tmp_path)
        assert caught.value.exit_code == 75
        assert DataLock.holder(tmp_path) == process.pid
    finally:
        end(process)


@pytest.mark.proves("D-21")
@pytest.mark.parametrize("script", [HOLD, FORK], ids=["alone", "with a forked child that lives on"])
def test_the_lock_is_free_once_its_holder_is_killed(tmp_path: Path, script: str) -> None:
    process = start(script, tmp_path)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert DataLock.holder(tmp_path) is None
    with DataLock.take(tmp_path):
        assert DataLock.holder(tmp_path) == os.getpid()
    process.communicate()


def test_the_lock_is_free_before_and_after(tmp_path: Path) -> None:
    assert DataLock.holder(tmp_path) is None
    lock = DataLock.take(tmp_path)
    lock.release()
    lock.release()
    assert DataLock.holder(tmp_path) is None
    DataLock.take(tmp_path).release()


def test_the_lock_file_keeps_the_pid_and_is_private(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("123456789 and more\n")
    with DataLock.take(tmp_path):
        assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"


def test_a_lock_whose_holder_wrote_no_pid_is_still_held(tmp_path: Path) -> None:
    with DataLock.take(tmp_path):
        (tmp_path / "lock").write_text("")
        assert DataLock.holder(tmp_path) == 0
        with pytest.raises(LockedError, match="in use by process unknown"):
            DataLock.take(tmp_path)


@pytest.mark.parametrize("kind", ["missing", "symlink", "folder"])
def test_a_folder_without_place_for_a_lock_is_refused(tmp_path: Path, kind: str) -> None:
    folder = tmp_path
    match kind:
        case "missing":
            folder = tmp_path / "none"
        case "symlink":
            (tmp_path / "lock").symlink_to(tmp_path / "elsewhere")
        case "folder":
            (tmp_path / "lock").mkdir()
    with pytest.raises(CannotWriteError) as caught:
        DataLock.take(folder)
    assert caught.value.exit_code == 73
    assert not (tmp_path / "elsewhere").exists()
