"""What is known of pages that are looked at beside the feeds: articles, terms pages, and what a host says to robots."""

from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from syndicator.model.base import Instant, Value
from syndicator.model.document import ArticlePage
from syndicator.model.polling import Validators


class PageKind(StrEnum):
    """What a page is looked at for."""

    ARTICLE = "article"
    """The original of an entry: is it there, and what does it say about rights?"""
    TERMS = "terms"
    """A publisher's house rules: do they still say what was read?"""
    ROBOTS = "robots"
    """``/robots.txt`` of a host (RFC 9309): may its pages be asked for, and which uses does it reserve?"""
    RSL = "rsl"
    """An RSL document that the publisher points to: which uses does it license, and against what?"""
    TDM = "tdm"
    """``/.well-known/tdmrep.json`` of a host: which uses for text and data mining does it reserve?"""


_LATELY = timedelta(days=4)
LEGAL = "http-451"
"""The code of an answer that a page is unavailable for legal reasons (RFC 7725)."""


class PageState(Value):
    """What is known of one page after the looks so far."""

    kind: PageKind
    url: str
    publisher: str
    checked: Instant | None = None
    """The last look, whatever it gave."""
    due: Instant
    """The next look."""
    reached: Instant | None = None
    """The last look that read the page, or heard that it is as before."""
    failing_since: Instant | None = None
    """The first of the looks in a row that could not read it."""
    missing_since: Instant | None = None
    """The first of the answers in a row that it is not there (404)."""
    gone: bool = False
    """It is gone for good (410), or was missing at two looks a day or more apart."""
    code: str = ""
    """Why the last look did not read it; empty when it did."""
    message: str = ""
    validators: Validators | None = None
    digest: str = ""
    """SHA-256 of its text as it was kept."""
    changed: Instant | None = None
    """The look at which its text was first found other than before."""
    page: ArticlePage | None = None
    """What an article's page says."""

    @property
    def facts(self) -> str:
        """What a decision may rest on, as text that changes when it does; empty while the page speaks against nothing.

        Terms and robots pages speak by their text; an article by being gone, and by what its page says.
        """
        said = self.page.model_dump_json(exclude={"text_digest"}, exclude_defaults=True) if self.page else ""
        known = (
            self.digest if self.kind is not PageKind.ARTICLE else "",
            "gone" if self.gone else "",
            self.code if self.code == LEGAL else "",
            f"failing {self.failing_since:%Y-%m-%dT%H:%M}" if self.failing_since else "",
            said,
            self._freshness,
        )
        return "" if not any(known) else "\n".join(known)

    @property
    def _freshness(self) -> str:
        """When a page was read that was changed lately: whether its feed is late with that depends on both."""
        modified = self.page.modified if self.page else None
        if modified is None or self.reached is None or self.reached - modified > _LATELY:
            return ""
        return f"read {self.reached:%Y-%m-%dT%H}"


class Seen(Value):
    """A page that was read: its text as it is kept, or for an article what it says."""

    text: str = ""
    page: ArticlePage | None = None
    validators: Validators | None = None


class PageRecord(NamedTuple):
    """Everything one look changes, to be stored in one transaction."""

    state: PageState
    text: str | None = None
    """The page's text where it is kept as evidence under ``state.digest``: terms, and what a host says to robots."""


class PageOutcome(Value):
    """What an operator wants to know of a look."""

    kind: PageKind
    url: str
    code: str = ""
    message: str = ""
    changed: bool = False
    next_due: Instant | None = None


class TermsReading(Value):
    """That a person read a publisher's terms page: who, when, and the digest of what stood there."""

    publisher: str
    url: str
    digest: str
    by: str
    at: Instant
