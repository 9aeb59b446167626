"""What waits for a person: holds, and candidates as long as they may be picked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from syndicator.assemble import for_a_person
from syndicator.model.reasons import Reason
from syndicator.model.records import DecisionRecord

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("kind", "reasons", "until", "waits"),
    [
        ("hold", (Reason.AUTHOR_MISSING,), None, True),
        ("wait", (Reason.NOT_SELECTED,), AT + HOUR, True),
        ("wait", (Reason.NOT_SELECTED, Reason.EMBARGO), AT + HOUR, True),
        ("wait", (Reason.NOT_SELECTED,), AT, False),
        ("wait", (Reason.NOT_SELECTED,), None, False),
        ("wait", (Reason.QUOTA_REACHED,), AT + HOUR, False),
        ("permit", (), None, False),
        ("refusal", (Reason.EDITOR_REFUSED,), None, False),
    ],
)
def test_holds_and_candidates_wait_and_what_expired_does_not(
    kind: str, reasons: tuple[Reason, ...], until: datetime | None, waits: bool
) -> None:
    fields = {"feed": "world", "id": "urn:a", "kind": kind, "reasons": reasons, "until": until, "at": AT - HOUR}
    one = DecisionRecord.model_validate(fields)
    assert for_a_person((one,), AT) == ((one,) if waits else ())
