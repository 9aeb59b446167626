"""What is known of output feeds: decisions, what is live, charges, and the state between commit and swap."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from syndicator.model.base import Instant
from syndicator.model.reasons import Reason
from syndicator.model.records import DecisionRecord, FeedState, LiveEntry, ReleaseRecord, Withdrawn
from syndicator.store import ledger
from syndicator.store.chunks import chunks
from syndicator.store.codec import unreadable
from syndicator.store.tables import decision, entry, feed
from syndicator.store.tables import live as live_table

_FEED = select(feed).where(feed.c.name == bindparam("name"))
_feed = insert(feed)
_SAVE_FEED = _feed.on_conflict_do_update(
    index_elements=[feed.c.name],
    set_={name: _feed.excluded[name] for name in ("generation", "inputs", "next_release", "files", "published", "at")},
)
_MARK_PUBLISHED = (
    update(feed)
    .where(feed.c.name == bindparam("the_feed"), feed.c.generation == bindparam("the_generation"))
    .values(published=1, at=bindparam("the_at"))
)
_LIVE = select(live_table).where(live_table.c.feed == bindparam("feed")).order_by(live_table.c.id)
_live = insert(live_table)
_SAVE_LIVE = _live.on_conflict_do_update(
    index_elements=[live_table.c.feed, live_table.c.id],
    set_={name: _live.excluded[name] for name in ("digest", "state", "when", "reason")},
)
_WITHDRAWN = select(live_table).where(live_table.c.state == "withdrawn").order_by(live_table.c.id, live_table.c.feed)
_TAKE_IN = _live.on_conflict_do_update(
    index_elements=[live_table.c.feed, live_table.c.id],
    set_={name: _live.excluded[name] for name in ("state", "when", "reason")},
)
_TO_BE_RELEASED = update(feed).values(published=0)
_DROP_LIVE = delete(live_table).where(
    live_table.c.feed == bindparam("the_feed"), live_table.c.id == bindparam("the_id")
)
_DECISIONS = select(decision).order_by(decision.c.feed, decision.c.id)
_decision = insert(decision)
_SAVE_DECISION = _decision.on_conflict_do_update(
    index_elements=[decision.c.feed, decision.c.id],
    set_={
        name: _decision.excluded[name]
        for name in ("kind", "reasons", "message", "until", "at", "title", "link", "publisher")
    },
)
_UNCHARGED = select(entry.c.no, entry.c.id, entry.c.publisher, entry.c.contested).where(
    entry.c.id.in_(bindparam("ids", expanding=True)), entry.c.first_live.is_(None)
)
_CHARGE = update(entry).where(entry.c.no == bindparam("the_no")).values(first_live=bindparam("first_live"))


def feed_state(connection: Connection, name: str) -> FeedState | None:
    """Give what is known of a feed."""
    row = connection.execute(_FEED, {"name": name}).one_or_none()
    if row is None:
        return None
    try:
        files = tuple((file, digest) for file, digest in json.loads(row.files))
    except ValueError as error:
        raise unreadable(f"the state of feed {name!a}") from error
    return FeedState(
        name=row.name,
        generation=row.generation,
        inputs=row.inputs,
        next_release=row.next_release,
        files=files,
        published=bool(row.published),
    )


def live(connection: Connection, feed_name: str) -> tuple[LiveEntry, ...]:
    """Give what is live in a feed, by id."""
    return tuple(_live_entry(row) for row in connection.execute(_LIVE, {"feed": feed_name}))


def withdrawn(connection: Connection) -> tuple[Withdrawn, ...]:
    """Give what left any feed for good, by id and feed."""
    found = (_live_entry(row) for row in connection.execute(_WITHDRAWN))
    return tuple(Withdrawn(id=one.id, feed=one.feed, when=one.when, reason=one.reason) for one in found if one.reason)


def take_in(connection: Connection, gone: Sequence[Withdrawn]) -> None:
    """Write what left feeds before this database knew; every feed is due again because of it."""
    rows = [{**dict(one), "digest": "", "state": "withdrawn", "reason": one.reason.value} for one in gone]
    connection.execute(_TAKE_IN, rows)
    connection.execute(_TO_BE_RELEASED)


def decisions(connection: Connection, kinds: Sequence[str], feeds: Sequence[str]) -> tuple[DecisionRecord, ...]:
    """Give the latest decisions, by feed and id."""
    statement = _DECISIONS
    if kinds:
        statement = statement.where(decision.c.kind.in_(list(kinds)))
    if feeds:
        statement = statement.where(decision.c.feed.in_(list(feeds)))
    return tuple(_decision_record(row) for row in connection.execute(statement))


def record(connection: Connection, release: ReleaseRecord) -> int:
    """Write a release within the caller's transaction; give its generation."""
    before = feed_state(connection, release.feed)
    generation = (before.generation if before is not None else 0) + 1
    connection.execute(
        _SAVE_FEED,
        [
            {
                "name": release.feed,
                "generation": generation,
                "inputs": release.inputs,
                "next_release": release.next_release,
                "files": json.dumps(release.files, ensure_ascii=False),
                "published": 0,
                "at": release.at,
            }
        ],
    )
    _write_decisions(connection, release)
    _write_live(connection, release)
    _charge(connection, release)
    ledger.append(connection, release.events, release.at)
    return generation


