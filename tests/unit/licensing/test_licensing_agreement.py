"""How the reader agrees with sentences and addresses that people labeled, counted and shown in the test run.

The shared table is other people's; the three tables of ``tests/cases/licensing-prose`` are our own, each labeled before
the reader had seen it. Safe means: not looser than the label. One unsafe sentence fails everything.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from syndicator.licensing import ProseReading, key_of_url, license_of, looser, read

Row = dict[str, str]
OWN = Path(__file__).parents[2] / "cases" / "licensing-prose"
EXACT_MIN = 0.98
READ_STRICTER = {"s114", "t081", "t098"}
"""Our own rows that are read stricter than their label: a number beside the license may be its version or not."""


def rows_of(file: Path) -> list[Row]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def reading_of(row: Row) -> ProseReading:
    return read(row["text"], row["carrier"])  # type: ignore[arg-type]  # the table's words are ours


def is_safe(row: Row, reading: ProseReading) -> bool:
    """Say whether a reading is not looser than the row's label, by the four rules beside the shared table."""
    work = [claim for claim in reading.claims if claim.scope == "work"]
    if not work:
        return True
    label = license_of(row["license"])
    if label is None or row["scope"] != "work" or (row["refusal"] == "yes") > reading.refusal:
        return False
    for claim in work:
        one = license_of(claim.key)
        if one is None or looser(one, label) or (row["exceptions"] == "yes") > claim.exceptions:
            return False
        if one.version_known and one.key.split("/")[1:] != label.key.split("/")[1:]:
            return False
    return True


def is_exact(row: Row, reading: ProseReading) -> bool:
    label = [] if row["license"] == "none" else [(row["license"], row["exceptions"] == "yes")]
    told = [(claim.key, claim.exceptions) for claim in reading.claims if claim.scope == row["scope"]]
    beyond = row["scope"] != "work" and any(claim.scope == "work" for claim in reading.claims)
    return told == label and not beyond and reading.refusal == (row["refusal"] == "yes")


def counted(rows: Iterable[Row], group: str, tests: dict[str, Callable[[Row], bool]]) -> list[str]:
    """Give a line for each value of a column: how many rows, and how many pass each test."""
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        count = counts.setdefault(row[group], Counter())
        count["rows"] += 1
        count.update(name for name, test in tests.items() if test(row))
    return [
        f"  {value:<16}{count['rows']:>5} rows" + "".join(f"{count[name]:>6} {name}" for name in tests)
        for value, count in sorted(counts.items())
    ]


@pytest.fixture(params=["shared", "labeled.tsv", "more.tsv", "further.tsv"])
def labeled(request: pytest.FixtureRequest) -> tuple[str, list[Row]]:
    if request.param == "shared":
        shared: Path = request.getfixturevalue("shared")
        return "the shared table", rows_of(shared / "data" / "rights" / "prose.tsv")
    return request.param, rows_of(OWN / request.param)


def test_labeled_sentences_read_exactly_for_the_most_part_and_never_looser(
    labeled: tuple[str, list[Row]], capsys: pytest.CaptureFixture[str]
) -> None:
    name, rows = labeled
    tests = {"exact": lambda row: is_exact(row, reading_of(row)), "safe": lambda row: is_safe(row, reading_of(row))}
    exact, safe = (sum(map(test, rows)) for test in tests.values())
    with capsys.disabled():
        print(f"\n\nSentences of {name}: {len(rows)} rows, {exact} exact ({exact / len(rows):.1%}), {safe} safe")
        print("\n".join([*counted(rows, "carrier", tests), *counted(rows, "lang", tests)]))
    assert [row["id"] for row in rows if not tests["safe"](row)] == []
    assert exact / len(rows) >= EXACT_MIN
    assert {row["id"] for row in rows if not tests["exact"](row)} <= READ_STRICTER


def test_our_own_sentences_are_many_and_of_every_language_and_kind() -> None:
    rows = [row for file in ("labeled.tsv", "more.tsv", "further.tsv") for row in rows_of(OWN / file)]
    assert len(rows) >= 360
    assert len({row["id"] for row in rows}) == len({row["text"] + row["carrier"] for row in rows}) == len(rows)
    assert {row["lang"] for row in rows} >= {"en", "fr", "es", "pt", "de", "it", "nl", "id", "ca", "pl", "tr", "sv"}
    assert {row["carrier"] for row in rows} == {"entry-rights", "document-rights", "body", "page"}
    assert {row["scope"] for row in rows} == {"work", "media", "foreign", "none"}
    assert all(row["license"] == "none" or license_of(row["license"]) for row in rows)


def test_every_labeled_address_reads_as_its_label(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = rows_of(shared / "data" / "rights" / "urls.tsv")

    def is_right(row: Row) -> bool:
        key, outcome = key_of_url(row["url"])
        known = license_of(key)
        return (key or "reject", outcome, (known and known.spdx) or "") == (row["key"], row["outcome"], row["spdx"])

    with capsys.disabled():
        print(f"\n\nAddresses: {len(rows)} rows, {sum(map(is_right, rows))} right")
        print("\n".join(counted(rows, "outcome", {"right": is_right})))
    assert [row["id"] for row in rows if not is_right(row)] == []
