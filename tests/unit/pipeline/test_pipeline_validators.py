"""Validators from the wire to the store and back: the real client, reader and store against a scripted origin."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from harness.candidates import AT, SOURCE
from harness.upstream import Upstream, reply
from harness.world import atom, item

from syndicator.errors import ParseError
from syndicator.model.base import Instant
from syndicator.model.config import Source
from syndicator.model.document import Document
from syndicator.model.polling import Due, Fetched, PollAnswer, PollFailure, PollKind, Validators
from syndicator.model.records import PollRecord, SourceState
from syndicator.parse import READER, Hints, read
from syndicator.pipeline import Refreshing, refresh
from syndicator.poll import AllowList, Client, Limits, Request
from syndicator.store import Store, open_store

GOOD = atom(item(1))
BETTER = atom(item(1), item(2))


class Polled:
    """One source over a real store, opened anew before every poll."""

    def __init__(self, upstream: Upstream, client: Client, folder: Path) -> None:
        self.upstream = upstream
        self.source = SOURCE.model_copy(update={"url": upstream.url("/feed")})
        self._client = client
        self._folder = folder
        self._hours = 0

    def open(self) -> Store:
        return open_store("sqlite", self._folder, at=AT)

    async def poll(self, *, stored: bool = True) -> PollRecord:
        """Poll an hour after the last poll and store what changed, in a program that has just been started."""
        self._hours += 1
        store = self.open()
        try:
            tools = Refreshing(store, self._fetch, _parse, _next_due, "https://feeds.example/", READER)
            state = store.source_states().get("sea") or SourceState(id="sea")
            record = await refresh(self.source, state, tools, AT + timedelta(hours=self._hours))
            if stored:
                store.record_polls([record])
            return record
        finally:
            store.close()

    async def _fetch(self, source: Source, validators: Validators | None) -> PollAnswer:
        return await self._client.fetch(Request(source=source.id, url=source.url, validators=validators))

    @property
    def sent(self) -> tuple[list[bytes], list[bytes]]:
        """Give (If-None-Match, If-Modified-Since) of the newest request."""
        newest = self.upstream.requests[-1]
        return newest.values("If-None-Match"), newest.values("If-Modified-Since")

    def entries(self) -> set[str]:
        store = self.open()
        try:
            return {one.id for one in store.newest(("sea",), limit=9)}
        finally:
            store.close()


async def _parse(answer: Fetched, known: frozenset[str]) -> Document | PollFailure:
    try:
        return read(answer.body, Hints(url=answer.final_url), known)
    except ParseError as error:
        return PollFailure(url=answer.url, kind=PollKind.SOFT_ERROR, code=error.code, message=error.what)


def _next_due(source: Source, _answer: PollAnswer, _errors: int, at: Instant) -> Due:
    return Due(at=at + source.interval, because="interval")


@pytest_asyncio.fixture
async def polled(tmp_path: Path) -> AsyncIterator[Polled]:
    async with Upstream() as upstream:
        allow = AllowList.parse((upstream.allow,))
        limits = Limits(deadline_s=30)
        async with Client(
            contact="https://news.sampletown.org/about", allow=allow, limits=limits, version="1"
        ) as client:
            yield Polled(upstream, client, tmp_path / "var")


@pytest.mark.proves("P-14")
async def test_a_200_with_the_same_body_brings_new_validators_and_the_next_request_carries_them(polled: Polled) -> None:
    polled.upstream.on(
        "/feed",
        reply(200, GOOD, ("ETag", '"1"'), ("Last-Modified", "Fri, 20 Nov 2026 12:00:00 GMT")),
        reply(200, GOOD, ("ETag", 'W/"2"'), ("Last-Modified", "Fri, 20 Nov 2026 13:00:00 GMT")),
        reply(200, GOOD, ("ETag", '"3"')),
        reply(200, GOOD),
        reply(200, GOOD),
    )
    await polled.poll()
    assert polled.sent == ([], [])
    assert (await polled.poll()).outcome is PollKind.UNCHANGED
    assert polled.sent == ([b'"1"'], [b"Fri, 20 Nov 2026 12:00:00 GMT"])
    await polled.poll()
    assert polled.sent == ([b'W/"2"'], [b"Fri, 20 Nov 2026 13:00:00 GMT"])
    await polled.poll()
    assert polled.sent == ([b'"3"'], [])
    await polled.poll()
    assert polled.sent == ([], [])


@pytest.mark.proves("P-15")
async def test_a_304_that_carries_a_new_validator_updates_the_stored_one_and_keeps_the_other(polled: Polled) -> None:
    polled.upstream.on(
        "/feed",
        reply(200, GOOD, ("ETag", '"1"'), ("Last-Modified", "Fri, 20 Nov 2026 12:00:00 GMT")),
        reply(304, b"", ("ETag", '"2"')),
        reply(304, b"", ("Last-Modified", "Fri, 20 Nov 2026 14:00:00 GMT")),
        reply(304),
    )
    await polled.poll()
    assert (await polled.poll()).outcome is PollKind.NOT_MODIFIED
    await polled.poll()
    assert polled.sent == ([b'"2"'], [b"Fri, 20 Nov 2026 12:00:00 GMT"])
    await polled.poll()
    assert polled.sent == ([b'"2"'], [b"Fri, 20 Nov 2026 14:00:00 GMT"])


@pytest.mark.proves("P-17")
async def test_validators_of_another_address_are_never_sent(polled: Polled) -> None:
    polled.upstream.on("/feed", reply(200, GOOD, ("ETag", '"1"')))
    polled.upstream.on("/moved", reply(500), reply(200, GOOD, ("ETag", '"m"')), reply(304))
    await polled.poll()
    old = polled.source
    polled.source = old.model_copy(update={"url": polled.upstream.url("/moved")})
    for expected in ([], [], [b'"m"']):
        await polled.poll()
        assert polled.sent == (expected, [])
    polled.source = old
    await polled.poll()
    assert polled.sent == ([], [])


@pytest.mark.proves("P-17")
async def test_validators_of_another_redirect_target_are_never_sent(polled: Polled) -> None:
    here, there = (polled.upstream.url(path) for path in ("/a", "/b"))
    polled.upstream.on("/feed", reply(302, b"", ("Location", here)), reply(302, b"", ("Location", there)))
    polled.upstream.on("/a", reply(200, GOOD, ("ETag", '"a"')))
    polled.upstream.on("/b", reply(200, BETTER, ("ETag", '"b"')))
    await polled.poll()
    await polled.poll()
    assert polled.upstream.requests[-1].path == "/b"
    assert polled.sent == ([], [])
    assert polled.entries() == {item(1).id, item(2).id}


async def test_what_was_not_stored_is_asked_for_again_in_full(polled: Polled) -> None:
    polled.upstream.on("/feed", reply(200, GOOD, ("ETag", '"1"')))
    await polled.poll(stored=False)
    await polled.poll()
    assert polled.sent == ([], [])
    assert polled.entries() == {item(1).id}


@pytest.mark.proves("P-19")
@pytest.mark.parametrize("broken", [b"", b"<html><body>Sorry</body></html>", b"\x00\x01nonsense"])
async def test_a_feed_that_was_broken_is_fetched_in_full_once_it_is_mended(polled: Polled, broken: bytes) -> None:
    def mended(tag: str) -> bytes:
        return reply(200, BETTER, ("ETag", tag))

    polled.upstream.on(
        "/feed",
        reply(200, GOOD, ("ETag", '"1"')),
        reply(200, broken, ("ETag", '"2"')),
        mended('"2"'),
        reply(304),
    )
    await polled.poll()
    record = await polled.poll()
    assert record.outcome is PollKind.SOFT_ERROR
    await polled.poll()
    assert polled.sent == ([b'"1"'], [])
    assert polled.entries() == {item(1).id, item(2).id}
    await polled.poll()
    assert polled.sent == ([b'"2"'], [])


@pytest.mark.proves("P-19")
async def test_a_feed_that_was_broken_from_the_start_is_fetched_in_full_once_it_is_mended(polled: Polled) -> None:
    polled.upstream.on("/feed", reply(200, b"<html/>", ("ETag", '"1"')), reply(200, GOOD, ("ETag", '"1"')))
    await polled.poll()
    await polled.poll()
    assert polled.sent == ([], [])
    assert polled.entries() == {item(1).id}