def mark_published(connection: Connection, feed_name: str, generation: int, at: Instant) -> None:
    """Note that a generation's files are live, unless a newer one was recorded."""
    connection.execute(_MARK_PUBLISHED, [{"the_feed": feed_name, "the_generation": generation, "the_at": at}])


def _write_decisions(connection: Connection, release: ReleaseRecord) -> None:
    stored = {(old.feed, old.id): old for old in decisions(connection, (), (release.feed,))}
    rows = [
        {
            **dict(new),
            "reasons": json.dumps([reason.value for reason in new.reasons]),
        }
        for new in release.decisions
        if not _same(stored.get((new.feed, new.id)), new)
    ]
    if rows:
        connection.execute(_SAVE_DECISION, rows)


def _same(old: DecisionRecord | None, new: DecisionRecord) -> bool:
    return old is not None and old.model_copy(update={"at": new.at}) == new


def _write_live(connection: Connection, release: ReleaseRecord) -> None:
    stored = {old.id: old for old in live(connection, release.feed)}
    now = {new.id: new for new in release.live}
    rows = [
        {**dict(new), "feed": release.feed, "reason": new.reason.value if new.reason else None}
        for new in now.values()
        if stored.get(new.id) != new
    ]
    if rows:
        connection.execute(_SAVE_LIVE, rows)
    gone = [{"the_feed": release.feed, "the_id": id_} for id_ in stored if id_ not in now]
    if gone:
        connection.execute(_DROP_LIVE, gone)


def _charge(connection: Connection, release: ReleaseRecord) -> None:
    """Set first-live of what goes live: of the entry that had the id first, and of any other that was permitted."""
    permitted = {(made.id, made.publisher) for made in release.decisions if made.kind == "permit"}
    rows = [
        {"the_no": row.no, "first_live": release.at}
        for piece in chunks(sorted(set(release.charged)))
        for row in connection.execute(_UNCHARGED, {"ids": list(piece)})
        if not row.contested or (row.id, row.publisher) in permitted
    ]
    if rows:
        connection.execute(_CHARGE, rows)


def _live_entry(row: Row[*tuple[Any, ...]]) -> LiveEntry:
    try:
        return LiveEntry(
            feed=row.feed,
            id=row.id,
            digest=row.digest,
            state=row.state,
            when=row.when,
            reason=None if row.reason is None else Reason(row.reason),
        )
    except ValueError as error:
        raise unreadable(f"a live entry of feed {row.feed!a}") from error


def _decision_record(row: Row[*tuple[Any, ...]]) -> DecisionRecord:
    try:
        return DecisionRecord(
            feed=row.feed,
            id=row.id,
            kind=row.kind,
            reasons=tuple(Reason(code) for code in json.loads(row.reasons)),
            message=row.message,
            until=row.until,
            at=row.at,
            title=row.title,
            link=row.link,
            publisher=row.publisher,
        )
    except ValueError as error:
        raise unreadable(f"a decision of feed {row.feed!a}") from error
