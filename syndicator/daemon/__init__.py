"""The daemon: time, signals, acts and readiness around work that is done elsewhere.

    tick (1 s)               ->  is something due?  ->  drain, beside others: ``Work.drain`` polls and releases it
    SIGHUP, reload request   ->  make new ``Work``, then swap
    SIGTERM, SIGINT          ->  finish or abort what is under way, close, end; a second one ends at once

Takes: work, a way to make it anew, a clock, a log, the service manager, the place of the socket for acts.
Gives: an exit code.
Touches: signals, timers, the unix socket for acts.
Knows: apscheduler.
Holds: no due time (they are in the store), no settings, no knowledge of what a poll or a release is.
Change here when: the life of the process changes.
"""

from syndicator.daemon.service import Daemon
from syndicator.daemon.work import Health, Pace, Serve, Surroundings, Work

__all__ = ["Daemon", "Health", "Pace", "Serve", "Surroundings", "Work"]
