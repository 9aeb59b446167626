"""``package``, ``report``, ``holds`` and ``remove-name`` as a person gives them: what is printed, and where."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from harness.commands import command
from harness.program import Ran
from harness.world import CONTENT, World, item

from syndicator.model.config import ActKind


class Place:
    """A world with something live, something held and a candidate, and commands on its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with World(folder) as world:
            world.publisher("gazette", 'quota = "3/day"', 'notify = "after"', 'report = "Reach figures."')
            path = folder / "config/publishers/gazette.toml"
            path.write_text(path.read_text().replace('"allowed"', '"selective"'))
            world.source("sea", "gazette")
            world.feed("world", ["sea"])
            words = CONTENT + "&lt;img src='https://gazette.example/a.jpg'&gt;"
            world.shows("sea", item(1, words=words), item(2, title="=Piece\u202e 2"), item(3, authors=()))
            world.cycle()
            world.act(ActKind.APPROVE, item(1).id)
            world.act(ActKind.APPROVE, item(2).id, author="Cy Low")
            world.act(ActKind.APPROVE, item(3).id)

    def run(self, *args: str | Path) -> Ran:
        return command("--config", self.folder / "config", *args)

    def live(self) -> str:
        return (self.folder / "feeds/world.atom").read_text(encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setenv("COLUMNS", "80")
    return Place(tmp_path)


def test_a_package_goes_to_standard_output_and_what_to_see_to_beside_it(place: Place) -> None:
    made = place.run("package", item(1).link)
    assert made.code == 0
    assert made.out.startswith('<h1>Piece 1</h1>\n<p class="syndicator-byline">By Ada Nomen</p>\n')
    assert made.err.startswith("To see to, for Piece 1:\n  canonical: Good manners")
    for key in ("media:", "quota:", "notify:", "report:", "terms:"):
        assert f"\n  {key}" in made.err
    assert max(map(len, made.err.splitlines())) < 80


def test_a_package_is_written_to_a_file_as_html_or_json(place: Place) -> None:
    file = place.folder / "one.html"
    printed = place.run("package", item(1).id, "--feed", "world").out
    written = place.run("package", item(1).id, "--output", file)
    assert (written.code, written.out) == (0, "")
    assert file.read_text(encoding="utf-8") == printed
    assert f"wrote {file}" in written.err
    told = place.run("package", item(1).id, "--format", "json").json
    assert (told["kind"], told["counter"], told["html"] + "\n") == ("permit", "none", printed)
    assert told["license"]["key"] == "cc:by/4.0"
    assert {one["key"] for one in told["checklist"]} >= {"canonical", "notify"}
    refused = place.run("package", item(1).id, "--output", place.folder)
    assert refused.code == 73
    assert "name another file" in refused.err


def test_a_package_that_the_rights_do_not_allow_exits_1_with_the_reasons(place: Place) -> None:
    file = place.folder / "three.html"
    refused = place.run("package", item(3).id, "--output", file)
    assert (refused.code, refused.out) == (1, "")
    assert f"no package of {item(3).id}: hold, author-missing: the entry names no author" in refused.err
    assert "author-missing: Look the author up" in refused.err
    assert not file.exists()
    told = place.run("package", item(3).id, "--format", "json")
    assert (told.code, told.json["html"], told.json["reasons"]) == (1, "", ["author-missing"])
    assert place.run("package", "tag:nobody").code == 1
    assert place.run("package", item(1).id, "--feed", "nope").code == 2


def test_a_report_is_a_mail_in_plain_words(place: Place) -> None:
    place.run("takedown", item(2).id, "--reason", "asked")
    made = place.run("report", "gazette", "--month", "2026-11")
    assert (made.code, made.err) == (0, "")
    assert made.out.startswith("Subject: Articles of The Sample Gazette in our feeds, November 2026\n")
    words = " ".join(made.out.split())
    assert "our feeds carried 2 articles of yours; 2 of them appeared there in that month." in words
    assert "from 2026-11-01 00:00 to 2026-12-01 00:00, as are all times." in words
    assert "By Ada Nomen Original: https://gazette.example/pieces/1 License: CC BY 4.0" in words
    assert 'In "world" since 2026-11-20 12:00 https://feeds.sampletown.org/world.rss' in words
    assert "(withdrawn)" in words
    assert "By Cy Low" in words
    assert "\u202e" not in made.out
    assert "You ask for: Reach figures." in words
    assert words.endswith("How to reach us: https://news.sampletown.org/about")
    assert max(map(len, made.out.splitlines())) <= 72


def test_an_empty_month_and_one_that_is_not_over_say_so(place: Place) -> None:
    assert "carried no article of yours" in place.run("report", "gazette", "--month", "2026-10").out
    assert "carried no article of yours" in place.run("report", "nasa", "--month", "2026-11").out
    assert "It is not over" in place.run("report", "gazette", "--month", "9998-12").out


def test_a_report_as_a_table_and_as_json(place: Place) -> None:
    head, *rows = csv.reader(io.StringIO(place.run("report", "gazette", "--month", "2026-11", "--format", "csv").out))
    first, second = (dict(zip(head, row, strict=True)) for row in rows)
    assert (first["title"], first["form"], first["until"]) == ("Piece 1", "whole", "")
    assert second["title"].startswith("'=Piece")
    assert first["addresses"].split() == [f"https://feeds.sampletown.org/world.{one}" for one in ("rss", "atom")]
    told = place.run("report", "gazette", "--month", "2026-11", "--format", "json").json
    assert (told["publisher"], told["since"], told["until"]) == (
        "gazette",
        "2026-11-01T00:00:00Z",
        "2026-12-01T00:00:00Z",
    )
    assert [one["license"] for one in told["entries"]] == ["CC BY 4.0", "CC BY 4.0"]


def test_stays_that_ended_or_were_references_are_told_in_words(place: Place) -> None:
    with World(place.folder) as world:
        world.feed("links", ["sea"], 'mode = "link"')
        world.cycle(1)
        world.feed("world", ["sea"], "entries = 1")
        world.remove("config/feeds/links.toml")
        world.restart()
        world.cycle(2)
    words = " ".join(place.run("report", "gazette", "--month", "2026-11").out.split())
    assert "until 2026-11-20 14:00 (newer articles took its place)" in words
    assert 'In "links", as a reference without text, from 2026-11-20 13:00 until' in words
    assert "(the feed ended)" in words
    table = place.run("report", "gazette", "--month", "2026-11", "--format", "csv").out
    assert ",reference," in table
    assert ",leave\r\n" in table


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("report", "nope", "--month", "2026-11"), "no publisher 'nope'"),
        (("report", "gazette", "--month", "11/2026"), "'11/2026' is no month; write 2026-11"),
        (("report", "gazette"), "--month"),
        (("remove-name", "x", "--reason", "y"), "--name"),
        (("remove-name", "x", "--reason", "y", "--name", " "), "say whose name"),
        (("remove-name", "x", "--reason", " ", "--name", "Jo"), "say why; it goes into the ledger"),
    ],
)
def test_a_wrong_use_exits_2_and_says_what_is_wrong(place: Place, args: tuple[str, ...], words: str) -> None:
    wrong = place.run(*args)
    assert (wrong.code, wrong.out) == (2, "")
    assert words in wrong.err


