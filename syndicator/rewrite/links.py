"""Addresses: made absolute against the entry's base, and refused when no reader should follow them."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
"""Schemes that a link in a work may have."""

_PLAIN = re.compile(r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?(?:[/?#][!-~]*)?\Z")
"""Nearly every address in a work: absolute, of the web, and of such characters that there is nothing to consider."""
_DROPPED = re.compile("[\t\n\r]")
_EDGES = "".join(map(chr, range(0x21)))


def is_web(url: str | None) -> bool:
    """Tell whether an address is absolute, http or https, and has a host."""
    if not url:
        return False
    if _PLAIN.match(url):
        return True
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(host)


def absolute(url: str, base: str | None) -> str | None:
    """Make an address absolute (RFC 3986 5.2), or give ``None`` for one that must go.

    White space at the ends and line breaks inside are dropped first, as browsers do (WHATWG URL 4.4). An empty
    address, one that stays relative, and any scheme beside ``SCHEMES`` give ``None``. What is absolute already
    is not rewritten.
    """
    if _PLAIN.match(url):
        return url
    bare = _DROPPED.sub("", url.strip(_EDGES))
    if not bare:
        return None
    if bare.startswith("//") and base is None:
        bare = f"https:{bare}"
    try:
        whole = urljoin(base, bare) if base else bare
        scheme = urlsplit(whole).scheme
    except ValueError:
        return None
    if scheme in {"mailto", "tel"}:
        return whole
    return whole if is_web(whole) else None
