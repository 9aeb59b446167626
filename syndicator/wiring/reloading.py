"""What a reload can not change, and what only a restart mends."""

from __future__ import annotations

from syndicator.errors import StoreError, SyndicatorError
from syndicator.settings import Settings


def needs_restart(error: StoreError) -> StoreError:
    """Give the refusal of a reload over a damaged database."""
    return StoreError(error.what, hint="restore a backup, then restart the daemon", code=error.code)


def require_same_places(old: Settings, new: Settings) -> None:
    """Refuse a configuration that moves what the running process has open.

    Raises:
        SyndicatorError: code ``reload-needs-restart``.
    """
    for key, before, after in (
        ("data_dir", old.data_dir, new.data_dir),
        ("feeds_dir", old.feeds_dir, new.feeds_dir),
        ("base_url", old.main.base_url, new.main.base_url),
        ("database", old.main.database, new.main.database),
        ("serve.listen", old.main.serve.listen, new.main.serve.listen),
        ("demo.listen", old.main.demo.listen, new.main.demo.listen),
    ):
        if before != after:
            raise SyndicatorError(
                f"{key} changed from {before} to {after}, which a reload can not do",
                hint="restart the daemon, or put the old value back",
                code="reload-needs-restart",
            )
