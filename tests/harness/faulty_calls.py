"""The kernel's calls of a publish, counted, with a fault or a kill at the Nth: a crash sweep in one process."""

from __future__ import annotations

import os
from typing import Any

from syndicator.publish.calls import Calls

_CHANGING = frozenset({"create", "write", "make_readable", "sync", "close", "rename", "link", "unlink"})


class KilledError(BaseException):
    """The process is dead: nothing it does afterwards reaches the disk."""


class FaultyCalls(Calls):
    """Real calls until the Nth; there an error once, or errors from there on, or the end of the process.

    ``after`` lets the Nth call take effect before the process ends; ``end`` ends it so many calls after an error.
    """

    def __init__(
        self,
        at: int = 0,
        *,
        error: int = 0,
        lasting: bool = False,
        kill: bool = False,
        after: bool = False,
        end: int = 0,
    ) -> None:
        self._at = at
        self._error = error
        self._lasting = lasting
        self._kill = kill
        self._after = after
        self._end = at + end if end else 0
        self._dead = False
        self._open: set[int] = set()
        self.done: list[str] = []
        """The calls made, by name."""

    def __getattribute__(self, name: str) -> Any:
        real = super().__getattribute__(name)
        if name.startswith("_") or not callable(real) or name == "forget":
            return real
        return lambda *values: self._call(name, real, values)

    def sync(self, file: int) -> None:
        """Count, and do not wait for the disk: what is tested is the order of calls, not the kernel."""

    def forget(self) -> None:
        """Close what a killed process would have left to the kernel to close."""
        for file in self._open:
            os.close(file)
        self._open.clear()

    def _call(self, name: str, real: Any, values: tuple[Any, ...]) -> Any:
        if self._dead:
            raise KilledError
        self.done.append(name)
        number = len(self.done)
        hit = number == self._at or (self._lasting and self._at and number > self._at and name in _CHANGING)
        if (hit and self._kill) or number == self._end:
            self._dead = True
            if self._after:
                self._note(name, values, real(*values))
            raise KilledError
        if hit and name == "close":
            self._note(name, values, real(*values))  # the kernel closes a file whatever it then says
        if hit:
            raise OSError(self._error, os.strerror(self._error))
        return self._note(name, values, real(*values))

    def _note(self, name: str, values: tuple[Any, ...], result: Any) -> Any:
        if name in {"create", "open"}:
            self._open.add(result)
        elif name == "close":
            self._open.discard(values[0])
        return result
