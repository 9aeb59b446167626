"""How a command asks the running daemon for an act: a JSON line there, a JSON line back, on a unix socket.

The socket lies in the data folder with mode 0600: who may write the folder may act. The same values serve a
command that found no daemon and does the act itself.
"""

import os
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from syndicator.errors import CannotWriteError, Fault, LockedError, SyndicatorError
from syndicator.model.base import Instant, Value
from syndicator.model.config import ActKind
from syndicator.model.records import FeedOutcome, SourceOutcome

REQUEST_BYTES_MAX = 64 * 1024
REPLY_BYTES_MAX = 64 * 1024 * 1024
_SOCKET = "control.sock"


class ActRequest(Value):
    """Decide about an entry. ``entry`` is an id, a link or the beginning of one."""

    op: Literal["act"] = "act"
    kind: ActKind
    entry: str
    by: str
    why: str = ""
    feed: str | None = None
    pinned: bool = False
    """Whether an approval holds for the present revision only."""
    author: str | None = None
    name: str | None = None
    """The author whose name is removed."""


class EraseRequest(Value):
    """Erase the bytes of one piece of evidence, or of every revision of an entry: one of the two is named."""

    op: Literal["erase"] = "erase"
    digest: str = ""
    entry: str = ""
    by: str
    why: str


class PollRequest(Value):
    """Poll those of these sources that are due, then release what changed in these feeds; none named: all."""

    op: Literal["poll"] = "poll"
    sources: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    force: bool = False
    """Whether to poll although not due."""
    by: str


class ReleaseRequest(Value):
    """Release these feeds now; none named: all."""

    op: Literal["release"] = "release"
    feeds: tuple[str, ...] = ()


class ReloadRequest(Value):
    """Read the configuration again."""

    op: Literal["reload"] = "reload"


class ReadingRequest(Value):
    """Record that a person read a publisher's terms pages, each named by (the beginning of) its text's digest."""

    op: Literal["reading"] = "reading"
    publisher: str
    digests: tuple[str, ...]
    by: str


class StatusRequest(Value):
    """Say how the daemon is."""

    op: Literal["status"] = "status"


Request = ActRequest | EraseRequest | PollRequest | ReleaseRequest | ReadingRequest | ReloadRequest | StatusRequest


class Status(Value):
    """How the daemon is."""

    pid: int
    problems: tuple[str, ...]
    """Why it is not ready; empty: it is."""
    summary: str
    next_due: Instant | None = None


class Reply(Value):
    """What came of a request. ``exit_code`` is that of the command that asked."""

    exit_code: int = 0
    code: str = ""
    message: str = ""
    hint: str = ""
    faults: tuple[Fault, ...] = ()
    sources: tuple[SourceOutcome, ...] = ()
    feeds: tuple[FeedOutcome, ...] = ()
    status: Status | None = None


_requests: TypeAdapter[Request] = TypeAdapter(Annotated[Request, Field(discriminator="op")])


def socket_path(data_dir: Path) -> Path:
    """Give the place of the socket for a data folder."""
    return data_dir / _SOCKET


def encode(message: Request | Reply) -> bytes:
    """Give a request or reply as one line."""
    return message.model_dump_json(exclude_defaults=isinstance(message, Reply)).encode() + b"\n"


def decode_request(line: bytes) -> Request:
    """Give the request in a line.

    Raises:
        SyndicatorError: it is none.
    """
    try:
        return _requests.validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise SyndicatorError(
            f"no such request: {'.'.join(map(str, first['loc']))}: {first['msg']}",
            hint="command and daemon must be of the same version",
            code="request-unknown",
        ) from error


def refused(error: SyndicatorError) -> Reply:
    """Give the reply that carries an error to the command that asked."""
    faults = getattr(error, "faults", ())
    return Reply(exit_code=error.exit_code, code=error.code, message=error.what, hint=error.hint, faults=faults)


def client_request(path: Path, request: Request, *, timeout_s: float = 600.0) -> Reply:
    """Give the daemon's reply to a request.

    Raises:
        LockedError: no daemon answers there.
    """
    try:
        with (
            _short(path) as address,
            socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as channel,
        ):
            channel.settimeout(timeout_s)
            channel.connect(address)
            channel.sendall(encode(request))
            with channel.makefile("rb") as stream:
                line = stream.readline(REPLY_BYTES_MAX)
        return Reply.model_validate_json(line)
    except (OSError, ValidationError) as error:
        reason = "the answer can not be read" if isinstance(error, ValidationError) else str(error)
        raise LockedError(
            f"the daemon does not answer on {path}: {reason}",
            hint="see its log, or stop it and give the command again",
            code="daemon-silent",
            permanent=False,
        ) from error


def listen(path: Path) -> socket.socket:
    """Give a listening socket that only our own user may use. The caller holds the folder's lock.

    Raises:
        CannotWriteError: something that is no socket stands in its place, or the folder can not be written.
    """
    channel = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC | socket.SOCK_NONBLOCK)
    try:
        _remove_stale(path)
        os.fchmod(channel.fileno(), 0o600)  # Linux takes the mode of the name from here: no moment with a wider one
        with _short(path) as address:
            channel.bind(address)
        channel.listen(16)
    except OSError as error:
        channel.close()
        raise CannotWriteError(
            f"can not listen on {path}: {error.strerror or error}",
            hint="data_dir must be a folder that this user may write",
            code="control-unusable",
        ) from error
    return channel


def _remove_stale(path: Path) -> None:
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(mode):
        raise FileExistsError(17, "something else stands in its place")
    path.unlink()


@contextmanager
def _short(path: Path) -> Iterator[str]:
    """Give an address for a socket in however deep a folder: the kernel takes 107 bytes."""
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
