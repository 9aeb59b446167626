"""Who wrote it: names for person elements, the byline before the work, the full author lines after it.

The rule for "Name, Role, Institution" strings: the first comma ends the name, and a string is shortened to
"Name, Institution" only when it has exactly three parts, the second with a role word and the third without one.
Any other shape is printed whole, since roles and institutions hold commas themselves.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from babel.lists import format_list

from syndicator.model.document import Entry, Person
from syndicator.model.rights import Permit
from syndicator.model.terms import Terms
from syndicator.rewrite.chars import one_line
from syndicator.rewrite.links import is_web
from syndicator.rewrite.setting import Setting
from syndicator.rewrite.words import locale_of, words_of

_ROLES = re.compile(
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
_VARIABLE = re.compile(r"\{(author|publisher)\}")
_BY = re.compile(r"by\b", re.IGNORECASE)


class Author(NamedTuple):
    """One author: the name alone, the form for the byline, the string as the publisher wrote it, and a web address."""

    name: str
    short: str
    full: str
    uri: str | None


def authors_of(entry: Entry, permit: Permit, terms: Terms, setting: Setting) -> tuple[Author, ...]:
    """Give the entry's authors; a person's approval overrides the document. Empty means ``author-missing``.

    Under ``name-first`` one author without a comma, so without an institution, makes the whole list empty.
    """
    if permit.author and permit.author.strip():
        given: tuple[Person, ...] = (Person(name=permit.author),)
    else:
        given = entry.authors
    named = [(one_line(person.name), person.uri) for person in given]
    named = [(name, uri if is_web(uri) else None) for name, uri in named if name]
    if named:
        if terms.author_form == "name-first" and not all("," in name.strip(", ") for name, _ in named):
            return ()
        return tuple(_author(name, uri, terms) for name, uri in named)
    title = one_line(setting.document_title)
    if terms.author_fallback == "document-title" and title:
        return (Author(title, title, title, None),)
    return ()


def _author(full: str, uri: str | None, terms: Terms) -> Author:
    """Read one author string in the publisher's form."""
    if terms.author_form == "plain":
        return Author(full, full, full, uri)
    parts = [part.strip() for part in full.split(",")]
    shortens = len(parts) == 3 and all(parts) and _ROLES.search(parts[1]) and not _ROLES.search(parts[2])
    short = f"{parts[0]}, {parts[2]}" if shortens else full
    return Author(parts[0] or full, short, full, uri)


def joined(texts: tuple[str, ...], language: str) -> str:
    """Join two with the language's "and", three or more with semicolons, since the strings hold commas."""
    if len(texts) == 2:
        return format_list(list(texts), locale=locale_of(language))
    return "; ".join(texts)


def byline_of(authors: tuple[Author, ...], terms: Terms, language: str) -> str:
    """Give the byline as plain text, with the language's "By" before it unless the publisher's form begins so."""
    who = {"author": joined(tuple(author.short for author in authors), language), "publisher": terms.name}
    line = _VARIABLE.sub(lambda match: who[match[1]], terms.byline)
    return line if _BY.match(terms.byline) else f"{words_of(language).by} {line}"
