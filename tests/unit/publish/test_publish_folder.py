from __future__ import annotations

import hashlib
import json
import os
import stat
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from syndicator.errors import CannotWriteError, PublishError, StoreError
from syndicator.model.reasons import Reason
from syndicator.model.records import Withdrawn
from syndicator.publish import Folder, Manifest
from tests.harness.faulty_calls import FaultyCalls
from tests.harness.valid_feeds import feed, pair


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "feeds"


@pytest.fixture
def folder(path: Path) -> Iterator[Folder]:
    made = Folder.open(path)
    yield made
    made.close()


def names(path: Path) -> set[str]:
    return {entry.name for entry in path.iterdir()}


def test_a_missing_folder_is_made_for_all_to_read(folder: Folder, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o755
    assert names(path) == set()
    assert folder.manifest() == Manifest()


def test_a_feed_is_published_in_all_its_formats_with_a_manifest(folder: Folder, path: Path) -> None:
    assert folder.publish("world", pair("one"), generation=1) == ("world.rss", "world.atom")
    assert (path / "world.rss").read_text() == "<rss>one</rss>"
    assert (path / "world.atom").read_text() == "<feed>one</feed>"
    assert names(path) == {"world.rss", "world.atom", "manifest.json"}
    assert all(stat.S_IMODE(entry.stat().st_mode) == 0o644 for entry in path.iterdir())


def test_the_mode_of_a_file_does_not_depend_on_the_umask(folder: Folder, path: Path) -> None:
    before = os.umask(0o077)
    try:
        folder.publish("world", pair("one"), generation=1)
    finally:
        os.umask(before)
    assert stat.S_IMODE((path / "world.rss").stat().st_mode) == 0o644


def test_the_manifest_reads_as_a_diff_and_says_nothing_of_time_or_machine(folder: Folder, path: Path) -> None:
    rss = feed("<rss/>", ids=("tag:x:é", "tag:x:1"))
    atom = feed("<feed/>", "atom", ids=("tag:x:é", "tag:x:2"))
    folder.publish("world", (rss, atom), generation=7)
    folder.publish("africa", (feed("<rss/>", name="africa", ids=()),), generation=9)
    text = (path / "manifest.json").read_text()
    assert json.loads(text)["feeds"]["world"] == {
        "entries": ["tag:x:é", "tag:x:1", "tag:x:2"],
        "files": {
            "world.atom": {"sha256": atom.digest, "size_bytes": 7},
            "world.rss": {"sha256": rss.digest, "size_bytes": 6},
        },
    }
    assert '\n    "tag:x:é",\n    "tag:x:1",\n' in text
    assert text.index("africa") < text.index("world")
    assert text.endswith("}\n")


def test_the_manifest_comes_back_as_it_was_written(folder: Folder, path: Path) -> None:
    folder.publish("world", pair("one"), generation=1)
    again = Folder.open(path)
    assert again.manifest() == folder.manifest()
    live = again.manifest().feed("world")
    assert live is not None
    assert [file.name for file in live.files] == ["world.atom", "world.rss"]
    assert live.entry_ids == ("tag:x:one",)
    assert again.manifest().feed("africa") is None
    assert again.manifest().file("world.rss") == live.files[1]
    assert again.manifest().file("africa.rss") is None
    again.close()


GONE = Withdrawn(id="tag:x:é", feed="world", when=datetime(2026, 11, 20, 12, tzinfo=UTC), reason=Reason.TAKEDOWN)
EVERYWHERE = GONE.model_copy(update={"feed": ""})


def test_what_was_withdrawn_is_remembered_sorted_on_a_line_each_in_the_step_that_publishes(
    folder: Folder, path: Path
) -> None:
    older = GONE.model_copy(update={"id": "tag:x:1", "reason": Reason.ARTICLE_GONE})
    folder.publish("world", pair("one"), generation=1, withdrawn=(GONE, older))
    folder.remember((EVERYWHERE,))
    text = (path / "manifest.json").read_text("utf-8")
    assert text.endswith(
        ' },\n "withdrawn": [\n'
        '  {"feed": "world", "id": "tag:x:1", "reason": "article-gone", "when": "2026-11-20T12:00:00Z"},\n'
        '  {"id": "tag:x:é", "reason": "takedown", "when": "2026-11-20T12:00:00Z"},\n'
        '  {"feed": "world", "id": "tag:x:é", "reason": "takedown", "when": "2026-11-20T12:00:00Z"}\n ]\n}\n'
    )
    assert json.loads(text)["feeds"]["world"]["entries"] == ["tag:x:one"]
    again = Folder.open(path)
    assert again.manifest() == folder.manifest()
    assert again.manifest().withdrawn == (older, EVERYWHERE, GONE)
    again.close()


def test_what_is_remembered_stays_as_it_was_first_written_whatever_is_published_or_removed(
    folder: Folder, path: Path
) -> None:
    folder.publish("world", pair("one"), generation=1, withdrawn=(GONE,))
    later = GONE.model_copy(update={"when": GONE.when + timedelta(days=1), "reason": Reason.ARTICLE_GONE})
    before = written(path)["manifest.json"]
    folder.remember((later, GONE))
    folder.publish("world", pair("one"), generation=2, withdrawn=(later,))
    assert written(path)["manifest.json"] == before
    folder.remove("world")
    assert folder.manifest() == Manifest(withdrawn=(GONE,))
    folder.publish("world", pair("two"), generation=3)
    assert folder.manifest().withdrawn == (GONE,)
    assert folder.verify() == ()


def test_with_nothing_to_remember_no_manifest_is_made(folder: Folder, path: Path) -> None:
    folder.remember(())
    assert names(path) == set()


@pytest.mark.parametrize(
    "line", ['"tag:x:1"', '{"id": "tag:x:1"}', '{"id": "tag:x:1", "reason": "dull", "when": 1}', "7"]
)
def test_a_memory_that_can_not_be_read_is_an_unreadable_manifest(folder: Folder, path: Path, line: str) -> None:
    (path / "manifest.json").write_text(f'{{"feeds": {{}}, "withdrawn": [{line}]}}')
    with pytest.raises(StoreError) as caught:
        folder.manifest()
    assert caught.value.code == "manifest-unreadable"


def written(folder: Path) -> dict[str, tuple[int, ...]]:
    """Give what writing a file changes of it; reading it changes nothing of that."""
    found = {entry.name: entry.stat() for entry in folder.iterdir()}
    return {name: (one.st_ino, one.st_size, one.st_mtime_ns, one.st_ctime_ns) for name, one in found.items()}


@pytest.mark.proves("D-06")
def test_a_thousand_publishes_of_the_same_write_nothing(path: Path) -> None:
    calls = FaultyCalls()
    folder = Folder.open(path, calls=calls)
    folder.publish("world", pair("one"), generation=1)
    before = written(path)
    calls.done.clear()
    for generation in range(2, 1002):
        assert folder.publish("world", pair("one"), generation=generation) == ()
    assert set(calls.done) <= {"lock", "unlock", "stat", "open", "read", "close"}
    assert written(path) == before
    folder.close()


def test_only_the_format_that_changed_is_written(folder: Folder, path: Path) -> None:
    rss, atom = pair("one")
    folder.publish("world", (rss, atom), generation=1)
    before = written(path)["world.atom"]
    assert folder.publish("world", (feed("<rss>two</rss>"), atom), generation=2) == ("world.rss",)
    assert written(path)["world.atom"] == before


def test_a_format_that_is_no_longer_published_leaves(folder: Folder, path: Path) -> None:
    rss, atom = pair("one")
    folder.publish("world", (rss, atom), generation=1)
    assert folder.publish("world", (atom,), generation=2) == ()
    assert names(path) == {"world.atom", "manifest.json"}


def test_a_file_that_somebody_edited_is_written_again(folder: Folder, path: Path) -> None:
    folder.publish("world", pair("one"), generation=1)
    (path / "world.rss").write_text("<rss>mine</rss>")
    assert folder.publish("world", pair("one"), generation=1) == ("world.rss",)
    assert (path / "world.rss").read_text() == "<rss>one</rss>"


def test_a_lower_generation_never_replaces_a_higher_one(folder: Folder, path: Path) -> None:
    folder.publish("world", pair("two"), generation=2)
    with pytest.raises(PublishError) as caught:
        folder.publish("world", pair("one"), generation=1)
    assert caught.value.code == "generation-superseded"
    assert (path / "world.rss").read_text() == "<rss>two</rss>"
    assert folder.publish("africa", pair("one", name="africa"), generation=1)


def test_a_removed_feed_leaves_with_its_files(folder: Folder, path: Path) -> None:
    folder.publish("world", pair("one"), generation=1)
    folder.publish("africa", pair("one", name="africa"), generation=1)
    assert folder.remove("world", ("rss", "atom")) == ("world.atom", "world.rss")
    assert names(path) == {"africa.rss", "africa.atom", "manifest.json"}
    assert folder.remove("world") == ()
    assert [live.name for live in folder.manifest().feeds] == ["africa"]


def test_what_is_in_place_is_told_from_what_is_not(folder: Folder, path: Path) -> None:
    rss, atom = pair("one")
    files = (("world.rss", rss.digest), ("world.atom", atom.digest))
    assert not folder.in_place(files)
    folder.publish("world", (rss, atom), generation=1)
    assert folder.in_place(files)
    assert folder.in_place(())
    about = (path / "world.rss").stat()
    (path / "world.rss").write_text("<rss>ONE</rss>")
    os.utime(path / "world.rss", ns=(about.st_atime_ns, about.st_mtime_ns))
    assert not folder.in_place(files), "same size and time, other bytes"


def test_the_digest_of_a_file_is_that_of_its_bytes_now(folder: Folder, path: Path) -> None:
    rss, atom = pair("one")
    folder.publish("world", (rss, atom), generation=1)
    assert folder.digest_of("world.rss") == rss.digest
    (path / "world.rss").write_text("<rss>mine</rss>")
    assert folder.digest_of("world.rss") == hashlib.sha256(b"<rss>mine</rss>").hexdigest()
    assert folder.digest_of("nothing.rss") is None
    (path / "link.rss").symlink_to("world.rss")
    assert folder.digest_of("link.rss") is None


def test_what_is_in_place_is_not_read_twice(path: Path) -> None:
    calls = FaultyCalls()
    folder = Folder.open(path, calls=calls)
    rss, atom = pair("one")
    folder.publish("world", (rss, atom), generation=1)
    folder.in_place((("world.rss", rss.digest),))
    calls.done.clear()
    assert folder.in_place((("world.rss", rss.digest),))
    assert calls.done == ["stat"]
    folder.close()


@pytest.mark.proves("S-19")
@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "/abs",
        "a/b",
        ".",
        "CON",
        "x\x00",
        "-rf",
        "a" * 64,
        "é",
        "dot.",
        "",
        "manifest",
        "index",
        "x\n",
        ".hidden",
    ],
)
def test_a_name_that_could_lead_elsewhere_is_refused(folder: Folder, path: Path, name: str) -> None:
    with pytest.raises(PublishError) as caught:
        folder.publish(name, (feed("<rss/>", name=name),), generation=1)
    assert caught.value.code == "name-refused"
    with pytest.raises(PublishError):
        folder.remove(name, ("rss",))
    assert names(path) == set()


