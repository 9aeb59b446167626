"""What one poll gave: bytes, "not modified", or a named fault."""

from datetime import timedelta
from enum import StrEnum

from syndicator.model.base import Instant, Value


class Validators(Value):
    """ETag and Last-Modified exactly as received (RFC 9110 8.8), for one address."""

    url: str
    etag: bytes | None = None
    last_modified: bytes | None = None


class PollKind(StrEnum):
    """The one outcome a poll ends in."""

    NEW = "new"
    UNCHANGED = "unchanged"
    NOT_MODIFIED = "not_modified"
    SOFT_ERROR = "soft_error"
    HARD_ERROR = "hard_error"
    BLOCKED = "blocked"
    SKIPPED = "skipped"


class Fetched(Value):
    """A 200 answer, decoded and within every limit."""

    url: str
    """The address that was asked first."""
    final_url: str
    """The address that answered, after redirects."""
    permanent: bool
    """Whether every redirect on the way was a permanent one (301, 308)."""
    body: bytes
    body_digest: str
    """BLAKE2b-128 of ``body``, hexadecimal."""
    content_type: str = ""
    """The Content-Type field as received."""
    links: tuple[str, ...] = ()
    """Link fields as received (RFC 8288)."""
    preferences: tuple[tuple[str, str], ...] = ()
    """Name in lower case and value of fields that state preferences about use by machines."""
    validators: Validators | None = None
    received_bytes: int = 0
    retry_after: timedelta | None = None


class NotModified(Value):
    """A 304 answer. ``validators`` are the newest known ones."""

    url: str
    validators: Validators | None = None


class PollFailure(Value):
    """Why a poll gave nothing, in a stable code and in words for the operator."""

    url: str
    kind: PollKind
    code: str
    """Kebab-case: ``dns-failed``, ``connect-failed``, ``tls-failed``, ``deadline``, ``http-404``,
    ``address-refused``, ``body-too-large``, ``not-a-feed`` and so on."""
    message: str
    hint: str = ""
    status: int = 0
    retry_after: timedelta | None = None


PollAnswer = Fetched | NotModified | PollFailure


class Due(Value):
    """When a source may be asked next, and which fact decided it."""

    at: Instant
    because: str
