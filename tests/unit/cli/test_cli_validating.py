"""``validate``: its options, its formats, its exit codes, and what it may load."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from harness.commands import command
from lxml import etree

from syndicator.validate import CODES

WARNED = b"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>T</title><id>tag:paper.example,2026:f</id>
<updated>2026-11-20T08:00:00Z</updated><author><name>A</name></author></feed>
"""
WRONG = WARNED.replace(b"2026-11-20T08", b"yesterday")


@pytest.fixture
def warned(tmp_path: Path) -> Path:
    path = tmp_path / "sea.atom"
    path.write_bytes(WARNED)
    return path


def test_warnings_are_errors_only_when_asked_for(warned: Path) -> None:
    assert command("validate", warned).code == 0
    strict = command("validate", "--strict", warned)
    assert strict.code == 1
    assert f"{warned}:2:1: error: missing-self:" in strict.out


def test_an_ignored_code_counts_no_more_and_its_reason_is_told(warned: Path) -> None:
    ran = command("validate", "--strict", "--ignore", "missing-self=the host adds it", warned)
    assert ran.code == 0
    assert f"{warned}: ignored: missing-self, 1 time: the host adds it" in ran.out
    as_json = command("validate", "--format", "json", "--ignore", "missing-self=the host adds it", warned).json
    assert [one["reason"] for one in as_json["ignored"]] == ["the host adds it"]
    assert as_json["findings"] == []


FORMATS = ("text", "json", "sarif", "github", "junit")


@pytest.mark.parametrize("output", FORMATS)
def test_what_can_not_be_read_exits_65_after_everything_else_was_judged(output: str, tmp_path: Path) -> None:
    good, missing = tmp_path / "good.atom", tmp_path / "missing.atom"
    good.write_bytes(WRONG)
    ran = command("validate", "--format", output, missing, good, tmp_path)
    assert ran.code == 65
    assert "invalid-rfc3339-date" in ran.out
    assert ran.err == (
        f"syndicator: {missing} can not be read: No such file or directory\n"
        "  check the name; a pattern that fits no file is taken as it stands\n"
        f"syndicator: {tmp_path} can not be read: Is a directory\n  name the files in it\n"
    )
    told = {"text": "2 not read", "github": "::error file="}.get(output, "file-unreadable")
    assert told in ran.out


def test_when_nothing_can_be_read_there_is_no_text_but_still_a_report() -> None:
    assert command("validate", "/nowhere/feed.rss").out == ""
    alone = command("validate", "--format", "json", "/nowhere/feed.rss")
    assert (alone.code, [one["file"] for one in alone.json["unread"]]) == (65, ["/nowhere/feed.rss"])


