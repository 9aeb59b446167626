"""Run the command line: ``syndicator`` or ``python -m syndicator``.

Parser workers import this module again when they start, so it imports nothing that is large.
"""

import atexit
import contextlib
import gc
import os
import sys

INTERRUPTED = 130
"""The exit code of a command that Ctrl-C ended, as shells have it."""

SPARING = (200_000, 50, 50)
"""How seldom the garbage collector looks: a start and a cycle make many objects and few cycles of them."""


def main() -> None:
    """Run the command that the arguments name, and leave at once with its code.

    Everything is closed by then, and what asked to be told of the end is told; taking the interpreter down piece by
    piece would only keep a person waiting.
    """
    code: object = 0
    gc.set_threshold(*SPARING)
    # What else is installed beside us has no say in how values are checked.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    try:
        from syndicator.cli import main as run

        run()
    except SystemExit as end:
        code = end.code
    except KeyboardInterrupt:  # before the command itself can take it
        code = INTERRUPTED
    atexit._run_exitfuncs()  # noqa: SLF001  # the one way to do what an exit does before it takes modules apart
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


if __name__ == "__main__":
    main()
