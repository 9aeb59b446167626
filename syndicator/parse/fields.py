"""What an entry's and a document's own elements say: ids, links, titles, bodies, people, languages."""

from __future__ import annotations

import re
from typing import NamedTuple

from syndicator.model.document import Origin, Person, RightsMark, Scope
from syndicator.parse.base import AUTHORS_MAX, ID_CHARS_MAX, NAME_CHARS_MAX
from syndicator.parse.elements import Children, children_of, first_text, markup_of, text_of, title_text
from syndicator.parse.names import CONTENT, DC, FOAF, ITUNES, RDF, XHTML, XML_BASE, XML_LANG, Element
from syndicator.parse.rights_marks import relation_of, rights_in
from syndicator.parse.text import absolute, collapse, language_of, untyped_title

_ABOUT = f"{{{RDF}}}about"
_RESOURCE = f"{{{RDF}}}resource"
_ENCODED = f"{{{CONTENT}}}encoded"
_FULL_KEYS = (_ENCODED, "content", f"{{{XHTML}}}body", f"{{{XHTML}}}div")
_SUMMARY_KEYS = ("description", "summary", f"{{{DC}}}description")
_HTML_KEYS = frozenset({_ENCODED, "description"})
"""Elements whose text is HTML whatever their type says."""
_CREATOR = f"{{{DC}}}creator"
_ITUNES_AUTHOR = f"{{{ITUNES}}}author"
_MAIL_AND_NAME = re.compile(r"[^\s()<>@]{1,200}@[^\s()<>@]{1,200}\s*\(([^()]+)\)\Z")
_NAME_AND_MAIL = re.compile(r"([^<>@]+?)\s*<[^\s<>@]{1,200}@[^\s<>@]{1,200}>\Z")
_PAGE_TYPES = frozenset({"", "text/html", "application/xhtml+xml"})


class Where(NamedTuple):
    """What an entry inherits: the family of its format, its base address, its language."""

    is_atom: bool
    base: str
    language: str | None
    has_base: bool
    """False where the document can not hold an ``xml:base``, since the word does not occur in it."""


class Work(NamedTuple):
    """An entry's full text and summary as HTML, with the base of their relative addresses."""

    body: str | None
    body_is_summary: bool
    summary: str | None
    base: str
    language: str | None


def id_of(element: Element, children: Children) -> str | None:
    """Give ``atom:id``, ``guid`` or ``rdf:about``, without white space around it."""
    text = first_text(children, "id", "guid") or (element.get(_ABOUT) or "").strip()
    return text if text and len(text) <= ID_CHARS_MAX else None


def title_in(children: Children, *, is_atom: bool) -> str:
    """Give the title as plain text: the feed's own, else Dublin Core's; the first that has words."""
    for element in children.get("title", ()):
        title = title_text(element) if is_atom or element.get("type") else untyped_title(text_of(element))
        if title:
            return title
    return untyped_title(first_text(children, f"{{{DC}}}title"))


def link_in(children: Children, base: str) -> str | None:
    """Give the page an entry or document stands for, absolute: ``link``, else a ``guid`` that is a permalink."""
    links = children.get("link", ())
    for element in links:
        if not element.get("href") and (link := absolute(text_of(element), base)):
            return link
    pages = [link for link in links if link.get("href") and relation_of(link) == "alternate"]
    pages.sort(key=lambda link: (link.get("type") or "").strip().lower() not in _PAGE_TYPES)
    for element in pages:
        if link := absolute(element.get("href"), base):
            return link
    return _permalink(children)


def self_link_in(children: Children, base: str) -> str | None:
    """Give the address the document says it is served at (RFC 4287 4.2.7.2, "self")."""
    found = (link.get("href") for link in children.get("link", ()) if relation_of(link) == "self")
    return next((link for href in found if (link := absolute(href, base))), None)


def _permalink(children: Children) -> str | None:
    for guid in children.get("guid", ()):
        if (guid.get("isPermaLink") or "true").strip().lower() != "false":
            text = text_of(guid).strip()
            return absolute(text, "") if len(text) <= ID_CHARS_MAX else None
    return None


