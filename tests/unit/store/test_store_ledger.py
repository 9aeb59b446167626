from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from syndicator.errors import StoreError
from syndicator.model.records import LedgerEvent
from syndicator.store import LedgerCheck, open_store
from tests.harness.store_records import AT, arrival, poll

CHANGED = "UPDATE ledger SET body = replace(body, 'three', 'tree') WHERE no = 3"


def check_after(data_dir: Path, *statements: str) -> LedgerCheck:
    store = open_store("sqlite", data_dir, at=AT)
    events = [
        LedgerEvent(event="permit", subject=word, evidence=("e" * 64,)) for word in ("one", "two", "three", "four")
    ]
    store.append_events(events, at=AT)
    store.close()
    raw = sqlite3.connect(data_dir / "syndicator.db")
    for statement in statements:
        raw.execute(statement)
    raw.commit()
    raw.close()
    store = open_store("sqlite", data_dir, at=AT)
    check = store.verify_ledger()
    store.close()
    return check


@pytest.mark.parametrize(
    ("statement", "broken_at", "message"),
    [
        (CHANGED, 3, "changed"),
        ("UPDATE ledger SET at = '2020-01-01T00:00:00.000000Z' WHERE no = 2", 2, "number or instant"),
        ("UPDATE ledger SET digest = 'x' WHERE no = 2", 2, "changed"),
        ("UPDATE ledger SET previous = 'x' WHERE no = 2", 2, "does not follow"),
        ("DELETE FROM ledger WHERE no = 2", 3, "line 2 is missing"),
        ("DELETE FROM ledger WHERE no = 4", 4, "ends at line 3"),
        ("DELETE FROM ledger", 1, "ends at line 0"),
        ("DELETE FROM ledger_head", 5, "its head says 0"),
    ],
)
def test_whatever_is_done_to_a_line_is_found(tmp_path: Path, statement: str, broken_at: int, message: str) -> None:
    check = check_after(tmp_path, statement)
    assert (check.ok, check.broken_at) == (False, broken_at)
    assert message in check.message


def test_an_untouched_ledger_verifies(tmp_path: Path) -> None:
    assert check_after(tmp_path) == LedgerCheck(ok=True, lines=4)


def test_the_chain_verifies_when_evidence_was_erased_and_its_claim_is_empty(tmp_path: Path) -> None:
    store = open_store("sqlite", tmp_path, at=AT)
    store.record_polls([poll("uk", arrival("tag:x:1", rights=["CC BY"]))])
    store.close()
    assert check_after(tmp_path, "UPDATE evidence SET raw = NULL").ok
    store = open_store("sqlite", tmp_path, at=AT)
    (claim,) = store.claims_of("tag:x:1")
    assert (claim.raw, claim.license_key) == ("", "cc:by-nd/4.0")
    store.close()


@pytest.mark.parametrize(
    ("statement", "question"),
    [
        ("UPDATE revision SET payload = x'00'", "newest"),
        ("UPDATE revision SET claims = '{'", "newest"),
        ('UPDATE revision SET claims = \'[{"digest": "x"}]\'', "newest"),
        ("UPDATE evidence SET raw = x'00'", "newest"),
        ("UPDATE ledger SET body = '{}'", "ledger"),
        ("INSERT INTO act VALUES (1, 'd', '{}')", "acts"),
        ("UPDATE source SET info = '{}'", "source_states"),
        ("UPDATE source SET last_attempt = 'yesterday'", "source_states"),
        ("INSERT INTO feed VALUES ('f', 1, '', NULL, '[', 0, '2026-01-01T00:00:00.000000Z')", "feed_state"),
        ("INSERT INTO live VALUES ('f', 'i', 'd', 'half', '2026-01-01T00:00:00.000000Z', NULL)", "live"),
        ("INSERT INTO decision VALUES ('f','i','?','[]','',NULL,'2026-01-01T00:00:00.000000Z','','','')", "decisions"),
    ],
)
def test_a_row_that_is_not_what_was_written_is_an_error_of_ours(tmp_path: Path, statement: str, question: str) -> None:
    store = open_store("sqlite", tmp_path, at=AT)
    store.record_polls([poll("uk", arrival("tag:x:1", rights=["CC BY"]))])
    store.close()
    check_after(tmp_path, statement)
    store = open_store("sqlite", tmp_path, at=AT)
    asked = {
        "newest": lambda: store.newest(["uk"], limit=1),
        "live": lambda: store.live("f"),
        "feed_state": lambda: store.feed_state("f"),
    }
    with pytest.raises(StoreError) as caught:
        asked.get(question, getattr(store, question))()
    assert caught.value.code == "store-corrupt"
    store.close()
