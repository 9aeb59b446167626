"""Our published files against an upstream's document: nothing but the bytes of both is looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from syndicator.errors import ParseError
from syndicator.validate.untouched import Carried, NotAFeedError, Verdict, compare, entries_of


class Checked(NamedTuple):
    """One published entry and what became of its work; ``absent`` where the upstream's document does not hold it."""

    file: str
    id: str
    title: str
    outcome: str
    message: str
    line: int
    before: str
    published: str
    upstream: str


def checked(files: Mapping[str, bytes], upstream: tuple[str, bytes], entry: str = "") -> tuple[Checked, ...]:
    """Give the verdict on each entry of our files, or on those that ``entry`` names: an id, a link, or a beginning.

    Raises:
        ParseError: a file is no feed that can be read.
    """
    theirs = _Upstream(_read(*upstream))
    found: list[Checked] = []
    for name, body in files.items():
        for one in _asked_for(_read(name, body), entry):
            verdict = theirs.verdict(one)
            found.append(Checked(name, *verdict) if verdict else _absent(name, one))
    return tuple(found)


def _absent(file: str, one: Carried) -> Checked:
    return Checked(file, one.id, one.title, "absent", "the upstream's document does not hold it", 0, "", "", "")


class _Upstream:
    """The upstream's entries, by id and by link."""

    def __init__(self, entries: Iterable[Carried]) -> None:
        self._by_id: defaultdict[str, list[Carried]] = defaultdict(list)
        self._by_link: defaultdict[str, list[Carried]] = defaultdict(list)
        for one in entries:
            self._by_id[one.id].append(one)
            self._by_link[one.link].append(one)

    def verdict(self, published: Carried) -> Verdict | None:
        """Give the verdict on an entry; of several upstream entries with its id, on the one that it is.

        An entry whose own id is no absolute IRI has one of ours: it is known by its original's address.
        """
        theirs = self._by_id.get(published.id) or (self._by_link.get(published.link) if published.link else None)
        verdicts = [compare(published, one) for one in theirs or ()]
        return next((one for one in verdicts if one.outcome != "differs"), verdicts[0] if verdicts else None)


def _asked_for(entries: Sequence[Carried], entry: str) -> list[Carried]:
    if not entry:
        return list(entries)
    exact = [one for one in entries if entry in {one.id, one.link}]
    return exact or [one for one in entries if one.id.startswith(entry) or one.link.startswith(entry)]


def _read(name: str, body: bytes) -> tuple[Carried, ...]:
    try:
        return entries_of(body)
    except NotAFeedError as error:
        raise ParseError(
            f"{name} can not be read as a feed: {error}", hint="give the document as it was served", code="not-a-feed"
        ) from error
