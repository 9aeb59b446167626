"""The one module that knows APScheduler: it ticks, and notices when it no longer does."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

Job = Callable[[], Awaitable[None]]


class _After(BaseTrigger):  # type: ignore[misc]  # apscheduler has no types
    """Fires so long after the last time it was asked.

    APScheduler's own interval trigger counts every missed second one by one: a clock set forward ten years hangs it.
    """

    def __init__(self, every_s: float) -> None:
        self._every = timedelta(seconds=every_s)

    def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
        """Give the next instant at which the job runs."""
        return now + self._every


class Schedule:
    """A few repeated jobs. A job never runs twice at once; what was missed runs once, however late."""

    def __init__(self, jobs: tuple[tuple[str, float, Job], ...], failed: Callable[[str, Exception], None]) -> None:
        """Take (name, seconds between two runs, job) and whom to tell of a job that raised."""
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # ``failed`` tells of it, once
        self._jobs = jobs
        self._failed = failed
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            jobstores={"default": MemoryJobStore()},
            executors={"default": AsyncIOExecutor()},
            job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None},
        )
        self._scheduler.add_listener(self._raised, EVENT_JOB_ERROR)

    def start(self) -> None:
        """Begin to run the jobs, each for the first time after its interval."""
        self._scheduler.start()
        self.arm()

    def arm(self) -> None:
        """Count every interval from now. Needed when the machine's clock was set back: jobs wait on it."""
        self._scheduler.remove_all_jobs()
        for name, every_s, job in self._jobs:
            self._scheduler.add_job(job, _After(every_s), id=name)

    def pause(self) -> None:
        """Begin no further run."""
        if self._scheduler.running:
            self._scheduler.pause()

    def stop(self) -> None:
        """End for good. A run that is under way is cancelled."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def _raised(self, event: JobExecutionEvent) -> None:
        if isinstance(event.exception, Exception):
            self._failed(event.job_id, event.exception)
