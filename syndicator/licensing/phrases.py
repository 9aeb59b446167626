"""Known forms of words found in a sentence, in one pass over its words. Which forms there are stands in ``forms``.

A form is a row of items. An item is a word, or several with ``|`` between them; ``stem*`` is any word that begins so;
``?`` at its end makes it optional; ``_`` is any one word, ``...`` up to nine. Marks between words do not count.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+")
_GAP_WORDS_MAX = 9
_WORDS_KNOWN_MAX = 8_192
_STEM_LENGTHS = (2, 3, 4, 5, 6)


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
    any_word: bool = False

    def takes(self, word: str) -> bool:
        return word in self.words or self.any_word or (bool(self.stems) and word.startswith(self.stems))

    @property
    def plain(self) -> bool:
        """Whether it is one of some words, each written out, and must be there."""
        return not (self.stems or self.optional or self.gap or self.any_word)


Rest = tuple[_Item, ...]


class _Beginning(NamedTuple):
    """The forms that a word can begin: those it is all of, those by their second word, and the others."""

    alone: tuple[str, ...]
    by_second: dict[str, list[tuple[str, Rest]]]
    others: tuple[tuple[str, Rest], ...]


class Forms:
    """Forms by kind, by the word that they begin with."""

    def __init__(self, forms: Mapping[str, str], plain: Iterable[tuple[str, str]] = ()) -> None:
        """Take forms by kind, parted by semicolons, and pairs of a row of plain words and its kind."""
        self._by_word: dict[str, list[tuple[str, Rest]]] = {}
        self._by_stem: dict[str, list[tuple[str, Rest]]] = {}
        self._known: dict[str, _Beginning] = {}
        for kind, listed in forms.items():
            for form in listed.split(";"):
                self._add(kind, tuple(map(_item, form.split())))
        for words, kind in plain:
            for row in _written_together(_WORD.findall(words)):
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

    def find(self, text: str, words: Sequence[str]) -> list[Span]:
        """Give the longest form of each kind at each word of a text, in the order of their places.

        ``words`` are those of the text, in lower case.
        """
        hits: list[tuple[str, int, int]] = []
        known = self._known
        last = len(words) - 1
        for first, word in enumerate(words):
            beginning = known.get(word)
            if beginning is None:
                beginning = self._beginning(word)
            if beginning is _NOTHING:
                continue
            alone, by_second, others = beginning
            if others or (first < last and words[first + 1] in by_second):
                hits += [(kind, first, beyond) for kind, beyond in _longest(beginning, words, first + 1)]
            elif alone:
                hits += [(kind, first, first + 1) for kind in alone]
        if not hits:
            return []
        places = [hit.span() for hit in _WORD.finditer(text)]
        return [Span(kind, places[first][0], places[beyond - 1][1], first, beyond) for kind, first, beyond in hits]

    def _beginning(self, word: str) -> _Beginning:
        """Give the forms that a word can begin, and remember them: texts repeat their words."""
        stems = (word[:length] for length in _STEM_LENGTHS if len(word) >= length)
        forms = (*self._by_word.get(word, ()), *(form for stem in stems for form in self._by_stem.get(stem, ())))
        if len(self._known) >= _WORDS_KNOWN_MAX:
            self._known.clear()
        self._known[word] = _sorted_out(forms) if forms else _NOTHING
        return self._known[word]


_NOTHING = _Beginning((), {}, ())


def _sorted_out(forms: Iterable[tuple[str, Rest]]) -> _Beginning:
    alone: list[str] = []
    by_second: dict[str, list[tuple[str, Rest]]] = {}
    others: list[tuple[str, Rest]] = []
    for kind, rest in forms:
        if not rest:
            alone.append(kind)
        elif rest[0].plain:
            for second in rest[0].words:
                by_second.setdefault(second, []).append((kind, rest[1:]))
        else:
            others.append((kind, rest))
    return _Beginning(tuple(alone), by_second, tuple(others))


def words_of(text: str) -> list[str]:
    """Give the words of a text in lower case."""
    lower = text.lower()
    if len(lower) == len(text):
        return _WORD.findall(lower)
    return [word.lower() for word in _WORD.findall(text)]  # a letter that becomes two must part no word


def _longest(beginning: _Beginning, words: Sequence[str], place: int) -> Iterable[tuple[str, int]]:
    """Give each kind that has a form here, with the number of the word after its longest one."""
    longest = dict.fromkeys(beginning.alone, place)
    for kind, rest in beginning.others:
        _lengthen(longest, kind, _end(rest, words, place))
    if place < len(words):
        for kind, rest in beginning.by_second.get(words[place], ()):
            _lengthen(longest, kind, _end(rest, words, place + 1) if rest else place + 1)
    return longest.items()


def _lengthen(longest: dict[str, int], kind: str, beyond: int) -> None:
    if beyond > longest.get(kind, 0):
        longest[kind] = beyond


def _end(rest: Rest, words: Sequence[str], place: int) -> int:
    """Give the number of the word after the longest row that the items take from here on; 0 where they take none."""
    if not rest:
        return place
    item, following = rest[0], rest[1:]
    if item.gap:
        last = min(place + _GAP_WORDS_MAX, len(words))
        return max(_end(following, words, further) for further in range(place, last + 1))
    taken = _end(following, words, place + 1) if place < len(words) and item.takes(words[place]) else 0
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
        any_word=choices == ["_"],
    )


def _written_together(words: list[str]) -> Iterator[list[str]]:
    """Give a row of words apart and, at any of its joints, written together."""
    for joints in itertools.product(("", " "), repeat=len(words) - 1):
        yield "".join(itertools.chain.from_iterable(zip(words, (*joints, ""), strict=True))).split()
