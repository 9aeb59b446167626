"""The real daemon: started, asked, told new things, starved, killed, and ended."""

from __future__ import annotations

import re
import signal
import socket
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from harness.gazettes import SIGNED, Gazettes
from harness.program import Files, Place
from harness.service import Service, Tarpit, until

TARPITS = 4
"""Sources on one slow host that are asked one after the other: for two minutes, a poll of it is under way."""


def configured(folder: Path, upstream: Files, tarpit_port: int = 0, listen: str = "127.0.0.1:0") -> Place:
    """Write a configuration over a loopback upstream; the daemon takes any free port."""
    gazettes = Gazettes(7, tombstones=False)
    upstream.documents.update(gazettes.move_on())
    place = gazettes.place(folder, upstream)
    place.write(
        "config/syndicator.toml",
        'contact = "https://example.org/about"\nbase_url = "https://feeds.example.org/"\n'
        f'[poll]\nhost_gap = "0s"\nhost_concurrency = 1\n[serve]\nlisten = "{listen}"\n'.replace(
            "host_concurrency = 1",
            f'host_concurrency = 1\nallow = ["127.0.0.1/32:{upstream.port}", "127.0.0.0/8:{tarpit_port or 9}"]',
        ),
    )
    return place


def slow(place: Place, port: int, count: int = TARPITS) -> None:
    """Configure sources on a host that never answers."""
    names = [f"slow{number}" for number in range(count)]
    for name in names:
        place.write(f"config/sources/{name}.toml", f'url = "http://{Tarpit.HOST}:{port}/{name}"\n{SIGNED}\n')
    place.feed("slow", names)


def ids(body: bytes) -> list[str]:
    return re.findall(r"<entry>.*?<id>([^<]+)</id>", body.decode(), re.DOTALL)


