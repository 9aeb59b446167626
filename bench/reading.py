"""Rights sentences a second, on one core, each of them read for the first time."""

from __future__ import annotations

import itertools
import time

from syndicator.licensing import read
from syndicator.licensing.keys import EDITIONS

SENTENCES = 40_000
TARGET = 20_000
"""At least so many a second."""
_NAMES = ("Ada Brindle", "Fenmark Herald", "Lake Office", "Reef Lab", "Harbor Daily", "Mia Rook", "La Gaceta")
_FORMS = (
    "{unit} {version}",
    "© {year} {name}. {unit} {version}",
    "Licensed under {unit} {version}",
    "Photo: {name}, {unit} {version}",
    "© {year} {name}. All rights reserved.",
    "Creative Commons Attribution-NonCommercial {version} ({year})",
    "{unit} {version} unless otherwise noted, {name} {year}",
    "This article is licensed under {unit} {version}.",
    "© {year} {name}",
    "Text {unit} {version}, images © {name}",
    "Dieser Text steht unter der Lizenz {unit} {version}.",
    "Este texto se publica bajo licencia {unit} {version}.",
    "Cet article de {name} est sous licence {unit} {version}.",
    "Some rights reserved, {name} {year}",
    "See {name} for the terms of {year}",
)


def sentences() -> list[str]:
    """Give short rights sentences of the usual kinds, no two alike."""
    units = [f"CC {unit.upper()}" for unit in EDITIONS if unit.startswith("by")]
    made = (
        form.format(name=f"{name} {number}", unit=unit, version=version, year=2000 + number % 30)
        for number in itertools.count()
        for name in _NAMES
        for unit, version in zip(itertools.cycle(units), ("4.0", "3.0", "2.5", "4.0", "1.0"), strict=False)
        for form in _FORMS
    )
    return list(itertools.islice(dict.fromkeys(itertools.islice(made, 4 * SENTENCES)), SENTENCES))


def main() -> None:
    """Print how many sentences a second are read: the best of twenty shares of them, so that none is read twice."""
    texts = sentences()
    read("CC BY 4.0")  # what is made at the first reading
    share = len(texts) // 20
    best = 0.0
    for begin in range(0, share * 20, share):
        start = time.process_time()
        for text in texts[begin : begin + share]:
            read(text)
        best = max(best, share / (time.process_time() - start))
    length = sum(map(len, texts)) / len(texts)
    print("\n| reading | sentences a second | at least |\n|---|---|---|")
    print(
        f"| {len(texts)} different rights sentences of {length:.0f} characters, one core | {best:,.0f} | {TARGET:,} |"
    )
