"""Write generated pages, or say which committed ones are out of date."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from tools.acceptance_rows import ROOT


def settle(pages: Mapping[Path, str], *, check: bool) -> int:
    """Write the pages, or compare them with ``check``: the exit code is 1 when a committed one differs."""
    stale = [path for path, text in pages.items() if not _is(path, text)]
    if not check:
        for path in stale:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(pages[path], encoding="utf-8")
    word = "out of date" if check else "wrote"
    sys.stderr.writelines(f"{word}: {path.relative_to(ROOT)}\n" for path in stale)
    if check and stale:
        sys.stderr.write("run `make docs` and commit the result\n")
    return int(check and bool(stale))


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text
