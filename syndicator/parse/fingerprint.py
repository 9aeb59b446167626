"""Which work is it: a digest of what a reader sees, not of the markup."""

from __future__ import annotations

import hashlib
import unicodedata

from syndicator.model.document import Entry, Scope
from syndicator.parse.text import visible_text


def revision_of(entry: Entry) -> str:
    """Give the SHA-256 of an entry's title, authors, visible text and rights text, hexadecimal.

    Text is NFC with white space collapsed, so that another encoding, entity form or indentation is no change
    (decisions 1). Media rights are not the work's.
    """
    rights = tuple(
        " ".join((mark.url or "", mark.text or "")) for mark in entry.rights if mark.scope is not Scope.MEDIA
    )
    parts = (
        entry.title,
        *(author.name for author in entry.authors),
        "",
        visible_text(entry.body or ""),
        *sorted(rights),
    )
    normal = "\n".join(" ".join(unicodedata.normalize("NFC", part).split()) for part in parts)
    return hashlib.sha256(normal.encode("utf-8", "replace")).hexdigest()
