"""Sentences to license readings, never looser than the text. Whatever is not fully understood reads as no license.

The text is tidied and cut into sentences. A sentence makes a claim where it holds a license expression (a family word,
its elements, a version, a port; ``expressions``) and speaks of the work at hand. In a rights element the text as a
whole speaks of the work. Restrictions add up over words, abbreviations and addresses; versions that disagree leave the
version unknown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from syndicator.licensing import words
from syndicator.licensing.expressions import (
    TEXT_CHARACTERS_MAX,
    Expression,
    find,
    restrictive_words,
    sentences,
    united,
    without_elements,
)

CarrierKind = Literal["entry-rights", "document-rights", "body", "page"]
"""Where a text stood: the whole value of an entry's or a document's rights element, or a sentence in a body or page."""

_MEDIA = re.compile(words.MEDIA)
_FOREIGN = re.compile(words.FOREIGN)
_WORKS = re.compile(words.WORKS)
_SITES = re.compile(words.SITES)
_ANCHORS = re.compile(words.ANCHORS)
_PLANS = re.compile(words.PLANS)
_CARVE_OUTS = re.compile(words.CARVE_OUTS)
_NEGATIONS = re.compile(words.NEGATIONS)
_REFUSALS = re.compile("|".join(form for forms in words.REFUSALS.values() for form in forms))
_NOTICE = re.compile(
    r"[^.!?]{0,80}(?:©|\(c\)|\bcopyright\b)(?:[^.!?]|\.(?=\w)|(?<=\binc)\.|(?<=\bltd)\.|"
    r"(?<=\bco)\.){0,120}\.?",
    re.IGNORECASE,
)
_SAYS_MORE = re.compile(
    r"permission|permitted|\bonly\b|\buses?\b|prohibit|forbid|personal|licen[sc]|\bmay\b|"
    r"\bterms\b",
    re.IGNORECASE,
)


class ProseClaim(NamedTuple):
    """One license that a text claims, and what for.

    ``scope`` is what the sentence is about: the ``work`` at hand, a picture or the like (``media``), or something else
    (``foreign``). ``exceptions``: the text limits its own claim. ``subject``: one entry, or a site as a whole.
    """

    key: str
    scope: Literal["work", "media", "foreign"]
    exceptions: bool = False
    subject: Literal["", "entry", "site"] = ""


class ProseReading(NamedTuple):
    """Everything a text says about rights.

    ``refusal``: reuse of the work is refused. ``names_license``: some license is named for the work, known or not.
    """

    claims: tuple[ProseClaim, ...] = ()
    refusal: bool = False
    names_license: bool = False


class _Sentence(NamedTuple):
    """One sentence with what was found in it."""

    folded: str
    found: tuple[Expression, ...]
    scope: Literal["work", "media", "foreign", "none"]
    denied: bool
    planned: bool


@lru_cache(maxsize=8192)
def read(text: str, carrier_kind: CarrierKind = "entry-rights") -> ProseReading:
    """Give the claims and refusals of a text; ``carrier_kind`` says where it stood.

    Never looser than the text: an unknown word among the elements, an impossible combination, a plan, a question or a
    mention of another work gives no license for the work.
    """
    if len(text) > TEXT_CHARACTERS_MAX:
        return ProseReading(names_license=True)
    parts = _understood(text, carrier_kind)
    refusal = any(part.denied or _refuses(part) for part in parts)
    standing = [part for part in parts if part.found and not part.denied and not part.planned]
    ours = [part for part in standing if part.scope == "work"]
    claims = [
        ProseClaim(key, part.scope)
        for part in standing
        if (part.scope == "media" or part.scope == "foreign") and (key := united(part.found))
    ]
    stated = [one for part in ours for one in part.found]
    if carrier_kind.endswith("rights") and any(one.elements for one in stated):
        stated += [one for part in parts if part.scope == "work" for one in restrictive_words(part.folded)]
    key = united(stated)
    if key:
        claims.insert(0, ProseClaim(key, "work", _limited(parts, ours), _subject(ours, carrier_kind)))
    return ProseReading(tuple(claims), refusal, names_license=bool(ours))


def is_bare_notice(text: str) -> bool:
    """Say whether a text is a copyright notice and nothing more: it neither licenses nor refuses."""
    said = read(text)
    if said.claims or said.refusal or said.names_license or _SAYS_MORE.search(text):
        return False
    return _NOTICE.fullmatch(text.strip()) is not None


def _understood(text: str, carrier_kind: CarrierKind) -> list[_Sentence]:
    parts: list[_Sentence] = []
    for sentence in sentences(text):
        folded = sentence.text.casefold()
        found = find(sentence)
        before = folded[: found[0].start] if found else folded
        scope = _scope(folded, before, carrier_kind, parts, is_claim=bool(found))
        spoken = without_elements(_CARVE_OUTS.sub(" ", folded))
        negated = bool(found) and _NEGATIONS.search(spoken) is not None
        denied = (
            negated and scope in {"work", "none"} and (carrier_kind.endswith("rights") or bool(_WORKS.search(folded)))
        )
        planned = bool(found) and (negated or _PLANS.search(folded) is not None)
        parts.append(_Sentence(folded, found, scope, denied, planned))
    return parts


def _scope(
    folded: str, before: str, carrier_kind: CarrierKind, earlier: Sequence[_Sentence], *, is_claim: bool
) -> Literal["work", "media", "foreign", "none"]:
    """Give what a sentence is about: its subject stands before the license, or it is the rights element itself."""
    before = _CARVE_OUTS.sub(" ", before)
    if _MEDIA.search(before):
        return "media"
    if _FOREIGN.search(before):
        return "foreign"
    if carrier_kind.endswith("rights"):
        return "work"
    if not is_claim:
        return "media" if earlier and earlier[-1].scope == "media" and not _WORKS.search(folded) else "work"
    return "work" if _WORKS.search(folded) and _ANCHORS.search(folded) else "none"


def _refuses(part: _Sentence) -> bool:
    return part.scope in {"work", "none"} and _REFUSALS.search(part.folded) is not None


def _limited(parts: Sequence[_Sentence], ours: Sequence[_Sentence]) -> bool:
    """Say whether the text carves something out, or speaks of other things beside the work."""
    for part in parts:
        if _CARVE_OUTS.search(part.folded) or (_MEDIA.search(part.folded) and not part.planned):
            return True
        if part in ours and re.match(r"text\s*:", part.folded):
            return True
        if part not in ours and part.scope == "foreign":
            return True
    return False


def _subject(ours: Sequence[_Sentence], carrier_kind: CarrierKind) -> Literal["entry", "site"]:
    if carrier_kind == "document-rights" or any(_SITES.search(part.folded) for part in ours):
        return "site"
    return "entry"
