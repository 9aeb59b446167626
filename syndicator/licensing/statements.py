"""One statement by itself, a sentence, a fragment of HTML or an address, and how far what it reads as can be relied on.

A text that is nothing but an address is read by the grammar of addresses alone; anything else by its words.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from syndicator.licensing.keys import UNUSABLE, key_of_other_url, license_of
from syndicator.licensing.prose import CarrierKind, read
from syndicator.licensing.urls import key_of_url

Outcome = Literal["exact", "weak", "hold"]
"""Certain; corroboration only (a badge or an explanatory page); recognized, and not usable without the registry."""

_ADDRESS = re.compile(
    r"\s*(?:(?:https?:)?//\S+|(?:ftp|mailto|javascript|data|urn):\S+|\[?cc:[a-z+]\S*)\s*", re.IGNORECASE
)
_UPPER = re.compile(r"\s*\[?CC:")


class StatementClaim(NamedTuple):
    """One license that a statement claims, what for, and how surely."""

    key: str
    scope: Literal["work", "media", "foreign"]
    exceptions: bool
    outcome: Outcome


class Statement(NamedTuple):
    """What one statement says. ``is_address``: it is an address and nothing else.

    The address of a license outside Creative Commons names a license and claims nothing by itself: it is no license
    address by the grammar; what it is worth, its carrier in a feed says (``claims``).
    """

    claims: tuple[StatementClaim, ...] = ()
    refusal: bool = False
    names_license: bool = False
    is_address: bool = False


def statement_of(text: str, carrier_kind: CarrierKind = "entry-rights") -> Statement:
    """Give what a statement says; ``carrier_kind`` is where it stood. An address that is no license claims nothing."""
    if is_address(text):
        key, outcome = key_of_url(text)
        if outcome == "reject":
            return Statement(names_license=bool(key_of_other_url(text)), is_address=True)
        return Statement((StatementClaim(key, "work", exceptions=False, outcome=outcome),), is_address=True)
    said = read(text, carrier_kind)
    return Statement(
        tuple(StatementClaim(one.key, one.scope, one.exceptions, certainty(one.key)) for one in said.claims),
        said.refusal,
        said.names_license,
    )


def is_address(text: str) -> bool:
    """Say whether a text is an address and nothing else."""
    if _ADDRESS.fullmatch(text):
        return _UPPER.match(text) is None  # "CC:BY-SA" is a name
    return ("//" in text or "creativecommons.org" in text.lower()) and bool(key_of_url(text).key)


def license_of_address(text: str) -> tuple[str, Literal["exact", "weak", "hold", "reject"]]:
    """Give the key of the license that an address stands for, and how sure that is; nothing where it is rejected."""
    key, outcome = key_of_url(text)
    other = "" if key else key_of_other_url(text)
    return (other, "exact") if other else (key, outcome)


def certainty(key: str) -> Literal["exact", "hold"]:
    """Say whether a license named in words can be used as it stands: known, with its version."""
    known = license_of(key)
    return "exact" if known is not None and known.version_known and key not in UNUSABLE else "hold"
