"""What one sentence says: a license, of what, and whether it plans, denies, carves out or restricts.

The forms of ``forms`` are found once; every question here is about their places beside the license's own. What a
sentence speaks of stands before the license, or directly after it; where a picture or another work may be meant, it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from syndicator.licensing import kinds
from syndicator.licensing.expressions import UNREAD, Expression, find
from syndicator.licensing.phrases import Span, words_of
from syndicator.licensing.places import Places, inside, lies_in
from syndicator.licensing.sentences import Sentence
from syndicator.licensing.strewn import abbreviations, strewn
from syndicator.licensing.subjects import PREPOSITIONS

Scope = Literal["work", "media", "foreign", "none"]
"""The work at hand, a picture or the like, something else, or nothing that could be told."""


class Said(NamedTuple):
    """What a sentence says.

    ``beside`` are the elements said beside its license; ``restrictions`` those in words, which hold for the license of
    the work wherever that is named.
    """

    scope: Scope
    found: tuple[Expression, ...] = ()
    beside: frozenset[str] = frozenset()
    restrictions: frozenset[str] = frozenset()
    denied: bool = False
    planned: bool = False
    refuses: bool = False
    carves_out: bool = False
    limits: bool = False
    of_site: bool = False


_NOTHING: frozenset[str] = frozenset()
_RESTRICTIVE = frozenset({kinds.NC, kinds.ND, kinds.SA})
_FOR = re.compile(
    r"(?:[^,.;:|](?!\s-\s))*\b(?:for|of|on|to|covers?|governs|für|pour|para|per|voor|untuk|des?|du|von|van|di|do|da)\b"
    r"[^,.;:|]*",
    re.IGNORECASE,
)
_TEXTS = r"(?:texts?|words|textes?|textos?|texte|testo|testi|tekst|teksten|teks)"
_LABEL = re.compile(rf"{_TEXTS}\s*:|.*\(\s*{_TEXTS}\s*\)", re.IGNORECASE)
_OF_LICENSES = re.compile(r"li[cz]en|llic|lisen", re.IGNORECASE)
_ONLY_OF_LICENSES = re.compile(
    r"\W*(?:(?:an?|the|our|la|le|las|los|les|el|os?|um|uma|una?|die|der|eine|einer|de|een|il|lo|creative|commons|cc|"
    r"open|public|lice\w*|lizen\w*|lisen\w*|llicè\w*|following)\b\W*)*",
    re.IGNORECASE,
)
_DIRECTLY = re.compile(
    r"(?!\s+-\s)[\s)\]\"'-]*(?:licen[sc]ed?\b)?[\s-]*(?P<bracket>\(\s*)?(?:the\s+)?"
    r"(?:(?!(?:but|and|or|not|no|except|without|while|for|aber|mais|sauf|pero|salvo|mas|ma|maar|tetapi|però)\b)\w+\s+)?",
    re.IGNORECASE,
)
_RESERVED = re.compile(r"\W*(?:©|:|copyright|all rights|belong|remain|courtesy)", re.IGNORECASE)
_ACTS = {kinds.COMMERCE: kinds.NC, kinds.CHANGE: kinds.ND}
"""What restricts where it is forbidden, and how."""
_SUBJECTS = (kinds.MEDIA, kinds.FOREIGN, kinds.REFERENCE, kinds.USES, kinds.WORK)
_DENYING = (kinds.CARVED_WORK, kinds.ENDED, kinds.NEGATION, kinds.CARVE_OUT)
_UNSETTLED = (kinds.PLAN, kinds.DOUBT)
_DOUBTFUL = re.compile(r"\?|\bpeut[-\u2010\u2011]être\b", re.IGNORECASE)
"""Doubt that is in the marks: without its hyphen the French word says "may be", as in "may be republished"."""
_RESTRICTIVE_KINDS = tuple(sorted(_RESTRICTIVE))


def said_in(sentence: Sentence, earlier: Sequence[Said], *, of_rights: bool) -> Said:
    """Give what a sentence says; ``earlier`` are those before it, ``of_rights``: the text is a rights element's."""
    said = words_of(sentence.text)
    found = find(sentence, said)
    places = Places(sentence, said, found)
    if not found:
        short = abbreviations(sentence, said, len(sentence.text)) if of_rights else _NOTHING
        if places.spans:
            return _without_license(places, earlier, short, of_rights=of_rights)
        follows = not of_rights and bool(earlier) and earlier[-1].scope == "media"
        return Said("media" if sentence.caption or follows else "work", restrictions=short)
    scope = _scope(places, of_rights=of_rights)
    beside = _NOTHING
    if any(one.elements or one.key for one in found):
        beside = strewn(sentence, said, places.start) | _in_words(places)
    denied = not places.spans.keys().isdisjoint(_DENYING) and _is_denied(places)
    planned = (
        denied
        or not places.spans.keys().isdisjoint(_UNSETTLED)
        or (places.has(kinds.TALK) and (of_rights or bool(places.before(kinds.TALK))))
        or _DOUBTFUL.search(places.text) is not None
    )
    if not planned and scope == "work" and places.says_unknown_words(everywhere=of_rights):
        found = (*found, UNREAD)
    ours = scope == "work" or scope == "none"
    return Said(
        scope,
        found,
        beside,
        _restrictions(places),
        denied=denied and ours and (of_rights or kinds.WORK in places.spans),
        planned=planned,
        refuses=ours and kinds.REFUSAL in places.spans and _refuses(places),
        carves_out=kinds.CARVE_OUT in places.spans or (kinds.MEDIA in places.spans and not planned),
        limits=_limits(places),
        of_site=kinds.SITE in places.spans,
    )


