"""A command of the program, run inside the test's own process: the same door as the installed script."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from harness.program import Ran

from syndicator.cli import main


def command(*args: str | Path, stdin: bytes = b"") -> Ran:
    """Give what a command printed and the code it ended with."""
    out, err = _stream(b""), _stream(b"")
    with (
        patch.object(sys, "argv", ["syndicator", *map(str, args)]),
        patch.object(sys, "stdin", _stream(stdin)),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = _exit_code()
    return Ran(code, _text(out), _text(err))


def _exit_code() -> int:
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _stream(content: bytes) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    return stream.buffer.getvalue().decode()  # type: ignore[attr-defined]  # BytesIO it is
