"""How Alembic reaches the database: over the connection and within the transaction that it is given."""

from alembic import context

from syndicator.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
