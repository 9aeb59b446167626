"""One polite conditional GET, and when the next one may follow.

Takes: a request: address, validators, ports.
Gives: a poll answer (bytes within limits, "not modified", or a named failure), and due times.
Touches: the network, through ``client`` alone.
Knows: aiohttp (``client`` alone), yarl.
Holds: no store, no clock, no opinion of what a feed is; never dials an address that ``guard`` refuses.
Change here when: an upstream answers in a new way, or another address must not be dialed.
"""

from typing import TYPE_CHECKING, Any

from syndicator.poll.dialing import Resolver
from syndicator.poll.guard import AllowEntry, AllowList, UrlParts, check_url, refusal
from syndicator.poll.request import Limits, Request, user_agent
from syndicator.poll.schedule import DueFacts, next_due

if TYPE_CHECKING:
    from syndicator.poll.client import Client

__all__ = [
    "AllowEntry",
    "AllowList",
    "Client",
    "DueFacts",
    "Limits",
    "Request",
    "Resolver",
    "UrlParts",
    "check_url",
    "next_due",
    "refusal",
    "user_agent",
]


def __getattr__(name: str) -> Any:
    """Load ``Client`` when it is first asked for: aiohttp takes a fifth of a second to import."""
    if name == "Client":
        from syndicator.poll.client import Client

        return Client
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