def test_a_format_that_could_lead_elsewhere_is_refused(folder: Folder) -> None:
    with pytest.raises(PublishError, match="no format"):
        folder.publish("world", (feed("<rss/>", "rss/../x"),), generation=1)


def test_bytes_that_are_not_the_validated_ones_are_refused(folder: Folder, path: Path) -> None:
    rss = feed("<rss/>")
    for bad in (rss.model_copy(update={"body": b"<rss >"}), rss.model_copy(update={"name": "other"})):
        with pytest.raises(PublishError) as caught:
            folder.publish("world", (bad,), generation=1)
        assert caught.value.code == "not-validated"
    assert names(path) == set()


def symlink(target: Path) -> None:
    target.symlink_to(target.parent.parent / "victim")


def dangling_symlink(target: Path) -> None:
    target.symlink_to(target.parent.parent / "nowhere")


def fifo(target: Path) -> None:
    os.mkfifo(target)


def device(target: Path) -> None:
    try:
        os.mknod(target, stat.S_IFCHR | 0o600, os.makedev(1, 3))
    except PermissionError:
        pytest.skip("making a device needs root")


def hard_link(target: Path) -> None:
    os.link(target.parent.parent / "victim", target)


def directory(target: Path) -> None:
    target.mkdir()


@pytest.mark.proves("H-112", "S-19")
@pytest.mark.parametrize("replace", [symlink, dangling_symlink, fifo, device, hard_link, directory])
@pytest.mark.parametrize("file", ["world.rss", "manifest.json"])
def test_a_target_that_was_replaced_is_refused_and_nothing_is_followed(
    path: Path, replace: Callable[[Path], None], file: str
) -> None:
    (path.parent / "victim").write_text("precious")
    folder = Folder.open(path)
    folder.publish("world", pair("one"), generation=1)
    (path / file).unlink()
    replace(path / file)
    with pytest.raises((PublishError, StoreError)):
        folder.publish("world", pair("two"), generation=2)
    assert (path.parent / "victim").read_text() == "precious"
    assert not (path.parent / "nowhere").exists()
    assert (path / "world.atom").read_text() == "<feed>one</feed>"
    assert not any(name.startswith(".") for name in names(path))
    folder.close()


