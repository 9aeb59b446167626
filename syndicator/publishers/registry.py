"""The registry: built-in publishers and an operator's own, each read when it is first asked for."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import Any

from syndicator.errors import Fault
from syndicator.model.terms import Terms
from syndicator.publishers.reading import read_terms

_FOLDER = resources.files("syndicator.publishers") / "registry"
_SUFFIX = ".toml"


class Registry:
    """Terms by publisher id. It decides nothing, and it claims no reading of any page."""

    def __init__(self, own: Mapping[str, Terms]) -> None:
        self._own = dict(own)

    def get(self, publisher: str) -> Terms | None:
        """Give a publisher's terms, or ``None`` where nobody has recorded them."""
        if publisher in self._own:
            return self._own[publisher]
        return _built_in(publisher) if publisher in _built_in_ids() else None

    def ids(self) -> tuple[str, ...]:
        """Give the ids of all publishers, sorted."""
        return tuple(sorted(_built_in_ids() | set(self._own)))

    def counters(self) -> tuple[tuple[str, str], ...]:
        """Give (publisher, regular expression over the whole address) of every page counter that is an image."""
        own = {name: terms.counter.match for name, terms in self._own.items()}
        return tuple(sorted((name, match) for name, match in {**_built_in_counters(), **own}.items() if match))


def load_registry(overrides: Mapping[str, str] | None = None) -> Registry | tuple[Fault, ...]:
    """Give the registry with an operator's files over it, or every fault of those files.

    ``overrides``: publisher id to the text of its TOML file. A built-in publisher's file is extended key by key, a
    table as a whole; a new publisher's file must be complete.
    """
    own: dict[str, Terms] = {}
    faults: list[Fault] = []
    for publisher, text in sorted((overrides or {}).items()):
        read = _overridden(publisher, text)
        if isinstance(read, Terms):
            own[publisher] = read
        else:
            faults.extend(read)
    return tuple(faults) or Registry(own)


def _overridden(publisher: str, text: str) -> Terms | tuple[Fault, ...]:
    file = f"publishers/{publisher}{_SUFFIX}"
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        return (Fault(file, "", f"not valid TOML: {wrong}"),)
    known = publisher in _built_in_ids()
    read = read_terms(publisher, {**(_table(publisher) if known else {}), **table}, file)
    if isinstance(read, Terms) or known:
        return read
    close = get_close_matches(publisher, sorted(_built_in_ids()), n=1)
    hint = f'to change the built-in publisher "{close[0]}", name the file after it' if close else ""
    return tuple(fault._replace(hint=fault.hint or hint) for fault in read)


@cache
def _built_in_ids() -> frozenset[str]:
    return frozenset(file.name.removesuffix(_SUFFIX) for file in _FOLDER.iterdir() if file.name.endswith(_SUFFIX))


@cache
def _built_in(publisher: str) -> Terms:
    read = read_terms(publisher, _table(publisher), f"registry/{publisher}{_SUFFIX}")
    assert isinstance(read, Terms), read
    return read


@cache
def _built_in_counters() -> dict[str, str]:
    """Give the counters of the built-in publishers; only the files that have one are parsed."""
    found: dict[str, str] = {}
    for publisher in _built_in_ids():
        text = (_FOLDER / f"{publisher}{_SUFFIX}").read_text(encoding="utf-8")
        if "[counter]" in text:
            found[publisher] = tomllib.loads(text)["counter"].get("match", "")
    return found


def _table(publisher: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{publisher}{_SUFFIX}").read_text(encoding="utf-8"))
