"""Rights marks into claims: each statement read, at its scope, as dated evidence. Nothing is inherited here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from syndicator.licensing.keys import key_of_other_url, license_of
from syndicator.licensing.prose import ProseReading, is_bare_notice, read
from syndicator.licensing.urls import UNSPECIFIED, key_of_url
from syndicator.model.base import Instant
from syndicator.model.document import Carrier, DocumentInfo, Entry, RightsMark, Scope
from syndicator.model.rights import Claim, Reading

_MEDIA_ONLY = frozenset({Carrier.MEDIA_LICENSE, Carrier.MEDIA_COPYRIGHT, Carrier.PODCAST_LICENSE})
"""Carriers that speak of a media object, wherever they stand (Media RSS, Podcasting 2.0)."""
_LICENSE_ADDRESSES = frozenset(
    {
        Carrier.ATOM_LINK_LICENSE,
        Carrier.CREATIVE_COMMONS_LICENSE,
        Carrier.CC_LICENSE,
        Carrier.DCTERMS_LICENSE,
        Carrier.XHV_LICENSE,
        Carrier.HTTP_LINK,
    }
)
_ADDRESS = re.compile(r"\s*(?:https?:)?//\S+\s*", re.IGNORECASE)
_RSL_LICENSE = re.compile(r"<(?:\w+:)?license\b.*?</(?:\w+:)?license\s*>", re.IGNORECASE | re.DOTALL)
_RSL_PROHIBITS = re.compile(r"<(?:\w+:)?prohibits\b[^>]*type\s*=\s*[\"']usage[\"'][^>]*>([^<]*)", re.IGNORECASE)
_RSL_PERMITS = re.compile(r"<(?:\w+:)?permits\b[^>]*type\s*=\s*[\"']usage[\"'][^>]*>([^<]*)", re.IGNORECASE)
_RSL_PAID = re.compile(
    r"<(?:\w+:)?payment\b[^>]*type\s*=\s*[\"'](purchase|subscription|training|crawl|use)[\"']", re.IGNORECASE
)
_RSL_CHARACTERS_MAX = 16_000
_AI = frozenset({"ai-all", "ai-train", "ai-input", "ai-index", "train-ai"})


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
    return tuple(claim for mark in entry.rights for claim in _claims_of(mark, at))


def claims_of_document(info: DocumentInfo, *, at: Instant) -> tuple[Claim, ...]:
    """Give the claims that a document makes about itself; ``at`` is when it was received."""
    return tuple(claim for mark in info.rights for claim in _claims_of(mark, at))


def claims_of_marks(marks: Iterable[RightsMark], *, at: Instant) -> tuple[Claim, ...]:
    """Give the claims of a page or host, read at an instant. They confirm or warn, and never give a license."""
    return tuple(claim for mark in marks for claim in _claims_of(mark, at))


def opts_out_of_ai(claim: Claim) -> bool:
    """Say whether a claim is an RSL statement that prohibits some use by AI."""
    return claim.carrier is Carrier.RSL_CONTENT and bool(_AI & _usages(_RSL_PROHIBITS, claim.raw))


@lru_cache(maxsize=8192)
def _claims_of(mark: RightsMark, at: Instant) -> tuple[Claim, ...]:
    raw = _raw(mark)
    scope = Scope.MEDIA if mark.carrier in _MEDIA_ONLY else mark.scope
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
            seen_at=at,
            digest=digest,
        )
        for found in _read_statement(mark.carrier, raw, of_document=scope is Scope.DOCUMENT)
    )


def _raw(mark: RightsMark) -> str:
    """Give a mark's statement. Where words stand beside an address, both count."""
    return " ".join(part for part in (mark.text, mark.url) if part)


@lru_cache(maxsize=8192)
def _read_statement(carrier: Carrier, raw: str, *, of_document: bool) -> tuple[_Read, ...]:
    if carrier is Carrier.RSL_CONTENT:
        return (_Read(refusal=_rsl_refuses(raw)),)
    if carrier is Carrier.PODCAST_LICENSE:
        return (_slug(raw),)
    if raw.strip() == UNSPECIFIED or not raw.strip():
        return (_Read(),)
    if _ADDRESS.fullmatch(raw) or key_of_url(raw).key:
        return (_address(carrier, raw),)
    return _sentence(read(raw, "document-rights" if of_document else "entry-rights"), carrier, raw)


def _address(carrier: Carrier, raw: str) -> _Read:
    key, outcome = key_of_url(raw)
    if key:
        return _Read(key, Reading(outcome))
    other = key_of_other_url(raw)
    if other:
        return _Read(other, Reading.EXACT)
    return _Read(names_license=carrier in _LICENSE_ADDRESSES)


def _sentence(prose: ProseReading, carrier: Carrier, raw: str) -> tuple[_Read, ...]:
    found = [
        _Read(
            claim.key,
            _certainty(claim.key),
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


def _certainty(key: str) -> Reading:
    known = license_of(key)
    return Reading.EXACT if known is not None and known.version_known else Reading.HOLD


def _slug(raw: str) -> _Read:
    """Read a ``podcast:license``: an SPDX-like slug, in any case, or an address."""
    for claim in read(raw, "entry-rights").claims:
        return _Read(claim.key, _certainty(claim.key))
    return _Read(names_license=True)


def _usages(pattern: re.Pattern[str], xml: str) -> set[str]:
    return {usage for found in pattern.findall(xml) for usage in re.split(r"[\s,]+", found.strip().lower())}


def _rsl_refuses(xml: str) -> bool:
    """Say whether RSL prohibits every use, or asks payment for every use. What is too long to be read refuses."""
    if len(xml) > _RSL_CHARACTERS_MAX:
        return True
    if "all" in _usages(_RSL_PROHIBITS, xml):
        return True
    blocks = _RSL_LICENSE.findall(xml) or [xml]
    paid = [block for block in blocks if _RSL_PAID.search(block)]
    return any(_usages(_RSL_PERMITS, block) <= {"all"} for block in paid)
