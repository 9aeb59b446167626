"""An entry's end, from a loopback upstream to what subscribers fetch: tombstone, stub, lost databases, two weeks."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.forked import Runs
from harness.gazettes import SIGNED, TERMS, WORDS, command, finished
from harness.program import Files, Place
from harness.reader import shown

TEXT = " ".join(WORDS * 20)
DAYS = "2026-11-{:02}T12:00:00Z"
LATER = "2026-12-{:02}T12:00:00Z"


def entry(number: int, **changes: str) -> str:
    told = {"title": f"Tide {number}", "text": TEXT} | changes
    return (
        f"<entry><id>tag:a.example,2026:{number}</id><title>{told['title']}</title>"
        f"<author><name>Ada Sample</name></author><link rel='alternate' href='https://a.example/{number}'/><published>2026-11-10T0{number}:00:00Z</published>"
        f"<updated>2026-11-10T0{number}:00:00Z</updated>"
        f"<content type='html'>&lt;p&gt;{told['text']}&lt;/p&gt;</content></entry>"
    )


def atom(*entries: str, gone: str = "") -> bytes:
    stone = f"<at:deleted-entry ref='{gone}' when='2026-11-12T00:00:00Z'/>" if gone else ""
    return (
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:at='http://purl.org/atompub/tombstones/1.0'>"
        f"<id>tag:a.example,2026:all</id><title>Tides</title><updated>2026-11-10T09:00:00Z</updated>{stone}"
        f"{''.join(entries)}</feed>"
    ).encode()


DELETED, TAKEN, RETRACTED = (f"tag:a.example,2026:{number}" for number in (2, 3, 4))
ALL = tuple(entry(number) for number in (1, 2, 3, 4, 5))
LEFT = ["tag:a.example,2026:5", "tag:a.example,2026:1"]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[Place, Files]]:
    with Files({"/a": atom(*ALL)}, lambda _: "application/atom+xml") as upstream:
        made = Place(tmp_path, upstream.port)
        made.write("config/publishers/a.toml", TERMS.format(name="The Sample Gazette", host="a.example"))
        made.source("a", "/a", SIGNED, 'publisher = "a"')
        made.feed("world", ["a"])
        yield made, upstream


def ids(place: Place, format_name: str) -> list[str]:
    return [one.id for one in shown((place.feeds / f"world.{format_name}").read_bytes())]


def stubs(place: Place) -> dict[str, str]:
    """Give where the stubs lead to, by id; nothing of a work may stand in one."""
    body = (place.feeds / "world.rss").read_bytes()
    found = {one.id: one for one in shown(body) if one.title == "Withdrawn"}
    assert all((one.html, one.authors, one.licenses) == ("", (), ()) for one in found.values())
    return {id_: one.link for id_, one in found.items()}


def is_valid(runs: Runs, place: Place) -> bool:
    files = [str(place.feeds / f"world.{name}") for name in ("rss", "atom")]
    return command(runs, place, "validate", *files).code == 0 and command(runs, place, "verify").code == 0


@pytest.mark.proves("D-37", "D-40", "D-41", "D-42")
def test_what_was_withdrawn_is_told_of_for_fourteen_days_and_never_comes_back(
    place: tuple[Place, Files], runs: Runs
) -> None:
    here, upstream = place
    finished(runs, here, DAYS.format(12))
    assert len(ids(here, "rss")) == len(ids(here, "atom")) == 5

    retracted = entry(4, title="[Retracted] Tide 4")
    upstream.documents["/a"] = atom(entry(1), entry(3), retracted, entry(5), gone=DELETED)
    finished(runs, here, DAYS.format(13))
    upstream.documents["/a"] = atom(*ALL)
    act = f'[[takedown]]\nentry = "{TAKEN}"\nby = "Jo Park"\nat = 2026-11-14\nwhy = "the author asked"\n'
    here.write("config/approvals.toml", act)
    finished(runs, here, DAYS.format(14))
    (here.folder / "config/approvals.toml").unlink()
    assert ids(here, "atom") == LEFT
    assert stubs(here) == {DELETED: "", TAKEN: "", RETRACTED: "https://a.example/4"}
    assert ids(here, "rss") == [*LEFT, TAKEN, RETRACTED, DELETED]
    assert is_valid(runs, here)
    live = {name: (here.feeds / name).read_bytes() for name in ("world.rss", "world.atom")}

    shutil.rmtree(here.folder / "var")
    finished(runs, here, DAYS.format(15))
    assert {name: (here.feeds / name).read_bytes() for name in live} == live
    assert is_valid(runs, here)
    lines = command(runs, here, "ledger", "export").json["lines"]
    assert {one["event"]["subject"] for one in lines if one["event"]["by"] == "manifest.json"} == {
        DELETED,
        TAKEN,
        RETRACTED,
    }

    shutil.rmtree(here.folder / "var")
    finished(runs, here, DAYS.format(27).replace("12:00:00", "11:59:59"))
    assert set(stubs(here)) == {DELETED, TAKEN, RETRACTED}
    finished(runs, here, DAYS.format(27))
    assert set(stubs(here)) == {TAKEN}
    finished(runs, here, DAYS.format(28))
    assert (ids(here, "rss"), stubs(here)) == (LEFT, {})
    assert is_valid(runs, here)

    upstream.documents["/a"] = atom(*(one.replace("Tide", "Revised tide") for one in ALL))
    shutil.rmtree(here.folder / "var")
    finished(runs, here, LATER.format(20))
    assert (ids(here, "rss"), ids(here, "atom")) == (LEFT, LEFT)
    text = (here.feeds / "world.atom").read_text("utf-8")
    assert all(f'ref="{one}"' in text for one in (DELETED, TAKEN, RETRACTED))
    assert is_valid(runs, here)
    manifest = json.loads((here.feeds / "manifest.json").read_text("utf-8"))
    assert [(one["id"], one["reason"]) for one in manifest["withdrawn"]] == [
        (DELETED, "upstream-tombstone"),
        (TAKEN, "takedown"),
        (TAKEN, "takedown"),
        (RETRACTED, "article-gone"),
    ]
