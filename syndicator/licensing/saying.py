"""What one sentence says: a license, of what, and whether it plans, denies, carves out or restricts.

The forms of ``forms`` are found once; every question here is about their places beside the license's own. What a
sentence speaks of stands before the license, or directly after it; where a picture or another work may be meant, it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from syndicator.licensing import kinds, words
from syndicator.licensing.expressions import Expression, find, strewn
from syndicator.licensing.forms import FORMS
from syndicator.licensing.phrases import Forms, Span, words_of
from syndicator.licensing.sentences import Sentence
from syndicator.licensing.subjects import PREPOSITIONS, SUBJECTS

Scope = Literal["work", "media", "foreign", "none"]
"""The work at hand, a picture or the like, something else, or nothing that could be told."""


class Said(NamedTuple):
    """What a sentence says. ``restrictions`` are those in other words than the license's own."""

    scope: Scope
    found: tuple[Expression, ...] = ()
    restrictions: tuple[Expression, ...] = ()
    denied: bool = False
    planned: bool = False
    refuses: bool = False
    carves_out: bool = False
    limits: bool = False
    of_site: bool = False


_RESTRICTIVE = frozenset({"nc", "nd", "sa"})
_FORMS = Forms(
    {**SUBJECTS, **FORMS},
    (
        (form, element)
        for language in words.ELEMENTS.values()
        for element in sorted(_RESTRICTIVE)
        for form in language[element]
    ),
)
_STOP = re.compile(r"[.;,)]")
_CLOSED = re.compile(r"[,.;:|]|\s-\s")
_LABEL = re.compile(r"(?:texts?|words|textes?|textos?|testo|testi|tekst|teksten|teks)\s*:", re.IGNORECASE)
_OF_LICENSES = re.compile(r"li[cz]en|llic|lisen", re.IGNORECASE)
_ONLY_OF_LICENSES = re.compile(
    r"\W*(?:(?:an?|the|our|la|le|las|los|les|el|os?|um|uma|una?|die|der|eine|einer|de|een|il|lo|creative|commons|cc|"
    r"open|public|lice\w*|lizen\w*|lisen\w*|llicè\w*|following)\b\W*)*",
    re.IGNORECASE,
)
_DIRECTLY = re.compile(r"[\s)\]\"'-]*(?:licen[sc]ed?\b)?[\s-]*(?P<bracket>\(\s*)?(?:the\s+)?(?:\w+\s+)?", re.IGNORECASE)
_RESERVED = re.compile(r"\W*(?:©|:|copyright|all rights|belong|remain|courtesy)", re.IGNORECASE)
_RESTRICTING = (*sorted(_RESTRICTIVE), kinds.COMMERCE, kinds.CHANGE)
_DENYING = (kinds.CARVED_WORK, kinds.ENDED, kinds.NEGATION)
_RESTRICTIVE_KINDS = tuple(sorted(_RESTRICTIVE))


class _Places:
    """The forms of one sentence, and their places beside its first license expression."""

    def __init__(self, sentence: Sentence, words: Sequence[str], found: Sequence[Expression]) -> None:
        self.text = text = sentence.text
        self.caption = sentence.caption
        self.words = words
        self.spans: dict[str, list[Span]] = {}
        for span in _FORMS.find(text, self.words):
            self.spans.setdefault(span.kind, []).append(span)
        if works := self.of(kinds.WORK, kinds.OWN):
            self._drop(kinds.MEDIA, within=works)
            self._drop(kinds.FOREIGN, within=works)
        self.start = found[0].start if found else len(text)
        self.end = max([one.end for one in found], default=0)
        self.unread = bool(found) and all(one.broken for one in found)

    def of(self, *wanted: str) -> list[Span]:
        """Give the spans of some kinds, in their order."""
        listed = [self.spans[kind] for kind in wanted if kind in self.spans]
        if len(listed) < 2:
            return listed[0] if listed else []
        return sorted((span for spans in listed for span in spans), key=lambda span: span.start)

    def before(self, *wanted: str) -> list[Span]:
        """Give the spans of some kinds that begin before the license."""
        return [span for span in self.of(*wanted) if span.start < self.start]

    def after(self, *wanted: str) -> list[Span]:
        """Give the spans of some kinds that begin after the license."""
        return [span for span in self.of(*wanted) if span.start >= self.end]

    def _drop(self, kind: str, within: Sequence[Span]) -> None:
        """Forget the spans of a kind that are part of others ("this photo essay" is no photo)."""
        kept = [span for span in self.spans.pop(kind, ()) if not _inside(span, within)]
        if kept:
            self.spans[kind] = kept

    def set_aside(self) -> list[tuple[int, int]]:
        """Give the stretches that only say what is carved out, or what the work is unlike."""
        stretches: list[tuple[int, int]] = []
        for span in self.of(kinds.CARVE_OUT, kinds.CONTRAST):
            stop = _STOP.search(self.text, span.end)
            if stop is not None:
                stretches.append((span.start, stop.start()))
            elif any(work.start < span.start for work in self.of(kinds.WORK)) or span.start >= self.end:
                stretches.append((span.start, len(self.text)))
        return stretches


