"""schema.org statements that stand in a page as JSON-LD: of the article itself, and of pictures.

Nothing is fetched and no context is resolved: only the plain names of schema.org count, as search engines read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from pydantic_core import from_json

from syndicator.model.document import Carrier, RightsMark, Scope
from syndicator.parse.page_tree import Page
from syndicator.parse.rsl import RSL_TYPE, rsl_link
from syndicator.parse.text import absolute, collapse, media_type_of

_SCRIPT_CHARS_MAX = 512 * 1024
_NODES_MAX = 256
_VALUES_MAX = 32
_TEXT_CHARS_MAX = 2_000
_ARTICLE = re.compile(
    r"(?:[A-Za-z]*Article|[A-Za-z]*BlogPosting|Report|Review|SocialMediaPosting|OpinionNewsArticle)\Z"
)
_PAGE = frozenset({"WebPage", "ItemPage"})
_PICTURE = frozenset({"ImageObject", "Photograph", "VideoObject", "MediaObject", "AudioObject"})
_NO = frozenset({"false", "no", "0"})
_RSL_ENDS = (".xml", ".rsl")
_WORDS = frozenset({Carrier.JSON_LD_COPYRIGHT, Carrier.JSON_LD_CREDIT})
"""Statements that are words, never an address."""
_STATEMENTS = (
    ("license", Carrier.JSON_LD_LICENSE),
    ("usageInfo", Carrier.JSON_LD_USAGE_INFO),
    ("acquireLicensePage", Carrier.JSON_LD_ACQUIRE),
    ("copyrightNotice", Carrier.JSON_LD_COPYRIGHT),
    ("creditText", Carrier.JSON_LD_CREDIT),
)
_AGENCIES = re.compile(
    r"\b(?:AP|Associated Press|Reuters|AFP|Agence France-Presse|Agencia EFE|EFE|dpa|ANSA|PA Media|Press Association|"
    r"Bloomberg|UPI|Xinhua|Kyodo|AAP|TASS|APA|Lusa|Belga|Europa Press|Antara|States Newsroom|KFF Health News)\b"
)

_Node = dict[str, Any]


class Stated(NamedTuple):
    """What a page's JSON-LD says."""

    marks: tuple[RightsMark, ...] = ()
    paywalled: bool = False
    modified: str = ""
    titles: tuple[str, ...] = ()
    wire: tuple[str, ...] = ()


def read_json_ld(page: Page) -> Stated:
    """Give what the page's article says of itself, and the licenses of its pictures. Never raises.

    The article is the first object of an article's type at the top of a script or of its ``@graph``, or what a page's
    ``mainEntity`` holds; one whose address is the page's own goes before others. ``sdLicense`` is about the metadata
    and is not read.
    """
    nodes = _nodes(page)
    articles = [node for node in nodes if _is(node, _ARTICLE.match)]
    article = next((node for node in articles if _is_of(node, page)), articles[0] if articles else None)
    own = [] if article is None else [article]
    pages = [node for node in nodes if _is(node, _PAGE.__contains__)]
    pictures = [node for node in nodes if _is(node, _PICTURE.__contains__)]
    for node in own:
        pictures += [one for one in _values(node.get("image")) if isinstance(one, dict)]
    return Stated(
        marks=(
            *(mark for node in own for mark in _marks(node, page, None)),
            *(mark for node in pictures for mark in _marks(node, page, _address_of(node, page))),
        ),
        paywalled=any(_is_closed(node) for node in (*own, *pages)),
        modified=next((text for node in own if (text := _text(node.get("dateModified")))), ""),
        titles=tuple(text for node in own if (text := _text(node.get("headline")))),
        wire=tuple(hint for node in own for hint in _wire(node, page)),
    )


def _nodes(page: Page) -> list[_Node]:
    """Give the objects at the top of every script: those of lists, of ``@graph`` and of ``mainEntity`` too."""
    found: list[_Node] = []
    for script in page.root.iter("script"):
        if media_type_of(script.get("type")) == "application/ld+json":
            for one in _values(_loaded(script.text or "")):
                found.extend(_opened(one))
    return found[:_NODES_MAX]


