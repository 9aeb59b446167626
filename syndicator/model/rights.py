"""Claims, licenses, grants and decisions.

Only ``licensing.decide`` makes a ``Permit``: whoever holds one knows that every rule was asked.
"""

from enum import StrEnum
from typing import Literal

from syndicator.model.base import Instant, Value
from syndicator.model.document import Carrier, Preference, Scope
from syndicator.model.reasons import Reason


class License(Value):
    """Named terms under which anybody may use a work, by key (``cc:by-nd/4.0``)."""

    key: str
    name: str
    """Short name with version and port, for people: "CC BY-ND 4.0"."""
    url: str | None = None
    spdx: str | None = None
    permits: frozenset[str] = frozenset()
    requires: frozenset[str] = frozenset()
    prohibits: frozenset[str] = frozenset()
    version_known: bool = True
    public: bool = True
    """False for a bespoke permission, which its publisher may take back."""

    @property
    def no_derivatives(self) -> bool:
        """Whether adapted versions may not be shared."""
        return "DerivativeWorks" not in self.permits

    @property
    def non_commercial(self) -> bool:
        """Whether commercial use is prohibited."""
        return "CommercialUse" in self.prohibits


class Reading(StrEnum):
    """How sure the reading of a statement is."""

    EXACT = "exact"
    WEAK = "weak"
    HOLD = "hold"
    NONE = "none"


class Claim(Value):
    """One rights statement found, read, and dated: evidence.

    ``license_key`` is empty where the statement names no license that is known here.
    """

    carrier: Carrier | Literal["registry"]
    scope: Scope
    raw: str
    """The text or address as received."""
    license_key: str = ""
    reading: Reading = Reading.NONE
    refusal: bool = False
    exceptions: bool = False
    names_license: bool = False
    """True when the statement names some license, known here or not."""
    about: str | None = None
    preferences: tuple[Preference, ...] = ()
    """What it says about use by machines, for scope ``ai/tdm``."""
    seen_at: Instant
    digest: str
    """SHA-256 of carrier, scope and raw text."""


class Grant(Value):
    """What claims and terms give for one entry: a license and the evidence it rests on."""

    license: License
    basis: tuple[Claim, ...]
    alerts: tuple[str, ...] = ()
    """What an operator should hear although it is permitted (a stricter license than the registry's, say)."""


class Answered(Value):
    """One rule's answer about one entry in one feed."""

    rule: str
    outcome: Literal["pass", "wait", "hold", "refusal", "lifted", "not-asked"]
    """A withdrawal stands as a refusal; its reason says which it is."""
    reason: Reason | None = None
    message: str = ""
    until: Instant | None = None


class Permit(Value):
    """Leave to republish one entry in one feed. Made by ``licensing.decide`` alone."""

    grant: Grant
    picked: bool = False
    """A person approved it."""
    author: str | None = None
    """The author that an approval supplied."""
    names_removed: tuple[str, ...] = ()
    """Authors who asked that their names do not stand with the entry."""
    answers: tuple[Answered, ...] = ()
    notes: tuple[Reason, ...] = ()


class Wait(Value):
    """Not yet: ends by itself, at ``until`` where an instant is known."""

    reasons: tuple[Reason, ...]
    until: Instant | None = None
    message: str = ""
    answers: tuple[Answered, ...] = ()


class Hold(Value):
    """A person must act; never ends by time alone."""

    reasons: tuple[Reason, ...]
    message: str = ""
    answers: tuple[Answered, ...] = ()


class Refusal(Value):
    """This use is not permitted."""

    reasons: tuple[Reason, ...]
    message: str = ""
    answers: tuple[Answered, ...] = ()


class Withdrawal(Value):
    """What is live must leave."""

    reasons: tuple[Reason, ...]
    message: str = ""
    answers: tuple[Answered, ...] = ()


NotPermitted = Wait | Hold | Refusal | Withdrawal
Decision = Permit | NotPermitted
