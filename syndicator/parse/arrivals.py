"""Give the entries of a document their identity and their dates.

Identity is the publisher and the upstream id (decisions 3); of one id twice in a document, the last by date stands
when both lead to the same place, else each further one gets an id of its own. ``published`` is the upstream's date,
``updated`` moves only when the work did (decisions 4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from syndicator.model.document import Document, Entry
from syndicator.model.identity import is_absolute_iri, key_of, mint
from syndicator.model.records import Arrival, StoredEntry
from syndicator.model.rights import Claim
from syndicator.parse.fingerprint import revision_of

AHEAD_MAX = timedelta(days=7)
"""A date further ahead is no date (decisions 4)."""


class Settled(NamedTuple):
    """What one document brings: its arrivals, and which entry stands behind each digest it lists."""

    arrivals: tuple[Arrival, ...]
    listed: tuple[tuple[str, str], ...]
    """(key, digest) of arrivals and known entries, in the document's order."""
    nameless: int
    """Entries for which ``key_of`` finds no key: nothing tells them from others, so they are left out."""
    doubles: int
    """Entries whose id another entry of the document had already."""


def settle(
    document: Document,
    *,
    publisher: str,
    known: Mapping[str, str],
    priors: Mapping[str, StoredEntry],
    claims_of: Callable[[Entry], tuple[Claim, ...]],
    base_url: str,
    at: datetime,
) -> Settled:
    """Give each unseen entry its key, published id and effective dates; a function of its parameters.

    ``known`` gives the key behind each digest that the source listed before; ``priors`` are the publisher's stored
    entries by key, at least those that ``keys_of`` names. ``base_url`` names whoever mints ids; ``at`` is the instant
    of the poll, aware. An entry known by its digest appears in ``listed`` alone.
    """
    chosen, nameless, doubles = _choose(document, priors)
    keys = {**known, **{prior.entry.digest: key for key, prior in priors.items()}}
    keys.update((entry.digest, key) for key, entry in chosen.items())
    listed = {keys[digest]: digest for digest in document.listed if digest in keys}
    for key, entry in chosen.items():
        listed[key] = entry.digest
    arrivals = []
    for key, entry in chosen.items():
        prior = priors.get(key)
        first_seen = prior.first_seen if prior else at
        published = _published(entry, first_seen, at)
        arrivals.append(
            Arrival(
                key=key,
                id=prior.id if prior else _published_id(entry, key, publisher, base_url, at),
                entry=entry,
                claims=claims_of(entry),
                published=published,
                updated=_updated(entry, prior, published, at),
                first_seen=first_seen,
            )
        )
    return Settled(tuple(arrivals), tuple(listed.items()), nameless, doubles)


def _choose(document: Document, priors: Mapping[str, StoredEntry]) -> tuple[dict[str, Entry], int, int]:
    """Give one entry a key; count the nameless and the doubles.

    A stored entry that the document still lists unchanged holds its key against an unseen one of the same id, so
    that two works under one id do not take turns from poll to poll.
    """
    standing = frozenset(document.listed)
    chosen: dict[str, Entry] = {}
    nameless = doubles = 0
    for entry in document.entries:
        try:
            key = key_of(entry)
        except ValueError:
            nameless += 1
            continue
        own_key = f"{key}#{entry.link or entry.digest}"
        holder = _holder(key, chosen, priors, standing)
        if own_key in priors or (holder is not None and holder.link != entry.link):
            doubles += 1
            key, holder = own_key, _holder(own_key, chosen, priors, standing)
        elif holder is not None:
            doubles += 1
        if holder is None or _newer(entry, holder, ties=key in chosen):
            chosen[key] = entry
    return chosen, nameless, doubles


def _holder(
    key: str, chosen: Mapping[str, Entry], priors: Mapping[str, StoredEntry], standing: frozenset[str]
) -> Entry | None:
    if key in chosen:
        return chosen[key]
    prior = priors.get(key)
    return prior.entry if prior is not None and prior.entry.digest in standing else None


def _newer(entry: Entry, holder: Entry, *, ties: bool) -> bool:
    """Tell whether an entry replaces the holder of its key: by date, and on equal dates as ``ties`` says."""
    ours, theirs = entry.updated or entry.published, holder.updated or holder.published
    if ours is None or theirs is None or ours == theirs:
        return ties if ours == theirs else theirs is None
    return ours > theirs


def _published_id(entry: Entry, key: str, publisher: str, base_url: str, at: datetime) -> str:
    if key == entry.upstream_id and is_absolute_iri(key):
        return key
    return mint(base_url, publisher, key, at)


def _usable(date: datetime | None, first_seen: datetime, at: datetime) -> datetime | None:
    """Give a date that is past, or at most seven days ahead of when the entry was first seen."""
    return date if date is not None and date <= max(at, first_seen + AHEAD_MAX) else None


def _published(entry: Entry, first_seen: datetime, at: datetime) -> datetime:
    """Give the upstream's date: ``published``, else ``updated`` where that is the only one, else first seen."""
    date = entry.published or entry.updated
    return _usable(date, first_seen, at) or first_seen


def _updated(entry: Entry, prior: StoredEntry | None, published: datetime, at: datetime) -> datetime:
    """Give the instant of the work's last change, as far as upstream or we know it."""
    if prior is None:
        return _usable(entry.updated, at, at) or published
    if revision_of(entry) == revision_of(prior.entry):
        return prior.updated
    stated = _usable(entry.updated, at, at)
    moved = stated is not None and stated != prior.entry.updated and stated > prior.updated
    return stated if moved and stated is not None else at


def keys_of(document: Document) -> tuple[str, ...]:
    """Give every key under which an entry of the document may be stored."""
    keys: dict[str, None] = {}
    for entry in document.entries:
        try:
            key = key_of(entry)
        except ValueError:
            continue
        keys |= {key: None, f"{key}#{entry.link or entry.digest}": None}
    return tuple(keys)