def _opened(value: Any) -> Iterator[_Node]:
    if isinstance(value, dict):
        yield value
        inside = (*_values(value.get("@graph")), *_values(value.get("mainEntity")))
        yield from (one for one in inside if isinstance(one, dict))


def _loaded(text: str) -> Any:
    if len(text) > _SCRIPT_CHARS_MAX:
        return None
    text = text.strip().removeprefix("<!--").removeprefix("//<![CDATA[").removesuffix("-->").removesuffix("//]]>")
    try:
        return from_json(text)
    except (ValueError, RecursionError):
        return None


def _values(value: Any) -> list[Any]:
    return (value if isinstance(value, list) else [] if value is None else [value])[:_VALUES_MAX]


def _text(value: Any) -> str:
    return collapse(value[:_TEXT_CHARS_MAX]) if isinstance(value, str) else ""


def _is(node: _Node, fits: Any) -> bool:
    return any(isinstance(kind, str) and fits(kind.rpartition("/")[2]) for kind in _values(node.get("@type")))


def _is_of(node: _Node, page: Page) -> bool:
    own = {page.url.partition("#")[0], page.base.partition("#")[0]}
    places = (*_values(node.get("url")), *_values(node.get("@id")), *_values(node.get("mainEntityOfPage")))
    return any((address := _address(place, page)) and address.partition("#")[0] in own for place in places)


def _address(value: Any, page: Page) -> str | None:
    """Give the address that a value is or names."""
    if isinstance(value, dict):
        value = next((value[key] for key in ("url", "@id", "contentUrl") if isinstance(value.get(key), str)), None)
    return absolute(value, page.base) if isinstance(value, str) and len(value) <= _TEXT_CHARS_MAX else None


def _address_of(picture: _Node, page: Page) -> str:
    return _address(picture.get("contentUrl"), page) or _address(picture, page) or page.url


def _marks(node: _Node, page: Page, about: str | None) -> Iterator[RightsMark]:
    scope = Scope.PAGE if about is None else Scope.MEDIA
    for key, carrier in _STATEMENTS:
        for value in _values(node.get(key)):
            text, url = (_text(value), None) if carrier in _WORDS else _stated(value, page)
            if url is not None and scope is Scope.PAGE and _is_rsl(value, url):
                yield rsl_link(url, text or None)
            elif url or text:
                yield RightsMark(carrier=carrier, scope=scope, text=text or None, url=url, about=about)


def _stated(value: Any, page: Page) -> tuple[str, str | None]:
    """Give a value's words and its address: a plain text is an address if it has a slash and no white space."""
    if isinstance(value, dict):
        return _text(value.get("name")), _address(value, page)
    text = _text(value)
    url = _address(text, page) if "/" in text and " " not in text else None
    return "" if url else text, url


def _is_rsl(value: Any, url: str) -> bool:
    kind = value.get("encodingFormat") or value.get("fileFormat") if isinstance(value, dict) else ""
    return media_type_of(_text(kind)) == RSL_TYPE or urlsplit(url).path.lower().endswith(_RSL_ENDS)


def _is_closed(node: _Node) -> bool:
    parts = [part for part in _values(node.get("hasPart")) if isinstance(part, dict)]
    return any(_is_no(one.get("isAccessibleForFree")) for one in (node, *parts))


def _is_no(value: Any) -> bool:
    return value is False or (not isinstance(value, bool) and str(value).rpartition("/")[2].strip().lower() in _NO)


def _wire(node: _Node, page: Page) -> Iterator[str]:
    """Give the works an article says it is based on, and its credit where that names a news agency."""
    based: Iterable[Any] = (*_values(node.get("isBasedOn")), *_values(node.get("isBasedOnUrl")))
    for one in based:
        text, url = _stated(one, page)
        if hint := url or text:
            yield hint
    for credit in map(_text, _values(node.get("creditText"))):
        if _AGENCIES.search(credit):
            yield credit
