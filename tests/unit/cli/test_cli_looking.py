"""``sources``, ``publishers``, ``ledger``, ``holds`` and ``validate``: what they show, as text and as JSON."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from cli_place import SOURCE, Desk
from harness.commands import command
from harness.store_records import AT, arrival, poll, release

from syndicator.model.polling import Due, PollKind
from syndicator.model.records import DecisionRecord, LedgerEvent
from syndicator.store import Store, open_store

ID = "tag:gazette.example,2026:1"


@contextmanager
def writing(desk: Desk) -> Iterator[Store]:
    """Give the desk's store, to put something into it."""
    store = open_store("sqlite", desk.data, at=AT)
    try:
        yield store
    finally:
        store.close()


@pytest.mark.proves("P-73")
def test_sources_list_says_how_each_source_is_and_why_it_is_polled_when(desk: Desk) -> None:
    (desk.folder / "config/sources/new.toml").write_text(SOURCE.replace("gazette", "new"))
    (desk.folder / "config/sources/off.toml").write_text(SOURCE.replace("gazette", "off") + "enabled = false\n")
    failure = poll("gazette", at=AT + timedelta(hours=1), info=None, outcome=PollKind.SOFT_ERROR).model_copy(
        update={
            "code": "http-503",
            "message": "the server is\x1b[2J busy\nwait for it",
            "errors": 2,
            "due": Due(at=AT + timedelta(hours=3), because="backoff after 2 failures"),
        }
    )
    with writing(desk) as store:
        store.record_polls([poll("gazette", arrival(ID))])
        store.record_polls([failure])
    text = desk.run("sources", "list")
    assert text.code == 0
    words = " ".join(text.out.split())
    assert "gazette 11-20 09:00 11-20 11:00 soft error, validators kept http-503: the server is\\u001b[2J busy" in words
    assert (
        "wait for it 2 failures in a row; last success: 2026-11-20 08:00 next poll: backoff after 2 failures" in words
    )
    assert "new never now" in words
    assert "off never off disabled in its file" in words
    assert words.endswith("3 sources; times are UTC.")
    by_id = {one["id"]: one["state"] for one in desk.run("sources", "--format", "json").json["sources"]}
    state = by_id["gazette"]
    assert (state["last_attempt"], state["last_success"]) == ("2026-11-20T09:00:00Z", "2026-11-20T08:00:00Z")
    assert (state["next_due"], state["due_because"]) == ("2026-11-20T11:00:00Z", "backoff after 2 failures")
    assert (state["code"], state["errors"], bool(state["validators"])) == ("http-503", 2, True)
    assert by_id["new"] is None


def test_looking_at_what_was_never_run_shows_nothing_and_makes_nothing(desk: Desk) -> None:
    before = desk.everything()
    assert "0 holds" in desk.run("holds").out
    assert desk.run("holds", "--all", "--format", "json").json == {"decisions": [], "quotas": [], "to_tell": []}
    assert "0 lines; the chain holds." in desk.run("ledger", "verify").out
    assert desk.run("ledger", "list", "--format", "json").json == {"lines": []}
    assert desk.run("sources").code == 0
    refused = desk.run("explain", "tag:x")
    assert (refused.code, refused.out) == (1, "")
    assert "no stored entry answers to 'tag:x'" in refused.err
    assert desk.everything() == before


