"""Demand that tests reach every line of the modules under the contract of pure modules.

``python -m tools.pure_coverage`` after a test run with ``--cov``; exit code 2 when a line was not reached or a file
not measured at all, as happens where a smaller run has written its figures over those of the whole suite.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path

from coverage import CoverageData

from tools.acceptance_rows import ROOT


def pure_files() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the patterns of pure files, and of the modules that the contract takes out of them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(each for each in project["tool"]["importlinter"]["contracts"] if each["id"] == "pure")
    shell = {line.split(" -> ")[0] for line in contract.get("ignore_imports", ())}
    return tuple(map(_pattern, contract["source_modules"])), tuple(map(_pattern, sorted(shell)))


def _pattern(module: str) -> str:
    path = module.replace(".", "/")
    return f"{path}/*" if (ROOT / path).is_dir() else f"{path}.py"


def unmeasured(measured: Iterable[str]) -> list[str]:
    """Give the pure files that are not among the measured ones, which are absolute paths."""
    included, omitted = pure_files()
    files = (str(path.relative_to(ROOT)) for path in (ROOT / "syndicator").rglob("*.py"))
    pure = {file for file in files if _fits(file, included) and not _fits(file, omitted)}
    return sorted(pure - {str(Path(path).relative_to(ROOT)) for path in measured if Path(path).is_relative_to(ROOT)})


def _fits(file: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch(file, pattern) for pattern in patterns)


def main() -> int:
    """Print the lines that no test reached; give coverage's exit code."""
    data = CoverageData(os.environ.get("COVERAGE_FILE", ROOT / ".coverage"))
    data.read()
    if left_out := unmeasured(data.measured_files()):
        sys.stderr.writelines(f"not measured: {name}\n" for name in left_out)
        sys.stderr.write("run `make cover` alone in this checkout\n")
        return 2
    included, omitted = pure_files()
    command = [sys.executable, "-m", "coverage", "report", "--skip-covered", "-m", "--fail-under=100"]
    command += [f"--include={','.join(included)}", *([f"--omit={','.join(omitted)}"] if omitted else [])]
    return subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603  # our own interpreter


if __name__ == "__main__":
    sys.exit(main())
