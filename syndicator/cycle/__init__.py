"""What is due: polls within the limits for all and for each host, then releases of what changed.

Used by ``once``, the daemon and the demo. Holds the one catch per job: whatever goes wrong inside one job becomes
that job's outcome and costs no other job anything. Due times are committed before the first request goes out.

Does not: know what time means for a source (``poll.schedule``), or what a decision rests on (``licensing``).

Takes: the work (sources, feeds, store, the two halves of the pipeline) and an instant.
Gives: the outcome of every source and feed.
Touches: the store, through its port; threads, for what would hold up the loop.
Knows: the gate of the polls, and the ports in ``work``; neither a library nor a concrete part.
Holds: the requests under way, while a cycle runs.
Change here when: the order of what a cycle does changes, or what one failing job may cost.
"""

from syndicator.cycle.polls import is_due, outcome_of
from syndicator.cycle.run import run_due
from syndicator.cycle.work import Options, Progress, Report, Traffic, Work, quiet

__all__ = ["Options", "Progress", "Report", "Traffic", "Work", "is_due", "outcome_of", "quiet", "run_due"]
