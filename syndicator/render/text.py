"""Which characters may stand in a feed, and addresses in the form each format asks for."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from syndicator.model.identity import is_absolute_iri
from syndicator.model.languages import is_language

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is no ``Char`` of XML 1.0 (section 2.2): one of these fails the whole document."""

_UNWANTED = re.compile(
    "[\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2069\ufdd0-\ufdef\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
    "|[" + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)) + "]"
)
"""Legal, but able to mislead: C1 controls, bidi embeddings and overrides, zero-width spaces, tags, noncharacters."""

_SPACE = re.compile(r"[ \t\n\r]+")
"""White space of XML. A no-break space is a letter of its own: French names and titles need it."""

_ASCII = "".join(map(chr, range(0x21, 0x7F)))

_MEDIA_TYPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}\Z")


def xml_fault(text: str) -> str:
    """Name the first character that can not stand in XML, as ``U+000B``; empty where all can."""
    found = _NOT_XML.search(text)
    return f"U+{ord(found.group()):04X}" if found else ""


def clean(text: str) -> str:
    """Give a text on one line without characters that XML forbids or that mislead a reader.

    For titles, names and labels (a word stays a word); never for the work itself.
    """
    return _SPACE.sub(" ", _UNWANTED.sub("", _NOT_XML.sub("", text))).strip()


def is_web_address(text: str | None) -> bool:
    """Tell whether a text is an absolute http or https address with a host."""
    if not text or not is_absolute_iri(text) or xml_fault(text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def as_uri(iri: str) -> str:
    """Give the URI of an IRI (RFC 3987 3.1): what is not ASCII becomes percent-encoded UTF-8.

    RSS 2.0 takes URIs only.
    """
    return quote(iri, safe=_ASCII)


def language_tag(text: str | None) -> str | None:
    """Give a language tag of BCP 47 with hyphens, or nothing where it is none."""
    tag = (text or "").strip().replace("_", "-")
    return tag if is_language(tag) else None


def media_type(text: str | None) -> str | None:
    """Give a media type without parameters (RFC 6838 4.2), or nothing where it has not that shape."""
    bare = (text or "").split(";")[0].strip().lower()
    return bare if _MEDIA_TYPE.match(bare) else None
