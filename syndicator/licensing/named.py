"""Licenses that a text calls by a name of their own: public domain tools and government licenses."""

from __future__ import annotations

import re
from collections.abc import Iterator

_FIXED: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"(?<!\w)(?:cc[\s-]?(?:0|zero)|creative commons (?:zero|0))(?!\w)(?![\s-]*(?!1\.0)\d\.\d)", re.IGNORECASE
        ),
        "cc:zero/1.0",
    ),
    (re.compile(r"\bpublic domain mark\b(?![\s-]*(?!1\.0)\d\.\d)", re.IGNORECASE), "cc:mark/1.0"),
    (
        re.compile(r"\bopen government licen[cs]e\s*-?\s*canada[\s(,-]*(?:version|v)?\.?\s*2\.0\b", re.IGNORECASE),
        "spdx:OGL-Canada-2.0",
    ),
    (
        re.compile(
            r"\b(?:licence ouverte|open licence)\b[^.]{0,30}\b(?:version|v)\s*2(?:\.0)?\s*\(?etalab\b", re.IGNORECASE
        ),
        "spdx:etalab-2.0",
    ),
    (
        re.compile(
            r"\bdatenlizenz deutschland\s*-\s*namensnennung\s*-\s*version 2\.0\b|\bdl-de/by-2-0\b", re.IGNORECASE
        ),
        "spdx:DL-DE-BY-2.0",
    ),
    (
        re.compile(r"\bdatenlizenz deutschland\s*-\s*zero\s*-\s*version 2\.0\b|\bdl-de/zero-2-0\b", re.IGNORECASE),
        "spdx:DL-DE-ZERO-2.0",
    ),
)
_OGL_UK = re.compile(
    r"\bopen government licen[cs]e\s*(?:for public sector information)?[\s(,-]*(?:version|v)\.?\s*([123])(?:\.0)?"
    r"(?![\w.]*\d)(?!\s*[-(]\s*[a-z])",
    re.IGNORECASE,
)


def named(text: str) -> Iterator[tuple[int, str]]:
    """Give the place and key of each license that a tidied sentence calls by its own name and version."""
    for pattern, key in _FIXED:
        for hit in pattern.finditer(text):
            yield hit.start(), key
    for hit in _OGL_UK.finditer(text):
        yield hit.start(), f"spdx:OGL-UK-{hit[1]}.0"
