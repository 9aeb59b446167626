"""Measure the whole program, side by side with other feed programs on the same work, and print one Markdown table.

    python -m bench [--sources 500] [--peers reader1,newsboat,sfeed_etag,rss2email]
                    [--only startup|reading|validating|cycles|warm|memory]

Cycles and peers need the shared bench harness (SYNDICATOR_SHARED, or ``../shared``) and nginx; without them only the
start-up times, the reading of sentences and the judging of feeds are measured. A peer that is not installed is left
out. Seconds of one
machine say little: read ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import reading, validating
from tools.acceptance_rows import ROOT, shared_folder

OUT = ROOT / "bench" / "out"
PROGRAM = str(ROOT / ".venv" / "bin" / "syndicator")
PYTHON = sys.executable
CYCLES = ("cold", "304", "200same", "new1")
TARGETS = {"cold": 4.0, "304": 1.5, "200same": 30.0, "new1": 8.0}
"""At least so many times faster than ``reader`` on the wall clock."""
NEEDED = {"newsboat": "newsboat", "sfeed": "sfeed_update", "sfeed_etag": "sfeed_update", "rss2email": "r2e"}


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, default=500)
    parser.add_argument("--peers", default="reader1,newsboat,sfeed_etag,rss2email")
    parser.add_argument("--only", choices=["startup", "reading", "validating", "cycles", "warm", "memory"])
    asked = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    if asked.only in {None, "startup"}:
        startup()
    if asked.only in {None, "reading"}:
        reading.main()
    if asked.only in {None, "validating"}:
        validating.main()
    harness = (shared_folder() or Path("/nonexistent")) / "bench"
    if asked.only in {"startup", "reading", "validating"}:
        return
    if not (harness / "peers.py").exists() or not shutil.which("nginx"):
        print("\nCycles were not measured: the shared bench harness and nginx are needed.")
        return
    rows = cycles(harness, asked.sources, asked.peers) if asked.only in {None, "cycles"} else []
    if asked.only in {None, "warm", "memory"}:
        served(harness, asked.sources, asked.only, rows)


def startup() -> None:
    """Time what a person waits for: help, and a cycle with nothing due."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        shutil.copytree(ROOT / "config", home / "config")
        text = (home / "config" / "syndicator.toml").read_text(encoding="utf-8")
        (home / "config" / "syndicator.toml").write_text(text.split("[serve]")[0], encoding="utf-8")
        once = [PROGRAM, "--config", str(home / "config"), "once"]
        subprocess.run(once, capture_output=True, check=False)
        print("\n| start | median s | target s |\n|---|---|---|")
        print(f"| `syndicator --help` | {median([PROGRAM, '--help']):.2f} | 0.3 |")
        print(f"| `once` with nothing due | {median(once):.2f} | 0.5 |")


def median(command: Sequence[str], runs: int = 7) -> float:
    """Give the median wall seconds of some runs after a warm-up."""
    seconds = []
    for number in range(runs + 1):
        begin = time.perf_counter()
        subprocess.run(command, capture_output=True, check=False)
        seconds += [time.perf_counter() - begin] if number else []
    return statistics.median(seconds)


def peers_python() -> str:
    """Give a Python of its own that has the peers from PyPI; they do not share our dependencies."""
    folder = OUT / "peers"
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([PYTHON, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "psutil", "reader", "sgmllib3k"], check=True)
    return str(python)


