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
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from syndicator.errors import ParseError
from syndicator.model.document import ArticlePage, Document
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
        arguments: list[Any] = [body, hints.model_dump(), tuple(known)]
        answer = await self._worked(work, arguments)
        if isinstance(answer, ParseFailure):
            return answer
        return Document.model_validate_json(answer)

    async def read_article(self, body: bytes, url: str, content_type: str) -> ArticlePage | ParseFailure:
        """Read the page of an entry's original as ``read_article_page`` does, in a worker. Fails as ``parse`` does."""
        answer = await self._worked(work_on_article, [body, url, content_type])
        return answer if isinstance(answer, ParseFailure) else ArticlePage.model_validate_json(answer)

    async def read_policy(self, body: bytes, content_type: str) -> str | ParseFailure:
        """Read the words of a terms page as ``policy_text`` does, in a worker. Fails as ``parse`` does."""
        answer = await self._worked(work_on_policy, [body, content_type])
        return answer if isinstance(answer, ParseFailure) else answer.decode()

    async def _worked(self, job: Callable[..., _Answer], arguments: list[Any]) -> bytes | ParseFailure:
        """Give what a worker made of a job, or why it made nothing."""
        from pebble import ProcessExpired  # workers import this module and need none of it

        try:
            kind, payload, message, hint = await self._answer(job, arguments)
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
        if kind == "read" and isinstance(payload, bytes):
            return payload
        if kind == "memory":
            return _too_big(self._memory_bytes)
        return ParseFailure(code=str(payload), message=message, hint=hint)

    async def _answer(self, job: Callable[..., _Answer], arguments: list[Any]) -> _Answer:
        """Send one document to a worker; once more to fresh workers where all died between documents."""
        try:
            return await self._sent(job, arguments)
        except concurrent.futures.BrokenExecutor:
            return await self._sent(job, arguments)

    async def _sent(self, job: Callable[..., _Answer], arguments: list[Any]) -> _Answer:
        future = self._started().schedule(job, args=arguments, timeout=self._deadline_s)
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
    """Read one document inside a worker; give its JSON, or a code with message and hint."""

    def read_it() -> bytes:
        from syndicator.parse.reader import read  # after the limits

        document = read(body, Hints.model_validate(hints), frozenset(known))
        return document.model_dump_json().encode()

    return _limited(read_it)


def work_on_article(body: bytes, url: str, content_type: str) -> _Answer:
    """Read the page of an article inside a worker."""

    def read_it() -> bytes:
        from syndicator.parse.article_page import read_article_page  # after the limits

        return read_article_page(body, url, content_type).model_dump_json().encode()

    return _limited(read_it)


def work_on_policy(body: bytes, content_type: str) -> _Answer:
    """Read the words of a terms page inside a worker."""

    def read_it() -> bytes:
        from syndicator.parse.policy_text import policy_text  # after the limits

        return policy_text(body, content_type).encode()

    return _limited(read_it)


def _limited(read_it: Callable[[], bytes]) -> _Answer:
    """Do one job of a worker.

    RLIMIT_CPU counts the process's whole life, so each document sets it anew.
    """
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (used + CPU_S, resource.RLIM_INFINITY))
    try:
        return ("read", read_it(), "", "")
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