def test_publishers_are_listed_shown_and_reviewed(desk: Desk) -> None:
    (desk.folder / "config/sources/nasa.toml").write_text(
        'publisher = "nasa"\nurl = "http://127.0.0.1:9/nasa"\nterms_read = { by = "Jo Park", on = 2026-11-02 }\n'
    )
    (desk.folder / "config/sources/tc.toml").write_text('publisher = "nasa"\nurl = "http://127.0.0.1:9/tc"\n')
    own = desk.folder / "config/publishers/nasa.toml"
    own.parent.mkdir(exist_ok=True)
    own.write_text('terms_url = "http://127.0.0.1:9/terms"\n')
    listed = desk.run("publishers", "list")
    assert listed.code == 0
    assert "the-conversation The Conversation selective 3/day cc:by-nd/4.0" in " ".join(listed.out.split())
    ids = [one["id"] for one in desk.run("publishers", "list", "--format", "json").json["publishers"]]
    assert {"nasa", "the-conversation"} <= set(ids)
    shown = desk.run("publishers", "show", "the-conversation")
    assert "https://theconversation.com/uk/republishing-guidelines" in shown.out
    assert "never_all" in shown.out
    assert "…" not in shown.out
    assert desk.run("publishers", "show", "the-conversation", "--format", "json").json["license"] == "cc:by-nd/4.0"
    review = desk.run("publishers", "review", "nasa")
    assert review.code == 1
    assert "open it in a browser: the reading is yours" in review.err
    assert "https://www.nasa.gov" in review.out
    assert "It could not be read now: http://127.0.0.1:9/terms" in review.out
    assert "A reading holds for 180 days." in review.out
    assert "sources/nasa.toml: read by Jo Park on 2026-11-02" in review.out
    assert "sources/tc.toml: not signed" in review.out
    assert 'terms_read = { by = "Your Name", on = YYYY-MM-DD }' in review.out


FORMULAS = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1")


@pytest.mark.proves("H-109")
def test_no_cell_of_an_exported_ledger_is_taken_for_a_formula(desk: Desk) -> None:
    with writing(desk) as store:
        events = [LedgerEvent(event="approve", subject=text, by=text, message=text) for text in FORMULAS]
        store.append_events(events, at=AT)
        store.append_events([LedgerEvent(event="approve", subject="plain, 'text'", message='two\r\nlines "x"')], at=AT)
    exported = desk.run("ledger", "export", "--format", "csv")
    assert exported.code == 0
    head, *rows = list(csv.reader(io.StringIO(exported.out, newline="")))
    assert head == ["no", "when", "event", "feed", "subject", "by", "reasons", "message", "hash"]
    for text, row in zip(FORMULAS, rows, strict=False):
        assert (row[4], row[5], row[7]) == (f"'{text}", f"'{text}", f"'{text}")
    assert (rows[-1][4], rows[-1][7]) == ("plain, 'text'", 'two\r\nlines "x"')
    assert not any(cell[:1] in set("=+-@\t\r") for row in rows for cell in row)
    lines = desk.run("ledger", "export").json["lines"]
    assert [one["event"]["subject"] for one in lines] == [*FORMULAS, "plain, 'text'"]


def test_the_ledger_is_listed_from_where_one_likes(desk: Desk) -> None:
    with writing(desk) as store:
        for number in range(5):
            event = LedgerEvent(event="hold", subject=f"tag:{number}", feed="world", reasons=("a", "b"), message="why")
            store.append_events([event], at=AT)
    shown = desk.run("ledger", "list", "--after", "1", "--limit", "2")
    assert shown.code == 0
    assert "a, b: why" in shown.out
    assert "in world" in shown.out
    assert [line.split()[0] for line in shown.out.splitlines() if line[:1].isdigit()] == ["2", "3"]
    assert "`syndicator ledger list --after 3`" in shown.out
    lines = desk.run("ledger", "list", "--after", "3", "--format", "json").json["lines"]
    assert [one["no"] for one in lines] == [4, 5]
    assert lines[0]["at"] == "2026-11-20T08:00:00Z"


