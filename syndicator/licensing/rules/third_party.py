"""Whether the entry may be somebody else's work: phrases, agencies, foreign links, another feed's mark.

A publisher's permission covers its own originals. Its own self-reference ("first appeared on" its own name, or linked
to its own hosts) is none of these. A work that carries another publisher's page counter is that publisher's, whatever
the terms cover: it keeps its own license and rules, and goes out by its own publisher's document or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from syndicator.licensing.case import Asked, against, passed
from syndicator.licensing.text import fold, folded, host_of, is_host_of
from syndicator.model.reasons import Reason
from syndicator.model.rights import Answered
from syndicator.model.terms import Terms

RULE = "third-party"
QUESTION = "Is the work surely the publisher's own, and not an agency's or another's?"

_REGION_CHARACTERS = 500
"""First and last paragraphs: where a newsroom says whose work it is."""
_AFTER_CHARACTERS = 90
"""How far behind a phrase the outlet's name is looked for."""

PHRASES: dict[str, tuple[str, ...]] = {
    "en": (
        "originally published",
        "originally appeared",
        "first published",
        "first appeared",
        "appeared first",
        "appeared originally",
        "republished from",
        "republished here",
        "republished with permission",
        "reprinted",
        "cross-posted",
        "crossposted",
        "content-sharing",
        "content sharing agreement",
        "in partnership with",
        "courtesy of",
        "syndicated from",
        "co-published",
        "copublished",
        "this story was produced by",
        "this article was produced by",
        "press release",
        "sponsored content",
        "sponsored by",
        "advertorial",
        "/ the conversation",
    ),
    "fr": ("publié initialement", "initialement publié", "initialement paru", "aimable autorisation"),
    "es": ("publicado originalmente", "publicada originalmente", "reproducido con permiso"),
    "pt": ("publicado originalmente", "publicada originalmente", "reproduzido com autorização"),
    "de": ("zuerst erschienen", "zuerst veröffentlicht", "nachdruck mit freundlicher genehmigung"),
    "id": ("terbit pertama kali", "dipublikasikan ulang"),
    "it": ("pubblicato originariamente", "originariamente pubblicato"),
    "nl": ("oorspronkelijk gepubliceerd", "eerder verschenen"),
    "ca": ("publicat originalment",),
}
_NAMED_BEFORE = "republished here"
"""As in "first appeared on its outlet and is republished here"."""
_FOLDED = tuple(dict.fromkeys(fold(phrase) for phrases in PHRASES.values() for phrase in phrases))

_SENTENCE_END = re.compile(r"[.!?] |\n")
_AGENCY = r"ap|associated press|reuters|afp|agence france-presse|dpa|efe|agencia efe|bloomberg|ansa|xinhua|pa media|upi"
_AGENCY_BYLINE = re.compile(rf"(by |von |por |par )?(the )?({_AGENCY})( staff)?|.*[(/,|] ?({_AGENCY})\)?")
_DATELINE = re.compile(rf"[^.!?]{{0,60}}\(({_AGENCY})\) ?[-:]|({_AGENCY}) ?- |© ?({_AGENCY})\b")
_SRC = re.compile(r"""\bsrc\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)


def ask(case: Asked) -> Answered:
    """Answer whether anything says that the entry first appeared elsewhere, where the terms cover own works only."""
    counted = _counted(case)
    if counted:
        return against(RULE, Reason.OWN_ONLY, counted)
    if case.terms is None or not case.terms.own_only:
        return passed(RULE)
    proof = _proof(case, case.terms)
    if proof:
        return against(RULE, Reason.OWN_ONLY, proof)
    for suspicion in _suspicions(case, case.terms):
        return against(RULE, Reason.THIRD_PARTY_SUSPECT, suspicion)
    return passed(RULE)


def _counted(case: Asked) -> str:
    """Say whose page counter stands in the body, where it is another publisher's."""
    for found in _SRC.finditer(case.entry.entry.body or ""):
        address = unescape(found[1])
        for publisher, pattern in case.foreign_counters:
            if re.fullmatch(pattern, address):
                return f'It carries the page counter of "{publisher}", so it is a work of that publisher.'
    return ""


def _proof(case: Asked, terms: Terms) -> str:
    """Say why the entry is surely a third party's: its link and its ``source`` both lead to another host."""
    link, origin = host_of(case.entry.entry.link), case.entry.entry.origin
    source = host_of(origin.link or origin.id) if origin else ""
    if link and source and not is_host_of(link, terms.hosts) and not is_host_of(source, terms.hosts):
        return f"Its link leads to {link} and its source is {source}."
    return ""


def _suspicions(case: Asked, terms: Terms) -> Iterator[str]:
    entry = case.entry.entry
    host = host_of(entry.link)
    if host and not is_host_of(host, terms.hosts):
        yield f"Its link leads to {host}, which is not a host of {terms.name}."
    source = host_of(entry.origin.link or entry.origin.id) if entry.origin else ""
    if source and not is_host_of(source, terms.hosts):
        yield f"Its source is {source}."
    for author in entry.authors:
        if _AGENCY_BYLINE.fullmatch(fold(author.name)):
            yield f'Its author is the agency "{author.name}".'
    head = folded(case.head[:_REGION_CHARACTERS])
    if _DATELINE.match(head):
        yield "It begins with an agency's dateline."
    tail = folded(case.tail[-_REGION_CHARACTERS:])
    yield from _phrases("\n".join((fold(entry.title), head, tail)), _own_names(terms))


def _own_names(terms: Terms) -> tuple[str, ...]:
    return (fold(terms.name), *(fold(host) for host in terms.hosts))


def _phrases(region: str, own: tuple[str, ...]) -> Iterator[str]:
    for phrase in _FOLDED:
        place = region.find(phrase)
        while place >= 0:
            named = _outlet(region, phrase, place)
            if not any(name in named for name in own):
                yield f'It says "{named.strip()}".'
            place = region.find(phrase, place + len(phrase))


def _outlet(region: str, phrase: str, place: int) -> str:
    """Give the words in which a phrase names its outlet: to the sentence's end, or all of it for "republished here"."""
    after = region[place : place + len(phrase) + _AFTER_CHARACTERS]
    before = region[max(0, place - _AFTER_CHARACTERS) : place] if phrase == _NAMED_BEFORE else ""
    return _SENTENCE_END.split(before)[-1] + _SENTENCE_END.split(after)[0]
