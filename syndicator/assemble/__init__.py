"""Put values together between the stages: what a poll changes, what a feed is made of, what is to be recorded.

Takes: answers, documents, decisions and frames.
Gives: a PollRecord, a Plan, a ReleaseRecord.
Touches: nothing.
Knows: the standard library.
Holds: no decision about rights, no markup, no input or output.
Change here when: what the store keeps of a poll or a release changes.
"""

from syndicator.assemble.planned import Candidate, Considered, Released, due_again, plan_of, unframed, without
from syndicator.assemble.polled import failed, publisher_key, read, unread
from syndicator.assemble.recorded import recorded

__all__ = [
    "Candidate",
    "Considered",
    "Released",
    "due_again",
    "failed",
    "plan_of",
    "publisher_key",
    "read",
    "recorded",
    "unframed",
    "unread",
    "without",
]
