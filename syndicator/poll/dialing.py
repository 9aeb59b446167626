"""Names to addresses, and sockets to checked addresses only.

The check is made twice: over the whole answer of a name, so that one bad address refuses it, and where the
socket is made, which sees the address really dialed and also the literal ones, which no resolver sees.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from syndicator.poll.guard import AllowList, refusal

AddrInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[object, ...]]
SocketFactory = Callable[[AddrInfo], socket.socket]


class AddressRefusedError(OSError):
    """Say why an address is not dialed. An ``OSError``, because the client library lets those through."""


class Resolver(Protocol):
    """Something that knows the addresses of a name. It checks none of them."""

    async def addresses(self, host: str, port: int) -> tuple[str, ...]:
        """Give every address of the name. Raises ``OSError``."""
        ...


class SystemResolver:
    """Asks the system, in threads of its own: slow names hold up each other, never the rest of the program."""

    def __init__(self, concurrency: int) -> None:
        self._threads = ThreadPoolExecutor(concurrency, thread_name_prefix="resolve")

    async def addresses(self, host: str, port: int) -> tuple[str, ...]:
        """Give every address of the name. Raises ``socket.gaierror``."""
        found = await asyncio.get_running_loop().run_in_executor(self._threads, _look_up, host, port)
        return tuple(dict.fromkeys(str(address[0]) for *_, address in found))

    def close(self) -> None:
        """Forget the names that still wait; a thread that waits for an answer ends by itself."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _look_up(host: str, port: int) -> list[tuple[object, object, int, str, tuple[object, ...]]]:
    flags = socket.AI_ADDRCONFIG
    return [*socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)]


async def checked_addresses(resolver: Resolver, host: str, port: int, allow: AllowList) -> tuple[str, ...]:
    """Give every address of a name, all of them fit to be dialed.

    Raises ``AddressRefusedError`` when a single one is not, and what the resolver raises.
    """
    addresses = await resolver.addresses(host, port)
    for address in addresses:
        if words := refusal(address, port, allow):
            raise AddressRefusedError(f"{host} leads to {address}: {words}")
    if not addresses:
        raise socket.gaierror(socket.EAI_NONAME, "the name has no address")
    return addresses


def guarded_sockets(allow: AllowList) -> SocketFactory:
    """Make a factory that makes no socket for an address that must not be dialed."""

    def make(info: AddrInfo) -> socket.socket:
        family, kind, protocol, _, address = info
        host, port = str(address[0]), int(str(address[1]))
        if words := refusal(host, port, allow):
            raise AddressRefusedError(words)
        return socket.socket(family, kind, protocol)

    return make
