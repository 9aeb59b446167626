"""The commands on a store that real polls filled: what they do, say, and exit with."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from harness.commands import command
from harness.program import Files, Place, Ran
from harness.service import Service

from syndicator.ops.lock import DataLock

FIRST = "2024-05-21T12:00:00Z"
LATER = "2024-05-21T13:30:00Z"
SIGNED = 'terms_read = { by = "Sam Sample", on = 2024-05-01 }'
TERMS = """name = "The Sample {name}"
url = "https://{host}/"
hosts = ["{host}"]
terms_url = "https://{host}/terms"
review_interval = "36500d"
license = "cc:by/4.0"
automation = "{automation}"
license_may_be_silent = true
own_only = false
"""
TEXT = "The sampled town kept a ledger of tides, and nobody wrote down why it was kept so well for so long. " * 12
TAG = "tag:paper.example,2024:"
PICK = "tag:letter.example,2024:pick"


def entry(host: str, name: str, title: str, author: str = "Ada Sample") -> str:
    person = f"<author><name>{author}</name></author>" if author else ""
    return (
        f"<entry><id>tag:{host},2024:{name}</id><title>{title}</title>{person}"
        f'<link rel="alternate" href="https://{host}/{name}"/>'
        "<published>2024-05-20T08:00:00Z</published><updated>2024-05-20T08:00:00Z</updated>"
        f'<content type="html">&lt;p&gt;{TEXT}&lt;/p&gt;</content></entry>'
    )


def atom(host: str, *entries: str) -> bytes:
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>tag:{host},2024:all</id><title>{host}</title>'
        f'<updated>2024-05-20T08:00:00Z</updated><link href="https://{host}/"/>{"".join(entries)}</feed>'
    ).encode()


DOCUMENTS = {
    "/paper": atom(
        "paper.example",
        entry("paper.example", "tide-one", "Tide one"),
        entry("paper.example", "tide-two", "Tide two"),
        entry("paper.example", "unsigned", "Unsigned", author=""),
    ),
    "/letter": atom("letter.example", entry("letter.example", "pick", "Pick me")),
}


class Desk:
    """A copy of what was polled, for one test to act on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *args: str) -> Ran:
        """Give a command, in this process."""
        return command("--config", self.folder / "config", *args)

    def live(self, feed: str = "world") -> str:
        """Give the text of a live feed."""
        return (self.folder / f"feeds/{feed}.atom").read_text(encoding="utf-8")


class Polled(NamedTuple):
    """The upstream, the place that was polled first, and the report of that."""

    upstream: Files
    place: Place
    ran: Ran


@pytest.fixture(scope="module")
def polled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Polled]:
    with Files(dict(DOCUMENTS)) as upstream:
        place = Place(tmp_path_factory.mktemp("polled"), upstream.port)
        for name, automation in (("paper", "allowed"), ("letter", "manual")):
            text = TERMS.format(name=name.title(), host=f"{name}.example", automation=automation)
            place.write(f"config/publishers/{name}.toml", text)
            place.source(name, f"/{name}", SIGNED, f'publisher = "{name}"')
        place.source("lost", "/lost", SIGNED, 'publisher = "paper"')
        place.feed("world", ["paper", "letter", "lost"])
        place.feed("paper", ["paper"])
        place.write("config/approvals.toml", "# Kept by hand: do not touch.\n")
        yield Polled(upstream, place, place.run("once", "--now", FIRST, "--format", "json"))


@pytest.fixture
def desk(polled: Polled, tmp_path: Path) -> Desk:
    shutil.copytree(polled.place.folder, tmp_path / "desk")
    return Desk(tmp_path / "desk")