def _without_license(places: Places, earlier: Sequence[Said], short: frozenset[str], *, of_rights: bool) -> Said:
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
        restrictions=_restrictions(places) | short,
        refuses=scope == "work" and _refuses(places),
        carves_out=kinds.CARVE_OUT in places.spans or kinds.MEDIA in places.spans,
        limits=_limits(places),
    )


def _free(places: Places, kind: str) -> list[Span]:
    """Give the spans of a kind that are no part of a restriction, a carve-out or a harmless phrase."""
    spans = places.of(kind)
    if not spans:
        return []
    taken = places.of(*_RESTRICTIVE_KINDS, kinds.NEUTRAL, kinds.CARVE_OUT)
    return [span for span in spans if not inside(span, taken)]


def _limits(places: Places) -> bool:
    """Say whether the license is for some readers, some uses or some of the work."""
    if kinds.LIMIT in places.spans and _free(places, kinds.LIMIT):
        return True
    return (":" in places.text or "(" in places.text) and _LABEL.match(places.text) is not None


def _scope(places: Places, *, of_rights: bool) -> Scope:
    """Give what the license is of."""
    if places.caption:
        return "media"
    if places.spans.keys().isdisjoint(_SUBJECTS):
        return "work" if of_rights else "none"
    aside = [*places.set_aside(), *places.appositions()]
    direct = _directly_after(places)
    before = [span for span in places.before(*_SUBJECTS) if not lies_in(span.start, aside)]
    told = {span.kind for span in before if span.kind != kinds.USES or not _is_of_license(places, span)}
    if direct == kinds.MEDIA or kinds.MEDIA in told:
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


def _is_of_license(places: Places, span: Span) -> bool:
    """Say whether what is used is the license itself ("this site uses the CC BY license")."""
    return _ONLY_OF_LICENSES.fullmatch(places.text, span.end, places.start) is not None


def _is_subject(places: Places, span: Span) -> bool:
    """Say whether a work before the license is what the sentence is about, not only where something stands."""
    if span.first == 0 or places.words[span.first - 1] not in PREPOSITIONS:
        return True
    return span.first > 1 and _OF_LICENSES.match(places.words[span.first - 2]) is not None


def _directly_after(places: Places) -> str:
    """Give the kind of the noun behind a license whose license it is ("a CC BY 2.0 photo", "CC BY 4.0 data")."""
    if not (places.has(kinds.MEDIA) or places.has(kinds.FOREIGN)):
        return ""
    nouns = places.of(kinds.MEDIA, kinds.FOREIGN)
    for end in [one.end for one in places.found]:
        noun = next((span for span in nouns if span.start >= end), None)
        if noun is not None and _is_directly_behind(places, end, noun):
            return noun.kind
    return ""


