"""Put values together between the stages: what a poll changes, what a feed is made of, what is to be recorded.

Takes: answers, documents, decisions and frames.
Gives: a PollRecord, a Plan, a ReleaseRecord, and from the ledger how long each entry was public.
Touches: nothing.
Knows: the standard library.
Holds: no decision about rights, no markup, no input or output.
Change here when: what the store keeps of a poll or a release changes.
"""

from syndicator.assemble.decided import for_a_person, is_candidate, licensed, unframed
from syndicator.assemble.looked import begun, first_look, looked
from syndicator.assemble.planned import due_again, plan_of, without
from syndicator.assemble.polled import failed, heard, publisher_key, read, still_stated, unread
from syndicator.assemble.recorded import recorded, withdrawn
from syndicator.assemble.reported import month_of, spells, within
from syndicator.assemble.values import Candidate, Considered, Released, Rests

__all__ = [
    "Candidate",
    "Considered",
    "Released",
    "Rests",
    "begun",
    "due_again",
    "failed",
    "first_look",
    "for_a_person",
    "heard",
    "is_candidate",
    "licensed",
    "looked",
    "month_of",
    "plan_of",
    "publisher_key",
    "read",
    "recorded",
    "spells",
    "still_stated",
    "unframed",
    "unread",
    "withdrawn",
    "within",
    "without",
]
