"""License expressions in a sentence: family word, elements, version, port; or an address.

An expression that is begun and not fully understood is ``broken`` and spoils every license of its text. One that names
only the family ("a Creative Commons license") is vague: it names a license and gives none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from syndicator.licensing import words
from syndicator.licensing.keys import EDITIONS, exists, key_of, key_of_other_url
from syndicator.licensing.named import named
from syndicator.licensing.sentences import BADGE_ALT, Sentence
from syndicator.licensing.urls import is_license_page, key_of_url


class Expression(NamedTuple):
    """One license expression: elements with version and port, or a fixed key, or neither."""

    start: int
    end: int
    elements: frozenset[str] = frozenset()
    version: str = ""
    port: str = ""
    key: str = ""
    broken: bool = False


UNREAD = Expression(0, 0, broken=True)
"""Stands for words that may say anything of a license."""


def _form(form: str) -> str:
    return re.escape(form).replace(r"\ ", r"[\s-]*")


_ELEMENT_FORMS = {
    form: element for language in words.ELEMENTS.values() for element, forms in language.items() for form in forms
}
_WORD = "|".join(_form(form) for form in sorted(_ELEMENT_FORMS, key=len, reverse=True))
_ELEMENT = re.compile(rf"(?P<abbreviation>by|nc|nd|sa)\b|(?P<word>{_WORD})\b", re.IGNORECASE)
_ORDER = ("by", "nc", "nd", "sa")
_SQUEEZED = {re.sub(r"[\s-]", "", form): element for form, element in _ELEMENT_FORMS.items()}

_LICENSE_WORD = (
    r"licen[sc]e[sd]?|licensing|lizenz\w*|licencias?|llicència|licenças?|licenza|licentie|lisensi|public|deed"
)
_FAMILY = re.compile(r"(?<![\w.])(?:cc|creative[\s-]*commons)(?![\w])", re.IGNORECASE)
_PLAIN = re.compile(r"CC[ -](BY(?:-(?:NC|ND|SA))*)[ -](\d\.\d)(?=$|[.;:)](?!\d))")
"""What most say, with nothing behind it that could change it: read at once, and as any other expression is."""
_FAMILY_WORDS = frozenset({"cc", "creative", "creativecommons"})
_GAP = re.compile(rf"(?:[\s:()/\[\]\"'+-]|(?:cc|{_LICENSE_WORD}|the|of|de|la)\b)*", re.IGNORECASE)
_JOINT = re.compile(r"\s*[-,/+&(]\s*|\s+(?:and|et|y|e|und|dan|en|i)\s+|\s+", re.IGNORECASE)
_LINK = re.compile(r"\s*[-,/+&]\s*|\s+(?:and|et|y|e|und|dan|en|i)\s+", re.IGNORECASE)
_VERSION_WORD = r"(?:version|versión|versão|versione|versie|versi|vers\.?|ver\.?|v\.?)?\s*"
_VERSION = re.compile(rf"(?:[\s,()-]|(?:{_LICENSE_WORD})\b)*{_VERSION_WORD}(?P<number>\d\.\d)(?!\.?\d)", re.IGNORECASE)
_NUMBER = re.compile(rf"(?:[\s,()-]|(?:{_LICENSE_WORD})\b)*{_VERSION_WORD}\d+\.\d", re.IGNORECASE)
_ANOTHER_NUMBER = re.compile(
    r"\s*(?:[,/&+(-]|\b(?:and|or|to|through|et|ou|y|o|e|und|oder|bis|en|of|i|dan|atau)\b|\s)+v?\.?\s*(\d\.\d)(?!\d)",
    re.IGNORECASE,
)
_UNPORTED = "|".join((*words.UNPORTED, *words.UNPORTED_PHRASES))
_PORT_NAME = "|".join(re.escape(name) for name in sorted(words.PORT_NAMES, key=len, reverse=True))
_FOLLOWS = re.compile(
    rf"[\s(\"']*(?:$|[.;:!?)\]|©<]|\d(?:\.\d|(?![\w.]))|(?:19|20)\d\d\b|v(?:er|ers)?\.?\s?\d|cc\b|creative[\s-]*commons\b|(?:{_LICENSE_WORD}|{_UNPORTED}|version\w*|versión|versão)\b|"
    r"(?:in|for|as|so|which|that|from|with|to|on|at|is|are|or|where|when|you|we|unless|except|excluding|text|only|"
    r"photos?|images?|this|our|via|oder|ou|o|da|yang|no está)\b)",
    re.IGNORECASE,
)
_AFTER_JOINT = re.compile(
    r"(?:unless|except|excluding|photos?|images?|pictures?|text only|so you|you may|\d\.\d(?!\d)|v\.?\s?\d|version)",
    re.IGNORECASE,
)
_PORT = re.compile(rf"[\s,(-]*(?P<name>{_UNPORTED}|{_PORT_NAME})\b", re.IGNORECASE)
_PORTLESS = frozenset(".;:)")
"""Where one of these follows a version, no port does."""
_PORT_CODE = re.compile(r"[\s,(-]*(?!(?:BY|NC|ND|SA)\b)([A-Z]{2}|IGO|igo)(?![\w])")
_PORT_LOWER = re.compile(r"[\s(-]*([a-z]{2})(?![\w])")
_EARLY_VERSION = re.compile(
    rf"{_VERSION_WORD}(?P<number>\d\.\d)(?!\.?\d)[\s,:()-]*(?:(?:{_UNPORTED}|{_LICENSE_WORD})\b[\s,:()-]*)*",
    re.IGNORECASE,
)
_SURELY_NO_NAME = re.compile(
    rf"(?:[\s,(-]|(?:{_LICENSE_WORD})\b)*(?:$|[.;:!?)\]\"']|{_UNPORTED}|{_VERSION_WORD}\d\.\d(?!\.?\d)\s*"
    rf"(?:$|[.,;:!?)\]\"']|(?:{_UNPORTED}|{_LICENSE_WORD})\b))",
    re.IGNORECASE,
)
_CAPITALIZED = re.compile(
    rf"[\s(-]*(?!(?i:{_LICENSE_WORD}|texts?|textes?|textos?|testo|tekst|teks|nc|nd|sa)\b)[^\W\d_]", re.IGNORECASE
)


def find(sentence: Sentence, words_said: Sequence[str]) -> tuple[Expression, ...]:
    """Give every license expression of a sentence, first one first; ``words_said`` are its words in lower case."""
    found = [*_by_own_name(sentence.text, words_said)]
    if sentence.addresses:
        found += _by_address(sentence)
    if not _FAMILY_WORDS.isdisjoint(words_said):
        found += by_family(sentence.text)
    found.sort()  # by place; of those that begin together the longest is the last
    return tuple(found)


def united(expressions: Iterable[Expression], *restrictions: Iterable[str]) -> str:
    """Give the key of the one license that has every restriction; empty where there is none or none is sure.

    ``restrictions`` are elements that are said beside the expressions.
    """
    elements: set[str] = set()
    elements.update(*restrictions)
    editions: set[tuple[str, str]] = set()
    keys: set[str] = set()
    for one in expressions:
        if one.broken:
            return ""
        elements |= one.elements
        if one.version:
            editions.add((one.version, one.port))
        if one.key:
            keys.add(one.key)
    if not elements:
        return keys.pop() if len(keys) == 1 else ""
    if not all(key.startswith(_PUBLIC_DOMAIN) for key in keys):
        return ""
    unit = "-".join([part for part in _ORDER if part in elements])
    return _key(unit, frozenset(editions))


_WITHHOLDING = frozenset({"scotland"})
"""Ports whose license gives less than that of its version without a port."""


def _edition(editions: frozenset[tuple[str, str]]) -> tuple[str, str]:
    """Give the version and port; nothing where two statements disagree."""
    versions, ports = {version for version, _ in editions}, {port for _, port in editions if port}
    if len(versions) != 1 or len(ports) > 1:
        return "", "".join(ports & _WITHHOLDING)
    return versions.pop(), "".join(ports)


@lru_cache(maxsize=1024)
def _key(unit: str, editions: frozenset[tuple[str, str]]) -> str:
    version, port = _edition(editions)
    unit = "nd-nc" if unit == "nc-nd" else unit  # its only spelling
    if unit not in EDITIONS or (not version and port) or (version and not exists(unit, version, port)):
        return ""  # an unknown version may not stand in for a port that withholds more
    return key_of(unit, version, port) if version or unit.startswith("by") else ""


def _by_address(sentence: Sentence) -> Iterator[Expression]:
    for start, address in sentence.addresses:
        if address.startswith(BADGE_ALT):
            continue
        key, outcome = key_of_url(address)
        other = key_of_other_url(address)
        if other:
            yield Expression(start, start, key=other)
        elif outcome == "reject":
            if is_license_page(address):
                yield Expression(start, start, broken=True)
        elif outcome != "weak":
            yield of_key(start, key)


_PUBLIC_DOMAIN = ("cc:zero/", "cc:mark/", "cc:certification/")
"""Keys of what is looser than every license with elements."""


def of_key(start: int, key: str) -> Expression:
    """Give a key of Creative Commons as an expression that stands at a place."""
    unit, _, edition = key.removeprefix("cc:").partition("/")
    version, _, port = edition.partition("/")
    elements = frozenset(unit.split("-"))
    if elements.issubset(_ORDER):
        return Expression(start, start, elements, version, port)
    return Expression(start, start, key=key)


def _by_own_name(text: str, words_said: Sequence[str]) -> Iterator[Expression]:
    for start, end, key in named(text, words_said):
        yield Expression(start, end, key=key)


def by_family(text: str) -> Iterator[Expression]:
    """Give each expression that begins with the family's name."""
    for hit in _FAMILY.finditer(text):
        plain = _PLAIN.match(text, hit.start())
        if plain:
            yield Expression(plain.start(), plain.end(), frozenset(plain[1].lower().split("-")), plain[2])
            continue
        gap = _GAP.match(text, hit.end())
        yield _expression(text, hit, gap.end() if gap else hit.end())


