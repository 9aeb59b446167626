"""Addresses and identifiers, judged by their shape alone."""

from __future__ import annotations

import re

from syndicator.validate.code_text import ERROR, WARNING, CodeText

CODES = {
    "invalid-link": CodeText(
        ERROR,
        "The address is not a valid IRI.",
        "Readers can not follow it.",
        "Write an address without spaces, quotes, brackets or backslashes; percent-encode them.",
        "RFC 3987, section 2.2",
    ),
    "invalid-full-link": CodeText(
        ERROR,
        "The address is not a full one with a scheme.",
        "Outside its page a relative address leads nowhere, and an id must be absolute.",
        "Write the whole address or IRI, with its scheme.",
        "RFC 4287, section 4.2.6; RFC 3987, section 2.2",
    ),
    "uri-not-iri": CodeText(
        ERROR,
        "The address holds characters beyond ASCII where only a URI may stand.",
        "RSS and some attributes were defined before IRIs; readers may cut or double-encode it.",
        "Percent-encode what is not ASCII (RFC 3987, section 3.1).",
        "RSS Advisory Board, RSS best practices profile, URLs; RFC 3986",
    ),
    "unexpected-whitespace": CodeText(
        ERROR,
        "White space surrounds an address or a date where none may stand.",
        "Readers compare it character for character: an id with a space is another id.",
        "Write the value alone between the tags.",
        "RFC 4287, sections 3.3 and 4.2.6",
    ),
    "invalid-tag": CodeText(
        ERROR,
        "The tag: URI is not valid.",
        "A tag needs an authority, a date and a colon to be unique.",
        'Write it as "tag:example.org,2026-11-20:name".',
        "RFC 4151, section 2.1",
    ),
    "invalid-urn": CodeText(
        ERROR,
        "The urn: URI is not valid.",
        "A URN needs a namespace and a name.",
        'Write it as "urn:namespace:name".',
        "RFC 8141, section 2",
    ),
    "invalid-uuid": CodeText(
        ERROR,
        "The UUID is not valid.",
        "A mistyped UUID is no longer known to be unique.",
        "Write 32 hexadecimal digits in the groups 8-4-4-4-12.",
        "RFC 9562, section 4",
    ),
    "scheme-not-iana-registered": CodeText(
        WARNING,
        "The address has a scheme that feeds do not use.",
        "Readers do not follow it, and some schemes run code.",
        "Use https, http or mailto.",
        "IANA, uniform resource identifier schemes",
    ),
}

_CHAR = r"[^\s\x00-\x20\x7f-\x9f<>\"{}|\\^`\ud800-\udfff]"
_ABSOLUTE = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:{_CHAR}+\Z")
_REFERENCE = re.compile(rf"{_CHAR}*\Z")
_HOSTED = re.compile(r"(https?|ftp)://[^/?#]", re.IGNORECASE)
_TAG = re.compile(r"tag:[A-Za-z0-9._~@%+-]+,\d{4}(-\d{2}(-\d{2})?)?:\S*\Z")
_URN = re.compile(r"urn:[A-Za-z0-9][A-Za-z0-9-]{0,31}:\S+\Z", re.IGNORECASE)
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z", re.IGNORECASE)
_KNOWN_SCHEMES = frozenset(
    [
        "acct",
        "cid",
        "data",
        "doi",
        "feed",
        "file",
        "ftp",
        "geo",
        "gopher",
        "hdl",
        "http",
        "https",
        "im",
        "info",
        "irc",
        "ldap",
        "mailto",
        "mid",
        "news",
        "nntp",
        "rtsp",
        "sip",
        "sips",
        "sms",
        "tag",
        "tel",
        "telnet",
        "urn",
        "xmpp",
    ]
)


def iri_reference(text: str) -> tuple[str, ...]:
    """Take an IRI or a relative reference, also the empty one (RFC 3987 2.2)."""
    if spaces := _spaces(text):
        return spaces
    if not _REFERENCE.match(text):
        return ("invalid-link",)
    scheme = text.partition(":")[0].lower() if _ABSOLUTE.match(text) else ""
    if scheme in {"http", "https", "ftp"} and not _HOSTED.match(text):
        return ("invalid-link",)
    return ("scheme-not-iana-registered",) if scheme and scheme not in _KNOWN_SCHEMES else ()


def full_iri(text: str) -> tuple[str, ...]:
    """Take an absolute IRI."""
    codes = iri_reference(text)
    return codes or (() if _ABSOLUTE.match(text) else ("invalid-full-link",))


def full_uri(text: str) -> tuple[str, ...]:
    """Take an absolute URI in ASCII (RFC 3986), as RSS wants it. White space around it is borne with."""
    codes = full_iri(text.strip())
    return codes or (() if text.isascii() else ("uri-not-iri",))


def identifier(text: str) -> tuple[str, ...]:
    """Take an Atom id: an absolute IRI, and a right one of its scheme (RFC 4287 4.2.6)."""
    if not text.strip():
        return ("not-blank", "invalid-full-link")
    codes = tuple(code for code in full_iri(text) if code != "scheme-not-iana-registered")
    return codes or name_of_scheme(text)


def name_of_scheme(text: str) -> tuple[str, ...]:
    """Take any IRI whose tag, URN or UUID is right where it is one."""
    lower = text.lower()
    if lower.startswith("tag:"):
        return () if _TAG.match(text) else ("invalid-tag",)
    if lower.startswith("urn:uuid:"):
        return () if _UUID.match(text) else ("invalid-uuid",)
    if lower.startswith("urn:"):
        return () if _URN.match(text) else ("invalid-urn",)
    return ()


def _spaces(text: str) -> tuple[str, ...]:
    return ("unexpected-whitespace",) if text.strip() and text != text.strip() else ()
