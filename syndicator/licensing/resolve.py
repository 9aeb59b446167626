"""Claims and terms into one grant: the only place where precedence and conflicts are settled.

Readings may tighten what the registry says, never loosen it. In this order:

1. The entry's own refusal refuses. Beside a license, or only in the document, it is a conflict.
2. RSL that refuses everything, to the entry or to the whole document, is a hold.
3. The entry's rights sentence must be the one its publisher uses, where the registry knows it.
4. Several license addresses in one carrier at one scope are a choice; everything else adds up. A claim of scope
   ``media`` never speaks for the text, nor does a badge alone.
5. What is stated is held against the registry: equal or stricter applies, looser is a hold, unknown is a hold.
6. Nothing stated is a hold, unless the terms say that the publisher licenses silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from syndicator.licensing.keys import EDITIONS, UNUSABLE, burdens, key_of, license_of, looser, stricter
from syndicator.licensing.prose import is_bare_notice
from syndicator.licensing.text import fold
from syndicator.licensing.urls import UNSPECIFIED, key_of_url
from syndicator.model.document import Carrier, Scope
from syndicator.model.reasons import REASONS, Reason
from syndicator.model.rights import Claim, Grant, Hold, License, Reading, Refusal
from syndicator.model.terms import Terms

_SPEAKING = frozenset({Scope.ENTRY, Scope.ORIGIN, Scope.DOCUMENT})
_RIGHTS_TEXTS = frozenset(
    {
        Carrier.ATOM_RIGHTS,
        Carrier.RSS_COPYRIGHT,
        Carrier.DC_RIGHTS,
        Carrier.DCTERMS_RIGHTS,
        Carrier.DCTERMS_ACCESS_RIGHTS,
        Carrier.PRISM_COPYRIGHT,
        Carrier.PRISM_EMBARGO,
        Carrier.PRISM_EXPIRATION,
        Carrier.PRISM_USAGE,
        Carrier.JSON_EXTENSION,
    }
)


def resolve(
    claims_entry: tuple[Claim, ...], claims_document: tuple[Claim, ...], terms: Terms, *, accept_looser: bool = False
) -> Grant | Hold | Refusal:
    """Give the grant that the claims and the publisher's terms support together, or why there is none.

    ``accept_looser``: a named person signed that a license looser than the registry's is right.
    """
    entry = tuple(claim for claim in claims_entry if claim.scope in _SPEAKING)
    speaking = (*entry, *_inherited(entry, claims_document))
    rsl_refuses = any(claim.refusal for claim in (*claims_entry, *claims_document) if claim.scope is Scope.PREFERENCE)
    refused = _refused(entry, speaking, terms, rsl_refuses)
    if refused is not None:
        return refused
    unexpected = tuple(_unexpected(entry, speaking, terms))
    outcome = _weigh(speaking, terms, accept_looser)
    if not unexpected:
        return outcome
    reasons = [Reason.RIGHTS_TEXT_UNEXPECTED]
    if isinstance(outcome, Hold) and Reason.LICENSE_CHANGED in outcome.reasons:
        reasons.append(Reason.LICENSE_CHANGED)
    return _hold(*reasons, message=f'The rights sentence reads "{unexpected[0].raw}".')


def as_recorded(
    found: Grant | Hold | Refusal, recorded: License | None, newer: str, claims: tuple[Claim, ...], terms: Terms
) -> Grant | Hold | Refusal:
    """Give what stands for a text that is live under a ``recorded`` license: that license, whatever is said now.

    ``newer`` says what speaks against a newer revision, where there is one that may not take its place.

    A public license can not be taken back from a copy that was made under it. An operator's own correction of the
    registry is no change of the publisher's: where the registry is stricter than what was recorded, it counts.
    """
    registry = license_of(terms.license)
    if recorded is None or not recorded.public or registry is None or looser(recorded, registry):
        return found
    if not newer and isinstance(found, Grant) and found.license.key in {recorded.key, registry.key}:
        return found
    said = f"states {found.license.name}" if isinstance(found, Grant) else f"says otherwise ({found.reasons[0]})"
    why = f"its newest revision does not take its place: {newer}" if newer else f"its publisher {said} now."
    alert = f"It is live under {recorded.name}, which stays; {why}"
    return Grant(license=recorded, basis=claims, alerts=(alert,))


def _inherited(entry: tuple[Claim, ...], claims_document: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Give the document's claims that reach the entry: no license where the entry states none."""
    heard = tuple(claim for claim in claims_document if claim.scope in _SPEAKING)
    if any(map(_states_none, entry)):
        return tuple(claim for claim in heard if claim.refusal)
    return heard


