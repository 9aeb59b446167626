"""Short codes: languages, media types, e-mail addresses, relations."""

from __future__ import annotations

import re

from syndicator.model.languages import is_language
from syndicator.validate.code_text import ERROR, WARNING, CodeText
from syndicator.validate.values.plain import has_markup, plain_words

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
    "invalid-mime-attribute": CodeText(
        ERROR,
        "The attribute is no media type.",
        "Readers can not tell what the file is and how to play it.",
        'Write a type and a subtype, such as "audio/mpeg".',
        "RSS 2.0 specification, enclosure; RFC 6838, section 4.2",
    ),
    "invalid-addr-spec": CodeText(
        ERROR,
        "The text is no bare e-mail address.",
        "Atom has an element of its own for the name.",
        'Write "jo@example.org" alone, and the name into name.',
        "RFC 4287, section 3.2.3; RFC 5322, section 3.4.1",
    ),
    "contains-email": CodeText(
        WARNING,
        "The name of a person is an e-mail address.",
        "Readers show it as the author, and programs that collect addresses find it.",
        "Write the person's name, and the address into email.",
        "RFC 4287, sections 3.2.1 and 3.2.3",
    ),
    "unknown-host": CodeText(
        WARNING,
        "The host of the e-mail address has no dot.",
        "Such a host is only known within one network.",
        "Write an address that works everywhere.",
        "RFC 5321, section 2.3.5",
    ),
    "missing-real-name": CodeText(
        WARNING,
        "The contact is an e-mail address without a name.",
        "Readers show the address in place of a person.",
        'Write "jo@example.org (Jo Park)".',
        "RSS Advisory Board, RSS best practices profile, author",
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

_NAME = r"[A-Za-z0-9!#$&^_.+-]+"
_MEDIA_TYPE = re.compile(rf"{_NAME}/{_NAME}\s*(;\s*{_NAME}=(\"[^\"]*\"|[^\s;\"]+)\s*)*\Z")
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\Z")
_EMAIL_AND_NAME = re.compile(r"[^\s@<>()\[\],;:\"]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\s*\([^()]+\)\Z")
_EMAIL_BESIDE = re.compile(r"(?:^|[\s<])[^\s@<>()\[\],;:\"]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?=$|[\s>])")
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
    """Take a language tag whose first part is a language code, or "i" or "x" (BCP 47)."""
    return () if is_language(text.strip()) else ("invalid-language",)


def xml_language(text: str) -> tuple[str, ...]:
    """Take ``xml:lang``: a language tag, or nothing at all (XML 1.0, 2.12)."""
    return language(text) if text else ()


def media_type(text: str) -> tuple[str, ...]:
    """Take a media type with its parameters (RFC 6838 4.2, RFC 9110 8.3.1)."""
    return () if _MEDIA_TYPE.match(text.strip()) else ("invalid-mime-type",)


def media_type_attribute(text: str) -> tuple[str, ...]:
    """Take the media type of an enclosure."""
    return () if _MEDIA_TYPE.match(text.strip()) else ("invalid-mime-attribute",)


def name_of_person(text: str) -> tuple[str, ...]:
    """Take the name of a person, which is no e-mail address."""
    return (*plain_words(text), "contains-email") if _EMAIL.match(text.strip()) else plain_words(text)


def email(text: str) -> tuple[str, ...]:
    """Take an e-mail address alone, as Atom wants it."""
    bare = text.strip()
    if not _EMAIL.match(bare):
        return ("invalid-addr-spec",)
    return () if "." in bare.rpartition("@")[2] else ("unknown-host",)


def contact(text: str) -> tuple[str, ...]:
    """Take an e-mail address with a name in brackets behind it, as RSS wants it.

    An address alone lacks its name; one that stands beside other words is warned of; none, or one in brackets, is
    wrong.
    """
    bare = text.strip()
    if _EMAIL.match(bare):
        return ("missing-real-name",)
    if _EMAIL_AND_NAME.match(bare):
        return ("contains-html",) if has_markup(bare) else ()
    return (
        ("email-format",) if _EMAIL_BESIDE.search(bare) and "," not in bare.partition("@")[2] else ("invalid-contact",)
    )


def relation(text: str) -> tuple[str, ...]:
    """Take a link relation: a registered name, or an absolute IRI."""
    if not text.strip():
        return ("attr-not-blank",)
    return () if text.lower() in _RELATIONS or ":" in text else ("unregistered-atom-link-rel",)
