"""Editorial acts, and the append-only chain of what was decided and done.

A line's hash is SHA-256 over the hash of the line before, a line break, and the canonical JSON of number, instant and
event. Evidence stands in it by digest only, so that evidence can be erased and the chain still verifies. The head,
kept apart, tells when lines were cut off at the end. This shows tampering by accident or by one who does not compute
the chain anew; it is no signature.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Row, Text, bindparam, func, select, type_coerce
from sqlalchemy.dialects.sqlite import insert

from syndicator.model.base import Instant
from syndicator.model.config import Act
from syndicator.model.records import LedgerEvent
from syndicator.store.codec import unreadable
from syndicator.store.tables import act as act_table
from syndicator.store.tables import instant_text, ledger, ledger_head
from syndicator.store.values import LedgerCheck, LedgerLine

FIRST = "0" * 64
"""What stands for the hash before the first line."""

_HEAD = select(ledger_head.c.no, ledger_head.c.digest)
_LINES = select(ledger).where(ledger.c.no > bindparam("after")).order_by(ledger.c.no).limit(bindparam("limit"))
_AS_THEY_STAND = select(
    ledger.c.no, type_coerce(ledger.c.at, Text).label("at"), ledger.c.body, ledger.c.previous, ledger.c.digest
).order_by(ledger.c.no)
"""Lines whose instants are not read yet: one that can not be read is a line that was changed."""
_HOLDING = select(ledger).where(func.instr(ledger.c.body, bindparam("words")) > 0).order_by(ledger.c.no)
_APPEND = insert(ledger)
_head = insert(ledger_head)
_SAVE_HEAD = _head.on_conflict_do_update(
    index_elements=[ledger_head.c.one], set_={"no": _head.excluded.no, "digest": _head.excluded.digest}
)
_ACTS = select(act_table.c.body).order_by(act_table.c.no)
_ADD_ACT = insert(act_table).on_conflict_do_nothing()


def canonical(no: int, at: Instant, event: LedgerEvent) -> str:
    """Give the one JSON text of a line: keys sorted, no spaces, instant in UTC with microseconds."""
    fields = {**event.model_dump(mode="json"), "no": no, "at": instant_text(at)}
    return json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def chained(previous: str, body: str) -> str:
    """Give the hash of a line from the hash before it and its canonical JSON."""
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def append(connection: Connection, events: Sequence[LedgerEvent], at: Instant) -> None:
    """Add lines to the chain within the caller's transaction."""
    if not events:
        return
    head = connection.execute(_HEAD).one_or_none()
    no, digest = (head.no, head.digest) if head is not None else (0, FIRST)
    rows: list[dict[str, Any]] = []
    for event in events:
        no += 1
        body = canonical(no, at, event)
        previous, digest = digest, chained(digest, body)
        rows.append({"no": no, "at": at, "body": body, "previous": previous, "digest": digest})
    connection.execute(_APPEND, rows)
    connection.execute(_SAVE_HEAD, [{"one": 1, "no": no, "digest": digest}])


def lines(connection: Connection, after: int, limit: int) -> list[LedgerLine]:
    """Give lines by number."""
    return [_line(row) for row in connection.execute(_LINES, {"after": after, "limit": limit})]


def about(connection: Connection, subject: str) -> list[LedgerLine]:
    """Give the lines about a subject."""
    words = f'"subject":{json.dumps(subject, ensure_ascii=False)}'
    found = [_line(row) for row in connection.execute(_HOLDING, {"words": words})]
    return [line for line in found if line.event.subject == subject]


def resting_on(connection: Connection, piece: str) -> list[LedgerLine]:
    """Give the lines that rest on a piece of evidence, ``kind:digest``; also that of its erasure."""
    found = [_line(row) for row in connection.execute(_HOLDING, {"words": json.dumps(piece, ensure_ascii=False)})]
    return [line for line in found if piece in line.event.evidence]


def verify(connection: Connection) -> LedgerCheck:
    """Compute the chain again from its first line to its head."""
    previous, no = FIRST, 0
    for row in connection.execute(_AS_THEY_STAND):
        fault = _fault(row, no + 1, previous)
        if fault:
            return LedgerCheck(ok=False, lines=no, broken_at=row.no, message=fault)
        previous, no = row.digest, row.no
    head = connection.execute(_HEAD).one_or_none()
    expected = (head.no, head.digest) if head is not None else (0, FIRST)
    if expected != (no, previous):
        message = f"the ledger ends at line {no}, its head says {expected[0]}"
        return LedgerCheck(ok=False, lines=no, broken_at=no + 1, message=message)
    return LedgerCheck(ok=True, lines=no)


def acts(connection: Connection) -> tuple[Act, ...]:
    """Give the stored acts, oldest first."""
    try:
        return tuple(Act.model_validate_json(body) for body in connection.scalars(_ACTS))
    except ValidationError as error:
        raise unreadable("an editorial act") from error


def record_act(connection: Connection, act: Act) -> None:
    """Write an act and its line within the caller's transaction; the very same act only once."""
    body = act.model_dump_json()
    digest = hashlib.sha256(body.encode()).hexdigest()
    if connection.execute(_ADD_ACT, {"digest": digest, "body": body}).rowcount:
        append(connection, (_event_of(act),), act.at)


def _event_of(act: Act) -> LedgerEvent:
    return LedgerEvent(
        event=act.kind.value,
        subject=act.entry,
        feed=act.feed or "",
        by=act.by,
        message=f"{act.name}: {act.why}" if act.name else act.why,
        evidence=(f"revision:{act.revision}",) if act.revision else (),
    )


def _fault(row: Row[*tuple[Any, ...]], no: int, previous: str) -> str:
    if row.no != no:
        return f"line {no} is missing"
    if row.previous != previous:
        return f"line {no} does not follow the line before it"
    if row.digest != chained(previous, row.body):
        return f"line {no} was changed"
    if not _says(row.body, no, row.at):
        return f"number or instant of line {no} was changed"
    return ""


def _says(body: str, no: int, at: str) -> bool:
    try:
        fields = json.loads(body)
    except ValueError:
        return False
    return isinstance(fields, dict) and fields.get("no") == no and fields.get("at") == at


def _line(row: Row[*tuple[Any, ...]]) -> LedgerLine:
    try:
        fields = json.loads(row.body)
        event = LedgerEvent.model_validate_json(
            json.dumps({name: value for name, value in fields.items() if name not in {"no", "at"}})
        )
    except ValueError as error:
        raise unreadable(f"line {row.no} of the ledger") from error
    return LedgerLine(row.no, row.at, event, row.previous, row.digest)
