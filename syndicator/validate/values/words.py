"""Short codes: languages, media types, e-mail addresses, relations."""

from __future__ import annotations

import re

from syndicator.validate.code_text import ERROR, WARNING, CodeText

CODES = {
    "invalid-language": CodeText(
        ERROR,
        "The language is not in the form of BCP 47.",
        "Readers choose fonts, voices and translations by it.",
        'Write a tag such as "en" or "pt-BR".',
        "BCP 47 (RFC 5646), section 2.1",
    ),
    "invalid-mime-type": CodeText(
        ERROR,
        "The media type is not valid here.",
        "Readers can not tell what the file or text is.",
        'Write a type and a subtype, such as "text/html".',
        "RFC 4287, section 4.2.7.3; RFC 6838, section 4.2",
    ),
    "email-format": CodeText(
        WARNING,
        "The contact is not an e-mail address followed by a name.",
        "RSS authors are e-mail addresses; readers show what stands there.",
        'Write "jo@example.org (Jo Park)", or use dc:creator for a name alone.',
        "RSS Advisory Board, RSS best practices profile, author",
    ),
    "invalid-contact": CodeText(
        ERROR,
        "The contact holds no e-mail address.",
        "RSS wants an e-mail address here.",
        'Write "jo@example.org (Jo Park)", or use dc:creator for a name alone.',
        "RSS 2.0 specification; RFC 4287, section 3.2.3",
    ),
    "unregistered-atom-link-rel": CodeText(
        WARNING,
        "The link relation is neither registered nor an IRI.",
        "No reader knows what such a link means.",
        "Use a relation of the IANA registry, or an absolute IRI of your own.",
        "RFC 4287, section 4.2.7.2; RFC 8288, section 2.1",
    ),
}

_LANGUAGE = re.compile(r"([A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*|[xi](-[A-Za-z0-9]{1,8})+)\Z")
_NAME = r"[A-Za-z0-9!#$&^_.+-]+"
_MEDIA_TYPE = re.compile(rf"{_NAME}/{_NAME}\s*(;\s*{_NAME}=(\"[^\"]*\"|[^\s;\"]+)\s*)*\Z")
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\Z")
_EMAIL_AND_NAME = re.compile(r"[^\s@<>()\[\],;:\"]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)* \([^()]+\)\Z")
_EMAIL_INSIDE = re.compile(r"[^\s@<>()]@[A-Za-z0-9]")
_RELATIONS = frozenset(
    [
        "about",
        "acl",
        "alternate",
        "amphtml",
        "appendix",
        "archives",
        "author",
        "bookmark",
        "canonical",
        "chapter",
        "cite-as",
        "collection",
        "contents",
        "convertedfrom",
        "copyright",
        "create-form",
        "current",
        "describedby",
        "describes",
        "disclosure",
        "duplicate",
        "edit",
        "edit-form",
        "edit-media",
        "enclosure",
        "external",
        "first",
        "glossary",
        "help",
        "hosts",
        "hub",
        "icon",
        "index",
        "item",
        "last",
        "latest-version",
        "license",
        "linkset",
        "memento",
        "monitor",
        "next",
        "next-archive",
        "nofollow",
        "noreferrer",
        "original",
        "payment",
        "prev",
        "prev-archive",
        "preview",
        "previous",
        "predecessor-version",
        "privacy-policy",
        "profile",
        "related",
        "replies",
        "search",
        "section",
        "self",
        "service",
        "shortlink",
        "start",
        "stylesheet",
        "subsection",
        "successor-version",
        "tag",
        "terms-of-service",
        "timegate",
        "timemap",
        "type",
        "up",
        "version-history",
        "via",
        "webmention",
        "working-copy",
        "working-copy-of",
    ]
)


def language(text: str) -> tuple[str, ...]:
    """Take a language tag by its shape (BCP 47)."""
    return () if _LANGUAGE.match(text.strip()) else ("invalid-language",)


def xml_language(text: str) -> tuple[str, ...]:
    """Take ``xml:lang``: a language tag, or nothing at all (XML 1.0, 2.12)."""
    return language(text) if text else ()


def media_type(text: str) -> tuple[str, ...]:
    """Take a media type with its parameters (RFC 6838 4.2, RFC 9110 8.3.1)."""
    return () if _MEDIA_TYPE.match(text.strip()) else ("invalid-mime-type",)


def email(text: str) -> tuple[str, ...]:
    """Take an e-mail address alone, as Atom wants it."""
    return () if _EMAIL.match(text.strip()) else ("invalid-contact",)


def contact(text: str) -> tuple[str, ...]:
    """Take an e-mail address, with a name in brackets behind it or without, as RSS wants it."""
    bare = text.strip()
    if _EMAIL.match(bare) or _EMAIL_AND_NAME.match(bare):
        return ()
    return ("email-format",) if _EMAIL_INSIDE.search(bare) else ("invalid-contact",)


def relation(text: str) -> tuple[str, ...]:
    """Take a link relation: a registered name, or an absolute IRI."""
    if not text.strip():
        return ("attr-not-blank",)
    return () if text.lower() in _RELATIONS or ":" in text else ("unregistered-atom-link-rel",)
