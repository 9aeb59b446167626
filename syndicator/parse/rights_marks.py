"""Every rights statement of a tree, by namespace URI, as it stands; nothing is inherited and nothing is read into it.

Covers RFC 4946 links, ``atom:rights``, RSS ``copyright``, the Creative Commons modules under each of their URIs, Dublin
Core, XHTML vocabulary, Media RSS, Podcasting 2.0, PRISM, RSL, and HTTP Link fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import takewhile

from syndicator.model.document import Carrier, RightsMark, Scope
from syndicator.parse.base import RIGHTS_MAX, Hints
from syndicator.parse.elements import Children, markup_of, text_of
from syndicator.parse.names import DC, DCTERMS, MEDIA, RDF, Element, split_tag
from syndicator.parse.preferences import preferences_in_fields
from syndicator.parse.rsl import RSL, RSL_TYPE, rsl_element, rsl_link
from syndicator.parse.text import absolute, collapse, media_type_of

_RESOURCE = f"{{{RDF}}}resource"
_IANA = "http://www.iana.org/assignments/relation/"
_URL = re.compile(r"https?://[^\s<>\"]+\Z", re.IGNORECASE)
_USERLAND_CC = (
    "http://backend.userland.com/creativeCommonsRssModule",
    "http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html",
)
"""The same with ``RSSModule``, as some manual has it, is another namespace, which nobody defined."""
_CC = ("http://web.resource.org/cc/", "http://creativecommons.org/ns#")
_XHV = "http://www.w3.org/1999/xhtml/vocab#"
_PODCAST = ("https://podcastindex.org/namespace/1.0", "http://podcastindex.org/namespace/1.0")
_PODCAST_OLD = "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
_PRISM = (
    "http://prismstandard.org/namespaces/basic/2.0/",
    "http://prismstandard.org/namespaces/basic/2.1/",
    "http://prismstandard.org/namespaces/basic/3.0/",
    "http://prismstandard.org/namespaces/1.2/basic/",
)
_PUR = tuple(f"http://prismstandard.org/namespaces/prismusagerights/{version}/" for version in ("2.1", "3.0"))
_PRISM_NAMES = (
    (Carrier.PRISM_COPYRIGHT, ("copyright",)),
    (Carrier.PRISM_RIGHTS_AGENT, ("rightsAgent", "rightsOwner")),
    (Carrier.PRISM_EMBARGO, ("embargoDate",)),
    (Carrier.PRISM_EXPIRATION, ("expirationDate", "expirationTime", "optionEndDate", "exclusivityEndDate")),
    (Carrier.PRISM_REUSE_PROHIBITED, ("reuseProhibited",)),
    (Carrier.PRISM_USAGE, ("permissions", "restrictions", "usageRights")),
)
_CC_NAMES = (
    (Carrier.CC_LICENSE, "license"),
    (Carrier.CC_ATTRIBUTION_NAME, "attributionName"),
    (Carrier.CC_ATTRIBUTION_URL, "attributionURL"),
    (Carrier.CC_MORE_PERMISSIONS, "morePermissions"),
    (Carrier.CC_USE_GUIDELINES, "useGuidelines"),
)
_MEDIA_OBJECTS = frozenset({"content", "group"})
_LINK_VALUE = re.compile(r"""<([^<>]*)>((?:\s*;\s*[\w!#$&+.^`|~*-]+\s*(?:=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?)*)""")
_LINK_PARAMETER = re.compile(r""";\s*([\w!#$&+.^`|~*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*))""")
_FIELD_CHARS_MAX = 8_192


def relation_of(link: Element) -> str:
    """Give an Atom link's relation in its short form; ``alternate`` where it names none (RFC 4287 4.2.7.2)."""
    relation = (link.get("rel") or "alternate").strip()
    return relation.removeprefix(_IANA).lower()


def rights_in(children: Children, scope: Scope) -> tuple[RightsMark, ...]:
    """Give the rights statements among an entry's, a source's or a channel's children, in the document's order.

    Statements about media objects come out with scope ``media``, whatever ``scope`` says.
    """
    found: list[tuple[Element, RightsMark]] = []
    for key in children.keys() & _READERS.keys():
        for element in children[key]:
            found.extend((element, mark) for mark in _READERS[key](element, scope))
    if len(found) > 1:
        place = {id(element): at for at, element in enumerate(_in_order(children))}
        found.sort(key=lambda pair: place[id(pair[0])])
    return tuple(mark for _, mark in found[:RIGHTS_MAX])


def rights_in_fields(hints: Hints) -> tuple[RightsMark, ...]:
    """Give the rights statements of HTTP Link fields (RFC 8288), and the preferences of other fields.

    Links about another resource do not count.
    """
    marks = [mark for field in hints.links for mark in _field_link(field[:_FIELD_CHARS_MAX], hints.url)]
    return (*marks[:RIGHTS_MAX], *preferences_in_fields(hints.preferences))


def _field_link(field: str, url: str) -> Iterator[RightsMark]:
    for target, parameters in _LINK_VALUE.findall(field):
        named = {name.lower(): quoted or bare for name, quoted, bare in reversed(_LINK_PARAMETER.findall(parameters))}
        about = absolute(named.get("anchor"), url) or url
        if "license" not in named.get("rel", "").lower().split() or about.partition("#")[0] != url.partition("#")[0]:
            continue
        address = absolute(target, url) or target
        if media_type_of(named.get("type")) == RSL_TYPE:
            yield rsl_link(address)
        else:
            yield RightsMark(carrier=Carrier.HTTP_LINK, scope=Scope.DOCUMENT, url=address)


def _in_order(children: Children) -> Iterable[Element]:
    """Give the siblings in the document's order."""
    first = next(iter(children.values()))[0]
    parent = first.getparent()
    return parent if parent is not None else ()


def _link(element: Element, scope: Scope) -> Iterator[RightsMark]:
    if "license" in relation_of(element).split() and (href := (element.get("href") or "").strip()):
        if media_type_of(element.get("type")) == RSL_TYPE:
            yield rsl_link(href, element.get("title"))
        else:
            yield RightsMark(carrier=Carrier.ATOM_LINK_LICENSE, scope=scope, url=href, text=element.get("title"))


def _atom_rights(element: Element, scope: Scope) -> Iterator[RightsMark]:
    xhtml = len(element) > 0
    text = (markup_of(element, plain=False) if xhtml else text_of(element)) or ""
    yield from _stated(Carrier.ATOM_RIGHTS, scope, text, None)


def _statement(carrier: Carrier, element: Element, scope: Scope) -> Iterator[RightsMark]:
    """Read an element that is a text, an address, or points to one by ``rdf:resource``, ``href`` or ``url``."""
    pointed = element.get(_RESOURCE) or element.get("href") or element.get("url")
    yield from _stated(carrier, scope, text_of(element), pointed)


def _stated(carrier: Carrier, scope: Scope, text: str, pointed: str | None) -> Iterator[RightsMark]:
    text, address = text.strip(), (pointed or "").strip()
    if not address and _URL.match(text):
        address = text
    if text or address:
        yield RightsMark(carrier=carrier, scope=scope, text=text or None, url=address or None)


def _rsl(element: Element, _scope: Scope) -> Iterator[RightsMark]:
    yield rsl_element(element)


def _media_statement(carrier: Carrier, element: Element, _scope: Scope) -> Iterator[RightsMark]:
    found = _STATED_BY_ATTRIBUTES[carrier](element) if carrier in _STATED_BY_ATTRIBUTES else ""
    marks = _stated(carrier, Scope.MEDIA, found, None) if found else _statement(carrier, element, Scope.MEDIA)
    for mark in marks:
        yield mark.model_copy(update={"about": _media_address(element)})


def _restriction(element: Element) -> str:
    """Give a ``media:restriction`` with what it is about: ``deny country: au us``."""
    kind = " ".join(filter(None, (element.get("relationship"), element.get("type"))))
    return ": ".join(filter(None, (kind, collapse(text_of(element)))))


def _media_object(element: Element, _scope: Scope) -> Iterator[RightsMark]:
    """Read the statements inside ``media:content`` and ``media:group``."""
    for below in element.iter(*_MEDIA_STATEMENTS):
        yield from _media_statement(_MEDIA_STATEMENTS[below.tag], below, Scope.MEDIA)


def _is_media_object(element: Element) -> bool:
    namespace, name = split_tag(element.tag)
    return namespace in MEDIA and name in _MEDIA_OBJECTS


def _media_address(element: Element) -> str | None:
    """Give the address of the media object around a statement; of a group, its first object's."""
    for above in takewhile(_is_media_object, element.iterancestors()):
        if url := above.get("url"):
            return url
        inside = above.find(f"{{{split_tag(above.tag)[0]}}}content")
        if inside is not None and inside.get("url"):
            return inside.get("url")
    return None


_MEDIA_STATEMENTS = {
    f"{{{uri}}}{name}": carrier
    for uri in MEDIA
    for name, carrier in (
        ("license", Carrier.MEDIA_LICENSE),
        ("copyright", Carrier.MEDIA_COPYRIGHT),
        ("rights", Carrier.MEDIA_RIGHTS),
        ("restriction", Carrier.MEDIA_RESTRICTION),
    )
}
_STATED_BY_ATTRIBUTES: dict[Carrier, Callable[[Element], str]] = {
    Carrier.MEDIA_RIGHTS: lambda element: (element.get("status") or "").strip(),
    Carrier.MEDIA_RESTRICTION: _restriction,
}

_Reader = Callable[[Element, Scope], Iterator[RightsMark]]


def _table() -> dict[str, _Reader]:
    table: dict[str, _Reader] = {"link": _link, "rights": _atom_rights}
    plain = (
        (Carrier.RSS_COPYRIGHT, ("copyright",)),
        (Carrier.CREATIVE_COMMONS_LICENSE, tuple(f"{{{uri}}}license" for uri in _USERLAND_CC)),
        *((carrier, tuple(f"{{{uri}}}{name}" for uri in _CC)) for carrier, name in _CC_NAMES),
        (Carrier.DC_RIGHTS, (f"{{{DC}}}rights",)),
        (Carrier.DCTERMS_LICENSE, (f"{{{DCTERMS}}}license",)),
        (Carrier.DCTERMS_RIGHTS, (f"{{{DCTERMS}}}rights",)),
        (Carrier.DCTERMS_ACCESS_RIGHTS, (f"{{{DCTERMS}}}accessRights",)),
        (Carrier.DCTERMS_RIGHTS_HOLDER, (f"{{{DCTERMS}}}rightsHolder",)),
        (Carrier.XHV_LICENSE, (f"{{{_XHV}}}license",)),
        (Carrier.PODCAST_LICENSE, tuple(f"{{{uri}}}license" for uri in (*_PODCAST, _PODCAST_OLD))),
        *(
            (carrier, tuple(f"{{{uri}}}{name}" for uri in (*_PRISM, *_PUR) for name in names))
            for carrier, names in _PRISM_NAMES
        ),
    )
    for carrier, keys in plain:
        table.update((key, partial(_statement, carrier)) for key in keys)
    table.update((tag, partial(_media_statement, carrier)) for tag, carrier in _MEDIA_STATEMENTS.items())
    table.update((f"{{{uri}}}{name}", _media_object) for uri in MEDIA for name in _MEDIA_OBJECTS)
    table.update((f"{{{uri}}}content", _rsl) for uri in RSL)
    return table


_READERS = _table()
