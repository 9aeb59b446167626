"""How many requests at once, and how close together, on a loop whose time is moved by hand."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

import pytest

from syndicator.poll.gate import Gate, GateLimits
from syndicator.settings import Pace

ONE, TWO = "https://one.example", "https://two.example"


class _NoWaiting(selectors.DefaultSelector):  # type: ignore[valid-type,misc]  # made at run time
    """Looks at once, and tells how long it was asked to wait."""

    asked_s: float | None = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        self.asked_s = timeout
        return super().select(0)


class _Loop(asyncio.SelectorEventLoop):
    """A loop whose clock jumps to the next timer instead of waiting for it."""

    def __init__(self) -> None:
        self._looks = _NoWaiting()
        self._passed_s = 0.0
        super().__init__(self._looks)

    def time(self) -> float:
        if self._looks.asked_s:
            self._passed_s += self._looks.asked_s
            self._looks.asked_s = 0.0
        return self._passed_s


def run(made: Coroutine[Any, Any, None]) -> None:
    """Run on such a loop."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        runner.run(made)


class Traffic:
    """Requests through a gate, each of which takes so many seconds; remembers when each began and how many were on."""

    def __init__(self, *, concurrency: int = 16, host_concurrency: int = 1, gap_s: float = 0) -> None:
        self.gate = Gate(GateLimits(concurrency, host_concurrency, timedelta(seconds=gap_s)))
        self.began: list[tuple[str, float]] = []
        self.on: dict[str, int] = {}
        self.most_all = 0
        self.most: dict[str, int] = {}

    async def request(self, url: str, takes_s: float = 1) -> None:
        async with self.gate.passing(url):
            host = url[:19]
            self.began.append((host, asyncio.get_running_loop().time()))
            self.on[host] = self.on.get(host, 0) + 1
            self.most[host] = max(self.most.get(host, 0), self.on[host])
            self.most_all = max(self.most_all, sum(self.on.values()))
            await asyncio.sleep(takes_s)
            self.on[host] -= 1

    async def requests(self, *urls: str, takes_s: float = 1) -> None:
        await asyncio.gather(*(self.request(url, takes_s) for url in urls))

    def starts(self, host: str) -> list[float]:
        return [at for name, at in self.began if name == host]


def test_never_more_requests_at_once_than_the_limit_for_all() -> None:
    traffic = Traffic(concurrency=3)
    run(traffic.requests(*(f"https://host{number:02}.example" for number in range(20))))
    assert traffic.most_all == 3
    assert len(traffic.began) == 20


@pytest.mark.parametrize("limit", [1, 2])
def test_never_more_requests_at_once_to_one_host_than_its_limit(limit: int) -> None:
    traffic = Traffic(host_concurrency=limit)
    run(traffic.requests(*(f"{ONE}/{number}" for number in range(20)), TWO))
    assert traffic.most == {ONE: limit, TWO: 1}
    assert traffic.starts(TWO) == [0]


def test_a_host_is_the_same_whatever_path_port_case_and_user_stand_around_it() -> None:
    traffic = Traffic()
    same = ("https://one.example/a", "http://one.example:8080/b", "https://ONE.example", "https://me@one.example/")

    async def hold() -> None:
        order: list[str] = []

        async def pass_by(url: str) -> None:
            async with traffic.gate.passing(url):
                order.append(url)
                order.append("done" if await asyncio.sleep(1, result=True) else "")

        await asyncio.gather(*(pass_by(url) for url in same))
        assert order[1::2] == ["done"] * len(same)

    run(hold())


def test_two_requests_to_one_host_begin_no_closer_than_the_gap_and_other_hosts_do_not_wait() -> None:
    traffic = Traffic(gap_s=2)
    run(traffic.requests(*[ONE] * 4, TWO, takes_s=0.1))
    assert traffic.starts(ONE) == pytest.approx([0, 2, 4, 6])
    assert traffic.starts(TWO) == [0]


def test_a_request_longer_than_the_gap_is_not_overtaken() -> None:
    traffic = Traffic(gap_s=2)
    run(traffic.requests(ONE, ONE, takes_s=5))
    assert traffic.starts(ONE) == pytest.approx([0, 5])


@pytest.mark.parametrize("host_concurrency", [1, 3])
def test_the_gap_holds_however_long_the_first_request_had_to_wait_for_its_place(host_concurrency: int) -> None:
    traffic = Traffic(concurrency=1, host_concurrency=host_concurrency, gap_s=2)

    async def play() -> None:
        long = asyncio.create_task(traffic.request(TWO, takes_s=10))
        await asyncio.sleep(0)
        await traffic.requests(*[ONE] * 3, takes_s=0.1)
        await long

    run(play())
    assert traffic.starts(ONE) == pytest.approx([10, 12, 14])


def test_a_request_that_waits_for_its_host_takes_none_of_the_places_for_all() -> None:
    traffic = Traffic(concurrency=2, gap_s=60)
    run(traffic.requests(*[ONE] * 5, *(f"https://host{number:02}.example" for number in range(5))))
    assert max(at for host, at in traffic.began if host != ONE) < 60
    assert traffic.starts(ONE) == pytest.approx([0, 60, 120, 180, 240])


@pytest.mark.parametrize("where", ["in the block", "in the gap", "before its place"])
def test_a_request_that_is_cancelled_gives_its_places_back(where: str) -> None:
    async def play() -> None:
        traffic = Traffic(concurrency=1, gap_s=5)
        first = asyncio.create_task(traffic.request(ONE, takes_s=1))
        await asyncio.sleep(2 if where == "in the gap" else 0.5)
        second = asyncio.create_task(traffic.request(ONE if where != "before its place" else TWO))
        await asyncio.sleep(0.1)
        ended = first if where == "in the block" else second
        ended.cancel()
        await asyncio.gather(first, second, return_exceptions=True)
        await asyncio.wait_for(traffic.requests(ONE, TWO), timeout=100)

    run(play())


def test_an_error_in_the_block_gives_its_places_back() -> None:
    async def play() -> None:
        traffic = Traffic(concurrency=1)
        with pytest.raises(OSError, match="broken"):
            async with traffic.gate.passing(ONE):
                raise OSError("broken")
        await asyncio.wait_for(traffic.requests(ONE, TWO), timeout=100)

    run(play())


def test_what_nobody_configured_is_polite() -> None:
    pace = Pace()
    assert (pace.concurrency, pace.host_concurrency, pace.host_gap) == (16, 1, timedelta(seconds=2))
