"""What restricts a license without being part of its name: abbreviations and badges that stand anywhere beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from syndicator.licensing.expressions import by_family, is_element, of_key
from syndicator.licensing.sentences import BADGE_ALT, Sentence
from syndicator.licensing.urls import key_of_url

_ABBREVIATION = re.compile(r"(?:[Nn][CcDd]|[Ss][Aa])(?!\w)")
_JOINS = frozenset("-/+")
_SHORT = frozenset({"nc", "nd", "sa"})
_ASKED_BY_BADGES = _SHORT | {"by"}
"""Attribution counts too: beside a badge of CC BY, a dedication to the public domain is none for sure."""
_TOWN = re.compile(r"(?<![\w-])([A-Z][a-z]+),\s$")


def strewn(sentence: Sentence, words_said: Sequence[str], license_start: int) -> frozenset[str]:
    """Give what abbreviations and badges restrict, anywhere beside a license that begins at a place: none is lost."""
    said = abbreviations(sentence, words_said, license_start)
    if not sentence.addresses:
        return said
    return said | _ASKED_BY_BADGES.intersection(_of_badges(sentence.addresses))


def abbreviations(sentence: Sentence, words_said: Sequence[str], license_start: int) -> frozenset[str]:
    """Give what abbreviations restrict, also in a sentence that names no license ("CC BY 4.0. NC.").

    The abbreviation of a state behind the name of its town, before the license, restricts nothing ("Elmsford, NC").
    """
    if _SHORT.isdisjoint(words_said):
        return frozenset()
    return frozenset(_abbreviations(sentence.text, license_start))


def _abbreviations(text: str, license_start: int) -> Iterator[str]:
    """Give restrictive abbreviations, in capitals or joined to something."""
    for hit in _ABBREVIATION.finditer(text):
        start, end = hit.span()
        before, behind = text[start - 1 : start], text[end : end + 1]
        if before.isalnum() or not (hit[0].isupper() or before in _JOINS or behind in _JOINS):
            continue
        town = _TOWN.search(text, 0, start) if start < license_start else None
        if town is None or is_element(town[1]):
            yield hit[0].lower()


def _of_badges(addresses: Iterable[tuple[int, str]]) -> Iterator[str]:
    """Give what badge images and their alternative texts ask for: they license nothing."""
    for start, address in addresses:
        if address.startswith(BADGE_ALT):
            yield from _abbreviations(address, 0)
            for one in by_family(address):
                yield from one.elements
        else:
            key, outcome = key_of_url(address)
            if outcome == "weak":
                yield from of_key(start, key).elements