def _refused(
    entry: tuple[Claim, ...], speaking: tuple[Claim, ...], terms: Terms, rsl_refuses: bool
) -> Hold | Refusal | None:
    own = [claim for claim in entry if _refuses_itself(claim) and not _expected(claim, terms)]
    if own:
        if any(claim.license_key or _expected(claim, terms) for claim in entry if claim.scope is Scope.ENTRY):
            return _hold(Reason.LICENSE_CONFLICT)
        message = f'Its rights statement reads "{own[0].raw}".'
        return Refusal(reasons=(Reason.RIGHTS_RESERVED,), message=message)
    if rsl_refuses:
        return _hold(Reason.RSL_REFUSED)
    outer = [claim for claim in speaking if claim.refusal and claim.scope is not Scope.ENTRY]
    if any(claim.scope is Scope.ORIGIN or not terms.ignore_channel_copyright for claim in outer):
        return _hold(Reason.LICENSE_CONFLICT, message=f'A wider statement reserves all rights: "{outer[0].raw}".')
    return None


def _unexpected(entry: tuple[Claim, ...], speaking: tuple[Claim, ...], terms: Terms) -> Iterator[Claim]:
    """Give the rights sentences that are not this publisher's, or that say something which reads as no license."""
    texts = [claim for claim in entry if _is_sentence(claim)]
    if terms.expect_rights:
        texts = texts or [claim for claim in speaking if _is_sentence(claim)]
        yield from (claim for claim in texts if not _expected(claim, terms))
        return
    for claim in speaking:
        if (claim.exceptions and not terms.exceptions_accepted) or (
            claim in texts and not (claim.license_key or claim.names_license or is_bare_notice(claim.raw))
        ):
            yield claim


def _states_none(claim: Claim) -> bool:
    """Say whether the entry states that no license is stated (RFC 4946)."""
    return claim.scope is Scope.ENTRY and claim.raw.strip() == UNSPECIFIED


def _refuses_itself(claim: Claim) -> bool:
    return claim.refusal and claim.scope is Scope.ENTRY


def _is_sentence(claim: Claim) -> bool:
    return claim.carrier in _RIGHTS_TEXTS and bool(claim.raw.strip())


def _is_address(raw: str) -> bool:
    return raw.lstrip().startswith(("http://", "https://", "//")) or bool(key_of_url(raw).key)


def _expected(claim: Claim, terms: Terms) -> bool:
    return bool(terms.expect_rights) and fold(claim.raw) == fold(terms.expect_rights)


def _weigh(speaking: tuple[Claim, ...], terms: Terms, accept_looser: bool) -> Grant | Hold:
    """Hold what is stated against the registry's license."""
    registry = license_of(terms.license)
    if registry is None or registry.key in UNUSABLE:
        return _hold(Reason.LICENSE_UNKNOWN, message=terms.why or f'The registry says license = "{terms.license}".')
    naming = tuple(claim for claim in speaking if claim.license_key or claim.names_license or _expected(claim, terms))
    groups = [_options(group, registry, terms) for group in _groups(naming)]
    if any(group is None for group in groups):
        return _hold(Reason.LICENSE_UNKNOWN)
    stated = _added_up([group for group in groups if group is not None])
    if stated is None:
        return _hold(Reason.LICENSE_CONFLICT, message="The statements name licenses that no single license unites.")
    settled = tuple(claim for claim in naming if claim.reading is not Reading.WEAK)
    if not settled and (not terms.license_may_be_silent or any(map(_states_none, speaking))):
        return _hold(Reason.LICENSE_MISSING)
    return _against_registry(stated[0] if stated else registry, registry, naming, accept_looser)


