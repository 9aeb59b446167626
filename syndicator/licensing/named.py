"""Licenses that a text calls by a name of their own: public domain tools and government licenses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from syndicator.licensing.keys import OTHER_KEYS

_FIXED: tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...] = tuple(
    (needles, re.compile(pattern, re.IGNORECASE), key)
    for needles, pattern, key in (
        (
            ("zero", "cc0", "cc 0", "cc-0", "commons 0"),
            r"(?<!\w)(?:cc[\s-]?(?:0|zero)|creative commons (?:zero|0))(?!\w|\.\d)(?![\s-]*(?:v\.?)?(?!1\.0)\d\.\d)",
            "cc:zero/1.0",
        ),
        (("domain mark",), r"\bpublic domain mark\b(?![\s-]*(?!1\.0)\d\.\d)", "cc:mark/1.0"),
        (("cc-pdm",), r"(?<![\w-])cc-pdm-1\.0(?![\w-]|\.\d)", "cc:mark/1.0"),
        (("cc-pddc",), r"(?<![\w-])cc-pddc(?![\w-])", "cc:certification/1.0/us"),
        (
            ("canada",),
            r"\bopen government licen[cs]e\s*-?\s*canada[\s(,-]*(?:version|v)?\.?\s*2\.0(?!\.?\d)",
            "spdx:OGL-Canada-2.0",
        ),
        (
            ("etalab",),
            (
                r"\b(?:licence ouverte|open licence)\b[^.]{0,30}\b(?:version|v)\s*2(?:\.0)?\s*\(?etalab\b|"
                r"\blicence ouverte(?:\s*/\s*open licence)?\s*(?:etalab|\(etalab\))\s*(?:version|v)?\.?\s*2\.0(?!\.?\d)"
            ),
            "spdx:etalab-2.0",
        ),
        (
            ("datenlizenz", "dl-de"),
            (
                r"\bdatenlizenz deutschland\s*-?\s*namensnennung\s*[-,]?\s*(?:version\s*)?2\.0(?!\.?\d)|"
                r"(?<![\w-])dl-de/by-2-0(?![\w-])"
            ),
            "spdx:DL-DE-BY-2.0",
        ),
        (
            ("datenlizenz", "dl-de"),
            (
                r"\bdatenlizenz deutschland\s*-?\s*zero\s*[-,]?\s*(?:version\s*)?2\.0(?!\.?\d)|"
                r"(?<![\w-])dl-de/zero-2-0(?![\w-])"
            ),
            "spdx:DL-DE-ZERO-2.0",
        ),
    )
)
_BY_NAME = (
    *_FIXED,
    *(
        (
            ("government",),
            re.compile(
                r"\bopen government licen[cs]e\s*(?:for public sector information)?\s*(?:\(ogl\))?[\s(,-]*"
                rf"(?:(?:version|v)\.?\s*{number}(?:\.0)?{bare})(?![\w.]*\d)(?!\s*[-(]\s*[a-z])",
                re.IGNORECASE,
            ),
            f"spdx:OGL-UK-{number}.0",
        )
        for number, bare in ((1, ""), (2, ""), (3, r"|3\.0"))
    ),
    *(
        (
            (spdx.lower(),),
            re.compile(rf"(?<![\w-]){re.escape(spdx)}(?![\w-]|\.\d)", re.IGNORECASE),
            f"spdx:{spdx}",
        )
        for spdx in (key.removeprefix("spdx:") for key in OTHER_KEYS)
    ),
)
"""What must stand in a text for it to be tried, the pattern, and the key it stands for."""
_TRIGGERS = frozenset(
    {"zero", "cc0", "mark", "pdm", "pddc", "canada", "etalab", "datenlizenz", "dl", "ogl", "government"}
)
_ZEROS = ("c 0", "c-0", "s 0")
"""Words, and pieces of text, without one of which a text calls no license by a name of its own."""


def named(text: str, words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Give place, end and key of each license that a tidied sentence calls by its own name and version.

    ``words`` are those of the text in lower case. A pattern is tried only where one of its needles stands in the text.
    """
    lower = text.lower()
    if _TRIGGERS.isdisjoint(words) and not any(map(lower.__contains__, _ZEROS)):
        return
    for needles, pattern, key in _BY_NAME:
        if any(map(lower.__contains__, needles)):
            for hit in pattern.finditer(text):
                yield hit.start(), hit.end(), key
