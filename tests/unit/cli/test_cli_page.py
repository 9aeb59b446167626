"""``explain`` as a page: everything on it, in 80 columns, without a cut word, whatever an upstream sent."""

from __future__ import annotations

import json
import re
from typing import get_args

import pytest
from harness.commands import command
from harness.world import NOON, World, item

from syndicator.assemble import first_look, looked
from syndicator.cli import page
from syndicator.cli.output import PAGE_WIDTH, paragraph
from syndicator.model.config import ActKind
from syndicator.model.document import Scope
from syndicator.model.framing import Change
from syndicator.model.pages import PageKind, Seen
from syndicator.model.rights import Answered, Reading
from syndicator.ops.control import EraseRequest
from syndicator.wiring.erasing import erase

EXTRAS = (
    "&lt;figure&gt;&lt;img src='https://gazette.example/p.png'&gt;&lt;figcaption&gt;A credit&lt;/figcaption&gt;"
    "&lt;/figure&gt;&lt;p class='x' onclick='y'&gt;z&lt;/p&gt;&lt;iframe src='https://video.example/1'&gt;&lt;/iframe&gt;"
)


@pytest.fixture
def told(world: World) -> World:
    """Give a world with an entry that was revised, and a 304 after that."""
    world.publisher("gazette")
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    world.feed("coast", ["sea"], 'mode = "link"')
    show(world, item(1), item(2))
    world.cycle()
    show(world, item(1, words=item(1).words + EXTRAS), item(2))
    world.cycle(2)
    world.cycle(5)
    world.close()
    return world


def show(world: World, *items: object, rights: str = "CC BY 4.0") -> None:
    world.shows("sea", *items)  # type: ignore[arg-type]
    body = world.documents["sea"]
    assert isinstance(body, bytes)
    world.documents["sea"] = body.replace(b"<updated>", f"<rights>{rights}</rights><updated>".encode(), 1)


def explained(world: World, *args: str):
    ran = command("--config", world.folder / "config", "explain", *args)
    assert (ran.code, ran.err) == (0, "")
    return ran


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.proves("D-43", "D-47", "O-17")
def test_the_page_tells_everything_that_is_known_with_its_dates_and_digests(told: World) -> None:
    ran = explained(told, item(1).id)
    shown = words(ran.out)
    held = told.app.store.held("gazette", item(1).id)
    assert shown.index(f"entry:{held[0].digest}") < shown.index(f"entry:{held[1].digest}")
    assert "first seen 2026-11-20 12:00:00 UTC, last seen 2026-11-20 12:00:00 UTC" in shown
    assert (
        '- atom:link rel=license, in the entry itself "https://creativecommons.org/licenses/by/4.0/" cc:by/4.0, read '
        "without doubt; first seen 2026-11-20 12:00:00 UTC, last seen 2026-11-20 17:00:00 UTC claim:" in shown
    )
    assert (
        '- atom:rights, in the document as a whole of source sea "CC BY 4.0" cc:by/4.0, read without doubt; first seen '
        "2026-11-20 12:00:00 UTC, last seen 2026-11-20 17:00:00 UTC claim:" in shown
    )
    assert "read by Sam Sample on 2026-11-01; a reading holds for 36500 days" in shown
    assert "Grant: CC BY 4.0 (cc:by/4.0) https://creativecommons.org/licenses/by/4.0/" in shown
    assert (
        "CC BY 4.0 is stated by the entry itself (atom:link rel=license) and by its document (atom:rights). Where "
        "several state something, their restrictions add up. The terms on record say CC BY 4.0 too." in shown
    )
    assert "- takedown: Has a person or the publisher taken the work back? nothing against it" in shown
    assert "Decision in world: permit It is live now in world.rss and world.atom." in shown
    assert (
        "What framing changed, none of it text of the work: - Pictures removed: https://gazette.example/p.png - "
        "Captions removed with them: A credit - Embedded content removed: https://video.example/1 - Attributes "
        "removed: class, onclick By Ada Nomen Notice: This article is republished from The Sample Gazette." in shown
    )
    assert "The feed shows references: no text of the work, so no license is needed." in shown
    assert f"update in world: in place of entry:{held[0].digest} (line" in shown
    for command_line in ("syndicator verify tag:gazette.example,2026:1", "syndicator ledger verify"):
        assert command_line in shown


def test_every_line_has_80_columns_but_for_a_word_that_is_wider(told: World) -> None:
    lines = explained(told, item(1).id).out.splitlines()
    assert all(len(line) <= PAGE_WIDTH or len(line.split()) <= 2 for line in lines)
    assert not any(line.endswith(" ") for line in lines)


def test_the_document_holds_everything_that_the_page_does(told: World) -> None:
    ran = explained(told, item(1).id, "--feed", "world", "--format", "json")
    (one,) = ran.json
    shown = words(explained(told, item(1).id, "--feed", "world").out)
    digests = set(re.findall(r"(?:entry|claim|revision|terms|text):([0-9a-f]{32,})", shown))
    assert len(digests) >= 6
    assert all(digest in ran.out for digest in digests)
    assert [each["at"] for each in one["dossier"]["history"]] == sorted(
        each["at"] for each in one["dossier"]["history"]
    )
    assert {each["what"] for each in one["changes"]} >= {"https://video.example/1", "class", "onclick", "A credit"}
    assert all(each["question"] for each in one["questions"])
    assert one["dossier"]["statements"][0]["last_seen"] == "2026-11-20T17:00:00Z"
    assert one["terms"]["read_by"] == "Sam Sample"


