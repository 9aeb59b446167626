"""Alembic's scripts: one file a schema change, forward only."""
