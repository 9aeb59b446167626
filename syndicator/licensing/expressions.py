"""License expressions in a sentence: family word, elements, version, port; or an address.

An expression that is begun and not fully understood is ``broken`` and spoils every license of its text. One that names
only the family ("a Creative Commons license") is vague: it names a license and gives none.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from syndicator.licensing import words
from syndicator.licensing.keys import EDITIONS, exists, key_of, key_of_other_url
from syndicator.licensing.named import named
from syndicator.licensing.text import strip_tags, tidy
from syndicator.licensing.urls import is_license_page, key_of_url


class Sentence(NamedTuple):
    """One sentence, tidied, and the addresses in it with their places."""

    text: str
    addresses: tuple[tuple[int, str], ...] = ()


class Expression(NamedTuple):
    """One license expression: elements with version and port, or a fixed key, or neither."""

    start: int
    elements: frozenset[str] = frozenset()
    version: str = ""
    port: str = ""
    key: str = ""
    broken: bool = False


_HREF = re.compile(r"<a\b[^<>]*?\bhref\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s<>]+))[^<>]*>", re.IGNORECASE)
_CAPTION = re.compile(r"<figcaption\b|<a\b[^<>]*\bclass\s*=\s*[\"'][^\"']*\blicense\b", re.IGNORECASE)
_BARE = re.compile(r"(?:https?:)?//[^\s<>\"']+|\b(?:www\.)?creativecommons\.org/[^\s<>\"']+", re.IGNORECASE)
_BREAK = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)
_MARKS = re.compile("[\ue000-\uf8ff]")
_MARK_FIRST = 0xE000
TEXT_CHARACTERS_MAX = 2_000
"""A longer text is no rights statement and is not read."""
_SENTENCE_END = re.compile(r"(?<!\bal\.)(?<!\bno\.)(?<![\s(][A-Za-z]\.)(?<=[.!?;])[\"')\]]*\s+")


def _form(form: str) -> str:
    return re.escape(form).replace(r"\ ", r"[\s-]*")


_ELEMENT_FORMS = {
    form: element for language in words.ELEMENTS.values() for element, forms in language.items() for form in forms
}
_WORD = "|".join(_form(form) for form in sorted(_ELEMENT_FORMS, key=len, reverse=True))
_ELEMENT = re.compile(rf"(?P<word>{_WORD})\b|(?P<abbreviation>by|nc|nd|sa)\b", re.IGNORECASE)
_RESTRICTION = re.compile(rf"(?<!\w)(?:{_WORD})\b", re.IGNORECASE)
_ABBREVIATION = re.compile(r"(?<!\w)(?:NC|ND|SA)(?!\w)|(?<=[-/+])(?i:nc|nd|sa)(?!\w)|(?<!\w)(?i:nc|nd|sa)(?=[-/+])")
_SQUEEZED = {re.sub(r"[\s-]", "", form): element for form, element in _ELEMENT_FORMS.items()}

_LICENSE_WORD = (
    r"licen[sc]e[sd]?|licensing|lizenz\w*|licencias?|llicència|licenças?|licenza|licentie|lisensi|public|deed"
)
_FAMILY = re.compile(r"(?<![\w.])(?:cc|creative[\s-]*commons)(?![\w])", re.IGNORECASE)
_GAP = re.compile(rf"(?:[\s:(/\[\"'+-]|(?:{_LICENSE_WORD}|the|of|de|la)\b)*", re.IGNORECASE)
_JOINT = re.compile(r"\s*[-,/+&]\s*|\s+(?:and|et|y|e|und|dan|en|i)\s+|\s+", re.IGNORECASE)
_LINK = re.compile(r"\s*[-,/+&]\s*|\s+(?:and|et|y|e|und|dan|en|i)\s+", re.IGNORECASE)
_VERSION = re.compile(
    rf"(?:[\s,(-]|(?:{_LICENSE_WORD})\b)*(?:version|versión|versão|versione|versie|versi|v\.?)?\s*(\d\.\d)(?!\.?\d)",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"(?:[\s,(-]|(?:{_LICENSE_WORD})\b)*(?:version|v\.?)?\s*\d+\.\d", re.IGNORECASE)
_UNPORTED = "|".join((*words.UNPORTED, *words.UNPORTED_PHRASES))
_PORT_NAME = "|".join(re.escape(name) for name in sorted(words.PORT_NAMES, key=len, reverse=True))
_FOLLOWS = re.compile(
    rf"[\s(\"']*(?:$|[.;:!?)\]|©<]|\d|v\.?\s?\d|(?:{_LICENSE_WORD}|{_UNPORTED}|version\w*|versión|versão)\b|"
    r"(?:in|for|as|so|which|that|from|with|to|on|at|is|are|or|where|when|you|we|unless|except|excluding|text|only|"
    r"photos?|images?|this|our|via|oder|ou|o|da|yang|no está)\b)",
    re.IGNORECASE,
)
_AFTER_JOINT = re.compile(
    r"(?:unless|except|excluding|photos?|images?|pictures?|text only|so you|you may|\d\.\d(?!\d)|v\.?\s?\d|version)",
    re.IGNORECASE,
)
_PORT = re.compile(rf"[\s,(-]*(?:(?:{_UNPORTED})\b|(?P<name>{_PORT_NAME})\b)", re.IGNORECASE)
_PORT_CODE = re.compile(r"[\s,(-]*([A-Z]{2}|IGO|igo)(?![\w])")
_PORT_LOWER = re.compile(r"[\s(-]*([a-z]{2})(?![\w])")
_CAPITALIZED = re.compile(rf"[\s(-]*(?!(?i:{_LICENSE_WORD})\b)[^\W\d_]", re.IGNORECASE)


def sentences(text: str) -> list[Sentence]:
    """Give the sentences of a text or HTML fragment, with the addresses lifted out and kept with their places."""
    addresses: list[str] = []

    def lift(address: str) -> str:
        addresses.append(html.unescape(address))
        return chr(_MARK_FIRST + len(addresses) - 1)

    plain = " ".join(_BREAK.sub(" ", _MARKS.sub("", text)).split())
    captioned = _CAPTION.sub(lambda tag: f"figcaption: {tag[0]}", plain)
    linked = _HREF.sub(lambda tag: lift(tag[1] or tag[2] or tag[3] or ""), captioned)
    bare = html.unescape(strip_tags(linked))
    lifted = _BARE.sub(lambda found: lift(found[0]), strip_tags(bare))
    return [
        _sentence(part, addresses) for block in lifted.split("\n") for part in _SENTENCE_END.split(tidy(block)) if part
    ]


def _sentence(text: str, addresses: list[str]) -> Sentence:
    """Take the marks out again, noting where each address stood."""
    places: list[tuple[int, str]] = []
    kept: list[str] = []
    length = 0
    for piece in re.split(f"({_MARKS.pattern})", text):
        if _MARKS.fullmatch(piece):
            places.append((length, addresses[ord(piece) - _MARK_FIRST]))
        else:
            kept.append(piece)
            length += len(piece)
    return Sentence("".join(kept), tuple(places))


def find(sentence: Sentence) -> tuple[Expression, ...]:
    """Give every license expression of a sentence, first one first."""
    found = [
        *_by_address(sentence),
        *(Expression(start, key=key) for start, key in named(sentence.text)),
        *_by_family(sentence.text),
    ]
    if any(one.elements or one.key for one in found):
        found += _restrictions(sentence.text)
    return tuple(sorted(found, key=lambda one: one.start))


def united(expressions: Iterable[Expression]) -> str:
    """Give the key of the one license that has every restriction stated; empty where there is none or none is sure."""
    stated = [one for one in expressions if one.elements or one.key or one.broken]
    if not stated or any(one.broken for one in stated):
        return ""
    with_elements = [one for one in stated if one.elements]
    if not with_elements:
        keys = {one.key for one in stated}
        return keys.pop() if len(keys) == 1 else ""
    if any(one.key.startswith(("spdx:", "cc:publicdomain")) for one in stated):
        return ""
    unit = "-".join(part for part in ("by", "nc", "nd", "sa") if any(part in one.elements for one in with_elements))
    editions = {(one.version, one.port) for one in with_elements if one.version}
    return _key(unit, *_edition(editions))


def restrictive_words(text: str) -> Iterator[Expression]:
    """Give the words for non-commercial, no derivatives and share-alike, in any language, wherever they stand."""
    for hit in _RESTRICTION.finditer(text):
        element = _SQUEEZED[re.sub(r"[\s-]", "", hit[0].casefold())]
        if element != "by":
            yield Expression(hit.start(), frozenset({element}))


def without_elements(text: str) -> str:
    """Give a text without its element words, so that "not commercial" does not read as a denial."""
    return _RESTRICTION.sub(" ", text)


def _edition(editions: set[tuple[str, str]]) -> tuple[str, str]:
    """Give the version and port; nothing where two statements disagree."""
    versions, ports = {version for version, _ in editions}, {port for _, port in editions if port}
    if len(versions) != 1 or len(ports) > 1:
        return "", "scotland" if "scotland" in ports else ""
    return versions.pop(), ports.pop() if ports else ""


def _key(unit: str, version: str, port: str) -> str:
    if unit not in EDITIONS or (not version and port) or (version and not exists(unit, version, port)):
        return ""  # an unknown version may not stand in for a port that withholds more
    return key_of(unit, version, port) if version or unit.startswith("by") else ""


def _by_address(sentence: Sentence) -> Iterator[Expression]:
    for start, address in sentence.addresses:
        key, outcome = key_of_url(address)
        other = key_of_other_url(address)
        if other:
            yield Expression(start, key=other)
        elif outcome == "reject":
            if is_license_page(address):
                yield Expression(start, broken=True)
        elif outcome != "weak":
            yield _of_key(start, key)


def _of_key(start: int, key: str) -> Expression:
    unit, version, port = (*key.removeprefix("cc:").split("/"), "", "")[:3]
    elements = frozenset(unit.split("-"))
    if elements <= {"by", "nc", "nd", "sa"}:
        return Expression(start, elements, version, port)
    return Expression(start, key=key)


def _by_family(text: str) -> Iterator[Expression]:
    for hit in _FAMILY.finditer(text):
        gap = _GAP.match(text, hit.end())
        yield _expression(text, hit.start(), gap.end() if gap else hit.end())


def _expression(text: str, start: int, place: int) -> Expression:
    """Read elements, version and port from a place on; vague where no element stands there."""
    elements: set[str] = set()
    while hit := _ELEMENT.match(text, place):
        elements.add(_element(hit))
        place = hit.end()
        joint = _JOINT.match(text, place)
        if joint is None or not _ELEMENT.match(text, joint.end()):
            break
        place = joint.end()
    if not elements:
        return Expression(start)
    if not _may_follow(text, place):
        return Expression(start, broken=not _is_preposition(elements, text, place))
    version, place, sure = _version(text, place)
    if not sure:
        return Expression(start, broken=True)
    unit = "-".join(part for part in ("by", "nc", "nd", "sa") if part in elements)
    port, certain = _port(text, place, unit, version) if version else ("", True)
    return Expression(start, frozenset(elements), version if certain else "", port)


def _element(hit: re.Match[str]) -> str:
    short = hit["abbreviation"]
    return short.lower() if short else _SQUEEZED[re.sub(r"[\s-]", "", hit["word"].casefold())]


def _is_preposition(elements: set[str], text: str, place: int) -> bool:
    """Say whether the only element is the word in "under Creative Commons by Somebody"."""
    return elements == {"by"} and text[place - 2 : place] == "by" and text[place : place + 1] == " "


def _may_follow(text: str, place: int) -> bool:
    """Say whether what follows the elements surely is no further element."""
    joint = _LINK.match(text, place)
    if joint is None:
        return _FOLLOWS.match(text, place) is not None
    return _AFTER_JOINT.match(text, joint.end()) is not None


def _version(text: str, place: int) -> tuple[str, int, bool]:
    """Give the version, the place after it, and whether it could be read."""
    hit = _VERSION.match(text, place)
    if hit is not None:
        return hit[1], hit.end(), True
    return "", place, _NUMBER.match(text, place) is None


def _port(text: str, place: int, unit: str, version: str) -> tuple[str, bool]:
    """Give the port, and whether it is certain. A word that may be a port unknown here leaves it uncertain."""
    named = _PORT.match(text, place)
    if named is not None:
        return words.PORT_NAMES.get((named["name"] or "").casefold(), ""), True
    code = _PORT_CODE.match(text, place)
    if code is not None:
        return code[1].lower(), True
    small = _PORT_LOWER.match(text, place)
    if small is not None and exists(unit, version, small[1]):
        ends = re.match(r"\s*(?:$|[.,;:)])", text[small.end() :]) is not None
        return (small[1], True) if ends else ("", False)
    following = _CAPITALIZED.match(text, place)
    return "", following is None or not following[0][-1].isupper()


def _restrictions(text: str) -> Iterator[Expression]:
    """Give restrictive words and abbreviations that stand anywhere in the sentence: they are never dropped."""
    yield from restrictive_words(text)
    for hit in _ABBREVIATION.finditer(text):
        yield Expression(hit.start(), frozenset({hit[0].lower()}))
