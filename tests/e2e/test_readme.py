"""What the README tells a newcomer to type: every runnable block runs, every other command exists."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
import typer

from syndicator.cli import app

ROOT = Path(__file__).parents[2]
COPIED = ("syndicator", "config", "feeds", "Makefile", "pyproject.toml", "requirements.lock", "README.md")
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]  # a group it is


class Block(NamedTuple):
    """One fenced block of shell commands."""

    line: int
    runnable: bool
    text: str


def blocks() -> list[Block]:
    """Give the README's blocks tagged ``sh``; ``sh run`` are those that are run."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.finditer(r"^```sh( run)?\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    return [Block(readme.count("\n", 0, one.start()) + 2, bool(one[1]), one[2]) for one in found]


def commands(block: Block) -> list[list[str]]:
    """Give the words of each command of a block."""
    lines = (shlex.split(line, comments=True) for line in block.text.splitlines())
    return [words for words in lines if words]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a fresh copy of the checkout that is set up already, with the packages of the tests' own ``.venv``."""
    folder = tmp_path_factory.mktemp("checkout") / "syndicator"
    folder.mkdir()
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, folder / name)
    (folder / ".venv").mkdir()
    for one in (ROOT / ".venv").iterdir():
        if one.name != ".ready":
            (folder / ".venv" / one.name).symlink_to(one)
    (folder / ".venv/.ready").touch()
    for name in ("pyproject.toml", "requirements.lock"):
        os.utime(folder / name, (0, 0))  # so that make finds nothing to set up
    return folder


def test_every_runnable_block_runs_in_order_in_a_fresh_copy(checkout: Path, tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("SYNDICATOR_", "MAKE"))}
    environ |= {"PYTHONPATH": str(checkout), "TMPDIR": str(tmp_path)}
    runnable = [block for block in blocks() if block.runnable]
    assert runnable, "the README has no runnable block"
    for block in runnable:
        done = subprocess.run(
            ["sh", "-euc", block.text], cwd=checkout, env=environ, capture_output=True, timeout=150, check=False
        )
        assert done.returncode == 0, f"README.md:{block.line}\n{done.stdout.decode()}\n{done.stderr.decode()}"


def test_every_make_target_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    documented = set(re.findall(r"^([a-z0-9-]+):.*## ", makefile, re.MULTILINE))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = {words[1] for block in blocks() for words in commands(block) if words[0] == "make"}
    named |= set(re.findall(r"`make ([a-z][a-z0-9-]*)", readme))
    assert named
    assert named <= documented
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout
    assert set(re.findall(r"^  make ([a-z0-9-]+)", listed, re.MULTILINE)) == documented


def test_every_command_that_is_named_exists_with_its_options() -> None:
    typed = [words for block in blocks() for words in commands(block) if words[0].endswith("syndicator")]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    typed += [shlex.split(text) for text in re.findall(r"`(syndicator [a-z][^`…]*)`", readme)]
    assert typed
    for words in typed:
        rest = words[3:] if words[1] == "--config" else words[1:]
        command = COMMANDS[rest[0]] if not rest[0].startswith("-") else None
        options = {word for word in rest if word.startswith("--")}
        known = {"--help", "--version"} if command is None else {one for p in command.params for one in p.opts}
        assert options <= known | {"--help"}, words
