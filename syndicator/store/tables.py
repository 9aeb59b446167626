"""The schema: every table, index and type of the embedded store.

An entry is one row by (publisher, key), with the digest of its current revision; each revision keeps its compressed
payload and what its claims were read as; the raw text of a claim is evidence, stored once by its digest. ``listing``
tells which source shows which revision, ``unlisted`` until when it was known to show one that it shows no more. An
erased payload is empty, an erased raw text is null. Times are UTC text of fixed width, so that they sort as they stand.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from sqlalchemy import (
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

from syndicator.store.codec import unreadable

APPLICATION_ID = 0x53594E44
"""``SYND``: stands in the file's header, so that another program's database is told from ours."""

SCHEMA = 3
"""Number of the schema this code knows; equals the newest migration's number and the file's ``user_version``."""

REVISION = "0003"
"""Name of the newest migration."""


@lru_cache(maxsize=4096)
def instant_text(value: datetime) -> str:
    """Give an instant as UTC text of fixed width (``2026-11-20T08:00:00.000000Z``), which sorts as time does.

    Raises ``TypeError`` for a naive datetime: nobody knows which instant it is.
    """
    if value.tzinfo is None:
        raise TypeError(f"a naive datetime can not be stored: {value!r}")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


class InstantText(TypeDecorator[datetime]):
    """An aware instant, stored as ``instant_text``; a naive one is a ``TypeError``."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002, RUF100 - SQLAlchemy's signature
        """Give the text to store."""
        return None if value is None else instant_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002, RUF100 - SQLAlchemy's signature
        """Give the stored instant back."""
        try:
            return None if value is None else datetime.fromisoformat(value)
        except ValueError as error:
            raise unreadable("an instant") from error


metadata = MetaData()


def _text(name: str, *, primary_key: bool = False) -> Column[str]:
    return Column(name, Text, nullable=False, primary_key=primary_key)


def _number(name: str, *, primary_key: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=False, primary_key=primary_key)


def _instant(name: str) -> Column[datetime]:
    return Column(name, InstantText, nullable=False)


source = Table(
    "source",
    metadata,
    _text("id", primary_key=True),
    _text("publisher"),
    _text("url"),
    Column("validators", Text),
    _text("body_digest"),
    _text("reader"),
    Column("last_attempt", InstantText),
    Column("last_success", InstantText),
    Column("next_due", InstantText),
    _text("due_because"),
    _number("errors"),
    Column("outcome", Text),
    _text("code"),
    _text("message"),
    Column("info", Text),
    Column("claims", Text),
    _number("change"),
    sqlite_strict=True,
)

entry = Table(
    "entry",
    metadata,
    _number("no", primary_key=True),
    _text("publisher"),
    _text("key"),
    _text("id"),
    Column("link", Text),
    _text("source"),
    _text("digest"),
    _instant("first_seen"),
    _instant("published"),
    _instant("updated"),
    Column("first_live", InstantText),
    Column("deleted_upstream", InstantText),
    _number("contested"),
    UniqueConstraint("publisher", "key", name="entry_identity"),
    Index("entry_id", "id"),
    Index("entry_key", "key"),
    Index("entry_link", "link"),
    Index("entry_offered", "publisher", "first_seen"),
    Index("entry_charged", "publisher", "first_live", sqlite_where=text("first_live IS NOT NULL")),
    sqlite_strict=True,
)

revision = Table(
    "revision",
    metadata,
    Column("entry", Integer, ForeignKey("entry.no"), primary_key=True, nullable=False),
    _text("digest", primary_key=True),
    _text("source"),
    _instant("seen"),
    Column("payload", LargeBinary, nullable=False),
    _text("claims"),
    sqlite_strict=True,
)

evidence = Table(
    "evidence",
    metadata,
    _text("digest", primary_key=True),
    Column("raw", LargeBinary),
    sqlite_strict=True,
)

listing = Table(
    "listing",
    metadata,
    _text("source", primary_key=True),
    Column("entry", Integer, ForeignKey("entry.no"), primary_key=True, nullable=False),
    _text("digest"),
    _number("listed"),
    Index("listing_entry", "entry"),
    Index("listing_window", "source", sqlite_where=text("listed = 1")),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

unlisted = Table(
    "unlisted",
    metadata,
    _text("source", primary_key=True),
    Column("entry", Integer, ForeignKey("entry.no"), primary_key=True, nullable=False),
    _text("digest", primary_key=True),
    _instant("last_seen"),
    Index("unlisted_entry", "entry"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

feed = Table(
    "feed",
    metadata,
    _text("name", primary_key=True),
    _number("generation"),
    _text("inputs"),
    Column("next_release", InstantText),
    _text("files"),
    _number("published"),
    _instant("at"),
    sqlite_strict=True,
)

live = Table(
    "live",
    metadata,
    _text("feed", primary_key=True),
    _text("id", primary_key=True),
    _text("digest"),
    _text("state"),
    _instant("when"),
    Column("reason", Text),
    sqlite_strict=True,
)

decision = Table(
    "decision",
    metadata,
    _text("feed", primary_key=True),
    _text("id", primary_key=True),
    _text("kind"),
    _text("reasons"),
    _text("message"),
    Column("until", InstantText),
    _instant("at"),
    _text("title"),
    _text("link"),
    _text("publisher"),
    Index("decision_kind", "kind"),
    sqlite_strict=True,
)

act = Table(
    "act",
    metadata,
    _number("no", primary_key=True),
    _text("digest"),
    _text("body"),
    UniqueConstraint("digest", name="act_once"),
    sqlite_strict=True,
)

ledger = Table(
    "ledger",
    metadata,
    _number("no", primary_key=True),
    _instant("at"),
    _text("body"),
    _text("previous"),
    _text("digest"),
    sqlite_strict=True,
)

ledger_head = Table(
    "ledger_head",
    metadata,
    _number("one", primary_key=True),
    _number("no"),
    _text("digest"),
    sqlite_strict=True,
)

page = Table(
    "page",
    metadata,
    _text("kind", primary_key=True),
    _text("url", primary_key=True),
    _text("publisher"),
    _text("state"),
    Index("page_publisher", "publisher"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

terms_reading = Table(
    "terms_reading",
    metadata,
    _number("no", primary_key=True),
    _text("publisher"),
    _text("url"),
    _text("digest"),
    _text("by"),
    _instant("at"),
    sqlite_strict=True,
)

alembic_version = Table(
    "alembic_version",
    metadata,
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
