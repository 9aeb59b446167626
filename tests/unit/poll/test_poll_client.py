"""One polite conditional GET, against a scripted origin on loopback."""

import asyncio
import gzip
import hashlib
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import aiohttp
import pytest
import pytest_asyncio
from harness.patience import PATIENCE_S
from harness.upstream import Exchange, Recorded, Upstream, conditional, reply

import syndicator.poll as room
from syndicator.model.polling import Fetched, NotModified, PollAnswer, PollFailure, PollKind, Validators
from syndicator.poll import AllowList, Client, Limits, Request
from syndicator.poll.client import _fault_of

CONTACT = "https://gazette.example/about"
FEED = b"<rss><channel><title>The Sample Gazette</title></channel></rss>"
MODIFIED = "Fri, 20 Nov 2026 12:00:00 GMT"

Poll = Callable[..., Awaitable[PollAnswer]]


@pytest_asyncio.fixture
async def upstream() -> AsyncIterator[Upstream]:
    async with Upstream() as origin:
        yield origin


@pytest_asyncio.fixture
async def poll(upstream: Upstream) -> AsyncIterator[Poll]:
    allow = AllowList.parse((upstream.allow,))
    async with Client(contact=CONTACT, allow=allow, limits=Limits(deadline_s=PATIENCE_S), version="1.2.3") as client:

        async def ask(path: str = "/feed", **more: object) -> PollAnswer:
            return await client.fetch(Request(source="gazette", url=upstream.url(path), **more))  # type: ignore[arg-type]  # pass-through

        yield ask


def fetched(answer: PollAnswer) -> Fetched:
    assert isinstance(answer, Fetched), answer
    return answer


def failed(answer: PollAnswer) -> PollFailure:
    assert isinstance(answer, PollFailure), answer
    assert answer.message
    assert answer.hint
    return answer


def sent(request: Recorded) -> dict[bytes, bytes]:
    assert len({name.lower() for name, _ in request.headers}) == len(request.headers)
    return {name.lower(): value for name, value in request.headers}


async def test_a_200_gives_the_body_and_what_belongs_to_it(upstream: Upstream, poll: Poll) -> None:
    fields = (("ETag", 'W/"1"'), ("Last-Modified", MODIFIED), ("Content-Type", "application/rss+xml"))
    upstream.on(
        "/feed",
        reply(
            200,
            FEED,
            *fields,
            ("Link", "<a>; rel=license"),
            ("Link", "<b>; rel=hub"),
            ("Content-Usage", "train-ai=n"),
            ("TDM-Reservation", "1"),
        ),
    )
    answer = fetched(await poll())
    assert answer.body == FEED
    assert answer.body_digest == hashlib.blake2b(FEED, digest_size=16).hexdigest()
    assert answer.content_type == "application/rss+xml"
    assert answer.links == ("<a>; rel=license", "<b>; rel=hub")
    assert answer.preferences == (("content-usage", "train-ai=n"), ("tdm-reservation", "1"))
    assert (answer.url, answer.final_url, answer.permanent) == (upstream.url(), upstream.url(), False)
    assert answer.validators == Validators(url=upstream.url(), etag=b'W/"1"', last_modified=MODIFIED.encode())
    assert answer.received_bytes == len(FEED)


@pytest.mark.proves("P-32", "P-34", "P-35", "P-36", "P-37")
async def test_a_poll_is_one_get_with_these_fields_and_no_other(upstream: Upstream, poll: Poll) -> None:
    upstream.on("/feed", reply(200, FEED, ("Set-Cookie", "id=1; Path=/")))
    for _ in range(2):
        await poll("/feed?edition=uk")
    for request in upstream.requests:
        assert (request.method, request.path) == ("GET", "/feed?edition=uk")
        assert sent(request) == {
            b"host": f"127.0.0.1:{upstream.port}".encode(),
            b"user-agent": b"syndicator/1.2 (+https://gazette.example/about; feeds)",
            b"accept": b"application/atom+xml, application/rss+xml, application/rdf+xml;q=0.9, "
            b"application/feed+json;q=0.9, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1",
            b"accept-encoding": b"gzip",
        }
    assert len(upstream.requests) == 2


