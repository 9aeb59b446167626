"""Time cycles inside one process, as the daemon runs them: ``warm.py HOME SECONDS...``.

The store must have been filled by a cold cycle before. Prints wall seconds of each 304 cycle, one a line.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path

import uvloop

from syndicator.clock import SystemClock
from syndicator.cycle import Report, run_due
from syndicator.settings import load
from syndicator.wiring import App, open_app


async def cycles(app: App, count: int) -> None:
    """Run cycles, each once every source is due again."""
    for _ in range(count):
        await asyncio.sleep(1.2)
        start = time.perf_counter()
        report: Report = await run_due(app.work(), app.clock.now())
        seconds = time.perf_counter() - start
        kinds = sorted({str(one.outcome) for one in report.sources})
        print(f"{seconds:.3f} {len(report.sources)} {','.join(kinds)}", flush=True)
    await app.close_polling()


def main() -> None:
    """Open the program on HOME and run the cycles."""
    app = open_app(load(Path(sys.argv[1]) / "config", os.environ), SystemClock())
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(cycles(app, int(sys.argv[2])))
    finally:
        app.close()


if __name__ == "__main__":
    main()
