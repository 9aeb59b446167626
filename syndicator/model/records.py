"""What the store keeps and gives back, and what one run ends in."""

from datetime import date
from typing import Literal

from syndicator.model.base import Instant, Value
from syndicator.model.document import DocumentInfo, Entry, Tombstone
from syndicator.model.polling import Due, PollKind, Validators
from syndicator.model.reasons import Reason
from syndicator.model.rights import Claim


class SourceState(Value):
    """What is known of one source between polls."""

    id: str
    publisher: str = ""
    url: str = ""
    """The address that was polled last."""
    validators: Validators | None = None
    body_digest: str = ""
    reader: str = ""
    """Version of the reader that made the stored digests; another version reads everything again."""
    last_attempt: Instant | None = None
    last_success: Instant | None = None
    next_due: Instant | None = None
    due_because: str = ""
    errors: int = 0
    outcome: PollKind | None = None
    code: str = ""
    message: str = ""
    info: DocumentInfo | None = None
    claims: tuple[Claim, ...] = ()
    """Document-level claims of the newest document."""


class Arrival(Value):
    """A new or changed entry, with its identity and dates settled."""

    key: str
    id: str
    """The published id."""
    entry: Entry
    claims: tuple[Claim, ...]
    published: Instant
    """The effective date of first publication."""
    updated: Instant
    """The effective instant of the last change of the work."""
    first_seen: Instant


class PollRecord(Value):
    """Everything one poll changes, to be stored in one transaction."""

    source: str
    publisher: str
    url: str
    at: Instant
    outcome: PollKind
    code: str = ""
    message: str = ""
    due: Due
    errors: int = 0
    validators: Validators | None = None
    """The validators to keep from now on. ``None`` clears them."""
    body_digest: str = ""
    reader: str = ""
    info: DocumentInfo | None = None
    """The newest document; ``None`` when there was none to read (304, same bytes, failure)."""
    document_claims: tuple[Claim, ...] = ()
    listed: tuple[tuple[str, str], ...] = ()
    """(key, digest) of the arrivals and known entries in the document's order, when ``info`` is set."""
    arrivals: tuple[Arrival, ...] = ()
    tombstones: tuple[Tombstone, ...] = ()


class StoredEntry(Value):
    """One entry as stored: its newest revision with its claims, identity, dates and state."""

    publisher: str
    key: str
    id: str
    source: str
    """The source whose document carries this revision."""
    sources: tuple[str, ...]
    """Every source that lists or listed it."""
    first_seen: Instant
    seen: Instant
    """When this revision was first seen."""
    published: Instant
    updated: Instant
    entry: Entry
    claims: tuple[Claim, ...]
    first_live: Instant | None = None
    """When it first went live anywhere: its slot in the quota."""
    deleted_upstream: Instant | None = None
    """When its publisher's feed carried a tombstone for it."""
    contested: bool = False
    """Another publisher's entry had this published id first."""


class DecisionRecord(Value):
    """The latest decision about one entry in one feed."""

    feed: str
    id: str
    kind: Literal["permit", "wait", "hold", "refusal", "withdrawal"]
    reasons: tuple[Reason, ...] = ()
    message: str = ""
    until: Instant | None = None
    at: Instant
    title: str = ""
    link: str = ""
    publisher: str = ""


class Slots(Value):
    """What is left of a publisher's quota and share on one day."""

    publisher: str
    name: str
    day: date
    """The UTC day that was asked about."""
    count: int | None = None
    """How many the publisher allows in the period; ``None`` where it names no ceiling."""
    per: Literal["day", "month"] = "day"
    left: int | None = None
    """How many of those are left."""
    share_left: int | None = None
    """How many more its share of what it offered in 7 days allows; ``None`` where no share counts now."""

    @property
    def words(self) -> str:
        """The same for people, with its date: it is true of that day alone."""
        when = f"{self.day:%Y-%m-%d}" if self.per == "day" else f"{self.day:%Y-%m}"
        parts = [] if self.count is None else [f"{self.left} of {self.count} slots left for {when} (UTC)"]
        if self.share_left is not None:
            parts.append(f"{self.share_left} more by its share of what was offered, on {self.day:%Y-%m-%d}")
        return f"{self.name}: {'; '.join(parts)}" if parts else ""


class LiveEntry(Value):
    """One entry of what is live in a feed, or left it with a tombstone."""

    feed: str
    id: str
    digest: str
    """The digest of the revision that is live."""
    state: Literal["live", "withdrawn"]
    when: Instant
    reason: Reason | None = None


class Withdrawn(Value):
    """What is remembered of an entry that left for good: nothing of the work, and for ever."""

    id: str
    """The published id."""
    feed: str = ""
    """The feed it left; empty: a takedown in every feed, wherever it was or was not live."""
    when: Instant
    reason: Reason


class FeedState(Value):
    """What is known of one output feed between releases."""

    name: str
    generation: int = 0
    inputs: str = ""
    """Fingerprint of everything the last release depended on."""
    next_release: Instant | None = None
    """When time alone changes the result: the end of the first wait."""
    files: tuple[tuple[str, str], ...] = ()
    """(file name, SHA-256) of what should be live."""
    published: bool = False
    """False between the commit of a release and the swap of its files."""


class LedgerEvent(Value):
    """One thing to be written to the ledger; the store adds number, time and chain."""

    event: str
    """A decision: ``permit``, ``wait``, ``hold``, ``refusal``, ``withdrawal``. What became of it: ``publish`` (it is
    public from here on), ``update`` (in another revision), ``leave`` (it is not any more, without a new decision). An
    act: ``approve``, ``refuse``, ``takedown``, ``remove-name``, ``erase``, ``terms-read``, ``force``. ``retire`` and
    ``resume`` of a whole feed."""
    subject: str
    """The published id of the entry, or the name of the feed or source."""
    feed: str = ""
    by: str = ""
    reasons: tuple[str, ...] = ()
    message: str = ""
    evidence: tuple[str, ...] = ()
    """What it rests on, each as ``kind:digest``: claims, entry, revision, text, terms."""


class ReleaseRecord(Value):
    """Everything one release changes, to be stored in one transaction before the files are swapped."""

    feed: str
    at: Instant
    inputs: str
    next_release: Instant | None
    files: tuple[tuple[str, str], ...]
    decisions: tuple[DecisionRecord, ...]
    live: tuple[LiveEntry, ...]
    charged: tuple[str, ...]
    """Published ids that go live for the first time anywhere."""
    events: tuple[LedgerEvent, ...] = ()


class SourceOutcome(Value):
    """What one refresh ended in."""

    source: str
    outcome: PollKind
    code: str = ""
    message: str = ""
    hint: str = ""
    entries_new: int = 0
    entries_changed: int = 0
    recovered: bool = False
    next_due: Instant | None = None
    duration_ms: int = 0


class FeedOutcome(Value):
    """What one release ended in."""

    feed: str
    outcome: Literal["published", "unchanged", "skipped", "empty", "kept", "failed"]
    """``kept``: the gate refused the new bytes and the last good files stay live."""
    code: str = ""
    message: str = ""
    exit_code: int = 0
    """What a command that meets a failure exits with, where the failure says it."""
    entries: int = 0
    files_written: tuple[str, ...] = ()
    decisions: tuple[DecisionRecord, ...] = ()
    duration_ms: int = 0