def everything(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


def test_once_gives_the_outcome_of_each_source_and_feed_and_a_lost_source_fails_nobody(polled: Polled) -> None:
    ran = polled.ran
    assert (ran.code, ran.err) == (0, "")
    assert {one["source"]: one["outcome"] for one in ran.json["sources"]} == {
        "paper": "new",
        "letter": "new",
        "lost": "hard_error",
    }
    lost = next(one for one in ran.json["sources"] if one["source"] == "lost")
    assert lost["code"] == "http-404"
    assert lost["message"]
    assert lost["hint"]
    assert {one["feed"]: one["outcome"] for one in ran.json["feeds"]} == {"world": "published", "paper": "published"}
    assert polled.place.decisions(ran.json) == {
        "Tide one": ("permit", []),
        "Tide two": ("permit", []),
        "Unsigned": ("hold", ["author-missing"]),
        "Pick me": ("hold", ["automation-forbidden"]),
    }
    assert (ran.json["not_due"], ran.json["dry_run"]) == (0, False)


@pytest.mark.proves("P-74")
def test_a_dry_run_asks_each_due_source_once_and_writes_nothing(polled: Polled, desk: Desk) -> None:
    before, asked = everything(desk.folder), len(polled.upstream.statuses)
    place = Place.__new__(Place)
    place.folder, place.port = desk.folder, polled.place.port
    report = place.once(LATER, "--dry-run")
    assert sorted(polled.upstream.statuses[asked:]) == [("/letter", 304), ("/lost", 404), ("/paper", 304)]
    assert report["dry_run"] is True
    assert {one["source"]: one["outcome"] for one in report["sources"]} == {
        "paper": "not_modified",
        "letter": "not_modified",
        "lost": "hard_error",
    }
    assert everything(desk.folder) == before
    not_due = place.once(FIRST, "--dry-run")
    assert not_due["sources"] == []
    assert len(polled.upstream.statuses) == asked + 3
    assert everything(desk.folder) == before


def test_a_source_that_was_named_and_is_down_exits_69_and_force_is_in_the_ledger(polled: Polled, desk: Desk) -> None:
    place = Place.__new__(Place)
    place.folder, place.port = desk.folder, polled.place.port
    ran = place.run("once", "--now", FIRST, "--source", "lost", "--force")
    assert ran.code == 69
    assert "http-404" in ran.out
    assert re.match(r"syndicator: lost could not be polled: .+\n  .+\n", ran.err)
    lines = desk.run("ledger", "list", "--format", "json").json["lines"]
    (forced,) = [one["event"] for one in lines if one["event"]["event"] == "force"]
    assert (forced["subject"], forced["message"]) == ("lost", "polled although not due")
    assert forced["by"]


def test_an_entry_is_explained_by_its_id_its_link_and_the_beginning_of_either(desk: Desk) -> None:
    for text in (f"{TAG}tide-one", "https://paper.example/tide-one", f"{TAG}tide-o", "https://paper.example/tide-o"):
        ran = desk.run("explain", text, "--feed", "world", "--now", FIRST, "--format", "json")
        assert ran.code == 0, ran.err
        (one,) = ran.json
        assert (one["id"], one["feed"], one["kind"]) == (f"{TAG}tide-one", "world", "permit")
        assert {answer["outcome"] for answer in one["answers"]} == {"pass"}
    assert {one["feed"] for one in desk.run("explain", f"{TAG}tide-one", "--format", "json").json} == {"world", "paper"}
    text = desk.run("explain", PICK, "--now", FIRST)
    assert "Decision in world: hold, automation-forbidden: " in text.out
    assert "approve it with `syndicator approve`" in text.out


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((f"{TAG}tide",), f"names 2 entries: {TAG}tide-one, {TAG}tide-two"),
        (("nobody",), "no stored entry answers to 'nobody'"),
        ((PICK, "--feed", "paper"), "belongs to no feed called paper"),
    ],
)
def test_what_can_not_be_explained_is_said_with_what_to_do(desk: Desk, args: tuple[str, ...], words: str) -> None:
    ran = desk.run("explain", *args)
    assert (ran.code, ran.out) == (1, "")
    what, hint = ran.err.splitlines()
    assert words in what
    assert hint.startswith("  ")


def test_holds_are_lifted_by_approving_and_an_author_is_supplied(desk: Desk) -> None:
    assert "2 holds" in desk.run("holds", "--feed", "world").out
    picked = desk.run("approve", PICK, "--reason", "agreed by mail", "--by", "Jo Park")
    assert (picked.code, picked.err) == (0, "")
    assert f"approve: {PICK}, by Jo Park" in picked.out
    assert "world: permit, CC BY 4.0" in picked.out
    assert "world: wrote" in picked.out
    signed = desk.run("approve", f"{TAG}unsigned", "--reason", "asked", "--author", "Bo Sample", "--feed", "world")
    assert signed.code == 0
    assert PICK in desk.live()
    assert "Bo Sample" in desk.live()
    assert f"{TAG}unsigned" not in desk.live("paper")
    assert "1 hold;" in desk.run("holds").out
    acts = [one["event"] for one in desk.run("ledger", "export").json["lines"] if one["event"]["event"] == "approve"]
    assert (acts[0]["by"], acts[0]["message"]) == ("Jo Park", "agreed by mail")
    assert len(acts) == 2
    assert desk.run("ledger", "verify").code == 0


