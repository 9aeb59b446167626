"""What is live, and what never will be again, as a file to be reviewed as a diff.

Keys are sorted, one entry id stands on a line, and nothing of a machine. Of what was withdrawn it keeps id, feed,
instant and reason for ever: a database that was lost learns from here what must not come back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from syndicator.errors import StoreError
from syndicator.model.base import Value
from syndicator.model.records import Withdrawn

FILE_NAME = "manifest.json"


class LiveFile(Value):
    """One published file."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size_bytes: int


class LiveFeed(Value):
    """One published feed: its files by name, its entry ids in the feed's order."""

    name: str
    files: tuple[LiveFile, ...]
    entry_ids: tuple[str, ...]


class Manifest(Value):
    """Everything that is live, by name of the feed."""

    feeds: tuple[LiveFeed, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    """By id and feed."""

    def feed(self, name: str) -> LiveFeed | None:
        """Give one feed, or None when it is not live."""
        return next((feed for feed in self.feeds if feed.name == name), None)

    def file(self, name: str) -> LiveFile | None:
        """Give one file, or None when it is not live."""
        return next((file for feed in self.feeds for file in feed.files if file.name == name), None)

    def with_feed(self, feed: LiveFeed) -> Manifest:
        """Give the manifest with this feed in place of the one of its name."""
        others = self.without_feed(feed.name).feeds
        return self.model_copy(update={"feeds": tuple(sorted((*others, feed), key=lambda live: live.name))})

    def without_feed(self, name: str) -> Manifest:
        """Give the manifest without a feed."""
        return self.model_copy(update={"feeds": tuple(feed for feed in self.feeds if feed.name != name)})

    def remembering(self, gone: Iterable[Withdrawn]) -> Manifest:
        """Give the manifest with these beside what it remembers. What is remembered already stays as it is."""
        known = {(one.id, one.feed): one for one in (*gone, *self.withdrawn)}
        return self.model_copy(update={"withdrawn": tuple(one for _, one in sorted(known.items()))})


def to_bytes(manifest: Manifest) -> bytes:
    """Give the manifest's file: the same bytes for the same manifest."""
    feeds = {
        feed.name: {
            "entries": feed.entry_ids,
            "files": {file.name: {"sha256": file.sha256, "size_bytes": file.size_bytes} for file in feed.files},
        }
        for feed in manifest.feeds
    }
    content = json.dumps({"feeds": feeds}, sort_keys=True, indent=1, ensure_ascii=False)
    if manifest.withdrawn:
        lines = ",\n".join(f"  {_line(one)}" for one in manifest.withdrawn)
        content = f'{content.removesuffix("}").rstrip()},\n "withdrawn": [\n{lines}\n ]\n}}'
    return f"{content}\n".encode()


def _line(one: Withdrawn) -> str:
    """Give one withdrawn entry on a line of its own; without a feed where it left them all."""
    fields = {key: value for key, value in one.model_dump(mode="json").items() if value}
    return json.dumps(fields, sort_keys=True, ensure_ascii=False)


def from_bytes(raw: bytes, folder: Path) -> Manifest:
    """Give the manifest that the file of a folder holds; the folder is for the words of an error.

    Raises:
        StoreError: code ``manifest-unreadable`` when it is not what ``to_bytes`` writes.
    """
    try:
        return _read(json.loads(raw))
    except (ValueError, TypeError, AttributeError, KeyError, ValidationError) as error:
        raise StoreError(
            f"{folder / FILE_NAME} is no manifest of ours",
            hint="undo the edit or merge that broke it; where the database is whole it may be deleted and is written "
            "anew, else what it remembers as withdrawn would be lost",
            code="manifest-unreadable",
        ) from error


def _read(content: Any) -> Manifest:
    return Manifest(
        feeds=tuple(
            LiveFeed(
                name=name,
                files=tuple(
                    LiveFile(name=file, sha256=about["sha256"], size_bytes=about["size_bytes"])
                    for file, about in sorted(feed["files"].items())
                ),
                entry_ids=tuple(feed["entries"]),
            )
            for name, feed in sorted(content["feeds"].items())
        )
    ).remembering(Withdrawn.model_validate_json(json.dumps(one)) for one in content.get("withdrawn", ()))
