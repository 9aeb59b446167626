"""Read ``config/`` and the environment into frozen, checked values; all faults at once.

Takes: a folder of TOML files, and environment variables as a mapping.
Gives: one ``Settings``, or a ``ConfigError`` with every fault, each with file, key, line, reason and hint.
Touches: files of that folder, to read them.
Knows: the standard library's TOML reader.
Holds: nothing after ``load``; YAML and JSON are not configuration, under any file name.
Change here when: an operator can say something new.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from syndicator.errors import ConfigError, Fault
from syndicator.model.base import Value, utc
from syndicator.model.config import Act, ActKind, Feed, Source
from syndicator.publishers import load_registry
from syndicator.settings import checks, files
from syndicator.settings.values import Demo, Main, Pace, Serve, Settings

__all__ = ["Demo", "Main", "Pace", "Serve", "Settings", "load"]

MAIN = "syndicator.toml"
APPROVALS = "approvals.toml"
FOLDERS = ("sources", "feeds", "publishers")

ENVIRONMENT = {
    "SYNDICATOR_CONTACT": ("contact",),
    "SYNDICATOR_BASE_URL": ("base_url",),
    "SYNDICATOR_DATABASE": ("database",),
    "SYNDICATOR_DATA_DIR": ("data_dir",),
    "SYNDICATOR_FEEDS_DIR": ("feeds_dir",),
    "SYNDICATOR_LISTEN": ("serve", "listen"),
}
"""Environment variables that override a key of ``syndicator.toml``."""


def load(folder: Path, environ: Mapping[str, str]) -> Settings:
    """Give the checked configuration of a folder.

    Raises:
        ConfigError: with every fault found, each with file, key, reason and hint.
    """
    faults: list[Fault] = []
    if not folder.is_dir():
        hint = "make one with `syndicator init`, or name another with --config"
        raise ConfigError((Fault(str(folder), "", "is not a folder", hint),))
    texts = _texts(folder, faults)
    main = _main(texts.pop(MAIN, None), environ, folder, faults)
    interval = main.poll.interval if main else Pace().interval
    sources = _sources(_under(texts, "sources"), interval.total_seconds(), faults)
    feeds = _feeds(_under(texts, "feeds"), main, faults)
    acts = _acts(texts.get(APPROVALS), faults)
    overrides = {Path(name).stem: text for name, text in _under(texts, "publishers").items()}
    registry = load_registry(overrides)
    if isinstance(registry, tuple):
        faults += registry
    if main:
        faults += checks.whole(main, sources, feeds)
    if faults or main is None or isinstance(registry, tuple):
        raise ConfigError(tuple(sorted(faults)))
    return Settings(folder.resolve(), main, sources, feeds, acts, registry)


def _texts(folder: Path, faults: list[Fault]) -> dict[str, str]:
    """Read every TOML file of the folder by its relative name; name what does not belong there."""
    texts: dict[str, str] = {}
    found = [folder, *(folder / name for name in FOLDERS if (folder / name).is_dir())]
    for path in sorted(path for place in found for path in place.iterdir()):
        name = str(path.relative_to(folder))
        if path.suffix.lower() in {".yaml", ".yml", ".json"}:
            faults.append(Fault(name, "", "is not TOML", "configuration is TOML only; rewrite it as .toml"))
        elif path.suffix == ".toml":
            if path.parent == folder and path.name not in {MAIN, APPROVALS}:
                hint = f"known here: {MAIN}, {APPROVALS}; sources/, feeds/ and publishers/ hold the rest"
                faults.append(Fault(name, "", "is not a file that is read", hint))
                continue
            text = files.read_text(path, name)
            if isinstance(text, Fault):
                faults.append(text)
            else:
                texts[name] = text
    return texts


def _under(texts: Mapping[str, str], folder: str) -> dict[str, str]:
    return {name: text for name, text in texts.items() if name.startswith(f"{folder}/")}


def _main(text: str | None, environ: Mapping[str, str], folder: Path, faults: list[Fault]) -> Main | None:
    if text is None:
        if not any(fault.file == MAIN for fault in faults):
            hint = "make a new set with `syndicator init`, or name another folder with --config"
            faults.append(Fault(str(folder / MAIN), "", "is missing", hint))
        return None
    tables = files.parse(text, MAIN)
    if isinstance(tables, Fault):
        faults.append(tables)
        return None
    for variable, keys in ENVIRONMENT.items():
        if environ.get(variable):
            *parents, last = keys
            table: Any = tables
            for parent in parents:
                table = table.setdefault(parent, {})
            if isinstance(table, dict):
                table[last] = environ[variable]
    value, found = files.build(Main, tables, MAIN, text, durations=("poll.interval", "poll.host_gap"))
    faults += found
    return value


def _tables(texts: Mapping[str, str], faults: list[Fault]) -> list[tuple[str, str, dict[str, Any]]]:
    read = []
    for name, text in texts.items():
        tables = files.parse(text, name)
        if isinstance(tables, Fault):
            faults.append(tables)
        else:
            read.append((name, text, tables))
    return read


def _sources(texts: Mapping[str, str], interval_s: float, faults: list[Fault]) -> tuple[Source, ...]:
    sources = []
    for name, text, tables in _tables(texts, faults):
        tables.setdefault("interval", f"{int(interval_s)}s")
        source, found = files.build(Source, tables, name, text, durations=("interval",), reserved=("id",))
        faults += found
        if source:
            faults += checks.source(source, name, text)
            sources.append(source)
    return tuple(sources)


def _feeds(texts: Mapping[str, str], main: Main | None, faults: list[Fault]) -> tuple[Feed, ...]:
    feeds = []
    for name, text, tables in _tables(texts, faults):
        defaults = main.use.model_dump() if main else {}
        use = tables.get("use", {})
        if isinstance(use, dict):
            tables["use"] = {**defaults, **use}
        feed, found = files.build(Feed, tables, name, text, reserved=("name",))
        faults += found
        if feed:
            faults += checks.feed(feed, name, text)
            feeds.append(feed)
    return tuple(feeds)


class _FiledAct(Value):
    """One table of ``approvals.toml``; ``at`` may be a day or an instant."""

    entry: str
    by: str
    at: Any
    why: str
    feed: str | None = None
    revision: str | None = None
    author: str | None = None
    name: str | None = None


def _acts(text: str | None, faults: list[Fault]) -> tuple[Act, ...]:
    if text is None:
        return ()
    tables = files.parse(text, APPROVALS)
    if isinstance(tables, Fault):
        faults.append(tables)
        return ()
    known = {kind.value for kind in ActKind}
    for key in sorted(set(tables) - known):
        hint = "write [[approve]], [[refuse]], [[takedown]] or [[remove-name]]"
        faults.append(Fault(APPROVALS, key, "unknown key", hint, files.line_of(text, (key,))))
    acts = []
    for kind in ActKind:
        listed = tables.get(kind.value, [])
        if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
            hint = f"write each act as a table of its own, under [[{kind}]]"
            faults.append(
                Fault(APPROVALS, kind.value, "is no list of tables", hint, files.line_of(text, (kind.value,)))
            )
            continue
        for number, table in enumerate(listed):
            filed, found = files.build(_FiledAct, table, APPROVALS, text)
            faults += [fault._replace(key=f"{kind.value}.{number}.{fault.key}") for fault in found]
            if filed:
                faults += (
                    Fault(APPROVALS, f"{kind.value}.{number}.{key}", reason, hint)
                    for key, reason, hint in checks.act(kind, filed.model_dump())
                )
            at = checks.instant(filed.at) if filed else None
            if filed and at is None:
                hint = "write at = 2026-11-20 or at = 2026-11-20T08:00:00Z"
                faults.append(Fault(APPROVALS, f"{kind.value}.{number}.at", "is no date", hint))
            elif filed and at:
                acts.append(Act(kind=kind, **{**filed.model_dump(), "at": utc(at)}))
    return tuple(acts)
