"""Sample publishers and articles of our own, and the loopback upstream that serves them.

Takes: an address on loopback.
Gives: the sample documents over HTTP, with validators.
Touches: one listening socket on loopback, the package's own sample files.
Knows: the standard library.
Holds: nothing about real publishers; every name in it is invented.
Change here when: the tour should show another kind of publisher.
"""

from datetime import UTC, datetime

from syndicator.demo.upstream import SampleUpstream

__all__ = ["NOW", "SampleUpstream"]

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
"""The instant at which the tour plays, so that it ends in the same feeds every time."""
