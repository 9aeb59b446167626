"""Namespaces, and which of them mean "the feed's own elements"."""

from __future__ import annotations

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
ATOM_03 = "http://purl.org/atom/ns#"
RSS_10 = "http://purl.org/rss/1.0/"
RSS_090 = "http://my.netscape.com/rdf/simple/0.9/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
MEDIA = frozenset({"http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss"})
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
XHTML = "http://www.w3.org/1999/xhtml"
XML = "http://www.w3.org/XML/1998/namespace"
XML_BASE = f"{{{XML}}}base"
XML_LANG = f"{{{XML}}}lang"

_CORE = frozenset(
    {"", ATOM, ATOM_03, RSS_10, RSS_090, "http://blogs.law.harvard.edu/tech/rss", "http://purl.org/net/rss1.1#"}
)
_USERLAND = "http://backend.userland.com/rss"
"""RSS 0.92 and 2.0 as some write them: any version may follow."""

Element = etree._Element  # noqa: SLF001  (lxml gives its element class no public name)


def split_tag(tag: str) -> tuple[str, str]:
    """Give an element's namespace (empty for none) and local name."""
    if tag[:1] != "{":
        return "", tag
    namespace, _, name = tag[1:].partition("}")
    return namespace, name


def core_name(tag: str) -> str:
    """Give the local name of an element of RSS or Atom itself, else an empty text."""
    namespace, name = split_tag(tag)
    if namespace in _CORE or namespace.lower().startswith(_USERLAND):
        return name
    return ""
