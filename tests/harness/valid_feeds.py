"""Feeds as if they had been validated: for tests of what happens to bytes afterwards."""

from __future__ import annotations

import hashlib

from syndicator.model.findings import ValidFeed


def feed(body: str, format_name: str = "rss", *, name: str = "world", ids: tuple[str, ...] = ("tag:x:1",)) -> ValidFeed:
    """Give bytes with their proof."""
    raw = body.encode()
    digest = hashlib.sha256(raw).hexdigest()
    return ValidFeed(name=name, format=format_name, body=raw, digest=digest, entry_ids=ids)


def pair(word: str, *, name: str = "world") -> tuple[ValidFeed, ValidFeed]:
    """Give one feed in both formats."""
    ids = (f"tag:x:{word}",)
    return feed(f"<rss>{word}</rss>", "rss", name=name, ids=ids), feed(
        f"<feed>{word}</feed>", "atom", name=name, ids=ids
    )
