"""The known forms of one sentence, where they stand beside its license, and the words that are not known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from syndicator.licensing import kinds, words
from syndicator.licensing.expressions import Expression
from syndicator.licensing.forms import FORMS
from syndicator.licensing.phrases import Forms, Span
from syndicator.licensing.sentences import Sentence
from syndicator.licensing.subjects import SUBJECTS
from syndicator.licensing.vocabulary import VOCABULARY

_FORMS = Forms(
    {**SUBJECTS, **FORMS},
    (
        (form, element)
        for language in words.ELEMENTS.values()
        for element in (kinds.NC, kinds.ND, kinds.SA)
        for form in language[element]
    ),
)
_STOP = re.compile(r"[.;,)]")
_LETTERS = re.compile(r"[^\W\d_]+")
_NAMES = (
    *(form for language in words.ELEMENTS.values() for forms in language.values() for form in forms),
    *words.UNPORTED,
    *words.UNPORTED_PHRASES,
    *words.PORT_NAMES,
    "cc creative commons creativecommons by nc nd sa zero public domain mark igo open government ogl uk canada spdx",
    "licence ouverte etalab datenlizenz deutschland namensnennung dl pdm pddc gfdl gnu mit apache",
)
_KNOWN = VOCABULARY | {word.lower() for name in _NAMES for word in _LETTERS.findall(name)}
_APPOSITION = re.compile(
    r"\s*,[^,;]*,(?=\s*(?:is|are|was|were|has|have|est|sont|es|está|están|son|é|são|ist|sind|steht|stehen|è|sono|valt|"
    r"vallen|adalah|dilisensikan|està|estan)\b)",
    re.IGNORECASE,
)
_OWNED = re.compile(r"©|\bcopyright\b|\(c\)", re.IGNORECASE)


_RESTRICTING = (kinds.FORBIDDING, kinds.COMMERCE, kinds.CHANGE)
_SAYING_MORE = (*_RESTRICTING, kinds.TALK)
"""Kinds whose words are known, and may say anything where they are no part of a restriction."""
_TURNING = frozenset(
    {
        "but",
        "except",
        "excepting",
        "excluding",
        "non",
        "un",
        "anti",
        "like",
        "minus",
        "than",
        "versus",
        "vs",
        "about",
        "cf",
    }
)
"""A license directly behind one of these words is not the one that is meant."""


def inside(span: Span, others: Sequence[Span]) -> bool:
    """Say whether a span begins within one of the others."""
    return any(other.start <= span.start < other.end for other in others)


def lies_in(place: int, stretches: Iterable[tuple[int, int]]) -> bool:
    """Say whether a place lies within one of some stretches of text."""
    return any(start <= place < stop for start, stop in stretches)


def _extent(text: str, found: Sequence[Expression]) -> tuple[int, int]:
    """Give where the first license begins and ends: its address and its name, where nothing stands between them."""
    start, end = found[0].start, found[0].end
    for one in found[1:]:
        if _LETTERS.search(text, end, max(end, one.start)) is None:
            end = max(end, one.end)
    return start, end


class Places:
    """The forms of one sentence, and their places beside its first license expression."""

    def __init__(self, sentence: Sentence, words: Sequence[str], found: Sequence[Expression]) -> None:
        self.text = text = sentence.text
        self.caption = sentence.caption
        self.words = words
        self.spans: dict[str, list[Span]] = {}
        for span in _FORMS.find(text, self.words):
            self.spans.setdefault(span.kind, []).append(span)
        if kinds.WORK in self.spans or kinds.OWN in self.spans:
            works = self.of(kinds.WORK, kinds.OWN)
            self._drop(kinds.MEDIA, within=works)
            self._drop(kinds.FOREIGN, within=works)
        self.found = found
        self.start, self.end = _extent(text, found) if found else (len(text), 0)

    def of(self, *wanted: str) -> list[Span]:
        """Give the spans of some kinds, in their order."""
        spans = self.spans
        listed = [spans[kind] for kind in wanted if kind in spans]
        if len(listed) < 2:
            return listed[0] if listed else []
        return sorted((span for spans in listed for span in spans), key=lambda span: span.start)

    def has(self, kind: str) -> bool:
        """Say whether a form of a kind stands anywhere."""
        return kind in self.spans

    def before(self, *wanted: str) -> list[Span]:
        """Give the spans of some kinds that begin before the license."""
        return [span for span in self.of(*wanted) if span.start < self.start]

    def after(self, *wanted: str) -> list[Span]:
        """Give the spans of some kinds that begin after the license."""
        return [span for span in self.of(*wanted) if span.start >= self.end]

    def _drop(self, kind: str, within: Sequence[Span]) -> None:
        """Forget the spans of a kind that are part of others ("this photo essay" is no photo)."""
        kept = [span for span in self.spans.pop(kind, ()) if not inside(span, within)]
        if kept:
            self.spans[kind] = kept

    def set_aside(self) -> list[tuple[int, int]]:
        """Give the stretches that only say what is carved out, or what the work is unlike."""
        stretches: list[tuple[int, int]] = []
        if not (self.has(kinds.CARVE_OUT) or self.has(kinds.CONTRAST)):
            return stretches
        for span in self.of(kinds.CARVE_OUT, kinds.CONTRAST):
            if span.kind == kinds.CONTRAST and span.first:
                continue
            stop = _STOP.search(self.text, span.end)
            if stop is not None and (stop.start() <= self.start or span.start >= self.end):
                stretches.append((span.start, stop.start()))
            elif any(work.start < span.start for work in self.of(kinds.WORK)) or span.start >= self.end:
                stretches.append((span.start, len(self.text)))
        return stretches

    def says_unknown_words(self, *, everywhere: bool) -> bool:
        """Say whether words stand here that are neither known nor names, and so may say anything.

        Not ``everywhere``: only before the license and directly behind it.
        """
        if self._is_turned_away():
            return True
        if _KNOWN.issuperset(self.words):
            return False
        loud = self.text.isupper() and not _OWNED.search(self.text)
        last = self.found[-1].end
        doubtful = self._doubtful_words(loud=loud)
        if not everywhere:
            doubtful = [hit for hit in doubtful if hit.start() < last or not self.text[last : hit.start()].strip()]
        if not doubtful:
            return False
        spared = [(one.start, one.end) for one in self.found]
        spared += [*self.set_aside(), *self.appositions()]
        acts = self.has(kinds.COMMERCE) or self.has(kinds.CHANGE)
        telling = _RESTRICTING if acts and (self.has(kinds.FORBIDDING) or self.has(kinds.NEGATION)) else ()
        spared += [
            (span.start, span.end)
            for kind, spans in self.spans.items()
            if kind in telling or kind not in _SAYING_MORE
            for span in spans
        ]
        return not all(lies_in(hit.start(), spared) for hit in doubtful)

    def _doubtful_words(self, *, loud: bool) -> list[re.Match[str]]:
        """Give the words that are not known and no names."""
        letters = _LETTERS.findall(self.text)
        if not loud and not [word for word in letters[1:] if word not in _KNOWN and not word[0].isupper()]:
            if not letters or letters[0].lower() in _KNOWN:
                return []
            return [first for first in [_LETTERS.search(self.text)] if first and self._may_be_no_name(first)]
        return [
            hit
            for hit in _LETTERS.finditer(self.text)
            if hit[0].lower() not in _KNOWN and (loud or self._may_be_no_name(hit))
        ]

    def _is_turned_away(self) -> bool:
        """Say whether the word before the license turns it into its opposite, or into something like it."""
        if _TURNING.isdisjoint(self.words):
            return False
        return "".join(_LETTERS.findall(self.text[: self.start].lower())[-1:]) in _TURNING

    def _may_be_no_name(self, hit: re.Match[str]) -> bool:
        """Say whether a word is small, or in capitals only as it stands first ("Similar to CC BY", "Recipe: CC BY")."""
        if not hit[0][0].isupper():
            return True
        following = self.text[hit.end() : hit.end() + 2].strip()
        return hit.start() == 0 and (following.islower() or following[:1] == ":")

    def appositions(self) -> list[tuple[int, int]]:
        """Give what is said of the work by the way ("this article, read by 3.0 million people, is")."""
        if not self.has(kinds.WORK):
            return []
        found = (_APPOSITION.match(self.text, work.end) for work in self.before(kinds.WORK))
        return [hit.span() for hit in found if hit is not None]
