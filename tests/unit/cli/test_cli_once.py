"""``once``: what it exits with, and what a running daemon is asked for in its place."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from cli_place import MAIN, Desk
from harness.store_records import AT, arrival, poll

from syndicator.errors import CannotWriteError, StoreError
from syndicator.model.polling import PollKind
from syndicator.model.records import DecisionRecord, FeedOutcome, SourceOutcome
from syndicator.ops.control import PollRequest, Reply, Request, Status, decode_request, encode, listen, socket_path
from syndicator.ops.lock import DataLock
from syndicator.store import open_store

NOW = ("--now", "2026-11-20T08:30:00Z")
"""Half an hour after the poll that the store remembers: nothing is due."""


@pytest.fixture
def polled(desk: Desk) -> Desk:
    """Give a desk whose source was polled half an hour ago."""
    store = open_store("sqlite", desk.data, at=AT)
    store.record_polls([poll("gazette", arrival("tag:gazette.example,2026:1"))])
    store.close()
    return desk


def test_with_nothing_due_it_releases_what_is_stored_and_then_has_nothing_to_do(polled: Desk) -> None:
    first = polled.run("once", *NOW, "--format", "json")
    assert (first.code, first.err) == (0, "")
    assert (first.json["dry_run"], first.json["sources"], first.json["not_due"]) == (False, [], 1)
    assert first.json["next_due"] == "2026-11-20T09:00:00+00:00"
    (feed,) = first.json["feeds"]
    assert [one["kind"] for one in feed["decisions"]] == ["hold"]
    second = polled.run("once", *NOW)
    assert second.code == 0
    assert "1 source not due. The next poll is due at 2026-11-20 09:00:00 UTC." in second.out
    assert "Sources" not in second.out


def test_only_the_feed_that_was_named_is_released(polled: Desk) -> None:
    path = polled.folder / "config/feeds/other.toml"
    path.write_text((polled.folder / "config/feeds/world.toml").read_text())
    assert [one["feed"] for one in polled.run("once", *NOW, "--feed", "other", "--format", "json").json["feeds"]] == [
        "other"
    ]


def test_invented_time_never_goes_into_a_store_that_real_polls_feed(desk: Desk) -> None:
    (desk.folder / "config/sources/far.toml").write_text('url = "https://gazette.sampletown.org/feed"\n')
    (desk.folder / "config/syndicator.toml").write_text(MAIN)
    before = desk.everything()
    refused = desk.run("once", *NOW)
    assert refused.code == 2
    assert "far" in refused.err
    assert "--dry-run" in refused.err
    assert desk.everything() == before


def release_that(monkeypatch: pytest.MonkeyPatch, outcome: FeedOutcome | Exception) -> None:
    """Let every release end in this."""

    def release(*_: object) -> FeedOutcome:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr("syndicator.pipeline.release", release)


def test_a_feed_that_the_gate_kept_exits_1_and_says_why(polled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = FeedOutcome(feed="world", outcome="kept", code="gate-refused", message="world.rss: 1 error")
    release_that(monkeypatch, kept)
    ran = polled.run("once", *NOW)
    assert ran.code == 1
    assert "kept" in ran.out
    assert "gate-refused: world.rss: 1 error" in ran.out


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (CannotWriteError("world.rss can not be written: No space left", hint="make room", code="disk-full"), 73),
        (StoreError("the database is damaged", hint="restore a backup", code="store-corrupt"), 65),
        (RuntimeError("never thought of"), 1),
    ],
)
def test_a_release_that_fails_exits_with_the_code_of_its_error(
    polled: Desk, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int
) -> None:
    release_that(monkeypatch, error)
    ran = polled.run("once", *NOW, "--format", "json")
    assert ran.code == code
    (feed,) = ran.json["feeds"]
    assert feed["outcome"] == "failed"
    assert str(error).partition("\n")[0] in feed["message"]


def test_an_act_whose_release_fails_exits_with_its_code_too(polled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    release_that(monkeypatch, CannotWriteError("no space left", hint="make room", code="disk-full"))
    ran = polled.run("takedown", "tag:gazette", "--reason", "asked")
    assert ran.code == 73
    assert "takedown: tag:gazette.example,2026:1, by " in ran.out
    assert "world: failed, disk-full: no space left" in ran.out


DOWN = SourceOutcome(source="gazette", outcome=PollKind.SOFT_ERROR, code="http-503", message="busy", hint="wait")
HELD = DecisionRecord(feed="world", id="tag:x", kind="hold", at=AT, title="On\x1b[2J x", reasons=())
DONE = Reply(
    sources=(DOWN,),
    feeds=(FeedOutcome(feed="world", outcome="unchanged", entries=1, decisions=(HELD,)),),
    status=Status(pid=7, problems=(), summary="1 source", next_due=AT),
)


@contextmanager
def daemon(desk: Desk, reply: Reply) -> Iterator[list[Request]]:
    """Hold the data folder and answer one request, as a daemon does."""
    desk.data.mkdir(exist_ok=True)
    asked: list[Request] = []
    channel = listen(socket_path(desk.data))
    channel.setblocking(True)  # noqa: FBT003, RUF100  # the socket's own word

    def answer() -> None:
        with channel.accept()[0] as connection, connection.makefile("rb") as stream:
            asked.append(decode_request(stream.readline()))
            connection.sendall(encode(reply))

    thread = threading.Thread(target=answer, daemon=True)
    with DataLock.take(desk.data):
        thread.start()
        yield asked
    channel.close()


def test_a_running_daemon_is_asked_for_all_that_was_asked_of_the_command(desk: Desk) -> None:
    with daemon(desk, DONE) as asked:
        ran = desk.run("once", "--source", "gazette", "--feed", "world", "--force", "--format", "json")
    (request,) = asked
    assert isinstance(request, PollRequest)
    assert (request.sources, request.feeds, request.force) == (("gazette",), ("world",), True)
    assert request.by
    assert [one["code"] for one in ran.json["sources"]] == ["http-503"]
    assert (ran.json["not_due"], ran.json["dry_run"]) == (0, False)
    assert ran.code == 69
    assert ran.err.splitlines() == ["syndicator: gazette could not be polled: busy", "  wait"]


def test_a_source_that_is_down_fails_nobody_who_did_not_ask_for_it(desk: Desk) -> None:
    with daemon(desk, DONE) as asked:
        ran = desk.run("once")
    (request,) = asked
    assert isinstance(request, PollRequest)
    assert (request.sources, request.feeds, request.force) == ((), (), False)
    assert (ran.code, ran.err) == (0, "")
    assert "http-503: busy" in ran.out
    assert "On\\u001b[2J x" in ran.out


def test_what_the_daemon_refuses_ends_the_command_with_its_code(desk: Desk) -> None:
    with daemon(desk, Reply(exit_code=73, code="disk-full", message="no room", hint="make some")):
        ran = desk.run("once")
    assert (ran.code, ran.out) == (73, "")
    assert ran.err.splitlines() == ["syndicator: no room", "  make some"]


def test_a_daemon_is_not_given_another_clock(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    with daemon(desk, DONE) as asked:
        ran = desk.run("once", *NOW)
    assert ran.code == 2
    assert "its clock is the machine's; add --dry-run, or stop it" in ran.err
    assert asked == []


def test_a_dry_run_beside_a_daemon_asks_it_for_nothing(polled: Desk) -> None:
    with daemon(polled, DONE) as asked:
        before = polled.everything()
        ran = polled.run("once", "--dry-run", *NOW, "--format", "json")
        assert polled.everything() == before
    assert (ran.code, ran.json["dry_run"], asked) == (0, True, [])
    assert [one["kind"] for feed in ran.json["feeds"] for one in feed["decisions"]] == ["hold"]


def test_an_act_is_handed_to_the_daemon_whole(desk: Desk) -> None:
    with daemon(desk, Reply(code="tag:x", message="approve: tag:x, by Jo", feeds=DONE.feeds)) as asked:
        ran = desk.run(
            "approve", "tag:x", "--reason", "fine", "--by", "Jo", "--feed", "world", "--author", "A, B", "--pin"
        )
    (request,) = asked
    assert request.model_dump(exclude={"op"}) == {
        "kind": "approve",
        "entry": "tag:x",
        "by": "Jo",
        "why": "fine",
        "feed": "world",
        "pinned": True,
        "author": "A, B",
        "name": None,
    }
    assert ran.code == 0
    assert "approve: tag:x, by Jo" in ran.out
    assert "world: hold" in ran.out
