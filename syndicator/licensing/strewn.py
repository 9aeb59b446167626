"""What restricts a license without being part of its name: abbreviations and badges that stand anywhere beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from syndicator.licensing.expressions import Expression, by_family, is_element, of_key
from syndicator.licensing.sentences import BADGE_ALT, Sentence
from syndicator.licensing.urls import key_of_url

_ABBREVIATION = re.compile(r"(?:[Nn][CcDd]|[Ss][Aa])(?!\w)")
_JOINS = frozenset("-/+")
_SHORT = frozenset({"nc", "nd", "sa"})
_TOWN = re.compile(r"(?<![\w-])([A-Z][a-z]+),\s$")


def strewn(sentence: Sentence, words_said: Sequence[str], found: Sequence[Expression]) -> tuple[Expression, ...]:
    """Give the restrictive abbreviations and badges that stand anywhere beside these: they are never dropped."""
    of_badges = tuple(_of_badges(sentence)) if sentence.addresses else ()
    if _SHORT.isdisjoint(words_said):
        return of_badges
    return (*_abbreviations(sentence.text, found[0].start, skipped=found[0] if len(found) == 1 else None), *of_badges)


def abbreviations(sentence: Sentence, words_said: Sequence[str]) -> tuple[Expression, ...]:
    """Give the restrictive abbreviations of a sentence that names no license ("CC BY 4.0. NC.")."""
    return () if _SHORT.isdisjoint(words_said) else tuple(_abbreviations(sentence.text, len(sentence.text)))


def _abbreviations(text: str, license_start: int, skipped: Expression | None = None) -> Iterator[Expression]:
    """Give restrictive abbreviations, in capitals or joined to something; those of ``skipped`` are its elements.

    That of a state behind the name of its town is none ("Elmsford, NC").
    """
    for hit in _ABBREVIATION.finditer(text):
        start, end = hit.span()
        if skipped is not None and skipped.elements and skipped.start <= start < skipped.end:
            continue
        before, behind = text[start - 1 : start], text[end : end + 1]
        if before.isalnum() or not (hit[0].isupper() or before in _JOINS or behind in _JOINS):
            continue
        town = _TOWN.search(text, 0, start) if start < license_start else None
        if town is None or is_element(town[1]):
            yield Expression(start, end, frozenset({hit[0].lower()}))


def _of_badges(sentence: Sentence) -> Iterator[Expression]:
    """Give what badge images and their alternative texts restrict: they license nothing."""
    for start, address in sentence.addresses:
        if address.startswith(BADGE_ALT):
            found = set().union(*(one.elements for one in (*by_family(address), *_abbreviations(address, 0))))
        else:
            key, outcome = key_of_url(address)
            found = set(of_key(start, key).elements) if outcome == "weak" else set()
        if found - {"by"}:
            yield Expression(start, start, frozenset(found - {"by"}))
