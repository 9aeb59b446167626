"""Pages that are looked at beside the feeds, and who read which terms page.

Written out in full and never changed again: a later schema is a later migration.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of pages and of readings."""
    op.create_table(
        "page",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "url"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("page_publisher", "page", ["publisher"])
    op.create_table(
        "terms_reading",
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("no"),
        sqlite_strict=True,
    )
