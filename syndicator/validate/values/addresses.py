"""Addresses and identifiers, judged by their shape alone."""

from __future__ import annotations

import re

from syndicator.validate.code_text import ERROR, WARNING, CodeText

CODES = {
    "invalid-link": CodeText(
        ERROR,
        "The address is not a valid IRI.",
        "Readers can not follow it.",
        "Name a host behind the two slashes, and write the address as a browser would show it.",
        "RFC 3987, section 2.2; RFC 9110, section 4.2.1",
    ),
    "invalid-uri-char": CodeText(
        ERROR,
        "The address holds a character that no address may hold.",
        "Readers cut the address there, or can not follow it.",
        "Write it without spaces, quotes, brackets or backslashes; percent-encode them.",
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
    "invalid-url-attribute": CodeText(
        ERROR,
        "The address in the attribute is not a full one of the web.",
        "Outside its page a relative address leads nowhere.",
        "Write the whole address, with http:// or https://.",
        "RSS 2.0 specification, enclosure and source",
    ),
    "non-canonical-uri": CodeText(
        WARNING,
        "The id is not in the one form that all ways of writing this address come down to.",
        "Ids are compared character for character: a program that tidies addresses makes another id of it.",
        "Write scheme and host in lower case, without a default port, dot segments or needless percent-encoding.",
        "RFC 4287, section 4.2.6.1; RFC 3986, section 6.2",
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
_TAG_NAME = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2}|[^\x00-\x9f\s])"
_TAG = re.compile(rf"tag:[A-Za-z0-9._~@%+-]+,\d{{4}}(-\d{{2}}(-\d{{2}})?)?:{_TAG_NAME}*(#{_TAG_NAME}*)?\Z")
_URN = re.compile(r"urn:[A-Za-z0-9][A-Za-z0-9-]{0,31}:\S+\Z", re.IGNORECASE)
_NEEDLESS = re.compile(
    r"%(?:2[dDeE]|3[0-9]|[46][1-9a-fA-F]|[57][0-9aA]|5[fF]|7[eE]|[0-9A-F]?[a-f][0-9A-Fa-f]|[0-9A-F][a-f])"
)
"""Percent-encoded letters, digits and marks that need none, and hexadecimal digits in lower case."""
_DOTS = re.compile(r"/\.\.?(?:/|\Z|[?#])")
_DEFAULT_PORTS = {"http": "80", "https": "443", "ftp": "21"}
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z", re.IGNORECASE)
_KNOWN_SCHEMES = frozenset(
    [
        "acct",
        "cid",
        "data",
        "feed",
        "file",
        "ftp",
        "geo",
        "gopher",
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
    return _spaces(text) or iri_attribute(text)


def iri_attribute(text: str) -> tuple[str, ...]:
    """Take what ``iri_reference`` takes, in an attribute: white space around it is a wrong character like any other."""
    if not _REFERENCE.match(text):
        return ("invalid-uri-char",)
    scheme = text.partition(":")[0].lower() if _ABSOLUTE.match(text) else ""
    if scheme in {"http", "https", "ftp"} and not _HOSTED.match(text):
        return ("invalid-link",)
    return ("scheme-not-iana-registered",) if scheme and scheme not in _KNOWN_SCHEMES else ()


def full_iri(text: str) -> tuple[str, ...]:
    """Take an absolute IRI."""
    return iri_reference(text) or _absolute(text)


def full_iri_attribute(text: str) -> tuple[str, ...]:
    """Take an absolute IRI in an attribute."""
    return iri_attribute(text) or _absolute(text)


def full_uri(text: str) -> tuple[str, ...]:
    """Take an absolute URI in ASCII (RFC 3986), as RSS wants it. White space around it is borne with."""
    codes = full_iri(text.strip())
    return codes or (() if text.isascii() else ("uri-not-iri",))


def url_attribute(text: str) -> tuple[str, ...]:
    """Take the whole address of a file, as an enclosure has it."""
    codes = ("invalid-link",) if text[:1].isspace() else full_uri(text)
    return ("invalid-url-attribute",) if codes in {("invalid-full-link",), ("invalid-link",)} else codes


def identifier(text: str) -> tuple[str, ...]:
    """Take an Atom id: an absolute IRI in its canonical form, and a right one of its scheme (RFC 4287 4.2.6)."""
    if not text.strip():
        return ("not-blank", "invalid-full-link")
    if spaces := _spaces(text):
        return spaces
    codes = name_of_scheme(text) or full_iri(text)
    return codes or (() if _is_canonical(text) else ("non-canonical-uri",))


def _absolute(text: str) -> tuple[str, ...]:
    return () if _ABSOLUTE.match(text) else ("invalid-full-link",)


def _is_canonical(text: str) -> bool:
    """Tell whether an absolute IRI is written as RFC 3986 6.2 normalizes it."""
    scheme, _, rest = text.partition(":")
    if scheme != scheme.lower() or _NEEDLESS.search(rest):
        return False
    if not rest.startswith("//"):
        return True
    authority, slash, path = rest[2:].partition("/")
    user, at, host = authority.rpartition("@")
    bare, _, port = host.partition(":") if not host.startswith("[") else (host, "", "")
    wrong_port = host.endswith(":") or port == _DEFAULT_PORTS.get(scheme)
    wrong_user = bool(at) and not user.strip(":")
    without_path = scheme in _DEFAULT_PORTS and not slash
    return not (bare != bare.lower() or wrong_port or wrong_user or without_path or _DOTS.search(slash + path))


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
