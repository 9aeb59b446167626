"""Take an author's name away on request (CC 4.0 3(a)(3)): from the credit, never from the work's own text.

Case, width, spaces, dashes and quotes do not count. A name is found where it is the whole author string, its
beginning up to the first comma, or one of several names that a publisher wrote into one string.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

from syndicator.rewrite.chars import folded, one_line

AuthorForm = Literal["plain", "name-first"]

ROLES = re.compile(
    r"\b(professor|lecturer|fellow|researcher|scientist|scholar|chair|director|dean|head|reader|instructor|teacher"
    r"|student|candidate|associate|assistant|postdoc|postdoctoral|economist|analyst|engineer|curator|editor|writer"
    r"|journalist|reporter|columnist|correspondent|consultant|specialist|manager|coordinator|adviser|advisor|clinician"
    r"|physician|psychologist|historian|archaeologist|ecologist|librarian|principal|president|founder|emeritus|emerita"
    r"|phd|professeure?|chercheur|chercheuse|maître|maîtresse|doctorante?|enseignante?|directeur|directrice"
    r"|profesora?|catedrátic[oa]|investigadora?|doctorand[oa]|directora?|docente|professora|pesquisadora?|doutorand[oa]"
    r"|diretora?|professorin|forscherin|dozentin|direktorin|doktorandin|forscher|dozent|direktor|doktorand"
    r"|professoressa|ricercatore|ricercatrice|hoogleraar|onderzoeker|dosen|peneliti|profesor|guru)\b",
    re.IGNORECASE,
)
"""Words that say what somebody is, not who."""

_WORDS = ("and", "And", "AND", "und", "et", "y", "e", "i", "en", "dan", "with")
_MARKS = ",;|/&+"
"""What stands between the names of one author string: a mark, or one of the words."""
_ENDS = re.compile(rf"(?:[{_MARKS}]|\b(?:{'|'.join(_WORDS)}))\Z")
_BEGINS = re.compile(rf"[{_MARKS}]|(?:{'|'.join(_WORDS)})\b")
_NEXT = re.compile(rf"[{_MARKS}]|\b(?:{'|'.join(_WORDS)})\b")
_BY = re.compile(r"\s*(?:by|par|por|von|di|door|oleh)\s+", re.IGNORECASE)
_ALIKE = {
    mark: f"[{marks}]"
    for marks in ("\\-\u2010\u2011\u2013\u2014", "'\u2018\u2019\u02bc", '"\u201c\u201d')
    for mark in marks
}


def without(authors: Sequence[str], removed: Sequence[str], form: AuthorForm) -> tuple[str | None, ...]:
    """Give each author string without the removed names, ``None`` where nothing of it is left."""
    left: tuple[str | None, ...] = tuple(authors)
    for name in filter(None, (_BY.sub("", one_line(one), count=1).strip() for one in removed)):
        left = tuple(author and _without(author, name, form) for author in left)
    return left


def is_named(authors: Sequence[str], name: str, form: AuthorForm) -> bool:
    """Tell whether one of these author strings holds the name, so that its removal takes something away."""
    given = tuple(map(one_line, authors))
    return without(given, (name,), form) != given


def credited(authors: Sequence[str], removed: Sequence[str], form: AuthorForm) -> tuple[str, ...]:
    """Give the names that may stand with an entry: the name alone where the publisher writes "Name, Role, ..."."""
    left = without(tuple(map(one_line, authors)), removed, form)
    names = (one.partition(",")[0].strip() if form == "name-first" else one for one in left if one)
    return tuple(name for name in names if name)


def stands_in(text: str, name: str) -> bool:
    """Tell whether a name stands in a text that is not ours to change."""
    return folded(name) in folded(text)


def _without(author: str, name: str, form: AuthorForm) -> str | None:
    if folded(_BY.sub("", author, count=1)) == folded(name):
        return None
    if form == "plain":
        return _cut(author, name)
    who, comma, rest = author.partition(",")
    left = _cut(who, name) if folded(who.strip()) != folded(name) else None
    return left and f"{left}{comma}{rest}"


def _cut(author: str, name: str) -> str | None:
    """Give one string of several names without one of them and its role, ``None`` where nothing else stood there."""
    words = unicodedata.normalize("NFC", name).split()
    pattern = r"\s+".join("".join(_ALIKE.get(char, re.escape(char)) for char in word) for word in words)
    text = unicodedata.normalize("NFC", author)
    for match in re.finditer(pattern, text, re.IGNORECASE):
        before, apart = _ended(_BY.sub("", text[: match.start()], count=1))
        after = text[match.end() :].strip()
        if (before and not apart) or (after and not _BEGINS.match(after)):
            continue
        after = _without_roles(after)
        return (f"{before}{'' if after[:1] in _MARKS else ' '}{after}" if before else _begun(after)).strip() or None
    return author


def _ended(text: str) -> tuple[str, bool]:
    """Give a text without what separates it from a name after it, and whether anything did."""
    left = text.rstrip()
    while match := _ENDS.search(left):
        left = left[: match.start()].rstrip()
    return left, left != text.rstrip()


def _begun(text: str) -> str:
    """Give a text without what separates it from a name before it."""
    while match := _BEGINS.match(text):
        text = text[match.end() :].lstrip()
    return text


def _without_roles(text: str) -> str:
    """Give what follows a name without the roles of whoever bore it."""
    while text:
        piece = _begun(text)
        end = _NEXT.search(piece)
        role = piece[: end.start()] if end else piece
        if piece and not ROLES.search(role):
            break
        text = piece[len(role) :].strip()
    return text
