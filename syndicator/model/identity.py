"""Which entry is which (RFC 4287 4.2.6, RFC 4151).

An entry is known by its publisher and its upstream id. Its published id is the upstream id where that is an
absolute IRI, else a ``tag:`` URI minted once and stored.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlsplit

from syndicator.model.base import Instant
from syndicator.model.document import Entry

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x20\x7f-\x9f<>\"{}|\\^`\ud800-\udfff]+\Z")


def is_absolute_iri(text: str) -> bool:
    """Tell whether a text is an absolute IRI that may stand as an Atom id (RFC 3987 2.2, leniently)."""
    return len(text) <= 4096 and _IRI.match(text) is not None


def key_of(entry: Entry) -> str:
    """Give the key within its publisher: the upstream id, else the link or enclosure, else a digest of its words.

    Raises ``ValueError`` for an entry with none of them: nothing identifies it.
    """
    if entry.upstream_id:
        return entry.upstream_id
    if entry.link:
        return entry.link
    if entry.enclosures:
        return entry.enclosures[0].url
    if words := entry.title or entry.body:
        digest = hashlib.sha256(f"{words}\n{entry.published}".encode("utf-8", "replace"))
        return f"words:{digest.hexdigest()[:32]}"
    raise ValueError("an entry without id, link, enclosure, title and text can not be told from others")


def mint(base_url: str, publisher: str, key: str, first_seen: Instant) -> str:
    """Make a ``tag:`` URI (RFC 4151) for an entry whose own id is no absolute IRI.

    The caller stores it: it is never computed again.
    """
    authority = urlsplit(base_url).hostname or "localhost"
    digest = hashlib.sha256(f"{publisher}\n{key}".encode("utf-8", "replace")).hexdigest()[:24]
    return f"tag:{authority},{first_seen:%Y-%m-%d}:{publisher}/{digest}"
