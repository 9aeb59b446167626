"""What the entry's claims and the publisher's terms give: the grant, or why there is none."""

from __future__ import annotations

from datetime import UTC, datetime, time
from functools import lru_cache
from hashlib import sha256

from syndicator.licensing.case import Asked, against, passed
from syndicator.licensing.preferences import RSL_CARRIERS
from syndicator.licensing.text import fold, visible
from syndicator.model.config import Signed
from syndicator.model.document import Scope
from syndicator.model.reasons import Reason
from syndicator.model.rights import Answered, Claim, Grant, Reading, Refusal
from syndicator.model.terms import Terms

RULE = "claims"
QUESTION = "Does a license stand behind the work, and does its publisher except it from nothing?"


def ask(case: Asked) -> Answered | tuple[Answered, ...]:
    """Answer whether a license stands behind the entry, and whether its publisher marks it as excepted."""
    rights = case.rights
    answers: list[Answered] = []
    if not isinstance(rights, Grant):
        answers.extend(against(RULE, reason, rights.message) for reason in _as_live(rights.reasons, case))
    answers += _marks(case, case.terms) if case.terms else ()
    answers += _page(case)
    return tuple(answers) or passed(RULE)


def evidence(terms: Terms, read: Signed, grant: Grant) -> Grant:
    """Give the grant with the registry and the operator's dated reading of the terms among its evidence."""
    claim = _of_registry(terms.license, terms.terms_url, read)
    return Grant(license=grant.license, basis=(*grant.basis, claim), alerts=grant.alerts)


@lru_cache(maxsize=1024)
def _of_registry(license_key: str, terms_url: str, read: Signed) -> Claim:
    raw = f"{license_key} {terms_url} read by {read.by} on {read.on}"
    return Claim(
        carrier="registry",
        scope=Scope.REGISTRY,
        raw=raw,
        license_key=license_key,
        reading=Reading.EXACT,
        seen_at=datetime.combine(read.on, time(), UTC),
        digest=sha256("\x00".join(("registry", Scope.REGISTRY, raw)).encode()).hexdigest(),
    )


def _as_live(reasons: tuple[Reason, ...], case: Asked) -> tuple[Reason, ...]:
    """Give the reasons; an entry that is live under a revocable permission has to leave when it is taken back.

    It is taken back for one entry when that reserves its rights, for all when an operator records that the publisher
    licenses nothing any more.
    """
    license_key = case.terms.license if case.terms else ""
    refused = license_key.startswith("permission:") and isinstance(case.rights, Refusal)
    closed = license_key == "none" and case.recorded is not None and not case.recorded.public
    return (Reason.LICENSE_REVOKED,) if case.live and (refused or closed) else reasons


def _page(case: Asked) -> list[Answered]:
    """Answer about the original's page: it confirms or warns, and never gives a license."""
    answers = []
    if case.page is not None and case.page.page is not None and case.page.page.paywalled:
        answers.append(against(RULE, Reason.PAYWALLED, f"{case.page.url} says that it is not free to read."))
    if any(claim.refusal and claim.carrier in RSL_CARRIERS for claim in case.page_claims):
        answers.append(against(RULE, Reason.RSL_REFUSED))
    if case.legal_trouble and not case.live:
        message = f"{case.legal_trouble} is unavailable for legal reasons (451): ask its publisher what that means."
        answers.append(against(RULE, Reason.LICENSE_CHANGED, message))
    return answers


def _marks(case: Asked, terms: Terms) -> list[Answered]:
    """Answer about the publisher's own marks: texts that exclude an entry, and one that must be there."""
    if not (terms.deny_if_text or terms.require_mark):
        return []
    claims = (*case.entry.claims, *case.page_claims)
    said = tuple(map(fold, (case.entry.entry.title, visible(case.body), *(claim.raw for claim in claims))))
    denied = [words for words in terms.deny_if_text if _says(said, words)]
    if denied:
        return [against(RULE, Reason.RIGHTS_RESERVED, f'Its publisher excludes entries that say "{denied[0]}".')]
    if terms.require_mark and not _says(said, terms.require_mark):
        return [against(RULE, Reason.LICENSE_MISSING, f'It does not carry the mark "{terms.require_mark}".')]
    return []


def _says(folded_texts: tuple[str, ...], words: str) -> bool:
    return any(fold(words) in text for text in folded_texts)
