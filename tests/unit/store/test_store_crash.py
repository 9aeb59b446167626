"""A transaction stops anywhere: all of it is there after a restart, or nothing of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import event

from syndicator.model.polling import Validators
from syndicator.store import Store, open_store
from tests.harness.store_records import AT, arrival, later, poll, release

ONE, TWO = "tag:x:one", "tag:x:two"
SECOND_TAG = b'"second"'

PROGRAM = """
import sys
from pathlib import Path
from syndicator.store import open_store
from tests.unit.store.test_store_crash import second_poll
from tests.harness.store_records import AT
store = open_store("sqlite", Path(sys.argv[1]), at=AT)
store.record_polls([second_poll()])
store.close()
"""


class StoppedError(BaseException):
    """The process would have ended here."""


def second_poll() -> object:
    """Give a poll with another validator, a new entry, a new revision, and a tombstone."""
    made = poll("uk", arrival(ONE, body="<p>Other.</p>", rights=["CC BY"]), arrival(TWO), tombstones=[ONE], at=later(1))
    return made.model_copy(update={"validators": Validators(url=made.url, etag=SECOND_TAG)})


def first(data_dir: Path) -> None:
    store = open_store("sqlite", data_dir, at=AT)
    store.record_polls([poll("uk", arrival(ONE))])
    store.close()


def is_new(data_dir: Path) -> bool:
    """Check that validators, entries, listing and tombstone are of one moment; tell whether of the newer."""
    store = open_store("sqlite", data_dir, at=AT)
    state = store.source_states()["uk"]
    stored = store.stored("sample-gazette", [ONE, TWO])
    known = store.known_keys("uk", "1")
    problems = store.check(full=True)
    store.close()
    assert problems == ()
    assert state.validators is not None
    signs = {
        state.validators.etag == SECOND_TAG,
        set(stored) == {ONE, TWO},
        stored[ONE].entry.body == "<p>Other.</p>",
        stored[ONE].deleted_upstream is not None,
        set(known.values()) == {ONE, TWO},
    }
    assert len(signs) == 1, "half of a poll"
    return signs.pop()


def stop_at(store: Store, number: int) -> list[str]:
    """Let the writer end before its Nth statement; give the statements."""
    done: list[str] = []

    @event.listens_for(store._engines._writer, "before_cursor_execute")
    def _count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        done.append(statement)
        if len(done) == number:
            raise StoppedError

    return done


@pytest.mark.proves("P-18")
def test_a_poll_that_stops_before_any_statement_leaves_validators_and_entries_as_they_were(tmp_path: Path) -> None:
    first(tmp_path)
    for number in range(1, 40):
        store = open_store("sqlite", tmp_path, at=AT)
        done = stop_at(store, number)
        try:
            store.record_polls([second_poll()])
        except StoppedError:
            store.close()
            assert not is_new(tmp_path)
        else:
            store.close()
            break
    assert len(done) > 8
    assert is_new(tmp_path)


def test_a_release_that_stops_before_any_statement_leaves_nothing(tmp_path: Path) -> None:
    first(tmp_path)
    for number in range(1, 40):
        store = open_store("sqlite", tmp_path, at=AT)
        stop_at(store, number)
        try:
            generation = store.record_release(release(ONE))
        except StoppedError:
            found = (store.feed_state("world"), store.live("world"), store.decisions(), store.ledger())
            assert found == (None, (), (), [])
            assert store.stored("sample-gazette", [ONE])[ONE].first_live is None
            store.close()
        else:
            assert generation == 1
            assert store.verify_ledger().lines == 1
            store.close()
            break
    assert number > 8


@pytest.mark.proves("P-18")
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("call", ["pwrite64", "fdatasync"])
def test_a_process_killed_at_any_write_or_sync_leaves_validators_with_their_entries(tmp_path: Path, call: str) -> None:
    ends = []
    for number in range(1, 99, 1 if call == "fdatasync" else 7):
        data_dir = tmp_path / str(number)
        first(data_dir)
        command = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}"]
        command += ["-e", f"inject={call}:error=EIO:signal=KILL:when={number}"]
        command += [sys.executable, "-B", "-c", PROGRAM, str(data_dir)]
        code = subprocess.run(command, capture_output=True).returncode
        ends.append(is_new(data_dir))
        if code == 0:
            break
    assert code == 0
    assert ends == sorted(ends)
    assert len(ends) > 2
    assert not ends[0]
