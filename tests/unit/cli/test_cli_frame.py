"""The command line's frame: help that teaches, usage errors, and how results look."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from typing import NamedTuple

import pytest
import typer
from cli_place import Desk
from harness.commands import command

from syndicator.cli import app, output
from syndicator.errors import ConfigError, Fault, SyndicatorError
from syndicator.model.shown import counted

COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]  # a group it is
GROUPS = {
    "publishers": ("list", "show", "review"),
    "license": ("read",),
    "ledger": ("list", "verify", "export", "evidence", "erase"),
}
LEAVES = [(one,) for one in COMMANDS if one not in GROUPS] + [
    (group, one) for group, ones in GROUPS.items() for one in ones
]


def test_the_commands_are_those_that_work() -> None:
    acts = "approve refuse takedown remove-name"
    alone = f"demo init check once run holds {acts} package explain sources validate verify report"
    assert sorted([*alone.split(), *GROUPS]) == COMMANDS


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_the_help_of_each_command_teaches_with_an_example_and_fits_the_terminal(
    path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = command(*path, "--help")
    assert shown.code == 0
    assert re.search(r"Example: .*syndicator", shown.out)
    assert max(map(len, shown.out.splitlines())) <= 80


def test_the_general_help_names_every_command_in_one_line_and_every_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = command("--help")
    for name in COMMANDS:
        assert len(re.findall(rf"^│ {name} +\S.* │$", shown.out, re.MULTILINE)) == 1
    for code in ("0 fine", "1 findings", "2 usage", "65 data", "69 upstream", "75", "78 configuration"):
        assert code in shown.out.replace("\n", " ")


def test_help_imports_nothing_that_takes_long() -> None:
    slow = ("sqlalchemy", "aiohttp", "lxml", "feedparser", "feedgen", "uvicorn", "starlette", "pydantic", "asyncio")
    script = "import sys, syndicator.cli\nprint(*sorted(sys.modules), sep='\\n')"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not set(slow) & set(loaded)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("bogus",), "No such command 'bogus'"),
        (("once", "--bogus"), "--bogus"),
        (("explain",), "ENTRY"),
        (("once", "--source", "nope"), "no source is called 'nope'; known: gazette"),
        (("once", "--feed", "nope"), "no feed is called 'nope'; known: world"),
        (("once", "--now", "yesterday"), "'yesterday' is no instant; write 2026-11-20T12:00:00Z"),
        (("approve", "x"), "--reason"),
        (("approve", "x", "--reason", " "), "say why; it goes into the ledger"),
        (("approve", "x", "--reason", "y", "--feed", "nope"), "no feed is called 'nope'"),
        (("publishers", "show", "nope"), "no publisher 'nope'"),
        (("publishers", "review", "nope"), "no publisher 'nope'"),
        (("sources", "add"), "'add' is not known"),
        (("ledger", "export", "--format", "xml"), "xml"),
        (("license", "read"), "give one statement, or --lines"),
        (("license", "read", "CC BY", "--lines"), "give one statement, or --lines"),
        (("license", "read", "CC BY", "--carrier", "pocket"), "pocket"),
        (("holds", "--format", "xml"), "xml"),
        (("demo", "--port", "65536"), "65535"),
        (("validate",), "FILE"),
        (("validate", "--explain", "missing-slef"), "did you mean missing-self?"),
        (("validate", "--explain", "tides"), "docs/findings.md lists all of them"),
        (("validate", "-", "--ignore", "missing-self"), "says no reason"),
        (("validate", "-", "--ignore", "tides=why"), "no finding has the code 'tides'"),
    ],
)
def test_a_wrong_use_exits_2_says_what_is_wrong_and_makes_nothing(
    desk: Desk, args: tuple[str, ...], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    before = desk.everything()
    wrong = desk.run(*args)
    assert (wrong.code, wrong.out) == (2, "")
    assert words in wrong.err
    assert desk.everything() == before


def test_the_version_is_told() -> None:
    assert re.fullmatch(r"syndicator \d+\.\d+\.\d+\S*\n", command("--version").out)


def test_a_disabled_source_is_not_polled_in_silence(desk: Desk) -> None:
    path = desk.folder / "config/sources/gazette.toml"
    path.write_text(path.read_text() + "enabled = false\n")
    refused = desk.run("once", "--source", "gazette")
    assert refused.code == 2
    assert "gazette is disabled in its file" in refused.err


HOSTILE = "Title\x1b]0;owned\x07\x1b[2J\r\nevent=permit \u202ereversed\u2028 [bold red]loud[/] \\"


def test_upstream_text_is_shown_with_its_control_characters_visible(capsys: pytest.CaptureFixture[str]) -> None:
    output.table("", ("title",), [(HOSTILE,)], wrap=(0,))
    output.complain(SyndicatorError(HOSTILE, hint=f"look at {HOSTILE}"))
    shown = capsys.readouterr()
    for text in (shown.out, shown.err):
        assert not set(text) & set("\x1b\x07\r\u202e\u2028")
        assert "\\u001b" in text
        assert "[bold red]loud[/]" in text


def test_a_table_keeps_every_word_and_leaves_no_blanks_at_the_end_of_lines(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    words = "a title of rather many words that has to wrap somewhere"
    output.table("Some", ("kind", "title", "why"), [("permit", (words, "second line"), "x" * 60)], wrap=(1, 2))
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "Some"
    assert all(line == line.rstrip() and len(line) <= 40 for line in lines)
    assert " ".join(" ".join(lines).split()).count("title") == 2
    assert sum(line.count("x") for line in lines) == 60


def test_a_table_without_rows_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    output.table("Some", ("kind",), [])
    assert capsys.readouterr().out == ""


def test_numbers_stand_with_the_right_form_of_their_noun() -> None:
    assert [counted(number, "entry") for number in (0, 1, 2)] == ["0 entries", "1 entry", "2 entries"]
    assert [counted(number, "day") for number in (1, 2)] == ["1 day", "2 days"]


class Pair(NamedTuple):
    """A tuple with names."""

    at: datetime
    others: tuple[int, ...]


def test_one_json_document_holds_plain_values_only(capsys: pytest.CaptureFixture[str]) -> None:
    value = {"pair": Pair(datetime(2026, 11, 20, 8, tzinfo=UTC), (1, 2)), "text": "ä\u2028", "none": None}
    output.document(value)
    assert json.loads(capsys.readouterr().out) == {
        "pair": {"at": "2026-11-20T08:00:00Z", "others": [1, 2]},
        "text": "ä\u2028",
        "none": None,
    }


def test_a_configuration_error_lists_its_faults_line_by_line(capsys: pytest.CaptureFixture[str]) -> None:
    output.complain(
        ConfigError((Fault("a.toml", "k\x1b", "is wrong", "mend it", 3), Fault("b.toml", "", "is missing")))
    )
    assert capsys.readouterr().err.splitlines() == [
        "syndicator: the configuration has 2 faults:",
        "  a.toml:3: k\\u001b: is wrong (mend it)",
        "  b.toml: is missing",
    ]
