"""How long tests wait, and what they let things cost, so that no answer depends on how busy the machine is.

What must come is awaited for ``PATIENCE_S``: only a fault takes that long. What must be cheap has a budget of this
process's own CPU time, and more than one try: a garbage collection may fall into any one. Processors that are shared
count fewer steps to the second, so a budget that was missed is measured against a known piece of work.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")

PATIENCE_S = 60.0
_TRIES = 3
_YARDSTICK_CPU_S = 0.03
"""What ``_yardstick`` takes on the machine that the budgets were written on."""


def within(cpu_s: float, act: Callable[[], Result]) -> Result:
    """Act, and give what that gave; fail when no try was within these CPU seconds."""
    spent = []
    for _ in range(_TRIES):
        before = time.process_time()
        result = act()
        spent.append(time.process_time() - before)
        if spent[-1] <= cpu_s:
            return result
    slowness = max(1.0, _yardstick() / _YARDSTICK_CPU_S)
    if min(spent) <= cpu_s * slowness:
        return result
    raise AssertionError(f"took {min(spent):.3f} CPU seconds at best, more than {cpu_s:g}")


def _yardstick() -> float:
    """Give the CPU seconds of a piece of work that is always the same."""
    before = time.process_time()
    total = 0
    for number in range(1_000_000):
        total += number % 7
    return time.process_time() - before
