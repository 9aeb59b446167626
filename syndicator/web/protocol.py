"""uvicorn's HTTP/1.1 protocol with limits on what one connection may cost.

The parser (llhttp) accepts heads of any size at any speed; here they are counted and timed. Whoever reads slowly
loses the connection. When all places are taken, the connection that has waited longest with an unfinished head goes.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any, NamedTuple

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_PROGRESS_BYTES = 16 * 1024
"""A reader that takes less than this in ``write_timeout_s`` is too slow."""


class Limits(NamedTuple):
    """What one connection, one address and all together may take."""

    head_bytes_max: int = 16 * 1024
    head_fields_max: int = 100
    head_timeout_s: float = 10.0
    keep_alive_s: int = 15
    write_timeout_s: float = 30.0
    connections_max: int = 1000
    per_address_max: int = 100
    """Loopback is excepted: all of a proxy's readers come from there."""
    drain_s: float = 1.5
    """How long answers under way may take once the server is told to end."""


class _HeadTooLargeError(Exception):
    """The head of a request is over a limit."""


class GuardedProtocol(HttpToolsProtocol):
    """One connection."""

    def __init__(self, *arguments: Any, limits: Limits, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._limits = limits
        self._in_head = False
        self._raw_bytes = self._head_bytes = 0
        self._fault = HTTPStatus.BAD_REQUEST
        self._head_timer: asyncio.TimerHandle | None = None
        self._write_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn does
        """Take the connection if there is a place for it."""
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=0)  # pause_writing is then called as soon as anything is left over
        if self._is_crowded():
            self.refuse(HTTPStatus.SERVICE_UNAVAILABLE)
        else:
            self._time_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget every timer."""
        self._head_timer = _cancelled(self._head_timer)
        self._write_timer = _cancelled(self._write_timer)
        self._unset_keepalive_if_required()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Feed the parser and answer what it refuses."""
        self._unset_keepalive_if_required()
        if self.transport.is_closing():
            return
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self.cycle.keep_alive = False  # answered as if it had not asked, then closed
        except httptools.HttpParserInvalidMethodError:
            self.refuse(HTTPStatus.NOT_IMPLEMENTED)
        except httptools.HttpParserError:
            self.refuse(self._fault)
        else:
            self._look_at_rest(len(data))

    def on_message_begin(self) -> None:
        """Count from here."""
        super().on_message_begin()
        self._in_head, self._head_bytes = True, 0

    def on_url(self, url: bytes) -> None:
        """Count the request's target."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count a field."""
        self._count(len(name) + len(value) + 4)
        super().on_header(name, value)
        if len(self.headers) > self._limits.head_fields_max:
            self._overrun()

    def on_headers_complete(self) -> None:
        """Stop the clock. A tunnel (CONNECT) is never opened."""
        self._in_head, self._raw_bytes = False, 0
        self._head_timer = _cancelled(self._head_timer)
        if self.parser.get_method() == b"CONNECT":
            self._fault = HTTPStatus.METHOD_NOT_ALLOWED
        super().on_headers_complete()

    def pause_writing(self) -> None:
        """Begin to time a reader that does not keep up."""
        super().pause_writing()
        self._time_write()

    def resume_writing(self) -> None:
        """The reader has taken everything."""
        super().resume_writing()
        self._write_timer = _cancelled(self._write_timer)

    def refuse(self, status: HTTPStatus) -> None:
        """Answer without the application, and close. Between the parts of another answer: only close."""
        if self.cycle is None or self.cycle.response_complete:
            body = f"{status.phrase}\n".encode()
            lines = (
                f"HTTP/1.1 {status.value} {status.phrase}",
                "Content-Type: text/plain; charset=utf-8",
                f"Content-Length: {len(body)}",
                "X-Content-Type-Options: nosniff",
                "Cache-Control: no-store",
                *(("Retry-After: 30",) if status == HTTPStatus.SERVICE_UNAVAILABLE else ()),
                "Connection: close",
                "\r\n",
            )
            self.transport.write("\r\n".join(lines).encode() + body)
        self.transport.close()

    @property
    def waits_since(self) -> float | None:
        """When the head that is not complete will be given up, or ``None`` when no head is awaited."""
        return self._head_timer.when() if self._head_timer else None

    def _look_at_rest(self, received: int) -> None:
        if self._in_head:
            self._raw_bytes += received
            if self._raw_bytes > self._limits.head_bytes_max:
                self.refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
                return
        if self._in_head or self.cycle is None or self.cycle.response_complete:
            self._time_head()

    def _count(self, size: int) -> None:
        self._head_bytes += size
        if self._head_bytes > self._limits.head_bytes_max:
            self._overrun()

    def _overrun(self) -> None:
        self._fault = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        raise _HeadTooLargeError

    def _time_head(self) -> None:
        if self._head_timer is None:
            self._head_timer = self.loop.call_later(self._limits.head_timeout_s, self._head_late)

    def _head_late(self) -> None:
        self._head_timer = None
        if self._in_head:
            self.refuse(HTTPStatus.REQUEST_TIMEOUT)
        else:
            self.transport.close()

    def _time_write(self) -> None:
        left = self.transport.get_write_buffer_size()
        self._write_timer = _cancelled(self._write_timer)
        self._write_timer = self.loop.call_later(self._limits.write_timeout_s, self._write_late, left)

    def _write_late(self, left_before: int) -> None:
        if self.transport.get_write_buffer_size() > left_before - _PROGRESS_BYTES:
            self.transport.abort()
        else:
            self._time_write()

    def _is_crowded(self) -> bool:
        """Tell whether there is no place, after making one if somebody only waits."""
        address = self.client[0] if self.client else ""
        others = [one for one in self.connections if one is not self and isinstance(one, GuardedProtocol)]
        if not address.startswith("127.") and address != "::1":
            near = sum(1 for one in others if one.client and one.client[0] == address)
            if near >= self._limits.per_address_max:
                return True
        if len(others) < self._limits.connections_max:
            return False
        waiting = [(since, one) for one in others if (since := one.waits_since) is not None]
        if not waiting:
            return True
        min(waiting, key=lambda pair: pair[0])[1].transport.abort()
        return False


def _cancelled(timer: asyncio.TimerHandle | None) -> asyncio.TimerHandle | None:
    if timer is not None:
        timer.cancel()
    return None
