"""Upstreams that misbehave: every one ends in a named failure, in time, and in bounded memory."""

import asyncio
import contextlib
import gzip
import itertools
import shutil
import socket
import ssl
import subprocess
import time
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import connector as aiohttp_connector
from harness.patience import PATIENCE_S
from harness.upstream import Answer, Exchange, Upstream, reply

from syndicator.model.polling import PollAnswer, PollFailure, PollKind, Validators
from syndicator.poll import AllowList, Client, Limits, Request

CONTACT = "https://gazette.example/about"
DEADLINE_S = 0.3
MIB = 1024 * 1024
FEED = b"<rss>" + b"words " * 500 + b"</rss>"
ZIPPED = gzip.compress(FEED)
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest_asyncio.fixture
async def upstream() -> AsyncIterator[Upstream]:
    async with Upstream() as origin:
        yield origin


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    """Give a server's TLS and the file to trust it by: for 127.0.0.1, signed by itself, made anew each time."""
    if not (openssl := shutil.which("openssl")):
        pytest.skip("needs the openssl command to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    command = f"{openssl} req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    names = ["-subj", "/CN=gazette.example", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([*command.split(), *names, "-keyout", key, "-out", cert], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context, cert


async def poll(
    upstream: Upstream, answer: Answer, *, deadline_s: float = PATIENCE_S, validators: Validators | None = None
) -> PollAnswer:
    upstream.on("/feed", answer)
    limits = Limits(deadline_s=deadline_s)
    async with Client(contact=CONTACT, allow=AllowList.parse((upstream.allow,)), limits=limits) as client:
        return await client.fetch(Request(source="s", url=upstream.url(), validators=validators))


def soft(answer: PollAnswer, *codes: str) -> None:
    assert isinstance(answer, PollFailure), answer
    assert answer.kind is PollKind.SOFT_ERROR
    assert answer.code in codes, answer
    assert answer.message
    assert len(answer.message) < 600


def bomb(size_mib: int) -> bytes:
    """Pack zeros without holding them."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join([*(packer.compress(bytes(MIB)) for _ in range(size_mib)), packer.flush()])


def packed(body: bytes, status: int = 200) -> bytes:
    return reply(status, body, ("Content-Encoding", "gzip"))


@pytest.mark.proves("S-08", "H-031")
async def test_a_gzip_bomb_is_stopped_with_little_memory(upstream: Upstream) -> None:
    """Packed twice, 10 GB fit into 10 KB; packed once, as HTTP allows, the start of it is enough to see it stop."""
    wire = bomb(256)
    tracemalloc.start()
    try:
        soft(await poll(upstream, packed(wire)), "body-ratio", "body-too-large")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 64 * MIB


@pytest.mark.proves("S-08")
async def test_a_body_over_the_cap_is_stopped_packed_or_not(upstream: Upstream) -> None:
    async def flood(exchange: Exchange) -> None:
        await exchange.send(OK + b"\r\n")
        await exchange.flood(b"x" * 65_536, 64 * MIB)
        exchange.close()

    soft(await poll(upstream, flood), "body-too-large")
    soft(await poll(upstream, OK + b"Content-Length: 10485761\r\n\r\n"), "body-too-large")


@pytest.mark.proves("S-08", "H-032")
@pytest.mark.parametrize("count", [2, 3, 1_000])
async def test_more_than_one_coding_is_refused(upstream: Upstream, count: int) -> None:
    body = gzip.compress(gzip.compress(FEED))
    soft(await poll(upstream, reply(200, body, ("Content-Encoding", ", ".join(["gzip"] * count)))), "coding-unknown")
    if count < 100:
        lines = [("Content-Encoding", "gzip")] * count
        soft(await poll(upstream, reply(200, body, *lines)), "coding-unknown")


@pytest.mark.proves("S-08", "H-033")
@pytest.mark.parametrize(("status", "code"), [(302, "http-418"), (404, "http-404"), (304, "protocol-error")])
async def test_the_body_of_anything_but_a_200_is_not_read(upstream: Upstream, status: int, code: str) -> None:
    sent: list[int] = []

    async def flood(exchange: Exchange) -> None:
        head = (
            b"HTTP/1.1 %d X\r\nLocation: /next\r\nContent-Encoding: gzip\r\nContent-Length: 99999999\r\n\r\n" % status
        )
        await exchange.send(head)
        await exchange.flood(bytes(65_536), 32 * MIB)
        sent.append(exchange.sent_bytes)
        exchange.close()

    upstream.on("/next", reply(418))
    known = Validators(url=upstream.url(), etag=b'"1"')
    answer = await poll(upstream, flood, validators=known)
    assert getattr(answer, "code", code) == code  # bytes behind a 304 are no HTTP, if they come in time to be seen
    async with asyncio.timeout(PATIENCE_S):
        while not sent:  # noqa: ASYNC110  # the origin finds out when its socket is closed
            await asyncio.sleep(0)
    assert sent[0] < 32 * MIB


@pytest.mark.proves("H-034")
@pytest.mark.parametrize("coding", ["zip", "deflate", "br", "zstd", "compress", "x-unknown", "*"])
async def test_a_coding_that_was_not_offered_is_refused(upstream: Upstream, coding: str) -> None:
    soft(await poll(upstream, reply(200, zlib.compress(FEED), ("Content-Encoding", coding))), "coding-unknown")


@pytest.mark.proves("S-08", "H-035")
@pytest.mark.parametrize(
    ("wire", "code"),
    [
        pytest.param(ZIPPED + b"garbage", "body-malformed", id="garbage behind"),
        pytest.param(ZIPPED + ZIPPED, "body-malformed", id="twice"),
        pytest.param(ZIPPED[:-1], "body-truncated", id="a byte short"),
        pytest.param(ZIPPED[:-8], "body-truncated", id="no check sum"),
        pytest.param(ZIPPED[:20], "body-truncated", id="begun"),
        pytest.param(ZIPPED[:-8] + b"\0" * 4 + ZIPPED[-4:], "body-malformed", id="wrong check sum"),
        pytest.param(FEED, "body-malformed", id="plain"),
        pytest.param(b"", "empty-body", id="nothing"),
        pytest.param(gzip.compress(b""), "empty-body", id="nothing packed"),
    ],
)
async def test_a_damaged_gzip_body_gives_nothing(upstream: Upstream, wire: bytes, code: str) -> None:
    soft(await poll(upstream, packed(wire)), code)


async def silent(exchange: Exchange) -> None:
    await exchange.hang()


async def dripping_body(exchange: Exchange) -> None:
    await exchange.send(OK + b"Content-Length: 9999\r\n\r\n")
    await exchange.drip(b"x" * 9_999, 0.02)


async def dripping_header(exchange: Exchange) -> None:
    await exchange.drip(OK + b"X: " + b"y" * 9_999, 0.02)


async def endless_informing(exchange: Exchange) -> None:
    while True:
        await exchange.send(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
        await asyncio.sleep(0.02)


async def redirecting_slowly(exchange: Exchange) -> None:
    await asyncio.sleep(0.2)
    await exchange.send(reply(302, b"", ("Location", exchange.request.path + "x")))


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(silent, marks=pytest.mark.proves("H-036")),
        pytest.param(dripping_body, marks=pytest.mark.proves("S-08", "H-036")),
        pytest.param(dripping_header, marks=pytest.mark.proves("H-036")),
        pytest.param(endless_informing, marks=pytest.mark.proves("H-038")),
        redirecting_slowly,
    ],
)
async def test_a_tarpit_ends_at_the_deadline(upstream: Upstream, answer: Answer) -> None:
    upstream.on("/feedx", answer)
    started = time.monotonic()
    soft(await poll(upstream, answer, deadline_s=DEADLINE_S), "deadline")
    assert DEADLINE_S * 0.9 < time.monotonic() - started < PATIENCE_S


@contextlib.asynccontextmanager
async def raw_server(greeting: bytes) -> AsyncIterator[int]:
    """Greet whoever connects, then say nothing until they go."""
    gone = asyncio.Event()

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)
        with contextlib.suppress(ConnectionError):
            await reader.read()
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
        gone.set()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]
        await gone.wait()


@pytest.mark.proves("H-036")
async def test_a_tls_handshake_that_stalls_ends_at_the_deadline() -> None:
    async with raw_server(b"") as port:
        soft(await ask(f"https://127.0.0.1:{port}/", port), "deadline")


@pytest.mark.proves("H-036")
async def test_a_connection_that_is_never_taken_ends_at_the_deadline() -> None:
    """A full backlog drops the packets that ask for a connection, as a black hole does."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port = listener.getsockname()[1]
        fillers = [socket.socket() for _ in range(3)]
        try:
            for filler in fillers:
                filler.setblocking(False)
                filler.connect_ex(("127.0.0.1", port))
            soft(await ask(f"http://127.0.0.1:{port}/", port), "deadline")
        finally:
            for filler in fillers:
                filler.close()


async def ask(url: str, port: int) -> PollAnswer:
    allow, limits = AllowList.parse((f"127.0.0.1/32:{port}",)), Limits(deadline_s=DEADLINE_S)
    async with Client(contact=CONTACT, allow=allow, limits=limits) as client:
        return await client.fetch(Request(source="s", url=url))


@pytest.mark.proves("H-037")
@pytest.mark.parametrize(
    ("head", "codes"),
    [
        (b"Content-Length: 1000000000000000\r\n", ("body-too-large",)),
        (b"Content-Length: -1\r\n", ("protocol-error",)),
        (b"Content-Length: +5\r\n", ("protocol-error",)),
        (b"Content-Length: 0x5\r\n", ("protocol-error",)),
        (b"Content-Length: 5\r\nContent-Length: 6\r\n", ("protocol-error",)),
        (b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", ("protocol-error",)),
        (b"Content-Length: 9000000\r\n", ("body-truncated",)),
    ],
)
async def test_a_length_that_lies_is_refused_without_allocating(
    upstream: Upstream, head: bytes, codes: tuple[str, ...]
) -> None:
    async def answer(exchange: Exchange) -> None:
        await exchange.send(OK + head + b"\r\n12345")
        exchange.close()

    tracemalloc.start()
    try:
        soft(await poll(upstream, answer), *codes)
        assert tracemalloc.get_traced_memory()[1] < 4 * MIB
    finally:
        tracemalloc.stop()


async def endless_chunks(exchange: Exchange) -> None:
    await exchange.send(CHUNKED)
    await exchange.flood(b"10000\r\n" + b"x" * 65_536 + b"\r\n", 64 * MIB)
    exchange.close()


async def endless_header(exchange: Exchange) -> None:
    await exchange.send(OK)
    for number in itertools.count():
        await exchange.send(b"X-%d: y\r\n" % number * 100)


async def one_long_line(exchange: Exchange) -> None:
    await exchange.send(OK + b"X: ")
    await exchange.flood(b"y" * 65_536, MIB)
    await exchange.hang()


async def ten_thousand_lines(exchange: Exchange) -> None:
    lines = b"".join(b"X-%d: y\r\n" % number for number in range(10_000))
    await exchange.send(OK + lines + b"\r\n")
    exchange.close()


async def endless_trailers(exchange: Exchange) -> None:
    await exchange.send(CHUNKED + b"1\r\nx\r\n0\r\n")
    await exchange.flood(b"X-Trailer: y\r\n" * 1_000, 16 * MIB)
    exchange.close()


@pytest.mark.proves("H-038")
@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        (endless_chunks, ("body-too-large",)),
        (endless_header, ("header-limits",)),
        (one_long_line, ("header-limits",)),
        (ten_thousand_lines, ("header-limits",)),
        (endless_trailers, ("body-truncated", "header-limits", "protocol-error", "connection-lost")),
    ],
)
async def test_what_never_ends_is_stopped_at_a_limit(
    upstream: Upstream, answer: Answer, codes: tuple[str, ...]
) -> None:
    soft(await poll(upstream, answer), *codes)


async def early_close(exchange: Exchange) -> None:
    exchange.close()


async def reset_at_once(exchange: Exchange) -> None:
    exchange.reset()


async def reset_in_body(exchange: Exchange) -> None:
    await exchange.send(OK + b"Content-Length: 9999\r\n\r\n<rss>")
    await asyncio.sleep(0.02)
    exchange.reset()


async def close_in_chunk(exchange: Exchange) -> None:
    await exchange.send(CHUNKED + b"100\r\n<rss>")
    exchange.close()


async def http_0_9(exchange: Exchange) -> None:
    await exchange.send(b"<rss>" + FEED)
    exchange.close()


async def garbage(exchange: Exchange) -> None:
    await exchange.send(bytes(range(256)) * 40)
    exchange.close()


@pytest.mark.proves("H-039")
@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        (early_close, ("connection-lost",)),
        (reset_at_once, ("connection-lost",)),
        (reset_in_body, ("body-truncated", "connection-lost")),
        (close_in_chunk, ("body-truncated",)),
        (http_0_9, ("protocol-error",)),
        (garbage, ("protocol-error",)),
        (b"HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n", ("http-999",)),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", ("body-truncated", "protocol-error")),
        (b"HTTP/9.9 200 OK\r\n\r\n", ("protocol-error",)),
        (b"HTTP/1.1 20x OK\r\n\r\n", ("protocol-error",)),
        (b"HTTP/1.1 200 OK\r\nX : y\r\n\r\n", ("protocol-error",)),
        (b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", ("http-101",)),
    ],
)
async def test_what_is_no_http_is_a_soft_failure(upstream: Upstream, answer: Answer, codes: tuple[str, ...]) -> None:
    soft(await poll(upstream, answer), *codes)


async def test_nothing_listening_is_named_as_such() -> None:
    async with Upstream() as gone:
        url, port = gone.url(), gone.port
    soft(await ask(url, port), "connect-refused")


@pytest.mark.proves("P-48")
async def test_a_redirect_from_https_to_http_is_refused_unless_allowed(
    upstream: Upstream, certificate: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    context, trusted = certificate
    monkeypatch.setattr(aiohttp_connector, "_SSL_CONTEXT_VERIFIED", ssl.create_default_context(cafile=trusted))
    upstream.on("/feed", reply(200, FEED))
    async with Upstream(tls=context) as secure:
        secure.on("/feed", reply(301, b"", ("Location", upstream.url())))
        allow = AllowList.parse((upstream.allow, secure.allow))
        async with Client(contact=CONTACT, allow=allow) as client:
            plain = Request(source="s", url=secure.url())
            answer = await client.fetch(plain)
            assert getattr(answer, "code", "") == "redirect-downgrade", answer
            assert upstream.requests == []
            answer = await client.fetch(plain.model_copy(update={"allow_downgrade": True}))
            assert getattr(answer, "body", b"") == FEED, answer


async def test_tls_that_is_not_trusted_or_not_tls_fails_closed(certificate: tuple[ssl.SSLContext, Path]) -> None:
    async with Upstream(tls=certificate[0]) as untrusted:
        soft(await ask(untrusted.url(), untrusted.port), "certificate-invalid")
        assert untrusted.requests == []
    async with raw_server(reply(400)) as port:
        soft(await ask(f"https://127.0.0.1:{port}/", port), "tls-failed")