def test_a_refusal_and_a_takedown_leave_the_feeds_at_once_and_takedown_beats_all(desk: Desk) -> None:
    assert desk.run("refuse", f"{TAG}tide-one", "--reason", "off topic", "--feed", "paper").code == 0
    assert f"<id>{TAG}tide-one</id>" not in desk.live("paper")
    assert f"<id>{TAG}tide-one</id>" in desk.live("world")
    gone = desk.run("takedown", f"{TAG}tide-two", "--reason", "the author asked", "--by", "Jo Park")
    assert gone.code == 0
    assert "withdrawal, takedown" in gone.out
    for feed in ("world", "paper"):
        assert f"<id>{TAG}tide-two</id>" not in desk.live(feed)
        assert f'ref="{TAG}tide-two"' in desk.live(feed)
    back = desk.run("approve", f"{TAG}tide-two", "--reason", "second thoughts")
    assert "takedown" in back.out
    assert f"<id>{TAG}tide-two</id>" not in desk.live()


def test_an_act_in_the_file_is_appended_and_holds_from_the_next_run_on(desk: Desk) -> None:
    path = desk.folder / "config/approvals.toml"
    filed = desk.run("approve", PICK, "--reason", 'said "yes"', "--by", "Jo", "--pin", "--to-file")
    assert filed.code == 0
    assert str(path) in filed.out
    first = path.read_text(encoding="utf-8")
    assert first.startswith("# Kept by hand: do not touch.\n\n[[approve]]\n")
    assert desk.run("takedown", f"{TAG}tide-one", "--reason", "asked", "--to-file").code == 0
    second = path.read_text(encoding="utf-8")
    assert second.startswith(first)
    tables = tomllib.loads(second)
    assert tables["approve"][0]["why"] == 'said "yes"'
    assert len(tables["approve"][0]["revision"]) == 64
    assert tables["takedown"][0]["entry"] == f"{TAG}tide-one"
    assert PICK not in desk.live()
    assert desk.run("check").code == 0
    assert desk.run("once", "--now", FIRST).code == 0
    assert PICK in desk.live()
    assert f"<id>{TAG}tide-one</id>" not in desk.live()


@pytest.mark.proves("D-54")
@pytest.mark.parametrize("harm", ["changed", "removed", "manifest"])
def test_verify_finds_what_is_not_as_it_was_published_and_once_mends_it(desk: Desk, harm: str) -> None:
    fine = desk.run("verify", "--format", "json")
    assert (fine.code, fine.json) == (0, {"files": 4, "differences": []})
    live = desk.folder / "feeds/world.atom"
    if harm == "changed":
        live.write_bytes(live.read_bytes().replace(b"Tide one", b"Tide uno"))
    elif harm == "removed":
        live.unlink()
    else:
        (desk.folder / "feeds/manifest.json").unlink()
    found = desk.run("verify", "--format", "json")
    assert found.code == 65
    assert found.json["differences"]
    if harm != "manifest":
        assert [one["file"] for one in found.json["differences"]] == ["world.atom"]
    text = desk.run("verify")
    assert text.code == 65
    assert "differs from what was published" in text.err
    assert desk.run("once", "--now", FIRST).code == 0
    assert desk.run("verify").code == 0
    assert "Tide one" in desk.live()


@pytest.mark.parametrize("what", ["link", "folder"])
def test_a_feed_that_can_not_be_written_exits_73_and_the_others_go_out(desk: Desk, what: str) -> None:
    target, elsewhere = desk.folder / "feeds/world.atom", desk.folder / "elsewhere"
    elsewhere.write_text("mine")
    target.unlink()
    if what == "link":
        target.symlink_to(elsewhere)
    else:
        target.mkdir()
    ran = desk.run("takedown", f"{TAG}tide-two", "--reason", "asked")
    assert ran.code == 73
    assert "world: failed, target-unsafe" in ran.out
    assert "paper: wrote" in ran.out
    assert elsewhere.read_text() == "mine"
    once = desk.run("once", "--now", FIRST, "--format", "json")
    assert once.code == 73
    assert {one["feed"]: one["outcome"] for one in once.json["feeds"]}["world"] == "failed"


