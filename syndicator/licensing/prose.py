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

from syndicator.licensing.expressions import united
from syndicator.licensing.saying import Said, said_in
from syndicator.licensing.sentences import sentences

CarrierKind = Literal["entry-rights", "document-rights", "body", "page"]
"""Where a text stood: the whole value of an entry's or a document's rights element, or a sentence in a body or page."""

TEXT_CHARACTERS_MAX = 2_000
"""A longer text is no rights statement and is not read."""
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


def read(text: str, carrier_kind: CarrierKind = "entry-rights") -> ProseReading:
    """Give the claims and refusals of a text; ``carrier_kind`` says where it stood.

    Never looser than the text: an unknown word among the elements, an impossible combination, a plan, a question or a
    mention of another work gives no license for the work.
    """
    if len(text) > TEXT_CHARACTERS_MAX:
        return ProseReading(names_license=True)
    return _read(text, carrier_kind)


@lru_cache(maxsize=8192)
def _read(text: str, carrier_kind: CarrierKind) -> ProseReading:
    of_rights = carrier_kind.endswith("rights")
    parts: list[Said] = []
    for sentence in sentences(text):
        parts.append(said_in(sentence, parts, of_rights=of_rights))
    refusal = False
    ours: list[Said] = []
    claims: list[ProseClaim] = []
    planned = False
    for part in parts:
        refusal = refusal or part.denied or part.refuses
        if part.planned:
            planned = planned or part.scope == "work"
        elif part.found and part.scope == "work":
            ours.append(part)
        elif (
            part.found
            and (part.scope == "media" or part.scope == "foreign")
            and (key := united(part.found, part.beside))
        ):
            claims.append(ProseClaim(key, part.scope))
    if ours and (key := _license(parts, ours, of_rights=of_rights)):
        limited = any(_limits(part, ours, of_rights=of_rights) for part in parts)
        claims.insert(0, ProseClaim(key, "work", limited, _subject(ours, carrier_kind)))
    return ProseReading(tuple(claims), refusal, names_license=bool(ours) or (of_rights and planned))


def is_bare_notice(text: str) -> bool:
    """Say whether a text is a copyright notice and nothing more: it neither licenses nor refuses."""
    said = read(text)
    if said.claims or said.refusal or said.names_license or _SAYS_MORE.search(text):
        return False
    return _NOTICE.fullmatch(text.strip()) is not None


def _license(parts: Sequence[Said], ours: Sequence[Said], *, of_rights: bool) -> str:
    """Give the key of the work's license, with every restriction that other sentences add to it."""
    stated = [one for part in ours for one in part.found]
    if not any(one.elements or one.key for one in stated):
        return ""
    about_us = parts if of_rights else parts[parts.index(ours[0]) :]
    added = [part.restrictions for part in about_us if part.scope in {"work", "none"}]
    return united(stated, *[part.beside for part in ours], *added)


def _limits(part: Said, ours: Sequence[Said], *, of_rights: bool) -> bool:
    """Say whether a sentence carves something out, or speaks of other things beside the work."""
    own = part in ours
    return part.carves_out or (part.limits and (own or of_rights)) or (not own and part.scope == "foreign")


def _subject(ours: Sequence[Said], carrier_kind: CarrierKind) -> Literal["entry", "site"]:
    return "site" if carrier_kind == "document-rights" or any(part.of_site for part in ours) else "entry"
