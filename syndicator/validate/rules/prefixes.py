"""The prefixes of vocabularies: readers should not look at them, and some do."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from syndicator.validate.code_text import INFO, WARNING, CodeText, Fault
from syndicator.validate.document import Doc
from syndicator.validate.names import ALIASES, CCREL, NAMESPACES, USUAL, name, namespace

CODES = {
    "avoid-namespace-prefix": CodeText(
        WARNING,
        "Elements of Atom or XHTML are written with a prefix.",
        "Some readers look for the name without one and find nothing.",
        "Declare the namespace as the default: xmlns without a prefix.",
        "RFC 4287, section 1.2; what readers do",
    ),
    "reserved-prefix": CodeText(
        WARNING,
        "A prefix that everybody uses for one vocabulary stands for another here.",
        "Some readers look at the prefix alone and take the element for what it is not.",
        "Choose another prefix.",
        "RSS Advisory Board, RSS best practices profile, namespace elements",
    ),
    "obsolete-wiki-namespace": CodeText(
        WARNING,
        "The wiki module is declared by the address that it had once.",
        "Readers of today look for the later one.",
        'Write xmlns:wiki="http://purl.org/rss/1.0/modules/wiki/".',
        "RDF Site Summary 1.0 modules: wiki",
    ),
    "nonstd-prefix": CodeText(
        INFO,
        "A vocabulary has another prefix than the usual one.",
        "Some readers look at the prefix alone and find nothing.",
        "Take the prefix that its specification uses.",
        "RSS Advisory Board, RSS best practices profile, namespace elements",
    ),
}

_BARE = frozenset({"http://www.w3.org/2005/Atom", "http://www.w3.org/1999/xhtml"})
_OLD_WIKI = "http://www.usemod.com/cgi-bin/mb.pl?ModWiki"
_USUAL_OF = {uri: prefix for prefix, uri in USUAL.items()} | {NAMESPACES["rss1"]: ""}

_ALSO = ALIASES | {CCREL: "cc"}
"""Other namespaces that go by a usual prefix."""


def prefixes(doc: Doc) -> Iterator[Fault]:
    """Judge the prefixes that a document's element declares, and those of inline texts."""
    for prefix, uri in doc.root.nsmap.items():
        yield from _declared(doc.root, prefix, uri)
    if doc.format == "atom":
        inline = (markup.holder for markup in doc.markup if markup.is_inline)
        seen: set[str | None] = set(doc.root.nsmap)
        for element in (each for holder in inline for each in (holder, *holder.iterdescendants("*"))):
            yield from (fault for fault in _inner(element, seen))


def _inner(element: etree._Element, seen: set[str | None]) -> Iterator[Fault]:
    prefix = element.prefix
    if prefix and prefix not in seen and namespace(element.tag) in _BARE:
        seen.add(prefix)
        yield Fault("avoid-namespace-prefix", element, prefix)


def _declared(root: etree._Element, prefix: str | None, uri: str) -> Iterator[Fault]:
    if prefix and uri in _BARE and name(root.tag).startswith("atom:"):
        yield Fault("avoid-namespace-prefix", root, prefix)
    elif uri == _OLD_WIKI:
        yield Fault("obsolete-wiki-namespace", root, f"xmlns:{prefix}={uri}")
    elif prefix in USUAL and USUAL[prefix] != uri and _ALSO.get(uri) != prefix:
        yield Fault("reserved-prefix", root, f"xmlns:{prefix}={uri}")
    elif prefix and uri in _USUAL_OF and prefix != _USUAL_OF[uri]:
        yield Fault("nonstd-prefix", root, f"xmlns:{prefix}={uri}")
