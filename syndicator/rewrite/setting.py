"""What framing needs to know beside the entry, its permit and the terms."""

from __future__ import annotations

from typing import Literal

from syndicator.model.base import Instant, Value

MIB = 1 << 20


class Setting(Value):
    """How one entry is to be framed: language and mode, and facts of the document it came in."""

    language: str = "en"
    """Language of byline and notice (BCP 47): the source's."""
    mode: Literal["full", "excerpt", "link"] = "full"
    published: Instant
    """The original's date of first publication, for the notice."""
    document_title: str = ""
    """Stands in for a missing author where the terms say ``author_fallback = "document-title"``."""
    document_link: str | None = None
    """Stands in for a missing link where the terms say ``link_fallback = "document-link"``."""
    by_hand: bool = False
    """Whether a person pastes it into a page, which can run the publisher's script: then the frame leaves that out."""
    body_bytes_max: int = MIB
    """A larger body is refused (``oversize``), never cut."""
