"""Write a configuration for a list of feed addresses: ``configure.py HOME URLS``.

Ten output feeds in RSS and Atom share the sources evenly. Three of five sources of the corpus are RSS under CC BY, two
are Atom under CC BY-ND; a publisher for each stands in for real terms. Every address is on loopback, so that a cycle
may follow a cycle at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import urlsplit

PUBLISHER = """name = "Bench {kind}"
url = "https://bench.example/"
hosts = ["bench.example"]
terms_url = "https://bench.example/terms"
license = "{license}"
automation = "allowed"
own_only = false
review_interval = "36500d"
"""
FEEDS = 10


def main(home: Path, urls: list[str]) -> None:
    """Write ``home/config``."""
    config = home / "config"
    for folder in ("sources", "feeds", "publishers"):
        (config / folder).mkdir(parents=True, exist_ok=True)
    port = urlsplit(urls[0]).port
    (config / "syndicator.toml").write_text(
        'contact = "https://example.org/bench"\nbase_url = "http://127.0.0.1/"\n[poll]\ninterval = "1s"\n'
        f'host_gap = "0s"\nhost_concurrency = 1\nconcurrency = 32\nallow = ["127.0.0.0/8:{port}"]\n'
    )
    for kind, license_key in (("by", "cc:by/4.0"), ("nd", "cc:by-nd/4.0")):
        (config / "publishers" / f"bench-{kind}.toml").write_text(PUBLISHER.format(kind=kind, license=license_key))
    groups: list[list[str]] = [[] for _ in range(FEEDS)]
    for number, url in enumerate(urls):
        name = f"s{number:04}"
        kind = "by" if number % 5 < 3 else "nd"
        (config / "sources" / f"{name}.toml").write_text(
            f'url = "{url}"\npublisher = "bench-{kind}"\nterms_read = {{ by = "Bench", on = 2026-11-01 }}\n'
        )
        groups[number % FEEDS].append(name)
    for number, names in enumerate(groups):
        quoted = ", ".join(f'"{name}"' for name in names)
        (config / "feeds" / f"feed-{number}.toml").write_text(
            f'title = "Feed {number}"\ndescription = "Bench"\nsources = [{quoted}]\n'
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]).read_text().split())
