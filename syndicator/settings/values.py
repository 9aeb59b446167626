"""The whole configuration as one frozen value."""

from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from syndicator.model.base import Value
from syndicator.model.config import Act, Feed, Source, Use
from syndicator.publishers import Registry


class Pace(Value):
    """How fast upstreams may be asked, and which addresses beside public ones."""

    interval: timedelta = timedelta(hours=1)
    host_gap: timedelta = timedelta(seconds=2)
    host_concurrency: int = 1
    concurrency: int = 16
    allow: tuple[str, ...] = ()
    """"CIDR:port" entries that the address guard lets through."""


class Serve(Value):
    """Where the daemon serves the feeds over HTTP. Empty: it does not."""

    listen: str = ""


class Demo(Value):
    """Where the sample upstream listens. Empty: it does not run."""

    listen: str = ""


class Main(Value):
    """The values of ``syndicator.toml``."""

    contact: str
    base_url: str
    feeds_dir: str = "feeds"
    data_dir: str = "var"
    database: str = "sqlite"
    use: Use = Use()
    poll: Pace = Pace()
    serve: Serve = Serve()
    demo: Demo = Demo()


class Settings(NamedTuple):
    """Everything an operator configured, checked as a whole."""

    folder: Path
    """The config folder itself."""
    main: Main
    sources: tuple[Source, ...]
    feeds: tuple[Feed, ...]
    acts: tuple[Act, ...]
    """The editorial acts of ``approvals.toml``."""
    registry: Registry

    @property
    def feeds_dir(self) -> Path:
        """Where feeds are written: relative paths start at the folder that holds the config folder."""
        return self.folder.parent / self.main.feeds_dir

    @property
    def data_dir(self) -> Path:
        """Where the database, the lock and the socket live."""
        return self.folder.parent / self.main.data_dir

    def source(self, source_id: str) -> Source | None:
        """Give a source by id."""
        return next((source for source in self.sources if source.id == source_id), None)

    def feed(self, name: str) -> Feed | None:
        """Give an output feed by name."""
        return next((feed for feed in self.feeds if feed.name == name), None)
