"""The real program, forked again and again from a process that has imported it, and stopped at a step of choice.

A step is whatever changes a disk: an SQL statement that writes, a commit, and the kernel's calls that make, sync, link,
move or remove a file. Steps are counted over all threads, so that the Nth is the Nth of the whole process.

Run as a process of its own (``Runs`` starts it): one JSON request a line comes in, one exit code a line goes out.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, Self

ROOT = Path(__file__).parents[2]
CALLS = ("fsync", "rename", "link", "unlink", "fchmod", "mkdir")
SQLITE_CODES = {28: sqlite3.SQLITE_FULL, 5: sqlite3.SQLITE_IOERR, 30: sqlite3.SQLITE_READONLY}
"""What SQLite says of the kernel's ENOSPC, EIO and EROFS."""


class Ended(NamedTuple):
    """How one run ended. A killed one has the code -9 and no steps."""

    code: int
    out: str
    err: str
    steps: tuple[str, ...]

    @property
    def json(self) -> Any:
        """Give the JSON document on standard output."""
        return json.loads(self.out)


class Runs:
    """Runs of the program with one configuration folder at a time."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._process = subprocess.Popen(
            [sys.executable, "-B", str(Path(__file__)), str(scratch)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()

    def run(self, *args: str, kill: int = 0, fail: int = 0, error: int = 0, lasting: bool = False) -> Ended:
        """Run the program to its end, or kill it before a step, or let a step fail (``lasting``: and all after it)."""
        request = {"args": args, "kill": kill, "fail": fail, "error": error, "lasting": lasting}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        code = int(self._process.stdout.readline())
        out, err = ((self._scratch / name).read_text(encoding="utf-8") for name in ("out", "err"))
        steps = self._scratch / "steps"
        return Ended(code, out, err, tuple(json.loads(steps.read_text())) if steps.exists() else ())


class Steps:
    """Counts steps, and ends the process or fails at the chosen one."""

    def __init__(self, request: dict[str, Any]) -> None:
        self._kill = request["kill"]
        self._fail = request["fail"]
        self._error = request["error"]
        self._lasting = request["lasting"]
        self._lock = threading.Lock()
        self.done: list[str] = []

    def watch(self) -> None:
        """Stand before everything that changes a disk."""
        from sqlalchemy import Engine, event

        for name in CALLS:
            setattr(os, name, self._before(name, getattr(os, name)))
        real_open = os.open

        def opening(path: Any, flags: int, *rest: Any, **named: Any) -> int:
            if flags & os.O_CREAT:
                self._step("create")
            return real_open(path, flags, *rest, **named)

        real_write = os.write

        def writing(file: int, body: Any) -> int:
            if stat.S_ISREG(os.fstat(file).st_mode):
                self._step("write")
            return real_write(file, body)

        os.open, os.write = opening, writing
        event.listen(Engine, "before_cursor_execute", self._statement)
        event.listen(Engine, "commit", self._commit)

    def _before(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            self._step(name)
            return real(*args, **named)

        return call

    def _statement(self, connection: Any, _cursor: object, statement: str, *_rest: object) -> None:
        word = statement.split(maxsplit=1)[0]
        if word in {"CREATE", "INSERT", "UPDATE", "DELETE"}:
            connection.info["writes"] = True
            self._sql(word)

    def _commit(self, connection: Any) -> None:
        if connection.info.get("writes"):
            self._sql("commit")

    def _sql(self, name: str) -> None:
        try:
            self._step(name)
        except OSError as error:
            ours = sqlite3.OperationalError(error.strerror)
            ours.sqlite_errorcode = SQLITE_CODES[error.errno]
            raise ours from error

    def _step(self, name: str) -> None:
        with self._lock:
            self.done.append(name)
            number = len(self.done)
        if number == self._kill:
            os.kill(os.getpid(), signal.SIGKILL)
        if self._fail and (number == self._fail or (self._lasting and number > self._fail)):
            raise OSError(self._error, os.strerror(self._error))


def play(request: dict[str, Any], scratch: Path) -> None:
    """Be the program: run its command line in this process, and end it."""
    code = 70
    try:
        for number, path in ((0, os.devnull), (1, scratch / "out"), (2, scratch / "err")):
            os.dup2(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), number)
        sys.argv = ["syndicator", *request["args"]]
        steps = Steps(request)
        steps.watch()
        from syndicator.cli import main

        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        sys.stdout.flush()
        (scratch / "steps").write_text(json.dumps(steps.done))
    except BaseException:  # noqa: BLE001  # the child must not go on as its parent
        traceback.print_exc(file=sys.stderr)
        sys.stderr.flush()
    finally:
        os._exit(code)


def serve(scratch: Path) -> None:
    """Import the program once and answer requests until no more come."""
    import uvloop  # noqa: F401  # imported before the first fork, as all of these
    from rich import console, table  # noqa: F401

    import syndicator.cli.reporting
    import syndicator.render
    import syndicator.validate
    import syndicator.wiring.polling
    import syndicator.wiring.releasing  # noqa: F401

    for line in sys.stdin:
        (scratch / "steps").unlink(missing_ok=True)
        child = os.fork()
        if not child:
            play(json.loads(line), scratch)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
