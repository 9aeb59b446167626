"""What goes into the reader beside the bytes, what comes out when it fails, and its limits."""

from __future__ import annotations

from syndicator.errors import ParseError
from syndicator.model.base import Value

READER = "2"
"""Version of the reader. Part of each digest, so that a new version reads every entry again: raise it whenever
the same bytes give another ``Entry``."""

BODY_BYTES_MAX = 32 * 1024 * 1024
ELEMENTS_MAX = 200_000
JSON_COMMAS_MAX = 1_000_000
"""Commas of a JSON document, those in its texts included."""
ATTRIBUTES_MAX = 256
"""Attributes of one element."""
ATTRIBUTE_CHARS_MAX = 65_536
"""Characters of one attribute's value."""
TEXT_BYTES_MAX = 8 * 1024 * 1024
"""One text node."""
ENTRIES_MAX = 5_000
NAMESPACES_MAX = 256
"""Distinct prefixes in one document."""
TAG_BYTES_MAX = 65_536
"""One tag, in a document that no XML parser accepts."""
ID_CHARS_MAX = 4_096
"""An id longer than that identifies nothing; the entry counts as one without id."""
NAME_CHARS_MAX = 1_024
"""A person's name; a longer one is no name."""
AUTHORS_MAX = 64
CATEGORIES_MAX = 128
ENCLOSURES_MAX = 128
RIGHTS_MAX = 128
"""Rights statements of one scope."""


class Hints(Value):
    """What the transport said about the bytes."""

    url: str
    """The address that answered; relative addresses are resolved against it."""
    content_type: str = ""
    """The Content-Type field as received."""
    links: tuple[str, ...] = ()
    """Link fields as received (RFC 8288)."""
    preferences: tuple[tuple[str, str], ...] = ()
    """Name in lower case and value of the fields ``content-usage``, ``tdm-reservation`` and ``tdm-policy``."""


class ParseFailure(Value):
    """Why bytes gave no document: a stable code, words for the operator, and what to do."""

    code: str
    message: str
    hint: str = ""


def refused(code: str, what: str, hint: str = "") -> ParseError:
    """Make the error of one limit or fault; it is permanent for these bytes."""
    return ParseError(what, hint=hint, code=code, permanent=True)
