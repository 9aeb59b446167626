"""May this entry be republished in this feed, and on what terms?

Takes: stored entries with their rights marks, terms of the registry, sources, feeds, acts, an instant.
Gives: claims, license readings, decisions, quota slots.
Touches: nothing.
Knows: license keys and addresses, license sentences in a dozen languages, the order and precedence of the rules.
Holds: caches of readings, which are pure.
Change here when: a rights statement is misread, or a rule or the precedence between statements changes.
"""

from syndicator.licensing.case import Case, rights_of
from syndicator.licensing.claims import claims_of_document, claims_of_entry, claims_of_marks, claims_of_page
from syndicator.licensing.decide import REFERENCE, decide, stays
from syndicator.licensing.keys import license_named, license_of, looser, stricter, url_of
from syndicator.licensing.precedence import QUESTIONS, precedence
from syndicator.licensing.preferences import combined, opts_out_of_ai, rsl_addresses
from syndicator.licensing.prose import ProseClaim, ProseReading, read
from syndicator.licensing.quota import Allotment, Candidate, SlotsLeft, Waiting, allot, slots_left
from syndicator.licensing.resolve import resolve
from syndicator.licensing.statements import Statement, StatementClaim, statement_of
from syndicator.licensing.urls import UrlReading, key_of_url

__all__ = [
    "QUESTIONS",
    "REFERENCE",
    "Allotment",
    "Candidate",
    "Case",
    "ProseClaim",
    "ProseReading",
    "SlotsLeft",
    "Statement",
    "StatementClaim",
    "UrlReading",
    "Waiting",
    "allot",
    "claims_of_document",
    "claims_of_entry",
    "claims_of_marks",
    "claims_of_page",
    "combined",
    "decide",
    "key_of_url",
    "license_named",
    "license_of",
    "looser",
    "opts_out_of_ai",
    "precedence",
    "read",
    "resolve",
    "rights_of",
    "rsl_addresses",
    "slots_left",
    "statement_of",
    "stays",
    "stricter",
    "url_of",
]
