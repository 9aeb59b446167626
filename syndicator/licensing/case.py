"""Everything a decision may depend on, in one value; what every rule is asked about."""

from __future__ import annotations

from functools import cache, cached_property

from syndicator.licensing.resolve import as_recorded, resolve
from syndicator.licensing.text import visible_head, visible_tail
from syndicator.model.base import Instant, Value
from syndicator.model.config import Act, ActKind, Feed, Source
from syndicator.model.document import DocumentInfo
from syndicator.model.pages import PageState
from syndicator.model.reasons import REASONS, Kind, Reason
from syndicator.model.records import StoredEntry
from syndicator.model.rights import Answered, Claim, Grant, Hold, License, Refusal
from syndicator.model.terms import Terms

HEAD_CHARACTERS = 701
"""One more than a teaser may have at most."""
TAIL_CHARACTERS = 500

_OUTCOMES: dict[Kind, str] = {Kind.WAIT: "wait", Kind.HOLD: "hold"}


class Case(Value):
    """One entry, one feed, one instant, and all that is known about them. Nothing else decides."""

    entry: StoredEntry
    source: Source
    feed: Feed
    terms: Terms | None
    document: DocumentInfo
    document_claims: tuple[Claim, ...] = ()
    acts: tuple[Act, ...] = ()
    """The acts about this entry, from file and store, in any order."""
    at: Instant
    live_here: bool = False
    """Whether the entry is live in this very feed: it was picked for it and keeps its place."""
    page: PageState | None = None
    """What is known of the original's page, where the source lets it be looked at."""
    page_claims: tuple[Claim, ...] = ()
    """What that page and its host say about rights; they confirm or warn, and never give a license."""
    terms_page: PageState | None = None
    """What is known of the publisher's terms page, where the source has it watched."""
    terms_read: frozenset[str] = frozenset()
    """Digests of the terms pages that a person read."""
    legal_trouble: str = ""
    """The address of an article of the publisher that is unavailable for legal reasons (RFC 7725), if there is one."""
    withdrawn: Reason | None = None
    """Why the entry was withdrawn before, here or in another feed: its id is retired."""
    live_body: str = ""
    """The body that is live here, where its source gives another one now."""
    recorded: License | None = None
    """The license under which the present text is live here. One that is public can not be taken back from it."""
    newer: str = ""
    """What speaks against the newest revision, where the live one is asked about in its place."""
    revision: str = ""
    """SHA-256 of the entry's present revision; only an approval that is pinned to a revision needs it."""
    by_hand: bool = False
    """Whether a person puts the work into a page of their own: what is said of feeds and machines does not count."""
    foreign_counters: tuple[tuple[str, str], ...] = ()
    """(publisher, regular expression over the whole address) of the page counters of all other publishers."""


class Asked:
    """A case as the rules see it: its parts, and what several rules need, worked out once and only when asked."""

    def __init__(self, case: Case) -> None:
        self.entry = case.entry
        self.source = case.source
        self.feed = case.feed
        self.terms = case.terms
        self.document = case.document
        self.document_claims = case.document_claims
        self.at = case.at
        self.page = case.page
        self.page_claims = case.page_claims
        self.terms_page = case.terms_page
        self.terms_read = case.terms_read
        self.legal_trouble = case.legal_trouble
        self.foreign_counters = case.foreign_counters
        self._case = case

    @cached_property
    def rights(self) -> Grant | Hold | Refusal:
        """What claims and terms give together. Asked only where the terms are known."""
        if self.terms is None:
            raise ValueError("a case without terms has no rights to resolve")
        accept_looser = self.source.accept_looser is not None
        found = resolve(self.entry.claims, self.document_claims, self.terms, accept_looser=accept_looser)
        return as_recorded(found, self._case.recorded, self._case.newer, self.entry.claims, self.terms)

    @cached_property
    def acts(self) -> tuple[Act, ...]:
        """The acts that speak for this entry in this feed, oldest first; at one instant a refusal comes last."""
        mine = [act for act in self._case.acts if act.entry == self.entry.id and act.feed in {None, self.feed.name}]
        return tuple(sorted(mine, key=lambda act: (act.at, act.kind is ActKind.REFUSE, act.by, act.why)))

    @cached_property
    def verdict(self) -> Act | None:
        """The latest approval or refusal, if there is one."""
        spoken = [act for act in self.acts if act.kind in {ActKind.APPROVE, ActKind.REFUSE}]
        return spoken[-1] if spoken else None

    @property
    def names_removed(self) -> tuple[str, ...]:
        """The authors whose names were removed on request; no later act brings one back."""
        return tuple(dict.fromkeys(act.name for act in self.acts if act.kind is ActKind.REMOVE_NAME and act.name))

    @cached_property
    def approval(self) -> Act | None:
        """The approval that holds now: the latest act, and not pinned to another revision."""
        act = self.verdict
        if act is None or act.kind is not ActKind.APPROVE or self.approval_outdated:
            return None
        return act

    @property
    def approval_outdated(self) -> bool:
        """Whether the latest act is an approval of another revision than the present one."""
        act = self.verdict
        return bool(act and act.kind is ActKind.APPROVE and act.revision and act.revision != self._case.revision)

    @property
    def live(self) -> bool:
        """Whether the entry is live in this feed: it was picked then and keeps its place."""
        return self._case.live_here

    @property
    def by_hand(self) -> bool:
        """Whether a person puts the work into a page of their own."""
        return self._case.by_hand

    @property
    def withdrawn(self) -> Reason | None:
        """Why the entry was withdrawn before, or ``None``."""
        return self._case.withdrawn

    @property
    def live_body(self) -> str:
        """The body that is live here, where its source gives another one now; else empty."""
        return self._case.live_body

    @property
    def recorded(self) -> License | None:
        """The license under which it is live here, where it is the same text still."""
        return self._case.recorded

    @property
    def is_reference(self) -> bool:
        """Whether the feed carries references only: title, authors, date and link, no text of the work."""
        return self.feed.mode == "link"

    @property
    def body(self) -> str:
        """The body's markup; empty where there is none."""
        return self.entry.entry.body or ""

    @cached_property
    def head(self) -> str:
        """The beginning of the visible text: all of it, or at least ``HEAD_CHARACTERS``."""
        return visible_head(self.body, HEAD_CHARACTERS)

    @cached_property
    def tail(self) -> str:
        """The end of the visible text: all of it, or at least ``TAIL_CHARACTERS``."""
        return visible_tail(self.body, TAIL_CHARACTERS)


def rights_of(case: Case) -> Grant | Hold | Refusal | None:
    """Give what claims and terms give together, or ``None`` where the terms are not known."""
    return Asked(case).rights if case.terms else None


@cache
def passed(rule: str) -> Answered:
    """Give the answer of a rule that has nothing against it."""
    return Answered(rule=rule, outcome="pass")


def against(rule: str, reason: Reason, message: str = "", until: Instant | None = None) -> Answered:
    """Give the answer of a rule that speaks against it. A withdrawal stands as a refusal with its reason."""
    text = REASONS[reason]
    outcome = _OUTCOMES.get(text.kind, "refusal")
    return Answered.model_validate(
        {"rule": rule, "outcome": outcome, "reason": reason, "message": message or text.message, "until": until}
    )