def said_in(sentence: Sentence, earlier: Sequence[Said], *, of_rights: bool) -> Said:
    """Give what a sentence says; ``earlier`` are those before it, ``of_rights``: the text is a rights element's."""
    said = words_of(sentence.text)
    found = find(sentence, said)
    places = _Places(sentence, said, found)
    if not places.spans and not found:
        follows = not of_rights and bool(earlier) and earlier[-1].scope == "media"
        return Said("media" if sentence.caption or follows else "work")
    if not found:
        return _without_license(places, earlier, of_rights=of_rights)
    beside: tuple[Expression, ...] = ()
    if any(one.elements or one.key for one in found):
        beside = (*strewn(sentence, said, found), *_in_words(places))
    scope = _scope(places, of_rights=of_rights)
    denied = not places.spans.keys().isdisjoint(_DENYING) and _is_denied(places)
    planned = denied or kinds.PLAN in places.spans or bool(places.before(kinds.TALK)) or "?" in places.text
    ours = scope == "work" or scope == "none"
    return Said(
        scope,
        (*found, *beside),
        _restrictions(places),
        denied=denied and ours and (of_rights or kinds.WORK in places.spans),
        planned=planned,
        refuses=ours and kinds.REFUSAL in places.spans and _refuses(places),
        carves_out=kinds.CARVE_OUT in places.spans or (kinds.MEDIA in places.spans and not planned),
        limits=_limits(places),
        of_site=kinds.SITE in places.spans,
    )


def _without_license(places: _Places, earlier: Sequence[Said], *, of_rights: bool) -> Said:
    """Give what a sentence says that names no license: it may refuse, restrict or carve out."""
    ours = bool(places.of(kinds.WORK, kinds.GENERIC))
    scope: Scope = "work"
    if places.caption or (kinds.MEDIA in places.spans and not ours):
        scope = "media"
    elif kinds.FOREIGN in places.spans and not of_rights and not ours:
        scope = "foreign"
    elif not of_rights and earlier and earlier[-1].scope == "media" and kinds.WORK not in places.spans:
        scope = "media"
    return Said(
        scope,
        restrictions=_restrictions(places),
        refuses=scope == "work" and _refuses(places),
        carves_out=kinds.CARVE_OUT in places.spans or kinds.MEDIA in places.spans,
        limits=_limits(places),
        of_site=kinds.SITE in places.spans,
    )


def _inside(span: Span, others: Sequence[Span]) -> bool:
    return any(other.start <= span.start < other.end for other in others)


def _free(places: _Places, kind: str) -> list[Span]:
    """Give the spans of a kind that are no part of a restriction, a carve-out or a harmless phrase."""
    spans = places.of(kind)
    if not spans:
        return []
    taken = places.of(*_RESTRICTIVE_KINDS, kinds.NEUTRAL, kinds.CARVE_OUT)
    return [span for span in spans if not _inside(span, taken)]


def _limits(places: _Places) -> bool:
    """Say whether the license is for some readers, some uses or some of the work."""
    if kinds.LIMIT in places.spans and _free(places, kinds.LIMIT):
        return True
    return ":" in places.text and _LABEL.match(places.text) is not None


def _scope(places: _Places, *, of_rights: bool) -> Scope:
    """Give what the license is of."""
    if places.caption:
        return "media"
    if not places.spans:
        return "work" if of_rights else "none"
    aside = places.set_aside()
    direct = _directly_after(places)
    before = [
        span
        for span in places.before(kinds.MEDIA, kinds.FOREIGN, kinds.REFERENCE, kinds.USES, kinds.WORK)
        if not any(start <= span.start < stop for start, stop in aside)
    ]
    told = {span.kind for span in before if span.kind != kinds.USES or not _is_of_license(places, span)}
    if direct == "media" or kinds.MEDIA in told:
        return "media"
    if direct or told & {kinds.FOREIGN, kinds.REFERENCE, kinds.USES}:
        return "foreign"
    subject = any(span.kind == kinds.WORK and _is_subject(places, span) for span in before)
    following = None if subject else _following(places, aside, of_rights=of_rights)
    if following is not None and following.kind != kinds.WORK:
        return "media" if following.kind == kinds.MEDIA else "foreign"
    if of_rights:
        return "work"
    return "work" if (subject or following is not None) and kinds.ANCHOR in places.spans else "none"


