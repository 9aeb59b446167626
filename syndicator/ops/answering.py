"""The daemon's side of the socket for acts (``control`` holds what goes over it)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from syndicator.errors import SyndicatorError
from syndicator.ops.control import (
    REQUEST_BYTES_MAX,
    Reply,
    Request,
    decode_request,
    encode,
    listen,
    refused,
)

Answer = Callable[[Request], Awaitable[Reply]]
_LINE_TIMEOUT_S = 10.0


class ControlServer:
    """Answers one request a connection. ``answer`` may raise a ``SyndicatorError``: it becomes the reply."""

    def __init__(self, path: Path, answer: Answer) -> None:
        self._path = path
        self._answer = answer
        self._server: asyncio.Server | None = None
        self.busy: set[asyncio.Task[object]] = set()
        """Connections that are being answered."""

    async def open(self) -> None:
        """Begin to listen.

        Raises:
            CannotWriteError: the socket can not be made.
        """
        channel = listen(self._path)
        self._server = await asyncio.start_unix_server(self._connected, sock=channel, limit=REQUEST_BYTES_MAX)

    async def serve(self) -> None:
        """Answer until cancelled."""
        assert self._server is not None
        await self._server.serve_forever()

    def close(self) -> None:
        """Take no further request. What is being answered goes on."""
        if self._server is not None:
            self._server.close()
            self._server = None
            self._path.unlink(missing_ok=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.busy.add(task)
        try:
            line = await asyncio.wait_for(reader.readline(), _LINE_TIMEOUT_S)
            writer.write(encode(await self._reply(line)))
            await writer.drain()
        except (TimeoutError, ValueError, ConnectionError):
            # Nobody to answer: no whole line in time, a line over the limit, or a command that went away.
            writer.transport.abort()
        finally:
            self.busy.discard(task)
            writer.close()

    async def _reply(self, line: bytes) -> Reply:
        try:
            return await self._answer(decode_request(line))
        except SyndicatorError as error:
            return refused(error)
