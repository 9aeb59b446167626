"""docs/architecture.md, CONTRIBUTING.md and the decisions name files, tests and parts that exist."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from architecture.source_tree import PACKAGE, ROOT
from docs_pages import section

PAGES = ("docs/architecture.md", "CONTRIBUTING.md", "SECURITY.md")
PLACES = (ROOT, PACKAGE, ROOT / "docs", ROOT / "tests")
MADE_BY_RUNNING = ("var/",)


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def files_named() -> list[tuple[str, str]]:
    """Give each file or folder that a page names in backticks, with the page."""
    decisions = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    found = re.compile(r"`((?:[\w.<>*-]+/)+[\w.<>*-]*|[\w-]+\.(?:py|toml|md))`")
    named = {(name, path) for name in (*PAGES, *decisions) for path in found.findall(text_of(name))}
    return sorted((name, path) for name, path in named if path not in MADE_BY_RUNNING)


@pytest.mark.parametrize(("name", "path"), files_named())
def test_a_file_that_a_page_names_exists(name, path):
    pattern = re.sub(r"<[^>]+>", "*", path).rstrip("/")
    assert any(list(place.glob(pattern)) for place in PLACES), f"{name}: {path}"


@cache
def functions_of(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, kinds))


def invariants() -> list[str]:
    return re.findall(r"^\*\*Invariant\.\*\* (.+?)\n\n", text_of("docs/architecture.md"), re.MULTILINE | re.DOTALL)


def test_each_invariant_names_what_keeps_it():
    assert len(invariants()) > 10
    assert [one for one in invariants() if "ept by" not in " ".join(one.split())] == []


@pytest.mark.parametrize("named", sorted(set(re.findall(r"`(tests/\S+::\w+)`", text_of("docs/architecture.md")))))
def test_a_test_that_keeps_an_invariant_exists(named):
    path, _, test = named.partition("::")
    assert test in functions_of(ROOT / path)


def test_the_way_in_names_every_stage():
    text = section("architecture.md", "Refresh, step by step") + section("architecture.md", "Release, step by step")
    stages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    elsewhere = {"cli", "daemon", "demo", "model", "ops", "publishers", "review", "settings", "web", "wiring"}
    assert {stage for stage in stages - elsewhere if f"`{stage}/" not in text} == set()
