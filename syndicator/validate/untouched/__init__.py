"""The proof of docs/verbatim.md from the outside: our published bytes against the upstream's, and nothing else.

It shares no code with ``rewrite``, which made the frame, and none with ``parse``, which read the upstream: HTML is read
by Python's own parser. Who distrusts this one too can write another from that page.
"""

from syndicator.validate.untouched.compare import Verdict, compare
from syndicator.validate.untouched.feeds import Carried, NotAFeedError, entries_of

__all__ = ["Carried", "NotAFeedError", "Verdict", "compare", "entries_of"]