@pytest.mark.proves("P-12", "P-13")
@pytest.mark.parametrize(
    ("etag", "modified"), [('"1"', MODIFIED), ('"1"', None), (None, MODIFIED), (None, None), (b'W/"\xc3\xa9', None)]
)
async def test_what_the_server_gave_is_sent_back_and_nothing_else(
    upstream: Upstream, poll: Poll, etag: str | bytes | None, modified: str | None
) -> None:
    given = [(name, value) for name, value in (("ETag", etag), ("Last-Modified", modified)) if value]
    upstream.on("/feed", reply(200, FEED, *given), reply(304) if given else reply(200, FEED))
    first = fetched(await poll())
    second = await poll(validators=first.validators)
    fields = sent(upstream.requests[1])
    assert fields.get(b"if-none-match") == (etag.encode() if isinstance(etag, str) else etag)
    assert fields.get(b"if-modified-since") == (modified.encode() if modified else None)
    assert isinstance(second, NotModified if given else Fetched)


@pytest.mark.proves("P-15")
async def test_a_304_renews_the_validators(upstream: Upstream, poll: Poll) -> None:
    known = Validators(url=upstream.url(), etag=b'"1"', last_modified=b"Mon")
    upstream.on("/feed", reply(304, b"", ("ETag", '"2"')), reply(304))
    answer = await poll(validators=known)
    assert answer == NotModified(url=upstream.url(), validators=known.model_copy(update={"etag": b'"2"'}))
    await poll(validators=answer.validators)
    assert sent(upstream.requests[1])[b"if-none-match"] == b'"2"'


@pytest.mark.proves("P-17")
async def test_validators_go_to_the_address_that_issued_them_alone(upstream: Upstream, poll: Poll) -> None:
    upstream.on("/old", reply(302, b"", ("Location", "/feed"), ("ETag", '"of-the-redirect"')))
    upstream.on("/feed", conditional(FEED, '"1"'))
    upstream.on("/other", conditional(FEED, '"2"'))
    first = fetched(await poll("/old"))
    assert first.validators == Validators(url=upstream.url("/feed"), etag=b'"1"')
    assert isinstance(await poll("/old", validators=first.validators), NotModified)
    fetched(await poll("/other", validators=first.validators))
    shown = [(request.path, request.values("If-None-Match")) for request in upstream.requests]
    assert shown == [("/old", []), ("/feed", []), ("/old", []), ("/feed", [b'"1"']), ("/other", [])]


async def test_validators_that_can_not_be_sent_as_they_came_are_not_sent(upstream: Upstream, poll: Poll) -> None:
    upstream.on("/feed", reply(200, FEED, ("ETag", b'"\xe9"')), reply(304))
    first = fetched(await poll())
    assert first.validators == Validators(url=upstream.url(), etag=b'"\xe9"')
    assert failed(await poll(validators=first.validators)).code == "unexpected-304"
    assert b"if-none-match" not in sent(upstream.requests[1])


async def test_a_gzip_body_is_unpacked(upstream: Upstream, poll: Poll) -> None:
    upstream.on("/feed", reply(200, gzip.compress(FEED), ("Content-Encoding", "gzip")))
    answer = fetched(await poll())
    assert answer.body == FEED
    assert answer.received_bytes != len(FEED)


@pytest.mark.proves("P-46")
@pytest.mark.parametrize("status", [302, 303, 307])
async def test_a_temporary_redirect_is_followed_and_not_remembered(upstream: Upstream, poll: Poll, status: int) -> None:
    upstream.on("/feed", reply(status, b"", ("Location", "/new")))
    upstream.on("/new", reply(200, FEED))
    for _ in range(2):
        answer = fetched(await poll())
        assert (answer.url, answer.final_url, answer.permanent) == (upstream.url(), upstream.url("/new"), False)
    assert [request.path for request in upstream.requests] == ["/feed", "/new", "/feed", "/new"]


