"""The ``proves`` marker refuses unknown rows and writes who claims what."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from source_tree import ROOT

CLAIMS = """
import pytest

@pytest.mark.proves("P-14", "P-13")
@pytest.mark.parametrize("case", ["a", "b"])
def test_both(case): ...

@pytest.mark.skip(reason="broken")
@pytest.mark.proves("D-01")
def test_skipped(): ...

@pytest.mark.xfail(reason="broken")
@pytest.mark.proves("D-01")
def test_expected_to_fail(): ...

@pytest.mark.skipif(True, reason="not on this machine")
@pytest.mark.proves("D-02")
def test_elsewhere(): ...

@pytest.mark.slow
@pytest.mark.proves("D-03")
def test_deselected(): ...
"""


def collect(folder: Path, text: str, *options: str) -> subprocess.CompletedProcess[str]:
    shutil.copy(ROOT / "tests" / "conftest.py", folder)
    name = folder / "e2e" / "test_sample.py"
    name.parent.mkdir()
    name.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-c", ROOT / "pyproject.toml", *options, name]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_claims_name_each_test_once_and_leave_out_what_does_not_run(tmp_path):
    result = collect(tmp_path, CLAIMS, "--acceptance-claims", "claims.json", "-m", "not slow")
    assert result.returncode == 0, result.stdout
    claims = json.loads((tmp_path / "claims.json").read_text(encoding="utf-8"))
    assert {row: [test.split("::")[1] for test in tests] for row, tests in claims.items()} == {
        "D-02": ["test_elsewhere"],
        "D-03": ["test_deselected"],
        "P-13": ["test_both"],
        "P-14": ["test_both"],
    }


@pytest.mark.parametrize(("rows", "named"), [('"P-14", "P-999"', "P-999"), ("", "(none named)")])
def test_an_unknown_row_or_none_at_all_is_an_error(tmp_path, rows, named):
    result = collect(tmp_path, f"import pytest\n\n@pytest.mark.proves({rows})\ndef test_it(): ...\n")
    assert result.returncode == pytest.ExitCode.USAGE_ERROR
    assert f"no such acceptance row: {named}" in result.stdout + result.stderr


def test_what_lies_in_the_end_to_end_folder_is_marked_so(tmp_path):
    result = collect(tmp_path, "def test_it(): ...\n", "-m", "not e2e")
    assert result.returncode == pytest.ExitCode.NO_TESTS_COLLECTED
