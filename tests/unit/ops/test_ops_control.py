"""Acts over the unix socket: the wire format, and both ends of it."""

import asyncio
import os
import socket
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from syndicator.errors import CannotWriteError, ConfigError, Fault, LockedError, SyndicatorError
from syndicator.model.config import ActKind
from syndicator.ops.answering import Answer, ControlServer
from syndicator.ops.control import (
    REQUEST_BYTES_MAX,
    ActRequest,
    PollRequest,
    ReleaseRequest,
    ReloadRequest,
    Reply,
    Request,
    StatusRequest,
    client_request,
    decode_request,
    encode,
    listen,
    socket_path,
)

REQUESTS: tuple[Request, ...] = (
    ActRequest(kind=ActKind.TAKEDOWN, entry="tag:paper.example,2026:1", by="Jo Park", why="asked\nby the author"),
    ActRequest(
        kind=ActKind.APPROVE, entry="https://paper.example/1", by="Jo Park", feed="world", pinned=True, author="A"
    ),
    PollRequest(sources=("one", "two"), by="Jo Park"),
    ReleaseRequest(feeds=("world",)),
    ReloadRequest(),
    StatusRequest(),
)


@asynccontextmanager
async def answering(path: Path, answer: Answer) -> AsyncIterator[ControlServer]:
    server = ControlServer(path, answer)
    await server.open()
    task = asyncio.create_task(server.serve())
    yield server
    server.close()
    task.cancel()
    await asyncio.wait({task})


async def echo(request: Request) -> Reply:
    return Reply(message=repr(request))


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda one: type(one).__name__)
async def test_a_request_arrives_as_it_was_sent_and_its_reply_comes_back(tmp_path: Path, request_: Request) -> None:
    assert encode(request_).count(b"\n") == 1
    assert decode_request(encode(request_)) == request_
    async with answering(socket_path(tmp_path), echo):
        reply = await asyncio.to_thread(client_request, socket_path(tmp_path), request_)
    assert reply == Reply(message=repr(request_))


async def test_an_error_of_the_daemon_becomes_the_commands_error(tmp_path: Path) -> None:
    fault = Fault("config/feeds/world.toml", "title", "must be text", "quote it", 3)

    async def refuse(_: Request) -> Reply:
        raise ConfigError((fault,))

    async with answering(socket_path(tmp_path), refuse):
        reply = await asyncio.to_thread(client_request, socket_path(tmp_path), ReloadRequest())
    assert (reply.exit_code, reply.code, reply.faults) == (78, "config-invalid", (fault,))


@pytest.mark.parametrize(
    "line", [b"", b"{}\n", b"GET / HTTP/1.1\n", b'{"op":"poll","by":1}\n', b'{"op":"act","x":1}\n']
)
def test_anything_else_is_no_request(line: bytes) -> None:
    with pytest.raises(SyndicatorError, match="no such request"):
        decode_request(line)


@pytest.mark.parametrize("sent", [b"x" * (REQUEST_BYTES_MAX + 10), b"{}\n"])
async def test_a_client_that_speaks_otherwise_gets_no_act(tmp_path: Path, sent: bytes) -> None:
    async with answering(socket_path(tmp_path), echo):
        reader, writer = await asyncio.open_unix_connection(socket_path(tmp_path))
        writer.write(sent)
        try:
            answer = await reader.read()
        except ConnectionResetError:
            answer = b""
        writer.close()
    assert b"no such request" in answer or not answer


def test_no_daemon_is_said_to_be_silent(tmp_path: Path) -> None:
    with pytest.raises(LockedError, match="does not answer") as caught:
        client_request(socket_path(tmp_path), StatusRequest())
    assert caught.value.exit_code == 75
    assert not caught.value.permanent


async def test_a_daemon_that_hangs_up_is_said_to_be_silent(tmp_path: Path) -> None:
    server = await asyncio.start_unix_server(lambda _, writer: writer.close(), socket_path(tmp_path))
    with pytest.raises(LockedError, match="does not answer"):
        await asyncio.to_thread(client_request, socket_path(tmp_path), StatusRequest())
    server.close()


def test_the_socket_is_private_from_its_first_moment_and_its_path_may_be_long(tmp_path: Path) -> None:
    folder = tmp_path / ("deep" * 30)
    folder.mkdir()
    before = os.umask(0)
    try:
        with listen(socket_path(folder)):
            assert stat.S_IMODE(os.stat(socket_path(folder)).st_mode) == 0o600
    finally:
        os.umask(before)


def test_a_socket_left_by_a_killed_daemon_is_replaced(tmp_path: Path) -> None:
    listen(socket_path(tmp_path)).close()
    assert socket_path(tmp_path).is_socket()
    with listen(socket_path(tmp_path)), socket.socket(socket.AF_UNIX) as client:
        client.connect(str(socket_path(tmp_path)))


@pytest.mark.parametrize("kind", ["file", "missing folder"])
def test_a_place_that_can_not_be_had_is_named(tmp_path: Path, kind: str) -> None:
    path = socket_path(tmp_path if kind == "file" else tmp_path / "none")
    if kind == "file":
        path.write_text("kept")
    with pytest.raises(CannotWriteError, match="can not listen on"):
        listen(path)
    assert kind != "file" or path.read_text() == "kept"