def _expression(text: str, family: re.Match[str], place: int) -> Expression:
    """Read elements, version and port from a place on; vague where no element stands there."""
    start = family.start()
    early = _EARLY_VERSION.match(text, place)
    begin = early.end() if early else place
    elements, place = _elements(text, begin)
    if not elements or (elements == {"by"} and _is_preposition(text, family, begin, place)):
        return Expression(start, family.end())
    if not _may_follow(text, place):
        return Expression(start, place, broken=True)
    version, place, sure = _version(text, place)
    if not sure:
        return Expression(start, place, broken=True)
    if early:
        version = early["number"] if version in {"", early["number"]} else ""
    unit = "-".join([part for part in _ORDER if part in elements])
    if not version:
        return Expression(start, place, frozenset(elements))
    port, certain, place = _port(text, place, unit, version)
    return Expression(start, place, frozenset(elements), version if certain else "", port)


def _elements(text: str, place: int) -> tuple[set[str], int]:
    """Give the elements that stand in a row from a place on, and the place after them."""
    elements: set[str] = set()
    hit = _ELEMENT.match(text, place)
    while hit:
        elements.add(_element(hit))
        place = hit.end()
        joint = _JOINT.match(text, place)
        hit = _ELEMENT.match(text, joint.end()) if joint else None
    return elements, place


