"""Addresses to license keys, by the grammar of creativecommons.org paths. No network, no redirects.

The host is parsed and compared exactly; whatever does not fit the grammar is rejected, and a port or version that
does not exist is never read as a neighbor.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from syndicator.licensing.keys import EDITIONS, UNUSABLE, exists, key_of


class UrlReading(NamedTuple):
    """The license key an address stands for, and how far it can be relied on.

    ``exact``: certain. ``weak``: a badge or explanatory page, corroboration only. ``hold``: recognized, not usable
    without the registry. ``reject``: not a license address; the key is empty.
    """

    key: str
    outcome: Literal["exact", "weak", "hold", "reject"]


_REJECT = UrlReading("", "reject")
UNSPECIFIED = "http://purl.org/atompub/license#unspecified"
"""RFC 4946: explicitly no license stated."""

_HOSTS = frozenset({"creativecommons.org", "www.creativecommons.org"})
_BADGE_HOSTS = frozenset({"i.creativecommons.org", "licensebuttons.net"})
_TRIM_LEFT = " \t\r\n\u00a0(<'\"“”‘’«»"
_TRIM_RIGHT = _TRIM_LEFT + ").,;:>"
_ADDRESS = re.compile(
    r"(?:(?:https?:)?//)?(?P<host>[a-z0-9.-]+)(?::(?:80|443))?(?P<path>/[^?#\\]*)?(?:[?#].*)?", re.IGNORECASE
)
_BARE = re.compile(r"(?:www\.)?creativecommons\.org/", re.IGNORECASE)
_DOCUMENT = re.compile(r"deed|legalcode|legalcode\.txt|rdf|(?:deed|legalcode)\.[a-z]{2,3}(?:[_@-][a-z]+)*")
_BADGE = re.compile(r"\d+x\d+\.png")
_ESCAPE = re.compile(r"%([0-9a-f]{2})", re.IGNORECASE)
_PLAIN = re.compile(r"[a-z0-9._~+@ -]", re.IGNORECASE)
_TOOLS = frozenset({"zero", "mark", "certification"})
_EXPLAINERS = {
    ("share-your-work", "public-domain", "cc0"): "cc:zero/1.0",
    ("share-your-work", "public-domain", "pdm"): "cc:mark/1.0",
    ("about", "cc0"): "cc:zero/1.0",
}


@lru_cache(maxsize=4096)
def key_of_url(text: str) -> UrlReading:
    """Give the license key of an address, with the certainty of the reading."""
    trimmed = text.strip(_TRIM_LEFT).rstrip(_TRIM_RIGHT)
    found = _ADDRESS.fullmatch(trimmed)
    if found is None or "\\" in text or not ("//" in trimmed[:8] or _BARE.match(trimmed)):
        return _REJECT
    host = found["host"].lower()
    parts = _segments(found["path"] or "")
    if not parts:
        return _REJECT
    if host in _BADGE_HOSTS:
        return _badge(parts)
    return _page(parts) if host in _HOSTS else _REJECT


def is_license_page(text: str) -> bool:
    """Say whether an address lies among the license pages of Creative Commons, readable or not."""
    found = _ADDRESS.fullmatch(text.strip(_TRIM_LEFT).rstrip(_TRIM_RIGHT))
    if found is None or found["host"].lower() not in _HOSTS:
        return False
    return (found["path"] or "").lower().lstrip("/").startswith(("licenses/", "publicdomain/"))


def _segments(path: str) -> tuple[str, ...]:
    """Give the path's parts in lower case, decoded once; empty when it hides something."""
    parts: list[str] = []
    for raw in path.split("/"):
        if not raw:
            continue
        part = _ESCAPE.sub(lambda hit: chr(int(hit[1], 16)), raw).lower()
        if not all(map(_PLAIN.fullmatch, part)):
            return ()
        parts.append(part)
    return tuple(parts)


def _badge(parts: tuple[str, ...]) -> UrlReading:
    category = {"l": "licenses", "p": "publicdomain"}.get(parts[0])
    if category is None or not _BADGE.fullmatch(parts[-1]):
        return _REJECT
    read = _page((category, *parts[1:-1]))
    return UrlReading(read.key, "weak") if read.outcome == "exact" else read


def _page(parts: tuple[str, ...]) -> UrlReading:
    if parts in _EXPLAINERS:
        return UrlReading(_EXPLAINERS[parts], "weak")
    if _DOCUMENT.fullmatch(parts[-1]):
        parts = parts[:-1]
    if not 2 <= len(parts) <= 4 or parts[0] not in {"licenses", "publicdomain"}:
        return _REJECT
    category, unit, *edition = parts
    whole = f"cc:{'/'.join(parts[1:])}"
    if category == "licenses" and whole in UNUSABLE:
        return UrlReading(whole, "hold")
    if unit in {"sampling ", "nc-sampling "}:  # a plus sign that arrived as a space
        unit = unit.replace(" ", "+")
    if unit not in {*EDITIONS, "by-nd-nc"} or (category == "publicdomain") != (unit in _TOOLS):
        return _REJECT
    return _edition(unit, *edition)


def _edition(unit: str, version: str = "", port: str = "") -> UrlReading:
    if not version:
        return _REJECT if unit == "by-nd-nc" else UrlReading(key_of(unit), "hold")
    if (unit == "by-nd-nc") != ((unit, version) == ("by-nd-nc", "1.0")) or (unit, version) == ("by-nc-nd", "1.0"):
        return _REJECT  # by-nd-nc is the spelling of 1.0 alone
    unit = "by-nc-nd" if unit == "by-nd-nc" else unit
    return UrlReading(key_of(unit, version, port), "exact") if exists(unit, version, port) else _REJECT
