"""Feeds captured from the live web, all of them: polled, decided, framed, published, and nothing without a grant.

A lenient test grant stands for a publisher that allows everything; the strict defaults stay on everywhere else.
"""

from __future__ import annotations

import csv
import re
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from harness.agreed import AGREED, not_agreed
from harness.program import Files, Place

from syndicator.validate import validate

GRANT = """name = "Test grant {name}"
url = "https://grant.example/"
hosts = ["grant.example"]
terms_url = "https://grant.example/terms"
license = "cc:by/4.0"
automation = "allowed"
license_may_be_silent = true
ignore_channel_copyright = true
full_text = "any"
author_fallback = "document-title"
link_fallback = "document-link"
recovered = "allow"
own_only = false
exceptions_accepted = true
"""
SIGNED = 'terms_read = { by = "Sam Sample", on = 2026-11-01 }'
FIRST = "2026-11-20T12:00:00Z"
SECOND = "2026-11-20T14:00:00Z"
GOOD_REASONS = {
    "author-missing",
    "license-changed",
    "license-unknown",
    "oversize",
    "rights-reserved",
    "rights-text-unexpected",
    "teaser-only",
}
"""Why a captured feed may stay silent under the lenient grant: no text at all, or rights of its own that say no."""
TYPES = {"rss.xml": "application/rss+xml", "atom.xml": "application/atom+xml", "json": "application/feed+json"}


class Captured(NamedTuple):
    """One captured feed and what its index says of it."""

    name: str
    row: dict[str, str]
    body: bytes


@pytest.fixture(scope="module")
def captured(shared: Path) -> list[Captured]:
    with tarfile.open(shared / "data" / "real-feeds.tar.xz") as archive:
        files = {Path(one.name).name: archive.extractfile(one).read() for one in archive if one.isfile()}
    rows = csv.DictReader(files["index.csv"].decode("utf-8").splitlines())
    return [Captured(f"f{number:03}", row, files[row["file"]]) for number, row in enumerate(rows)]


def placed(captured: list[Captured], folder: Path, upstream: Files, *, granted: bool) -> Place:
    place = Place(folder, upstream.port)
    for one in captured:
        lines = [f'publisher = "{one.name}"', SIGNED] if granted else []
        place.source(one.name, f"/{one.row['file']}", *lines)
        place.feed(one.name, [one.name], "bytes_max = 4000000")
        if granted:
            place.write(f"config/publishers/{one.name}.toml", GRANT.format(name=one.name))
    return place


def served(captured: list[Captured]) -> Files:
    def type_of(path: str) -> str:
        return next((value for end, value in TYPES.items() if path.endswith(end)), "application/xml")

    return Files({f"/{one.row['file']}": one.body for one in captured}, type_of)


class Cycles(NamedTuple):
    """Two cycles over all captured feeds."""

    place: Place
    first: Any
    second: Any
    statuses: list[tuple[str, int]]
    before: dict[str, tuple[int, bytes]]
    after: dict[str, tuple[int, bytes]]


def live(place: Place) -> dict[str, tuple[int, bytes]]:
    return {one.name: (one.stat().st_mtime_ns, one.read_bytes()) for one in place.feeds.iterdir()}


@pytest.fixture(scope="module")
def cycles(captured: list[Captured], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cycles]:
    with served(captured) as upstream:
        place = placed(captured, tmp_path_factory.mktemp("real"), upstream, granted=True)
        first = place.once(FIRST)
        before = live(place)
        upstream.statuses.clear()
        second = place.once(SECOND)
        yield Cycles(place, first, second, list(upstream.statuses), before, live(place))