@pytest.mark.proves("H-112", "S-19")
@pytest.mark.parametrize("replace", [symlink, fifo, hard_link])
def test_what_lies_at_the_place_of_a_temporary_file_is_not_written_through(
    path: Path, replace: Callable[[Path], None]
) -> None:
    (path.parent / "victim").write_text("precious")
    folder = Folder.open(path)
    replace(path / ".syndicator-new-world.rss")
    folder.publish("world", pair("one"), generation=1)
    assert (path.parent / "victim").read_text() == "precious"
    assert (path / "world.rss").read_text() == "<rss>one</rss>"
    folder.close()


def test_the_folder_is_the_one_that_was_opened_whatever_its_name_leads_to_now(folder: Folder, path: Path) -> None:
    path.rename(path.with_name("moved"))
    path.symlink_to(path.parent / "trap")
    (path.parent / "trap").mkdir()
    folder.publish("world", pair("one"), generation=1)
    assert names(path.parent / "trap") == set()
    assert "world.rss" in names(path.with_name("moved"))


@pytest.mark.proves("S-20")
def test_a_folder_that_anybody_may_write_is_refused(path: Path) -> None:
    path.mkdir()
    path.chmod(0o777)
    with pytest.raises(CannotWriteError, match="anybody") as caught:
        Folder.open(path)
    assert caught.value.exit_code == 73
    assert "chmod" in caught.value.hint


