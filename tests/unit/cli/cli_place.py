"""A configuration folder to give commands, with nothing in it that would be polled."""

from __future__ import annotations

from pathlib import Path

from harness.commands import command
from harness.program import Ran

MAIN = 'contact = "https://news.sampletown.org/about"\nbase_url = "https://feeds.sampletown.org/"\n'
LOCAL = MAIN + '[poll]\nhost_gap = "0s"\nallow = ["127.0.0.1/32:9"]\n'
SOURCE = 'url = "http://127.0.0.1:9/gazette"\n'
FEED = 'title = "World"\ndescription = "D"\nsources = ["gazette"]\n'


class Desk:
    """A folder with a configuration, and commands given on it."""

    def __init__(self, folder: Path, files: dict[str, str] | None = None) -> None:
        self.folder = folder
        whole = {"syndicator.toml": LOCAL, "sources/gazette.toml": SOURCE, "feeds/world.toml": FEED, **(files or {})}
        for name, text in whole.items():
            path = folder / "config" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    @property
    def data(self) -> Path:
        """Give the data folder."""
        return self.folder / "var"

    @property
    def database(self) -> Path:
        """Give the database's file."""
        return self.data / "syndicator.db"

    def run(self, *args: str, stdin: bytes = b"") -> Ran:
        """Give what a command on this configuration ended in."""
        return command("--config", self.folder / "config", *args, stdin=stdin)

    def everything(self) -> dict[str, bytes]:
        """Give every file below the folder with its bytes."""
        files = (path for path in sorted(self.folder.rglob("*")) if path.is_file())
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in files}
