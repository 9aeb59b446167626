"""Known forms of words found in a sentence, in one pass over its words. Which forms there are stands in ``forms``.

A form is a row of items. An item is a word, or several with ``|`` between them; ``stem*`` is any word that begins so;
``?`` at its end makes it optional; ``_`` is any one word, ``...`` up to six. Marks between words do not count.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

WORD = re.compile(r"[^\W_]+")
_GAP_WORDS_MAX = 6
_STEM_LENGTHS = (2, 3, 4, 5, 6)


class Word(NamedTuple):
    """One word in lower case with its place."""

    text: str
    start: int
    end: int


class Span(NamedTuple):
    """Where a form of a kind stands, and the numbers of its first word and of the one after its last."""

    kind: str
    start: int
    end: int
    first: int
    beyond: int


class _Item(NamedTuple):
    """What may stand at one place of a form."""

    words: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    optional: bool = False
    gap: bool = False

    def takes(self, word: str) -> bool:
        return word in self.words or "_" in self.words or (bool(self.stems) and word.startswith(self.stems))


Rest = tuple[_Item, ...]


class Forms:
    """Forms by kind, by the word that they begin with."""

    def __init__(self, forms: Mapping[str, str], plain: Iterable[tuple[str, str]] = ()) -> None:
        """Take forms by kind, parted by semicolons, and pairs of a row of plain words and its kind."""
        self._by_word: dict[str, list[tuple[str, Rest]]] = {}
        self._by_stem: dict[str, list[tuple[str, Rest]]] = {}
        for kind, listed in forms.items():
            for form in listed.split(";"):
                self._add(kind, tuple(map(_item, form.split())))
        for words, kind in plain:
            for row in _written_together(WORD.findall(words)):
                self._add(kind, tuple(map(_item, row)))

    def _add(self, kind: str, items: Rest) -> None:
        for place, item in enumerate(items):
            rest = items[place + 1 :]
            for word in item.words:
                self._by_word.setdefault(word, []).append((kind, rest))
            for stem in item.stems:
                self._by_stem.setdefault(stem, []).append((kind, rest))
            if not item.optional:
                return

    def find(self, words: list[Word]) -> list[Span]:
        """Give the longest form of each kind at each word, in the order of their places."""
        found: list[Span] = []
        for first, word in enumerate(words):
            longest: dict[str, int] = {}
            for kind, rest in self._beginning(word.text):
                beyond = _end(rest, words, first + 1) if rest else first + 1
                if beyond > longest.get(kind, 0):
                    longest[kind] = beyond
            for kind, beyond in longest.items():
                found.append(Span(kind, word.start, words[beyond - 1].end, first, beyond))
        return found

    def _beginning(self, word: str) -> list[tuple[str, Rest]]:
        beginning = self._by_word.get(word, [])
        for length in _STEM_LENGTHS:
            if (more := self._by_stem.get(word[:length])) is not None and len(word) >= length:
                beginning = beginning + more
        return beginning


def words_of(text: str) -> list[Word]:
    """Give the words of a text in lower case."""
    return [Word(hit[0].lower(), hit.start(), hit.end()) for hit in WORD.finditer(text)]


def _end(rest: Rest, words: list[Word], place: int) -> int:
    """Give the number of the word after the longest row that the items take from here on; 0 where they take none."""
    if not rest:
        return place
    item, following = rest[0], rest[1:]
    if item.gap:
        last = min(place + _GAP_WORDS_MAX, len(words))
        return max(_end(following, words, further) for further in range(place, last + 1))
    taken = _end(following, words, place + 1) if place < len(words) and item.takes(words[place].text) else 0
    return max(taken, _end(following, words, place)) if item.optional else taken


def _item(written: str) -> _Item:
    if written == "...":
        return _Item(gap=True)
    optional = written.endswith("?")
    choices = written.removesuffix("?").split("|")
    return _Item(
        words=frozenset(one for one in choices if not one.endswith("*")),
        stems=tuple(one.removesuffix("*") for one in choices if one.endswith("*")),
        optional=optional,
    )


def _written_together(words: list[str]) -> Iterator[list[str]]:
    """Give a row of words apart and, at any of its joints, written together."""
    for joints in itertools.product(("", " "), repeat=len(words) - 1):
        yield "".join(itertools.chain.from_iterable(zip(words, (*joints, ""), strict=True))).split()
