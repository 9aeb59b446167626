"""Names of elements as the tables and findings write them: ``atom:entry``, ``dc:creator``, and plain ``item``."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

NAMESPACES = {
    "admin": "http://webns.net/mvcb/",
    "ag": "http://purl.org/rss/1.0/modules/aggregation/",
    "annotate": "http://purl.org/rss/1.0/modules/annotate/",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "blogChannel": "http://backend.userland.com/blogChannelModule",
    "cc": "http://web.resource.org/cc/",
    "cf": "http://www.microsoft.com/schemas/rss/core/2005",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "cp": "http://my.theinfo.org/changed/1.0/rss/",
    "creativeCommons": "http://backend.userland.com/creativeCommonsRssModule",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "ev": "http://purl.org/rss/1.0/modules/event/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "fh": "http://purl.org/syndication/history/1.0",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "georss": "http://www.georss.org/georss",
    "geourl": "http://geourl.org/rss/module/",
    "gml": "http://www.opengis.net/gml",
    "icbm": "http://postneo.com/icbm",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "l": "http://purl.org/rss/1.0/modules/link/",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rss090": "http://my.netscape.com/rdf/simple/0.9/",
    "rss1": "http://purl.org/rss/1.0/",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "trackback": "http://madskills.com/public/xml/rss/module/trackback/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
"""Prefix of the tables to namespace: the vocabularies whose elements have rows."""

LENIENT = frozenset({"cf", "dcterms", "feedburner", "georss", "gml", "l", "rdf", "xhtml"})
"""Vocabularies of which only some elements have rows: the others may stand anywhere."""

CCREL = "http://creativecommons.org/ns#"
"""What Creative Commons writes licenses in since 2008, mostly with the prefix of its older vocabulary."""

UNJUDGED = frozenset(
    {
        "http://freshmeat.net/rss/fm/",
        "http://hacks.benhammersley.com/rss/streaming/",
        "http://media.tangent.org/rss/1.0/",
        "http://ns.adobe.com/xap/1.0/",
        "http://prismstandard.org/namespaces/1.2/basic/",
        "http://prismstandard.org/namespaces/basic/2.0/",
        "http://prismstandard.org/namespaces/pcv/1.2/",
        "http://purl.org/rss/1.0/modules/audio/",
        "http://purl.org/rss/1.0/modules/company/",
        "http://purl.org/rss/1.0/modules/context/",
        "http://purl.org/rss/1.0/modules/email/",
        "http://purl.org/rss/1.0/modules/reference/",
        "http://purl.org/rss/1.0/modules/richequiv/",
        "http://purl.org/rss/1.0/modules/search/",
        "http://purl.org/rss/1.0/modules/servicestatus/",
        "http://purl.org/rss/1.0/modules/subscription/",
        "http://purl.org/rss/1.0/modules/textinput/",
        "http://purl.org/rss/1.0/modules/threading/",
        "http://schemas.pocketsoap.com/rss/myDescModule/",
        "http://snipsnap.org/rdf/",
        "http://www.gmlsc.org/",
    }
)
"""Modules of RSS that are known and passed over, and told of as such."""

FOREIGN = UNJUDGED | frozenset(
    {
        "http://a9.com/-/spec/opensearch/1.1/",
        "http://a9.com/-/spec/opensearchrss/1.0/",
        "http://backend.userland.com/rss2",
        "http://base.google.com/cns/1.0",
        "http://base.google.com/ns/1.0",
        CCREL,
        "http://conversationsnetwork.org/rssNamespace-1.0/",
        "http://feedsync.org/2007/feedsync",
        "http://openid.net/xmlns/1.0",
        "http://purl.org/net/rss1.1/payload#",
        "http://purl.org/rss/1.0/modules/taxonomy/",
        "http://purl.org/rss/1.0/modules/wiki/",
        "http://rssnamespace.org/feedburner/ext/1.0/",
        "http://schemas.xmlsoap.org/soap/envelope/",
        "http://www.bloglines.com/about/specs/fac-1.0",
        "http://www.microsoft.com/schemas/rss/sse",
        "http://www.opml.org/spec2",
        "http://www.rssboard.org/media-rss",
        "http://www.usemod.com/cgi-bin/mb.pl?ModWiki",
        "http://www.w3.org/1998/Math/MathML",
        "http://www.w3.org/1999/xlink",
        "http://www.w3.org/2000/01/rdf-schema#",
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/2002/12/cal/ical#",
        "http://www.w3.org/2007/app",
        "http://xmlns.com/foaf/0.1/",
        "https://podcastindex.org/namespace/1.0",
        "https://rslstandard.org/rsl",
    }
)
"""Known vocabularies without rows: their elements are passed over."""

USUAL = {prefix: uri for prefix, uri in NAMESPACES.items() if prefix not in {"rss1", "rss090"}} | {
    "app": "http://www.w3.org/2007/app",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "opensearch": "http://a9.com/-/spec/opensearch/1.1/",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "svg": "http://www.w3.org/2000/svg",
    "taxo": "http://purl.org/rss/1.0/modules/taxonomy/",
    "wiki": "http://purl.org/rss/1.0/modules/wiki/",
}
"""The prefix that everybody uses for a vocabulary."""

ATTRIBUTES_MAX = 256

ALIASES = {
    "http://search.yahoo.com/mrss": "media",
    "http://www.itunes.com/DTDs/PodCast-1.0.dtd": "itunes",
    "http://www.itunes.com/DTDs/Podcast-1.0.dtd": "itunes",
    "http://www.itunes.com/dtds/Podcast-1.0.dtd": "itunes",
}
"""Ways in which a namespace is written wrongly, and which everybody takes for the right one."""

_PREFIXES = ALIASES | {uri: prefix for prefix, uri in NAMESPACES.items()}


@lru_cache(maxsize=4096)
def name(tag: str) -> str:
    """Give the table's name of a tag in lxml's form: ``{uri}local`` becomes ``prefix:local``.

    A tag of a namespace without rows stays as it is. One whose prefix is not declared, which only a broken document
    has, gets a question mark in its place, so that it is taken for no name of the tables.
    """
    if not tag.startswith("{"):
        return tag.replace(":", "?")
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


def local_name(lxml_tag: str) -> str:
    """Give the name without its namespace."""
    return lxml_tag.rpartition("}")[2]


def elements(parent: etree._Element) -> list[etree._Element]:
    """Give the child elements without comments and processing instructions."""
    return [child for child in parent if isinstance(child.tag, str)]


def children(parent: etree._Element, *table_names: str) -> list[etree._Element]:
    """Give the child elements of these names, in the document's order."""
    return list(parent.iterchildren(*_tags(table_names)))


@lru_cache(maxsize=1024)
def _tags(table_names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(tag, table_names))


def attributes(element: etree._Element) -> list[tuple[str, str]]:
    """Give names, in lxml's form, and values of the attributes; none where there are more than ``ATTRIBUTES_MAX``."""
    if crowded(element):
        return []
    return element.items()  # type: ignore[return-value] # text, whatever the stubs allow for


def crowded(element: etree._Element) -> bool:
    """Tell whether an element has more attributes than anybody writes; reading them would take minutes."""
    return len(element.attrib) > ATTRIBUTES_MAX


def has_text(element: etree._Element) -> bool:
    """Tell whether text stands beside the children of an element, or alone in it."""
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)


def text(element: etree._Element | None) -> str:
    """Give the text at the start of an element, stripped; empty for no element."""
    return (element.text or "").strip() if element is not None else ""


def first_text(parent: etree._Element, table_name: str) -> str:
    """Give the text of the first child of this name, stripped; empty where there is none."""
    return text(parent.find(tag(table_name)))