def _is_of_license(places: _Places, span: Span) -> bool:
    """Say whether what is used is the license itself ("this site uses the CC BY license")."""
    return _ONLY_OF_LICENSES.fullmatch(places.text, span.end, places.start) is not None


def _is_subject(places: _Places, span: Span) -> bool:
    """Say whether a work before the license is what the sentence is about, not only where something stands."""
    if span.first == 0 or places.words[span.first - 1] not in PREPOSITIONS:
        return True
    return span.first > 1 and _OF_LICENSES.match(places.words[span.first - 2]) is not None


def _directly_after(places: _Places) -> Literal["", "media", "foreign"]:
    """Say whether the license is that of the noun behind it ("a CC BY 2.0 photo", "CC BY 4.0 data")."""
    for span in places.after(kinds.MEDIA, kinds.FOREIGN)[:1]:
        between = _DIRECTLY.fullmatch(places.text, places.end, span.start)
        if between is None or any(carve.first <= span.beyond + 1 for carve in places.after(kinds.CARVE_OUT)):
            return ""
        if between["bracket"] and _RESERVED.match(places.text, span.end):
            return ""
        return "media" if span.kind == kinds.MEDIA else "foreign"
    return ""


def _following(places: _Places, aside: Sequence[tuple[int, int]], *, of_rights: bool) -> Span | None:
    """Give what the sentence speaks of behind its license, where nothing stood before it."""
    for span in places.after(kinds.MEDIA, kinds.FOREIGN, kinds.WORK):
        if any(start <= span.start < stop for start, stop in aside):
            continue
        if of_rights and _CLOSED.search(places.text, places.end, span.start):
            return None
        return span
    return None


def _is_denied(places: _Places) -> bool:
    """Say whether the sentence says that the license is not, or no longer, that of the work."""
    if kinds.CARVED_WORK in places.spans or places.after(kinds.ENDED):
        return True
    negations = _free(places, kinds.NEGATION)
    if not negations:
        return False
    if any(span.start < places.start for span in negations):
        return True
    if places.unread or places.after(kinds.COMMERCE, kinds.CHANGE):
        return False
    return any(not _carves_out(places, span) for span in negations if span.start >= places.end)


def _carves_out(places: _Places, negation: Span) -> bool:
    """Say whether a "not" behind the license is about pictures or other works ("but the photos are not")."""
    nouns = places.after(kinds.MEDIA, kinds.FOREIGN, kinds.WORK)
    said_before = [span.kind for span in nouns if span.start < negation.start]
    if said_before:
        return said_before[-1] != kinds.WORK
    said_after = {span.kind for span in nouns if span.start > negation.start}
    covers = any(span.start <= negation.end and span.end >= negation.start for span in places.of(kinds.NOT_COVERED))
    return covers and bool(said_after) and kinds.WORK not in said_after


def _refuses(places: _Places) -> bool:
    """Say whether reuse is refused; what is said behind the license of pictures alone is no refusal of the work."""
    some = places.of(kinds.SOME)
    for span in places.of(kinds.REFUSAL):
        if _inside(span, some):
            continue
        nouns = [noun.kind for noun in places.after(kinds.MEDIA, kinds.WORK, kinds.GENERIC) if noun.start < span.start]
        if not places.end or not nouns or nouns[-1] != kinds.MEDIA:
            return True
    return False


def _in_words(places: _Places) -> tuple[Expression, ...]:
    """Give the restrictions that are said in words of any language."""
    return tuple(Expression(span.start, span.end, frozenset({span.kind})) for span in places.of(*_RESTRICTIVE_KINDS))


def _restrictions(places: _Places) -> tuple[Expression, ...]:
    """Give every restriction said in words, also in those of no license: commerce or changes that are forbidden."""
    if places.spans.keys().isdisjoint(_RESTRICTING):
        return ()
    said = list(_in_words(places))
    named = places.of(*_RESTRICTIVE_KINDS)
    for kind, element in ((kinds.COMMERCE, "nc"), (kinds.CHANGE, "nd")):
        acts = [span for span in places.of(kind) if not _inside(span, named)]
        if acts and (_free(places, kinds.NEGATION) or places.of(kinds.FORBIDDING)):
            said += [Expression(span.start, span.end, frozenset({element})) for span in acts]
    return tuple(said)
