"""From a command's options to the parts it works with."""

from __future__ import annotations

import errno
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from syndicator.clock import Clock, FixedClock, SystemClock

if TYPE_CHECKING:
    from syndicator.ops.control import Reply, Request
    from syndicator.settings import Settings
    from syndicator.wiring import App


def settings_of(context: typer.Context) -> Settings:
    """Give the checked configuration of the folder that ``--config`` names."""
    from syndicator.settings import load

    folder: Path = context.obj
    return load(folder, os.environ)


@contextmanager
def opened(settings: Settings, clock: Clock | None = None, *, writing: bool) -> Iterator[App]:
    """Give the program put together, and close it afterwards. Only to write must no other instance be running."""
    from syndicator.wiring import open_app

    app = open_app(settings, clock or SystemClock(), writing=writing)
    try:
        yield app
    finally:
        app.close()


def is_running(settings: Settings) -> bool:
    """Tell whether a daemon has the data folder and takes requests."""
    from syndicator.ops.control import socket_path
    from syndicator.ops.lock import DataLock

    return DataLock.holder(settings.data_dir) is not None and socket_path(settings.data_dir).exists()


def asked(settings: Settings, request: Request) -> Reply:
    """Give what the running daemon did. What it refuses is printed, and the command ends with its exit code."""
    from syndicator.cli.output import complain
    from syndicator.errors import SyndicatorError
    from syndicator.ops.control import client_request, socket_path

    reply = client_request(socket_path(settings.data_dir), request)
    if reply.exit_code:
        complain(SyndicatorError(reply.message, hint=reply.hint, code=reply.code))
        raise typer.Exit(reply.exit_code)
    return reply


NowOption = Annotated[
    str | None,
    typer.Option("--now", metavar="INSTANT", help="As if it were this instant: 2026-11-20T12:00:00Z."),
]


def clock_at(now: str | None) -> Clock:
    """Give the machine's clock, or one that stands at the instant a person named."""
    if now is None:
        return SystemClock()
    try:
        at = datetime.fromisoformat(now)
    except ValueError:
        raise typer.BadParameter(f"{now!r} is no instant; write 2026-11-20T12:00:00Z", param_hint="--now") from None
    return FixedClock(at if at.tzinfo else at.replace(tzinfo=UTC))


def who(by: str | None) -> str:
    """Give the name under which an act is recorded: as given, else the OS user."""
    if by:
        return by
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


SIZE_BYTES_MAX = 64 * 1024 * 1024


def bytes_of(name: str, hint: str = "FILE") -> bytes:
    """Give the bytes of a file, or of standard input for ``-``.

    Raises:
        BadParameter: it can not be read, or is larger than ``SIZE_BYTES_MAX``.
    """
    try:
        return read_bytes(name)
    except OSError as error:
        raise typer.BadParameter(f"{name} can not be read: {error.strerror}", param_hint=hint) from error


def read_bytes(name: str) -> bytes:
    """Give the bytes of a file, or of standard input for ``-``.

    Raises:
        OSError: it can not be read, or is larger than ``SIZE_BYTES_MAX`` (``EFBIG``).
    """
    if name == "-":
        body = sys.stdin.buffer.read(SIZE_BYTES_MAX + 1)
    else:
        with Path(name).open("rb") as file:
            body = file.read(SIZE_BYTES_MAX + 1)
    if len(body) > SIZE_BYTES_MAX:
        raise OSError(errno.EFBIG, f"it is larger than {SIZE_BYTES_MAX >> 20} MiB", name)
    return body
