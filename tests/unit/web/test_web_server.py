"""The real server on a loopback port: what goes over the wire, and what one connection may cost."""

from __future__ import annotations

import asyncio
import resource
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from harness.patience import PATIENCE_S
from web_site import RSS, State

from syndicator.errors import SyndicatorError
from syndicator.web import Site, make_app
from syndicator.web.protocol import GuardedProtocol, Limits
from syndicator.web.server import DEFAULTS, serve

Ask = Callable[[bytes], Awaitable[bytes]]
GET = b"GET /world.rss HTTP/1.1\r\nHost: feeds.example\r\nConnection: close\r\n\r\n"
QUICK = Limits(head_timeout_s=0.2, keep_alive_s=0, drain_s=0.2)
IMPATIENT = Limits(write_timeout_s=0.05, drain_s=0.2)


@asynccontextmanager
async def running(site: Site, limits: Limits = DEFAULTS) -> AsyncIterator[int]:
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(serve(make_app(site), "127.0.0.1", 0, address.set_result, limits))
    try:
        yield int((await address).rstrip("/").rpartition(":")[2])
    finally:
        task.cancel()
        await asyncio.wait({task})
        assert task.cancelled()


async def ask(port: int, request: bytes) -> bytes:
    """Give everything the server sends until it closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        return await reader.read()
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer else 0


async def test_a_feed_comes_whole_over_the_wire(site: Site) -> None:
    async with running(site) as port:
        head, _, body = (await ask(port, GET)).partition(b"\r\n\r\n")
    assert status_of(head) == 200
    assert body == RSS
    assert b"\r\ndate: " in head


@pytest.mark.proves("F-28")
async def test_no_field_names_the_server_or_its_version(site: Site) -> None:
    async with running(site) as port:
        for request in (GET, GET.replace(b"world", b"none"), b"garbage\r\n\r\n"):
            head = (await ask(port, request)).partition(b"\r\n\r\n")[0].lower()
            assert b"server:" not in head
            assert b"uvicorn" not in head


async def test_head_and_304_have_no_body_on_the_wire(site: Site) -> None:
    head = GET.replace(b"GET", b"HEAD")
    conditional = GET.replace(b"\r\n\r\n", b"\r\nIf-None-Match: *\r\n\r\n")
    async with running(site) as port:
        assert (await ask(port, head)).endswith(b"\r\n\r\n")
        answer = await ask(port, conditional)
    assert status_of(answer) == 304
    assert answer.endswith(b"\r\n\r\n")


@pytest.mark.proves("H-118")
@pytest.mark.parametrize(
    ("line", "status"),
    [
        (b"POST /world.rss", 405),
        (b"PUT /world.rss", 405),
        (b"DELETE /world.rss", 405),
        (b"TRACE /world.rss", 405),
        (b"CONNECT feeds.example:443", 405),
        (b"PROPFIND /world.rss", 405),
        (b"FROB /world.rss", 501),
        (b"get /world.rss", 501),
    ],
)
async def test_other_methods_are_refused_before_their_body_came(site: Site, line: bytes, status: int) -> None:
    request = line + b" HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n"
    async with running(site) as port:
        answer = await ask(port, request)
    assert status_of(answer) == status
    assert b"connection: close" in answer.lower()


@pytest.mark.proves("H-120")
@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        b"GET / HTTP/1.1\nHost: x\n\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\nhello",
        b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: x, chunked\r\nContent-Length: 3\r\n\r\nabc",
        b"GET / HTTP/1.1\r\nHost: x\r\n folded: y\r\nContent-Length: \r\n\r\n",
        b"GET / HTTP/1.1\r\nX: a\rb\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: a\x00b\r\n\r\n",
    ],
)
async def test_an_ambiguous_request_is_400_and_ends_the_connection(site: Site, request_: bytes) -> None:
    async with running(site) as port:
        answer = await ask(port, request_ + GET)
    assert status_of(answer) == 400
    assert answer.count(b"HTTP/1.1 ") == 1


@pytest.mark.proves("H-124")
@pytest.mark.parametrize(
    "head",
    [
        b"GET /world.rss HTTP/1.1\r\n",
        b"GET /world.rss HTTP/1.1\r\nHost: a.example\r\nHost: evil.example\r\n",
        b"GET /world.rss HTTP/1.1\r\nHost: evil.example:8080\r\n",
        b"GET http://evil.example/world.rss HTTP/1.1\r\nHost: feeds.example\r\n",
    ],
)
async def test_the_host_is_ignored_and_never_repeated(site: Site, head: bytes) -> None:
    async with running(site) as port:
        answer = await ask(port, head + b"Connection: close\r\n\r\n")
    assert status_of(answer) in {200, 400}
    assert b"evil" not in answer


@pytest.mark.proves("H-114")
@pytest.mark.parametrize(
    "path",
    [
        b"/feeds/../config",
        b"/../../etc/passwd",
        b"/%2e%2e/config",
        b"/..%2fworld.rss",
        b"//world.rss",
        b"/%5cworld.rss",
        b"/\\world.rss",
        b"/%c0%ae%c0%ae/config",
        b"/world.rss%00",
        b"/world.rss%00.atom",
        b"/%00",
    ],
)
async def test_no_path_leads_out_of_the_folder(site: Site, path: bytes) -> None:
    async with running(site) as port:
        answer = await ask(port, b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert status_of(answer) == 404


@pytest.mark.proves("H-116")
@pytest.mark.parametrize(
    "fields",
    [
        b"Cookie: " + b"c" * 65_536 + b"\r\n",
        b"Authorization: Basic " + b"a" * 65_536 + b"\r\n",
        b"X: y\r\n" * 10_000,
        b"X: y\r\n" * 101,
        b"X-" + b"n" * 20_000 + b": y\r\n",
    ],
)
async def test_a_head_over_the_limits_is_refused(site: Site, fields: bytes) -> None:
    async with running(site) as port:
        answer = await ask(port, b"GET /world.rss HTTP/1.1\r\n" + fields + b"\r\n")
    assert status_of(answer) in {0, 431}
    assert RSS not in answer


async def test_a_head_within_the_limits_is_served(site: Site) -> None:
    fields = b"X-Long: " + b"v" * 15_000 + b"\r\n" + b"X: y\r\n" * 90
    async with running(site) as port:
        request = b"GET /world.rss?" + b"q" * 300 + b" HTTP/1.1\r\n" + fields + b"Connection: close\r\n\r\n"
        assert status_of(await ask(port, request)) == 200


@pytest.mark.proves("F-24")
@pytest.mark.parametrize("part", [b"", b"GET", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", b"\r\n", GET[:-2]])
async def test_an_unfinished_head_is_given_up_in_time(site: Site, part: bytes) -> None:
    async with running(site, QUICK) as port:
        answer = await asyncio.wait_for(ask(port, part), PATIENCE_S)
    assert status_of(answer) in ({408} if part.startswith(b"GET") else {0})


@pytest.mark.proves("F-24")
async def test_a_connection_is_closed_when_no_further_request_comes(site: Site) -> None:
    async with running(site, QUICK) as port:
        answer = await asyncio.wait_for(ask(port, GET.replace(b"close", b"keep-alive")), PATIENCE_S)
    assert status_of(answer) == 200


@pytest.mark.proves("F-24")
async def test_a_second_head_on_a_connection_is_timed_too(site: Site) -> None:
    async with running(site, QUICK._replace(keep_alive_s=60)) as port:
        answer = await asyncio.wait_for(ask(port, GET.replace(b"close", b"keep-alive") + b"GET / HT"), PATIENCE_S)
    assert answer.count(b"HTTP/1.1 200") == 1
    assert b"HTTP/1.1 408" in answer


@pytest.mark.proves("F-24")
async def test_blank_lines_do_not_keep_a_connection_open(site: Site) -> None:
    async with running(site, QUICK._replace(keep_alive_s=60)) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(GET.replace(b"close", b"keep-alive"))
        await reader.readuntil(b"</rss>\n")
        writer.write(b"\r\n")
        assert await asyncio.wait_for(reader.read(), PATIENCE_S) == b""
        writer.close()


@pytest.mark.proves("F-24", "H-116")
async def test_a_field_without_end_is_refused_before_its_time_is_over(site: Site) -> None:
    async with running(site) as port:
        answer = await asyncio.wait_for(ask(port, b"GET / HTTP/1.1\r\nX: " + b"v" * 17_000), PATIENCE_S)
    assert status_of(answer) == 431


@pytest.mark.proves("F-24")
def test_the_limits_are_those_that_are_promised() -> None:
    limits = Limits()
    assert (limits.head_bytes_max, limits.head_fields_max) == (16_384, 100)
    assert (limits.head_timeout_s, limits.keep_alive_s, limits.write_timeout_s) == (10, 15, 30)


@pytest.mark.proves("F-24")
async def test_a_body_is_refused_whether_or_not_it_comes(site: Site) -> None:
    async with running(site) as port:
        for body in (
            b"Content-Length: 3\r\n\r\nabc",
            b"Content-Length: 99\r\n\r\n",
            b"Transfer-Encoding: chunked\r\n\r\n",
        ):
            answer = await ask(port, b"GET /world.rss HTTP/1.1\r\nExpect: 100-continue\r\n" + body)
            assert status_of(answer) == 413


async def test_requests_in_a_row_on_one_connection_are_all_answered(site: Site) -> None:
    async with running(site) as port:
        answer = await ask(port, GET.replace(b"close", b"keep-alive") * 3 + GET)
    assert answer.count(b"HTTP/1.1 200") == 4


async def test_an_upgrade_is_not_followed(site: Site) -> None:
    request = b"GET /world.rss HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"
    async with running(site) as port:
        answer = await ask(port, request)
    assert status_of(answer) == 200


@pytest.mark.proves("H-125")
async def test_http_2_is_not_spoken(site: Site) -> None:
    async with running(site) as port:
        answer = await ask(port, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00" * 64)
        upgraded = await ask(port, GET.replace(b"close", b"upgrade, close\r\nUpgrade: h2c"))
    assert status_of(answer) in {0, 400, 405}
    assert status_of(upgraded) == 200


@pytest.mark.proves("F-24")
async def test_when_every_place_is_taken_by_answers_the_next_is_refused(site: Site) -> None:
    async with running(site, Limits(connections_max=1)) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(GET.replace(b"close", b"keep-alive"))
        await reader.readuntil(b"</rss>\n")
        answer = await ask(port, GET)
        writer.close()
    assert status_of(answer) == 503
    assert b"Retry-After: " in answer


@pytest.mark.proves("F-24")
async def test_one_address_has_so_many_places_and_no_more(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("uvicorn.protocols.http.httptools_impl.get_remote_addr", lambda _: ("192.0.2.7", 1))
    async with running(site, Limits(per_address_max=1)) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(GET.replace(b"close", b"keep-alive"))
        await reader.readuntil(b"</rss>\n")
        answer = await ask(port, GET)
        writer.close()
    assert status_of(answer) == 503


@pytest.mark.proves("H-117")
async def test_a_thousand_half_open_heads_keep_nobody_else_out(site: Site) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if 0 <= hard < 2_400:
        pytest.skip("this machine allows a process fewer than 2,400 open files")
    if 0 <= soft < 2_400:
        resource.setrlimit(resource.RLIMIT_NOFILE, (2_400, hard))
    async with running(site) as port:
        crowd = []
        for _ in range(1_010):
            one = socket.create_connection(("127.0.0.1", port))
            one.send(b"GET /world.rss HTTP/1.1\r\nX-Slow: ")
            crowd.append(one)
            await asyncio.sleep(0)
        answer = await asyncio.wait_for(ask(port, GET), PATIENCE_S)
        for one in crowd:
            one.close()
    assert status_of(answer) == 200
    assert answer.endswith(RSS)


@pytest.mark.proves("F-25", "H-117")
async def test_a_reader_that_takes_nothing_loses_its_connection_and_nobody_else_waits(
    site: Site, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost: asyncio.Queue[bytes] = asyncio.Queue()

    def connection_lost(protocol: GuardedProtocol, error: Exception | None) -> None:
        lost.put_nowait(protocol.url)
        real(protocol, error)

    real = GuardedProtocol.connection_lost
    monkeypatch.setattr(GuardedProtocol, "connection_lost", connection_lost)
    state.put("large.rss", b"x" * 8_000_000)
    state.declare("large.rss", "world.rss")
    async with running(site, IMPATIENT) as port:
        with socket.socket() as slow:
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            slow.connect(("127.0.0.1", port))
            slow.send(GET.replace(b"world", b"large"))
            assert (await ask(port, GET)).endswith(RSS)
            gone = {await asyncio.wait_for(lost.get(), PATIENCE_S), await asyncio.wait_for(lost.get(), PATIENCE_S)}
    assert gone == {b"/world.rss", b"/large.rss"}


async def test_a_reader_that_keeps_up_gets_a_large_feed_whole(site: Site, state: State) -> None:
    state.put("large.rss", b"x" * 8_000_000)
    state.declare("large.rss")
    async with running(site, IMPATIENT._replace(write_timeout_s=5)) as port:
        answer = await ask(port, GET.replace(b"world", b"large"))
    assert answer.endswith(b"\r\n\r\n" + b"x" * 8_000_000)


async def test_an_address_in_use_is_named(site: Site) -> None:
    async with running(site) as port:
        with pytest.raises(SyndicatorError, match=f"can not listen on 127.0.0.1 port {port}") as caught:
            await serve(make_app(site), "127.0.0.1", port, lambda _: None)
    assert caught.value.code == "listen-failed"
    assert not caught.value.permanent


async def test_an_ipv6_address_is_served(site: Site) -> None:
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(serve(make_app(site), "::1", 0, address.set_result))
    await asyncio.wait({task, address}, return_when=asyncio.FIRST_COMPLETED)
    if not address.done():
        pytest.skip("this machine has no IPv6 loopback address")
    assert (await address).startswith("http://[::1]:")
    task.cancel()
    await asyncio.wait({task})
