"""What of one publisher was public in one month: what a person sends to the publisher."""

from syndicator.model.base import Instant, Value


class Spell(Value):
    """How long one entry stood in one feed, as the ledger tells it."""

    feed: str
    id: str
    since: Instant
    until: Instant | None = None
    """When it left; ``None`` while it is there."""
    because: str = ""
    """The kind of the line that says it left; empty while it is there."""
    permit: str = ""
    """The words of its newest permit: they begin with the license."""


class Place(Value):
    """One feed that carries or carried an entry."""

    feed: str
    addresses: tuple[str, ...]
    """The public address of each format."""
    reference: bool
    """Whether only title, authors and link stood there, no text of the work."""
    since: Instant
    until: Instant | None = None
    because: str = ""
    """Why it left: ``leave`` (newer entries came), ``withdrawal``, ``refusal``, ``hold``, ``wait``, ``retire`` (of the
    whole feed), or ``unknown`` where the record does not say when; empty while it is there."""


class Reported(Value):
    """One entry of a report, with every feed it stood in."""

    id: str
    title: str
    link: str
    authors: tuple[str, ...]
    license: str
    """Name of the license; empty where only references stood in feeds."""
    published: Instant | None
    """When the publisher published it first."""
    places: tuple[Place, ...]


class MonthReport(Value):
    """Everything of a publisher that was public at any time in a month (UTC), newest first."""

    publisher: str
    name: str
    month: str
    since: Instant
    until: Instant
    """Where the month ends: this instant is the next month's."""
    made_at: Instant
    wanted: str
    """What the publisher asks to be reported, as the registry records it."""
    entries: tuple[Reported, ...]
