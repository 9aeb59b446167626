"""A step that may block, kept off the event loop and never left halfway."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

Args = ParamSpec("Args")
Result = TypeVar("Result")


async def to_the_end(step: Callable[Args, Result], *args: Args.args, **kwargs: Args.kwargs) -> Result:
    """Run a step in a thread. Cancelled, it is waited for all the same: a thread can not be stopped halfway."""
    running = asyncio.ensure_future(asyncio.to_thread(step, *args, **kwargs))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait({running})
        raise