def test_a_file_that_is_too_large_is_not_read_further(tmp_path: Path) -> None:
    large = tmp_path / "large.rss"
    with large.open("wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)
    ran = command("validate", large)
    assert (ran.code, ran.out) == (65, "")
    assert "it is larger than 64 MiB" in ran.err


def test_a_document_that_is_named_twice_is_judged_once(warned: Path) -> None:
    ran = command("validate", warned, "-", warned, "-", stdin=WRONG)
    assert ran.out.splitlines()[-1].startswith("2 documents checked: ")


@pytest.mark.parametrize("output", FORMATS)
def test_a_name_that_is_no_text_and_would_move_the_cursor_makes_no_report_fail(output: str, tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/\xff\x1b[31m::error::.rss")
    Path(name).write_bytes(WRONG)
    ran = command("validate", "--format", output, name)
    assert (ran.code, ran.err) == (1, "")
    assert "\x1b" not in ran.out


def test_every_format_answers_and_exits_the_same() -> None:
    for name in FORMATS:
        ran = command("validate", "--format", name, "-", stdin=WRONG)
        assert (ran.code, ran.err) == (1, "")
        assert "invalid-rfc3339-date" in ran.out
        if name in {"json", "sarif"}:
            assert json.loads(ran.out)
        if name == "junit":
            assert etree.fromstring(ran.out.encode()).tag == "testsuites"


def test_explain_says_what_stands_beside_the_rule() -> None:
    shown = command("validate", "--explain", "missing-self")
    assert shown.code == 0
    text = CODES["missing-self"]
    for part in (
        "missing-self (warning)",
        text.message,
        text.why,
        text.fix,
        text.source,
        "docs/findings/missing-self.md",
    ):
        assert part in shown.out.replace("\n  ", " ")


def test_what_the_clock_says_is_held_against_the_dates() -> None:
    ran = command("validate", "-", stdin=WARNED.replace(b"2026-11-20", b"2126-11-20"))
    assert "implausible-date" in ran.out


def test_the_library_loads_neither_daemon_nor_database_nor_web() -> None:
    script = "import sys; from syndicator.validate import validate; validate(b'<rss/>'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    outside = {name.partition(".")[0] for name in loaded}
    forbidden = {"sqlalchemy", "alembic", "aiohttp", "starlette", "uvicorn", "apscheduler", "feedparser", "feedgen"}
    assert outside.isdisjoint(forbidden | {"typer", "rich", "structlog", "asyncio", "multiprocessing", "nh3", "jinja2"})
    ours = {name.split(".")[1] for name in loaded if name.startswith("syndicator.")}
    assert ours == {"model", "validate"}


def test_other_repositories_can_hook_it(tmp_path: Path) -> None:
    hooks = (Path(__file__).parents[3] / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    fields = dict(line.strip("- ").split(": ", 1) for line in hooks.splitlines() if ": " in line)
    assert (fields["id"], fields["language"]) == ("syndicator-validate", "python")
    program, *arguments = fields["entry"].split()
    assert program == "syndicator"
    good, bad = tmp_path / "good.atom", tmp_path / "bad.atom"
    good.write_bytes(WARNED)
    bad.write_bytes(WRONG)
    assert command(*arguments, good).code == 0
    assert command(*arguments, good, bad).code == 1


@pytest.mark.parametrize(
    ("address", "words", "hint"),
    [
        ("http://127.0.0.1/feed", "127.0.0.1 is not public", 'add "CIDR:port" to `[poll] allow`'),
        ("HTTP://[::1]:8080/feed", "::1 is not public", "curl -s ADDRESS | syndicator validate -"),
        ("https://ada:tides@paper.example/feed", "https://***@paper.example/feed", "take name and password out of it"),
        ("http://paper.example:99999/", "port 99999 is not one", ""),
        ("http:///feed", "names no host", "check the address as you typed it"),
        ("http://[paper/feed", "names no host", "check the address as you typed it"),
    ],
)
def test_an_address_that_must_not_be_asked_exits_69_with_what_to_do(address: str, words: str, hint: str) -> None:
    for output in FORMATS:
        ran = command("validate", "--format", output, address)
        assert ran.code == 69
        assert words in ran.err
        assert hint in ran.err
        assert "tides" not in ran.out + ran.err


def test_the_hints_for_a_person_speak_of_codes_that_exist_and_of_no_source() -> None:
    from syndicator.poll.codes import CODES as FAILURES
    from syndicator.wiring.fetching import _HINTS, _LATER

    assert set(_HINTS) <= set(FAILURES) | {"http-401"}
    assert not [hint for hint in (*_HINTS.values(), _LATER) if "source" in hint or "poll " in hint]


@pytest.mark.parametrize(
    ("field", "charset"),
    [
        ("application/xml; charset=utf-8", "utf-8"),
        ('text/xml;x=1; Charset="iso-8859-1"', "iso-8859-1"),
        ("text/xml", ""),
        ("", ""),
        ("text/xml; charset=\x1b[2J", ""),
        ("text/xml; charset*=utf-8''tides", ""),
    ],
)
def test_the_charset_is_what_the_server_said(field: str, charset: str) -> None:
    from syndicator.wiring.fetching import charset_of

    assert charset_of(field) == charset
