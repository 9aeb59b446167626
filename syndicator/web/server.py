"""The one module that knows uvicorn: it runs the application on a TCP port until cancelled."""

from __future__ import annotations

import asyncio
import resource
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial

import uvicorn
from starlette.types import ASGIApp

from syndicator.errors import SyndicatorError
from syndicator.web.protocol import GuardedProtocol, Limits

_DESCRIPTORS_KEPT = 200
"""Left for everything that is no connection of ours."""
_BACKLOG = 1024
DEFAULTS = Limits()


async def serve(app: ASGIApp, host: str, port: int, bound: Callable[[str], None], limits: Limits = DEFAULTS) -> None:
    """Serve until cancelled, then finish what is being answered. ``bound`` is told the address once it listens.

    Raises:
        SyndicatorError: the address can not be had.
    """
    listener = _listener(host, port)
    server = _Server(_config(app, limits), lambda: bound(_address(listener)))
    running = asyncio.create_task(server.serve(sockets=[listener]), name="uvicorn")
    try:
        await asyncio.shield(running)
    finally:
        server.end()
        await running
        listener.close()


class _Server(uvicorn.Server):
    """uvicorn's server without its own hold on signals, which are the daemon's."""

    def __init__(self, config: uvicorn.Config, bound: Callable[[], None]) -> None:
        super().__init__(config)
        self._bound = bound
        self._told_to_end = asyncio.Event()

    def end(self) -> None:
        """Begin to end."""
        self.should_exit = True
        self._told_to_end.set()

    async def main_loop(self) -> None:
        """Renew the Date field every second until the end; uvicorn's own loop wakes ten times a second."""
        while not await self.on_tick(0):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told_to_end.wait(), 1.0)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and say so."""
        await super().startup(sockets)
        self._bound()


def _config(app: ASGIApp, limits: Limits) -> uvicorn.Config:
    open_max = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    places = max(1, min(limits.connections_max, open_max - _DESCRIPTORS_KEPT))
    return uvicorn.Config(
        app,
        http=partial(GuardedProtocol, limits=limits._replace(connections_max=places)),  # type: ignore[arg-type]  # any maker of protocols will do
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=_BACKLOG,
        timeout_keep_alive=limits.keep_alive_s,
        timeout_graceful_shutdown=limits.drain_s,  # type: ignore[arg-type]  # seconds for asyncio.wait_for, a float will do
    )


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SyndicatorError(
            f"can not listen on {host} port {port}: {reason}",
            hint="choose another address under [serve] listen, or stop what uses this one",
            code="listen-failed",
            permanent=False,
        ) from error


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