def test_a_name_is_removed_at_once_or_from_the_next_run_on_when_it_is_filed(place: Place) -> None:
    filed = place.run("remove-name", item(2).id, "--name", "cy low", "--reason", "asked", "--by", "Jo", "--to-file")
    assert filed.code == 0
    assert "it holds from the next run on" in filed.out
    assert "Cy Low" in place.live()
    now = place.run("remove-name", item(1).id, "--name", "Ada Nomen", "--reason", "asked", "--by", "Jo")
    assert (now.code, now.err) == (0, "")
    assert f"remove-name: {item(1).id}, by Jo" in now.out
    assert "a name removed on request" in now.out
    assert "Cy Low" not in place.live()
    unknown = place.run("remove-name", item(1).id, "--name", "Bo", "--reason", "asked")
    assert (unknown.code, unknown.out) == (1, "")
    assert "no author of tag:gazette.example,2026:1 is called 'Bo'" in unknown.err
    assert "Ada Nomen" in unknown.err


def test_holds_tell_of_quotas_and_of_publishers_to_be_told(place: Place) -> None:
    told = place.run("holds")
    assert told.code == 0
    words = " ".join(told.out.split())
    assert "1 hold; `syndicator approve ENTRY --reason TEXT` can lift 1." in words
    assert "The Sample Gazette: 3 of 3 slots left for" in words or "1 of 3 slots left for 2026-11-20" in words
    assert "gazette 2 entries went out, and nobody signed that they were told" in words
    assert "syndicator report gazette" in words
    assert max(map(len, told.out.splitlines())) <= 80
    document = place.run("holds", "--format", "json").json
    assert [one["entries"] for one in document["to_tell"]] == [2]
    assert [one["count"] for one in document["quotas"]] == [3]
    path = place.folder / "config/sources/sea.toml"
    path.write_text(path.read_text() + 'notified = { by = "Jo", on = 2026-11-19 }\n')
    assert "gazette 2 entries first went out after 2026-11-19" in " ".join(place.run("holds").out.split())


def test_candidates_are_counted_while_they_may_be_picked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import UTC, datetime, timedelta

    monkeypatch.setenv("COLUMNS", "80")
    soon = datetime.now(UTC).replace(microsecond=0)
    with World(tmp_path) as world:
        world.publisher("gazette")
        path = tmp_path / "config/publishers/gazette.toml"
        path.write_text(path.read_text().replace('"allowed"', '"selective"'))
        world.source("sea", "gazette")
        world.feed("world", ["sea"])
        world.shows("sea", item(1, published=soon - timedelta(days=1)))
        hours = (soon - item(0).published).total_seconds() / 3600
        world.cycle(hours)
    until = f"{soon + timedelta(days=3):%Y-%m-%d %H:%M} UTC"
    told = command("--config", tmp_path / "config", "holds").out
    assert f"1 candidate may be picked with `syndicator approve`, the first until {until};" in " ".join(told.split())
    assert "`syndicator holds --all` lists them" in told
    assert "lists them" not in command("--config", tmp_path / "config", "holds", "--all").out
