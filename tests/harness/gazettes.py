"""An upstream of two invented publishers whose feeds change from stage to stage, all dates stated, by a seed."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar, NamedTuple

from harness.forked import Ended, Runs
from harness.program import Files, Place, Ran

BEGIN = datetime(2026, 11, 1, 6, tzinfo=UTC)
TERMS = """name = "{name}"
url = "https://{host}/"
hosts = ["{host}"]
terms_url = "https://{host}/terms"
review_interval = "36500d"
license = "cc:by/4.0"
automation = "allowed"
license_may_be_silent = true
own_only = false
"""
SIGNED = 'terms_read = { by = "Sam Sample", on = 2026-10-01 }'
WORDS = (
    "the",
    "sampled",
    "town",
    "kept",
    "a",
    "ledger",
    "of",
    "tides",
    "and",
    "nobody",
    "ever",
    "wrote",
    "down",
    "why",
)


class Piece(NamedTuple):
    """One entry of an upstream feed."""

    id: str
    title: str
    host: str
    published: datetime
    updated: datetime
    text: str

    def xml(self) -> str:
        """Give it as an Atom entry."""
        return (
            f"<entry><id>{self.id}</id><title>{self.title}</title><author><name>Ada Sample</name></author>"
            f'<link rel="alternate" href="https://{self.host}/{self.id.rpartition(":")[2]}"/>'
            f"<published>{self.published.isoformat()}</published><updated>{self.updated.isoformat()}</updated>"
            f'<content type="html">&lt;p&gt;{self.text}&lt;/p&gt;</content></entry>'
        )


def atom(name: str, host: str, pieces: list[Piece], gone: list[tuple[str, datetime]]) -> bytes:
    """Give an Atom document with tombstones (RFC 6721)."""
    newest = max(one.updated for one in pieces)
    tombs = "".join(f'<at:deleted-entry ref="{id_}" when="{when.isoformat()}"/>' for id_, when in gone)
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" xml:lang="en">'
        f"<id>tag:{host},2026:{name}</id><title>{name}</title><updated>{newest.isoformat()}</updated>"
        f'<link rel="alternate" href="https://{host}/"/>{tombs}{"".join(one.xml() for one in pieces)}</feed>'
    ).encode()


class Gazettes:
    """Three sources of two publishers, one of them with a quota, in two feeds."""

    SOURCES: ClassVar = {"one": "commons.example", "two": "commons.example", "three": "rationed.example"}

    def __init__(self, seed: int, *, tombstones: bool) -> None:
        self._tombstones = tombstones
        self._dice = random.Random(seed)
        self._pieces: dict[str, list[Piece]] = {name: [] for name in self.SOURCES}
        self._gone: dict[str, list[tuple[str, datetime]]] = {name: [] for name in self.SOURCES}
        self._count = 0
        self.stage = -1

    def at(self, hours: float = 0) -> str:
        """Give an instant of the stage's own day."""
        return (BEGIN + timedelta(days=self.stage, hours=hours)).isoformat()

    def move_on(self) -> dict[str, bytes]:
        """Give the next stage's documents: new pieces, an edit, at times a tombstone; the oldest roll off."""
        self.stage += 1
        now = BEGIN + timedelta(days=self.stage, hours=-1)
        documents = {}
        for name, host in self.SOURCES.items():
            pieces, gone = self._pieces[name], self._gone[name]
            if pieces:
                old = self._dice.choice(pieces)
                pieces[pieces.index(old)] = old._replace(updated=now, text=self._text())
                if self._tombstones and len(pieces) > 3 and self._dice.random() < 0.5:
                    gone.append((pieces.pop(self._dice.randrange(len(pieces))).id, now))
            for _ in range(3 if not pieces else self._dice.choice((1, 2))):
                self._count += 1
                when = now - timedelta(minutes=self._count % 50)
                id_ = f"tag:{host},2026:{self._count}"
                pieces.insert(0, Piece(id_, f"Tide {self._count}", host, when, when, self._text()))
            del pieces[6:]
            documents[f"/{name}"] = atom(name, host, pieces, gone[-3:])
        return documents

    def _text(self) -> str:
        return " ".join(self._dice.choices(WORDS, k=220)).capitalize() + "."

    def place(self, folder: Path, upstream: Files) -> Place:
        """Configure the program for this upstream."""
        place = Place(folder, upstream.port)
        for name, extra in (("commons", ""), ("rationed", 'quota = "2/day"\n')):
            text = TERMS.format(name=f"The Sample {name.title()}", host=f"{name}.example") + extra
            place.write(f"config/publishers/{name}.toml", text)
        for name, host in self.SOURCES.items():
            place.source(name, f"/{name}", SIGNED, f'publisher = "{host.removesuffix(".example")}"')
        place.feed("wide", ["one"])
        place.feed("world", list(self.SOURCES), "entries = 12")
        return place


Bytes = dict[str, bytes]


class World(NamedTuple):
    """A place to be disturbed in a run at ``now``: its files before, and after a run that nothing disturbs."""

    start: Path
    upstream: Files
    now: str
    later: str
    before: Bytes
    after: Bytes
    steps: tuple[str, ...]

    def copied(self, folder: Path) -> Place:
        """Give it again in another folder: configuration, database and feeds."""
        shutil.copytree(self.start, folder)
        return Place(folder, self.upstream.port)

    def assert_no_half(self, place: Place) -> None:
        """Check that each file that readers fetch is the old or the new one."""
        for name, body in live(place).items():
            if not name.startswith(".") and name != "manifest.json":
                assert body in (self.before.get(name), self.after[name]), f"{name} is half-made"


def live(place: Place) -> Bytes:
    """Give every file of the feeds folder, hidden ones too."""
    return {one.name: one.read_bytes() for one in sorted(place.feeds.iterdir())} if place.feeds.exists() else {}


def command(runs: Runs, place: Place, *args: str, **how: int | bool) -> Ended:
    """Run a command on a place."""
    return runs.run("--config", str(place.folder / "config"), *args, **how)


def once(runs: Runs, place: Place, now: str, *more: str, **how: int | bool) -> Ended:
    """Run one cycle at an instant."""
    return command(runs, place, "once", "--now", now, "--format", "json", *more, **how)


def finished(runs: Runs, place: Place, now: str, *more: str) -> Ended:
    """Run one cycle that must end well."""
    ended = once(runs, place, now, *more)
    assert ended.code == 0, ended.err + ended.out
    return ended


def assert_refused(ended: Ended, code: int, *words: str) -> None:
    """Check the exit code, and that what was said names the thing and says what to do."""
    said = ended.err + ended.out
    assert ended.code == code, said
    assert "Traceback" not in said
    assert all(word in said for word in words), said


def straced(place: Place, now: str, inject: str) -> Ran:
    """Run one cycle in a process of its own, with faults that the kernel gives (strace's ``inject``)."""
    strace = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={inject.partition(':')[0]}"]
    strace += ["-e", f"inject={inject}", sys.executable, "-m", "syndicator"]
    strace += ["--config", str(place.folder / "config"), "once", "--now", now]
    done = subprocess.run(strace, capture_output=True, timeout=300, check=False)
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
