"""What a host allows robots to fetch, and the one module that knows protego (RFC 9309)."""

from __future__ import annotations

from urllib.parse import urlsplit

from protego import Protego

ROBOT = "syndicator"
"""The product token under which rules for us stand (RFC 9309 2.2.1)."""


def robots_url(url: str) -> str:
    """Give where a host's rules for an address stand."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


def tdm_url(url: str) -> str:
    """Give where a host's reservations for text and data mining stand (TDMRep)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/.well-known/tdmrep.json"


def may_fetch(rules: str, url: str) -> bool:
    """Tell whether rules let this program fetch an address. Rules that can not be read forbid it."""
    try:
        return bool(Protego.parse(rules).can_fetch(url, ROBOT))
    except (ValueError, RecursionError):
        return False
