"""One shallow tree of errors, for a broken world.

A refusal, a hold, a 304 or a failed check is a return value, never one of these. Every error names what was
tried and on what, says what to do now, and carries the exit code of the command that meets it.
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple


class SyndicatorError(Exception):
    """Say what was tried, on what, and what to do now.

    ``permanent`` is true when trying again without a change can not help.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, hint: str = "", code: str = "error", permanent: bool = True) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint
        self.code = code
        self.permanent = permanent

    def __str__(self) -> str:
        return f"{self.what}\n  {self.hint}" if self.hint else self.what


class Fault(NamedTuple):
    """One mistake in a configuration: the file, the key path in it, why it is wrong and how to mend it."""

    file: str
    key: str
    reason: str
    hint: str = ""
    line: int = 0

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        key = f" {self.key}:" if self.key else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}:{key} {self.reason}{hint}"


class ConfigError(SyndicatorError):
    """Every fault of a configuration at once."""

    exit_code = 78

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        count = len(faults)
        super().__init__(
            f"the configuration has {count} fault{'s' if count != 1 else ''}",
            hint="run `syndicator check` after each change",
            code="config-invalid",
        )
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join([self.what, *(f"  {fault}" for fault in self.faults)])


class PollError(SyndicatorError):
    """An upstream asked for by name could not be reached."""

    exit_code = 69


class ParseError(SyndicatorError):
    """Bytes that no parser can read as a feed, or that a limit refuses."""

    exit_code = 65


class RenderError(SyndicatorError):
    """A feed could not be written as bytes."""

    exit_code = 1


class StoreError(SyndicatorError):
    """Stored data are wrong, newer than this program, or not ours."""

    exit_code = 65


class CannotWriteError(SyndicatorError):
    """A folder or file can not be made, written or trusted."""

    exit_code = 73


class PublishError(CannotWriteError):
    """A feed could not be made public; what was live stays live."""


class LockedError(SyndicatorError):
    """Another instance holds the data directory."""

    exit_code = 75
