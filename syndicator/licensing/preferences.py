"""Preferences about use by machines, combined: recorded and passed on, never a grant and never a refusal.

The one exception: RSL that prohibits every use, or asks payment for every use, puts what it covers on hold.

1. TDMRep: the file yields to the header field, that to the page's ``meta``; what is absent resets nothing.
2. Every other statement about one usage adds up: one refusal is enough. A statement under a condition (a kind of user,
   a region) reserves, but allows nothing to everybody.
3. A wider usage speaks for those within it: ``ai-all`` for ``ai-train``, ``ai-input`` and ``ai-index``.
"""

from __future__ import annotations

from collections.abc import Iterable

from syndicator.model.document import Carrier, Preference
from syndicator.model.rights import Claim

PREFERENCE_CARRIERS = frozenset(
    {
        Carrier.RSL_CONTENT,
        Carrier.RSL_LINK,
        Carrier.RSL_DOCUMENT,
        Carrier.CONTENT_SIGNAL,
        Carrier.CONTENT_USAGE_ROBOTS,
        Carrier.CONTENT_USAGE_FIELD,
        Carrier.TDM_FILE,
        Carrier.TDM_FIELD,
        Carrier.TDM_META,
    }
)
"""Carriers that speak of use by machines, wherever they stand."""
RSL_CARRIERS = frozenset({Carrier.RSL_CONTENT, Carrier.RSL_DOCUMENT})
_TDM_WEAKEST_FIRST = (Carrier.TDM_FILE, Carrier.TDM_FIELD, Carrier.TDM_META)
_WITHIN_AI = ("ai-train", "ai-input", "ai-index")
_AI = frozenset({"ai-all", *_WITHIN_AI, "tdm"})


def refuses_every_use(preferences: Iterable[Preference]) -> bool:
    """Say whether every use is prohibited, or allowed against payment only. A kind of user or a region is not all."""
    return any(
        one.usage == "all" and not one.allowed and (not one.condition or one.condition.startswith("payment:"))
        for one in preferences
    )


def combined(claims: Iterable[Claim]) -> tuple[Preference, ...]:
    """Give one preference a usage from all claims about one work, by name of the usage; conditions are dropped."""
    stated = tuple(claims)
    wishes: dict[str, bool] = {}
    for one in (*_added_up(stated), *_tdm(stated)):
        for usage in (one.usage, *(_WITHIN_AI if one.usage == "ai-all" else ())):
            wishes[usage] = wishes.get(usage, True) and one.allowed
    return tuple(Preference(usage=usage, allowed=wishes[usage]) for usage in sorted(wishes))


def opts_out_of_ai(claims: Iterable[Claim]) -> bool:
    """Say whether claims about one work, taken together, reserve some use by AI or for text and data mining."""
    return any(one.usage in _AI and not one.allowed for one in combined(claims))


def rsl_addresses(claims: Iterable[Claim]) -> tuple[str, ...]:
    """Give the addresses of RSL documents that claims point to, each once.

    One from a feed's own element stands as it was written, so it may be relative to the feed.
    """
    words = (word for claim in claims if claim.carrier is Carrier.RSL_LINK for word in claim.raw.split()[-1:])
    return tuple(dict.fromkeys(words))


def _added_up(claims: Iterable[Claim]) -> Iterable[Preference]:
    return (
        one
        for claim in claims
        if claim.carrier not in _TDM_WEAKEST_FIRST
        for one in claim.preferences
        if not (one.allowed and one.condition)
    )


def _tdm(claims: tuple[Claim, ...]) -> tuple[Preference, ...]:
    for carrier in reversed(_TDM_WEAKEST_FIRST):
        found = tuple(one for claim in claims if claim.carrier is carrier for one in claim.preferences)
        if found:
            return found
    return ()
