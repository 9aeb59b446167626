"""The documents that a command is told to judge: from files, standard input, or the web."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self

import typer

from syndicator.cli.loading import read_bytes
from syndicator.errors import SyndicatorError

if TYPE_CHECKING:
    from syndicator.wiring.fetching import Fetching

_HINTS: Mapping[int | None, str] = MappingProxyType(
    {
        errno.ENOENT: "check the name; a pattern that fits no file is taken as it stands",
        errno.EISDIR: "name the files in it",
        errno.EACCES: "let this user read it",
        errno.EFBIG: "no reader takes a feed of that size: split it",
    }
)


class UnreadableError(SyndicatorError):
    """A file that was to be judged can not be read."""

    exit_code = 65


class Source(NamedTuple):
    """Bytes to judge and where they are from."""

    name: str
    is_file: bool
    body: bytes
    address: str = ""
    charset: str = ""


def is_web(name: str) -> bool:
    """Tell whether a name is an address to ask."""
    return name.lower().startswith(("http://", "https://"))


def name_of(name: str) -> tuple[str, bool]:
    """Give what a document is called in reports, and whether that is a file's path. No report holds a password."""
    if name == "-":
        return "stdin", False
    if not is_web(name):
        return name, True
    from syndicator.wiring.fetching import shown

    return shown(name), False


class Documents:
    """Reads documents by name. Connections are opened for the first address, and closed at the end."""

    def __init__(self, context: typer.Context) -> None:
        """Take the context of the command: its configuration says how to ask, where there is one."""
        self._context = context
        self._closing = ExitStack()
        self._fetch: Callable[[str], Source] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.close()

    def read(self, name: str) -> Source:
        """Give a document.

        Raises:
            UnreadableError: a file can not be read.
            PollError: an address gave no document.
        """
        if is_web(name):
            self._fetch = self._fetch or self._fetching()
            return self._fetch(name)
        called, is_file = name_of(name)
        try:
            return Source(called, is_file, read_bytes(name))
        except OSError as error:
            hint = _HINTS.get(error.errno, "check that it is a file and can be read")
            what = f"{called} can not be read: {error.strerror}"
            raise UnreadableError(what, hint=hint, code="file-unreadable") from error

    def _fetching(self) -> Callable[[str], Source]:
        import asyncio

        from syndicator.wiring.fetching import Fetcher

        runner = self._closing.enter_context(asyncio.Runner())
        fetcher = Fetcher(_manners(self._context.obj))
        self._closing.callback(lambda: runner.run(fetcher.close()))

        def fetch(url: str) -> Source:
            found = runner.run(fetcher.fetch(url))
            return Source(*name_of(url), found.body, found.address, found.charset)

        return fetch


def _manners(folder: Path) -> Fetching:
    """Give how the configuration says to ask, where there is one."""
    from syndicator.wiring.fetching import Fetching

    if not (folder / "syndicator.toml").is_file():
        return Fetching()
    from syndicator.settings import load

    main = load(folder, os.environ).main
    return Fetching(contact=main.contact, allow=main.poll.allow, host_gap=main.poll.host_gap)