def test_what_was_erased_says_so_with_who_and_when(told: World) -> None:
    told.act(ActKind.TAKEDOWN, item(2).id)
    erase(told.app, EraseRequest(entry=item(2).id, by="Jo Park", why="asked to"))
    told.act(ActKind.TAKEDOWN, item(1).id)
    link = next(claim for claim in told.app.store.claims_of(item(1).id) if claim.raw.startswith("https"))
    erase(told.app, EraseRequest(digest=link.digest, by="Jo Park", why="asked to"))
    told.close()
    shown = words(explained(told, item(2).id).out)
    assert shown.startswith("(its title was erased) ====")
    assert shown.count("erased on 2026-11-20 17:00 UTC by Jo Park: asked to (line") == 2
    assert "Decision in world: withdrawal, takedown: Taken down by Sam Sample: read it" in shown
    assert "revision:" not in shown.partition("What is said")[0]
    shown = command("--config", told.folder / "config", "ledger", "evidence", link.digest[:12])
    assert (shown.code, shown.out) == (1, "")
    assert f"claim:{link.digest} was erased on 2026-11-20 17:00 UTC by Jo Park: asked to" in shown.err


def test_hostile_text_moves_no_cursor_and_hides_nothing(world: World) -> None:
    world.publisher("gazette")
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    evil = "All &#x202e;rights &#x200b;reserved. " + "x" * 3_000 + " &lt;b&gt; [bold]end[/bold]"
    title = "Piece &#x202e;1 &lt;script&gt; 題名題名題名題名題名題名題名題名題名題名題名題名題名題名題名題名題名"
    show(world, item(1, title=title), rights=evil)
    world.cycle()
    world.close()
    shown = explained(world, item(1).id).out
    assert "\u202e" not in shown
    assert "\\u202e" in shown
    assert "x" * 3_000 in shown
    assert "[bold]end[/bold]" in shown
    (one,) = json.loads(explained(world, item(1).id, "--format", "json").out)
    assert one["dossier"]["statements"][1]["text"].startswith("All \u202erights \u200breserved. xxx")


def test_an_entry_whose_publisher_nobody_knows_and_that_says_nothing_has_a_page_too(world: World) -> None:
    world.source("sea", "unknown")
    world.feed("world", ["sea"])
    world.shows("sea", item(1, id="no address"))
    body = world.documents["sea"]
    assert isinstance(body, bytes)
    world.documents["sea"] = re.sub(rb"<link rel='license'[^>]*>|<author>.*?</author>", b"", body)
    world.cycle()
    world.close()
    shown = words(explained(world, item(1).link).out)
    assert "upstream's id no address authors none named" in shown
    assert "What is said about its rights ----------------------------- Nothing." in shown
    assert "The publisher's terms --------------------- Not on record." in shown
    assert "first live never" in shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("one two", "- one two"),
        ("a" * 77 + " b", "- " + "a" * 77 + "\n  b"),
        ("a " + "b" * 100 + " c", "- a\n  " + "b" * 100 + "\n  c"),
        ("題" * 39 + " x", "- " + "題" * 39 + "\n  x"),
        ("e\u0301" * 76 + " x", "- " + "e\u0301" * 76 + " x"),
        ("one\n\x1b[2J two", "- one \\u001b[2J two"),
    ],
)
def test_running_text_is_broken_between_words_alone(text: str, expected: str) -> None:
    assert paragraph(text, first="- ", rest="  ") == (expected or "-")


def test_the_page_has_words_for_everything_that_may_stand_on_it() -> None:
    assert set(page.WHERE) == {scope.value for scope in Scope}
    assert set(page.SURE) == {reading.value for reading in Reading}
    assert set(page.LEAVES) == set(get_args(Change.model_fields["kind"].annotation))
    assert set(page.ANSWERS) == set(get_args(Answered.model_fields["outcome"].annotation))


def test_what_a_page_says_stands_with_the_last_looks_date(told: World) -> None:
    told.source("sea", "gazette", "pages = { fetch = true }")
    url = "https://gazette.example/robots.txt"
    text = "User-agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /\n"
    told.app.store.record_pages([looked(first_look(PageKind.ROBOTS, url, "gazette", NOON), Seen(text=text), NOON)])
    told.close()
    shown = words(explained(told, item(1).id).out)
    assert "about use by machines" in shown
    assert (
        "first seen 2026-11-20 12:00:00 UTC, last seen 2026-11-20 12:00:00 UTC"
        in shown.partition("about use by machines")[2]
    )


def test_evidence_is_shown_as_text_and_as_a_document(told: World) -> None:
    (digest, *_) = [one.digest for one in told.app.store.held("gazette", item(1).id)]
    told.close()

    def run(*args: str):
        return command("--config", told.folder / "config", "ledger", *args)

    text = run("evidence", digest)
    assert text.code == 0
    assert text.out.startswith(f"entry:{digest}; ")
    assert '"title": "Piece 1"' in text.out
    shown = run("evidence", f"entry:{digest[:9]}", "--format", "json").json
    assert (shown["kind"], shown["digest"]) == ("entry", digest)
    assert json.loads(shown["text"])["title"] == "Piece 1"
    assert len(shown["lines"]) >= 2
    assert run("evidence", "0" * 32).code == 1
    refused = run("erase", digest[:8], "--reason", " ")
    assert (refused.code, run("erase", "--reason", "x").code) == (2, 2)
    assert run("erase", digest, "--entry", "x", "--reason", "x").code == 2
    done = run("erase", digest[:10], "--reason", "asked to", "--by", "Jo Park")
    assert (done.code, done.out) == (0, f"erased 1 piece of evidence, by Jo Park: entry:{digest}\n")
    assert run("verify").code == 0
    needed = run("erase", "--entry", item(1).id, "--reason", "asked to")
    assert needed.code == 1
    assert "take it down first: `syndicator takedown" in needed.err
