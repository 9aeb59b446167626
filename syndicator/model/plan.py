"""What a feed is made of, before it becomes bytes."""

from collections.abc import Mapping
from types import MappingProxyType

from syndicator.model.base import Instant, Value
from syndicator.model.config import FormatName
from syndicator.model.document import Enclosure
from syndicator.model.framing import Framed
from syndicator.model.reasons import Reason
from syndicator.model.rights import License

STUB_TITLE = "Withdrawn"
"""The title of every stub."""

STUB_SENTENCES: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.TAKEDOWN: "This entry was withdrawn because the editors of this feed took it down.",
        Reason.UPSTREAM_TOMBSTONE: "This entry was withdrawn because its publisher deleted the original.",
        Reason.ARTICLE_GONE: "This entry was withdrawn because the original is gone or its publisher withdrew it.",
        Reason.LICENSE_REVOKED: "This entry was withdrawn because its publisher took back the permission for it.",
    }
)
"""All that a stub says, by the reason of its withdrawal: ``render`` writes this, ``validate`` knows nothing else."""


class SourceRef(Value):
    """The upstream document an entry came from (RFC 4287 4.2.11)."""

    id: str
    title: str
    updated: Instant | None = None
    self_link: str
    """The address the document was polled at."""
    link: str | None = None
    rights: str | None = None


class Republication(Value):
    """An entry as we publish it."""

    id: str
    published: Instant
    updated: Instant
    framed: Framed
    license: License
    publisher: str
    publisher_url: str
    source: SourceRef
    language: str | None = None
    """Language of the work, where it is known."""
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()


class Deleted(Value):
    """An entry that left and must be known to have left (RFC 6721)."""

    id: str
    when: Instant
    comment: str = ""


class Stub(Value):
    """What stands in RSS for a while in place of an entry that was withdrawn: the same id, and nothing of the work."""

    id: str
    when: Instant
    """When it was withdrawn."""
    reason: Reason
    """One of ``STUB_SENTENCES``."""
    link: str | None = None
    """The original's address, where readers may still be led there."""


class Plan(Value):
    """One output feed, ready to be rendered. Entries stand newest first."""

    name: str
    title: str
    description: str
    language: str
    home: str
    """The address of the site the feed belongs to (``base_url``)."""
    urls: tuple[tuple[FormatName, str], ...]
    """(format, absolute public address) of each format of this feed."""
    updated: Instant
    """The newest entry's ``updated``, or the newest tombstone's instant."""
    republications: tuple[Republication, ...]
    deleted: tuple[Deleted, ...] = ()
    stubs: tuple[Stub, ...] = ()
    """Newest withdrawal first. Only RSS carries them: it has no other way to say that an entry left."""

    def url_of(self, format_name: FormatName) -> str:
        """Give the public address of this feed in a format."""
        return dict(self.urls)[format_name]
