"""Full, failing and read-only disks: exit code 73 in words, the old files stay, and it goes on by itself later."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from harness.forked import Runs
from harness.gazettes import World, assert_refused, live, once, straced

FAULTS = (errno.ENOSPC, errno.EIO, errno.EROFS)


def fail_and_go_on(runs: Runs, world: World, folder: Path, step: int, error: int, *, lasting: bool) -> None:
    """Let a step fail, or all from it on; check words and files; run again later, when the disk works."""
    place = world.copied(folder)
    ended = once(runs, place, world.now, fail=step, error=error, lasting=lasting)
    if ended.code:
        assert_refused(ended, 73, str(folder))
    else:
        # What failed was a leftover to be removed, or a probe for a folder of temporary files: nothing that counts.
        files = live(place)
        assert {name: files.get(name) for name in world.after} == world.after, f"step {step}, {world.steps[step - 1]}"
    world.assert_no_half(place)
    ended = once(runs, place, world.later)
    assert ended.code == 0, ended.err + ended.out
    assert live(place) == world.after, f"after an error in step {step}, {world.steps[step - 1]}"
    shutil.rmtree(folder)


@pytest.mark.proves("D-02", "D-03")
@pytest.mark.timeout(600)
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "lasting"])
def test_an_error_at_a_step_exits_73_in_words_and_goes_on_by_itself_later(
    runs: Runs, world: World, tmp_path: Path, lasting: bool
) -> None:
    count = len(world.steps)
    for turn, step in enumerate(range(1, count + 1, count // 8)):
        fail_and_go_on(runs, world, tmp_path / str(step), step, FAULTS[turn % 3], lasting=lasting)


@pytest.mark.slow
@pytest.mark.proves("D-02", "D-03")
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "lasting"])
def test_an_error_at_each_step_exits_73_in_words_and_goes_on_by_itself_later(
    runs: Runs, world: World, tmp_path: Path, lasting: bool
) -> None:
    for step in range(1, len(world.steps) + 1):
        fail_and_go_on(runs, world, tmp_path / str(step), step, FAULTS[step % 3], lasting=lasting)


@pytest.mark.timeout(300)
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize(
    ("inject", "words"),
    [
        ("pwrite64:error=ENOSPC:when=2+", "space"),
        ("fdatasync:error=EIO:when=2+", "kernel's log"),
        ("/^rename:error=EROFS:when=1+", "read-write"),
    ],
)
def test_an_error_of_the_kernel_exits_73_in_words(
    runs: Runs, world: World, tmp_path: Path, inject: str, words: str
) -> None:
    place = world.copied(tmp_path / "place")
    ended = straced(place, world.now, inject)
    assert_refused(ended, 73, words, str(place.folder))
    world.assert_no_half(place)
    assert once(runs, place, world.later).code == 0
    assert live(place) == world.after


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a file system of 400 KiB and 40 names."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m,nr_inodes=40", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a file system is not permitted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Use every byte of the disk."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 4096)
    return filler


def use_every_name(folder: Path) -> Path:
    """Use every name that the disk can hold."""
    names = folder / "names"
    names.mkdir()
    with suppress(OSError):
        for number in range(99):
            (names / str(number)).touch()
    return names


def read_only(folder: Path) -> Path:
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    return folder


def freed(folder: Path, made: Path) -> None:
    if made == folder:
        subprocess.run(["mount", "-o", "remount,rw", str(folder)], check=True)
    elif made.is_dir():
        shutil.rmtree(made)
    else:
        made.unlink()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [(fill, "free some space"), (use_every_name, "free some space"), (read_only, "read-write")],
)
def test_a_feeds_folder_on_a_full_or_read_only_disk_keeps_the_old_files_and_goes_on_later(
    runs: Runs, world: World, tmp_path: Path, small_disk: Path, spoil: Callable[[Path], Path], words: str
) -> None:
    place = world.copied(tmp_path / "place")
    feeds = small_disk / "feeds"
    shutil.move(place.feeds, feeds)
    place.feeds.symlink_to(feeds)
    made = spoil(small_disk)
    for _ in range(2):
        assert_refused(once(runs, place, world.now), 73, str(place.feeds), words)
    assert live(place) == world.before
    freed(small_disk, made)
    assert once(runs, place, world.later).code == 0
    assert live(place) == world.after


def nearly_fill(folder: Path) -> Path:
    """Leave room for a pid in the lock file, not for a transaction."""
    filler = fill(folder)
    os.truncate(filler, filler.stat().st_size - 8192)
    return filler


@pytest.mark.parametrize(("spoil", "words"), [(nearly_fill, "space"), (read_only, "Read-only")])
def test_a_data_folder_on_a_full_or_read_only_disk_is_refused_and_goes_on_later(
    runs: Runs, world: World, tmp_path: Path, small_disk: Path, spoil: Callable[[Path], Path], words: str
) -> None:
    place = world.copied(tmp_path / "place")
    shutil.move(place.folder / "var", small_disk / "var")
    (place.folder / "var").symlink_to(small_disk / "var")
    made = spoil(small_disk)
    for _ in range(2):
        assert_refused(once(runs, place, world.now), 73, str(place.folder / "var"), words)
    assert live(place) == world.before
    freed(small_disk, made)
    assert once(runs, place, world.later).code == 0
    assert live(place) == world.after
