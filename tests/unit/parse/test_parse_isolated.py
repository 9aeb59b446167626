"""The parser's worker processes: killed, starved or slow, they cost one document and nothing else."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator

import psutil
import pytest
from harness.patience import PATIENCE_S

from syndicator.model.document import Document
from syndicator.parse import Hints, ParseFailure, read
from syndicator.parse.isolated import Parser

HINTS = Hints(
    url="https://feeds.example/feed",
    links=('<https://l.example/>; rel="license"',),
    preferences=(("content-usage", "train-ai=n"),),
)
GOOD = b"<rss version='2.0'><channel><title>t</title><item><title>x</title></item></channel></rss>"
SLOW = b"<rss>" + (b"<a" * 20_000 + b">") * 9
"""A broken document within all limits that takes about two seconds."""


@pytest.fixture
async def parser() -> AsyncIterator[Parser]:
    made = Parser(deadline_s=PATIENCE_S)
    yield made
    made.close()


async def test_a_worker_gives_what_read_gives(parser: Parser) -> None:
    whole = await parser.parse(GOOD, HINTS, frozenset())
    assert whole == read(GOOD, HINTS, frozenset())
    assert isinstance(whole, Document)
    known = await parser.parse(GOOD, HINTS, frozenset(whole.listed))
    assert isinstance(known, Document)
    assert known.entries == ()
    assert known.info.rights[0].url == "https://l.example/"


async def test_a_refusal_crosses_the_pipe_with_its_code(parser: Parser) -> None:
    answer = await parser.parse(b"<!doctype html><html>", HINTS, frozenset())
    assert isinstance(answer, ParseFailure)
    assert answer.code == "html-page"
    assert answer.hint


async def test_a_document_over_its_deadline_is_given_up_and_the_next_is_read() -> None:
    parser = Parser(workers=1, deadline_s=PATIENCE_S)
    try:
        await parser.parse(GOOD, HINTS, frozenset())
        parser._deadline_s = 0.5  # for this one alone: a fresh worker on a slow machine needs longer to begin
        slow = await parser.parse(SLOW, HINTS, frozenset())
        assert isinstance(slow, ParseFailure)
        assert slow.code == "parse-timeout"
        parser._deadline_s = PATIENCE_S
        assert isinstance(await parser.parse(GOOD, HINTS, frozenset()), Document)
    finally:
        parser.close()


async def test_a_document_that_needs_too_much_memory_is_given_up() -> None:
    parser = Parser(workers=1, deadline_s=PATIENCE_S, memory_bytes=160 * 1024 * 1024)
    try:
        big = b"\x80" * 20_000_000  # as windows-1252, two bytes a character, then three
        answer = await parser.parse(big, HINTS, frozenset())
        assert isinstance(answer, ParseFailure)
        assert answer.code == "parse-memory"
        assert isinstance(await parser.parse(GOOD, HINTS, frozenset()), Document)
    finally:
        parser.close()


async def test_a_killed_worker_costs_its_own_document_alone(parser: Parser) -> None:
    await asyncio.gather(*(parser.parse(GOOD, HINTS, frozenset()) for _ in range(4)))
    beside = asyncio.create_task(parser.parse(SLOW, HINTS, frozenset()))
    doomed = asyncio.create_task(parser.parse(SLOW, HINTS, frozenset()))
    victim = await _busiest()
    victim.kill()
    answers = await asyncio.gather(beside, doomed)
    failures = [answer for answer in answers if isinstance(answer, ParseFailure)]
    assert [failure.code for failure in failures] == ["worker-died"]
    assert isinstance(await parser.parse(GOOD, HINTS, frozenset()), Document)


async def _busiest() -> psutil.Process:
    """Give a worker that is at work: the first whose CPU time grows."""
    workers = [
        worker
        for worker in psutil.Process().children(recursive=True)
        if worker.parent() != psutil.Process() and worker.is_running()
    ]
    before = {worker.pid: sum(worker.cpu_times()[:2]) for worker in workers}
    async with asyncio.timeout(PATIENCE_S):
        while True:
            await asyncio.to_thread(lambda: None)
            for worker in workers:
                if sum(worker.cpu_times()[:2]) - before[worker.pid] > 0.05:
                    return worker


async def test_nothing_runs_before_the_first_document() -> None:
    parser = Parser()
    parser.close()


def test_a_worker_imports_no_client_and_no_database() -> None:
    code = (
        "import sys, syndicator.parse.isolated, syndicator.parse.from_feedparser, syndicator.parse.reader\n"
        "print(sorted({'aiohttp', 'sqlalchemy', 'apscheduler', 'starlette'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


async def test_after_all_workers_died_unasked_the_next_document_is_read() -> None:
    parser = Parser(workers=1, deadline_s=PATIENCE_S, memory_bytes=140 * 1024 * 1024)
    try:
        await parser.parse(GOOD, HINTS, frozenset())
        answer = await parser.parse(b"<" * 31_000_000, HINTS, frozenset())
        assert isinstance(answer, ParseFailure)
        assert isinstance(await parser.parse(GOOD, HINTS, frozenset()), Document)
    finally:
        parser.close()