@pytest.mark.timeout(300)
def test_every_captured_feed_ends_in_a_named_outcome_and_what_is_readable_is_published(
    captured: list[Captured], cycles: Cycles, capsys: pytest.CaptureFixture[str]
) -> None:
    outcomes = {one["source"]: one for one in cycles.first["sources"]}
    feeds = {one["feed"]: one for one in cycles.first["feeds"]}
    assert len(outcomes) == len(feeds) == len(captured)
    assert not [one for one in outcomes.values() if one["code"] == "internal-error"]
    assert {one["outcome"] for one in feeds.values()} <= {"published", "empty"}
    unread = [one for one in captured if outcomes[one.name]["outcome"] != "new"]
    silent = [
        one for one in captured if outcomes[one.name]["outcome"] == "new" and feeds[one.name]["outcome"] != "published"
    ]
    table(captured, outcomes, feeds, capsys)
    for one in silent:
        reasons = {reason for decision in feeds[one.name]["decisions"] for reason in decision["reasons"]}
        assert reasons <= GOOD_REASONS, (one.row["file"], feeds[one.name])
    assert len(unread) <= 4, [(one.row["file"], outcomes[one.name]["code"]) for one in unread]
    assert len(captured) - len(silent) - len(unread) >= 170


def table(captured: list[Captured], outcomes: Any, feeds: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Print the table of outcomes by kind, past pytest's capture."""
    kinds: dict[str, Counter[str]] = {}
    reasons: Counter[str] = Counter()
    for one in captured:
        outcome, feed = outcomes[one.name], feeds[one.name]
        end = feed["outcome"] if outcome["outcome"] == "new" else outcome["code"]
        end += ", recovered" if outcome["recovered"] else ""
        kinds.setdefault(one.row["kind"], Counter())[end] += 1
        for decision in feed["decisions"]:
            reasons[", ".join([decision["kind"], *decision["reasons"]])] += 1
    with capsys.disabled():
        print("\n\nCaptured feeds by kind and end")
        for kind, ends in sorted(kinds.items()):
            print(f"  {kind:<12}" + "; ".join(f"{count} {end}" for end, count in ends.most_common()))
        print("Entries by decision")
        for reason, count in reasons.most_common():
            print(f"  {count:>6} {reason}")


@pytest.mark.timeout(300)
def test_every_output_is_free_of_errors_and_of_warnings_but_those_agreed_on(cycles: Cycles) -> None:
    found: set[str] = set()
    for name, (_, body) in cycles.before.items():
        if name.endswith((".rss", ".atom")):
            findings = validate(body, file=name)
            bad = not_agreed(findings)
            assert not bad, (name, bad[:3])
            found |= {one.code for one in findings}
    assert AGREED.keys() <= found, "what is agreed on and never happens is to be taken out"


@pytest.mark.timeout(300)
def test_the_second_cycle_is_all_304_and_writes_nothing(captured: list[Captured], cycles: Cycles) -> None:
    parsed = {one["source"] for one in cycles.first["sources"] if one["outcome"] in {"new", "unchanged"}}
    paths = {f"/{one.row['file']}" for one in captured if one.name in parsed}
    again = dict(cycles.statuses)
    assert {again[path] for path in paths} == {304}
    assert cycles.after == cycles.before
    assert {one["outcome"] for one in cycles.second["feeds"]} == {"skipped"}


@pytest.mark.timeout(300)
def test_ids_are_unique_in_a_feed_and_the_same_in_both_formats(cycles: Cycles) -> None:
    for name, (_, body) in cycles.before.items():
        if not name.endswith(".atom"):
            continue
        text = body.decode("utf-8")
        ids = re.findall(r"<entry[^>]*>\s*<id>(.*?)</id>", text)
        rss = cycles.before[name.removesuffix(".atom") + ".rss"][1].decode("utf-8")
        assert len(ids) == len(set(ids)), name
        assert re.findall(r'<guid isPermaLink="false">(.*?)</guid>', rss) == ids, name


@pytest.mark.timeout(300)
def test_without_a_grant_nothing_at_all_is_published(captured: list[Captured], tmp_path: Path) -> None:
    with served(captured) as upstream:
        place = placed(captured, tmp_path, upstream, granted=False)
        report = place.once(FIRST)
    kinds = {decision["kind"] for feed in report["feeds"] for decision in feed["decisions"]}
    assert "permit" not in kinds
    assert not [one for one in place.feeds.iterdir() if one.suffix in {".rss", ".atom"}]