@pytest.mark.parametrize("status", [301, 308])
async def test_a_permanent_redirect_is_named_as_such(upstream: Upstream, poll: Poll, status: int) -> None:
    upstream.on("/feed", reply(status, b"", ("Location", "/new#top"), ("Retry-After", "60")))
    upstream.on("/new", reply(200, FEED))
    answer = fetched(await poll())
    assert (answer.final_url, answer.permanent) == (upstream.url("/new"), True)
    assert answer.retry_after == timedelta(minutes=1)


@pytest.mark.proves("P-49")
@pytest.mark.parametrize(
    ("location", "code"),
    [
        (None, "redirect-missing"),
        ("", "redirect-missing"),
        ("/feed", "redirect-loop"),
        ("/one", "redirect-loop"),
        ("ftp://gazette.example/", "scheme-refused"),
        ("http://[", "url-invalid"),
        ("new", "http-404"),
    ],
)
async def test_a_bad_redirect_is_a_failure_and_no_exception(
    upstream: Upstream, poll: Poll, location: str | None, code: str
) -> None:
    upstream.on("/feed", reply(302, b"", *[("Location", location)] if location is not None else []))
    upstream.on("/one", reply(302, b"", ("Location", "/feed")))
    answer = failed(await poll())
    assert (answer.code, answer.url) == (code, upstream.url())


@pytest.mark.proves("P-49")
async def test_five_redirects_are_followed_and_the_sixth_is_not(upstream: Upstream, poll: Poll) -> None:
    for number in range(6):
        upstream.on(f"/{number}", reply(302, b"", ("Location", f"/{number + 1}")))
    upstream.on("/6", reply(200, FEED))
    fetched(await poll("/1"))
    assert failed(await poll("/0")).code == "redirect-too-many"
    assert len(upstream.asked("/6")) == 1


@pytest.mark.proves("H-026")
@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://h.example/",
        "gopher://h.example/",
        "dict://h.example/",
        "data:text/xml,<rss/>",
        "jar:http://h.example/a!/",
        "unix:///run/x.sock",
    ],
)
async def test_another_scheme_is_refused_as_source_and_as_redirect(upstream: Upstream, poll: Poll, url: str) -> None:
    upstream.on("/feed", reply(302, b"", ("Location", url)))
    answer = failed(await poll())
    assert (answer.code, answer.kind) == ("scheme-refused", PollKind.BLOCKED)
    async with Client(contact=CONTACT, allow=AllowList()) as client:
        assert failed(await client.fetch(Request(source="s", url=url))).code == "scheme-refused"


