"""What a poll is asked for, and the limits that it keeps."""

import re
from typing import NamedTuple

from syndicator.errors import ConfigError, Fault
from syndicator.model.base import Value
from syndicator.model.polling import Validators

MIB = 1024 * 1024
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml;q=0.9, application/feed+json;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1"
)
ACCEPT_PAGE = "text/html, application/xhtml+xml;q=0.9, text/plain;q=0.8, application/json;q=0.7, */*;q=0.1"
ACCEPT_ENCODING = "gzip"
_USER_AGENT_BYTES_MAX = 200
_PRINTABLE_ASCII = re.compile(r"[\x20-\x7e]+\Z")


class Request(Value):
    """One poll of one source. ``ports`` are those beside 80 and 443 that the source's file allows."""

    source: str
    url: str
    validators: Validators | None = None
    ports: tuple[int, ...] = ()
    allow_downgrade: bool = False
    page: bool = False
    """A page for people or robots is asked for, and no feed."""


class Limits(Value):
    """How much of an upstream's time and bytes one poll may take."""

    deadline_s: float = 30.0
    """Wall time over everything: name resolution, connections, every redirect, the body."""
    compressed_bytes_max: int = 10 * MIB
    decoded_bytes_max: int = 10 * MIB
    ratio_max: int = 100
    """Decoded to received bytes, once more than 1 MiB is decoded."""
    header_lines_max: int = 100
    header_bytes_max: int = 64 * 1024
    redirects_max: int = 5
    concurrency: int = 16
    dns_concurrency: int = 8


DEFAULT_LIMITS = Limits()


class BodyLimits(NamedTuple):
    """The part of the limits that concerns a body."""

    compressed_bytes_max: int
    decoded_bytes_max: int
    ratio_max: int


def user_agent(contact: str, version: str) -> str:
    """Name program, version (major and minor) and contact: printable ASCII, at most 200 bytes.

    Raises ``ConfigError`` for a contact that can not stand there.
    """
    short = ".".join(version.split(".")[:2])
    text = f"syndicator/{short} (+{contact}; feeds)"
    if not contact or not _PRINTABLE_ASCII.match(text) or len(text) > _USER_AGENT_BYTES_MAX:
        reason = "must be an address of printable ASCII that fits into a User-Agent of 200 bytes"
        raise ConfigError((Fault("syndicator.toml", "contact", reason, "name a page or mailbox of yours"),))
    return text
