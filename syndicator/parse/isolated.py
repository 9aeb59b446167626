"""Parse in worker processes that can be killed, with limits on memory, CPU, files and time.

A worker limits resources; it is no wall against a takeover. Only bytes and plain values cross the pipe. There is no
network namespace: what keeps a worker off the network is that no parser here opens anything, and that only a few
file descriptors are left to it.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import multiprocessing
import resource
import signal
from typing import TYPE_CHECKING, Any

from syndicator.errors import ParseError
from syndicator.model.document import Document
from syndicator.parse.base import Hints, ParseFailure

if TYPE_CHECKING:
    from pebble import ProcessPool

TASKS_MAX = 500
"""Documents a worker reads before a fresh one takes its place."""
CPU_S = 10
"""CPU seconds for one document."""
FILES_MAX = 64
"""File descriptors of a worker: its pipes and what imports need."""

_Answer = tuple[str, bytes | str, str, str]


class Parser:
    """Reads documents in worker processes; started at the first use, closed with ``close``.

    A document that takes too long, too much memory or its worker's life gives a ``ParseFailure`` and harms no other.
    """

    def __init__(self, *, workers: int = 2, deadline_s: float = 20, memory_bytes: int = 512 * 1024 * 1024) -> None:
        self._workers = workers
        self._deadline_s = deadline_s
        self._memory_bytes = memory_bytes
        self._pool: ProcessPool | None = None

    async def parse(self, body: bytes, hints: Hints, known: frozenset[str]) -> Document | ParseFailure:
        """Read bytes as ``read`` does, in a worker.

        Failure codes beside those of ``read``: ``parse-timeout`` (wall or CPU), ``parse-memory``, ``worker-died``,
        ``parser-fault`` (an error of a parser that nobody foresaw).
        """
        from pebble import ProcessExpired  # workers import this module and need none of it

        try:
            kind, payload, message, hint = await self._answer(body, hints, known)
        except concurrent.futures.TimeoutError:
            return _too_slow(f"no result after {self._deadline_s:g} s")
        except ProcessExpired as fault:
            if fault.exitcode == -signal.SIGXCPU:
                return _too_slow(f"no result after {CPU_S} CPU seconds")
            return _died(f"exit {fault.exitcode}")
        except concurrent.futures.BrokenExecutor:
            return _died("before it began, twice")
        except MemoryError:
            return _too_big(self._memory_bytes)
        except Exception as fault:  # noqa: BLE001  (whatever pebble makes of a worker without memory)
            return _died(f"{type(fault).__name__}: {str(fault)[:200]}")
        if kind == "document":
            return Document.model_validate_json(payload)
        if kind == "memory":
            return _too_big(self._memory_bytes)
        return ParseFailure(code=str(payload), message=message, hint=hint)

    async def _answer(self, body: bytes, hints: Hints, known: frozenset[str]) -> _Answer:
        """Send one document to a worker; once more to fresh workers where all died between documents."""
        arguments: list[Any] = [body, hints.model_dump(), tuple(known)]
        try:
            return await self._sent(arguments)
        except concurrent.futures.BrokenExecutor:
            return await self._sent(arguments)

    async def _sent(self, arguments: list[Any]) -> _Answer:
        future = self._started().schedule(work, args=arguments, timeout=self._deadline_s)
        answer: _Answer = await asyncio.wrap_future(future)
        return answer

    def close(self) -> None:
        """End all workers at once; what they were reading is given up."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it untyped
            self._pool.join()
            self._pool = None

    def _started(self) -> ProcessPool:
        from pebble import ProcessPool  # workers import this module and need none of it

        if self._pool is None or not self._pool.active:
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload([__name__, "syndicator.parse.from_feedparser"])
            self._pool = ProcessPool(
                max_workers=self._workers,
                max_tasks=TASKS_MAX,
                initializer=limit,
                initargs=[self._memory_bytes],
                context=context,
            )
        return self._pool


def _died(how: str) -> ParseFailure:
    return ParseFailure(
        code="worker-died",
        message=f"the parser's process ended while it read the document ({how})",
        hint="the document is kept out; report it with its bytes if it comes from a publisher you trust",
    )


def _too_slow(what: str) -> ParseFailure:
    return ParseFailure(
        code="parse-timeout",
        message=f"the document costs too much time to read: {what}",
        hint="nothing is published from it; ask the publisher what changed in the feed",
    )


def _too_big(limit_bytes: int) -> ParseFailure:
    return ParseFailure(
        code="parse-memory",
        message=f"the document needs more than {limit_bytes // 1024 // 1024} MiB to read",
        hint="nothing is published from it; ask the publisher what changed in the feed",
    )


def limit(memory_bytes: int) -> None:
    """Set the limits that hold for a worker's whole life."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES_MAX, FILES_MAX))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def work(body: bytes, hints: dict[str, Any], known: tuple[str, ...]) -> _Answer:
    """Read one document inside a worker; give its JSON, or a code with message and hint.

    RLIMIT_CPU counts the process's whole life, so each document sets it anew.
    """
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (used + CPU_S, resource.RLIM_INFINITY))
    from syndicator.parse.reader import read  # after the limits

    try:
        document = read(body, Hints.model_validate(hints), frozenset(known))
        return ("document", document.model_dump_json().encode(), "", "")
    except ParseError as fault:
        return ("refused", fault.code, fault.what, fault.hint)
    except MemoryError:
        return ("memory", "parse-memory", "", "")
    except BaseException as fault:  # a parser's own bug, a panic in Rust too, costs one document
        if isinstance(fault, SystemExit | KeyboardInterrupt):
            raise
        return (
            "fault",
            "parser-fault",
            f"the parser failed on the document: {type(fault).__name__}: {str(fault)[:200]}",
            "report the document with its bytes",
        )