def _groups(claims: Iterable[Claim]) -> list[tuple[Claim, ...]]:
    """Give the claims that are a choice together: addresses in one carrier at one scope. A sentence stands alone."""

    def place(claim: Claim) -> tuple[str, str, str]:
        return (claim.scope, claim.carrier, "" if _is_address(claim.raw) else claim.digest)

    return [tuple(group) for _, group in groupby(sorted(claims, key=place), key=place)]


def _options(group: tuple[Claim, ...], registry: License, terms: Terms) -> tuple[License, ...] | None:
    """Give the license to take from a group, or several that add up; ``None`` where it names only unknown ones."""
    if any(_expected(claim, terms) for claim in group):
        return (registry,)
    known = [found for claim in group if (found := license_of(claim.license_key)) and found.key not in UNUSABLE]
    if not known:
        return None
    if len({claim.raw for claim in group}) < len(group):  # one statement that names several: no choice
        return tuple(known)
    return (min(known, key=lambda one: _distance(one, registry)),)


def _distance(one: License, registry: License) -> tuple[bool, bool, int, str]:
    """Order the options of a choice: the registry's own license, the same elements, then the least strict."""
    return (looser(one, registry), one.key != registry.key, len(burdens(one)), one.key)


def _added_up(groups: list[tuple[License, ...]]) -> tuple[License, ...] | None:
    """Give the one license whose burdens are all those stated; empty where nothing is stated, ``None`` if none is."""
    licenses = list({one.key: one for group in groups for one in group}.values())
    if not licenses:
        return ()
    strictest = [one for one in licenses if not any(looser(one, other) for other in licenses)]
    if strictest:
        named = [one for one in strictest if one.version_known]
        if len(named) > 1:
            unversioned = license_of(key_of(_unit(named[0])))
            return (unversioned,) if unversioned and not any(looser(unversioned, one) for one in named) else None
        return ((named or strictest)[0],)
    union = frozenset().union(*(burdens(one) for one in licenses))
    units = [license_of(key_of(unit)) for unit in EDITIONS]
    exact = [unit for unit in units if unit is not None and burdens(unit) == union]
    return (exact[0],) if exact and all(one.key.startswith("cc:") for one in licenses) else None


def _unit(known: License) -> str:
    return known.key.removeprefix("cc:").partition("/")[0]


def _against_registry(
    stated: License, registry: License, naming: tuple[Claim, ...], accept_looser: bool
) -> Grant | Hold:
    alerts: list[str] = []
    if looser(stated, registry):
        if not accept_looser:
            return _hold(Reason.LICENSE_CHANGED, message=f"It states {stated.name}, the registry {registry.name}.")
        alerts.append(f"{stated.name} is looser than the registry's {registry.name}, and was accepted.")
    elif stricter(stated, registry):
        alerts.append(f"{stated.name} is stricter than the registry's {registry.name}; the stricter applies.")
    elif stated.version_known and registry.version_known and stated.key != registry.key:
        alerts.append(f"It states {stated.name}, the registry {registry.name}; what it states applies.")
    chosen = stated
    if not stated.version_known and _unit(stated) == _unit(registry):
        chosen = registry
    if not chosen.version_known:
        return _hold(Reason.LICENSE_UNKNOWN, message=f"{chosen.name}: its version is unknown.")
    return Grant(license=chosen, basis=naming, alerts=tuple(alerts))


def _hold(*reasons: Reason, message: str = "") -> Hold:
    return Hold(reasons=reasons, message=message or REASONS[reasons[0]].message)