def test_beside_a_daemon_commands_ask_it_look_for_themselves_or_are_refused(polled: Polled, desk: Desk) -> None:
    place = Place.__new__(Place)
    place.folder, place.port = desk.folder, polled.place.port
    with Service(place) as service:
        service.ready()
        service.until_logged("source-done", 3)
        forced = place.run("once", "--source", "paper", "--feed", "world", "--force", "--format", "json")
        assert (forced.code, forced.err) == (0, "")
        assert [(one["source"], one["outcome"]) for one in forced.json["sources"]] == [("paper", "not_modified")]
        assert [one["feed"] for one in forced.json["feeds"]] == ["world"]
        patient = desk.run("once", "--source", "paper", "--format", "json")
        assert (patient.json["sources"], patient.json["not_due"]) == ([], 1)
        lost = desk.run("once", "--source", "lost", "--force")
        assert lost.code == 69
        assert "lost could not be polled" in lost.err
        picked = desk.run("approve", PICK, "--reason", "agreed", "--by", "Jo Park")
        assert (picked.code, picked.err) == (0, "")
        assert PICK in desk.live()
        unknown = desk.run("takedown", "nobody", "--reason", "asked")
        assert (unknown.code, unknown.out) == (1, "")
        assert "no stored entry answers to 'nobody'" in unknown.err
        assert PICK in desk.run("explain", PICK).out
        assert desk.run("verify").code == 0
        second = place.run("run")
        assert (second.code, second.out) == (75, "")
        assert f"in use by process {service.process.pid}" in second.err
        service.signal(signal.SIGTERM)
        assert service.ends() == 0
    lines = desk.run("ledger", "export").json["lines"]
    assert [one["event"]["subject"] for one in lines if one["event"]["event"] == "force"] == ["paper", "lost"]


@pytest.mark.proves("O-06")
def test_each_exit_code_of_the_contract_is_that_of_the_process(polled: Polled, tmp_path: Path) -> None:
    def place(name: str) -> Place:
        shutil.copytree(polled.place.folder, tmp_path / name)
        made = Place.__new__(Place)
        made.folder, made.port = tmp_path / name, polled.place.port
        return made

    fine, harmed, unwritable, wrong = (place(name) for name in ("fine", "harmed", "unwritable", "wrong"))
    (harmed.feeds / "world.rss").write_text("not ours")
    shutil.rmtree(unwritable.feeds)
    unwritable.write("feeds", "a file")
    wrong.write("config/syndicator.toml", "contakt = 1\n")
    codes = {
        "verify": fine.run("verify").code,
        "unknown entry": fine.run("explain", "nobody").code,
        "unknown command": fine.run("bogus").code,
        "harmed": harmed.run("verify").code,
        "source down": fine.run("once", "--now", FIRST, "--source", "lost", "--force").code,
        "unwritable": unwritable.run("once", "--now", FIRST).code,
        "wrong": wrong.run("once").code,
    }
    with DataLock.take(fine.folder / "var"):
        codes["locked"] = fine.run("once", "--now", FIRST).code
    assert codes == {
        "verify": 0,
        "unknown entry": 1,
        "unknown command": 2,
        "harmed": 65,
        "source down": 69,
        "unwritable": 73,
        "locked": 75,
        "wrong": 78,
    }


class Tour(NamedTuple):
    """The demo, run to its end, and the folder for temporary files that it had."""

    ran: Ran
    room: Path


