"""What was withdrawn is known twice: in the store, and in the manifest beside the feeds.

A database that is new or was restored learns from the manifest what must not come back; the manifest learns from
the store what no release of a feed has told it.
"""

from __future__ import annotations

from syndicator.model.base import Instant
from syndicator.model.config import Act, ActKind
from syndicator.model.reasons import Reason
from syndicator.model.records import LedgerEvent, Withdrawn
from syndicator.publish import Folder
from syndicator.store import Store

BY = "manifest.json"
"""Who speaks where the manifest does, in acts and in the ledger."""


def recall(store: Store, folder: Folder, at: Instant) -> None:
    """Take into the store what the manifest remembers and the store does not know; the ledger says so."""
    known = {(one.id, one.feed) for one in (*store.withdrawn(), *_taken_down(store))}
    unknown = [one for one in folder.manifest().withdrawn if (one.id, one.feed) not in known]
    for one in unknown:
        if not one.feed:
            why = f"taken down on {one.when:%Y-%m-%d}, before this database; the manifest of the feeds remembers it"
            store.record_act(Act(kind=ActKind.TAKEDOWN, entry=one.id, by=BY, at=one.when, why=why))
    left = [one for one in unknown if one.feed]
    if left:
        store.take_in(left, [_event(one) for one in left], at=at)


def remember(store: Store, folder: Folder) -> None:
    """Have the manifest remember every takedown, of entries that were live nowhere too, and all that left a feed."""
    folder.remember((*store.withdrawn(), *_taken_down(store)))


def _taken_down(store: Store) -> tuple[Withdrawn, ...]:
    return tuple(
        Withdrawn(id=act.entry, when=act.at, reason=Reason.TAKEDOWN)
        for act in store.acts()
        if act.kind is ActKind.TAKEDOWN and act.feed is None
    )


def _event(one: Withdrawn) -> LedgerEvent:
    return LedgerEvent(
        event="withdrawal",
        subject=one.id,
        feed=one.feed,
        by=BY,
        reasons=(str(one.reason),),
        message=f"It left on {one.when:%Y-%m-%d}, before this database; the manifest of the feeds remembers it.",
    )
