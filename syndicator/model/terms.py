"""A publisher's house rules, as the registry records them.

Keys, values and defaults are those of the publisher's TOML file. What is not mentioned is ``unknown``.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from syndicator.model.base import Instant, Value

UNCORRECTED_MAX = timedelta(days=60)
"""How long an entry may stay whose corrections are required and can not be looked for."""


class Automation(StrEnum):
    """Whether entries may go out without a person picking each one."""

    ALLOWED = "allowed"
    SELECTIVE = "selective"
    MANUAL = "manual"


class Answer(StrEnum):
    """What terms say about a use."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Quota(Value):
    """At most ``count`` entries of the publisher go live in one UTC day or month."""

    count: int
    per: Literal["day", "month"]


class Embargo(Value):
    """A delay after first publication: a duration, or the next calendar date (UTC)."""

    delay: timedelta | None = None
    next_calendar_date: bool = False


class Counter(Value):
    """The publisher's page counter: a 1x1 image that must stay, or a script that can not."""

    rule: Literal["none", "keep", "required"] = "none"
    kind: Literal["img", "script"] = "img"
    match: str = ""
    """A regular expression over the whole address; a group ``id`` names the article."""
    id_from: Literal["", "entry-id-digits", "link-digits"] = ""
    """Where the article's number stands on our side; empty: the counter's id is not checked. With ``entry-id-digits``
    the link has to end with the same number."""


class Notice(Value):
    """A fixed sentence of the publisher, with its place and language.

    Template variables: ``{publisher_link}``, ``{original_link}``, ``{author}``, ``{title_link}``, ``{date}``,
    ``{year}``, ``{license_link}``. Text between brackets after a variable is its link text:
    ``{original_link}`` is the word or words that the notice language uses for "original article".
    """

    place: Literal["top", "end"] = "end"
    lang: str = "en"
    text: str
    link_text: str = "original article"
    """The words that carry the link to the original where the text says ``{original_link}``."""


class Media(Value):
    """Which pictures may stay: none, those whose credit matches, those with an own open license, or all."""

    rule: Literal["strip", "if_credit_matches", "if_own_license", "keep"] = "strip"
    pattern: str = ""


class Terms(Value):
    """One publisher's entry in the registry."""

    id: str
    name: str
    url: str
    hosts: tuple[str, ...]
    terms_url: str
    terms_urls: tuple[tuple[str, str], ...] = ()
    """(edition, address) where the terms differ by edition."""
    review_interval: timedelta = timedelta(days=180)
    license: str = "none"
    why: str = ""
    automation: Automation = Automation.MANUAL
    quota: Quota | None = None
    never_all: bool = False
    share: float = 1 / 3
    embargo: Embargo | None = None
    max_age_to_start: timedelta | None = None
    remove_after: timedelta | None = None
    corrections: Literal["none", "required"] = "none"
    """Whether a copy must follow the original's corrections."""
    effective_from: date | None = None
    audience: Literal["any", "nonprofit", "news_org", "registered"] = "any"
    commercial: Answer = Answer.UNKNOWN
    ads: Answer = Answer.UNKNOWN
    ads_against_content: Answer = Answer.UNKNOWN
    ads_inside_article: Answer = Answer.UNKNOWN
    paywall: Answer = Answer.UNKNOWN
    registration_wall: Answer = Answer.UNKNOWN
    sells_content: Answer = Answer.UNKNOWN
    syndicates_onward: Answer = Answer.UNKNOWN
    app: Answer = Answer.UNKNOWN
    seo_farms: Answer = Answer.UNKNOWN
    waiver: str = ""
    """The publisher's own words for a use that the license alone would refuse (NC and ads, say)."""
    downstream: Literal["license", "forbidden", "unknown"] = "license"
    edits: Literal["none", "style", "minor", "free"] | None = None
    headline: Literal["fixed", "ask", "free"] | None = None
    translate: Literal["no", "ask", "direct", "free"] | None = None
    excerpt: Literal["no", "ask", "start", "part", "free"] | None = None
    media: Media = Media()
    links: Literal["keep_all", "free"] = "keep_all"
    canonical: Literal["required", "one-of", "none"] = "none"
    counter: Counter = Counter()
    byline: str = "{author}"
    author_form: Literal["plain", "name-first"] = "plain"
    notices: tuple[Notice, ...] = ()
    tagline: str = ""
    own_only: bool = True
    deny_if_text: tuple[str, ...] = ()
    require_mark: str = ""
    exceptions_accepted: bool = False
    notify: Literal["none", "before", "after", "regular"] = "none"
    report: str = ""
    license_may_be_silent: bool = False
    ignore_channel_copyright: bool = False
    expect_rights: str = ""
    full_text: Literal["required", "any"] = "required"
    author_fallback: Literal["none", "document-title"] = "none"
    link_fallback: Literal["none", "document-link"] = "none"
    recovered: Literal["hold", "allow"] = "hold"
    confidence: str = ""
    terms_seen: str = ""
    remark: str = ""

    def ends(self, published: Instant, first_live: Instant | None, *, corrected: bool) -> Instant | None:
        """Give when a copy has to leave, or ``None``.

        ``first_live``: when it first went live, if it has. ``corrected``: whether the original's page is looked at, so
        that no correction is missed.
        """
        ends = [published + self.remove_after] if self.remove_after else []
        if self.corrections == "required" and first_live and not corrected:
            ends.append(first_live + UNCORRECTED_MAX)
        return min(ends, default=None)