def cycles(harness: Path, sources: int, peers: str) -> list[dict[str, Any]]:
    """Run ours and the peers through four cycles in one run, and print the table of ratios."""
    subprocess.run([PYTHON, "-m", "compileall", "-q", str(ROOT / "syndicator")], check=True, env=compiling())
    names = [one for one in peers.split(",") if one and (one not in NEEDED or shutil.which(NEEDED[one]))]
    result = OUT / "cycles.json"
    work = OUT / "run"
    shutil.rmtree(work, ignore_errors=True)
    command = [peers_python(), str(harness / "peers.py"), "--sources", str(sources), "--peers", ",".join(names)]
    command += ["--dir", str(work), "--json", str(result)]
    command += ["--setup", f"syndicator={PYTHON} {ROOT / 'bench' / 'configure.py'} $BENCH_HOME $BENCH_URLS"]
    command += ["--extra", f"syndicator={PROGRAM} --config $BENCH_HOME/config once > $BENCH_HOME/out.$BENCH_CYCLE 2>&1"]
    subprocess.run(command, check=True)
    rows: list[dict[str, Any]] = json.loads(result.read_text(encoding="utf-8"))
    print_cycles(rows, sources)
    return rows


def print_cycles(rows: list[dict[str, Any]], sources: int) -> None:
    """Print wall seconds of everybody and our ratio to ``reader``."""
    wall = {(row["peer"], row["cycle"]): row["wall"] for row in rows}
    peers = list(dict.fromkeys(row["peer"] for row in rows))
    print(f"\n{sources} full-text sources, wall seconds; ours publishes ten feeds in RSS and Atom\n")
    print("| cycle | " + " | ".join(peers) + " | times faster than reader | at least |")
    print("|---" * (len(peers) + 3) + "|")
    for cycle in CYCLES:
        cells = " | ".join(f"{wall[one, cycle]:.2f}" for one in peers)
        ratio = wall.get(("reader1", cycle), float("nan")) / wall["syndicator", cycle]
        print(f"| {cycle} | {cells} | {ratio:.1f} | {TARGETS[cycle]:g} |")


def served(harness: Path, sources: int, only: str | None, rows: list[dict[str, Any]]) -> None:
    """Measure against a running upstream: cycles inside one process, and memory of the process tree."""
    sys.path.insert(0, str(harness))
    import serve  # type: ignore[import-not-found]  # of the shared harness

    work = OUT / "warm"
    shutil.rmtree(work, ignore_errors=True)
    (work / "web").mkdir(parents=True)
    corpus = [PYTHON, str(harness / "corpus.py"), "make", str(work / "web"), "--sources", str(sources)]
    subprocess.run(corpus, check=True, stdout=subprocess.DEVNULL)
    server = serve.Server(str(work / "web"))
    try:
        urls = str(work / "web" / "urls.txt")
        subprocess.run([PYTHON, str(ROOT / "bench" / "configure.py"), str(work), urls], check=True)
        peak = memory([PROGRAM, "--config", str(work / "config"), "once"])
        print(f"\nPeak memory of the process tree in the cold cycle (PSS): {peak / 1e6:.0f} MB; at most 300.")
        if only != "memory":
            warm(work, {row["cycle"]: row["wall"] for row in rows if row["peer"] == "reader1"}.get("304"))
    finally:
        server.stop()


def warm(home: Path, reader: float | None) -> None:
    """Print the 304 cycle inside a running process, and its ratio to ``reader`` when that was measured too."""
    command = [PYTHON, str(ROOT / "bench" / "warm.py"), str(home), "7"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    seconds = [float(line.split()[0]) for line in done.stdout.splitlines()][1:]
    ratio = f"; {reader / statistics.median(seconds):.1f} times faster than reader, at least 3" if reader else ""
    print(f"\nThe 304 cycle inside a running process: {statistics.median(seconds):.2f} s{ratio}.")


def memory(command: Sequence[str]) -> int:
    """Run a command and give the highest sum of proportional set sizes of its process tree, in bytes."""
    import psutil

    process = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        total = 0
        for one in [process, *process.children(recursive=True)]:
            try:
                total += one.memory_full_info().pss
            except psutil.Error:
                continue
        peak = max(peak, total)
        time.sleep(0.05)
    return peak


def compiling() -> dict[str, str]:
    """Give the environment without what keeps Python from writing compiled files."""
    return {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


if __name__ == "__main__":
    main()