@pytest.mark.proves("P-52")
async def test_an_empty_body_is_a_soft_failure(upstream: Upstream, poll: Poll) -> None:
    upstream.on("/feed", reply(200, b""), b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
    for _ in range(2):
        answer = failed(await poll())
        assert (answer.code, answer.kind) == ("empty-body", PollKind.SOFT_ERROR)


@pytest.mark.proves("P-53")
@pytest.mark.parametrize("status", [204, 205, 206])
async def test_a_success_without_the_whole_feed_is_a_soft_failure(upstream: Upstream, poll: Poll, status: int) -> None:
    upstream.on("/feed", reply(status, b"" if status == 204 else FEED))
    answer = failed(await poll())
    assert (answer.code, answer.kind, answer.status) == (f"http-{status}", PollKind.SOFT_ERROR, status)


async def test_statuses_keep_their_code_and_their_retry_after(upstream: Upstream, poll: Poll) -> None:
    upstream.on("/feed", reply(429, b"slow down", ("Retry-After", "120")), reply(404, b"<html>"))
    busy, gone = failed(await poll()), failed(await poll())
    assert (busy.code, busy.kind, busy.retry_after) == ("http-429", PollKind.SOFT_ERROR, timedelta(minutes=2))
    assert (gone.code, gone.kind, gone.status) == ("http-404", PollKind.HARD_ERROR, 404)


@pytest.mark.proves("P-68")
async def test_header_values_are_capped_and_validators_never_cut(upstream: Upstream, poll: Poll) -> None:
    upstream.on(
        "/feed",
        reply(
            200,
            FEED,
            ("ETag", '"' + "e" * 4_000 + '"'),
            ("Content-Type", "x" * 5_000),
            ("Link", "<" + "l" * 3_000),
            ("Content-Usage", "a" * 1_025),
            *[("TDM-Reservation", "1")] * 20,
        ),
        reply(200, FEED, ("ETag", '"' + "e" * 5_000 + '"')),
        reply(200, FEED, *[(f"X-{number}", "y") for number in range(101)]),
        reply(200, FEED, *[(f"X-{number}", "y" * 8_000) for number in range(9)]),
        reply(200, FEED, ("X", "y" * 9_000)),
    )
    first, second = fetched(await poll()), fetched(await poll())
    assert first.validators is not None
    assert len(first.validators.etag or b"") == 4_002
    assert (len(first.content_type), first.links) == (255, ())
    assert first.preferences == (("tdm-reservation", "1"),) * 10
    assert second.validators is None
    assert [failed(await poll()).code for _ in range(3)] == ["header-limits"] * 3


@pytest.mark.proves("S-07", "H-027")
async def test_a_proxy_of_the_environment_is_ignored(
    upstream: Upstream, poll: Poll, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    upstream.on("/feed", reply(200, FEED))
    assert fetched(await poll()).body == FEED


@pytest.mark.proves("H-028")
def test_a_request_has_no_place_for_a_proxy() -> None:
    assert set(Request.model_fields) == {"source", "url", "validators", "ports", "allow_downgrade", "page"}


async def test_a_closed_idle_connection_is_opened_again_once(upstream: Upstream, poll: Poll) -> None:
    async def answer_and_close(exchange: Exchange) -> None:
        await exchange.send(reply(200, FEED))
        exchange.close()

    upstream.on("/feed", answer_and_close)
    for _ in range(3):
        fetched(await poll())
    assert upstream.connections == 3


async def test_connections_are_kept_between_polls(upstream: Upstream, poll: Poll) -> None:
    upstream.on("/feed", reply(200, FEED))
    for _ in range(5):
        fetched(await poll())
    assert upstream.connections == 1


async def test_no_more_polls_run_at_once_than_the_limit(upstream: Upstream) -> None:
    running, most = 0, 0

    async def count(exchange: Exchange) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        for _ in range(20):
            await asyncio.sleep(0)
        running -= 1
        await exchange.send(reply(200, FEED))

    upstream.on("/feed", count)
    allow = AllowList.parse((upstream.allow,))
    async with Client(contact=CONTACT, allow=allow, limits=Limits(concurrency=3)) as client:
        request = Request(source="gazette", url=upstream.url())
        answers = await asyncio.gather(*(client.fetch(request) for _ in range(12)))
    assert all(isinstance(answer, Fetched) for answer in answers)
    assert most == 3


async def test_a_cancelled_poll_says_so_and_frees_its_turn(upstream: Upstream) -> None:
    asked = asyncio.Event()

    async def stall(exchange: Exchange) -> None:
        asked.set()
        await exchange.hang()

    upstream.on("/slow", stall)
    upstream.on("/feed", reply(200, FEED))
    allow = AllowList.parse((upstream.allow,))
    async with Client(contact=CONTACT, allow=allow, limits=Limits(concurrency=1)) as client:
        slow = asyncio.create_task(client.fetch(Request(source="slow", url=upstream.url("/slow"))))
        await asked.wait()
        slow.cancel()
        with pytest.raises(asyncio.CancelledError):
            await slow
        fetched(await client.fetch(Request(source="gazette", url=upstream.url())))


def test_an_address_the_client_library_refuses_is_named_as_such() -> None:
    assert _fault_of(aiohttp.InvalidURL("http://gazette.example/")).code == "url-invalid"


def test_the_room_can_be_entered_without_loading_the_client_library() -> None:
    code = "import sys, syndicator.poll as room; assert 'aiohttp' not in sys.modules; assert room.Client"
    subprocess.run([sys.executable, "-c", code], check=True)
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = room.Nothing
