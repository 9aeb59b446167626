"""The third schema: when a source was last known to show a revision that it shows no more.

Never changed again: a later schema is a later migration.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table. What left a document before nobody noted: it stays unknown."""
    op.create_table(
        "unlisted",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("last_seen", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source", "entry", "digest"),
        sa.ForeignKeyConstraint(["entry"], ["entry.no"]),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("unlisted_entry", "unlisted", ["entry"], unique=False)
