"""One event a line on standard error: ``ts``, ``level``, ``event`` (a stable name) and fields.

Every text is made safe first: control characters are escaped and long text is cut, because titles, messages
and addresses come from strangers.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, Literal, Protocol, TextIO

Format = Literal["human", "logfmt", "json"]
Level = Literal["debug", "info", "warning", "error"]
Event = MutableMapping[str, Any]

TEXT_MAX = 200
_TRACE_MAX = 8_000
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_FIRST = ("ts", "level", "event")
_PRIORITY = {"debug": 7, "info": 6, "warning": 4, "error": 3, "critical": 2}


class Log(Protocol):
    """Something that events are told to: a kebab-case name that never changes, and fields."""

    def debug(self, event: str, **fields: object) -> object:
        """Tell what only a developer wants to know."""
        ...

    def info(self, event: str, **fields: object) -> object:
        """Tell what happened."""
        ...

    def warning(self, event: str, **fields: object) -> object:
        """Tell what somebody should look at."""
        ...

    def error(self, event: str, **fields: object) -> object:
        """Tell what somebody must look at."""
        ...


class _Silent:
    """The log of a command that tells nothing: structlog is not even imported."""

    def debug(self, event: str, **fields: object) -> None: ...

    def info(self, event: str, **fields: object) -> None: ...

    def warning(self, event: str, **fields: object) -> None: ...

    def error(self, event: str, **fields: object) -> None: ...


_current: Log = _Silent()


def log() -> Log:
    """Give the log that was set up last; before that, one that tells nothing."""
    return _current


def configure(
    form: Format = "human", level: Level = "info", *, journald: bool = False, stream: TextIO | None = None
) -> Log:
    """Set up logging for this process and give the log.

    ``journald`` puts the priority before each line (sd-daemon(3)). What libraries tell to ``logging`` at
    warning or above becomes the event ``library-message`` on the same stream.
    """
    import structlog

    global _current  # noqa: PLW0603 - a process has one log, set once by its command
    tail: list[Callable[[Any, str, Event], Any]] = [_renderer(form)]
    if journald:
        tail.append(_with_priority)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="ts"),
            structlog.processors.format_exc_info,
            _made_safe,
            _in_order,
            *tail,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(stream or sys.stderr),
        cache_logger_on_first_use=False,
    )
    _current = structlog.get_logger()
    _bridge(_current)
    return _current


def in_journal(environ: Mapping[str, str]) -> bool:
    """Tell whether standard error is the journal's, as ``JOURNAL_STREAM`` says (systemd.exec(5))."""
    try:
        about = os.fstat(sys.stderr.fileno())
    except (OSError, ValueError):
        return False
    return environ.get("JOURNAL_STREAM") == f"{about.st_dev}:{about.st_ino}"


def safe_text(text: str, length_max: int = TEXT_MAX) -> str:
    """Give text that changes no terminal and forges no line: escaped, and cut to a length in characters."""
    shown = text if len(text) <= length_max else text[: length_max - 1] + "…"
    return _UNSAFE.sub(_escaped, shown)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _made_safe(_logger: object, _method: str, event: Event) -> Event:
    return {
        re.sub(r"[^\w.-]", "_", key, flags=re.ASCII): _safe_value(value, _TRACE_MAX if key == "exception" else TEXT_MAX)
        for key, value in event.items()
    }


def _safe_value(value: object, length_max: int) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, tuple | list | set | frozenset):
        value = ", ".join(sorted(map(str, value)) if isinstance(value, set | frozenset) else map(str, value))
    return safe_text(str(value), length_max)


def _in_order(_logger: object, _method: str, event: Event) -> Event:
    return {key: event[key] for key in (*_FIRST, *(key for key in event if key not in _FIRST))}


def _renderer(form: Format) -> Callable[[Any, str, Event], Any]:
    import structlog

    match form:
        case "json":
            return structlog.processors.JSONRenderer()
        case "logfmt":
            return structlog.processors.LogfmtRenderer(bool_as_flag=False)
        case "human":
            return _human


def _human(_logger: object, _method: str, event: Event) -> str:
    ts, level, name = event["ts"][:19] + "Z", event["level"], event["event"]
    fields = " ".join(f"{key}={_quoted(value)}" for key, value in event.items() if key not in _FIRST)
    return f"{ts} {level:<7} {name} {fields}".rstrip()


def _quoted(value: object) -> str:
    text = "" if value is None else str(value)
    return f'"{text}"' if " " in text or not text else text


def _with_priority(_logger: object, method: str, line: Any) -> str:
    return f"<{_PRIORITY.get(method, 5)}>{line}"


class _Bridge(logging.Handler):
    def __init__(self, target: Log) -> None:
        super().__init__(logging.WARNING)
        self._target = target

    def emit(self, record: logging.LogRecord) -> None:
        tell = self._target.error if record.levelno >= logging.ERROR else self._target.warning
        tell("library-message", logger=record.name, message=record.getMessage(), exc_info=record.exc_info)


def _bridge(target: Log) -> None:
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _Bridge)]:
        root.removeHandler(handler)
    root.addHandler(_Bridge(target))
