"""Path patterns as robots.txt writes them (RFC 9309 2.2.2, 2.2.3): a prefix, ``*`` for anything, ``$`` for the end."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_HOST = re.compile(r"(?:https?:)?//([^/?#*$]*)", re.IGNORECASE)
_ENCODED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_SAFE = "!\"#$%&'()*+,/:;<=>?@[\\]^`{|}~"
"""Every printable sign of ASCII: it is compared as it stands."""


def path_in(url: str) -> str:
    """Give the path and query of an address, in the one form that patterns are compared in."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "/"
    return comparable((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def reach(pattern: str, url: str) -> int:
    """Give the length of a pattern's path where it covers an address, else -1.

    A pattern may begin with scheme and host; it then covers no other host.
    """
    if found := _HOST.match(pattern):
        if found[1].lower() != _host_in(url):
            return -1
        pattern = pattern[found.end() :]
    path = comparable(pattern)
    return len(path) if covers(path, path_in(url)) else -1


def _host_in(url: str) -> str:
    found = _HOST.match(url)
    return found[1].lower() if found else ""


def covers(pattern: str, path: str) -> bool:
    """Tell whether a pattern covers a path, both in the comparable form."""
    anchored = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not rest:
        return path == first if anchored else path.startswith(first)
    if not path.startswith(first):
        return False
    at, last = len(first), rest.pop()
    for part in rest:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return path.endswith(last) and len(path) - len(last) >= at if anchored else path.find(last, at) >= 0


def comparable(path: str) -> str:
    """Decode what needs no percent sign, encode what is not ASCII."""
    return quote(_ENCODED.sub(_decoded, path), safe=_PATH_SAFE, errors="replace")


def _decoded(found: re.Match[str]) -> str:
    sign = chr(int(found[1], 16))
    return sign if sign in _UNRESERVED else found[0].upper()
