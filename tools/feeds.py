"""Rebuild feeds/ from config/ in an empty folder, and write it here or compare it with what is committed.

``python -m tools.feeds [--check]``; exit code 1 when ``--check`` finds a difference. No network: the
configuration here polls the sample upstream, at the instant at which the tour plays.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from syndicator.demo import NOW
from tools.acceptance_rows import ROOT

FEEDS = ROOT / "feeds"


def rebuild(folder: Path) -> Path:
    """Give the feeds that one cycle makes from a copy of config/ in a folder.

    Raises:
        SystemExit: when the cycle fails, with its own words.
    """
    shutil.copytree(ROOT / "config", folder / "config")
    once = [sys.executable, "-m", "syndicator", "--config", str(folder / "config"), "once", "--now", NOW.isoformat()]
    result = subprocess.run(once, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603  # our own program
    if result.returncode:
        raise SystemExit(f"the feeds can not be rebuilt:\n{result.stdout[-3000:]}{result.stderr[-3000:]}")
    return folder / "feeds"


def differences(made: Path, committed: Path) -> list[str]:
    """Give the names of files that are missing, left over, or of other bytes."""
    ours, theirs = _files(made), _files(committed)
    return sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def main() -> int:
    """Write feeds/ anew, or check it with ``--check``."""
    with tempfile.TemporaryDirectory() as folder:
        made = rebuild(Path(folder))
        changed = differences(made, FEEDS)
        if "--check" not in sys.argv[1:]:
            shutil.rmtree(FEEDS, ignore_errors=True)
            shutil.copytree(made, FEEDS)
            return 0
    sys.stderr.writelines(f"not what config/ makes: feeds/{name}\n" for name in changed)
    return int(bool(changed))


if __name__ == "__main__":
    sys.exit(main())
