"""Whatever is done to one line of the ledger, or to its end: the chain tells, and it holds when nothing was done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from syndicator.model.records import LedgerEvent
from syndicator.store import LedgerCheck, ledger
from syndicator.store.creating import empty
from syndicator.store.engines import Engines
from tests.harness.store_records import later

LINES = 6
NUMBERS = st.integers(1, LINES)
TEXTS = {"at", "body", "previous", "digest"}


@pytest.fixture(scope="module")
def engines() -> Iterator[Engines]:
    """Give a database in memory with a ledger of some lines."""
    made = empty(Path("ledger-laws.db"))
    with made.write() as connection:
        for number in range(LINES):
            event = LedgerEvent(event="permit", subject=f"tag:{number}", evidence=(f"entry:{number}",))
            ledger.append(connection, [event], later(number))
    yield made
    made.close()


@contextmanager
def tampered(engines: Engines) -> Iterator[Connection]:
    """Give a connection whose changes are taken back at the end."""
    with engines.write() as connection:
        point = connection.begin_nested()
        try:
            yield connection
        finally:
            point.rollback()


def checked(connection: Connection) -> LedgerCheck:
    return ledger.verify(connection)


def rows(connection: Connection) -> list[tuple[object, ...]]:
    return [tuple(row) for row in connection.execute(text("SELECT * FROM ledger ORDER BY no"))]


STORABLE = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=80)


@given(no=NUMBERS, column=st.sampled_from(sorted(TEXTS)), value=STORABLE, other=NUMBERS, borrow=st.booleans())
def test_a_line_that_was_changed_in_any_column_is_found(
    engines: Engines, no: int, column: str, value: str, other: int, borrow: bool
) -> None:
    with tampered(engines) as connection:
        before = rows(connection)
        if borrow:
            value = str(connection.scalar(text(f"SELECT {column} FROM ledger WHERE no = :no"), {"no": other}))
        connection.execute(text(f"UPDATE ledger SET {column} = :value WHERE no = :no"), {"value": value, "no": no})
        assume(rows(connection) != before)
        check = checked(connection)
        assert not check.ok
        assert check.broken_at is not None
        assert no <= check.broken_at <= no + 1


@given(no=NUMBERS, at=st.integers(0, 10_000), change=st.sampled_from("+-"))
def test_one_character_of_a_body_is_enough(engines: Engines, no: int, at: int, change: str) -> None:
    with tampered(engines) as connection:
        body = str(connection.scalar(text("SELECT body FROM ledger WHERE no = :no"), {"no": no}))
        at %= len(body)
        changed = body[:at] + (" " if change == "+" else "") + body[at + (change == "-") :]
        connection.execute(text("UPDATE ledger SET body = :body WHERE no = :no"), {"body": changed, "no": no})
        assert checked(connection).broken_at == no


@given(gone=st.sets(NUMBERS, min_size=1))
def test_lines_that_were_removed_are_found_at_the_beginning_within_and_at_the_end(
    engines: Engines, gone: set[int]
) -> None:
    with tampered(engines) as connection:
        for no in gone:
            connection.execute(text("DELETE FROM ledger WHERE no = :no"), {"no": no})
        assert not checked(connection).ok


@given(no=st.integers(-3, LINES + 3).filter(lambda no: not 1 <= no <= LINES), like=NUMBERS)
def test_a_line_that_was_put_in_is_found(engines: Engines, no: int, like: int) -> None:
    with tampered(engines) as connection:
        copy = "INSERT INTO ledger SELECT :no, at, body, previous, digest FROM ledger WHERE no = :like"
        connection.execute(text(copy), {"no": no, "like": like})
        assert not checked(connection).ok


@given(no=NUMBERS, subject=STORABLE)
def test_a_line_put_in_with_a_hash_of_its_own_and_all_later_ones_moved_is_found(
    engines: Engines, no: int, subject: str
) -> None:
    with tampered(engines) as connection:
        previous = str(connection.scalar(text("SELECT previous FROM ledger WHERE no = :no"), {"no": no}))
        for later_one in range(LINES, no - 1, -1):
            connection.execute(text("UPDATE ledger SET no = no + 1 WHERE no = :no"), {"no": later_one})
        body = ledger.canonical(no, later(no), LedgerEvent(event="permit", subject=subject))
        values = {"no": no, "at": "2026-11-20T08:00:00.000000Z", "body": body, "previous": previous}
        values["digest"] = ledger.chained(previous, body)
        connection.execute(text("INSERT INTO ledger VALUES (:no, :at, :body, :previous, :digest)"), values)
        assert not checked(connection).ok


@given(one=NUMBERS, other=NUMBERS)
def test_lines_that_changed_places_are_found(engines: Engines, one: int, other: int) -> None:
    assume(one != other)
    with tampered(engines) as connection:
        for no, to in ((one, -1), (other, one), (-1, other)):
            connection.execute(text("UPDATE ledger SET no = :to WHERE no = :no"), {"no": no, "to": to})
        assert not checked(connection).ok


@given(value=STORABLE, no=st.integers(-2, LINES + 2), gone=st.booleans())
def test_a_head_that_was_changed_or_removed_is_found(engines: Engines, value: str, no: int, gone: bool) -> None:
    with tampered(engines) as connection:
        before = connection.execute(text("SELECT no, digest FROM ledger_head")).one()
        if gone:
            connection.execute(text("DELETE FROM ledger_head"))
        else:
            assume((no, value) != tuple(before))
            connection.execute(text("UPDATE ledger_head SET no = :no, digest = :value"), {"no": no, "value": value})
        assert not checked(connection).ok


def test_an_untouched_ledger_holds(engines: Engines) -> None:
    with tampered(engines) as connection:
        assert checked(connection) == LedgerCheck(ok=True, lines=LINES)