def test_a_ledger_that_was_changed_by_hand_is_found(desk: Desk) -> None:
    with writing(desk) as store:
        store.append_events(
            [LedgerEvent(event="refuse", subject=f"tag:{number}", by="Jo") for number in range(3)], at=AT
        )
    assert desk.run("ledger", "verify", "--format", "json").json["ok"] is True
    raw = sqlite3.connect(desk.database)
    raw.execute("DELETE FROM ledger WHERE no = 2")
    raw.commit()
    raw.close()
    text = desk.run("ledger", "verify")
    assert text.code == 65
    assert "the chain is broken" in text.out
    assert "broken at line" in text.err
    assert "restore a backup" in text.err
    as_json = desk.run("ledger", "verify", "--format", "json")
    assert (as_json.code, as_json.json["ok"]) == (65, False)


def test_holds_say_what_to_do_and_all_decisions_come_when_asked_for(desk: Desk) -> None:
    def decided(kind: str, reason: str, title: str) -> DecisionRecord:
        return DecisionRecord.model_validate(
            {"feed": "world", "id": f"tag:{title}", "kind": kind, "reasons": (reason,), "at": AT, "title": title},
            strict=False,
        )

    with writing(desk) as store:
        decisions = (
            decided("hold", "author-missing", "One"),
            decided("hold", "license-missing", "Two\x1b[2J"),
            decided("refusal", "rights-reserved", "Three"),
        )
        store.record_polls([poll("gazette", *(arrival(one.id) for one in decisions))])
        store.record_release(release(decisions=decisions))
    text = desk.run("holds")
    assert text.code == 0
    assert "world: 2 entries" in text.out
    assert "tag:One" in text.out
    assert "→ Look the author up and approve with --author" in text.out
    assert "\x1b" not in text.out
    assert "Three" not in text.out
    assert "2 holds; `syndicator approve ENTRY --reason TEXT` can lift 1." in text.out
    every = desk.run("holds", "--all")
    assert "Three" in every.out
    assert "refusal" in every.out
    kinds = [one["kind"] for one in desk.run("holds", "--all", "--format", "json").json["decisions"]]
    assert sorted(kinds) == ["hold", "hold", "refusal"]
    assert desk.run("holds", "--feed", "other", "--format", "json").json == {
        "decisions": [],
        "quotas": [],
        "to_tell": [],
    }


GOOD = b"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><id>tag:paper.example,2026:f</id>
<updated>2026-11-20T08:00:00Z</updated><author><name>A</name></author>
<link rel="self" href="https://paper.example/f.atom"/></feed>
"""
BAD = GOOD.replace(b"<title>T</title>", b"").replace(b"2026-11-20T08", b"yesterday")


def test_validate_names_each_finding_with_file_line_and_column(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.atom", tmp_path / "bad.atom"
    good.write_bytes(GOOD)
    bad.write_bytes(BAD)
    fine = command("validate", good)
    assert (fine.code, fine.err) == (0, "")
    assert fine.out.endswith("1 document checked: 0 errors, 0 warnings, 1 note.\n")
    wrong = command("validate", good, bad, "-", stdin=BAD)
    assert (wrong.code, wrong.err) == (1, "")
    assert f"{bad}:3:" in wrong.out
    assert "stdin:3:" in wrong.out
    assert "3 documents checked: " in wrong.out
    as_json = command("validate", "--format", "json", good, bad, "-", stdin=BAD)
    assert as_json.code == 1
    findings = as_json.json["findings"]
    assert {one["file"] for one in findings} == {str(good), str(bad), "stdin"}
    assert not [one for one in findings if one["file"] == str(good) and one["severity"] == "error"]
    assert as_json.json["errors"] == sum(one["severity"] == "error" for one in findings) > 0
    for one in findings:
        assert {"file", "line", "column", "code", "severity", "message", "help"} <= set(one)
        assert one["help"]


def test_validate_takes_what_is_no_feed_for_an_error_and_nothing_more() -> None:
    for body in (b"", b"\x00\xff" * 50, b"<html><body>busy</body></html>", b"{", b"<a>" * 5000):
        ran = command("validate", "-", stdin=body)
        assert ran.code == 1
        assert "stdin:" in ran.out
        assert ran.err == ""
