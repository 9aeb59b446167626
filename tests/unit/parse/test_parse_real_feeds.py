"""Feeds found in the wild are read, or refused by name; nothing else ever comes out."""

from __future__ import annotations

import csv
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from syndicator.errors import ParseError
from syndicator.parse import Hints, read

HINTS = Hints(url="https://feeds.example/feed")
REPEATED = 4
"""Feeds whose entries are partly one and the same XML twice."""


@pytest.fixture(scope="module")
def feeds(shared: Path) -> list[tuple[dict[str, str], bytes]]:
    archive = shared / "data" / "real-feeds.tar.xz"
    if not archive.is_file():
        pytest.skip("the archive of real feeds is not at hand")
    return list(_members(archive))


def _members(archive: Path) -> Iterator[tuple[dict[str, str], bytes]]:
    with tarfile.open(archive) as tar:
        bodies = {
            Path(member.name).name: opened.read() for member in tar if (opened := tar.extractfile(member)) is not None
        }
    for row in csv.DictReader(io.StringIO(bodies["index.csv"].decode())):
        yield row, bodies[row["file"]]


def test_every_real_feed_is_read_and_its_entries_counted(feeds: list[tuple[dict[str, str], bytes]]) -> None:
    recovered, other_count = 0, []
    for row, body in feeds:
        document = read(body, HINTS, frozenset())
        recovered += document.info.recovered
        if len(document.entries) != int(row["items"]):
            other_count.append(row["file"])
        assert len(document.listed) == len(document.entries)
    assert len(feeds) == 194
    assert recovered <= 24
    assert len(other_count) <= REPEATED


def test_each_entry_of_a_real_feed_is_the_same_alone(feeds: list[tuple[dict[str, str], bytes]]) -> None:
    for row, body in feeds:
        if len(body) > 60_000:
            continue
        whole = read(body, HINTS, frozenset())
        step = max(1, len(whole.entries) // 3)
        for entry in whole.entries[::step]:
            alone = read(body, HINTS, frozenset(whole.listed) - {entry.digest})
            assert alone.entries == (entry,), row["file"]


def test_a_real_feed_cut_anywhere_or_with_a_bit_turned_is_read_or_refused(
    feeds: list[tuple[dict[str, str], bytes]],
) -> None:
    for number, (_, body) in enumerate(feeds):
        if len(body) > 25_000:
            continue
        at = (number * 7919) % len(body)
        for broken in (body[:at], body[:at] + bytes([body[at] ^ 0x10]) + body[at + 1 :]):
            try:
                read(broken, HINTS, frozenset())
            except ParseError as fault:
                assert fault.code != "error"  # noqa: PT017  (either end is right)
