"""The import contracts of pyproject.toml hold, and they bite."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from source_tree import PACKAGE, ROOT, contract

VIOLATIONS = {
    "model/base.py": "from syndicator import clock",
    "model/reasons.py": "import pathlib",
    "clock.py": "import feedparser",
}
BROKEN = (
    "syndicator.model.base -> syndicator.clock",
    "syndicator.model.reasons -> pathlib",
    "syndicator.clock -> feedparser",
)


def lint_imports(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo", *options, ROOT / "pyproject.toml"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
    )


def test_every_import_contract_is_kept():
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


def test_a_broken_layer_a_world_import_and_an_unknown_library_are_found(tmp_path):
    copy = shutil.copytree(PACKAGE, tmp_path / "syndicator", ignore=shutil.ignore_patterns("__pycache__"))
    for name, line in VIOLATIONS.items():
        with (copy / name).open("a", encoding="utf-8") as module:
            module.write(f"\n{line}\n")
    result = lint_imports(tmp_path)
    assert result.returncode == 1
    for broken in BROKEN:
        assert broken in result.stdout


def test_a_new_top_level_module_must_be_given_a_layer(tmp_path):
    copy = shutil.copytree(PACKAGE, tmp_path / "syndicator", ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "utils.py").write_text('"""Anything."""\n', encoding="utf-8")
    result = lint_imports(tmp_path, "--contract", "layers")
    assert result.returncode == 1
    assert "syndicator.utils" in result.stdout


@pytest.mark.parametrize("stage", ["model", "publishers", "parse", "licensing", "rewrite", "render", "validate"])
def test_a_stage_that_exists_is_under_the_pure_contract(stage):
    if (PACKAGE / stage / "__init__.py").is_file():
        assert f"syndicator.{stage}" in contract("pure")["source_modules"]
