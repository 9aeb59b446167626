"""What ``rewrite`` gives: an entry in its frame, or the reasons why it can not be framed."""

from typing import Literal

from syndicator.model.base import SafeHtml, Value
from syndicator.model.document import Person
from syndicator.model.reasons import Reason


class FrameFinding(Value):
    """Why an entry can not be framed."""

    reason: Reason
    message: str


class Unframed(Value):
    """The findings that keep an entry from being framed: a hold or a refusal each."""

    findings: tuple[FrameFinding, ...]


class Framed(Value):
    """An entry in its frame: ours before and after the work, the work's text as it came.

    ``html`` is byline, work, author lines and notice; ``rewrite.unframe`` gives the middle alone.
    """

    html: SafeHtml
    title: str
    link: str
    byline: str
    """Plain text, "By Name, Institution and Name, Institution"; empty in mode ``link``."""
    persons: tuple[Person, ...]
    """One a person, with the name alone."""
    notice: str
    """Plain text of the whole notice."""
    rights: str
    """One readable sentence for Atom ``rights`` and listings."""
    summary: str | None
    """Plain text."""
    text_digest: str
    """SHA-256 of the work's text in its normal form (docs/verbatim.md)."""
    embeds: tuple[str, ...] = ()
    """Addresses of embeds that were dropped."""
    media_removed: bool = False
    notes: tuple[Reason, ...] = ()


class Change(Value):
    """One thing that framing takes out of a work, or some markup that it changes, none of it text of the work."""

    kind: Literal["picture", "caption", "embed", "pixel", "hidden", "element", "attribute"]
    """``element``: its tags go, its content stays. ``attribute``: it goes. The others leave with their content."""
    what: str
    """Address, caption, or name."""
    count: int = 1
