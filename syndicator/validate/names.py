"""Names of elements as the tables and findings write them: ``atom:entry``, ``dc:creator``, and plain ``item``."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

NAMESPACES = {
    "at": "http://purl.org/atompub/tombstones/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "cc": "http://web.resource.org/cc/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "creativeCommons": "http://backend.userland.com/creativeCommonsRssModule",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rss090": "http://my.netscape.com/rdf/simple/0.9/",
    "rss1": "http://purl.org/rss/1.0/",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
"""Prefix of the tables to namespace: the vocabularies whose elements have rows."""

FOREIGN = frozenset(
    {
        "http://a9.com/-/spec/opensearch/1.1/",
        "http://purl.org/dc/terms/",
        "http://purl.org/rss/1.0/modules/annotate/",
        "http://purl.org/rss/1.0/modules/link/",
        "http://purl.org/rss/1.0/modules/taxonomy/",
        "http://purl.org/syndication/history/1.0",
        "http://purl.org/syndication/thread/1.0",
        "http://rssnamespace.org/feedburner/ext/1.0",
        "http://webns.net/mvcb/",
        "http://www.georss.org/georss",
        "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "http://www.w3.org/1999/xhtml",
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "http://www.w3.org/2007/app",
        "https://podcastindex.org/namespace/1.0",
        "https://rslstandard.org/rsl",
    }
)
"""Known vocabularies without rows: their elements are passed over."""

ATTRIBUTES_MAX = 256

_PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items()}


@lru_cache(maxsize=4096)
def name(tag: str) -> str:
    """Give the table's name of a tag in lxml's form: ``{uri}local`` becomes ``prefix:local``.

    A tag of a namespace without rows stays as it is.
    """
    if not tag.startswith("{"):
        return tag
    uri, _, local = tag[1:].partition("}")
    prefix = _PREFIXES.get(uri)
    return f"{prefix}:{local}" if prefix else tag


def prefix_of(lxml_tag: str) -> str | None:
    """Give the table's prefix of a tag in lxml's form: empty without a namespace, nothing for one without rows."""
    return _PREFIXES.get(namespace(lxml_tag)) if lxml_tag.startswith("{") else ""


@lru_cache(maxsize=4096)
def tag(table_name: str) -> str:
    """Give lxml's form of a table's name."""
    prefix, colon, local = table_name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if colon else table_name


def namespace(lxml_tag: str) -> str:
    """Give the namespace of a tag in lxml's form; empty where it has none."""
    return lxml_tag[1:].partition("}")[0] if lxml_tag.startswith("{") else ""


def is_known(uri: str) -> bool:
    """Tell whether a namespace is one of a vocabulary that is known here."""
    return uri in _PREFIXES or uri in FOREIGN


def elements(parent: etree._Element) -> list[etree._Element]:
    """Give the child elements without comments and processing instructions."""
    return [child for child in parent if isinstance(child.tag, str)]


def children(parent: etree._Element, *table_names: str) -> list[etree._Element]:
    """Give the child elements of these names, in the document's order."""
    wanted = _tags(table_names)
    return [child for child in parent if child.tag in wanted]


@lru_cache(maxsize=1024)
def _tags(table_names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(tag, table_names))


def attributes(element: etree._Element) -> list[tuple[str, str]]:
    """Give names, in lxml's form, and values of the attributes; none where there are more than ``ATTRIBUTES_MAX``."""
    found: list[tuple[str, str]] = element.items()  # type: ignore[assignment] # text, whatever the stubs allow for
    return found if len(found) <= ATTRIBUTES_MAX else []


def crowded(element: etree._Element) -> bool:
    """Tell whether an element has more attributes than anybody writes; reading them would take minutes."""
    return len(element.keys()) > ATTRIBUTES_MAX


def has_text(element: etree._Element) -> bool:
    """Tell whether text stands beside the children of an element, or alone in it."""
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)


def text(element: etree._Element | None) -> str:
    """Give the text at the start of an element, stripped; empty for no element."""
    return (element.text or "").strip() if element is not None else ""


def first_text(parent: etree._Element, table_name: str) -> str:
    """Give the text of the first child of this name, stripped; empty where there is none."""
    return text(parent.find(tag(table_name)))