@pytest.fixture
def upstream() -> Iterator[Files]:
    with Files({}) as files:
        yield files


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A daemon that has published, for questions that change nothing."""
    with Files({}) as files:
        place = configured(tmp_path_factory.mktemp("served"), files)
        place.write("config/sources/gone.toml", f'url = "http://127.0.0.1:{files.port}/gone"\n{SIGNED}\n')
        place.feed("gone", ["gone"])
        with Service(place) as service:
            service.ready()
            assert service.get("/").status == 200  # at once: the listener was bound before READY was said
            assert service.told("READY=1") == service.manager.heard[:1]
            service.until_logged("feed-done", 3)
            yield service
            service.signal(signal.SIGTERM)
            assert service.ends() == 0
            assert "Traceback" not in service.log


@pytest.mark.proves("O-01")
def test_ready_is_said_once_all_is_well_with_a_state_in_words(served: Service) -> None:
    assert re.match(r"READY=1\nSTATUS=4 sources, 3 feeds", served.manager.heard[0])
    until(lambda: served.told("STATUS=4 sources, 3 feeds, next poll"), "a STATUS")
    until(lambda: served.told("WATCHDOG=1"), "a sign of life")


@pytest.mark.proves("F-01")
@pytest.mark.parametrize(("kind", "other"), [("rss", "atom"), ("atom", "rss")])
def test_a_feed_is_served_with_its_type_and_asked_again_costs_nothing(served: Service, kind: str, other: str) -> None:
    path = f"/world.{kind}"
    full = served.get(path)
    assert full.status == 200
    assert full.headers["content-type"] == f"application/{kind}+xml; charset=utf-8"
    assert full.headers["x-content-type-options"] == "nosniff"
    assert full.body.lower().startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    assert full.body == (served.place.feeds / f"world.{kind}").read_bytes()
    assert f"world.{other}" in full.headers["link"]
    etag, modified = full.headers["etag"], full.headers["last-modified"]
    assert parsedate_to_datetime(modified).timestamp() <= time.time()
    for asked in ({"If_None_Match": etag}, {"If_Modified_Since": modified}):
        same = served.get(path, **asked)
        assert (same.status, same.body, same.headers["etag"]) == (304, b"", etag)
    head = served.get(path, "HEAD")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(full.body)))


@pytest.mark.proves("F-06")
def test_a_reader_may_keep_a_feed_for_a_quarter_hour_and_an_error_not_at_all(served: Service) -> None:
    assert served.get("/world.rss").headers["cache-control"] == "public, max-age=900, stale-if-error=86400"
    for path, method in (("/nothing.rss", "GET"), ("/world.rss", "POST")):
        assert served.get(path, method).headers["cache-control"] == "no-store"


def test_the_page_lists_every_live_feed_and_unknown_paths_are_plain_text(served: Service) -> None:
    page = served.get("/").body.decode()
    for name in ("wide", "world"):
        for kind in ("rss", "atom"):
            assert f"https://feeds.example.org/{name}.{kind}" in page
    missing = served.get("/%3Cscript%3E")
    assert (missing.status, missing.headers["content-type"]) == (404, "text/plain; charset=utf-8")
    assert b"<script" not in missing.body


def test_it_is_alive_and_ready_although_an_upstream_fails(served: Service) -> None:
    served.until_logged("source-done", 4)
    failed = [line for line in served.lines("source-done") if "source=gone " in line]
    assert "outcome=hard_error" in failed[0] or "outcome=soft_error" in failed[0]
    assert (served.get("/livez").status, served.get("/readyz").body) == (200, b"ok\n")
    assert served.get("/readyz").headers["cache-control"] == "no-store"


@pytest.mark.proves("O-13")
def test_a_log_line_is_one_event_with_stable_fields_and_the_journals_priority(served: Service) -> None:
    events = [line for line in served.log.splitlines() if "event=" in line]
    assert all(re.match(r"<[3-7]>ts=\d{4}-\S+Z level=(info|warning|error) event=[a-z-]+( |$)", line) for line in events)
    polled = next(line for line in events if "event=source-done source=one " in line)
    assert re.search(r" poll_id=one@\S+ outcome=new .*duration_ms=\d+", polled)
    failed = next(line for line in events if "event=source-done source=gone " in line)
    assert failed.startswith("<4>")
    assert re.search(r" code=\S+ .*message=", failed)
    decided = next(line for line in events if "event=entry-decided feed=world " in line)
    assert re.search(r" entry_id=\S+ outcome=permit ", decided)
    assert "sampled town" not in served.log


@pytest.mark.parametrize(
    "command",
    [("sources", "list"), ("holds", "--all"), ("publishers", "list"), ("ledger", "list"), ("ledger", "verify"),
     ("verify",), ("check",), ("explain", "tag:commons.example,2026:1")],
    ids=" ".join,
)  # fmt: skip
def test_a_command_that_only_reads_works_beside_the_daemon(served: Service, command: tuple[str, ...]) -> None:
    ran = served.place.run(*command)
    assert ran.code == 0, ran.err
    assert ran.out


@pytest.mark.proves("D-21")
def test_a_second_instance_ends_with_75_and_names_the_first(served: Service) -> None:
    ran = served.place.run("run")
    assert ran.code == 75
    assert f"process {served.process.pid}" in ran.err
    assert served.get("/readyz").status == 200


@pytest.mark.proves("O-09", "O-10", "D-20", "D-41")
def test_acts_reloads_and_the_end_do_not_wait_for_a_slow_upstream(upstream: Files, tmp_path: Path) -> None:
    """All while a poll is under way that never gets an answer."""
    with Tarpit() as tarpit:
        place = configured(tmp_path, upstream, tarpit.port)
        place.run("once")
        slow(place, tarpit.port)
        with Service(place) as service:
            service.ready()
            until(lambda: tarpit.open, "a request to the slow host")
            asked = list(upstream.statuses)

            entry = ids(service.get("/wide.atom").body)[0]
            begun = time.monotonic()
            taken = place.run("takedown", entry, "--reason", "The author asks for it")
            assert taken.code == 0, taken.err
            for name in ("wide", "world"):
                assert entry not in ids(service.get(f"/{name}.atom").body)
                assert b"<title>Withdrawn</title>" in service.get(f"/{name}.rss").body
            assert time.monotonic() - begun < 60
            assert b"deleted-entry" in service.get("/wide.atom").body

            place.source("late", "/late", SIGNED, 'publisher = "commons"')
            place.feed("late", ["late"])
            upstream.documents["/late"] = upstream.documents["/one"].replace(b"2026:", b"2026:late-")
            service.signal(signal.SIGHUP)
            until(lambda: len(service.told("READY=1")) == 2, "a second READY")
            until(lambda: service.get("/late.atom").status == 200, "the feed of a source that is new")
            assert upstream.statuses == [*asked, ("/late", 200)]  # the reload itself polled nothing else

            place.write("config/feeds/late.toml", "title = 3\n")
            service.signal(signal.SIGHUP)
            until(lambda: len(service.told("READY=1")) == 3, "a third READY")
            assert "the old configuration stays" in service.told("READY=1")[-1]
            assert "late.toml" in service.lines("reload-refused")[0]
            assert service.get("/late.atom").status == 200

            assert not [line for line in service.lines("feed-done") if "feed=slow" in line], "the slow poll is over"
            begun = time.monotonic()
            service.signal(signal.SIGTERM)
            assert service.ends() == 0
            assert time.monotonic() - begun < 10
            assert "aborted" in service.log
            assert service.told("STOPPING=1")
            assert "Traceback" not in service.log
        assert not (tmp_path / "var" / "syndicator.db-wal").exists()
        place.feed("late", ["late"])
        assert place.run("verify").code == 0


def killed(upstream: Files, folder: Path, times: int) -> None:
    """Kill the daemon again and again in the middle of a poll: each source was asked once."""
    with Tarpit() as tarpit:
        place = configured(folder, upstream, tarpit.port)
        place.run("once")
        asked, live = list(upstream.statuses), {one.name: one.read_bytes() for one in place.feeds.iterdir()}
        slow(place, tarpit.port, 1)
        for number in range(times):
            with Service(place) as service:
                service.ready()
                until(lambda: tarpit.open, "the one request to the slow host")
                assert service.get("/world.atom").body == live["world.atom"]
                second = place.run("run") if number == 0 else None
                assert second is None or second.code == 75
                service.signal(signal.SIGKILL)
                assert service.ends() == -signal.SIGKILL
        assert upstream.statuses == asked
        assert len(tarpit.open) == 1
        slow(place, tarpit.port, 2)
        with Service(place) as service:
            service.ready()
            until(lambda: len(tarpit.open) == 2, "a request for the second slow source")
            service.signal(signal.SIGTERM)
            until(lambda: service.told("STOPPING=1"), "STOPPING")
            service.signal(signal.SIGTERM)
            assert service.ends() == 128 + signal.SIGTERM
        assert {one.name: one.read_bytes() for one in place.feeds.iterdir()} == live


def test_after_kill_9_the_feeds_are_there_at_once_and_no_source_is_asked_early(upstream: Files, tmp_path: Path) -> None:
    killed(upstream, tmp_path, 3)


@pytest.mark.slow
@pytest.mark.proves("P-02")
def test_a_hundred_kills_bring_no_source_a_second_request(upstream: Files, tmp_path: Path) -> None:
    killed(upstream, tmp_path, 100)


def test_without_a_network_every_failure_is_told_by_name_and_the_process_keeps_running(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, Files({}) as files:
        port = taken.getsockname()[1]
        place = configured(tmp_path, files, listen=f"127.0.0.1:{port}")
        files.documents.clear()
        refused = place.run("run")
        assert refused.code == 1
        assert f"can not listen on 127.0.0.1 port {port}" in refused.err
        assert "serve" in refused.err
        assert "Traceback" not in refused.err
    place.write(
        "config/syndicator.toml", (tmp_path / "config/syndicator.toml").read_text().replace(f":{port}", ":0", 1)
    )
    with Service(place, journal=False) as service:
        service.ready()
        service.until_logged("source-done", 3)
        for name in ("one", "two", "three"):
            line = next(line for line in service.lines("source-done") if f"source={name} " in line)
            assert re.search(r"warning source-done .*code=[a-z-]+ message=", line)
        until(lambda: service.told("STATUS=3 sources"), "a STATUS after the failures")
        assert service.get("/readyz").status == 200
        states = {one["id"]: one["state"] for one in place.run("sources", "list", "--format", "json").json["sources"]}
        assert {one["errors"] for one in states.values()} == {1}
        assert all("backoff" in one["due_because"] for one in states.values())
        service.signal(signal.SIGINT, group=True)
        assert service.ends() == 0
        assert "Traceback" not in service.log


@pytest.mark.proves("O-07", "F-22")
def test_a_damaged_database_stops_the_work_but_not_the_serving(upstream: Files, tmp_path: Path) -> None:
    place = configured(tmp_path, upstream)
    place.run("once")
    asked, live = list(upstream.statuses), (place.feeds / "world.atom").read_bytes()
    database = place.folder / "var" / "syndicator.db"
    database.write_bytes(b"\xff" * 5000)
    with Service(place) as service:
        service.ready()
        assert "damaged" in service.told("READY=1")[0] or "not a database" in service.told("READY=1")[0]
        assert service.get("/world.atom").body == live
        assert service.get("/livez").status == 200
        unready = service.get("/readyz")
        assert unready.status == 503
        assert str(database) in unready.body.decode()
        assert unready.headers["cache-control"] == "no-store"
        act = place.run("takedown", "tag:commons.example,2026:1", "--reason", "asked")
        assert act.code == 65
        assert "backup" in act.err
        until(lambda: service.told("WATCHDOG=1"), "a sign of life")
        service.signal(signal.SIGTERM)
        assert service.ends() == 0
    assert database.read_bytes() == b"\xff" * 5000
    assert upstream.statuses == asked
    assert (place.feeds / "world.atom").read_bytes() == live
