"""How fast feeds are judged, on one core: megabytes a second over real feeds and over one big feed, and the memory."""

from __future__ import annotations

import gc
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable

from lxml import etree

from syndicator.__main__ import SPARING
from syndicator.validate import validate
from tools.acceptance_rows import shared_folder

TARGET_MB_A_SECOND = 20
BIG_TARGET_S = 1.0
_ROUNDS = 7
_ENTRY = """<item><title>Why the tide came in {number} times</title><link>https://gazette.example/{number}</link>
<guid isPermaLink="false">tag:gazette.example,2026:{number}</guid><pubDate>Fri, 20 Nov 2026 10:00:05 +0000</pubDate>
<description>&lt;p&gt;{text}&lt;/p&gt;</description></item>
"""
_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>The Sample Gazette</title><link>https://gazette.example/</link><description>Sea</description>
"""


def big_feed() -> bytes:
    """Give a feed of five megabytes, with entries of four kilobytes."""
    text = "Two tides in one day, &lt;em&gt;said&lt;/em&gt; the harbor master. " * 58
    entries = (_ENTRY.format(number=number, text=text) for number in range(1_250))
    return (_HEAD + "".join(entries) + "</channel></rss>\n").encode()


def _real_feeds() -> list[bytes]:
    shared = shared_folder()
    if shared is None:
        return []
    with tarfile.open(shared / "data" / "real-feeds.tar.xz") as archive:
        files = [archive.extractfile(member) for member in archive if member.isfile() and "index" not in member.name]
        bodies = [file.read() for file in files if file is not None]
    return [body for body in bodies if body.lstrip()[:1] in {b"<", b"\xef"}]


def _best_s(judge: Callable[[bytes], object], bodies: list[bytes]) -> float:
    spent = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        for body in bodies:
            judge(body)
        spent.append(time.process_time() - start)
    return min(spent)


def _tree(body: bytes) -> None:
    try:
        etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return


_PEAK = """
import re, sys
from pathlib import Path
from syndicator.validate import validate
peak = lambda: int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
body = sys.stdin.buffer.read()
validate(body[:2000])
before = peak()
validate(body)
print(peak() - before)
"""


def _peak_times(body: bytes) -> float:
    """Give how many times a document's size the memory grows while it is judged, in a process of its own."""
    ran = subprocess.run([sys.executable, "-c", _PEAK], input=body, capture_output=True, check=True)
    return int(ran.stdout) * 1024 / len(body)


def main() -> None:
    """Print the figures: the best of seven rounds, and how many times longer than making the tree alone."""
    gc.set_threshold(*SPARING)  # as the program runs
    print("\n| judging | MB | MB a second | at least | times the tree alone |\n|---|---|---|---|---|")
    for name, bodies, least in (
        ("real feeds", _real_feeds(), f"{TARGET_MB_A_SECOND}"),
        ("one feed of 5 MB", [big_feed()], f"{5 / BIG_TARGET_S:.0f}"),
    ):
        if not bodies:
            print(f"| {name} | not here: set SYNDICATOR_SHARED | | | |")
            continue
        size_mb = sum(map(len, bodies)) / 1e6
        ours, tree = _best_s(validate, bodies), _best_s(_tree, bodies)
        print(f"| {name} | {size_mb:.1f} | {size_mb / ours:.1f} | {least} | {ours / tree:.1f} |")
    print(f"\nMemory grows by {_peak_times(big_feed()):.1f} times the size of the feed of 5 MB while it is judged.")
