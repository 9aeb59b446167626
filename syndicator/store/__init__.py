"""Everything that must survive a restart: facts about sources and entries, decisions, acts and the ledger.

Takes: poll records, release records, acts, ledger events, instants.
Gives: stored entries, source states, feed states, decisions, lines of the ledger.
Touches: one SQLite database in the data directory, its backups before a migration, the mount table.
Knows: SQLAlchemy, Alembic, SQLite, zstandard.
Holds: a writer connection that alone writes and checkpoints, and a few readers.
Change here when: something new must survive a restart.
"""

from syndicator.store.opening import open_store
from syndicator.store.store import Store
from syndicator.store.values import HeldRevision, LedgerCheck, LedgerLine, Needed, Piece

__all__ = ["HeldRevision", "LedgerCheck", "LedgerLine", "Needed", "Piece", "Store", "open_store"]
