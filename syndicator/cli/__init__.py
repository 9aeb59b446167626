"""Words to calls, results to words, errors to exit codes: the only room that prints.

One file a command group. Results for programs go to standard output, everything else to standard error.

Takes: arguments, the environment, standard input.
Gives: output for people or programs, and an exit code.
Touches: standard streams, files that a command was told to read or write.
Knows: typer, rich.
Holds: no decision: each command is a few calls into ``wiring``.
Change here when: a command or its output changes.
"""

from __future__ import annotations

import io
import os
import sys

from syndicator.cli.app import app
from syndicator.cli.output import ReaderGoneError, complain
from syndicator.errors import SyndicatorError

__all__ = ["app", "main"]


def main() -> None:
    """Run the command that the arguments name and exit with its code."""
    _write_whole()
    try:
        app()
    except SyndicatorError as error:
        complain(error)
        sys.exit(error.exit_code)
    except (ReaderGoneError, BrokenPipeError):
        # Whoever read our output has gone; what is still buffered has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _write_whole() -> None:
    """Put a buffer before an unbuffered standard output, which loses the rest of a write that a pipe takes in part."""
    raw = getattr(sys.stdout, "buffer", None)
    if isinstance(raw, io.RawIOBase):
        buffered = io.BufferedWriter(raw)
        sys.stdout = io.TextIOWrapper(buffered, sys.stdout.encoding, sys.stdout.errors, line_buffering=True)