def base_of(element: Element, where: Where, page: str | None = None) -> str:
    """Give an element's base address: its chain of ``xml:base``, else the page it is from, else what it inherits."""
    base = None
    if where.has_base:
        for above in (*reversed(list(element.iterancestors())), element):
            base = absolute(above.get(XML_BASE), base or where.base) or base
    return base or page or where.base


def language_in(element: Element, children: Children, inherited: str | None) -> str | None:
    """Give an entry's language: its own ``xml:lang`` or ``dc:language``, else the document's."""
    own = element.get(XML_LANG) or first_text(children, f"{{{DC}}}language")
    return language_of(own) or inherited


def work_in(children: Children, base: str, language: str | None, where: Where) -> Work:
    """Give an entry's text: the full text where one is, else the description or summary.

    ``base`` stands where no ``xml:base`` does: the entry's own page, since its HTML was written for that.
    """
    full, holder = _first_markup(children, _FULL_KEYS, where)
    summary, summary_holder = _first_markup(children, _SUMMARY_KEYS, where)
    if holder is None:
        holder = summary_holder
    if holder is not None:
        base = base_of(holder, where, base)
        language = language_of(holder.get(XML_LANG)) or language
    if full is None:
        return Work(summary, summary is not None, None, base, language)
    return Work(full, False, summary, base, language)


def _first_markup(children: Children, keys: tuple[str, ...], where: Where) -> tuple[str | None, Element | None]:
    for key in keys:
        for element in children.get(key, ()):
            if key == "content" and element.get("src"):
                continue
            markup = markup_of(element, plain=where.is_atom and key not in _HTML_KEYS)
            if markup is not None and markup.strip():
                return markup, element
    return None, None


def authors_in(children: Children) -> tuple[Person, ...]:
    """Give the authors as written: Atom persons, else each ``dc:creator``, else RSS or podcast ``author``."""
    written = children.get("author", ())
    persons = [_person(element) for element in written if len(element)]
    if not any(persons):
        persons = [_named(text_of(element)) for element in children.get(_CREATOR, ())]
    if not any(persons):
        persons = [_named(_without_mail(text_of(element))) for element in written if not len(element)]
    if not any(persons):
        persons = [_named(text_of(element)) for element in children.get(_ITUNES_AUTHOR, ())]
    return tuple(dict.fromkeys(person for person in persons[:AUTHORS_MAX] if person))


def person_named(name: str, uri: str | None = None) -> Person | None:
    """Give a person of that name, ends trimmed; nothing for an empty or an absurdly long one."""
    name = name.strip()
    return Person(name=name, uri=uri or None) if name and len(name) <= NAME_CHARS_MAX else None


def _named(name: str) -> Person | None:
    return person_named(name)


def _person(element: Element) -> Person | None:
    parts = children_of(element)
    uri = first_text(parts, "uri", "url")
    for homepage in parts.get(f"{{{FOAF}}}homepage", ()):
        uri = uri or (homepage.get(_RESOURCE) or text_of(homepage)).strip()
    return person_named(first_text(parts, "name"), uri if len(uri) <= ID_CHARS_MAX else None)


def _without_mail(author: str) -> str:
    """Give the name in RSS's "mail (name)" or in "name <mail>"; any other text as it is."""
    author = author.strip()
    if len(author) > NAME_CHARS_MAX:
        return ""
    found = _MAIL_AND_NAME.match(author) or _NAME_AND_MAIL.match(author)
    return found[1] if found else author


def origin_in(children: Children, base: str) -> tuple[Origin | None, tuple[RightsMark, ...], tuple[Person, ...]]:
    """Give where an aggregated entry came from, its origin's rights statements, and its origin's authors."""
    for element in children.get("source", ()):
        if not len(element):
            title, link = collapse(text_of(element)), absolute(element.get("url"), base)
            if title or link:
                return Origin(title=title or None, link=link), (), ()
            continue
        parts = children_of(element)
        origin = Origin(
            id=id_of(element, parts),
            title=title_in(parts, is_atom=True) or None,
            link=link_in(parts, base) or self_link_in(parts, base),
        )
        return origin, rights_in(parts, Scope.ORIGIN), authors_in(parts)
    return None, (), ()
