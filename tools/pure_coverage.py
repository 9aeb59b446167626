"""Demand that tests reach every line of the modules under the contract of pure modules.

``python -m tools.pure_coverage`` after a test run with ``--cov``; exit code 2 when a line was not reached.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib

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


def main() -> int:
    """Print the lines that no test reached; give coverage's exit code."""
    included, omitted = pure_files()
    command = [sys.executable, "-m", "coverage", "report", "--skip-covered", "-m", "--fail-under=100"]
    command += [f"--include={','.join(included)}", *([f"--omit={','.join(omitted)}"] if omitted else [])]
    return subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603  # our own interpreter


if __name__ == "__main__":
    sys.exit(main())