def _is_directly_behind(places: Places, end: int, noun: Span) -> bool:
    """Say whether the license that ends at a place is that of a noun behind it, and not of all but that."""
    text = places.text
    if text.endswith("(", 0, noun.start) and text.startswith(")", noun.end):
        return True
    between = _DIRECTLY.fullmatch(text, end, noun.start)
    if between is None or any(end <= one.start and one.first <= noun.beyond + 1 for one in places.of(kinds.CARVE_OUT)):
        return False
    return between["bracket"] is None or not _RESERVED.match(text, noun.end)


def _following(places: Places, aside: Sequence[tuple[int, int]], *, of_rights: bool) -> Span | None:
    """Give what the sentence speaks of behind its license, where nothing stood before it."""
    for span in places.after(kinds.MEDIA, kinds.FOREIGN, kinds.WORK):
        if lies_in(span.start, aside):
            continue
        if of_rights and not _FOR.fullmatch(places.text, places.end, span.start):
            return None
        return span
    return None


def _is_denied(places: Places) -> bool:
    """Say whether the sentence says that the license is not, or no longer, that of the work."""
    if kinds.CARVED_WORK in places.spans or places.after(kinds.ENDED) or _ends_carving_out(places):
        return True
    negations = _free(places, kinds.NEGATION)
    if not negations:
        return False
    if any(span.start < places.start for span in negations):
        return True
    if all(one.broken for one in places.found) or places.after(kinds.COMMERCE, kinds.CHANGE):
        return False
    return any(not _carves_out(places, span) for span in negations if span.start >= places.end)


def _ends_carving_out(places: Places) -> bool:
    """Say whether the sentence ends on "excluded" behind the license, where nothing but the work may be meant."""
    last = places.after(kinds.CARVE_OUT)[-1:]
    if not last or last[0].beyond < len(places.words) or last[0].beyond - last[0].first > 1:
        return False
    return bool(places.before(kinds.WORK)) and not places.after(kinds.MEDIA, kinds.FOREIGN, kinds.GENERIC)


def _carves_out(places: Places, negation: Span) -> bool:
    """Say whether a "not" behind the license is about pictures or other works ("but the photos are not")."""
    nouns = places.after(kinds.MEDIA, kinds.FOREIGN, kinds.WORK)
    said_before = [span.kind for span in nouns if span.start < negation.start]
    if said_before:
        return said_before[-1] != kinds.WORK
    said_after = {span.kind for span in nouns}
    covers = any(span.start <= negation.end and span.end >= negation.start for span in places.of(kinds.NOT_COVERED))
    return covers and bool(said_after) and kinds.WORK not in said_after


def _refuses(places: Places) -> bool:
    """Say whether reuse is refused; what is said behind the license of pictures alone is no refusal of the work."""
    some = places.of(kinds.SOME)
    for span in places.of(kinds.REFUSAL):
        if inside(span, some):
            continue
        nouns = [noun.kind for noun in places.after(kinds.MEDIA, kinds.WORK, kinds.GENERIC) if noun.start < span.start]
        if not places.end or not nouns or nouns[-1] != kinds.MEDIA:
            return True
    return False


def _in_words(places: Places) -> frozenset[str]:
    """Give the restrictions that are said in words of any language."""
    return _RESTRICTIVE.intersection(places.spans)


def _restrictions(places: Places) -> frozenset[str]:
    """Give every restriction said in words, also in those of no license: commerce or changes that are forbidden."""
    said = _in_words(places)
    if _ACTS.keys().isdisjoint(places.spans):
        return said
    named = places.of(*_RESTRICTIVE_KINDS)
    acts = {kind for kind in _ACTS for span in places.of(kind) if not inside(span, named)}
    if acts and (_free(places, kinds.NEGATION) or places.of(kinds.FORBIDDING)):
        return said.union(_ACTS[kind] for kind in acts)
    return said
