"""Really Simple Licensing 1.0 (rslstandard.org/rsl): what its XML says about use by machines.

Several statements add up, so the most restrictive one counts. A document that is no RSL says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from syndicator.model.document import Carrier, Preference, RightsMark, Scope
from syndicator.parse.base import RIGHTS_MAX
from syndicator.parse.names import Element, split_tag
from syndicator.parse.patterns import reach
from syndicator.parse.split import grow
from syndicator.parse.text import absolute

RSL = ("https://rslstandard.org/rsl", "http://rslstandard.org/rsl")
RSL_TYPE = "application/rsl+xml"
RSL_BYTES_MAX = 1024 * 1024
_TEXT_CHARS_MAX = 16_000
_PREFERENCES_MAX = 64
_WORD_CHARS_MAX = 64
_NAMESPACES = frozenset({*RSL, ""})
_UNPAID = frozenset({"free", "attribution", "contribution"})
_ALIASES = {"train-ai": "ai-train"}
_WORDS = re.compile(r"[\s,]+")
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)

REFUSES_ALL = Preference(usage="all", allowed=False)


def read_rsl(xml: bytes | str, url: str, about: str = "") -> tuple[RightsMark, ...]:
    """Give what an RSL document says about the resource ``about``; about everything it names where that is empty.

    ``url`` is the document's own address. Of its ``content`` elements those with the longest ``url`` that covers
    ``about`` count. Never raises: what is not well-formed, has a DOCTYPE or is not RSL says nothing; more than
    ``RSL_BYTES_MAX`` is taken for a refusal of every use, since nobody read it.
    """
    body = xml.encode(errors="replace") if isinstance(xml, str) else xml
    if len(body) > RSL_BYTES_MAX:
        return (_mark(Carrier.RSL_DOCUMENT, "too long to be read", url, (REFUSES_ALL,)),)
    return tuple(_mark(Carrier.RSL_DOCUMENT, _text(one), url, preferences_in(one)) for one in _contents(body, about))


def read_inline_rsl(xml: str, page: str) -> tuple[RightsMark, ...]:
    """Give what RSL inside a page says about that page. Never raises."""
    return tuple(
        _mark(Carrier.RSL_CONTENT, _text(one), absolute(one.get("url"), page), preferences_in(one))
        for one in _contents(xml.encode(errors="replace"), page)
    )


def rsl_link(url: str, text: str | None = None) -> RightsMark:
    """Give the mark of a link to an RSL document: a pointer to preferences, not a license."""
    return RightsMark(carrier=Carrier.RSL_LINK, scope=Scope.PREFERENCE, url=url, text=text)


def rsl_element(content: Element) -> RightsMark:
    """Give the mark of a ``content`` element that stands in a feed."""
    return _mark(Carrier.RSL_CONTENT, _text(content), content.get("url"), preferences_in(content))


def preferences_in(content: Element) -> tuple[Preference, ...]:
    """Give what the licenses of a ``content`` element say, in their order."""
    licenses = _children(content, "license") or [content]
    stated = (preference for one in licenses for preference in _of_license(one))
    return tuple(dict.fromkeys(stated))[:_PREFERENCES_MAX]


def _of_license(license_: Element) -> Iterator[Preference]:
    for usage in _words(license_, "prohibits", "usage"):
        yield Preference(usage=usage, allowed=False)
    for kind in ("user", "geo"):
        for word in _words(license_, "prohibits", kind):
            yield Preference(usage="all", allowed=False, condition=f"{kind}:{word}")
    permitted = _words(license_, "permits", "usage")
    payments = [(one.get("type") or "unnamed").strip().lower() for one in _children(license_, "payment")]
    paid = sorted(kind for kind in payments if kind not in _UNPAID)
    if paid:
        for usage in permitted or ("all",):
            yield Preference(usage=usage, allowed=False, condition=f"payment:{paid[0][:_WORD_CHARS_MAX]}")
        return
    limits = [f"{kind}:{word}" for kind in ("user", "geo") for word in _words(license_, "permits", kind)]
    for usage in permitted:
        yield Preference(usage=usage, allowed=True, condition=" ".join(limits))


def _words(license_: Element, name: str, kind: str) -> Sequence[str]:
    """Give the words of all ``permits`` or ``prohibits`` of one type; without a type they are about usage."""
    texts = [
        "".join(map(str, one.itertext()))
        for one in _children(license_, name)
        if (one.get("type") or "usage").strip().lower() == kind
    ]
    words = (word for text in texts for word in _WORDS.split(text.strip().lower()) if word)
    return list(dict.fromkeys(_ALIASES.get(word, word)[:_WORD_CHARS_MAX] for word in words))[:_PREFERENCES_MAX]


def _children(element: Element, name: str) -> list[Element]:
    return [child for child in element if _is(child, name)]


def _is(element: Element, name: str) -> bool:
    namespace, local = split_tag(element.tag)
    return namespace in _NAMESPACES and local == name


def _contents(body: bytes, about: str) -> list[Element]:
    """Give the ``content`` elements that speak of an address: those with the most specific pattern."""
    if _DOCTYPE.search(body):
        return []
    try:
        root = grow(body)
    except (etree.LxmlError, ValueError):
        return []
    found = [element for element in root.iter("{*}content") if _is(element, "content")][:RIGHTS_MAX]
    if not about:
        return found
    reaching = [(length, one) for one in found if (length := reach((one.get("url") or "").strip(), about)) >= 0]
    longest = max((length for length, _ in reaching), default=0)
    return [one for length, one in reaching if length == longest]


def _text(content: Element) -> str:
    xml = etree.tostring(content, method="c14n", exclusive=True, with_tail=False)
    return xml.decode()[:_TEXT_CHARS_MAX]


def _mark(carrier: Carrier, text: str, url: str | None, preferences: tuple[Preference, ...]) -> RightsMark:
    return RightsMark(carrier=carrier, scope=Scope.PREFERENCE, text=text, url=url, preferences=preferences)