def _element(hit: re.Match[str]) -> str:
    short = hit["abbreviation"]
    return short.lower() if short else _element_of(hit["word"])


def is_element(word: str) -> bool:
    """Say whether a word is an element of a license, in any language."""
    return word.lower() in _SQUEEZED


@lru_cache(maxsize=1024)
def _element_of(word: str) -> str:
    return _SQUEEZED[re.sub(r"[\s-]", "", word.casefold())]


def _is_preposition(text: str, family: re.Match[str], begin: int, end: int) -> bool:
    """Say whether the only element may be the word in "under Creative Commons by Somebody"."""
    if text[begin:end] != "by":
        return False
    between = text[family.end() : begin]
    if family[0] == "cc" and not between.strip(" -"):  # "cc by 3.0 us", all of it in lower case
        return text[end : end + 1] == " " and not _may_follow(text, end)
    return any(map(str.isalpha, between)) or _SURELY_NO_NAME.match(text, end) is None


def _may_follow(text: str, place: int) -> bool:
    """Say whether what follows the elements surely is no further element."""
    if text[place : place + 1] == "+":
        return False
    joint = _LINK.match(text, place)
    if joint is None:
        return _FOLLOWS.match(text, place) is not None
    return _AFTER_JOINT.match(text, joint.end()) is not None


def _version(text: str, place: int) -> tuple[str, int, bool]:
    """Give the version, the place after it, and whether it could be read."""
    hit = _VERSION.match(text, place)
    if hit is None:
        return "", place, _NUMBER.match(text, place) is None
    version, place = hit["number"], hit.end()
    while another := _ANOTHER_NUMBER.match(text, place):  # "3.0, 2.5 and 1.0": which one is not said
        version, place = (version if another[1] == version else ""), another.end()
    return version, place, True


def _port(text: str, place: int, unit: str, version: str) -> tuple[str, bool, int]:
    """Give the port, whether it is certain, and the place after it.

    A word that may be a port unknown here leaves it uncertain.
    """
    if place == len(text) or text[place] in _PORTLESS:
        return "", True, place
    named = _PORT.match(text, place)
    if named is not None:
        return words.PORT_NAMES.get(named["name"].lower(), ""), True, named.end()
    code = _PORT_CODE.match(text, place)
    if code is not None:
        return code[1].lower(), True, code.end()
    small = _PORT_LOWER.match(text, place)
    if small is not None and exists(unit, version, small[1]):
        ends = re.match(r"\s*(?:$|[.,;:)])", text[small.end() :]) is not None
        return (small[1], True, small.end()) if ends else (small[1], False, place)
    following = _CAPITALIZED.match(text, place)
    return "", following is None or not following[0][-1].isupper(), place