@pytest.mark.proves("S-20")
def test_a_folder_of_another_user_is_refused(path: Path) -> None:
    path.mkdir()
    try:
        os.chown(path, 12345, -1)
    except PermissionError:
        pytest.skip("giving a folder away needs root")
    with pytest.raises(CannotWriteError, match="belongs to user 12345"):
        Folder.open(path)


def test_a_file_in_place_of_the_folder_is_refused(path: Path) -> None:
    path.write_text("")
    with pytest.raises(CannotWriteError, match="can not be used"):
        Folder.open(path)


def test_a_manifest_that_was_broken_by_hand_is_an_error_until_it_is_mended(folder: Folder, path: Path) -> None:
    folder.publish("world", pair("one"), generation=1)
    for text in ("<<<<<<< HEAD\n", "[]", '{"feeds": {"world": {"files": {"../x": {"sha256": "0", "size_bytes": 1}}}}}'):
        (path / "manifest.json").write_text(text)
        with pytest.raises(StoreError) as caught:
            folder.publish("world", pair("two"), generation=2)
        assert (caught.value.code, caught.value.exit_code) == ("manifest-unreadable", 65)
        assert [difference.code for difference in folder.verify()] == ["manifest-unreadable"]
    (path / "manifest.json").unlink()
    assert folder.publish("world", pair("one"), generation=2) == ()
    assert folder.verify() == ()


