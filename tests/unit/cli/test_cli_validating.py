"""``validate``: its options, its formats, its exit codes, and what it may load."""

from __future__ import annotations

import json
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


def test_every_format_answers_and_exits_the_same() -> None:
    for name in ("text", "json", "sarif", "github", "junit"):
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
