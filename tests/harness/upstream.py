"""A scripted origin on loopback: real sockets, so that it can also misbehave, and a record of every request.

    async with Upstream() as upstream:
        upstream.on("/feed", reply(200, b"<rss/>", ("ETag", '"1"')), reply(304))
        ...                                   # first request gets the 200, every later one the 304
        upstream.requests                     # what was asked, byte for byte

An answer is bytes, sent as they are, or a coroutine function that gets the ``Exchange`` and writes what it likes.
The connection stays open after an answer that says how long it is; ``Exchange.close`` ends it.
Pass ``upstream.allow`` to the address guard: this address and port are all that may be dialed.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
import time
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import NamedTuple, Self


class Recorded(NamedTuple):
    """One request as it came."""

    method: str
    path: str
    headers: tuple[tuple[bytes, bytes], ...]
    at: float
    """Monotonic seconds."""

    def values(self, name: str) -> list[bytes]:
        """Give every value of a header field, in order."""
        return [value for key, value in self.headers if key.lower() == name.lower().encode()]


class Exchange:
    """What a scripted answer can do with its connection."""

    def __init__(self, request: Recorded, writer: asyncio.StreamWriter) -> None:
        self.request = request
        self._writer = writer
        self.closed = False
        self.sent_bytes = 0

    async def send(self, data: bytes) -> None:
        """Write bytes. Raises ``ConnectionError`` when the other side has gone."""
        self._writer.write(data)
        await self._writer.drain()
        self.sent_bytes += len(data)

    async def drip(self, data: bytes, every_s: float) -> None:
        """Write one byte after the other, slowly."""
        for byte in data:
            await self.send(bytes([byte]))
            await asyncio.sleep(every_s)

    async def flood(self, data: bytes, bytes_max: int) -> None:
        """Write the same bytes again and again, until so many are sent or the other side has gone."""
        with contextlib.suppress(ConnectionError):
            while self.sent_bytes < bytes_max:
                await self.send(data)

    async def hang(self) -> None:
        """Say nothing more, for ever."""
        await asyncio.Event().wait()

    def close(self) -> None:
        """End the connection after what was written."""
        self.closed = True

    def reset(self) -> None:
        """Break the connection at once (RST)."""
        raw = self._writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()
        self.closed = True


Answer = bytes | Callable[[Exchange], Awaitable[None]]


def reply(status: int = 200, body: bytes = b"", *headers: tuple[str, str | bytes]) -> bytes:
    """Make a whole answer with its Content-Length; 204 and 304 have no body."""
    lines = [f"HTTP/1.1 {status} Scripted".encode()]
    for name, value in headers:
        lines.append(name.encode() + b": " + (value if isinstance(value, bytes) else value.encode("latin-1")))
    if status not in (204, 304):
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join([*lines, b"", body])


def conditional(body: bytes, etag: str, *headers: tuple[str, str | bytes]) -> Answer:
    """Answer as a good server does: 304 to whoever shows the ETag, else 200 with it."""

    async def answer(exchange: Exchange) -> None:
        known = etag.encode("latin-1") in exchange.request.values("If-None-Match")
        await exchange.send(reply(304 if known else 200, b"" if known else body, ("ETag", etag), *headers))

    return answer


class Upstream:
    """The origin. Paths that are not scripted get a 404."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        self.host = host
        self.port = port
        self.requests: list[Recorded] = []
        self.connections = 0
        self._tls = tls
        self._scripts: dict[str, list[Answer]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, self.host, self.port, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    @property
    def allow(self) -> str:
        """The entry for the address guard's allow-list."""
        return f"{self.host}/{128 if ':' in self.host else 32}:{self.port}"

    def url(self, path: str = "/feed", host: str = "") -> str:
        """Give an address of this origin, by number or by another name for it."""
        shown = host or (f"[{self.host}]" if ":" in self.host else self.host)
        return f"{'https' if self._tls else 'http'}://{shown}:{self.port}{path}"

    def on(self, path: str, *answers: Answer) -> None:
        """Script a path: each request takes the next answer, the last one stays."""
        self._scripts[path] = list(answers)

    def asked(self, path: str) -> list[Recorded]:
        """Give the requests for one path."""
        return [request for request in self.requests if request.path == path]

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await self._serve(reader, writer)
        finally:
            self._tasks.discard(task)
            writer.close()
            with contextlib.suppress(ConnectionError, ssl.SSLError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            request = _read(head)
            self.requests.append(request)
            exchange = Exchange(request, writer)
            await self._answer(request.path, exchange)
            if exchange.closed:
                return

    async def _answer(self, path: str, exchange: Exchange) -> None:
        script = self._scripts.get(path.partition("?")[0], [reply(404)])
        answer = script.pop(0) if len(script) > 1 else script[0]
        if isinstance(answer, bytes):
            await exchange.send(answer)
        else:
            await answer(exchange)


def _read(head: bytes) -> Recorded:
    first, *lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    method, path, _ = first.decode("latin-1").split(" ", 2)
    pairs = (line.partition(b":") for line in lines)
    return Recorded(method, path, tuple((name, value.strip()) for name, _, value in pairs), time.monotonic())
