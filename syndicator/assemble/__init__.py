"""Put values together between the stages: what a poll changes, what a feed is made of, what is to be recorded.

Takes: answers, documents, decisions and frames.
Gives: a PollRecord, a Plan, a ReleaseRecord.
Touches: nothing.
Knows: the standard library.
Holds: no decision about rights, no markup, no input or output.
Change here when: what the store keeps of a poll or a release changes.
"""

from syndicator.assemble.decided import unframed
from syndicator.assemble.looked import first_look, looked
from syndicator.assemble.planned import due_again, plan_of, without
from syndicator.assemble.polled import failed, heard, publisher_key, read, unread
from syndicator.assemble.recorded import recorded
from syndicator.assemble.values import Candidate, Considered, Released

__all__ = [
    "Candidate",
    "Considered",
    "Released",
    "due_again",
    "failed",
    "first_look",
    "heard",
    "looked",
    "plan_of",
    "publisher_key",
    "read",
    "recorded",
    "unframed",
    "unread",
    "without",
]
