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
from syndicator.rewrite.names import ROLES, without
from syndicator.rewrite.setting import Setting
from syndicator.rewrite.words import locale_of, words_of

_VARIABLE = re.compile(r"\{(author|publisher)\}")
_BY = re.compile(r"by\b", re.IGNORECASE)


class Author(NamedTuple):
    """One author: the name alone, the form for the byline, the string as the publisher wrote it, and a web address."""

    name: str
    short: str
    full: str
    uri: str | None


class Credit(NamedTuple):
    """Who is named. Nobody means ``author-missing``, unless everybody asked not to be named."""

    authors: tuple[Author, ...]
    all_removed: bool = False
    """Everybody asked not to be named: the publisher's name stands alone."""


def credit_of(entry: Entry, permit: Permit, terms: Terms, setting: Setting) -> Credit:
    """Give the entry's authors without names that were removed; a person's approval overrides the document.

    Under ``name-first`` one author without a comma, so without an institution, makes the whole list empty.
    """
    given = (Person(name=permit.author),) if permit.author and permit.author.strip() else entry.authors
    written = [(one_line(person.name), person.uri if is_web(person.uri) else None) for person in given]
    written = [(name, uri) for name, uri in written if name]
    stands_in = not written and terms.author_fallback == "document-title"
    if stands_in:
        written = [(title, None) for title in (one_line(setting.document_title),) if title]
    left = without(tuple(name for name, _ in written), permit.names_removed, terms.author_form)
    named = [(name, uri if name == before else None) for name, (before, uri) in zip(left, written, strict=True) if name]
    if stands_in:
        return Credit(tuple(Author(name, name, name, uri) for name, uri in named), bool(written) and not named)
    if terms.author_form == "name-first" and not all("," in name.strip(", ") for name, _ in named):
        return Credit(())
    return Credit(tuple(_author(name, uri, terms) for name, uri in named), bool(written) and not named)


def _author(full: str, uri: str | None, terms: Terms) -> Author:
    """Read one author string in the publisher's form."""
    if terms.author_form == "plain":
        return Author(full, full, full, uri)
    parts = [part.strip() for part in full.split(",")]
    shortens = len(parts) == 3 and all(parts) and ROLES.search(parts[1]) and not ROLES.search(parts[2])
    short = f"{parts[0]}, {parts[2]}" if shortens else full
    return Author(parts[0] or full, short, full, uri)


def joined(texts: tuple[str, ...], language: str) -> str:
    """Join two with the language's "and", three or more with semicolons, since the strings hold commas."""
    if len(texts) == 2:
        return format_list(list(texts), locale=locale_of(language))
    return "; ".join(texts)


def byline_of(authors: tuple[Author, ...], terms: Terms, language: str) -> str:
    """Give the byline as plain text, with the language's "By" before it unless the publisher's form begins so.

    Where no author is named any more, the publisher's name stands alone.
    """
    if not authors:
        return f"{words_of(language).by} {terms.name}"
    who = {"author": joined(tuple(author.short for author in authors), language), "publisher": terms.name}
    line = _VARIABLE.sub(lambda match: who[match[1]], terms.byline)
    return line if _BY.match(terms.byline) else f"{words_of(language).by} {line}"
