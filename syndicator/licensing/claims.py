"""Rights marks into claims: each statement read, at its scope, as dated evidence. Nothing is inherited here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from syndicator.licensing.preferences import PREFERENCE_CARRIERS, RSL_CARRIERS, refuses_every_use
from syndicator.licensing.prose import CarrierKind, ProseReading, is_bare_notice, read
from syndicator.licensing.statements import certainty, is_address, license_of_address
from syndicator.licensing.urls import UNSPECIFIED
from syndicator.model.base import Instant
from syndicator.model.document import ArticlePage, Carrier, DocumentInfo, Entry, RightsMark, Scope
from syndicator.model.rights import Claim, Reading

_MEDIA_ONLY = frozenset(
    {
        Carrier.MEDIA_LICENSE,
        Carrier.MEDIA_COPYRIGHT,
        Carrier.MEDIA_RIGHTS,
        Carrier.MEDIA_RESTRICTION,
        Carrier.PODCAST_LICENSE,
    }
)
"""Carriers that speak of a media object, wherever they stand (Media RSS, Podcasting 2.0)."""
_LICENSE_ADDRESSES = frozenset(
    {
        Carrier.ATOM_LINK_LICENSE,
        Carrier.CREATIVE_COMMONS_LICENSE,
        Carrier.CC_LICENSE,
        Carrier.DCTERMS_LICENSE,
        Carrier.XHV_LICENSE,
        Carrier.HTTP_LINK,
        Carrier.HTML_LICENSE,
        Carrier.RDFA_LICENSE,
        Carrier.JSON_LD_LICENSE,
        Carrier.META_LICENSE,
    }
)
_TELLS_NO_LICENSE = frozenset(
    {
        Carrier.CC_ATTRIBUTION_NAME,
        Carrier.CC_ATTRIBUTION_URL,
        Carrier.CC_MORE_PERMISSIONS,
        Carrier.CC_USE_GUIDELINES,
        Carrier.DCTERMS_RIGHTS_HOLDER,
        Carrier.MEDIA_RIGHTS,
        Carrier.MEDIA_RESTRICTION,
        Carrier.PRISM_RIGHTS_AGENT,
        Carrier.JSON_LD_ACQUIRE,
        Carrier.JSON_LD_CREDIT,
    }
)
"""Carriers that say who is to be credited or asked, or where more can be had: recorded, and nothing read into them."""
_PROSE_CARRIERS: dict[Scope, CarrierKind] = {Scope.DOCUMENT: "document-rights", Scope.PAGE: "page", Scope.SITE: "page"}
_NO = re.compile(r"(?:no|n|false|0)", re.IGNORECASE)


class _Read(NamedTuple):
    """One reading of a statement, before it is dated."""

    key: str = ""
    reading: Reading = Reading.NONE
    refusal: bool = False
    exceptions: bool = False
    names_license: bool = False
    media: bool = False


def claims_of_entry(entry: Entry, *, at: Instant) -> tuple[Claim, ...]:
    """Give the claims of an entry's own rights marks; ``at`` is when the document was received."""
    return claims_of_marks(entry.rights, at=at)


def claims_of_document(info: DocumentInfo, *, at: Instant) -> tuple[Claim, ...]:
    """Give the claims that a document makes about itself; ``at`` is when it was received."""
    return claims_of_marks(info.rights, at=at)


def claims_of_page(page: ArticlePage, *, at: Instant) -> tuple[Claim, ...]:
    """Give the claims of an article's page; ``at`` is when it was received. None of them licenses the text."""
    return claims_of_marks(page.rights, at=at)


def claims_of_marks(marks: Iterable[RightsMark], *, at: Instant) -> tuple[Claim, ...]:
    """Give the claims of marks from any other place (robots.txt, an RSL document), received at ``at``."""
    return tuple(claim for mark in marks for claim in _claims_of(mark, at))


@lru_cache(maxsize=8192)
def _claims_of(mark: RightsMark, at: Instant) -> tuple[Claim, ...]:
    raw = _raw(mark)
    scope = _scope(mark)
    digest = sha256("\x00".join((mark.carrier, scope, raw)).encode()).hexdigest()
    return tuple(
        Claim(
            carrier=mark.carrier,
            scope=Scope.MEDIA if found.media else scope,
            raw=raw,
            license_key=found.key,
            reading=found.reading,
            refusal=found.refusal,
            exceptions=found.exceptions,
            names_license=found.names_license,
            about=mark.about,
            preferences=mark.preferences,
            seen_at=at,
            digest=digest,
        )
        for found in _readings(mark, raw, scope)
    )


def _scope(mark: RightsMark) -> Scope:
    if mark.carrier in PREFERENCE_CARRIERS:
        return Scope.PREFERENCE
    return Scope.MEDIA if mark.carrier in _MEDIA_ONLY else mark.scope


def _readings(mark: RightsMark, raw: str, scope: Scope) -> tuple[_Read, ...]:
    if mark.carrier in PREFERENCE_CARRIERS:
        return (_Read(refusal=mark.carrier in RSL_CARRIERS and refuses_every_use(mark.preferences)),)
    return _read_statement(mark.carrier, raw, _PROSE_CARRIERS.get(scope, "entry-rights"))


def _raw(mark: RightsMark) -> str:
    """Give a mark's statement. Where words stand beside an address, both count."""
    return " ".join(dict.fromkeys(part for part in (mark.text, mark.url) if part))


@lru_cache(maxsize=8192)
def _read_statement(carrier: Carrier, raw: str, place: CarrierKind) -> tuple[_Read, ...]:
    if carrier in _TELLS_NO_LICENSE:
        return (_Read(),)
    if carrier is Carrier.PRISM_REUSE_PROHIBITED:
        return (_Read(refusal=_NO.fullmatch(raw.strip()) is None),)
    if carrier is Carrier.PODCAST_LICENSE:
        return (_slug(raw),)
    if raw.strip() == UNSPECIFIED or not raw.strip():
        return (_Read(),)
    if is_address(raw):
        return (_address(carrier, raw),)
    return _sentence(read(raw, place), carrier, raw)


def _address(carrier: Carrier, raw: str) -> _Read:
    key, outcome = license_of_address(raw)
    if outcome != "reject":
        return _Read(key, Reading(outcome))
    return _Read(names_license=carrier in _LICENSE_ADDRESSES)


def _sentence(prose: ProseReading, carrier: Carrier, raw: str) -> tuple[_Read, ...]:
    found = [
        _Read(
            claim.key,
            Reading(certainty(claim.key)),
            refusal=prose.refusal and claim.scope == "work",
            exceptions=claim.exceptions,
            media=claim.scope == "media",
        )
        for claim in prose.claims
        if claim.scope != "foreign"
    ]
    if not any(not one.media for one in found):
        unknown = prose.names_license or (carrier in _LICENSE_ADDRESSES and not is_bare_notice(raw))
        found.append(_Read(refusal=prose.refusal, names_license=unknown and not prose.refusal))
    return tuple(found)


def _slug(raw: str) -> _Read:
    """Read a ``podcast:license``: an SPDX-like slug, in any case, or an address."""
    for claim in read(raw, "entry-rights").claims:
        return _Read(claim.key, Reading(certainty(claim.key)))
    return _Read(names_license=True)
