"""Whether the document carries the whole work or only its beginning."""

from __future__ import annotations

import re

from syndicator.licensing.case import HEAD_CHARACTERS, Asked, against, passed
from syndicator.licensing.text import folded
from syndicator.model.reasons import Reason
from syndicator.model.rights import Answered

RULE = "teaser"
QUESTION = "Does the document carry the whole work, and not only its beginning?"

CHARACTERS_MIN = HEAD_CHARACTERS - 1
"""A text of this many visible characters or fewer is taken for a teaser."""

_END_CHARACTERS = 160
_READ_ON = re.compile(
    r"(\[\s*(\.\.\.|…)\s*\]|continue reading|read (the )?(more|full (story|article|text))|lire la suite|"
    r"lire l'article complet|leer más|seguir leyendo|sigue leyendo|leia mais|continue lendo|"
    r"continuar lendo|weiterlesen|"
    r"mehr lesen|baca selengkapnya|selengkapnya|leggi tutto|continua a leggere|lees verder|lees meer|"
    r"continua llegint|llegeix-ne més)[^.!?]{0,80}[ .>»→]*$"
)


def ask(case: Asked) -> Answered:
    """Answer whether the body is the article; a link alone needs no text of the work."""
    if case.terms is None or case.terms.full_text == "any":
        return passed(RULE)
    message = _shortfall(case)
    return against(RULE, Reason.TEASER_ONLY, message) if message else passed(RULE)


def _shortfall(case: Asked) -> str:
    """Say why the body is not the whole text; empty where nothing speaks against it."""
    entry = case.entry.entry
    if not entry.body:
        return "It has no text."
    if entry.body_is_summary:
        return "The document has a summary, and no full text."
    if entry.summary is not None and entry.summary.strip() == entry.body.strip():
        return "Its text is its summary."
    if len(case.head) <= CHARACTERS_MIN:
        return f"Its text has no more than {CHARACTERS_MIN} characters."
    if _READ_ON.search(folded(case.tail[-_END_CHARACTERS:])):
        return "Its text ends with an invitation to read on elsewhere."
    return ""
