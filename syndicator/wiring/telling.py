"""What a cycle ended in, as events of the daemon's log."""

from __future__ import annotations

from syndicator.model.base import Instant
from syndicator.model.pages import PageOutcome
from syndicator.model.polling import PollKind
from syndicator.model.records import FeedOutcome, SourceOutcome
from syndicator.ops.logs import Log

FAILED = frozenset({PollKind.SOFT_ERROR, PollKind.HARD_ERROR, PollKind.BLOCKED, "kept", "failed"})
"""Outcomes that somebody should look at."""


class Teller:
    """Tells each outcome once, and of decisions only what is new or has changed."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._decided: dict[str, dict[str, tuple[str, ...]]] = {}

    def tell(self, at: Instant, value: object) -> None:
        """Tell an outcome of a cycle that began at an instant; anything else is no outcome."""
        match value:
            case FeedOutcome():
                self._feed(value)
            case SourceOutcome():
                fields = value.model_dump(exclude={"source"}, exclude_defaults=True)
                tell = self._log.warning if value.outcome in FAILED else self._log.info
                tell("source-done", source=value.source, poll_id=f"{value.source}@{at:%Y%m%dT%H%M%S}", **fields)
            case PageOutcome():
                tell = self._log.warning if value.code or value.changed else self._log.info
                tell("page-done", **value.model_dump(exclude_defaults=True))

    def _feed(self, value: FeedOutcome) -> None:
        fields = value.model_dump(exclude={"decisions"}, exclude_defaults=True)
        (self._log.warning if value.outcome in FAILED else self._log.info)("feed-done", **fields)
        if not value.decisions:
            return
        before = self._decided.get(value.feed, {})
        now = {one.id: (str(one.kind), *map(str, one.reasons)) for one in value.decisions}
        for entry, (kind, *reasons) in now.items():
            if before.get(entry) != now[entry]:
                code = ",".join(reasons)
                self._log.info("entry-decided", feed=value.feed, entry_id=entry, outcome=kind, code=code)
        self._decided[value.feed] = now