def test_verify_reads_everything_again_and_gives_each_difference(folder: Folder, path: Path) -> None:
    for name in ("world", "africa", "asia"):
        folder.publish(name, pair("one", name=name), generation=1)
    assert folder.verify() == ()
    (path / "africa.rss").unlink()
    (path / "world.atom").write_text("<feed>ONE</feed>")
    (path / "asia.rss").unlink()
    (path / "asia.rss").symlink_to("asia.atom")
    (path / "old.rss").write_text("<rss/>")
    (path / "index.html").write_text("not a feed file of ours")
    assert [(found.file, found.code) for found in folder.verify()] == [
        ("africa.rss", "missing"),
        ("asia.rss", "unsafe"),
        ("old.rss", "unlisted"),
        ("world.atom", "changed"),
    ]


@pytest.mark.proves("D-04")
def test_stale_temporary_files_go_at_the_start_and_only_ours_and_only_old_ones(path: Path) -> None:
    path.mkdir()
    stale = {".syndicator-new-world.rss", ".syndicator-old-world.rss", ".syndicator-new-journal"}
    kept = {".syndicator", "syndicator-new-world.rss", ".new-world.rss", "world.rss.tmp", ".syndicator-new-young.rss"}
    for name in stale | kept:
        (path / name).write_text("x")
    (path / ".syndicator-new-folder").mkdir()
    young = path / ".syndicator-new-young.rss"
    os.utime(young, (young.stat().st_mtime + 3600,) * 2)
    Folder.open(path).close()
    assert names(path) == kept | {".syndicator-new-folder"}


def test_two_folders_on_one_path_take_turns(path: Path) -> None:
    one, two = Folder.open(path), Folder.open(path)
    words = [f"w{number}" for number in range(20)]

    def publish(folder: Folder, name: str) -> None:
        for generation, word in enumerate(words):
            folder.publish(name, pair(word, name=name), generation=generation)

    threads = [
        threading.Thread(target=publish, args=(one, "world")),
        threading.Thread(target=publish, args=(two, "asia")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert one.verify() == two.verify() == ()
    assert [live.name for live in one.manifest().feeds] == ["asia", "world"]
    assert hashlib.sha256((path / "asia.rss").read_bytes()).hexdigest() == pair("w19", name="asia")[0].digest
    one.close()
    two.close()


def test_an_open_folder_that_takes_files_has_no_obstacle(folder: Folder) -> None:
    assert folder.obstacles() == ()


def test_a_folder_that_was_removed_or_exchanged_is_an_obstacle(folder: Folder, path: Path) -> None:
    path.rmdir()
    assert folder.obstacles() == (f"feeds_dir {path}: No such file or directory",)
    path.mkdir()
    (said,) = folder.obstacles()
    assert "another folder" in said


def test_a_folder_that_may_not_be_written_is_an_obstacle(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    (said,) = folder.obstacles()
    assert said.endswith("can not be written")


def test_a_full_disk_is_an_obstacle(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fstatvfs
    monkeypatch.setattr(os, "fstatvfs", lambda file: os.statvfs_result((*real(file)[:4], 0, *real(file)[5:])))
    (said,) = folder.obstacles()
    assert said.endswith("is full")