def demo(room: Path, *args: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "syndicator", "demo", *args],
        env={**os.environ, "TMPDIR": str(room), "COLUMNS": "80"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Give a process, and end it whatever happens."""
    with process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Tour:
    room = tmp_path_factory.mktemp("tour")
    process = demo(room)
    out, err = process.communicate(timeout=120)
    return Tour(Ran(process.returncode, out.decode(), err.decode()), room)


def test_the_demo_ends_by_itself_with_every_kind_of_decision_in_80_columns(tour: Tour) -> None:
    assert (tour.ran.code, tour.ran.err) == (0, "")
    (place,) = tour.room.iterdir()
    for word in (
        "permit ",
        "wait ",
        "hold ",
        "refusal ",
        "not-selected",
        "quota-reached",
        "rights-reserved",
        "html-page",
    ):
        assert word in tour.ran.out
    for name in ("business.atom", "business.rss", "world.atom", "world.rss"):
        assert f"{place}/feeds/{name}\n" in tour.ran.out
        assert (place / "feeds" / name).stat().st_size > 1000
    tables = [line for line in tour.ran.out.splitlines() if str(place) not in line]
    assert max(map(len, tables)) <= 80
    assert not [line for line in tables if line != line.rstrip()]


def test_the_question_that_the_demo_proposes_is_answered(tour: Tour) -> None:
    (proposed,) = re.findall(r"^  syndicator (--config .* explain .*)$", tour.ran.out, re.MULTILINE)
    answer = command(*proposed.split())
    assert answer.code == 0
    assert "Decision in world: hold, " in answer.out


def test_the_ledger_holds_every_kind_of_decision_with_its_evidence_and_every_act(tour: Tour, desk: Desk) -> None:
    (place,) = tour.room.iterdir()
    assert desk.run("refuse", f"{TAG}tide-one", "--reason", "off topic").code == 0
    assert desk.run("takedown", f"{TAG}tide-two", "--reason", "asked").code == 0
    assert desk.run("approve", PICK, "--reason", "agreed").code == 0
    lines = [
        *command("--config", place / "config", "ledger", "export").json["lines"],
        *desk.run("ledger", "export").json["lines"],
    ]
    kinds = {"permit", "wait", "hold", "refusal", "withdrawal", "approve", "refuse", "takedown"}
    assert {one["event"]["event"] for one in lines} >= kinds
    decided = {"permit", "wait", "hold", "refusal", "withdrawal"}
    assert all(one["event"]["evidence"] for one in lines if one["event"]["event"] in decided)
    assert desk.run("ledger", "verify").code == 0
    raw = sqlite3.connect(desk.folder / "var/syndicator.db")
    raw.execute("UPDATE ledger SET at = replace(at, '2024', '2023') WHERE no = 2")
    raw.commit()
    raw.close()
    assert desk.run("ledger", "verify").code == 65


def test_the_demo_answers_in_json_and_writes_the_feeds_where_it_is_told(tmp_path: Path) -> None:
    room = tmp_path / "room"
    room.mkdir()
    process = demo(room, "--format", "json", "--feeds", str(tmp_path / "feeds"))
    out, err = process.communicate(timeout=120)
    ran = Ran(process.returncode, out.decode(), err.decode())
    assert (ran.code, ran.err) == (0, "")
    assert {one["feed"]: one["outcome"] for one in ran.json["feeds"]} == {"business": "published", "world": "published"}
    assert len(ran.json["sources"]) == 7
    assert (tmp_path / "feeds/world.rss").exists()
    assert list(room.iterdir()) == []


def test_the_demo_serves_its_feeds_until_it_is_told_to_end(tmp_path: Path) -> None:
    with ended(demo(tmp_path, "--port", "0")) as process:
        assert process.stderr is not None
        address = ""
        while not address:
            line = process.stderr.readline().decode()
            assert line, "it ended before it served"
            address = "".join(re.findall(r"Open (http://127\.0\.0\.1:\d+/) in a browser", line))
        with urllib.request.urlopen(address, timeout=60) as page:
            assert f"{address}world.rss" in page.read().decode()
        with urllib.request.urlopen(f"{address}world.atom", timeout=60) as feed:
            assert feed.headers["Content-Type"].startswith("application/atom+xml")
            assert f'href="{address}world.atom"' in feed.read().decode()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=120)
        assert (process.returncode, err) == (0, b"")
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_goes_away_early_is_no_error() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "syndicator", "publishers", "list", "--format", "json"],
        env={**os.environ, "SYNDICATOR_CONFIG": str(Path(__file__).parents[2] / "config")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with ended(process):
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0


def test_a_command_that_is_interrupted_while_it_starts_ends_without_a_traceback() -> None:
    start = (
        "import os, signal, sys\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'syndicator.cli':\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Interrupting())\n"
        "from syndicator.__main__ import main\n"
        "main()\n"
    )
    ran = subprocess.run([sys.executable, "-c", start], capture_output=True, timeout=60, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, b"", b"")
